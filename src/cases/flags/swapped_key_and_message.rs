//! The flag `SwappedKeyAndMessage`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SwappedKeyAndMessage",
    class: "mac-misuse",
    description: "Key and message are swapped in the call of the MAC. Many libraries take both as bytes \
                  and none can tell.",
    effect: "Sender and receiver of one house agree and nobody else does; a body that an outsider \
             chooses serves as the key.",
    cwe: &["CWE-347"],
    references: &["RFC 2104 section 2"],
};
