//! Bodies as other writers would write them, delivered or signed in place of the original.

use crate::cases::builder::Builder;
use crate::cases::case::{CaseId, Level};
use crate::cases::families::{Family, genuine};
use crate::delivery::Delivery;
use crate::reserialize::{REWRITERS, Rewriter};
use crate::signing::Event;

pub(super) const FAMILY: Family = Family {
    id: "reserialized",
    title: "bodies parsed and written again",
    description: "A body is parsed and written again by a JSON writer of some language, either for delivery, \
                  under the signature of the original, or for signing, while the original is delivered. A \
                  receiver that verifies its own rewriting takes what was changed, and refuses what is \
                  genuine. Only the raw bytes that arrived are signed.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if !b.scheme().binds().body {
        return;
    }
    for rewriter in REWRITERS {
        rewritten(b, rewriter);
    }
    equal_documents(b);
    double_encoded(b);
    if b.is_form() {
        forms(b);
    }
}

/// What is written, and how its genuine delivery is called, where that is not the base case.
struct Original {
    event: Event,
    base: Option<CaseId>,
}

/// The base body, or where the writer leaves that as it is, one that no writer leaves so.
fn original(b: &Builder<'_>, rewriter: &Rewriter) -> Option<(Original, Vec<u8>)> {
    let base = b.json_event();
    let changed = |event: &Event| (rewriter.rewrite)(&event.body).filter(|written| *written != event.body);
    if let Some(written) = changed(&base) {
        let original = Original {
            event: base,
            base: None,
        };
        return Some((original, written));
    }
    let mut event = base;
    event.body = format!("{{\"sample\":{}}}", genuine::every_trait()).into_bytes();
    let written = changed(&event)?;
    let is_a_case = b.is_json() && b.setting().body.is_none();
    let base = is_a_case.then(|| CaseId::new(b.scheme().id(), "genuine", "every-json-trait"));
    Some((Original { event, base }, written))
}

fn rewritten(b: &mut Builder<'_>, rewriter: &Rewriter) {
    let Some((original, written)) = original(b, rewriter) else {
        return;
    };
    let mut rewritten = original.event.clone();
    rewritten.body = written;
    let undone = b.signed(&original.event);
    let delivery = b.signed_as(&rewritten, &original.event);
    let title = format!(
        "the body as {} writes it ({}), under the signature of the original",
        rewriter.language, rewriter.title
    );
    end(
        b,
        rewriter.id,
        title,
        "BodyReserialized",
        delivery,
        undone.clone(),
        original.base.clone(),
    );
    let delivery = b.signed_as(&original.event, &rewritten);
    let title = format!(
        "the original body, signed as {} writes it ({})",
        rewriter.language, rewriter.title
    );
    let what = format!("signed-as-{}", rewriter.id);
    end(
        b,
        &what,
        title,
        "SignedReserialized",
        delivery,
        undone,
        original.base,
    );
}

fn end(
    b: &mut Builder<'_>,
    what: &str,
    title: String,
    flag: &'static str,
    delivery: Option<Delivery>,
    undone: Option<Delivery>,
    base: Option<CaseId>,
) {
    let Some(undone) = undone else { return };
    let base = base.unwrap_or_else(|| b.base_id().clone());
    // The documentation itself may sign what was parsed and written again: then both spellings are one body.
    let level = b.unless_open("body", Level::Must);
    b.case(what, title, delivery)
        .flags(&[flag])
        .change_of(base, undone)
        .reject_at(level);
}

/// Documents that some parser takes for one another: name, title, what was signed and what is sent.
const EQUAL: [(&str, &str, &str, &str); 11] = [
    (
        "key-before-its-last",
        "a key once more, before the one that was signed",
        r#"{"event":"ok","n":1}"#,
        r#"{"event":"EVIL","n":1,"event":"ok"}"#,
    ),
    ("escaped-key", "a key as escapes", r#"{"a":1}"#, r#"{"\u0061":1}"#),
    ("escaped-slash", "a slash as an escape", r#"["/"]"#, r#"["\/"]"#),
    (
        "escaped-emoji",
        "an emoji as escapes",
        r#"["🎉"]"#,
        r#"["\ud83c\udf89"]"#,
    ),
    (
        "order-of-keys",
        "two keys in the other order",
        r#"{"a":1,"b":2}"#,
        r#"{"b":2,"a":1}"#,
    ),
    ("minus-zero", "-0 where 0 was signed", "[0]", "[-0]"),
    ("fraction-of-zero", "1.0 where 1 was signed", "[1]", "[1.0]"),
    ("exponent", "1e-1 where 0.1 was signed", "[0.1]", "[1e-1]"),
    (
        "next-integer",
        "another integer that the same double stands for",
        "[9007199254740992]",
        "[9007199254740993]",
    ),
    (
        "array-as-text",
        "a text that reads like the array that was signed",
        "[1, 2]",
        r#""[1, 2]""#,
    ),
    (
        "object-as-text",
        "a text that reads like the object that was signed",
        r#"{"a":"x"}"#,
        r#""{'a': 'x'}""#,
    ),
];

fn equal_documents(b: &mut Builder<'_>) {
    let base = b.json_event();
    for (what, title, signed, sent) in EQUAL {
        let (mut original, mut changed) = (base.clone(), base.clone());
        original.body = signed.as_bytes().to_vec();
        changed.body = sent.as_bytes().to_vec();
        let undone = b.signed(&original);
        let delivery = b.signed_as(&changed, &original);
        end(
            b,
            what,
            title.to_owned(),
            "BodyReserialized",
            delivery,
            undone,
            None,
        );
    }
}

/// The body as one JSON text: what a writer makes of a body that was not parsed before.
fn double_encoded(b: &mut Builder<'_>) {
    let base = b.base_event();
    let Ok(text) = String::from_utf8(base.body.clone()) else {
        return;
    };
    let mut quoted = base.clone();
    quoted.body = serde_json::Value::String(text).to_string().into_bytes();
    let undone = b.signed(&base);
    let delivery = b.signed_as(&base, &quoted);
    let title = "the original body, signed as a JSON text of it".to_owned();
    end(
        b,
        "signed-as-a-json-text",
        title,
        "SignedReserialized",
        delivery,
        undone.clone(),
        None,
    );
    let delivery = b.signed_as(&quoted, &base);
    let title = "a JSON text of the body, under the signature of the original".to_owned();
    end(
        b,
        "a-json-text",
        title,
        "BodyReserialized",
        delivery,
        undone,
        None,
    );
}

/// A form, written again: name, title, what was signed and what is sent.
const FORMS: [(&str, &str, &str, &str); 6] = [
    (
        "form-percent-20-for-plus",
        "`%20` where a plus was signed",
        "a=b+c&d=1",
        "a=b%20c&d=1",
    ),
    (
        "form-lower-case-escape",
        "an escape with lower-case digits",
        "a=b%2Fc&d=1",
        "a=b%2fc&d=1",
    ),
    (
        "form-needless-escape",
        "an escape for a letter that needs none",
        "a=bc&d=1",
        "a=%62c&d=1",
    ),
    ("form-sorted", "the fields sorted", "d=1&a=bc", "a=bc&d=1"),
    (
        "form-field-before-its-last",
        "a field once more, before the one that was signed",
        "a=ok&d=1",
        "a=EVIL&a=ok&d=1",
    ),
    (
        "form-final-separator",
        "a separator at the end",
        "a=bc&d=1",
        "a=bc&d=1&",
    ),
];

fn forms(b: &mut Builder<'_>) {
    for (what, title, signed, sent) in FORMS {
        for (is_reverse, flag) in [(false, "BodyReserialized"), (true, "SignedReserialized")] {
            let (original, changed) = (b.event(signed), b.event(sent));
            let undone = b.signed(&original);
            let (delivery, what, title) = if is_reverse {
                let title = format!("a form that was signed written otherwise: {title}");
                (
                    b.signed_as(&original, &changed),
                    format!("signed-as-{what}"),
                    title,
                )
            } else {
                (
                    b.signed_as(&changed, &original),
                    what.to_owned(),
                    title.to_owned(),
                )
            };
            end(b, &what, title, flag, delivery, undone, None);
        }
    }
}
