//! JSON bodies whose every byte counts.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::delivery::Delivery;
use crate::scheme::Source;

/// What a member of a JSON object may look like: the case's name, its title, the flags, the level, and the
/// member's value as it travels.
type Trait = (
    &'static str,
    &'static str,
    &'static [&'static str],
    Level,
    &'static str,
);

const CHARSET: &[&str] = &["Charset"];
const RAW: &[&str] = &["RawBody"];
const MUST: Level = Level::Must;
const OPEN: Level = Level::Unspecified;

const VALUES: &[Trait] = &[
    (
        "utf-8-of-two-bytes",
        "a letter of two bytes in UTF-8",
        CHARSET,
        MUST,
        "\"café\"",
    ),
    (
        "utf-8-of-three-bytes",
        "letters of three bytes in UTF-8",
        CHARSET,
        MUST,
        "\"漢字 €\"",
    ),
    (
        "utf-8-of-four-bytes",
        "an emoji, four bytes in UTF-8",
        CHARSET,
        MUST,
        "\"🎉\"",
    ),
    (
        "decomposed-accent",
        "an accent that follows its letter",
        CHARSET,
        MUST,
        "\"cafe\u{301}\"",
    ),
    (
        "line-separators",
        "U+2028 and U+2029 as they are",
        CHARSET,
        MUST,
        "\"\u{2028}\u{2029}\"",
    ),
    (
        "escaped-letters",
        "letters outside ASCII as `\\u` escapes",
        RAW,
        MUST,
        r#""caf\u00e9 \ud83c\udf89""#,
    ),
    (
        "escaped-in-upper-case",
        "a `\\u` escape with upper-case digits",
        RAW,
        MUST,
        r#""\u00E9""#,
    ),
    (
        "escaped-ascii",
        "an ASCII letter as a `\\u` escape",
        RAW,
        MUST,
        r#""\u0061""#,
    ),
    ("escaped-nul", "NUL as a `\\u` escape", RAW, MUST, r#""a\u0000b""#),
    (
        "escaped-slash",
        "an escaped slash",
        RAW,
        MUST,
        r#""https:\/\/receiver.example\/""#,
    ),
    (
        "plain-slash",
        "slashes as they are",
        RAW,
        MUST,
        r#""https://receiver.example/""#,
    ),
    (
        "html-letters",
        "`<`, `>` and `&` as they are",
        RAW,
        MUST,
        r#""<b>R&D</b>""#,
    ),
    (
        "escaped-html-letters",
        "`<`, `>` and `&` as escapes",
        RAW,
        MUST,
        r#""\u003cb\u003eR\u0026D\u003c/b\u003e""#,
    ),
    ("apostrophe", "an apostrophe in a text", RAW, MUST, r#""it's""#),
    (
        "quotes",
        "quotation marks and backslashes in a text",
        RAW,
        MUST,
        r#""say \"hi\" \\ there""#,
    ),
    (
        "control-escapes",
        "every short escape",
        RAW,
        MUST,
        r#""\b\f\n\r\t""#,
    ),
    ("float-without-fraction", "the number 1.0", RAW, MUST, "1.0"),
    ("trailing-zero", "the number 1.50", RAW, MUST, "1.50"),
    ("exponent", "the number 1e2", RAW, MUST, "1e2"),
    ("upper-case-exponent", "the number 1E+2", RAW, MUST, "1E+2"),
    ("small-number", "the number 0.0000001", RAW, MUST, "0.0000001"),
    ("negative-zero", "the number -0", RAW, MUST, "-0"),
    (
        "integer-over-2-53",
        "an integer that no double holds",
        RAW,
        MUST,
        "9007199254740993",
    ),
    (
        "integer-over-2-64",
        "an integer of 26 digits",
        RAW,
        MUST,
        "12345678901234567890123456",
    ),
    (
        "long-decimal",
        "a number of more digits than a double has",
        RAW,
        MUST,
        "0.1000000000000000055511151231257827",
    ),
    ("words", "true, false and null", RAW, MUST, "[true,false,null]"),
    (
        "empty-containers",
        "an empty object, array and text",
        RAW,
        MUST,
        r#"[{},[],""]"#,
    ),
    (
        "blanks-inside",
        "blanks around separators",
        RAW,
        MUST,
        "{ \"a\" : [ 1 , 2 ] }",
    ),
    (
        "line-feeds-inside",
        "line feeds and indentation",
        RAW,
        MUST,
        "{\n  \"a\": 1\n}",
    ),
    (
        "crlf-inside",
        "CRLF between members",
        RAW,
        MUST,
        "{\r\n  \"a\": 1\r\n}",
    ),
    (
        "tabs-inside",
        "tabs for indentation",
        RAW,
        MUST,
        "{\n\t\"a\": 1\n}",
    ),
    (
        "keys-out-of-order",
        "keys that are not sorted",
        RAW,
        MUST,
        r#"{"b":1,"a":2,"B":3}"#,
    ),
    (
        "integer-keys",
        "keys that look like integers",
        RAW,
        MUST,
        r#"{"10":1,"9":2,"x":3}"#,
    ),
    (
        "duplicate-keys",
        "a key twice in one object",
        RAW,
        MUST,
        r#"{"a":1,"a":2}"#,
    ),
    (
        "prototype-key",
        "the key `__proto__`",
        RAW,
        OPEN,
        r#"{"__proto__":1}"#,
    ),
    (
        "lone-surrogate",
        "half of a surrogate pair as an escape",
        RAW,
        OPEN,
        r#""\ud800""#,
    ),
    ("number-beyond-doubles", "the number 1e400", RAW, OPEN, "1e400"),
];

pub(super) fn generate(b: &mut Builder<'_>) {
    // Where the signature is a member of the body, a parser that refuses the value finds none.
    let is_inside = matches!(b.scheme().signature().places.first().source, Source::Json(_));
    for &(what, title, flags, level, value) in VALUES {
        if is_inside && level == OPEN {
            continue;
        }
        let level = b.unless_open("body", level);
        let delivery = with_value(b, value.as_bytes());
        b.case(what, title, delivery).flags(flags).accept_at(level);
    }
    // The documentation may sign a body that was parsed and written again, which is the same for those it sends.
    let level = b.unless_open("body", MUST);
    let delivery = with_value(b, every_trait().as_bytes());
    b.case(
        "every-json-trait",
        "a JSON object that no JSON writer leaves as it is",
        delivery,
    )
    .flags(RAW)
    .accept_at(level);
    lengths(b);
    pieces(b);
    edges(b);
}

/// A value that every known JSON writer changes.
pub(in crate::cases::families) fn every_trait() -> &'static str {
    "{\"b\":1.50, \"a\" :\"caf\u{e9} \\u00E9 \\/ <&>\",\"10\":12345678901234567890,\"9\":[ ],\"e\":1E+2}"
}

/// A JSON object in which the value stands as it is: the body that was given with one member more, or an
/// object of one member.
fn with_value(b: &Builder<'_>, value: &[u8]) -> Option<Delivery> {
    let body = match &b.setting().body {
        Some(body) => {
            let document: serde_json::Value = serde_json::from_slice(body).ok()?;
            let comma: &[u8] = if document.as_object()?.is_empty() {
                b""
            } else {
                b","
            };
            let end = body.iter().rposition(|&byte| byte == b'}')?;
            let (before, after) = body.split_at(end);
            [before, comma, b"\"sample\":", value, after].concat()
        }
        None => [b"{\"sample\":".as_slice(), value, b"}"].concat(),
    };
    b.signed(&b.event(body))
}

/// So many characters that the body does not go out at once.
const WIDE: usize = 12_000;

/// Lengths about the block of SHA-1 and SHA-256, that of SHA-512, and common buffers.
fn lengths(b: &mut Builder<'_>) {
    if b.setting().body.is_some() {
        return;
    }
    let delivery = b.signed(&b.event("1"));
    b.case("length-1", "a body of one byte", delivery)
        .flags(&["BodyShape"])
        .may_accept();
    for length in [63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 65_537] {
        let frame = "{\"sample\":\"\"}".len();
        let body = format!("{{\"sample\":\"{}\"}}", "x".repeat(length - frame));
        let delivery = b.signed(&b.event(body));
        let title = format!("a body of {length} bytes");
        let level = match length {
            0..=65_535 => MUST,
            _ => b.unless_open("size", MUST),
        };
        b.case(&format!("length-{length}"), title, delivery)
            .flags(&["BodyShape"])
            .accept_at(level);
    }
}

/// Characters of several bytes in a body that comes in pieces: whoever decodes each piece by itself breaks them.
fn pieces(b: &mut Builder<'_>) {
    if b.setting().body.is_some() {
        return;
    }
    let delivery = b.signed(&b.event(format!("{{\"sample\":\"{}\"}}", "\u{20ac}".repeat(WIDE))));
    b.case(
        "pieces-within-characters",
        "a body of 36,000 bytes in characters of three, which comes in pieces",
        delivery,
    )
    .flags(&["Charset"])
    .must_accept();
}

/// What stands before and after the document, and bodies that are no JSON object.
fn edges(b: &mut Builder<'_>) {
    type Edge = fn(Vec<u8>) -> Vec<u8>;
    let cases: [(&str, &str, Level, Edge); 8] = [
        (
            "final-line-feed",
            "a line feed after the document",
            MUST,
            |mut base| {
                base.extend_from_slice(b"\n");
                base
            },
        ),
        ("final-crlf", "CRLF after the document", MUST, |mut base| {
            base.extend_from_slice(b"\r\n");
            base
        }),
        ("final-blanks", "blanks after the document", MUST, |mut base| {
            base.extend_from_slice(b"  ");
            base
        }),
        (
            "leading-blanks",
            "a line feed and blanks before the document",
            MUST,
            |base| [b"\n  ".as_slice(), &base].concat(),
        ),
        (
            "byte-order-mark",
            "a byte order mark before the document",
            OPEN,
            |base| [b"\xEF\xBB\xBF".as_slice(), &base].concat(),
        ),
        ("invalid-utf-8", "a byte that is no UTF-8", OPEN, |_| {
            b"{\"sample\":\"caf\xE9\"}".to_vec()
        }),
        ("raw-nul", "a NUL byte in a text", OPEN, |_| {
            b"{\"sample\":\"a\0b\"}".to_vec()
        }),
        ("array", "an array for a document", OPEN, |_| {
            b"[1,{\"a\":2}]".to_vec()
        }),
    ];
    // An application that was given its own body need not take another.
    let is_own = b.setting().body.is_some() && !is_object(&b.base_body());
    for (what, title, level, edge) in cases {
        let level = if is_own {
            OPEN
        } else {
            b.unless_open("body", level)
        };
        let is_inside = matches!(b.scheme().signature().places.first().source, Source::Json(_));
        if is_inside && level == OPEN {
            continue;
        }
        let body = edge(b.json_event().body);
        let delivery = b.signed(&b.event(body));
        b.case(what, title, delivery)
            .flags(&["BodyShape"])
            .accept_at(level);
    }
}

fn is_object(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body).is_ok_and(|document| document.is_object())
}
