//! The flag `LooseComparison`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "LooseComparison",
    class: "length-truncating-compare",
    description: "The value differs from the secret only in what loose comparisons pass over: letter case, \
                  length, a NUL, its type, text before or after it.",
    effect: "The secret has far fewer values than it seems to have.",
    cwe: &["CWE-697", "CWE-187"],
    references: &["RUSTSEC-2024-0010", "CVE-2024-21491"],
};
