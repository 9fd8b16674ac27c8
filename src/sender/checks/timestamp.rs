//! The timestamp is fresh, in the scheme's unit, strictly written, and not the same for ever.

use crate::cases::Level;
use crate::encoding::Encoding;
use crate::scheme::TimestampSpec;
use crate::sender::Caught;
use crate::sender::checks::{Evidence, Finding, first_fault, shown};
use crate::signing::Timestamp;

/// The age in seconds that is fresh where the scheme states none.
const FRESH: u64 = 300;

/// How many seconds must have passed before the same timestamp is suspicious.
const PASSED: i64 = 2;

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(spec) = evidence.scheme.timestamp() else {
        return match evidence.scheme.jwt() {
            Some(_) => vec![expires(evidence)],
            None => Vec::new(),
        };
    };
    let level = match (spec.past, spec.future) {
        (None, None) => Level::Should,
        _ => Level::Must,
    };
    let form = Finding::new(
        "form",
        "the timestamp is there and written as the scheme writes it",
        Level::Must,
    );
    let fresh = Finding::new("fresh", "the timestamp is the present time", level);
    let moves = Finding::new("moves", "the timestamp is not always the same", level);
    if evidence.own().next().is_none() {
        let reason = "no delivery came";
        return vec![form.unasked(reason), fresh.unasked(reason), moves.unasked(reason)];
    }
    let malformed = |caught: &&Caught| match evidence.timestamp(caught) {
        None => Some("there is no timestamp that can be read".to_owned()),
        Some(text) => match Timestamp::parse(&text, spec.unit) {
            None => Some(format!(
                "`{}` is not written as the scheme writes it",
                shown(&text)
            )),
            Some(_) => None,
        },
    };
    vec![
        form.unless(first_fault(evidence.own(), malformed)),
        fresh.unless(first_fault(evidence.own(), |caught| {
            stale(evidence, spec, caught)
        })),
        never_moves(evidence, moves),
    ]
}

/// A token limits itself, and only its claims count.
fn expires(evidence: &Evidence<'_>) -> Finding {
    let expires = Finding::new("expires", "the token expires", Level::Unspecified);
    let mut tokens = evidence
        .own()
        .filter_map(|caught| evidence.verifier.signature_text(&caught.delivery).ok());
    let Some(token) = tokens.next() else {
        return expires.unasked("there is no token");
    };
    let mut parts = token.split(|byte| *byte == b'.');
    let mut has_expiry = || {
        let part = Encoding::Base64urlUnpadded.decode(parts.next()?).ok()?;
        let members: serde_json::Value = serde_json::from_slice(&part).ok()?;
        Some(members.get("exp").is_some())
    };
    match (has_expiry(), has_expiry()) {
        (_, Some(true)) => expires,
        (Some(true), _) => expires.fails(
            "`exp` stands in the token's header, where no library looks for it, and not in its claims: the token is \
             good for ever",
        ),
        (_, _) => expires.fails("there is no `exp` among the claims: the token is good for ever"),
    }
}

fn stale(evidence: &Evidence<'_>, spec: &TimestampSpec, caught: &Caught) -> Option<String> {
    let text = evidence.timestamp(caught)?;
    let seconds = Timestamp::parse(&text, spec.unit)?.seconds();
    let age = caught.at().saturating_sub(seconds);
    let limit = if age >= 0 { spec.past } else { spec.future };
    if age.unsigned_abs() <= limit.unwrap_or(FRESH) {
        return None;
    }
    let near = |seconds: i64| caught.at().abs_diff(seconds) <= FRESH;
    let unit = if near(seconds / 1000) {
        "; it is in milliseconds"
    } else if near(seconds.saturating_mul(1000)) {
        "; it is in seconds"
    } else {
        ""
    };
    Some(match age {
        0.. => format!("`{}` lies {age} s in the past{unit}", shown(&text)),
        _ => format!(
            "`{}` lies {} s in the future{unit}",
            shown(&text),
            age.unsigned_abs()
        ),
    })
}

fn never_moves(evidence: &Evidence<'_>, moves: Finding) -> Finding {
    let mut stamped = evidence
        .own()
        .filter_map(|caught| Some((caught.at(), evidence.timestamp(caught)?)));
    let Some((first_at, first)) = stamped.next() else {
        return moves.unasked("there is no timestamp that can be read");
    };
    let mut passed = 0;
    for (at, text) in stamped {
        if text != first {
            return moves;
        }
        passed = passed.max(at - first_at);
    }
    if passed < PASSED {
        return moves.unasked("all deliveries came within a moment");
    }
    moves.fails(format!(
        "it is always `{}`, though {passed} s have passed",
        shown(&first)
    ))
}
