//! How the receiver reads a timestamp and checks its age.

use super::{Run, Stop, Texts};
use crate::faulty::choices;
use crate::faulty::choices::{SignedTime, WindowCheck};
use crate::faulty::failure::Failure;
use crate::scheme::{TimestampSpec, TimestampUnit};

/// What a timestamp was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Milliseconds since 1970.
    Millis(i128),
    /// No number, and its age is in no relation to any limit.
    NoNumber,
}

impl Run<'_> {
    /// Reads a timestamp's text.
    pub(super) fn read_time(&self, text: &[u8], unit: TimestampUnit) -> Result<Reading, Stop> {
        self.detect(Failure::TimestampExtreme, || is_extreme(text))?;
        let text = str::from_utf8(text).unwrap_or("\u{fffd}");
        let number = match self.quirks.reading {
            choices::Reading::Strict => strict(text),
            choices::Reading::Integer => integer(text),
            choices::Reading::LeadingDigits => leading(text),
            choices::Reading::NotANumberIsFresh => match integer(text) {
                Some(number) => Some(number),
                None => return Ok(Reading::NoNumber),
            },
            choices::Reading::Unread => return Ok(Reading::NoNumber),
        };
        match number {
            Some(number) => Ok(Reading::Millis(match unit {
                TimestampUnit::Seconds => number.saturating_mul(1000),
                _ => number,
            })),
            None => {
                self.trip(Failure::MalformedTimestamp)?;
                Ok(Reading::NoNumber)
            }
        }
    }

    /// Puts the number that was read in the place of the text, for a receiver that signs that.
    pub(super) fn reprint(&self, texts: &mut Texts, reading: Reading) {
        let (SignedTime::Reprinted, Reading::Millis(millis)) = (self.quirks.signed_time, reading) else {
            return;
        };
        let number = match self.scheme.timestamp().map(|spec| spec.unit) {
            Some(TimestampUnit::Seconds) => millis / 1000,
            _ => millis,
        };
        texts.timestamp = Some(number.to_string().into_bytes());
    }

    /// Holds a time against the scheme's window.
    pub(super) fn check_age(&self, reading: Reading, spec: &TimestampSpec) -> Result<(), Stop> {
        let Reading::Millis(millis) = reading else {
            return Ok(());
        };
        let age = i128::from(self.now) * 1000 - millis;
        let either = spec.past.or(spec.future);
        let (past, future) = match self.quirks.window {
            WindowCheck::AsScheme | WindowCheck::Exclusive | WindowCheck::Scaled(_) => {
                (spec.past, spec.future)
            }
            WindowCheck::FutureOnly => (None, spec.future.or(spec.past)),
            WindowCheck::BothSides => (either, either),
            WindowCheck::OwnLimit(seconds) if either.is_none() => (Some(seconds), Some(seconds)),
            WindowCheck::OwnLimit(_) => (spec.past, spec.future),
            WindowCheck::PastOnly => (spec.past, None),
            WindowCheck::Unchecked => (None, None),
            WindowCheck::ZeroIsAbsent if millis == 0 => (None, None),
            WindowCheck::ZeroIsAbsent => (spec.past, spec.future),
        };
        let exceeds = |age: i128, limit: Option<u64>| {
            limit.is_some_and(|seconds| {
                let limit = i128::from(seconds) * 1000;
                match self.quirks.window {
                    WindowCheck::Exclusive => age >= limit,
                    WindowCheck::Scaled(factor) => age > limit * i128::from(factor),
                    WindowCheck::AsScheme
                    | WindowCheck::BothSides
                    | WindowCheck::FutureOnly
                    | WindowCheck::OwnLimit(_)
                    | WindowCheck::PastOnly
                    | WindowCheck::Unchecked
                    | WindowCheck::ZeroIsAbsent => age > limit,
                }
            })
        };
        if exceeds(age, past) {
            self.trip(Failure::TimestampTooOld)?;
        }
        if exceeds(-age, future) {
            self.trip(Failure::TimestampInFuture)?;
        }
        Ok(())
    }
}

fn strict(text: &str) -> Option<i128> {
    let canonical = text == "0" || !text.starts_with('0');
    if text.is_empty() || text.len() > 18 || !canonical || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn integer(text: &str) -> Option<i128> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let well_formed = !digits.is_empty()
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let number: i128 = well_formed.then(|| digits.replace('_', ""))?.parse().ok()?;
    Some(if text.starts_with('-') { -number } else { number })
}

fn leading(text: &str) -> Option<i128> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(unsigned.len());
    let number: i128 = unsigned.get(..end)?.parse().ok()?;
    Some(if text.starts_with('-') { -number } else { number })
}

fn is_extreme(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    !digits.is_empty()
        && digits.iter().all(u8::is_ascii_digit)
        && (digits.len() < text.len() || digits.len() > 18)
}
