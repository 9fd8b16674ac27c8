//! The flag `TruncatedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "TruncatedSignature",
    class: "length-truncating-compare",
    description: "Only the beginning of the right signature is sent. Code that compares two sequences in \
                  step stops at the end of the shorter one and finds no difference.",
    effect: "A signature of one byte is guessed in 256 attempts, an empty one in none.",
    cwe: &["CWE-187", "CWE-1023"],
    references: &["RUSTSEC-2024-0010", "CVE-2024-21491", "GHSA-747x-5m58-mq97"],
};
