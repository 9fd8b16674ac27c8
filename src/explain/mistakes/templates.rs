//! Base strings that differ from a template in one way.

use std::rc::Rc;

use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::scheme::{Location, Part, Source, Template, Value};

/// What stands between values in the schemes of the catalogue and elsewhere.
const SEPARATORS: &[&str] = &[
    "", ".", ":", ",", "\n", "|", "-", "_", " ", ";", "&", "/", "+", "\r\n", "\0", "::", ", ", "=", "\\n",
    "\t", "#",
];

/// With how many placeholders every order is tried.
const MOST_PERMUTED: usize = 4;

/// Suppositions that sign all but a value, named by itself or by the place where it stands.
pub(super) fn left_out(
    from: &Hypothesis,
    context: &Context<'_>,
    mistake: &'static str,
    value: &Value,
    place: Option<&Location>,
) -> Vec<Variation> {
    let is_meant = |other: &Value| {
        other == value
            || match (other, place.map(|place| &place.source)) {
                (Value::Header(name), Some(Source::Header(other))) => name.eq_ignore_ascii_case(other),
                (Value::Field(name), Some(Source::Field(other))) => name == other,
                _ => false,
            }
    };
    rewritten(from, context, mistake, |template| without(template, &is_meant))
}

/// Suppositions that sign what `rewrite` makes of the template.
pub(super) fn rewritten(
    from: &Hypothesis,
    context: &Context<'_>,
    mistake: &'static str,
    rewrite: impl FnOnce(&Template) -> Vec<Template>,
) -> Vec<Variation> {
    let Some(template) = context.template(from) else {
        return Vec::new();
    };
    let make = || {
        let told = |template: Template| {
            let detail = format!("`{}` was signed", template.to_string().escape_debug());
            (Rc::new(template), detail.into())
        };
        rewrite(template).into_iter().map(told).collect()
    };
    // The scheme's own template comes again for every mistake of body and URL.
    let made = match &from.template {
        None => context.memory.rewritten(mistake, template, make),
        Some(_) => make(),
    };
    made.iter()
        .map(|(template, detail)| Variation {
            detail: Rc::clone(detail),
            hypothesis: from.with_template(Rc::clone(template)),
        })
        .collect()
}

/// The template without the placeholders that are meant: with the text after it gone, the text before it, neither,
/// and both.
fn without(template: &Template, is_meant: &dyn Fn(&Value) -> bool) -> Vec<Template> {
    let parts = template.parts();
    let names = |part: &Part| match part {
        Part::Placeholder(Value::Group(_) | Value::List(_), _) | Part::Literal(_) => false,
        Part::Placeholder(value, _) => is_meant(value),
    };
    let Some(at) = parts.iter().position(names) else {
        return Vec::new();
    };
    let is_literal = |index: Option<usize>| {
        index
            .and_then(|index| parts.get(index))
            .is_some_and(|part| matches!(part, Part::Literal(_)))
    };
    let before = at.checked_sub(1).filter(|index| is_literal(Some(*index)));
    let after = Some(at + 1).filter(|index| is_literal(Some(*index)));
    let mut all: Vec<Template> = Vec::new();
    for dropped in [[after, None], [before, None], [None, None], [before, after]] {
        let kept = parts
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != at && !dropped.contains(&Some(*index)));
        add(&mut all, template, kept.map(|(_, part)| part.clone()).collect());
    }
    all
}

/// The template with other text between its placeholders: everywhere, or in one place.
pub(super) fn separated(template: &Template) -> Vec<Template> {
    let parts = template.parts();
    let placeholders = || {
        parts
            .iter()
            .filter(|part| matches!(part, Part::Placeholder(..)))
            .cloned()
    };
    let mut all = Vec::new();
    // The fixed text in front or at the end is often what was forgotten.
    let is_literal = |part: &Part| matches!(part, Part::Literal(_));
    if let [first, rest @ ..] = parts
        && is_literal(first)
    {
        add(&mut all, template, rest.to_vec());
    }
    if let [rest @ .., last] = parts
        && is_literal(last)
    {
        add(&mut all, template, rest.to_vec());
    }
    for separator in SEPARATORS {
        let mut joined = Vec::new();
        for (index, part) in placeholders().enumerate() {
            if index > 0 {
                joined.push(Part::Literal((*separator).to_owned()));
            }
            joined.push(part);
        }
        // With what stands in front and at the end, and without.
        let whole = lead_and_tail(parts, &joined);
        add(&mut all, template, whole);
        add(&mut all, template, joined);
    }
    // One mark for another everywhere, inside fixed texts too: `v0.` and `.` for `v0:` and `:`.
    let text_of = |part: &Part| match part {
        Part::Literal(text) => Some(text.clone()),
        Part::Placeholder(..) => None,
    };
    let texts: String = parts.iter().filter_map(text_of).collect();
    let mut marks: Vec<char> = texts.chars().filter(|c| !c.is_alphanumeric()).collect();
    marks.sort_unstable();
    marks.dedup();
    for mark in marks {
        for separator in SEPARATORS {
            let replaced = parts.iter().map(|part| match part {
                Part::Literal(text) => Part::Literal(text.replace(mark, separator)),
                Part::Placeholder(..) => part.clone(),
            });
            add(&mut all, template, replaced.collect());
        }
    }
    for (index, part) in parts.iter().enumerate() {
        let Part::Literal(text) = part else {
            continue;
        };
        let inner = SEPARATORS.iter().map(|separator| (*separator).to_owned());
        // Another separator between the words of one text, as in `v0:`.
        let spelled = text
            .char_indices()
            .filter(|(_, c)| !c.is_alphanumeric())
            .flat_map(|(at, c)| {
                SEPARATORS.iter().map(move |separator| {
                    let (before, after) = text.split_at(at);
                    format!(
                        "{before}{separator}{}",
                        after.get(c.len_utf8()..).unwrap_or_default()
                    )
                })
            });
        for other in inner
            .chain(spelled)
            .chain([text.to_ascii_lowercase(), text.to_ascii_uppercase()])
        {
            let mut parts = parts.to_vec();
            if let Some(part) = parts.get_mut(index) {
                *part = Part::Literal(other);
            }
            add(&mut all, template, parts);
        }
    }
    all
}

/// The first and the last literal of `parts` around `inner`.
fn lead_and_tail(parts: &[Part], inner: &[Part]) -> Vec<Part> {
    let literal = |part: Option<&Part>| part.filter(|part| matches!(part, Part::Literal(_))).cloned();
    let lead = literal(parts.first());
    let tail = if parts.len() > 1 {
        literal(parts.last())
    } else {
        None
    };
    lead.into_iter()
        .chain(inner.iter().cloned())
        .chain(tail)
        .collect()
}

/// The template with its placeholders in other orders, literals in their places.
pub(super) fn reordered(template: &Template) -> Vec<Template> {
    let parts = template.parts();
    let placeholders: Vec<Part> = parts
        .iter()
        .filter(|part| matches!(part, Part::Placeholder(..)))
        .cloned()
        .collect();
    let mut orders = Vec::new();
    if placeholders.len() <= MOST_PERMUTED {
        permute(&placeholders, &mut Vec::new(), &mut orders);
    } else {
        let mut reversed = placeholders.clone();
        reversed.reverse();
        orders.push(reversed);
        for a in 0..placeholders.len() {
            for b in a + 1..placeholders.len() {
                let mut swapped = placeholders.clone();
                swapped.swap(a, b);
                orders.push(swapped);
            }
        }
    }
    let mut all = Vec::new();
    for order in orders {
        let mut order = order.into_iter();
        let parts = parts.iter().map(|part| match part {
            Part::Literal(_) => part.clone(),
            Part::Placeholder(..) => order.next().unwrap_or_else(|| part.clone()),
        });
        add(&mut all, template, parts.collect());
    }
    all
}

fn permute(left: &[Part], taken: &mut Vec<Part>, orders: &mut Vec<Vec<Part>>) {
    if left.is_empty() {
        orders.push(taken.clone());
    }
    for (index, part) in left.iter().enumerate() {
        let mut rest = left.to_vec();
        rest.remove(index);
        taken.push(part.clone());
        permute(&rest, taken, orders);
        taken.pop();
    }
}

fn add(all: &mut Vec<Template>, stated: &Template, parts: Vec<Part>) {
    let parts: Vec<Part> = parts
        .into_iter()
        .filter(|part| !matches!(part, Part::Literal(text) if text.is_empty()))
        .collect();
    let made = Template::of(parts);
    if !made.parts().is_empty() && made != *stated && !all.contains(&made) {
        all.push(made);
    }
}

#[cfg(test)]
mod tests {
    use super::{reordered, separated, without};
    use crate::scheme::{Template, Value};

    fn texts(templates: &[Template]) -> Vec<String> {
        templates.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_left_out() {
        let template: Template = "{id}.{timestamp}.{body}".parse().unwrap();
        let found = without(&template, &|value| *value == Value::Timestamp);
        assert_eq!(texts(&found), ["{id}.{body}", "{id}..{body}", "{id}{body}"]);
        let template: Template = "v0:{timestamp}:{body}".parse().unwrap();
        let found = without(&template, &|value| *value == Value::Timestamp);
        assert_eq!(texts(&found), ["v0:{body}", ":{body}", "v0::{body}", "{body}"]);
        assert!(without(&template, &|value| *value == Value::Id).is_empty());
    }

    #[test]
    fn separators_and_orders() {
        let template: Template = "v0:{timestamp}:{body}".parse().unwrap();
        let found = texts(&separated(&template));
        for expected in [
            "{timestamp}:{body}",
            "{timestamp}.{body}",
            "v0:{timestamp}.{body}",
            "v0.{timestamp}:{body}",
            "v0{timestamp}:{body}",
            "v0.{timestamp}.{body}",
        ] {
            assert!(
                found.iter().any(|text| text == expected),
                "{expected} in {found:?}"
            );
        }
        assert_eq!(texts(&reordered(&template)), ["v0:{body}:{timestamp}"]);
        let template: Template = "{timestamp}{body}".parse().unwrap();
        assert!(texts(&separated(&template)).contains(&"{timestamp}.{body}".to_owned()));
    }
}
