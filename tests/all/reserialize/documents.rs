//! JSON documents, and things that are nearly JSON, rich in what JSON writers treat differently.

/// A small generator of pseudo-random numbers: the same seed gives the same documents.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "0", "-0", "0.0", "-0.0", "1", "-1", "1.0", "1.10", "1e3", "1E3", "1e+3", "1e21", "1e20", "1e-6",
    "1e-7", "1e-4", "1e-5", "1e15", "1e16", "1e17", "1e22", "1e23", "2e23", "9e22", "1e400", "-1E400",
    "1e-400", "-1e-400", "5e-324", "2.5e-324", "4.9e-324", "1.7976931348623157e308",
    "1.7976931348623159e308", "2.2250738585072011e-308", "0.1", "0.10000000000000001",
    "0.1000000000000000055", "0.30000000000000004", "1e0", "100e-2", "0.00001", "0.001", "0.0001",
    "9999999.0", "10000000.0", "9007199254740993", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
    "123456789012345678901234567890", "12345678901234567.5", "1234567890123456.75", "1e+16", "1e-05", "0e5",
    "0E-0", "0e999999999999", "1e-999999999999", "1e999999999999", "184467440737095516150.5",
    "0.000000000000000000000012345", "123456789012345678901234567890.123456789e-12", "-1.5e-6",
    "4294967295", "1e1000",
];

#[rustfmt::skip]
const NEAR_NUMBERS: &[&str] = &[
    "NaN", "Infinity", "-Infinity", "01", "+1", "1.", ".5", "-", "1e", "1e+", "-NaN", "0x10", "1_0", "--1",
    "-01", "1.e5", "Inf", "nan", "1f", "١",
];

#[rustfmt::skip]
const CHARACTERS: &[&str] = &[
    "a", "b", "Z", "0", " ", "'", "'", "/", "<", ">", "&", "=", "+", "`", "%", "{", "}", "[", "]", ",", ":",
    "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u001f", "\\u001B", "\\u007f",
    "\\u0061", "\\u0022", "\\u005c", "\\u002f", "\\u003c", "\\u0026", "\\u00e9", "\\u00E9", "\\u2028",
    "\\u2029", "\\ufeff", "\\uFFFD", "\\uffff", "\\ud83c\\udf89", "\\uD83C\\uDF89", "\\ud800", "\\udbff",
    "\\udc00", "\\uDFFF", "\\u0027", "\\u0085", "\u{7f}", "\u{80}", "\u{85}", "\u{a0}", "\u{ad}", "é", "ÿ",
    "Ā", "Ж", "中", "\u{200b}", "\u{2028}", "\u{2029}", "\u{3000}", "\u{d7ff}", "\u{e000}", "\u{feff}",
    "\u{fffd}", "\u{ffff}", "🎉", "\u{10000}", "\u{e0001}", "\u{10ffff}", "\u{301}",
];

#[rustfmt::skip]
const NEAR_CHARACTERS: &[&str] = &[
    "\n", "\t", "\u{1f}", "\0", "\\x41", "\\'", "\\q", "\\u12", "\\u12G4", "\\U0041", "\\u+123", "\\0",
    "\\é", "\\\n", "\\ud83c\\u12", "\"",
];

#[rustfmt::skip]
const KEYS: &[&str] = &[
    "a", "b", "c", "a", "\\u0061", "0", "1", "2", "10", "01", "-1", "1.0", "4294967294", "4294967295",
    "it's", "é", "__proto__", "", "🎉", "\u{e000}", "\\ud83c\\udf89", "toString", "\\ud800", "\\udfff",
];

/// How a document is spelled, chosen once for each.
#[derive(Clone, Copy)]
struct Spelling {
    /// As Python's `repr` would, with an apostrophe in nearly each string.
    like_repr: bool,
    blanks: bool,
    broken: bool,
}

/// One document.
pub(crate) fn document(random: &mut Random) -> Vec<u8> {
    let spelling = Spelling {
        like_repr: random.once_in(4),
        blanks: random.once_in(2),
        broken: random.once_in(8),
    };
    let mut text = String::new();
    blank(random, spelling, &mut text);
    let depth = random.below(5);
    value(random, spelling, depth, &mut text);
    blank(random, spelling, &mut text);
    let mut bytes = text.into_bytes();
    if random.once_in(16) {
        damage(random, &mut bytes);
    }
    bytes
}

fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    let byte = u8::try_from(random.below(256)).unwrap();
    match random.below(8) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, byte),
        2 => bytes.extend_from_slice(b"x"),
        3 => bytes.extend_from_slice(b" {}"),
        4 => drop(bytes.splice(0..0, *b"\xEF\xBB\xBF")),
        5 => drop(bytes.splice(at..at, *b"\xED\xA0\x80")),
        6 => drop(bytes.splice(at..at, *b"\xE2\x82")),
        _ if at < bytes.len() => bytes[at] = byte,
        _ => bytes.push(b','),
    }
}

fn blank(random: &mut Random, spelling: Spelling, out: &mut String) {
    if spelling.blanks && !spelling.like_repr && random.once_in(2) {
        out.push_str(random.pick(&[" ", "  ", "\n", "\r\n\t", "\n    "]));
    }
    if spelling.broken && random.once_in(40) {
        out.push_str(random.pick(&["\u{a0}", "\u{c}", "/**/", "//\n", "#", "\u{feff}", ","]));
    }
}

fn value(random: &mut Random, spelling: Spelling, depth: usize, out: &mut String) {
    match random.below(if depth == 0 { 6 } else { 12 }) {
        0..=1 => string(random, spelling, out),
        2..=4 => number(random, spelling, out),
        5 if spelling.like_repr && !random.once_in(8) => number(random, spelling, out),
        5 if spelling.broken && random.once_in(6) => {
            out.push_str(random.pick(&["True", "None", "nul", "TRUE"]));
        }
        5 => out.push_str(random.pick(&["true", "false", "null"])),
        6..=8 => list(random, spelling, ['[', ']'], out, |random, out| {
            value(random, spelling, depth - 1, out);
        }),
        _ => list(random, spelling, ['{', '}'], out, |random, out| {
            if spelling.like_repr || random.once_in(3) {
                string(random, spelling, out);
            } else {
                let key = random.pick(KEYS);
                out.push('"');
                out.push_str(key);
                out.push('"');
            }
            blank(random, spelling, out);
            out.push_str(if spelling.like_repr { ": " } else { ":" });
            blank(random, spelling, out);
            value(random, spelling, depth - 1, out);
        }),
    }
}

fn list(
    random: &mut Random,
    spelling: Spelling,
    [open, close]: [char; 2],
    out: &mut String,
    item: impl Fn(&mut Random, &mut String),
) {
    out.push(open);
    blank(random, spelling, out);
    for i in 0..random.below(5) {
        if i > 0 {
            out.push_str(if spelling.like_repr { ", " } else { "," });
            blank(random, spelling, out);
        }
        item(random, out);
        blank(random, spelling, out);
    }
    if spelling.broken && random.once_in(20) {
        out.push(',');
    }
    out.push(close);
}

fn number(random: &mut Random, spelling: Spelling, out: &mut String) {
    let sign = if random.once_in(3) { "-" } else { "" };
    let digits = |random: &mut Random, count: usize| -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(random.below(10)).unwrap()))
            .collect()
    };
    let text = match random.below(9) {
        0..=2 => random.pick(NUMBERS).to_owned(),
        3 if spelling.broken && random.once_in(2) => random.pick(NEAR_NUMBERS).to_owned(),
        3 => format!("{sign}{}", random.next() >> random.below(64)),
        4 => {
            let whole = 1 + random.below(25);
            format!("{sign}{}{}", 1 + random.below(9), digits(random, whole))
        }
        5 => {
            // Any double at all, in scientific notation.
            let number = f64::from_bits(random.next());
            if number.is_finite() {
                format!("{number:e}")
            } else {
                "1e308".to_owned()
            }
        }
        6 => {
            // A double of common size in plain notation, the way that Python writes it.
            let power = i32::try_from(random.below(16)).unwrap() - 4;
            format!(
                "{:?}",
                f64::from(u32::try_from(random.below(100_000)).unwrap()) * 10_f64.powi(power)
            )
        }
        7 => {
            let (whole, fraction) = (random.below(1000), 1 + random.below(22));
            format!("{sign}{whole}.{}", digits(random, fraction))
        }
        _ => {
            let (whole, fraction, power) = (random.below(10), 1 + random.below(18), random.below(330));
            let e = random.pick(&["e", "E", "e+", "E-", "e-", "e-0", "e0"]);
            format!("{sign}{whole}.{}{e}{power}", digits(random, fraction))
        }
    };
    out.push_str(&text);
}

fn string(random: &mut Random, spelling: Spelling, out: &mut String) {
    out.push('"');
    if spelling.like_repr && !random.once_in(50) {
        out.push('\'');
    }
    for _ in 0..random.below(6) {
        match random.below(40) {
            0 if spelling.broken => out.push_str(random.pick(NEAR_CHARACTERS)),
            1 => {
                let unit = random.below(0x1_0000);
                let escape = if random.once_in(2) {
                    format!("\\u{unit:04x}")
                } else {
                    format!("\\u{unit:04X}")
                };
                out.push_str(&escape);
            }
            2..=25 if spelling.like_repr => {
                out.push_str(random.pick(&[
                    "a", "é", "🎉", "\\\\", "\\n", "\\t", "\\r", "\\ud800", "\\udc00", "/", "'",
                ]));
            }
            _ => out.push_str(random.pick(CHARACTERS)),
        }
    }
    out.push('"');
}
