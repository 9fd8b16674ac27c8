//! Deliveries that are authentic and were seen before, or were meant for somebody else.

use crate::cases::builder::Builder;
use crate::cases::families::Family;

pub(super) const FAMILY: Family = Family {
    id: "replay",
    title: "authentic deliveries that come again",
    description: "Inside the window a signature cannot tell a retry from a replay; that takes a store of ids. \
                  What a receiver does is reported and fails nothing, unless the signature covers the part \
                  that differs.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    twice(b);
    retried(b);
    same_id(b);
    other_endpoint(b);
}

fn twice(b: &mut Builder<'_>) {
    let Some(base) = b.base() else { return };
    b.case(
        "same-delivery-twice",
        "the base delivery a second time",
        Some(base.clone()),
    )
    .flags(&["Replay"])
    .after(vec![base])
    .may_accept();
}

/// A retry: the same event, signed anew.
fn retried(b: &mut Builder<'_>) {
    if b.scheme().timestamp().is_none() {
        return;
    }
    let earlier = b
        .timestamp_text(b.now().saturating_sub(5))
        .and_then(|text| b.signed_with_timestamp(&b.base_event(), &text));
    let Some(earlier) = earlier else { return };
    let delivery = b.base();
    b.case(
        "signed-anew",
        "the event of a delivery before, signed again at a later time",
        delivery,
    )
    .flags(&["Replay"])
    .after(vec![earlier])
    .may_accept();
}

fn same_id(b: &mut Builder<'_>) {
    if b.scheme().message_id().is_none() || b.setting().body.is_some() {
        return;
    }
    let Some(base) = b.base() else { return };
    let delivery = b.signed(&b.event("{\"event\":\"another\",\"n\":2}"));
    b.case(
        "same-id-another-body",
        "another event under the id of a delivery before",
        delivery,
    )
    .flags(&["Replay", "ModifiedId"])
    .after(vec![base])
    .may_accept();
}

/// One key for several endpoints: only a scheme that signs the URL can tell them apart.
fn other_endpoint(b: &mut Builder<'_>) {
    let binds = b.scheme().binds();
    if binds.part_of_url && !binds.url && !binds.path {
        // Whether this change is seen hangs on which part of the URL is signed.
        return;
    }
    let mut event = b.base_event();
    let url = event.url.clone();
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = url.split_at(end);
    event.url = format!("{}-of-another-team{rest}", path.trim_end_matches('/'));
    let delivery = b.draft(&event).and_then(|elsewhere| {
        let signatures = b.signer().signatures(&elsewhere, b.now()).ok()?;
        b.signer().finish(b.draft(&b.base_event())?, &signatures).ok()
    });
    let case = b
        .case(
            "delivery-of-another-endpoint",
            "a delivery that was signed with the same key for another path",
            delivery,
        )
        .flags(&["Replay"]);
    if binds.url || binds.path {
        case.must_reject();
    } else {
        case.may_accept();
    }
}
