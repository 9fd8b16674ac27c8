//! LF became CR LF, or the reverse.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/line-endings",
    axis: Axis::Body,
    title: "line feeds became CR LF, or the reverse",
    what: "The lines of the body end with LF where it was signed and with CR LF where it was verified, or the reverse.",
    how: "A body went through a text file on Windows, a checkout that converts line ends, a mail gateway, or a database column of text.",
    see: "Count the CR bytes: `tr -dc '\\r' < body | wc -c`.",
    mend: "Handle the body as bytes, never as lines of text.",
    frameworks: frameworks::NONE,
    rank: 15,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    if !body.contains(&b'\n') && !body.contains(&b'\r') {
        return Vec::new();
    }
    let bare: Vec<u8> = joined(body, b"\n");
    let all = [
        ("CR LF was signed for each line end", joined(body, b"\r\n")),
        ("CR was signed for each line end", joined(body, b"\r")),
        ("the line ends were not signed", joined(body, b"")),
        ("LF was signed for each line end", bare),
    ];
    bodies(from, all.map(|(title, body)| (title.to_owned(), body)))
}

fn joined(body: &[u8], end: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut bytes = body.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                out.extend_from_slice(end);
            }
            b'\n' => out.extend_from_slice(end),
            byte => out.push(byte),
        }
    }
    out
}
