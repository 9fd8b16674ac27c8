//! The shortest decimal digits of a double, and how each language lays them out.

/// A finite number without its sign: `0.DIGITS` times ten to the power of `point`.
struct Decimal {
    /// ASCII digits without leading or trailing zeros; `0` for zero, whose point is 1.
    digits: String,
    point: i32,
}

impl Decimal {
    /// The fewest digits that read back as `number`, and of those the nearest to it; of two as near, the even one,
    /// as every language modelled here has it. Rust takes the upper.
    fn shortest(number: f64) -> Self {
        let number = number.abs();
        let upper = Self::of_scientific(&format!("{number:e}"));
        let n_digits = upper.digits.len();
        let one_more = format!("{number:.n_digits$e}");
        let is_odd = upper.digits.ends_with(['1', '3', '5', '7', '9']);
        if !is_odd
            || !one_more
                .split('e')
                .next()
                .is_some_and(|mantissa| mantissa.ends_with('5'))
        {
            return upper;
        }
        // No double has more than 767 significant digits, so this is the number itself.
        let exact = Self::of_scientific(&format!("{number:.767e}"));
        match exact.digits.split_at_checked(n_digits) {
            Some((lower, "5")) if lower != upper.digits => {
                let lower = Self {
                    digits: lower.to_owned(),
                    point: exact.point,
                };
                if lower.reads_back_as(number) { lower } else { upper }
            }
            _ => upper,
        }
    }

    fn reads_back_as(&self, number: f64) -> bool {
        double(&format!("0.{}e{}", self.digits, self.point)) == number
    }

    /// From Rust's scientific notation, as `1.25e-7`.
    fn of_scientific(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits = mantissa.replace('.', "");
        let digits = digits.trim_end_matches('0');
        Self {
            digits: if digits.is_empty() { "0" } else { digits }.to_owned(),
            point: exponent.parse::<i32>().unwrap_or_default() + 1,
        }
    }

    /// `whole` and `fraction` around a decimal point, without exponent; the fraction may be empty.
    fn fixed(&self) -> (String, String) {
        let Ok(point) = usize::try_from(self.point) else {
            let zeros = usize::try_from(-self.point).unwrap_or_default();
            return ("0".to_owned(), "0".repeat(zeros) + &self.digits);
        };
        match self.digits.split_at_checked(point) {
            Some(("", fraction)) => ("0".to_owned(), fraction.to_owned()),
            Some((whole, fraction)) => (whole.to_owned(), fraction.to_owned()),
            None => {
                let zeros = point.saturating_sub(self.digits.len());
                (format!("{}{}", self.digits, "0".repeat(zeros)), String::new())
            }
        }
    }

    /// The first digit, the others, and the exponent.
    fn scientific(&self) -> (&str, &str, i32) {
        let (first, others) = self.digits.split_at_checked(1).unwrap_or((&self.digits, ""));
        (first, others, self.point - 1)
    }
}

fn sign(number: f64) -> &'static str {
    if number.is_sign_negative() { "-" } else { "" }
}

fn joined(whole: &str, fraction: &str, otherwise: &str) -> String {
    if fraction.is_empty() {
        format!("{whole}{otherwise}")
    } else {
        format!("{whole}.{fraction}")
    }
}

/// The double nearest to a JSON number; infinite where it overflows.
pub(super) fn double(lexeme: &str) -> f64 {
    // A JSON number is always a Rust number, so that the fallback is never taken.
    lexeme.parse().unwrap_or(f64::NAN)
}

/// Whether a JSON number is spelled without point and exponent.
pub(super) fn is_integer(lexeme: &str) -> bool {
    !lexeme.contains(['.', 'e', 'E'])
}

/// `float.__repr__` of a finite number: `0.1`, `1.0`, `1e+16`, `1e-05`.
pub(super) fn python(number: f64) -> String {
    let decimal = Decimal::shortest(number);
    let text = if (-3..=16).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, ".0")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}e{exponent:+03}", joined(first, others, ""))
    };
    format!("{}{text}", sign(number))
}

/// `Number.prototype.toString` of ECMAScript, finite; Go's `encoding/json` writes the same but for `-0`.
pub(super) fn ecmascript(number: f64) -> String {
    let decimal = Decimal::shortest(number);
    let text = if (-5..=21).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, "")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}e{exponent:+}", joined(first, others, ""))
    };
    format!("{}{text}", sign(number))
}

/// PHP's `serialize_precision = -1`, finite: `1`, `0.1`, `1.0e+25`.
pub(super) fn php(number: f64) -> String {
    let decimal = Decimal::shortest(number);
    let text = if (-3..=17).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, "")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}e{exponent:+}", joined(first, others, ".0"))
    };
    format!("{}{text}", sign(number))
}

/// `Float#to_s` of Ruby, finite: `1.0`, `1.0e-05`, `1.0e+15`.
pub(super) fn ruby(number: f64) -> String {
    let decimal = Decimal::shortest(number);
    // Zeros are filled in up to 15 places, but digits may go on around the point.
    let is_split = usize::try_from(decimal.point).is_ok_and(|point| point < decimal.digits.len());
    let text = if is_split || (-3..=15).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, ".0")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}e{exponent:+03}", joined(first, others, ".0"))
    };
    format!("{}{text}", sign(number))
}

/// `Double.toString` of Java 19 and later, finite: `1.0`, `1.0E7`, `4.9E-324`. Before 19 some numbers got a
/// digit too many.
pub(super) fn java(number: f64) -> String {
    let mut decimal = Decimal::shortest(number);
    // Java takes the nearest of two digits where one would do.
    let two_digits = format!("{:.1e}", number.abs());
    if decimal.digits.len() == 1 && double(&two_digits) == number.abs() {
        decimal = Decimal::of_scientific(&two_digits);
    }
    let text = if number == 0.0 || (-2..=7).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, ".0")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}E{exponent}", joined(first, others, ".0"))
    };
    format!("{}{text}", sign(number))
}

/// What Rust's `serde_json` 1.0.154 writes, finite: `1.0`, `1e+16`, `1.5e-6`. Older releases had no plus sign.
pub(super) fn rust(number: f64) -> String {
    let decimal = Decimal::shortest(number);
    let text = if (-4..=16).contains(&decimal.point) {
        let (whole, fraction) = decimal.fixed();
        joined(&whole, &fraction, ".0")
    } else {
        let (first, others, exponent) = decimal.scientific();
        format!("{}e{exponent:+}", joined(first, others, ""))
    };
    format!("{}{text}", sign(number))
}

#[cfg(test)]
mod tests {
    /// In the order Python, ECMAScript, PHP, Ruby, Java, Rust.
    fn check(number: f64, expected: [&str; 6]) {
        let written = [
            super::python,
            super::ecmascript,
            super::php,
            super::ruby,
            super::java,
            super::rust,
        ]
        .map(|write| write(number));
        assert_eq!(written, expected, "{number:e}");
    }

    #[test]
    fn each_language_has_its_layout() {
        check(0.0, ["0.0", "0", "0", "0.0", "0.0", "0.0"]);
        check(-0.0, ["-0.0", "-0", "-0", "-0.0", "-0.0", "-0.0"]);
        check(1.0, ["1.0", "1", "1", "1.0", "1.0", "1.0"]);
        check(-1.5, ["-1.5"; 6]);
        check(1000.0, ["1000.0", "1000", "1000", "1000.0", "1000.0", "1000.0"]);
        check(0.1, ["0.1"; 6]);
        check(0.001, ["0.001"; 6]);
        check(1e-4, ["0.0001", "0.0001", "0.0001", "0.0001", "1.0E-4", "0.0001"]);
        check(
            1e-5,
            ["1e-05", "0.00001", "1.0e-5", "1.0e-05", "1.0E-5", "0.00001"],
        );
        check(
            1.5e-6,
            ["1.5e-06", "0.0000015", "1.5e-6", "1.5e-06", "1.5E-6", "1.5e-6"],
        );
        check(1e-7, ["1e-07", "1e-7", "1.0e-7", "1.0e-07", "1.0E-7", "1e-7"]);
        check(
            1e7,
            [
                "10000000.0",
                "10000000",
                "10000000",
                "10000000.0",
                "1.0E7",
                "10000000.0",
            ],
        );
        check(
            1e15,
            [
                "1000000000000000.0",
                "1000000000000000",
                "1000000000000000",
                "1.0e+15",
                "1.0E15",
                "1000000000000000.0",
            ],
        );
        check(
            1e16,
            [
                "1e+16",
                "10000000000000000",
                "10000000000000000",
                "1.0e+16",
                "1.0E16",
                "1e+16",
            ],
        );
        check(1e21, ["1e+21", "1e+21", "1.0e+21", "1.0e+21", "1.0E21", "1e+21"]);
        check(
            5e-324,
            ["5e-324", "5e-324", "5.0e-324", "5.0e-324", "4.9E-324", "5e-324"],
        );
        check(
            1.25e100,
            [
                "1.25e+100",
                "1.25e+100",
                "1.25e+100",
                "1.25e+100",
                "1.25E100",
                "1.25e+100",
            ],
        );
    }
    #[test]
    fn of_two_equally_near_the_even_one_is_written() {
        let fixed = "240513815684078.62";
        check(
            240_513_815_684_078.63,
            [fixed, fixed, fixed, fixed, "2.4051381568407862E14", fixed],
        );
    }

    #[test]
    fn ruby_fills_in_fewer_zeros_than_it_writes_digits() {
        assert_eq!(super::ruby(1_234_567_890_123_456.8), "1234567890123456.8");
        assert_eq!(super::ruby(1_234_567_890_123_456.0), "1.234567890123456e+15");
        assert_eq!(super::ruby(123_456_789_012_345.0), "123456789012345.0");
    }
}
