//! A delivery that failed is sent again: a fresh timestamp and signature, the same body.

use std::time::Duration;

use crate::cases::Level;
use crate::scheme::Retried;
use crate::sender::checks::{Evidence, Finding, shown};
use crate::sender::{Caught, Play, Purpose, Seen, mistake_of};

/// Two stamps in whole seconds differ if they were taken more than a second apart; a part more is for the way.
const DIFFERENT_SECONDS: Duration = Duration::from_millis(1100);

/// Who waits for the second that `Retry-After` asks for may seem to have waited a little less.
const A_SECOND_LATER: Duration = Duration::from_millis(900);

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for seen in evidence.of(Purpose::Retry) {
        scene(evidence, seen, &mut findings);
    }
    findings.extend(evidence.of(Purpose::Refusal).map(|seen| refusal(evidence, seen)));
    findings
}

fn scene(evidence: &Evidence<'_>, seen: &Seen, findings: &mut Vec<Finding>) {
    let (id, told) = (seen.scene.id, seen.scene.told);
    let again = Finding::new(
        format!("{id}-sent-again"),
        format!("a delivery that is {told} is sent again"),
        Level::Should,
    );
    let Some((first, later)) = evidence.attempts(seen) else {
        findings.push(again.unasked("no delivery came in this scene"));
        return;
    };
    let Some(retry) = later.first() else {
        findings.push(match excused(evidence, seen) {
            Some(why) => again.unasked(why),
            None => again.fails(format!("it was {told} and not sent again{}", within(evidence))),
        });
        return;
    };
    findings.push(again);
    let right = Finding::new(
        format!("{id}-signed"),
        format!("what is sent again after it was {told} is signed rightly"),
        Level::Must,
    );
    let fault = later
        .iter()
        .find_map(|caught| Some((caught, caught.judged.err()?)));
    findings.push(right.unless(fault.map(|(caught, reason)| {
        let named = mistake_of(evidence.scheme, evidence.secrets, &caught.delivery, caught.at());
        named.map_or_else(|| reason.to_string(), |named| format!("{reason}: {named}"))
    })));
    if evidence.scheme.timestamp().is_some() {
        findings.push(fresh(evidence, seen, first, retry));
    }
    let body = Finding::new(
        format!("{id}-same-body"),
        format!("what is sent again after it was {told} has the same body"),
        Level::Should,
    );
    findings.push(match retry.delivery.body == first.delivery.body {
        true => body,
        // Whoever signs afresh writes another time into it.
        false if stamps_the_body(evidence) => {
            body.unasked("the scheme has its timestamp in the body, which each attempt may write anew")
        }
        false => body.fails("the body is another one, so that the event looks like a new one"),
    });
}

/// Whether the scheme has its timestamp in the body.
fn stamps_the_body(evidence: &Evidence<'_>) -> bool {
    evidence
        .scheme
        .timestamp()
        .is_some_and(|spec| spec.location.is_in_body())
}

fn gap(first: &Caught, retry: &Caught) -> Duration {
    retry.arrived.saturating_sub(first.arrived)
}

/// How long it was waited for, in words.
fn within(evidence: &Evidence<'_>) -> String {
    evidence.wait.map_or_else(String::new, |wait| {
        format!(" within {} s (`--wait`)", wait.as_secs_f64())
    })
}

/// Why a scheme's sender need not have sent again by now.
fn excused(evidence: &Evidence<'_>, seen: &Seen) -> Option<String> {
    let sending = &evidence.scheme.delivery().sending;
    if sending.attempts == Some(1) {
        return Some("its documentation says that nothing is sent again".to_owned());
    }
    let is_retried = match seen.scene.play {
        Play::Hang | Play::Reset => sending.retried.contains(&Retried::Network),
        Play::Status(status) | Play::Later(status) | Play::Redirect(status) => {
            sending.retried.iter().any(|what| what.holds(status))
        }
    };
    if !is_retried {
        return Some(format!(
            "its documentation does not send again what is {}",
            seen.scene.told
        ));
    }
    let first = Duration::from_millis(*sending.backoff_ms.first()?);
    let wait = evidence.wait.filter(|wait| first >= *wait)?;
    Some(format!(
        "its documentation sends again after {} s, and it was waited {} s; raise `--wait`",
        first.as_secs_f64(),
        wait.as_secs_f64()
    ))
}

fn fresh(evidence: &Evidence<'_>, seen: &Seen, first: &Caught, retry: &Caught) -> Finding {
    let level = match evidence.scheme.timestamp().and_then(|spec| spec.past) {
        Some(_) => Level::Must,
        None => Level::Should,
    };
    let fresh = Finding::new(
        format!("{}-fresh", seen.scene.id),
        format!(
            "what is sent again after it was {} is stamped afresh",
            seen.scene.told
        ),
        level,
    );
    match (evidence.timestamp(first), evidence.timestamp(retry)) {
        (Some(old), Some(new)) if old == new && gap(first, retry) > DIFFERENT_SECONDS => fresh.fails(format!(
            "it carries the timestamp `{}` of the first attempt, so that a late attempt is refused as too old",
            shown(&old)
        )),
        (Some(old), Some(new)) if old == new => fresh.unasked("it was sent again within the same second"),
        (Some(_), Some(_)) => fresh,
        (None, _) | (_, None) => fresh.unasked("there is no timestamp that can be read"),
    }
}

/// Providers differ in what they do with a refusal: it is told, and blamed on nobody.
fn refusal(evidence: &Evidence<'_>, seen: &Seen) -> Finding {
    let (id, told) = (seen.scene.id, seen.scene.told);
    let left = id == "gone";
    let (what, title) = if left {
        (
            format!("{id}-left-alone"),
            format!("a delivery that is {told} is not sent again"),
        )
    } else {
        (
            format!("{id}-sent-again"),
            format!("a delivery that is {told} is sent again later"),
        )
    };
    let finding = Finding::new(what, title, Level::Unspecified);
    match (evidence.attempts(seen), left) {
        (None, _) => finding.unasked("no delivery came in this scene"),
        (Some((_, later)), true) if !later.is_empty() => finding.fails("it was sent again"),
        (Some((_, later)), false) if later.is_empty() => {
            finding.fails(format!("it was not sent again{}", within(evidence)))
        }
        (Some((first, later)), false)
            if later
                .first()
                .is_some_and(|retry| gap(first, retry) < A_SECOND_LATER) =>
        {
            finding.fails("it was sent again at once, whatever Retry-After says")
        }
        (Some(_), _) => finding,
    }
}
