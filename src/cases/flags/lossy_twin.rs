//! The flag `LossyTwin`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "LossyTwin",
    class: "charset",
    description: "The body was changed into another one that a lossy conversion to text makes equal: \
                  invalid UTF-8 for the replacement character, Latin-1 for UTF-8, a byte order mark more \
                  or less, a cut at NUL, base64 of the body.",
    effect: "Bodies that parsers read differently share one signature.",
    cwe: &["CWE-176", "CWE-838"],
    references: &["use-agent-os/agent-os#918", "RFC 3629 section 10"],
};
