//! The flag `MissingTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MissingTimestamp",
    class: "freshness-bypass",
    description: "The signed timestamp is left out. Verifiers that read it with a default sign the word \
                  `undefined`, an empty text or the present time, or skip the check of age.",
    effect: "A check that the scheme depends on is skipped by leaving out a header.",
    cwe: &["CWE-294", "CWE-1023"],
    references: &["RFC 9421 section 7.2.2"],
};
