//! A line end at the end of the body.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/newline",
    axis: Axis::Body,
    title: "a line end at the end of the body was added or lost",
    what: "The body that was signed ends with a line end, or blanks, and the one that travelled does not; or the reverse.",
    how: "Editors and `echo` add a final line feed, Go's `Encoder` writes one, and code that trims its input takes it away.",
    see: "Look at the last bytes of the body: `tail -c2 body | xxd`.",
    mend: "Neither trim nor complete a body before it is signed or verified.",
    frameworks: frameworks::NONE,
    rank: 5,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let mut all = Vec::new();
    let mut add = |title: &str, body: &[u8]| all.push((title.to_owned(), body.to_vec()));
    if let Some(cut) = body.strip_suffix(b"\r\n").or_else(|| body.strip_suffix(b"\n")) {
        add("the final line end was not signed", cut);
    }
    add(
        "the blanks and line ends around the body were not signed",
        body.trim_ascii(),
    );
    add(
        "the blanks and line ends at the end were not signed",
        body.trim_ascii_end(),
    );
    add("a final line feed was signed", &[body, b"\n"].concat());
    add("a final CR LF was signed", &[body, b"\r\n"].concat());
    add("a final blank was signed", &[body, b" "].concat());
    add("two final line feeds were signed", &[body, b"\n\n"].concat());
    add("a NUL byte at the end was signed", &[body, b"\0"].concat());
    bodies(from, all)
}
