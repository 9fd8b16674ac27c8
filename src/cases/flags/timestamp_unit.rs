//! The flag `TimestampUnit`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "TimestampUnit",
    class: "freshness-bypass",
    description: "The timestamp is well signed and in milliseconds where the scheme has seconds, or the \
                  reverse. Code that compares without regard to the unit finds it far ahead, and a \
                  one-sided check lets it pass.",
    effect: "The check of age never refuses anything, or always does.",
    cwe: &["CWE-681", "CWE-294"],
    references: &["RFC 7519 section 2"],
};
