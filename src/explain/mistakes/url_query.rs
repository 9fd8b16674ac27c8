//! Another query.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::urls::{
    Cut, Letters, decoded, escapes, form_pairs_of, forwarded, percent, plus, urls,
};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "url/query",
    axis: Axis::Url,
    title: "the URL was signed with another query, or without one",
    what: "The query that was signed is missing where it was verified, or stands in another order or spelling.",
    how: "Frameworks parse the query and write it again, sorted or with other escapes; proxies add parameters.",
    see: "Print the URL that the verifier uses, with its query as it came.",
    mend: "Use the raw query of the request line.",
    frameworks: frameworks::PUBLIC_URL,
    rank: 27,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let cut = Cut::of(&from.delivery.url);
    let mut all = vec![(
        "the query was not signed".to_owned(),
        Cut {
            query: None,
            ..cut.clone()
        },
    )];
    let headers = &context.delivery.headers;
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
        all.push((
            format!("the query of `{original}` was signed"),
            Cut {
                query: inner.query,
                ..cut.clone()
            },
        ));
    }
    let Some(query) = cut.query.clone() else {
        all.push((
            "an empty query was signed".to_owned(),
            Cut {
                query: Some(String::new()),
                ..cut
            },
        ));
        return urls(from, all);
    };
    let mut add = |title: &str, query: String| {
        all.push((
            title.to_owned(),
            Cut {
                query: Some(query),
                ..cut.clone()
            },
        ));
    };
    let pairs: Vec<&str> = query.split('&').collect();
    let mut sorted = pairs.clone();
    sorted.sort_unstable();
    let reversed: Vec<&str> = pairs.iter().rev().copied().collect();
    let filled: Vec<&str> = pairs
        .iter()
        .filter(|pair| !pair.is_empty() && !pair.ends_with('='))
        .copied()
        .collect();
    let rewritten = |write: fn(&[u8]) -> String, pairs: &[&str]| -> String {
        let pairs = form_pairs_of(pairs)
            .into_iter()
            .map(|(name, value)| format!("{}={}", write(&name), write(&value)));
        pairs.collect::<Vec<_>>().join("&")
    };
    add("the query was signed sorted", sorted.join("&"));
    add("the query was signed in reverse order", reversed.join("&"));
    add("the query was signed without empty parameters", filled.join("&"));
    add(
        "the query was signed with blanks as `+`",
        query.replace("%20", "+"),
    );
    add(
        "the query was signed with blanks as `%20`",
        query.replace('+', "%20"),
    );
    add("the query was signed decoded", decoded(&query));
    add(
        "the query was signed written again, blanks as `+`",
        rewritten(plus, &pairs),
    );
    add(
        "the query was signed written again, blanks as `%20`",
        rewritten(percent, &pairs),
    );
    add(
        "the query was signed sorted and written again, blanks as `+`",
        rewritten(plus, &sorted),
    );
    add(
        "the query was signed sorted and written again, blanks as `%20`",
        rewritten(percent, &sorted),
    );
    add(
        "the query was signed with escapes in lower case",
        escapes(&query, Letters::Lower),
    );
    add(
        "the query was signed with escapes in upper case",
        escapes(&query, Letters::Upper),
    );
    add("the query was signed with `&amp;`", query.replace('&', "&amp;"));
    // A proxy or a tracker may have added the first or the last parameter.
    if let [_, rest @ ..] = pairs.as_slice()
        && !rest.is_empty()
    {
        add("the first parameter was not signed", rest.join("&"));
    }
    if let [rest @ .., _] = pairs.as_slice()
        && !rest.is_empty()
    {
        add("the last parameter was not signed", rest.join("&"));
    }
    urls(from, all)
}
