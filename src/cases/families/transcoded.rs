//! Bodies that a conversion to text and back makes equal.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::encoding::Encoding;

pub(super) const FAMILY: Family = Family {
    id: "transcoded",
    title: "bodies that become equal as text",
    description: "The body differs from the signed one only by what a conversion loses: invalid UTF-8, a byte \
                  order mark, letters outside ASCII, what follows a NUL, line ends, blanks at the edges. A \
                  receiver that verifies the converted text instead of the bytes does not see it, and it \
                  refuses genuine deliveries that the conversion changes.",
    generate,
};

/// A lossy conversion: the case's name, its title, the signed text in the body and the sent one.
type Twin = (&'static str, &'static str, &'static [u8], &'static [u8]);

const TWINS: [Twin; 13] = [
    (
        "invalid-byte-for-replacement-character",
        "an invalid byte where U+FFFD was signed",
        b"\xEF\xBF\xBD",
        b"\xFF",
    ),
    (
        "replacement-character-for-invalid-byte",
        "U+FFFD where an invalid byte was signed",
        b"\xFF",
        b"\xEF\xBF\xBD",
    ),
    (
        "other-invalid-byte",
        "an invalid byte where another one was signed",
        b"\xFF",
        b"\xFE",
    ),
    (
        "invalid-byte-dropped",
        "an invalid byte where nothing was signed",
        b"caf",
        b"caf\xE9",
    ),
    (
        "latin-1-for-utf-8",
        "a letter in Latin-1 where it was signed in UTF-8",
        b"caf\xC3\xA9",
        b"caf\xE9",
    ),
    (
        "utf-8-twice",
        "a letter turned into UTF-8 twice where it was signed in UTF-8",
        b"caf\xC3\xA9",
        b"caf\xC3\x83\xC2\xA9",
    ),
    (
        "letter-for-question-mark",
        "an accented letter where `?` was signed",
        b"caf?",
        b"caf\xC3\xA9",
    ),
    (
        "letter-for-nothing",
        "an accented letter where nothing was signed",
        b"caf",
        b"caf\xC3\xA9",
    ),
    (
        "letter-for-base-letter",
        "an accented letter where its base letter was signed",
        b"cafe",
        b"caf\xC3\xA9",
    ),
    (
        "seven-bit-letters",
        "letters whose low seven bits were signed",
        b"cafC)",
        b"caf\xC3\xA9",
    ),
    (
        "decomposed-letter",
        "a letter and its accent where one letter was signed",
        b"caf\xC3\xA9",
        b"cafe\xCC\x81",
    ),
    (
        "overlong-letter",
        "an overlong form of an ASCII letter",
        b"a",
        b"\xC1\xA1",
    ),
    ("cut-at-nul", "a NUL and more where the text ended", b"a", b"a\0b"),
];

/// A change of the whole body: the case's name, its title, its flag, the signed body and the sent one.
type Change<'a> = (&'a str, &'a str, &'static str, Vec<u8>, Vec<u8>);

fn generate(b: &mut Builder<'_>) {
    if !b.scheme().binds().body {
        return;
    }
    for (what, title, signed, sent) in TWINS {
        let (signed, sent) = (framed(b, signed), framed(b, sent));
        twin(b, what, title, "LossyTwin", signed, sent);
    }
    let base = b.base_body();
    let around = |before: &[u8], after: &[u8]| [before, base.as_slice(), after].concat();
    let mark = b"\xEF\xBB\xBF".as_slice();
    let whole: [Change<'_>; 12] = [
        (
            "byte-order-mark-added",
            "a byte order mark before the body that was signed",
            "LossyTwin",
            base.clone(),
            around(mark, b""),
        ),
        (
            "byte-order-mark-cut",
            "the body without the byte order mark that was signed",
            "LossyTwin",
            around(mark, b""),
            base.clone(),
        ),
        (
            "nul-after-the-body",
            "a NUL and more after the body that was signed",
            "LossyTwin",
            base.clone(),
            around(b"", b"\0{\"event\":\"refund\"}"),
        ),
        (
            "base64-sent",
            "the base64 text of the body that was signed",
            "LossyTwin",
            base.clone(),
            Encoding::Base64.encode(&base),
        ),
        (
            "base64-signed",
            "the body, where its base64 text was signed",
            "LossyTwin",
            Encoding::Base64.encode(&base),
            base.clone(),
        ),
        (
            "final-line-feed-cut",
            "the body without the final line feed that was signed",
            "BodyTrimmed",
            around(b"", b"\n"),
            base.clone(),
        ),
        (
            "final-line-feed-added",
            "a final line feed after the body that was signed",
            "BodyTrimmed",
            base.clone(),
            around(b"", b"\n"),
        ),
        (
            "final-blanks-added",
            "blanks after the body that was signed",
            "BodyTrimmed",
            base.clone(),
            around(b"", b"  "),
        ),
        (
            "leading-blank-added",
            "a blank before the body that was signed",
            "BodyTrimmed",
            base.clone(),
            around(b" ", b""),
        ),
        (
            "leading-line-feed-cut",
            "the body without the leading line feed that was signed",
            "BodyTrimmed",
            around(b"\n", b""),
            base.clone(),
        ),
        (
            "line-feed-for-crlf",
            "line feeds where CRLF was signed",
            "BodyTrimmed",
            framed(b, b"a\r\nb"),
            framed(b, b"a\nb"),
        ),
        (
            "crlf-for-line-feed",
            "CRLF where a line feed was signed",
            "BodyTrimmed",
            framed(b, b"a\nb"),
            framed(b, b"a\r\nb"),
        ),
    ];
    for (what, title, flag, signed, sent) in whole {
        twin(b, what, title, flag, signed, sent);
    }
}

/// A body of the scheme's kind with the text in it.
fn framed(b: &Builder<'_>, text: &[u8]) -> Vec<u8> {
    let (before, after): (&[u8], &[u8]) = if b.is_form() {
        (b"sample=", b"&n=1")
    } else {
        (b"{\"sample\":\"", b"\",\"n\":1}")
    };
    [before, text, after].concat()
}

fn twin(b: &mut Builder<'_>, what: &str, title: &str, flag: &'static str, signed: Vec<u8>, sent: Vec<u8>) {
    let mut event = b.base_event();
    event.body = signed;
    let undone = b.signed(&event);
    let mut twin = event.clone();
    twin.body = sent;
    let delivery = b.signed_as(&twin, &event);
    // Blanks around a body that is parsed and written again count for nothing.
    let level = match flag {
        "BodyTrimmed" => b.unless_open("body", Level::Must),
        _ => Level::Must,
    };
    b.case(what, title, delivery)
        .flags(&[flag])
        .undone(undone)
        .reject_at(level);
}
