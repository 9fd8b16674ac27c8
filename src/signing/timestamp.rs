//! Timestamps: strict reading, writing, and the window around the present time.

use crate::scheme::{TimestampSpec, TimestampUnit};
use crate::signing::Reason;

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

    /// Reads a text strictly: decimal digits without sign, blanks or leading zeros, at most 18 of them.
    #[must_use]
    pub fn parse(text: &[u8], unit: TimestampUnit) -> Option<Self> {
        if text.is_empty() || text.len() > 18 || (text.len() > 1 && text.first() == Some(&b'0')) {
            return None;
        }
        let number = text.iter().try_fold(0_i64, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i64::from(byte - b'0'))
        })?;
        Some(match unit {
            TimestampUnit::Milliseconds => Self { millis: number },
            TimestampUnit::Seconds => Self::from_seconds(number),
        })
    }

    /// Writes the time as a scheme's sender does.
    #[must_use]
    pub fn write(self, unit: TimestampUnit) -> Vec<u8> {
        match unit {
            TimestampUnit::Milliseconds => self.millis.to_string(),
            TimestampUnit::Seconds => self.millis.div_euclid(1000).to_string(),
        }
        .into_bytes()
    }

    /// Whether the time lies in the window; both edges belong to it.
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
    use crate::scheme::TimestampUnit::{Milliseconds, Seconds};
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
