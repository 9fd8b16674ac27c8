//! Sets of HTTP statuses: `200-299,304`.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A set of HTTP statuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRanges(Vec<RangeInclusive<u16>>);

/// A text that is no set of statuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no set of HTTP statuses; write numbers from 100 to 599 and ranges, such as `200-299,304`")]
pub struct StatusRangesError(String);

impl StatusRanges {
    /// From `first` to `last`.
    #[must_use]
    pub fn of(range: RangeInclusive<u16>) -> Self {
        Self(vec![range])
    }

    /// Whether `status` is in the set.
    #[must_use]
    pub fn contains(&self, status: u16) -> bool {
        self.0.iter().any(|range| range.contains(&status))
    }

    /// A status that both sets hold.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Option<u16> {
        self.0
            .iter()
            .flat_map(Clone::clone)
            .find(|status| other.contains(*status))
    }
}

impl FromStr for StatusRanges {
    type Err = StatusRangesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| {
            let text = text.trim();
            let plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text
                .parse()
                .ok()
                .filter(|number| plain && (100..=599).contains(number));
            number.ok_or(())
        };
        let range = |part: &str| match part.split_once('-') {
            Some((first, last)) => Ok(number(first)?..=number(last)?),
            None => number(part).map(|status| status..=status),
        };
        let ranges: Result<Vec<RangeInclusive<u16>>, ()> = text.split(',').map(range).collect();
        match ranges {
            Ok(ranges) if ranges.iter().all(|range| !range.is_empty()) => Ok(Self(ranges)),
            _ => Err(StatusRangesError(text.to_owned())),
        }
    }
}

impl fmt::Display for StatusRanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, range) in self.0.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            if range.start() == range.end() {
                write!(f, "{comma}{}", range.start())?;
            } else {
                write!(f, "{comma}{}-{}", range.start(), range.end())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::StatusRanges;

    #[test]
    fn sets_are_read_and_written() {
        let set: StatusRanges = "200-299, 304".parse().unwrap();
        assert_eq!(set.to_string(), "200-299,304");
        for (status, inside) in [(199, false), (200, true), (299, true), (300, false), (304, true)] {
            assert_eq!(set.contains(status), inside, "{status}");
        }
        assert_eq!(set.overlap(&StatusRanges::of(300..=399)), Some(304));
        for text in [
            "", "2xx", "200-", "-299", "299-200", "99", "600", "200,,201", "0200", "+20",
        ] {
            assert!(text.parse::<StatusRanges>().is_err(), "{text}");
        }
    }
}
