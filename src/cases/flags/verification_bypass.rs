//! The flag `VerificationBypass`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "VerificationBypass",
    class: "missing-secret-fail-open",
    description: "A delivery with a wrong signature claims to come from the machine itself, from a tool or a \
                  health check, asks for a test mode, or has another content type or method than the sender's. \
                  A receiver that makes an exception for it believes what anyone can write.",
    effect: "Anyone posts events as the sender by saying that the rules do not hold for them.",
    cwe: &["CWE-290", "CWE-489"],
    references: &["openclaw/openclaw#10228", "RFC 7239 section 8.1"],
};
