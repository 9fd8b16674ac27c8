//! The flag `EmptySignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EmptySignature",
    class: "missing-header-fail-open",
    description: "The signature's place is there and holds nothing, or only the scheme's prefix. Code that \
                  tests for presence goes on with an empty text, and a comparison over the shorter length \
                  finds no difference.",
    effect: "Events pass without a signature, or one request ends the process.",
    cwe: &["CWE-347", "CWE-1023"],
    references: &["CVE-2023-50728", "CVE-2024-21491"],
};
