//! Parameters of a query and fields of a form.

use super::{Base, base, replace_last};
use crate::cases::builder::Builder;
use crate::delivery::Delivery;

pub(super) fn query(b: &mut Builder<'_>, name: String) {
    let Some(base) = base(b, name) else { return };
    pairs(b, &base, |base, pair| {
        let mut delivery = base.delivery.clone();
        delivery.url = replace_last(&delivery.url, &written(base), pair)?;
        Some(delivery)
    });
}

pub(super) fn form(b: &mut Builder<'_>, name: String) {
    let Some(base) = base(b, name) else { return };
    let in_body = |base: &Base, pair: &str| {
        let mut delivery = base.delivery.clone();
        let body = str::from_utf8(&delivery.body).ok()?;
        delivery.body = replace_last(body, &written(base), pair)?.into_bytes();
        Some(delivery)
    };
    pairs(b, &base, in_body);
    let newline = in_body(&base, &format!("{}\n", written(&base)));
    b.case(
        "newline-at-the-end",
        "the form with a newline at its end",
        newline,
    )
    .flags(&["WrongLocation"])
    .may_reject();
    let mut plain = base.delivery;
    plain.headers.set("Content-Type", "text/plain");
    b.case("content-type-text", "the form as `text/plain`", Some(plain))
        .flags(&["WrongLocation"])
        .may_accept();
}

/// `name=value` as senders write it.
fn written(base: &Base) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("{}={}", encoded(&base.name), encoded(&base.value))
}

/// What a pair of a query or a form may look like.
fn pairs(b: &mut Builder<'_>, base: &Base, put: impl Fn(&Base, &str) -> Option<Delivery>) {
    let pair = written(base);
    let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
    let percent = |text: &str| {
        text.bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>()
    };
    let lower = |text: &str| {
        text.bytes()
            .map(|byte| format!("%{byte:02x}"))
            .collect::<String>()
    };
    for (what, title, text) in [
        (
            "value-percent-encoded",
            "every character of the value percent-encoded",
            format!("{name}={}", percent(&base.value)),
        ),
        (
            "value-percent-encoded-in-lower-case",
            "every character of the value percent-encoded in lower case",
            format!("{name}={}", lower(&base.value)),
        ),
        (
            "name-percent-encoded",
            "every character of the name percent-encoded",
            format!("{}={value}", percent(&base.name)),
        ),
        ("empty-pairs", "empty pairs around it", format!("&{pair}&&")),
    ] {
        b.case(what, title, put(base, &text))
            .flags(&["WrongLocation"])
            .may_accept();
    }
    for (what, title, text) in [
        ("no-value", "the name alone, without `=`", name.to_owned()),
        (
            "blank-value",
            "a percent-encoded blank as the value",
            format!("{name}=%20"),
        ),
        ("plus-value", "a plus sign as the value", format!("{name}=+")),
        (
            "nul-value",
            "a percent-encoded NUL as the value",
            format!("{name}=%00"),
        ),
        ("broken-percent", "`%zz` as the value", format!("{name}=%zz")),
        (
            "invalid-utf8",
            "bytes that are no UTF-8 as the value",
            format!("{name}=%ff%fe"),
        ),
        (
            "empty-list",
            "an empty list in the PHP manner",
            format!("{name}[]="),
        ),
        (
            "list-of-a-wrong-value",
            "a list with a wrong value",
            format!("{name}[]=x"),
        ),
        ("object", "an object in the PHP manner", format!("{name}[a]=x")),
        (
            "not-equal-operator",
            "a query operator, `$ne`",
            format!("{name}[$ne]=x"),
        ),
        (
            "exists-operator",
            "a query operator, `$exists`",
            format!("{name}[$exists]=true"),
        ),
    ] {
        b.case(what, title, put(base, &text))
            .flags(&["WrongLocation", "LooseComparison"])
            .must_reject();
    }
    for (what, title, text) in [
        (
            "list-of-the-right-value",
            "a list with the right value",
            format!("{name}[]={value}"),
        ),
        (
            "name-in-upper-case",
            "the name in upper case",
            format!("{}={value}", name.to_uppercase()),
        ),
        (
            "after-a-semicolon",
            "after a semicolon instead of an ampersand",
            format!("x=1;{pair}"),
        ),
        (
            "name-with-blank",
            "a blank after the name",
            format!("{name}+={value}"),
        ),
        (
            "value-percent-encoded-twice",
            "every character of the value percent-encoded twice",
            format!("{name}={}", percent(&percent(&base.value))),
        ),
        (
            "value-after-a-plus",
            "a plus sign and the right value",
            format!("{name}=+{value}"),
        ),
    ] {
        b.case(what, title, put(base, &text))
            .flags(&["WrongLocation"])
            .unspecified();
    }
}
