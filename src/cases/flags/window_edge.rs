//! The flag `WindowEdge`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WindowEdge",
    class: "no-freshness",
    description: "The timestamp lies just inside, exactly at or just outside the tolerance. Whether the \
                  edge belongs to it is seldom documented.",
    effect: "Genuine but slow deliveries are refused, or the window is wider than stated.",
    cwe: &["CWE-193"],
    references: &["RFC 7519 section 4.1.4"],
};
