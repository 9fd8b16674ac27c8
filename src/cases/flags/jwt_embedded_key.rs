//! The flag `JwtEmbeddedKey`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtEmbeddedKey",
    class: "key-from-request",
    description: "The token brings the key that verifies it, as a JWK, a certificate or a URL. A receiver \
                  that uses it trusts whoever wrote the token.",
    effect: "Anyone can sign with a key of their own, or have the receiver fetch a URL.",
    cwe: &["CWE-347", "CWE-345"],
    references: &["CVE-2026-22817", "RFC 7515 section 10.3"],
};
