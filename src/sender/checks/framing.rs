//! Method, content type, length and coding are as they should be.

use crate::cases::Level;
use crate::sender::checks::{Evidence, Finding, first_fault, shown};
use crate::sender::{Caught, Trouble};

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let whole = Finding::new("whole", "every request is whole HTTP/1.1", Level::Must);
    let whole = whole.unless(trouble(evidence));
    let method = Finding::new("method", "the method is the scheme's", Level::Should);
    let content_type = Finding::new("content-type", "the type of the body is stated", Level::Should);
    let coding = Finding::new("coding", "the body is not compressed", Level::Unspecified);
    if evidence.own().next().is_none() {
        let reason = "no delivery came";
        return vec![
            whole,
            method.unasked(reason),
            content_type.unasked(reason),
            coding.unasked(reason),
        ];
    }
    let expected = evidence.scheme.delivery().method.as_str();
    let other_method = |caught: &&Caught| {
        let method = caught.delivery.method.as_str();
        (method != expected).then(|| format!("it is {method}, the scheme's is {expected}"))
    };
    let untyped = |caught: &&Caught| {
        let stated = caught.delivery.headers.first("content-type").is_some();
        (!stated && !caught.delivery.body.is_empty()).then(|| "there is no Content-Type".to_owned())
    };
    let coded = |caught: &&Caught| {
        let value = caught.delivery.headers.first("content-encoding")?;
        let how = match caught.judged {
            Ok(()) => "the compressed bytes are what is signed",
            Err(_) => "the compressed bytes are not what is signed",
        };
        Some(format!("the body is coded as `{}`; {how}", shown(value)))
    };
    vec![
        whole,
        method.unless(first_fault(evidence.own(), other_method)),
        content_type.unless(first_fault(evidence.own(), untyped)),
        coding.unless(first_fault(evidence.own(), coded)),
    ]
}

fn trouble(evidence: &Evidence<'_>) -> Option<String> {
    let n_troubles: usize = evidence.seen.iter().map(|seen| seen.n_troubles).sum();
    let first: &Trouble = evidence.seen.iter().flat_map(|seen| &seen.troubles).next()?;
    Some(match n_troubles {
        1 => first.to_string(),
        _ => format!("{first} ({n_troubles} such)"),
    })
}
