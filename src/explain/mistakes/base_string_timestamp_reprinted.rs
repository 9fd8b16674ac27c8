//! A timestamp that was parsed and printed again.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/timestamp-reprinted",
    axis: Axis::BaseString,
    title: "the timestamp was parsed and printed again before it was signed",
    what: "What was signed is not the text of the timestamp but what came out when it was parsed and printed again.",
    how: "`Number(…)`, `int(…)` or a date library stand between the header and the base string: `+7`, `007`, `7.0` and `7` are one number, and `Z` and `+00:00` one zone. Or the clock was read twice, once for the header and once for the signature, and a second passed in between.",
    see: "Compare the text in the header with the text that was signed, character by character.",
    mend: "Sign the text of the header as it came.",
    frameworks: frameworks::NONE,
    rank: 23,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let (Some(_), Some(text)) = (context.scheme.timestamp(), &from.timestamp) else {
        return Vec::new();
    };
    let Ok(text) = str::from_utf8(text) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut add = |title: &str, other: String| {
        if other != text && !all.iter().any(|(_, known)| *known == other) {
            all.push((format!("`{other}` was signed: {title}"), other));
        }
    };
    add("without blanks", text.trim().to_owned());
    let digits = text.trim().trim_start_matches('+').trim_start_matches('0');
    add("without sign and leading zeros", digits.to_owned());
    if let Ok(number) = text.trim().parse::<f64>() {
        add("as a whole number", format!("{:.0}", number.trunc()));
        add("with a fraction", format!("{number:.1}"));
        add("with six decimals", format!("{number:.6}"));
        add("with two decimals", format!("{number:.2}"));
        add("with three decimals", format!("{number:.3}"));
        add("with an exponent", format!("{number:e}"));
        add("in quotes", format!("\"{text}\""));
        add("with a leading zero", format!("0{text}"));
        add("with a sign", format!("+{text}"));
        add("with a blank in front", format!(" {text}"));
        add("in hexadecimal", format!("{:x}", number as i64));
    }
    for (title, ending, other) in [
        ("with another zone", "Z", "+00:00"),
        ("with another zone", "+00:00", "Z"),
        ("without its zone", "Z", ""),
        ("without its zone", "+00:00", ""),
    ] {
        if let Some(bare) = text.strip_suffix(ending) {
            add(title, format!("{bare}{other}"));
            if let Some((seconds, _)) = bare.split_once('.') {
                add("without its fraction", format!("{seconds}{other}"));
            } else {
                add("with a fraction", format!("{bare}.000{other}"));
                add("with a fraction", format!("{bare}.000000{other}"));
            }
        }
    }
    add("with a blank for its `T`", text.replacen('T', " ", 1));
    all.into_iter()
        .map(|(detail, text)| Variation {
            detail: detail.into(),
            hypothesis: from.with_timestamp(context, text.as_bytes().into()),
        })
        .collect()
}
