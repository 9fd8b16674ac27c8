//! From an observation to the result of its case.

use std::cell::RefCell;

use crate::cases::Case;
use crate::delivery::Headers;
use crate::outcome::{CaseResult, Outcome, Redactor, judge};
use crate::runner::reproduce::reproduce;
use crate::target::Observation;

/// How many characters of a reason are kept. It is cut only after it was redacted, so that no part of a
/// secret is left at its end.
const LONGEST_REASON: usize = 1_000;

/// Judges observations.
pub(crate) struct Judging<'o> {
    url: Option<&'o str>,
    headers: &'o Headers,
    redact: &'o [String],
    /// The redactor of the last case: most cases share their secrets.
    redactor: RefCell<Option<(Vec<String>, Redactor)>>,
}

impl<'o> Judging<'o> {
    pub(crate) fn new(url: Option<&'o str>, headers: &'o Headers, redact: &'o [String]) -> Self {
        Self {
            url,
            headers,
            redact,
            redactor: RefCell::new(None),
        }
    }

    /// The result of a case.
    pub(crate) fn result(&self, case: &Case, observation: &Observation) -> CaseResult {
        let mut last = self.redactor.borrow_mut();
        let redactor = match &mut *last {
            Some((secrets, redactor)) if *secrets == case.secrets => &*redactor,
            last => {
                let secrets: Vec<&String> = case.secrets.iter().chain(self.redact).collect();
                &last.insert((case.secrets.clone(), Redactor::new(&secrets))).1
            }
        };
        let mut outcome = judge(case.level, case.expected, observation.verdict);
        let mut reason = shortened(&redactor.redact(&observation.reason));
        if redactor.contains(&observation.answer) && !case.delivery_holds_secret() {
            outcome = Outcome::Failed;
            reason = format!("the answer holds the secret; {reason}");
        } else if let Some(mac) = case.unsent_signature()
            && observation.answer.len() >= mac.len()
            && Redactor::new(&[&mac]).contains(&observation.answer)
        {
            outcome = Outcome::Failed;
            reason = "the answer to a delivery with a wrong signature holds the right one".to_owned();
        }
        CaseResult {
            id: case.id.to_string(),
            title: case.title.clone(),
            family: case.family.to_owned(),
            flags: case.flags.iter().map(|&flag| flag.to_owned()).collect(),
            level: case.level,
            expected: case.expected,
            verdict: observation.verdict,
            outcome,
            reason,
            elapsed_us: u64::try_from(observation.elapsed.as_micros()).unwrap_or(u64::MAX),
            reproduce: self.url.map_or_else(String::new, |url| {
                redactor.redact(&reproduce(case, url, self.headers))
            }),
        }
    }

    /// A text of the target about no case in particular, fit to be shown.
    pub(crate) fn text(&self, text: &str) -> String {
        shortened(&Redactor::new(self.redact).redact(text))
    }
}

/// At most so many characters, and none that moves a terminal's cursor.
fn shortened(text: &str) -> String {
    let visible = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    let mut short: String = text.chars().take(LONGEST_REASON).map(visible).collect();
    if text.chars().nth(LONGEST_REASON).is_some() {
        short.push('…');
    }
    short
}
