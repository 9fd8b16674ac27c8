//! The rule `timestamp-cut`.

use crate::scheme::Scheme;
use crate::scheme::format::Format;
use crate::scheme::lint::{Found, Lint, Severity};
use crate::scheme::location::Source;
use crate::scheme::timing::TimestampUnit;

pub(super) const LINT: Lint = Lint {
    name: "timestamp-cut",
    title: "the list is cut in the middle of its timestamp",
    says: "The timestamp is an item of the list of the signature, and written with a character that \
           separates the items: an HTTP date has a comma, RFC 3339 has colons. No receiver that cuts \
           the list reads it whole.",
    advice: "Write the timestamp as a number, or give it a header of its own.",
    implementer: "Nothing verifies as documented. Look at a real delivery: most likely the date is written \
           otherwise, stands in quotes, or the items are separated by something else.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let spec = scheme.timestamp()?;
    let places = || std::iter::once(&spec.location).chain(&spec.aliases);
    let in_list = places().any(|place| matches!(place.source, Source::Field(_)));
    let separator = cut_at(scheme.format()).filter(|_| in_list)?;
    written(spec.unit).contains(separator).then(|| {
        Found::new(
            Severity::Error,
            format!("the timestamp is an item of a list, and itself contains the `{separator}` that separates items"),
        )
    })
}

/// Where a list is cut whatever stands there; quotes protect what is inside them.
fn cut_at(format: &Format) -> Option<&str> {
    match format {
        Format::Fields { separator, .. } | Format::Positional { separator, .. } => Some(separator),
        Format::Parameters {
            separator, quote: "", ..
        } => Some(separator.trim()),
        Format::Bare { .. }
        | Format::Dictionary { .. }
        | Format::List { .. }
        | Format::Parameters { .. }
        | Format::Tagged { .. } => None,
    }
}

/// A timestamp of the unit, with every character that one may have but other digits and letters.
const fn written(unit: TimestampUnit) -> &'static str {
    match unit {
        TimestampUnit::FloatSeconds => "1662562300.25",
        TimestampUnit::HttpDate => "Wed, 07 Sep 2022 14:51:40 GMT",
        TimestampUnit::Iso8601 => "2022-09-07T14:51:40.250",
        TimestampUnit::Iso8601Basic => "20220907T145140Z",
        TimestampUnit::Milliseconds | TimestampUnit::Seconds => "1662562300",
        TimestampUnit::Rfc3339 => "2022-09-07T14:51:40.250Z",
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::scheme::Scheme;
    use crate::signing::{Event, Signer, Verifier};

    /// What is signed with such a list verifies just where the rule finds nothing.
    fn holds(list: &str, timestamp: &str, unit: &str, is_found: bool) {
        let text = format!(
            "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:S\"\nencoding = \"hex\"\n\
             base_string = \"{{timestamp}}.{{body}}\"\n{list}\n[timestamp]\nin = \"{timestamp}\"\nunit = \"{unit}\"\npast = 300"
        );
        let scheme = Scheme::parse(&text, "x").unwrap_or_else(|error| panic!("{error}"));
        let signer = Signer::new(&scheme, &["a-secret-of-some-length"]).unwrap();
        let delivery = signer
            .sign(&Event::new(&scheme, "1", "{}"), 1_662_562_300)
            .unwrap();
        let verifier = Verifier::new(&scheme, &["a-secret-of-some-length"]).unwrap();
        let verdict = verifier.verify(&delivery, 1_662_562_300);
        assert_eq!(check(&scheme).is_some(), is_found, "{list} {unit}");
        assert_eq!(verdict.is_err(), is_found, "{list} {unit}: {verdict:?}");
    }

    #[test]
    fn a_date_with_a_comma_in_a_list_of_commas() {
        let fields =
            |separator: &str| format!("format = \"fields\"\nfield = \"v1\"\nseparator = \"{separator}\"");
        holds(&fields(","), "field:t", "http-date", true);
        holds(&fields(","), "field:t", "seconds", false);
        holds(&fields(","), "field:t", "rfc3339", false);
        holds(&fields(";"), "field:t", "http-date", false);
        holds(&fields(","), "header:T", "http-date", false);
    }

    #[test]
    fn a_date_with_colons_in_a_list_of_colons() {
        let positional = "format = \"positional\"\nposition = 1\nseparator = \":\"";
        holds(positional, "field:0", "rfc3339", true);
        holds(positional, "field:0", "iso8601-basic", false);
        holds(positional, "field:0", "seconds", false);
    }

    #[test]
    fn quotes_protect_a_date() {
        let parameters =
            |quotes: bool| format!("format = \"parameters\"\nfield = \"signature\"\nquotes = {quotes}");
        holds(&parameters(true), "field:date", "http-date", false);
        holds(&parameters(false), "field:date", "http-date", true);
    }
}
