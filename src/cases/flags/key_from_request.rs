//! The flag `KeyFromRequest`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "KeyFromRequest",
    class: "key-from-request",
    description: "The request says where the verifying key is to be found, and points to one that the \
                  sender of the request owns.",
    effect: "Anyone can sign with a key of their own, or have the receiver fetch a URL.",
    cwe: &["CWE-345", "CWE-918"],
    references: &["PYSEC-2023-82", "RFC 7515 section 10.3"],
};
