//! The flag `UrlVariant`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "UrlVariant",
    class: "url-reconstruction",
    description: "The signed URL differs from the requested one in scheme, port, path, query order or \
                  escapes, or a forwarded header names another host. Receivers put the URL together again \
                  from what their server and proxies tell.",
    effect: "Genuine events are refused behind a proxy, or the client chooses the URL that was \
             signed.",
    cwe: &["CWE-436", "CWE-290"],
    references: &["lablup/backend.ai#13663", "RFC 3986 section 6.2.2"],
};
