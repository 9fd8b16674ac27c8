//! The flag `EmptyTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EmptyTimestamp",
    class: "freshness-bypass",
    description: "The timestamp's place is there and empty. Converting it yields zero, an exception or a \
                  number that compares false with everything.",
    effect: "The check of age is skipped, or the receiver answers with a server error before it looks \
             at the signature.",
    cwe: &["CWE-294", "CWE-1023"],
    references: &["rocketride-org/rocketride-server#1591"],
};
