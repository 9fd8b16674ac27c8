//! The flag `JwtAlgorithmConfusion`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtAlgorithmConfusion",
    class: "jwt-algorithm-confusion",
    description: "The token names another algorithm than the scheme's, among them an HMAC keyed with a \
                  public key. A receiver that takes the algorithm from the token uses the key for \
                  something that it was not made for.",
    effect: "What is public, or weaker, serves as the secret.",
    cwe: &["CWE-347", "CWE-757"],
    references: &[
        "CVE-2022-29217",
        "CVE-2024-33663",
        "CVE-2023-48223",
        "CVE-2026-48526",
        "RFC 8725 section 2.1",
    ],
};
