//! Dates of the proleptic Gregorian calendar in UTC, read strictly and written.

/// A point in time as its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// From 1.
    pub(crate) month: i64,
    /// From 1.
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
}

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

impl Civil {
    pub(crate) const fn of(seconds: i64) -> Self {
        let days = seconds.div_euclid(DAY);
        let time = seconds.rem_euclid(DAY);
        // Eras of 400 years that begin in March, so that leap days come last.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        let year = year_of_era + era * 400;
        Self {
            year: if month <= 2 { year + 1 } else { year },
            month,
            day: day_of_year - (153 * march_month + 2) / 5 + 1,
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
        }
    }

    /// Unix seconds; `None` where there is no such day or time. A leap second counts as the next second.
    pub(crate) fn seconds(self) -> Option<i64> {
        let in_day =
            (0..24).contains(&self.hour) && (0..60).contains(&self.minute) && (0..=60).contains(&self.second);
        if !in_day || !(1..=12).contains(&self.month) || !(0..=9999).contains(&self.year) {
            return None;
        }
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let march_month = if self.month > 2 {
            self.month - 3
        } else {
            self.month + 9
        };
        let day_of_year = (153 * march_month + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        let seconds = days * DAY + self.hour * 3600 + self.minute * 60 + self.second;
        // A day that the month does not have comes back as another one.
        let back = Self::of(days * DAY);
        ((back.month, back.day) == (self.month, self.day)).then_some(seconds)
    }
}

/// Two or four digits at the front of a text.
fn digits(text: &mut &str, count: usize) -> Option<i64> {
    let (number, rest) = text.split_at_checked(count)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *text = rest;
    number.parse().ok()
}

fn skip(text: &mut &str, mark: &str) -> Option<()> {
    *text = text.strip_prefix(mark)?;
    Some(())
}

/// `2019-11-16T10:11:12.123` in milliseconds, and what follows.
pub(crate) fn read_iso(text: &str) -> Option<(i64, &str)> {
    let mut rest = text;
    let year = digits(&mut rest, 4)?;
    skip(&mut rest, "-")?;
    let month = digits(&mut rest, 2)?;
    skip(&mut rest, "-")?;
    let day = digits(&mut rest, 2)?;
    rest = rest.strip_prefix(['T', 't', ' '])?;
    let hour = digits(&mut rest, 2)?;
    skip(&mut rest, ":")?;
    let minute = digits(&mut rest, 2)?;
    skip(&mut rest, ":")?;
    let second = digits(&mut rest, 2)?;
    let mut millis = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = fraction.split_at_checked(length)?;
        if number.is_empty() {
            return None;
        }
        let thousandths: String = number.chars().chain("00".chars()).take(3).collect();
        millis = thousandths.parse().ok()?;
        rest = after;
    }
    let civil = Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    };
    Some((civil.seconds()?.checked_mul(1000)? + millis, rest))
}

/// A time with its zone in milliseconds.
pub(crate) fn read_rfc3339(text: &str) -> Option<i64> {
    let (millis, zone) = read_iso(text)?;
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let sign = match zone.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let mut rest = zone.get(1..)?;
            let hours = digits(&mut rest, 2).filter(|hours| *hours < 24)?;
            skip(&mut rest, ":")?;
            let minutes = digits(&mut rest, 2).filter(|minutes| *minutes < 60)?;
            if !rest.is_empty() {
                return None;
            }
            sign * (hours * 60 + minutes)
        }
    };
    Some(millis - offset * 60_000)
}

/// `20150830T123600Z` in milliseconds.
pub(crate) fn read_basic(text: &str) -> Option<i64> {
    let mut rest = text;
    let (year, month, day) = (
        digits(&mut rest, 4)?,
        digits(&mut rest, 2)?,
        digits(&mut rest, 2)?,
    );
    skip(&mut rest, "T")?;
    let (hour, minute, second) = (
        digits(&mut rest, 2)?,
        digits(&mut rest, 2)?,
        digits(&mut rest, 2)?,
    );
    let civil = Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    };
    (rest == "Z")
        .then(|| civil.seconds()?.checked_mul(1000))
        .flatten()
}

/// `Tue, 20 Apr 2021 02:07:55 GMT` in milliseconds; the weekday must be right.
pub(crate) fn read_http_date(text: &str) -> Option<i64> {
    let (weekday, date) = text.split_once(", ")?;
    let mut rest = date;
    let day = digits(&mut rest, 2)?;
    skip(&mut rest, " ")?;
    let (name, after) = rest.split_at_checked(3)?;
    let month = i64::try_from(MONTHS.iter().position(|month| *month == name)?).ok()? + 1;
    rest = after;
    skip(&mut rest, " ")?;
    let year = digits(&mut rest, 4)?;
    skip(&mut rest, " ")?;
    let hour = digits(&mut rest, 2)?;
    skip(&mut rest, ":")?;
    let minute = digits(&mut rest, 2)?;
    skip(&mut rest, ":")?;
    let second = digits(&mut rest, 2)?;
    let civil = Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    };
    let seconds = civil.seconds()?;
    (rest == " GMT" && weekday_of(seconds) == weekday)
        .then(|| seconds.checked_mul(1000))
        .flatten()
}

fn weekday_of(seconds: i64) -> &'static str {
    let index = usize::try_from(seconds.div_euclid(DAY).rem_euclid(7)).unwrap_or_default();
    WEEKDAYS.get(index).copied().unwrap_or_default()
}

/// `2019-11-16T10:11:12`, with `.123` where it is not a full second.
pub(crate) fn write_iso(millis: i64) -> String {
    let civil = Civil::of(millis.div_euclid(1000));
    let fraction = match millis.rem_euclid(1000) {
        0 => String::new(),
        fraction => format!(".{fraction:03}"),
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{fraction}",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

pub(crate) fn write_basic(seconds: i64) -> String {
    let civil = Civil::of(seconds);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

pub(crate) fn write_http_date(seconds: i64) -> String {
    let civil = Civil::of(seconds);
    let index = usize::try_from(civil.month - 1).unwrap_or_default();
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        weekday_of(seconds),
        civil.day,
        MONTHS.get(index).copied().unwrap_or_default(),
        civil.year,
        civil.hour,
        civil.minute,
        civil.second
    )
}

#[cfg(test)]
mod tests {
    use super::{
        Civil, read_basic, read_http_date, read_iso, read_rfc3339, write_basic, write_http_date, write_iso,
    };

    #[test]
    fn days_come_back() {
        for day in (-700_000..2_900_000).step_by(13) {
            let seconds = day * 86_400 + 45_296;
            if (0..=9999).contains(&Civil::of(seconds).year) {
                assert_eq!(
                    Civil::of(seconds).seconds(),
                    Some(seconds),
                    "{:?}",
                    Civil::of(seconds)
                );
            }
        }
        assert_eq!(write_iso(951_782_400_123), "2000-02-29T00:00:00.123");
    }

    #[test]
    fn known_times() {
        assert_eq!(read_rfc3339("2019-11-16T10:11:12.123Z"), Some(1_573_899_072_123));
        assert_eq!(read_rfc3339("2020-01-01T00:00:00-07:00"), Some(1_577_862_000_000));
        assert_eq!(
            read_rfc3339("2022-07-13T20:30:59.037339943Z"),
            Some(1_657_744_259_037)
        );
        assert_eq!(read_iso("2024-03-27T15:42:29.551"), Some((1_711_554_149_551, "")));
        assert_eq!(read_basic("20150830T123600Z"), Some(1_440_938_160_000));
        assert_eq!(write_basic(1_440_938_160), "20150830T123600Z");
        let date = "Tue, 20 Apr 2021 02:07:55 GMT";
        assert_eq!(read_http_date(date), Some(1_618_884_475_000));
        assert_eq!(write_http_date(1_618_884_475), date);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "2019-02-29T00:00:00Z",
            "2019-13-01T00:00:00Z",
            "2019-01-01T24:00:00Z",
            "2019-01-01T00:00:00",
            "2019-01-01T00:00:00.Z",
            "2019-01-01T00:00:00+1:00",
            "+019-01-01T00:00:00Z",
            "2019-01-01T00:00:00Zé",
            "é019-01-01T00:00:00Z",
        ] {
            assert_eq!(read_rfc3339(text), None, "{text}");
        }
        assert_eq!(read_http_date("Mon, 20 Apr 2021 02:07:55 GMT"), None);
        assert_eq!(read_http_date("Tue, 20 Apr 2021 02:07:55 UTC"), None);
        assert_eq!(read_basic("20150830T123600"), None);
    }
}
