//! The receivers that make one mistake each: a flat table, one file an idea.

mod constructions;
mod crashes_on_bytes;
mod crashes_on_shape;
mod duplicates;
mod empty_keys;
mod exceptions;
mod extreme_timestamps;
mod freshness_unchecked;
mod header_case;
mod leaks;
mod lenient_timestamps;
mod loose_tokens;
mod lost_characters;
mod missing_values_accepted;
mod never_verifies;
mod odd_list_items;
mod partial_comparisons;
mod prefixes;
mod python_repr;
mod refusals;
mod result_ignored;
mod rewritten_bodies;
mod rewritten_fallbacks;
mod rotation;
mod secret_forms;
mod tokens;
mod urls;
mod versions;
mod work_first;

use crate::cases::Level;
use crate::faulty::quirks::Quirks;
use crate::scheme::Scheme;

/// A receiver that makes one mistake.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Fault {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// What the code does and how it comes to that.
    pub description: &'static str,
    /// Flags of cases, of which at least one of the fault's level catches it.
    pub flags: &'static [&'static str],
    /// The class of the fault: `R07`.
    pub class: &'static str,
    /// How much hangs on it: a `Should` fault is bad hygiene, by which no outsider gains.
    pub level: Level,
    /// Real faults that it models, and advisories about them.
    pub references: &'static [&'static str],
    /// Whether the mistake can be made with a scheme.
    pub applies: fn(&Scheme) -> bool,
    /// How it judges.
    pub quirks: Quirks,
}

/// Every receiver that makes a mistake, by idea.
pub const FAULTS: &[Fault] = &[
    constructions::PLAIN_DIGEST_ACCEPTED,
    constructions::DIGEST_OF_KEY_AND_MESSAGE_ACCEPTED,
    constructions::DIGEST_OF_MESSAGE_AND_KEY_ACCEPTED,
    constructions::KEY_AND_MESSAGE_SWAPPED_ACCEPTED,
    constructions::EMPTY_MESSAGE_ACCEPTED,
    constructions::APPENDED_MAC_ACCEPTED,
    crashes_on_bytes::RAISES_ON_NON_ASCII_SIGNATURE,
    crashes_on_bytes::PANICS_ON_NON_ASCII_SIGNATURE,
    crashes_on_bytes::RAISES_ON_INVALID_UTF8,
    crashes_on_bytes::PANICS_ON_LONG_SIGNATURE,
    crashes_on_shape::PANICS_ON_SHORT_SIGNATURE,
    crashes_on_shape::PANICS_ON_MISSING_SIGNATURE,
    crashes_on_shape::PANICS_ON_EMPTY_SIGNATURE,
    crashes_on_shape::RAISES_ON_MISSING_SIGNATURE,
    crashes_on_shape::RAISES_ON_WRONG_LENGTH,
    crashes_on_shape::RAISES_ON_BAD_ENCODING,
    crashes_on_shape::RAISES_ON_MISSING_PREFIX,
    crashes_on_shape::RAISES_ON_MISSING_TIMESTAMP,
    crashes_on_shape::RAISES_ON_MISSING_ID,
    duplicates::AGE_OF_LAST_TIMESTAMP,
    duplicates::AGE_OF_FIRST_TIMESTAMP,
    empty_keys::EMPTY_SECRET_SKIPS,
    empty_keys::EMPTY_KEY_SIGNS,
    empty_keys::UNDECODABLE_SECRET_IS_EMPTY,
    empty_keys::ODD_SECRET_CHARACTERS_DROPPED,
    exceptions::LOCALHOST_TRUSTED,
    exceptions::TOOL_TRUSTED,
    exceptions::TEST_MODE_ON_REQUEST,
    exceptions::ONLY_USUAL_TYPE_VERIFIED,
    exceptions::ONLY_USUAL_METHOD_VERIFIED,
    extreme_timestamps::PANICS_ON_EXTREME_TIMESTAMP,
    extreme_timestamps::RAISES_ON_EXTREME_TIMESTAMP,
    extreme_timestamps::RAISES_ON_WORD_TIMESTAMP,
    freshness_unchecked::NO_FRESHNESS,
    freshness_unchecked::PAST_UNCHECKED,
    freshness_unchecked::FUTURE_UNCHECKED,
    freshness_unchecked::WINDOW_IN_MINUTES,
    freshness_unchecked::WINDOW_IN_MILLISECONDS,
    freshness_unchecked::ZERO_TIMESTAMP_IS_FRESH,
    freshness_unchecked::STALE_RAISES,
    header_case::FAULT,
    leaks::EXPECTED_SIGNATURE_TOLD,
    leaks::SECRET_TOLD,
    lenient_timestamps::READS_LEADING_DIGITS,
    lenient_timestamps::NOT_A_NUMBER_IS_FRESH,
    lenient_timestamps::TIMESTAMP_UNREAD,
    lenient_timestamps::TIMESTAMP_UNBOUND,
    lenient_timestamps::ID_UNBOUND,
    lenient_timestamps::BOUNDARIES_UNMARKED,
    loose_tokens::TOKEN_LOOSELY_EQUAL,
    loose_tokens::TOKEN_IN_ANY_CASE,
    loose_tokens::TOKEN_ANYWHERE,
    loose_tokens::TOKEN_AT_ANY_DEPTH,
    lost_characters::BODY_DECODED_LOSSILY,
    lost_characters::BODY_AS_ASCII,
    lost_characters::BODY_AS_LATIN1,
    lost_characters::BYTE_ORDER_MARK_STRIPPED,
    lost_characters::BODY_CUT_AT_NUL,
    lost_characters::BODY_TRIMMED,
    lost_characters::TRAILING_NEWLINE_CUT,
    lost_characters::LINE_ENDS_FOLDED,
    lost_characters::BODY_CUT_AT_64_KIB,
    lost_characters::BODY_CUT_AT_4_KIB,
    lost_characters::FORM_REWRITTEN,
    missing_values_accepted::MISSING_SIGNATURE_ACCEPTED,
    missing_values_accepted::EMPTY_SIGNATURE_ACCEPTED,
    missing_values_accepted::PLACEHOLDER_ACCEPTED,
    missing_values_accepted::MISSING_TIMESTAMP_ACCEPTED,
    missing_values_accepted::MISSING_ID_ACCEPTED,
    never_verifies::NEVER_VERIFIES,
    never_verifies::PRESENCE_IS_ENOUGH,
    odd_list_items::ODD_ITEM_RAISES,
    odd_list_items::ODD_ITEM_PANICS,
    odd_list_items::ODD_ITEM_REFUSES,
    odd_list_items::UNKNOWN_VERSION_RAISES,
    odd_list_items::UNKNOWN_VERSION_REFUSES,
    odd_list_items::MALFORMED_ITEM_REFUSES,
    partial_comparisons::COMPARES_GIVEN_LENGTH,
    partial_comparisons::COMPARES_EXPECTED_LENGTH,
    partial_comparisons::COMPARES_EIGHT_CHARACTERS,
    partial_comparisons::COMPARES_FOUR_CHARACTERS,
    partial_comparisons::COMPARES_LAST_CHARACTERS,
    partial_comparisons::COMPARES_HALF,
    partial_comparisons::CONTAINED_IS_ENOUGH,
    partial_comparisons::PART_IS_ENOUGH,
    partial_comparisons::CASE_FOLDED_BASE64,
    partial_comparisons::DIGEST_AS_NUMBER,
    prefixes::PREFIX_CHARACTERS_STRIPPED,
    prefixes::PREFIX_REMOVED_ANYWHERE,
    prefixes::PREFIX_STRIPPED_REPEATEDLY,
    prefixes::PREFIX_CUT_BY_LENGTH,
    python_repr::FAULT,
    refusals::MISMATCH_ANSWERS_500,
    refusals::REFUSAL_ANSWERS_200,
    refusals::REFUSAL_REDIRECTS,
    result_ignored::RESULT_IGNORED,
    result_ignored::EXCEPTIONS_ACCEPT,
    rewritten_bodies::BODY_REWRITTEN_JSON_STRINGIFY,
    rewritten_bodies::BODY_REWRITTEN_PYTHON_DUMPS_COMPACT,
    rewritten_bodies::BODY_REWRITTEN_GO_MARSHAL,
    rewritten_bodies::BODY_REWRITTEN_JSON_STRINGIFY_INDENT,
    rewritten_bodies::BODY_REWRITTEN_JAVA_GSON,
    rewritten_bodies::BODY_REWRITTEN_JAVA_JACKSON,
    rewritten_bodies::BODY_REWRITTEN_PYTHON_DUMPS,
    rewritten_bodies::BODY_REWRITTEN_PYTHON_DUMPS_INDENT,
    rewritten_bodies::BODY_REWRITTEN_PYTHON_DUMPS_SORTED,
    rewritten_bodies::BODY_REWRITTEN_PYTHON_DUMPS_UTF8,
    rewritten_bodies::BODY_REWRITTEN_RUBY_JSON_GENERATE,
    rewritten_bodies::BODY_REWRITTEN_RUST_SERDE_JSON,
    rewritten_fallbacks::RAW_OR_REWRITTEN_JSON_STRINGIFY,
    rewritten_fallbacks::RAW_OR_REWRITTEN_PYTHON_DUMPS_COMPACT,
    rewritten_fallbacks::RAW_OR_REWRITTEN_GO_MARSHAL,
    rotation::FIRST_SIGNATURE_ONLY,
    rotation::LAST_SIGNATURE_ONLY,
    rotation::LAST_SIGNATURE_DROPPED,
    rotation::ONE_SIGNATURE_ONLY,
    secret_forms::LONG_SECRET_CUT,
    secret_forms::WELL_KNOWN_SECRET,
    tokens::TOKEN_UNSIGNED_ACCEPTED,
    tokens::TOKEN_ALGORITHM_CHOSEN,
    tokens::TOKEN_ONLY_DECODED,
    tokens::TOKEN_SIGNATURE_CUT,
    tokens::TOKEN_EXPIRY_IGNORED,
    tokens::TOKEN_START_IGNORED,
    tokens::TOKEN_KEY_EMBEDDED,
    tokens::TOKEN_CLAIMS_IGNORED,
    urls::FORWARDED_HOST_TRUSTED,
    urls::QUERY_DROPPED,
    urls::URL_LOWERED,
    urls::TRAILING_SLASH_DROPPED,
    versions::VERSION_IGNORED,
    versions::VERSION_OPTIONAL,
    versions::ALGORITHM_FROM_LABEL,
    versions::WEAKER_HASH_ACCEPTED,
    versions::ANY_LABEL,
    work_first::PARSED_FIRST,
    work_first::PARSER_PANICS,
    work_first::LOCKED_AFTER_FAILURES,
];

/// The faulty receiver of that name.
#[must_use]
pub fn fault(id: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.id == id)
}
