//! The flag `WrongSecret`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WrongSecret",
    class: "no-verification",
    description: "The delivery is well signed with a secret that is not the receiver's. A receiver that \
                  accepts it does not use its secret.",
    effect: "Anyone can sign with a secret of their own.",
    cwe: &["CWE-347"],
    references: &["CVE-2026-47212"],
};
