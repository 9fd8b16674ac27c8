//! The flag `ModifiedTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ModifiedTimestamp",
    class: "freshness-bypass",
    description: "A fresh timestamp stands in an old delivery under the old signature. A receiver accepts \
                  it if the timestamp that it checks is not the one that was signed.",
    effect: "A recorded delivery can be replayed at any time, although its age is checked.",
    cwe: &["CWE-294", "CWE-345"],
    references: &["CVE-2026-3109", "RFC 9421 section 7.2.2"],
};
