//! Another host.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::urls::{Cut, forwarded, split_port, urls};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "url/host",
    axis: Axis::Url,
    title: "the URL was signed with another host",
    what: "The URL that was signed has another host than the one that was verified.",
    how: "A proxy, a tunnel or a container network puts its own name into `Host`.",
    see: "Print the URL that the verifier uses, and compare it with the one in the provider's settings.",
    mend: "Verify with the public URL, from configuration or from a trusted `X-Forwarded-Host`.",
    frameworks: frameworks::PUBLIC_URL,
    rank: 24,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let cut = Cut::of(&from.delivery.url);
    let names = [
        "X-Forwarded-Host",
        "X-Original-Host",
        "X-Forwarded-Server",
        "Host",
        "X-Host",
    ];
    let hosts = forwarded(&context.delivery.headers, &names, "host");
    let mut all: Vec<(String, Cut)> = hosts
        .into_iter()
        .map(|host| split_port(&host))
        // The same host with another port is another mistake.
        .filter(|(host, _)| *host != cut.host)
        .map(|(host, port)| {
            // A forwarded host without a port stands for the default one.
            (
                format!("the host `{host}` was signed"),
                Cut {
                    host,
                    port,
                    ..cut.clone()
                },
            )
        })
        .collect();
    let mut other = |title: &str, host: String| all.push((title.to_owned(), Cut { host, ..cut.clone() }));
    other("the host was signed in lower case", cut.host.to_ascii_lowercase());
    other("the host was signed in upper case", cut.host.to_ascii_uppercase());
    if let Some(bare) = cut.host.strip_prefix("www.") {
        other("the host was signed without `www.`", bare.to_owned());
    } else {
        other("the host was signed with `www.`", format!("www.{}", cut.host));
    }
    other("`localhost` was signed", "localhost".to_owned());
    other("`127.0.0.1` was signed", "127.0.0.1".to_owned());
    other(
        "a dot at the end of the host was signed",
        format!("{}.", cut.host),
    );
    urls(from, all)
}
