//! The rule `length-extension`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};
use crate::scheme::method::Method;
use crate::scheme::template::Part;
use crate::scheme::value::Value;

pub(super) const LINT: Lint = Lint {
    name: "length-extension",
    title: "a plain digest stands in for an HMAC",
    says: "The secret comes first and the text after it, under a hash without a key. Whoever has seen \
           one digest can compute that of the same text with more after it, without the secret.",
    advice: "Use HMAC.",
    implementer: "Refuse bodies that are not exactly what is expected: JSON with nothing after it, forms \
           without unknown fields. An extension leaves padding bytes in the middle of the text, which \
           valid UTF-8 and a strict parser do not let pass. Use a newer version of the signature where \
           one is offered.",
    check,
};

/// The construction that can be extended without the key.
fn check(scheme: &Scheme) -> Option<Found> {
    let Method::Digest(_) = scheme.method() else {
        return None;
    };
    let last = scheme.base_string().and_then(|template| template.parts().last());
    (!matches!(last, Some(Part::Placeholder(Value::Secret, _)))).then(|| {
        Found::new(
            Severity::Warning,
            "a plain digest over secret and text can be extended by whoever has seen one",
        )
    })
}
