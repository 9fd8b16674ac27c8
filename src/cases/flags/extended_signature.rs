//! The flag `ExtendedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ExtendedSignature",
    class: "length-truncating-compare",
    description: "The right signature is followed by more bytes. A comparison over the expected length, or \
                  a decoder into a fixed buffer, never looks at the rest.",
    effect: "One event has many signatures, so that a signature cannot serve as a key against \
             replays; in variants that stop early it forges.",
    cwe: &["CWE-187", "CWE-130"],
    references: &["RUSTSEC-2024-0010"],
};
