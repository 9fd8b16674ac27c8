//! The flag `PartialMatch`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PartialMatch",
    class: "length-truncating-compare",
    description: "A signature of full length agrees with the right one only in its first or its last \
                  bytes. Comparing a prefix, a suffix, a checksum or a number made of the text misses the \
                  rest.",
    effect: "The signature shrinks to the few bytes that are compared.",
    cwe: &["CWE-187", "CWE-697"],
    references: &["RUSTSEC-2024-0010", "RFC 2104 section 5"],
};
