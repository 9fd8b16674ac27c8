//! The flag `WrongLocation`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WrongLocation",
    class: "body-not-bound",
    description: "The secret or signature stands near the scheme's place: nested, in another namespace, of \
                  another type, encoded once more. Receivers whose parser flattens or converts find it all \
                  the same.",
    effect: "Values that an application lets users choose are taken for credentials.",
    cwe: &["CWE-345", "CWE-436"],
    references: &["RFC 6750 section 2.3"],
};
