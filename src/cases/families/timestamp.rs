//! Timestamps that were changed under a kept signature, or that are written in odd ways.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::scheme::{Source, TimestampUnit};

pub(super) const FAMILY: Family = Family {
    id: "timestamp",
    title: "timestamps that were changed or are no plain number",
    description: "Timestamps whose number was changed under the old signature must be refused, and must \
                  never raise an exception, although most receivers read the number before they check the \
                  signature. Another spelling of the same number conforms either way.",
    generate,
};

/// How the text relates to the timestamp that was signed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// A plain decimal number, another one.
    Number,
    /// No plain decimal number.
    Malformed,
}

fn generate(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().timestamp() else {
        return;
    };
    if matches!(spec.location.source, Source::Claim(_)) {
        return;
    }
    swapped(b);
    // Spellings of numbers fit timestamps that are numbers.
    let Some(now) = b
        .timestamp_text(b.now())
        .filter(|text| !text.is_empty() && text.iter().all(u8::is_ascii_digit))
        .and_then(|text| String::from_utf8(text).ok())
    else {
        return;
    };
    words(b, &spec.location.source, &now);
    extremes(b);
    units(b, &now, spec.unit);
    spellings(b, &now);
}

/// The old signature with another, well written timestamp.
fn swapped(b: &mut Builder<'_>) {
    const YEAR: i64 = 365 * 24 * 3600;
    let bound = b.scheme().binds().timestamp;
    let shifts = [
        (
            "fresh-in-an-old-delivery",
            "a delivery of a year ago with the present time as its timestamp",
            0,
            -YEAR,
        ),
        (
            "fresh-in-a-recent-delivery",
            "a delivery of an hour ago with the present time as its timestamp",
            0,
            -3600,
        ),
        (
            "one-second-later",
            "the timestamp raised by one second under the old signature",
            1,
            0,
        ),
        (
            "one-second-earlier",
            "the timestamp lowered by one second under the old signature",
            -1,
            0,
        ),
    ];
    for (what, title, written, signed) in shifts {
        let text = b
            .timestamp_text(b.now().saturating_add(written))
            .unwrap_or_default();
        let delivery = b.with_timestamp_swapped(&text, b.now().saturating_add(signed));
        let flags: &[_] = if signed == 0 {
            &["ModifiedTimestamp"]
        } else {
            &["ModifiedTimestamp", "StaleTimestamp"]
        };
        let case = b.case(what, title, delivery).flags(flags);
        if bound {
            case.must_reject();
        } else {
            // The signature does not cover it, so that a receiver cannot know.
            case.unspecified();
        }
    }
}

fn words(b: &mut Builder<'_>, source: &Source, now: &str) {
    let minus = format!("-{now}");
    let cut = now.get(..now.len().saturating_sub(1)).unwrap_or_default();
    let longer = format!("{now}0");
    for (what, text) in [
        ("a-word", "abc"),
        ("not-a-number", "NaN"),
        ("not-a-number-in-lower-case", "nan"),
        ("infinity", "Infinity"),
        ("minus-infinity", "-Infinity"),
        ("the-word-null", "null"),
        ("the-word-undefined", "undefined"),
        ("the-word-true", "true"),
        ("minus-one", "-1"),
        ("minus-zero", "-0"),
        ("minus-sign", &minus),
        ("exponent", "1e9"),
        ("huge-exponent", "1e400"),
        ("fraction", ".5"),
        ("hexadecimal", "0x10"),
        ("a-placeholder", "{body}"),
    ] {
        changed(
            b,
            what,
            text.as_bytes(),
            Change::Malformed,
            &["MalformedTimestamp"],
        );
    }
    for (what, text) in [
        ("zero", "0"),
        ("last-digit-dropped", cut),
        ("digit-added", &longer),
    ] {
        changed(b, what, text.as_bytes(), Change::Number, &["ModifiedTimestamp"]);
    }
    // In Latin-1 it is a digit to `isdigit`, and none to whoever makes a number of it.
    if matches!(source, Source::Field(_) | Source::Header(_)) {
        changed(
            b,
            "superscript-digit",
            b"1\xb2",
            Change::Malformed,
            &["MalformedTimestamp"],
        );
    }
    // Whoever has the secret may sign what no outsider can; a crash shows all the same.
    for (what, text) in [
        ("a-word-signed", "abc"),
        ("not-a-number-signed", "NaN"),
        ("infinity-signed", "Infinity"),
        ("minus-one-signed", "-1"),
        ("smallest-i64-signed", "-9223372036854775808"),
    ] {
        let delivery = b.signed_with_timestamp(&b.base_event(), text.as_bytes());
        b.case(
            what,
            format!("the timestamp `{text}` under a signature of its own"),
            delivery,
        )
        .flags(&["MalformedTimestamp"])
        .may_reject();
    }
}

fn extremes(b: &mut Builder<'_>) {
    let digits = "1".repeat(5000);
    for (what, text) in [
        ("two-to-the-31", "2147483648"),
        ("two-to-the-53-and-one", "9007199254740993"),
        ("greatest-i64", "9223372036854775807"),
        ("greatest-i64-and-one", "9223372036854775808"),
        ("smallest-i64", "-9223372036854775808"),
        ("greatest-u64", "18446744073709551615"),
        ("greatest-u64-and-one", "18446744073709551616"),
        ("twenty-nines", "99999999999999999999"),
        ("5000-digits", &digits),
    ] {
        let change = if text.starts_with('-') || text.len() > 18 {
            Change::Malformed
        } else {
            Change::Number
        };
        changed(b, what, text.as_bytes(), change, &["ExtremeTimestamp"]);
    }
}

/// Milliseconds for seconds and the reverse.
fn units(b: &mut Builder<'_>, now: &str, unit: TimestampUnit) {
    let (other, far_ahead) = if unit == TimestampUnit::Seconds {
        (format!("{now}000"), true)
    } else {
        (
            now.get(..now.len().saturating_sub(3)).unwrap_or("0").to_owned(),
            false,
        )
    };
    let (what, name) = if far_ahead {
        ("milliseconds-for-seconds", "milliseconds for seconds")
    } else {
        ("seconds-for-milliseconds", "seconds for milliseconds")
    };
    changed(
        b,
        what,
        other.as_bytes(),
        Change::Number,
        &["TimestampUnit", "ModifiedTimestamp"],
    );
    let limited = b.scheme().timestamp().is_some_and(|spec| {
        let side = if far_ahead { spec.future } else { spec.past };
        side.is_some()
    });
    let delivery = b.signed_with_timestamp(&b.base_event(), other.as_bytes());
    let case = b
        .case(
            &format!("{what}-signed"),
            format!("{name}, properly signed"),
            delivery,
        )
        .flags(&["TimestampUnit"]);
    if limited {
        // Some receivers guess the unit, which only the sender can make use of.
        case.should_reject();
    } else {
        case.unspecified();
    }
}

/// The old signature over another text.
fn changed(b: &mut Builder<'_>, what: &str, text: &[u8], change: Change, flags: &[&'static str]) {
    let bound = b.scheme().binds().timestamp;
    let dated = b
        .scheme()
        .timestamp()
        .is_some_and(|spec| spec.past.is_some() || spec.future.is_some());
    let shown = match str::from_utf8(text) {
        Ok(text) if text.len() > 40 => format!("{} digits", text.len()),
        Ok(text) => format!("`{text}`"),
        Err(_) => format!("the bytes {}", text.escape_ascii()),
    };
    let delivery = b.with_timestamp_swapped(text, b.now());
    let case = b
        .case(
            what,
            format!("{shown} in place of the timestamp, under the old signature"),
            delivery,
        )
        .flags(flags);
    if bound {
        case.must_reject();
    } else if dated && change == Change::Malformed {
        case.should_reject();
    } else {
        case.unspecified();
    }
}

/// Other spellings of the same number; receivers that read it leniently agree with the sender on the time.
fn spellings(b: &mut Builder<'_>, now: &str) {
    let shifted = |zero: u32| -> String {
        now.chars()
            .filter_map(|digit| char::from_u32(zero + digit.to_digit(10)?))
            .collect()
    };
    let hexadecimal = now
        .parse::<u64>()
        .map(|number| format!("{number:#x}"))
        .unwrap_or_default();
    let (first, rest) = now.split_at(1);
    for (what, title, text) in [
        ("plus-sign", "with a plus sign", format!("+{now}")),
        ("leading-zero", "with a leading zero", format!("0{now}")),
        (
            "leading-zeros",
            "with ten leading zeros",
            format!("0000000000{now}"),
        ),
        ("letters-after", "with letters after it", format!("{now}abc")),
        ("point-zero", "with `.0` after it", format!("{now}.0")),
        ("point-nine", "with `.9` after it", format!("{now}.9")),
        ("exponent-zero", "with `e0` after it", format!("{now}e0")),
        ("underscore", "with an underscore", format!("{first}_{rest}")),
        ("hexadecimal-of-it", "in hexadecimal", hexadecimal),
        ("arabic-indic-digits", "in Arabic-Indic digits", shifted(0x660)),
        ("full-width-digits", "in full-width digits", shifted(0xff10)),
        ("quotes", "in quotes", format!("\"{now}\"")),
        ("blank-before", "with a blank before it", format!(" {now}")),
        ("blank-after", "with a blank after it", format!("{now} ")),
        ("newline-after", "with a newline after it", format!("{now}\n")),
        ("nul-after", "with a NUL after it", format!("{now}\0")),
    ] {
        let delivery = b.with_timestamp_swapped(text.as_bytes(), b.now());
        b.case(
            what,
            format!("the timestamp {title}, under the old signature"),
            delivery,
        )
        .flags(&["TimestampSpelling"])
        .unspecified();
        if b.scheme().binds().timestamp {
            let delivery = b.signed_with_timestamp(&b.base_event(), text.as_bytes());
            b.case(
                &format!("{what}-signed"),
                format!("the timestamp {title}, properly signed"),
                delivery,
            )
            .flags(&["TimestampSpelling"])
            .unspecified();
        }
    }
}
