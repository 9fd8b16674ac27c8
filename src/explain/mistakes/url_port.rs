//! Another port, or none.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::urls::{Cut, forwarded, split_port, urls};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "url/port",
    axis: Axis::Url,
    title: "the URL was signed with another port, or without one",
    what: "The URL that was signed has a port where the one that was verified has none, or another.",
    how: "Some senders write the default port and some do not; behind a proxy the application sees its own port.",
    see: "Print the URL that the verifier uses.",
    mend: "Verify with the public URL; where the provider is known to differ on ports, try with and without.",
    frameworks: frameworks::PUBLIC_URL,
    rank: 25,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let cut = Cut::of(&from.delivery.url);
    let mut ports: Vec<String> = forwarded(&context.delivery.headers, &["X-Forwarded-Port"], "port");
    let hosts = forwarded(&context.delivery.headers, &["X-Forwarded-Host", "Host"], "host");
    ports.extend(hosts.iter().filter_map(|host| split_port(host).1));
    ports.extend(["443", "80", "8080", "8443", "3000", "8000", "5000"].map(str::to_owned));
    let mut all = vec![(
        "no port was signed".to_owned(),
        Cut {
            port: None,
            ..cut.clone()
        },
    )];
    all.extend(ports.into_iter().map(|port| {
        (
            format!("the port {port} was signed"),
            Cut {
                port: Some(port),
                ..cut.clone()
            },
        )
    }));
    urls(from, all)
}
