//! The expected-failures file: what its owner knows to be wrong. A stale entry fails the run.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::outcome::{CaseResult, Outcome, Verdict, glob_matches};

/// An expected-failures file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedFailures {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    id: String,
    verdict: Verdict,
    reason: String,
    issue: Option<String>,
    /// `YYYY-MM-DD`: the last day on which the failure is excused.
    expires: Option<String>,
}

/// A file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {what}")]
pub struct ExpectedError {
    origin: String,
    what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expect: Vec<EntryJson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryJson {
    id: String,
    verdict: Verdict,
    reason: String,
    issue: Option<String>,
    expires: Option<toml::Value>,
}

impl ExpectedFailures {
    /// Reads a file; `origin` is what errors call it.
    ///
    /// # Errors
    /// When the text is not TOML, a field is unknown or missing, or a date is none.
    pub fn parse(text: &str, origin: &str) -> Result<Self, ExpectedError> {
        let fault = |what: String| ExpectedError {
            origin: origin.to_owned(),
            what,
        };
        let file: File =
            toml::from_str(text).map_err(|error| fault(error.to_string().trim_end().to_owned()))?;
        let entries = file.expect.into_iter().map(|entry| {
            if entry.reason.trim().is_empty() {
                return Err(fault(format!("the entry for `{}` needs a `reason`", entry.id)));
            }
            let expires = entry.expires.map(|value| match &value {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            if let Some(date) = expires.as_deref().filter(|date| !is_date(date)) {
                return Err(fault(format!(
                    "`expires = {date:?}` of the entry for `{}` is no date such as \"2027-12-31\"",
                    entry.id
                )));
            }
            Ok(Entry {
                id: entry.id,
                verdict: entry.verdict,
                reason: entry.reason,
                issue: entry.issue,
                expires,
            })
        });
        Ok(Self {
            entries: entries.collect::<Result<_, _>>()?,
        })
    }

    /// Looks at the results in the light of the file at `now`, Unix seconds: excused failures become known
    /// ones, and entries whose case passes show. `ids` are those of all cases of the scheme, also of those
    /// that were not selected. Gives what is stale, one line each.
    pub fn apply<'a>(
        &self,
        cases: &mut [CaseResult],
        ids: impl Iterator<Item = &'a str>,
        now: i64,
    ) -> Vec<String> {
        let today = date_of(now);
        let ids: Vec<&str> = ids.collect();
        let mut stale = Vec::new();
        for entry in &self.entries {
            if !ids.iter().any(|id| glob_matches(&entry.id, id)) {
                stale.push(format!("the expected failure `{}` matches no case", entry.id));
            }
            let expired = entry.expires.as_ref().is_some_and(|last| *last < today);
            let issue = entry
                .issue
                .as_ref()
                .map_or_else(String::new, |issue| format!(" ({issue})"));
            for case in cases.iter_mut().filter(|case| glob_matches(&entry.id, &case.id)) {
                match case.outcome {
                    Outcome::Failed | Outcome::Warned if case.verdict == entry.verdict => {
                        if expired {
                            let date = entry.expires.as_deref().unwrap_or_default();
                            case.reason = format!("expected until {date}{issue}; {}", case.reason);
                        } else {
                            case.outcome = Outcome::KnownFailure;
                            case.reason = format!("{}{issue}; {}", entry.reason, case.reason);
                        }
                    }
                    Outcome::Passed => {
                        case.outcome = Outcome::UnexpectedPass;
                        let verdict = entry.verdict.name();
                        case.reason = format!(
                            "`{verdict}` was expected{issue}; remove the entry. {}",
                            case.reason
                        );
                    }
                    Outcome::Failed
                    | Outcome::Warned
                    | Outcome::Informational
                    | Outcome::Skipped
                    | Outcome::KnownFailure
                    | Outcome::UnexpectedPass
                    | Outcome::Void => {}
                }
            }
        }
        stale
    }

    /// The text of a file that expects just the failures of `cases`; entries of `self` that still hold are
    /// kept with their reasons.
    #[must_use]
    pub fn write(&self, cases: &[CaseResult]) -> String {
        let mut text =
            "# Failures that are known. An entry that matches no case, or whose case passes, fails the \
                        run.\n"
                .to_owned();
        for case in cases {
            let known = match case.outcome {
                Outcome::Failed | Outcome::Warned => None,
                Outcome::KnownFailure => {
                    let matches =
                        |entry: &&Entry| glob_matches(&entry.id, &case.id) && entry.verdict == case.verdict;
                    self.entries.iter().find(matches)
                }
                Outcome::Passed
                | Outcome::Informational
                | Outcome::Skipped
                | Outcome::UnexpectedPass
                | Outcome::Void => continue,
            };
            let reason = match known {
                Some(entry) => entry.reason.clone(),
                None => format!("not looked into yet: {}", case.title),
            };
            let mut line = |name: &str, value: &str| {
                // Writing to a text cannot fail.
                let _ = writeln!(text, "{name} = {}", toml::Value::from(value));
            };
            line("\n[[expect]]\nid", &case.id);
            line("verdict", case.verdict.name());
            line("reason", &reason);
            if let Some(issue) = known.and_then(|entry| entry.issue.as_deref()) {
                line("issue", issue);
            }
            if let Some(date) = known.and_then(|entry| entry.expires.as_deref()) {
                line("expires", date);
            }
        }
        text
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let within = |text: &str, length: usize, low: u32, high: u32| {
        let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        digits
            && text
                .parse()
                .is_ok_and(|number: u32| (low..=high).contains(&number))
    };
    within(year, 4, 1970, 9999) && within(month, 2, 1, 12) && within(day, 2, 1, 31)
}

/// The date in UTC, `YYYY-MM-DD`.
fn date_of(seconds: i64) -> String {
    // Howard Hinnant's civil calendar, counted from 1 March of year 0.
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::{ExpectedFailures, date_of};
    use crate::cases::{Expected, Level};
    use crate::outcome::{CaseResult, Outcome, Verdict};

    const NOW: i64 = 1_662_562_300;

    fn result(id: &str, verdict: Verdict, outcome: Outcome) -> CaseResult {
        CaseResult {
            id: id.to_owned(),
            title: "a \"title\"".to_owned(),
            family: "f".to_owned(),
            flags: Vec::new(),
            level: Level::Must,
            expected: Expected::Reject,
            verdict,
            outcome,
            reason: String::new(),
            elapsed_us: 0,
            reproduce: String::new(),
        }
    }

    /// The outcome of one failed and one passed case, and how many entries are stale.
    #[track_caller]
    fn check(entry: &str, expected: (Outcome, Outcome, usize)) {
        let file = ExpectedFailures::parse(&format!("[[expect]]\nreason = \"r\"\n{entry}"), "f").unwrap();
        let mut cases = [
            result("s/f/a", Verdict::Accept, Outcome::Failed),
            result("s/f/b", Verdict::Reject, Outcome::Passed),
        ];
        let stale = file.apply(&mut cases, ["s/f/a", "s/f/b", "s/f/c"].into_iter(), NOW);
        assert_eq!(
            (cases[0].outcome, cases[1].outcome, stale.len()),
            expected,
            "{entry}"
        );
    }

    #[test]
    fn entries_excuse_and_grow_stale() {
        use Outcome::{Failed, KnownFailure, Passed, UnexpectedPass};
        check("id = \"s/f/a\"\nverdict = \"accept\"", (KnownFailure, Passed, 0));
        check("id = \"*/a\"\nverdict = \"accept\"", (KnownFailure, Passed, 0));
        check("id = \"s/f/a\"\nverdict = \"crash\"", (Failed, Passed, 0));
        check(
            "id = \"s/f/b\"\nverdict = \"accept\"",
            (Failed, UnexpectedPass, 0),
        );
        check("id = \"s/f/c\"\nverdict = \"accept\"", (Failed, Passed, 0));
        check("id = \"s/g/a\"\nverdict = \"accept\"", (Failed, Passed, 1));
        check(
            "id = \"s/f/a\"\nverdict = \"accept\"\nexpires = \"2022-09-07\"",
            (KnownFailure, Passed, 0),
        );
        check(
            "id = \"s/f/a\"\nverdict = \"accept\"\nexpires = 2022-09-06",
            (Failed, Passed, 0),
        );
    }

    #[test]
    fn faults_are_named() {
        for (text, part) in [
            ("[[expect]]\nid = \"a\"\nverdict = \"accept\"", "reason"),
            (
                "[[expect]]\nid = \"a\"\nverdict = \"accept\"\nreason = \" \"",
                "reason",
            ),
            ("[[expect]]\nid = \"a\"\nverdict = \"yes\"\nreason = \"r\"", "yes"),
            (
                "[[expect]]\nid = \"a\"\nverdict = \"accept\"\nreason = \"r\"\nexpires = \"soon\"",
                "soon",
            ),
            ("[[expects]]\n", "expects"),
        ] {
            let error = ExpectedFailures::parse(text, "known.toml")
                .unwrap_err()
                .to_string();
            assert!(error.contains(part) && error.starts_with("known.toml"), "{error}");
        }
    }

    #[test]
    fn a_written_file_excuses_what_failed() {
        let mut cases = [result("s/f/a", Verdict::Accept, Outcome::Failed)];
        let text = ExpectedFailures::default().write(&cases);
        let file = ExpectedFailures::parse(&text, "f").unwrap();
        assert!(file.apply(&mut cases, std::iter::once("s/f/a"), NOW).is_empty());
        assert_eq!(cases[0].outcome, Outcome::KnownFailure);
        assert_eq!(ExpectedFailures::parse(&file.write(&cases), "f").unwrap(), file);
    }

    #[test]
    fn dates() {
        for (seconds, date) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (NOW, "2022-09-07"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(date_of(seconds), date);
        }
    }
}
