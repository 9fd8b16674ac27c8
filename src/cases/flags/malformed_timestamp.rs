//! The flag `MalformedTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MalformedTimestamp",
    class: "freshness-bypass",
    description: "The timestamp is no number, or one in another notation. Conversions yield a value that \
                  compares false with everything, or raise an error that nobody catches.",
    effect: "The check of age passes for want of a number, or one request makes the receiver fail.",
    cwe: &["CWE-20", "CWE-248"],
    references: &["rocketride-org/rocketride-server#1591"],
};
