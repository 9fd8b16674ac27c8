//! A redirect to another origin: the signature does not follow, and the event does not get lost.

use crate::cases::Level;
use crate::sender::checks::{Evidence, Finding};
use crate::sender::{Purpose, Seen};
use crate::signing::Reason;

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .of(Purpose::Redirect)
        .flat_map(|seen| scene(evidence, seen))
        .collect()
}

fn scene(evidence: &Evidence<'_>, seen: &Seen) -> [Finding; 2] {
    let status = seen.scene.id.trim_start_matches("redirect-");
    let stays = Finding::new(
        format!("{status}-signature-stays"),
        format!("the signature does not follow a {status} to another origin"),
        Level::Should,
    );
    let kept = Finding::new(
        format!("{status}-event-kept"),
        format!("a {status} does not swallow the event"),
        Level::Should,
    );
    let Some(first) = seen.own().next() else {
        let reason = "no delivery came in this scene";
        return [stays.unasked(reason), kept.unasked(reason)];
    };
    let signed = seen.elsewhere().any(|caught| {
        !matches!(
            evidence.verifier.signature_text(&caught.delivery),
            Err(Reason::MissingSignature)
        )
    });
    let stays = match signed {
        true => {
            stays.fails("the redirect was followed with the signature, so that the other origin has it too")
        }
        false => stays,
    };
    let arrived = seen
        .elsewhere()
        .any(|caught| caught.delivery.body == first.delivery.body);
    let again = seen
        .own()
        .skip(1)
        .any(|caught| caught.delivery.body == first.delivery.body);
    let kept = match seen.elsewhere().next() {
        None if again => kept.holds("it was not followed, and the event was sent again"),
        None => {
            kept.holds("it was not followed; whether the sender reports a failure cannot be seen from here")
        }
        Some(_) if arrived || again => kept,
        Some(caught) => kept.fails(format!(
            "it was followed with {} and {} bytes of body, and the event was not sent again: it is lost",
            caught.delivery.method,
            caught.delivery.body.len()
        )),
    };
    [stays, kept]
}
