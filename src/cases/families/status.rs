//! What a receiver answers and keeps after a bad delivery: a refusal, no secret, and nothing else.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::scheme::{Method, Source};
use crate::signing::Event;

pub(super) const FAMILY: Family = Family {
    id: "status",
    title: "bad deliveries get a short refusal and leave nothing behind",
    description: "A bad delivery is answered by a refusal (400 to 499, never 500 and above), whose text holds \
                  neither the secret nor the signature that would have been right. Large, deep or broken \
                  bodies change nothing, and the next genuine delivery is accepted.",
    generate,
};

const REJECTIONS: usize = 50;
const LARGE: usize = 1 << 20;
const DEPTH: usize = 10_000;

fn generate(b: &mut Builder<'_>) {
    refusals(b);
    bodies(b);
    after(b);
}

/// Answers to these must not tell what the right signature is.
fn refusals(b: &mut Builder<'_>) {
    let event = b.base_event();
    let wrong = b.signed_wrongly(&event);
    let name = match b.scheme().method() {
        Method::Static | Method::Basic => "wrong-token",
        _ => "wrong-signature",
    };
    b.case(name, "a well formed signature that is wrong", wrong)
        .flags(&["StatusContract", "SecretLeak", "ModifiedSignature"])
        .must_reject();
    let malformed = b.with_signature_value(|_| b"not-a-signature".to_vec());
    b.case(
        "malformed-signature",
        "`not-a-signature` as the signature",
        malformed,
    )
    .flags(&["StatusContract", "SecretLeak", "MalformedSignature"])
    .must_reject();
    // A receiver may answer with what it compares, so the body asks for it by name.
    let text = b.with_signature_text(|_| b"{signature}{secret}%s%x$SECRET".to_vec());
    b.case(
        "template-for-a-signature",
        "placeholders of several languages as the signature",
        text,
    )
    .flags(&["StatusContract", "SecretLeak", "MalformedSignature"])
    .must_reject();
}

/// Work that a receiver should not do before it knows the sender.
fn bodies(b: &mut Builder<'_>) {
    if b.setting().body.is_some() {
        return;
    }
    let filler = "x".repeat(LARGE);
    let large = format!("{{\"note\":\"{filler}\"}}").into_bytes();
    let deep = [vec![b'['; DEPTH], vec![b']'; DEPTH]].concat();
    let places = b.scheme().signature().places.first().source.clone();
    let bodies = match places {
        // A signature inside the body needs a body that can hold it.
        Source::Form(_) => vec![("large-body", format!("note={filler}").into_bytes())],
        Source::Json(_) => vec![("large-body", large)],
        // The body is the token itself.
        Source::Body => Vec::new(),
        Source::Claim(_)
        | Source::Field(_)
        | Source::Header(_)
        | Source::Jose(_)
        | Source::Numbered(_)
        | Source::Query(_) => vec![
            ("large-body", large),
            ("deep-json", deep),
            ("broken-json", b"{\"a\":".to_vec()),
            ("empty-body", Vec::new()),
        ],
    };
    for (what, body) in bodies {
        let title = match what {
            "large-body" => "a body of 1 MiB under a wrong signature",
            "deep-json" => "10,000 nested arrays under a wrong signature",
            "broken-json" => "a body that is no JSON under a wrong signature",
            _ => "an empty body under a wrong signature",
        };
        let mut event = b.event(body);
        if !matches!(places, Source::Form(_)) {
            event.headers.set("Content-Type", "application/json");
        }
        let genuine = b.signed(&event);
        let wrong = b.signed_wrongly(&event);
        let level = match what {
            "large-body" => b.unless_open("size", Level::Must),
            _ => Level::Must,
        };
        b.case(what, title, wrong)
            .flags(&["StatusContract", "WorkBeforeAuth"])
            .undone(genuine)
            .reject_at(level);
    }
}

/// Rejections and acceptances leave nothing behind.
fn after(b: &mut Builder<'_>) {
    let event = b.base_event();
    let Some(genuine) = b.base() else { return };
    let Some(wrong) = b.signed_wrongly(&event) else {
        return;
    };
    b.case(
        "genuine-after-50-rejections",
        "a genuine delivery after 50 with wrong signatures",
        Some(genuine),
    )
    .flags(&["StateAfterRejection"])
    .after(vec![wrong; REJECTIONS])
    .must_accept();
    // Each case is about an event of its own.
    let event = b.base_event();
    let malformed = malformed(b, &event);
    let genuine = b.base();
    b.case(
        "genuine-after-malformed-signatures",
        "a genuine delivery after some that a careless receiver stumbles over",
        genuine,
    )
    .flags(&["StateAfterRejection"])
    .after(malformed)
    .must_accept();
    other_body(b);
    let Some(genuine) = b.base() else { return };
    let wrong = b.signed_wrongly(&b.base_event());
    b.case(
        "wrong-after-genuine",
        "the wrong signature right after the genuine delivery of the same event",
        wrong,
    )
    .flags(&["StateAfterRejection"])
    .after(vec![genuine])
    .must_reject();
}

/// Who remembers a verdict under id, time and signature takes any body with them.
fn other_body(b: &mut Builder<'_>) {
    if !b.scheme().binds().body || b.setting().body.is_some() {
        return;
    }
    let Some(genuine) = b.base() else { return };
    let mut other = genuine.clone();
    let digit = other
        .body
        .iter_mut()
        .rev()
        .find(|byte| byte.is_ascii_alphanumeric());
    if let Some(digit) = digit {
        *digit = if *digit == b'1' { b'2' } else { b'1' };
    }
    b.case(
        "other-body-after-genuine",
        "another body under the signature, time and id of the genuine delivery right before",
        Some(other),
    )
    .flags(&["StateAfterRejection", "ModifiedBody"])
    .after(vec![genuine])
    .must_reject();
}

fn malformed(b: &Builder<'_>, event: &Event) -> Vec<Delivery> {
    let texts: [&[u8]; 5] = [b"x", b"=", b",", &[0xe9; 64], &[b'a'; 4096]];
    let utf8_only = matches!(b.scheme().signature().places.first().source, Source::Json(_));
    texts
        .into_iter()
        .filter(|text| !utf8_only || text.is_ascii())
        .filter_map(|text| {
            let draft = b.draft(event)?;
            b.signer().finish_with_text(draft, text).ok()
        })
        .collect()
}
