//! The flag `ExtremeTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ExtremeTimestamp",
    class: "timestamp-extremes",
    description: "The timestamp is at or beyond the limits of integers, or thousands of digits long. \
                  Subtraction overflows and conversions refuse, before any signature is looked at.",
    effect: "One request without a secret ends the process or makes the receiver answer with a server \
             error.",
    cwe: &["CWE-190", "CWE-248"],
    references: &["rocketride-org/rocketride-server#1591", "RFC 7519 section 2"],
};
