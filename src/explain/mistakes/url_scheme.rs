//! http for https, or the reverse.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::urls::{Cut, forwarded, urls};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "url/scheme",
    axis: Axis::Url,
    title: "the URL was signed with another scheme, http or https",
    what: "The URL that was signed begins with `https` and the one that was verified with `http`, or the reverse.",
    how: "TLS ends at a proxy, and the application behind it sees plain HTTP.",
    see: "Print the URL that the verifier uses.",
    mend: "Verify with the public URL: let the framework trust the proxy's `X-Forwarded-Proto`, or configure the URL.",
    frameworks: frameworks::PUBLIC_URL,
    rank: 2,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let cut = Cut::of(&from.delivery.url);
    let mut all = Vec::new();
    let forwarded = forwarded(
        &context.delivery.headers,
        &["X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Scheme"],
        "proto",
    );
    for scheme in ["https", "http"].into_iter().map(str::to_owned).chain(forwarded) {
        all.push((
            format!("`{scheme}` was signed"),
            Cut {
                scheme,
                ..cut.clone()
            },
        ));
    }
    all.push((
        "the URL was signed without `scheme://`".to_owned(),
        Cut {
            scheme: String::new(),
            ..cut
        },
    ));
    urls(from, all)
}
