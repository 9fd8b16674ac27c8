//! Values in the right place in the wrong shape: what queries, forms and JSON bodies may hold instead of text.

mod json;
mod pairs;

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::scheme::Source;

pub(super) const FAMILY: Family = Family {
    id: "location",
    title: "signatures in the right place in the wrong shape",
    description: "A query, a form and a JSON body can hold lists, numbers, truth values and objects where a \
                  text belongs. Compared loosely, some of them equal any secret; compared strictly, some \
                  raise an exception. Another spelling of the right text conforms either way.",
    generate,
};

/// The base delivery and how its signature stands in it.
struct Base {
    delivery: Delivery,
    name: String,
    /// The signature's text.
    value: String,
}

fn generate(b: &mut Builder<'_>) {
    let source = b.scheme().signature().places.first().source.clone();
    match source {
        Source::Form(name) => pairs::form(b, name),
        Source::Header(name) => header(b, &name),
        Source::Json(pointer) => json::generate(b, &pointer),
        Source::Query(name) => pairs::query(b, name),
        Source::Body | Source::Claim(_) | Source::Field(_) | Source::Jose(_) | Source::Numbered(_) => {}
    }
}

fn base(b: &Builder<'_>, name: String) -> Option<Base> {
    if !b.scheme().signature().places.first().steps.is_empty() {
        return None;
    }
    let draft = b.draft(&b.base_event())?;
    let signatures = b.signer().signatures(&draft, b.now()).ok()?;
    let value = String::from_utf8(b.signer().signature_text(&draft, &signatures)).ok()?;
    Some(Base {
        delivery: b.base()?,
        name,
        value,
    })
}

fn header(b: &mut Builder<'_>, name: &str) {
    if !name.contains('-') {
        return;
    }
    let underscored = name.replace('-', "_");
    let Some(base) = b.base() else { return };
    let Some(value) = base.headers.first(name).map(<[u8]>::to_vec) else {
        return;
    };
    // Servers of the CGI tradition read `X_A` as `X-A`.
    let mut alone = base.clone();
    alone.headers.remove(name);
    alone.headers.push(underscored.clone(), value);
    b.case(
        "underscores-in-the-name",
        "the signature in a header with underscores",
        Some(alone),
    )
    .flags(&["WrongLocation"])
    .may_reject();
    let mut beside = base;
    beside.headers.push(underscored, "x");
    b.case(
        "underscored-name-beside",
        "the right header, and one of its name with underscores that holds something else",
        Some(beside),
    )
    .flags(&["WrongLocation", "DuplicateHeader"])
    .may_accept();
}

/// The text with the last `from` replaced.
fn replace_last(text: &str, from: &str, to: &str) -> Option<String> {
    let at = text.rfind(from)?;
    let (before, rest) = text.split_at(at);
    Some([before, to, rest.get(from.len()..)?].concat())
}
