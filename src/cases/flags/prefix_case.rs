//! The flag `PrefixCase`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PrefixCase",
    class: "version-or-algorithm-unpinned",
    description: "The prefix is written in another letter case, or with other separators, before the right \
                  digest.",
    effect: "Nothing is forged; the receiver reads a grammar that the scheme does not have.",
    cwe: &["CWE-178"],
    references: &["RFC 9421 section 7.3.6"],
};
