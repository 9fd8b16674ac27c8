//! The flag `WrongHash`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WrongHash",
    class: "version-or-algorithm-unpinned",
    description: "The MAC is right but for its hash function. A receiver that picks the function by the \
                  digest's length or by a label accepts it.",
    effect: "The sender of a request chooses the weakest function that the receiver has.",
    cwe: &["CWE-327", "CWE-757"],
    references: &["CVE-2026-48747", "RFC 6151 section 2"],
};
