//! URL-encoded bodies whose every byte counts.

use crate::cases::builder::Builder;
use crate::cases::case::Level;

const CASES: &[(&str, &str, &[&str], Level, &str)] = &[
    (
        "plus-for-blank",
        "a blank written as a plus",
        &["RawBody"],
        Level::Must,
        "sample=a+b",
    ),
    (
        "percent-20-for-blank",
        "a blank written as `%20`",
        &["RawBody"],
        Level::Must,
        "sample=a%20b",
    ),
    (
        "lower-case-escape",
        "a percent escape with lower-case digits",
        &["RawBody"],
        Level::Must,
        "sample=a%2fb",
    ),
    (
        "upper-case-escape",
        "a percent escape with upper-case digits",
        &["RawBody"],
        Level::Must,
        "sample=a%2Fb",
    ),
    (
        "needless-escape",
        "an escape for a letter that needs none",
        &["RawBody"],
        Level::Must,
        "sample=%61b",
    ),
    (
        "unescaped-letters",
        "`*`, `~` and `'`, which some writers escape",
        &["RawBody"],
        Level::Must,
        "sample=*~'",
    ),
    (
        "escaped-utf-8",
        "letters outside ASCII as escapes",
        &["Charset"],
        Level::Must,
        "sample=caf%C3%A9+%F0%9F%8E%89",
    ),
    (
        "fields-out-of-order",
        "fields that are not sorted",
        &["RawBody"],
        Level::Must,
        "b=1&a=2&B=3",
    ),
    (
        "repeated-field",
        "a field twice",
        &["RawBody"],
        Level::Must,
        "a=2&a=1",
    ),
    (
        "empty-value",
        "a field without a value",
        &["RawBody"],
        Level::Must,
        "a=&b=1",
    ),
    (
        "bracketed-name",
        "a name with brackets",
        &["RawBody"],
        Level::Must,
        "a%5Bb%5D=1&a[c]=2",
    ),
    (
        "json-in-a-field",
        "a JSON text as a field's value",
        &["RawBody"],
        Level::Must,
        "sample=%7B%22a%22%3A1.0%7D",
    ),
    (
        "raw-utf-8",
        "letters outside ASCII as they are",
        &["Charset"],
        Level::Unspecified,
        "sample=café",
    ),
    (
        "field-without-equals",
        "a name without `=`",
        &["BodyShape"],
        Level::Unspecified,
        "a&b=1",
    ),
    (
        "empty-pair",
        "two separators in a row",
        &["BodyShape"],
        Level::Unspecified,
        "a=1&&b=2",
    ),
    (
        "final-line-feed",
        "a line feed after the form",
        &["BodyShape"],
        Level::Unspecified,
        "a=1\n",
    ),
];

pub(super) fn generate(b: &mut Builder<'_>) {
    for &(what, title, flags, level, text) in CASES {
        // A body that was given comes first, so that the application finds its fields.
        let body = match &b.setting().body {
            Some(given) => [given.as_slice(), b"&", text.as_bytes()].concat(),
            None => text.as_bytes().to_vec(),
        };
        let delivery = b.signed(&b.event(body));
        // A document is no form, whatever stands after it.
        let is_own = b
            .setting()
            .body
            .as_ref()
            .is_some_and(|given| given.starts_with(b"{"));
        let level = match what {
            _ if is_own => Level::Unspecified,
            "repeated-field" => b.unless_open("repeated-field", level),
            _ => level,
        };
        b.case(what, title, delivery).flags(flags).accept_at(level);
    }
    if b.setting().body.is_none() {
        for length in [63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 65_537] {
            let body = format!("sample={}", "x".repeat(length - "sample=".len()));
            let delivery = b.signed(&b.event(body));
            let title = format!("a body of {length} bytes");
            b.case(&format!("length-{length}"), title, delivery)
                .flags(&["BodyShape"])
                .must_accept();
        }
    }
}
