//! The flag `PlaceholderSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PlaceholderSignature",
    class: "missing-header-fail-open",
    description: "In place of the signature stands a word that a language writes for nothing, for truth or \
                  for an object. Both sides of a loose comparison can come to that word when a digest was \
                  never computed.",
    effect: "A fixed word serves as a signature for any event.",
    cwe: &["CWE-347", "CWE-697"],
    references: &["RFC 2104 section 2", "corsairdev/corsair#587"],
};
