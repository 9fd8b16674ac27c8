//! What the languages' JSON parsers accept, as settings of one parser.

use super::value::MAX_DEPTH;

/// What one language's parser accepts beyond, or short of, RFC 8259.
#[derive(Clone, Copy)]
pub(super) struct Grammar {
    /// Whether a number is refused by its value, as when it overflows. Also asked for members that a later
    /// duplicate replaces.
    pub(super) accepts_number: fn(&str) -> bool,
    pub(super) comments: Comments,
    pub(super) escapes: Escapes,
    pub(super) lone_surrogates: LoneSurrogates,
    /// How many arrays and objects may be open at once.
    pub(super) max_depth: usize,
    pub(super) non_finite: NonFinite,
    pub(super) trailing: Trailing,
}

/// `/* … */` and `// …` between tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    Refused,
    Skipped,
}

/// A backslash before a character that JSON gives no escape for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// The backslash is dropped.
    Loose,
    Strict,
}

/// What becomes of `\ud800` without its other half.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LoneSurrogates {
    Kept,
    Refused,
    /// By U+FFFD.
    Replaced,
}

/// `NaN`, `Infinity` and `-Infinity`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NonFinite {
    Refused,
    Taken,
}

/// What may follow the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trailing {
    /// Anything that does not run into the value: it is never read.
    Ignored,
    /// White space only.
    Refused,
}

/// RFC 8259 to the letter; languages state how they differ with struct update syntax.
pub(super) const STRICT: Grammar = Grammar {
    accepts_number: |_| true,
    comments: Comments::Refused,
    escapes: Escapes::Strict,
    lone_surrogates: LoneSurrogates::Kept,
    max_depth: MAX_DEPTH,
    non_finite: NonFinite::Refused,
    trailing: Trailing::Refused,
};
