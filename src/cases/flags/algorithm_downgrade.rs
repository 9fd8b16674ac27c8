//! The flag `AlgorithmDowngrade`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "AlgorithmDowngrade",
    class: "version-or-algorithm-unpinned",
    description: "The request names another algorithm before a signature that is right for that one. A \
                  receiver that takes the algorithm from the request lets the sender choose it.",
    effect: "Whoever breaks the weakest algorithm on offer forges events.",
    cwe: &["CWE-757", "CWE-327"],
    references: &["CVE-2026-48747", "RFC 8725 section 3.1"],
};
