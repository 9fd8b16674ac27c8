//! Another path.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::urls::{Cut, Letters, decoded, escapes, forwarded, urls};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "url/path",
    axis: Axis::Url,
    title: "the URL was signed with another path",
    what: "The path that was signed is not the one that was verified: a slash at the end, another spelling of escapes, or a part that a proxy cut or added.",
    how: "Routers normalise paths, proxies strip the prefix under which they mount an application, gateways add a stage.",
    see: "Print the URL that the verifier uses, and compare it with the one in the provider's settings.",
    mend: "Verify with the public URL as it is configured at the provider.",
    frameworks: frameworks::PUBLIC_URL,
    rank: 26,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let cut = Cut::of(&from.delivery.url);
    let path = cut.path.clone();
    let mut all: Vec<(String, Cut)> = Vec::new();
    let mut add = |title: String, path: String| all.push((title, Cut { path, ..cut.clone() }));
    match path.strip_suffix('/') {
        Some(bare) => add(
            "the path was signed without its final slash".to_owned(),
            bare.to_owned(),
        ),
        None => add(
            "the path was signed with a final slash".to_owned(),
            format!("{path}/"),
        ),
    }
    let headers = &context.delivery.headers;
    for prefix in forwarded(
        headers,
        &["X-Forwarded-Prefix", "X-Script-Name", "X-Forwarded-Path"],
        "path",
    ) {
        add(
            format!("`{prefix}` was signed in front of the path"),
            format!("{}{path}", prefix.trim_end_matches('/')),
        );
    }
    for original in forwarded(
        headers,
        &[
            "X-Original-URL",
            "X-Original-URI",
            "X-Rewrite-URL",
            "X-Forwarded-Uri",
        ],
        "uri",
    ) {
        let inner = Cut::of(&original);
        add(format!("the path `{}` was signed", inner.path), inner.path);
    }
    add("the path was signed decoded".to_owned(), decoded(&path));
    add(
        "the path was signed with escapes in lower case".to_owned(),
        escapes(&path, Letters::Lower),
    );
    add(
        "the path was signed with escapes in upper case".to_owned(),
        escapes(&path, Letters::Upper),
    );
    add(
        "the path was signed in lower case".to_owned(),
        path.to_ascii_lowercase(),
    );
    add(
        "the path was signed with single slashes".to_owned(),
        single_slashes(&path),
    );
    add("`/` was signed as the path".to_owned(), "/".to_owned());
    add("no path was signed".to_owned(), String::new());
    // What a proxy mounts is often one or two segments deep.
    let mut rest = path.trim_start_matches('/');
    for n in 1..=3 {
        let Some((_, after)) = rest.split_once('/') else {
            break;
        };
        rest = after;
        add(
            format!("the path was signed without its first {n}"),
            format!("/{rest}"),
        );
    }
    for stage in ["prod", "dev", "stage", "default", "api", "v1", "staging"] {
        add(
            format!("`/{stage}` was signed in front of the path"),
            format!("/{stage}{path}"),
        );
    }
    urls(from, all)
}

fn single_slashes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}
