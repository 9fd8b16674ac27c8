//! The flag `JwtMalformed`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtMalformed",
    class: "jwt-algorithm-confusion",
    description: "The token has too few or too many segments, an empty signature, or segments that are no \
                  base64url or no JSON.",
    effect: "A parser that repairs the token accepts what nobody signed, or one request makes the \
             receiver fail.",
    cwe: &["CWE-20", "CWE-347"],
    references: &["GHSA-jc38-x7x8-2xc8", "RFC 7515 section 5.2"],
};
