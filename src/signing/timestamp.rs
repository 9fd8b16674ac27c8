//! Timestamps: strict reading, writing, and the window around the present time.

use crate::scheme::{TimestampSpec, TimestampUnit};
use crate::signing::{Reason, calendar};

/// A sender's time, in the scheme's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Milliseconds since 1970, UTC.
    millis: i64,
}

impl Timestamp {
    /// From Unix seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self {
            millis: seconds.saturating_mul(1000),
        }
    }

    /// Unix seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.millis.div_euclid(1000)
    }

    /// Reads a text strictly. A number is decimal digits without sign, blanks or leading zeros, at most 18 of
    /// them; of a fraction the thousandths count.
    #[inline]
    #[must_use]
    pub fn parse(text: &[u8], unit: TimestampUnit) -> Option<Self> {
        match unit {
            // What nearly every scheme takes.
            TimestampUnit::Seconds => decimal(text).map(Self::from_seconds),
            _ => Self::parse_other(text, unit),
        }
    }

    #[inline(never)]
    fn parse_other(text: &[u8], unit: TimestampUnit) -> Option<Self> {
        let date =
            |read: fn(&str) -> Option<i64>| read(str::from_utf8(text).ok()?).map(|millis| Self { millis });
        match unit {
            TimestampUnit::FloatSeconds => {
                let at = text.iter().position(|byte| *byte == b'.');
                let (whole, fraction) = text.split_at_checked(at.unwrap_or(text.len()))?;
                let whole = Self::from_seconds(decimal(whole)?);
                let millis = match fraction.get(1..) {
                    None => 0,
                    Some(b"") => return None,
                    Some(digits) => thousandths(digits)?,
                };
                Some(Self {
                    millis: whole.millis.saturating_add(millis),
                })
            }
            TimestampUnit::HttpDate => date(calendar::read_http_date),
            TimestampUnit::Iso8601 => date(|text| {
                calendar::read_iso(text).and_then(|(millis, rest)| rest.is_empty().then_some(millis))
            }),
            TimestampUnit::Iso8601Basic => date(calendar::read_basic),
            TimestampUnit::Milliseconds => decimal(text).map(|millis| Self { millis }),
            TimestampUnit::Rfc3339 => date(calendar::read_rfc3339),
            TimestampUnit::Seconds => decimal(text).map(Self::from_seconds),
        }
    }

    /// Writes the time as a scheme's sender does.
    #[must_use]
    pub fn write(self, unit: TimestampUnit) -> Vec<u8> {
        let seconds = self.seconds();
        match unit {
            TimestampUnit::FloatSeconds => format!("{seconds}.{:03}", self.millis.rem_euclid(1000)),
            TimestampUnit::HttpDate => calendar::write_http_date(seconds),
            TimestampUnit::Iso8601 => calendar::write_iso(self.millis),
            TimestampUnit::Iso8601Basic => calendar::write_basic(seconds),
            TimestampUnit::Milliseconds => self.millis.to_string(),
            TimestampUnit::Rfc3339 => format!("{}Z", calendar::write_iso(self.millis)),
            TimestampUnit::Seconds => seconds.to_string(),
        }
        .into_bytes()
    }

    /// Whether the time lies in the window; both edges belong to it.
    #[inline]
    pub(crate) fn check(self, now: i64, window: Window) -> Result<(), Reason> {
        let age = Self::from_seconds(now).millis.saturating_sub(self.millis);
        let exceeds = |age: i64, limit: Option<u64>| {
            limit.is_some_and(|limit| age > i64::try_from(limit).unwrap_or(i64::MAX).saturating_mul(1000))
        };
        if exceeds(age, window.past) {
            return Err(Reason::TimestampTooOld);
        }
        if exceeds(age.saturating_neg(), window.future) {
            return Err(Reason::TimestampInFuture);
        }
        Ok(())
    }
}

#[inline]
fn decimal(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 || (text.len() > 1 && text.first() == Some(&b'0')) {
        return None;
    }
    let mut number = 0_i64;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number)
}

fn thousandths(digits: &[u8]) -> Option<i64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let padded = digits.iter().chain(b"00").take(3);
    Some(padded.fold(0, |number, byte| number * 10 + i64::from(byte - b'0')))
}

/// Seconds to either side of the present time; `None` for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) past: Option<u64>,
    pub(crate) future: Option<u64>,
}

impl Window {
    pub(crate) fn of(spec: Option<&TimestampSpec>) -> Self {
        spec.map_or_else(Self::default, |spec| Self {
            past: spec.past,
            future: spec.future,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, Window};
    use crate::scheme::TimestampUnit::{
        FloatSeconds, HttpDate, Iso8601, Iso8601Basic, Milliseconds, Rfc3339, Seconds,
    };
    use crate::signing::Reason;

    #[test]
    fn reading_is_strict() {
        for text in [
            "",
            "+1",
            "-1",
            "01",
            " 1",
            "1 ",
            "1.0",
            "1e9",
            "0x1",
            "1_0",
            "1234567890123456789",
        ] {
            assert_eq!(Timestamp::parse(text.as_bytes(), Seconds), None, "{text}");
        }
        for text in ["0", "1", "1662562300", "999999999999999999"] {
            let read = Timestamp::parse(text.as_bytes(), Milliseconds).unwrap();
            assert_eq!(read.write(Milliseconds), text.as_bytes());
        }
    }

    #[test]
    fn every_unit_comes_back() {
        let now = Timestamp::from_seconds(1_662_562_300);
        for unit in [
            FloatSeconds,
            HttpDate,
            Iso8601,
            Iso8601Basic,
            Milliseconds,
            Rfc3339,
            Seconds,
        ] {
            assert_eq!(Timestamp::parse(&now.write(unit), unit), Some(now), "{unit:?}");
        }
        let read = |text: &str| Timestamp::parse(text.as_bytes(), FloatSeconds).map(|time| time.millis);
        assert_eq!(read("12.5"), Some(12_500));
        assert_eq!(read("12"), Some(12_000));
        assert_eq!(read("12.34567"), Some(12_345));
        for text in ["12.", ".5", "1.5.5", "1e3", "-1", "1.x"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(Timestamp::parse(b"2024-03-27T15:42:29Z", Iso8601), None);
    }

    #[test]
    fn the_window_is_exact_at_its_edges() {
        let window = Window {
            past: Some(300),
            future: Some(10),
        };
        let check = |text: &str, unit| {
            Timestamp::parse(text.as_bytes(), unit)
                .unwrap()
                .check(1000, window)
        };
        assert_eq!(check("700", Seconds), Ok(()));
        assert_eq!(check("699", Seconds), Err(Reason::TimestampTooOld));
        assert_eq!(check("1010", Seconds), Ok(()));
        assert_eq!(check("1011", Seconds), Err(Reason::TimestampInFuture));
        assert_eq!(check("700000", Milliseconds), Ok(()));
        assert_eq!(check("699999", Milliseconds), Err(Reason::TimestampTooOld));
        assert_eq!(check("1010001", Milliseconds), Err(Reason::TimestampInFuture));
        assert_eq!(
            check("999999999999999999", Seconds),
            Err(Reason::TimestampInFuture)
        );
    }
}
