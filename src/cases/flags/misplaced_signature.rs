//! The flag `MisplacedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MisplacedSignature",
    class: "missing-header-fail-open",
    description: "A right signature travels in another place than the scheme's: a related header, the \
                  query or the body. Receivers that search several places let the sender pick one that \
                  logs, caches and proxies see or rewrite.",
    effect: "Signatures leak with URLs, and the place that a proxy protects is not the one that \
             counts.",
    cwe: &["CWE-347", "CWE-348"],
    references: &["RFC 9110 section 5.1"],
};
