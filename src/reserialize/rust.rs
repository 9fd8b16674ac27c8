//! Rust: `serde_json` with its default features, into and out of a `Value`.
//!
//! Without its `float_roundtrip` feature it reads some numbers one unit off in the last place, so the reading is
//! modelled too.

use super::grammar::{Grammar, LoneSurrogates, STRICT};
use super::layout::{COMPACT, Layout, Order};
use super::number::rust;

/// The parser's recursion limit is 128, and that level is not usable.
const GRAMMAR: Grammar = Grammar {
    accepts_number: |lexeme| approximate(lexeme).is_some(),
    lone_surrogates: LoneSurrogates::Refused,
    max_depth: 127,
    ..STRICT
};

const TO_VEC: Layout = Layout {
    number: write_number,
    order: Order::ByKey,
    ..COMPACT
};

/// `serde_json::to_vec(&serde_json::from_slice::<Value>(body)?)`.
pub(super) fn to_vec(body: &[u8]) -> Option<Vec<u8>> {
    TO_VEC.write(&GRAMMAR.parse(str::from_utf8(body).ok()?)?)
}

fn write_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let fits = lexeme.parse::<u64>().is_ok() || lexeme.parse::<i64>().is_ok_and(|number| number != 0);
    let text = if fits {
        lexeme.to_owned()
    } else {
        rust(approximate(lexeme)?)
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

/// As many digits as fit 64 bits, scaled by one power of ten (or by several for tiny numbers), each step rounded.
/// `None` where the number overflows.
fn approximate(lexeme: &str) -> Option<f64> {
    let (negative, magnitude) = match lexeme.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, lexeme),
    };
    let (mantissa, power) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut significand = 0_u64;
    let mut exponent = 0_i32;
    let mut digits = whole.bytes();
    for digit in digits.by_ref() {
        match with_digit(significand, digit) {
            Some(more) => significand = more,
            None => {
                exponent += 1;
                break;
            }
        }
    }
    exponent = exponent.saturating_add(i32::try_from(digits.count()).ok()?);
    for digit in fraction.bytes() {
        // Digits beyond 64 bits are dropped.
        let Some(more) = with_digit(significand, digit) else {
            break;
        };
        significand = more;
        exponent = exponent.saturating_sub(1);
    }
    let power = power.strip_prefix('+').unwrap_or(power);
    let number = match power.parse::<i32>() {
        Ok(power) => scaled(significand, exponent.saturating_add(power))?,
        Err(_) if significand != 0 && !power.starts_with('-') => return None,
        Err(_) => 0.0,
    };
    Some(if negative { -number } else { number })
}

fn with_digit(significand: u64, digit: u8) -> Option<u64> {
    significand.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
}

fn scaled(significand: u64, mut exponent: i32) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "the rounding is what is modelled")]
    let mut number = significand as f64;
    while exponent.unsigned_abs() > 308 {
        if number == 0.0 {
            return Some(number);
        }
        if exponent > 0 {
            return None;
        }
        number /= 1e308;
        exponent += 308;
    }
    let power = super::number::double(&format!("1e{}", exponent.unsigned_abs()));
    number = if exponent >= 0 {
        number * power
    } else {
        number / power
    };
    number.is_finite().then_some(number)
}
