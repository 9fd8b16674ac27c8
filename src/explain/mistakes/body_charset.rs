//! A body that was decoded and encoded in another charset.

use crate::encoding::{from_latin1, latin1};
use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/charset",
    axis: Axis::Body,
    title: "the body was read or written in another charset",
    what: "What was signed is the body as text in another charset than UTF-8, or with its characters replaced.",
    how: "The body was decoded as latin-1 or ASCII, or a decoder replaced what it could not read by `?` or U+FFFD. Bodies of plain ASCII hide it until the first accent or emoji.",
    see: "Deliveries verify until one has a character beyond ASCII.",
    mend: "Hash bytes, not text; where an API wants text, encode it as UTF-8.",
    frameworks: frameworks::BYTES_NOT_TEXT,
    rank: 4,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    if body.is_ascii() {
        return wide(from, body);
    }
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        (
            "its bytes were read as latin-1 and written as UTF-8",
            latin1(body).into_bytes(),
        ),
        ("every byte beyond ASCII became `?`", replaced(body, b"?")),
        (
            "every byte beyond ASCII became U+FFFD",
            replaced(body, "\u{fffd}".as_bytes()),
        ),
        (
            "what is no UTF-8 became U+FFFD",
            String::from_utf8_lossy(body).into_owned().into_bytes(),
        ),
        ("every byte beyond ASCII was dropped", replaced(body, b"")),
        (
            "every byte lost its highest bit",
            body.iter().map(|byte| byte & 0x7F).collect(),
        ),
    ];
    if let Ok(text) = str::from_utf8(body) {
        let each = |replace: fn(char) -> Vec<u8>| -> Vec<u8> {
            text.chars()
                .flat_map(|c| if c.is_ascii() { vec![c as u8] } else { replace(c) })
                .collect()
        };
        all.extend(from_latin1(text).map(|body| ("it was written as latin-1", body)));
        all.push(("every character beyond ASCII became `?`", each(|_| b"?".to_vec())));
        all.push((
            "every UTF-16 unit beyond ASCII became `?`",
            each(|c| vec![b'?'; c.len_utf16()]),
        ));
        all.push((
            "it was written as latin-1 with `?` for what latin-1 lacks",
            each(|c| vec![u8::try_from(u32::from(c)).unwrap_or(b'?')]),
        ));
        all.push((
            "of each UTF-16 unit the low byte was taken",
            text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect(),
        ));
    }
    let mut all = bodies(
        from,
        all.into_iter().map(|(title, body)| (title.to_owned(), body)),
    );
    all.extend(wide(from, body));
    all
}

fn wide(from: &Hypothesis, body: &[u8]) -> Vec<Variation> {
    let Ok(text) = str::from_utf8(body) else {
        return Vec::new();
    };
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    bodies(
        from,
        [
            ("it was written as UTF-16, little end first".to_owned(), little),
            ("it was written as UTF-16, big end first".to_owned(), big),
        ],
    )
}

fn replaced(body: &[u8], by: &[u8]) -> Vec<u8> {
    body.iter()
        .flat_map(|byte| if byte.is_ascii() { vec![*byte] } else { by.to_vec() })
        .collect()
}
