//! Ids differ between events, and are kept when an event is sent again.

use crate::cases::Level;
use crate::sender::checks::{Evidence, Finding, shown};
use crate::sender::{Caught, Purpose};

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    if evidence.scheme.message_id().is_none() {
        return Vec::new();
    }
    let differ = Finding::new("differ", "every event has an id of its own", Level::Must);
    let kept = Finding::new("kept", "an event that is sent again keeps its id", Level::Should);
    vec![
        differ_between_events(evidence, differ),
        kept_on_retry(evidence, kept),
    ]
}

fn differ_between_events(evidence: &Evidence<'_>, differ: Finding) -> Finding {
    let calm: Vec<&Caught> = evidence.calm().collect();
    if calm.len() < 2 {
        return differ.unasked("fewer than two deliveries came");
    }
    let mut ids = Vec::new();
    for caught in calm {
        let Some(id) = evidence.id(caught) else {
            return differ.fails("a delivery has no id");
        };
        if ids.contains(&id) {
            return differ.fails(format!(
                "two events have the id `{}`; a receiver drops the second as a repetition",
                shown(&id)
            ));
        }
        ids.push(id);
    }
    differ
}

fn kept_on_retry(evidence: &Evidence<'_>, kept: Finding) -> Finding {
    let mut asked = false;
    for seen in evidence.of(Purpose::Retry) {
        let Some((first, later)) = evidence.attempts(seen) else {
            continue;
        };
        for retry in later {
            asked = true;
            if evidence.id(first) != evidence.id(retry) {
                let id = |caught| {
                    evidence
                        .id(caught)
                        .map_or_else(|| "none".to_owned(), |id| shown(&id))
                };
                return kept.fails(format!(
                    "the event that was {} had the id `{}`, and was sent again as `{}`",
                    seen.scene.told,
                    id(first),
                    id(retry)
                ));
            }
        }
    }
    if asked {
        kept
    } else {
        kept.unasked("nothing was sent again")
    }
}
