//! The flag `JwtNone`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtNone",
    class: "jwt-algorithm-confusion",
    description: "The token says that it has no signature, in one of several spellings. Libraries that \
                  follow the token's header have nothing to verify.",
    effect: "Anyone can write tokens.",
    cwe: &["CWE-347", "CWE-327"],
    references: &["CVE-2022-23540", "RFC 8725 section 3.2"],
};
