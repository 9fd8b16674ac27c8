//! The flags: the bugs and traits that cases probe, with what each costs and where it was found.

mod algorithm_downgrade;
mod appended_mac;
mod body_reserialized;
mod body_shape;
mod body_trimmed;
mod boundary_shift;
mod charset;
mod digest_leading_zero;
mod duplicate_header;
mod duplicate_parameter;
mod empty_id;
mod empty_key;
mod empty_message_mac;
mod empty_signature;
mod empty_timestamp;
mod encoding_substituted;
mod extended_signature;
mod extreme_timestamp;
mod foreign_headers;
mod future_timestamp;
mod genuine;
mod header_case;
mod incomplete_base_string;
mod jwt_algorithm_confusion;
mod jwt_claims;
mod jwt_critical;
mod jwt_embedded_key;
mod jwt_expired;
mod jwt_header_expiry;
mod jwt_malformed;
mod jwt_none;
mod jwt_not_yet_valid;
mod key_from_request;
mod lenient_encoding;
mod long_secret;
mod loose_comparison;
mod lossy_twin;
mod malformed_signature;
mod malformed_timestamp;
mod misplaced_signature;
mod missing_id;
mod missing_signature;
mod missing_timestamp;
mod modified_body;
mod modified_header;
mod modified_id;
mod modified_signature;
mod modified_timestamp;
mod multiple_signatures;
mod non_ascii_signature;
mod nul_padded_key;
mod odd_list_item;
mod oversized_signature;
mod partial_match;
mod placeholder_signature;
mod prefix_case;
mod prefix_character_set;
mod prefix_missing;
mod prefix_repeated;
mod public_key;
mod raw_body;
mod replay;
mod secret_decoding;
mod secret_leak;
mod signature_form;
mod signed_reserialized;
mod stale_timestamp;
mod state_after_rejection;
mod static_token;
mod status_contract;
mod swapped_body;
mod swapped_key_and_message;
mod timestamp_spelling;
mod timestamp_unit;
mod truncated_signature;
mod unbound_body;
mod unkeyed_digest;
mod unknown_version;
mod url_variant;
mod verification_bypass;
mod version_unpinned;
mod well_known_secret;
mod window_edge;
mod work_before_auth;
mod wrong_hash;
mod wrong_location;
mod wrong_secret;

/// A bug or trait that cases probe, documented for people who meet it in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flag {
    /// The name in cases, vectors and reports, `CamelCase`.
    pub name: &'static str,
    /// The class of faults to which it belongs, kebab-case.
    pub class: &'static str,
    /// What is sent, and how the bug arises in real code.
    pub description: &'static str,
    /// What an outsider gains or what is lost.
    pub effect: &'static str,
    /// Weaknesses of the Common Weakness Enumeration, likeliest first.
    pub cwe: &'static [&'static str],
    /// Advisories, issue threads and standards that show or rule it.
    pub references: &'static [&'static str],
}

/// Every flag, by name.
pub const FLAGS: &[&Flag] = &[
    &algorithm_downgrade::FLAG,
    &appended_mac::FLAG,
    &body_reserialized::FLAG,
    &body_shape::FLAG,
    &body_trimmed::FLAG,
    &boundary_shift::FLAG,
    &charset::FLAG,
    &digest_leading_zero::FLAG,
    &duplicate_header::FLAG,
    &duplicate_parameter::FLAG,
    &empty_id::FLAG,
    &empty_key::FLAG,
    &empty_message_mac::FLAG,
    &empty_signature::FLAG,
    &empty_timestamp::FLAG,
    &encoding_substituted::FLAG,
    &extended_signature::FLAG,
    &extreme_timestamp::FLAG,
    &foreign_headers::FLAG,
    &future_timestamp::FLAG,
    &genuine::FLAG,
    &header_case::FLAG,
    &incomplete_base_string::FLAG,
    &jwt_algorithm_confusion::FLAG,
    &jwt_claims::FLAG,
    &jwt_critical::FLAG,
    &jwt_embedded_key::FLAG,
    &jwt_expired::FLAG,
    &jwt_header_expiry::FLAG,
    &jwt_malformed::FLAG,
    &jwt_none::FLAG,
    &jwt_not_yet_valid::FLAG,
    &key_from_request::FLAG,
    &lenient_encoding::FLAG,
    &long_secret::FLAG,
    &loose_comparison::FLAG,
    &lossy_twin::FLAG,
    &malformed_signature::FLAG,
    &malformed_timestamp::FLAG,
    &misplaced_signature::FLAG,
    &missing_id::FLAG,
    &missing_signature::FLAG,
    &missing_timestamp::FLAG,
    &modified_body::FLAG,
    &modified_header::FLAG,
    &modified_id::FLAG,
    &modified_signature::FLAG,
    &modified_timestamp::FLAG,
    &multiple_signatures::FLAG,
    &non_ascii_signature::FLAG,
    &nul_padded_key::FLAG,
    &odd_list_item::FLAG,
    &oversized_signature::FLAG,
    &partial_match::FLAG,
    &placeholder_signature::FLAG,
    &prefix_case::FLAG,
    &prefix_character_set::FLAG,
    &prefix_missing::FLAG,
    &prefix_repeated::FLAG,
    &public_key::FLAG,
    &raw_body::FLAG,
    &replay::FLAG,
    &secret_decoding::FLAG,
    &secret_leak::FLAG,
    &signature_form::FLAG,
    &signed_reserialized::FLAG,
    &stale_timestamp::FLAG,
    &state_after_rejection::FLAG,
    &static_token::FLAG,
    &status_contract::FLAG,
    &swapped_body::FLAG,
    &swapped_key_and_message::FLAG,
    &timestamp_spelling::FLAG,
    &timestamp_unit::FLAG,
    &truncated_signature::FLAG,
    &unbound_body::FLAG,
    &unkeyed_digest::FLAG,
    &unknown_version::FLAG,
    &url_variant::FLAG,
    &verification_bypass::FLAG,
    &version_unpinned::FLAG,
    &well_known_secret::FLAG,
    &window_edge::FLAG,
    &work_before_auth::FLAG,
    &wrong_hash::FLAG,
    &wrong_location::FLAG,
    &wrong_secret::FLAG,
];

/// The flag of this name.
#[must_use]
pub fn flag(name: &str) -> Option<&'static Flag> {
    let at = FLAGS.binary_search_by(|flag| flag.name.cmp(name)).ok()?;
    FLAGS.get(at).copied()
}
