//! Comparing an observed verdict with what was expected.

use crate::cases::{Expected, Level};
use crate::outcome::{Outcome, Verdict};

/// The outcome of one case, before controls and expected failures are looked at.
///
/// A crash, a hang, an error or a protocol error is never a rejection. A refused configuration satisfies
/// an expected rejection, never an expected acceptance.
#[must_use]
pub const fn judge(level: Level, expected: Expected, verdict: Verdict) -> Outcome {
    match (verdict, expected) {
        (Verdict::Unsupported, _) => Outcome::Skipped,
        (Verdict::Crash | Verdict::Hang | Verdict::ProtocolError, _) => Outcome::Failed,
        (Verdict::Accept, Expected::Accept) | (Verdict::Reject | Verdict::ConfigError, Expected::Reject) => {
            Outcome::Passed
        }
        (Verdict::Accept | Verdict::Reject | Verdict::ConfigError | Verdict::Error, _) => match level {
            Level::Must => Outcome::Failed,
            Level::Should => Outcome::Warned,
            Level::Unspecified => Outcome::Informational,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::cases::{Expected, Level};
    use crate::outcome::{Outcome, Verdict};

    fn check(level: Level, expected: Expected, verdict: Verdict, outcome: Outcome) {
        assert_eq!(
            judge(level, expected, verdict),
            outcome,
            "{level:?} {expected:?} {verdict:?}"
        );
    }

    #[test]
    fn the_contract_line_by_line() {
        use Expected::{Accept, Reject};
        use Level::{Must, Should, Unspecified};
        check(Must, Accept, Verdict::Accept, Outcome::Passed);
        check(Must, Reject, Verdict::Reject, Outcome::Passed);
        check(Must, Reject, Verdict::Accept, Outcome::Failed);
        check(Should, Reject, Verdict::Accept, Outcome::Warned);
        check(Unspecified, Accept, Verdict::Reject, Outcome::Informational);
        check(Must, Reject, Verdict::ConfigError, Outcome::Passed);
        check(Must, Accept, Verdict::ConfigError, Outcome::Failed);
        check(Must, Reject, Verdict::Error, Outcome::Failed);
        check(Unspecified, Reject, Verdict::Error, Outcome::Informational);
        for level in [Must, Should, Unspecified] {
            for expected in [Accept, Reject] {
                check(level, expected, Verdict::Crash, Outcome::Failed);
                check(level, expected, Verdict::Hang, Outcome::Failed);
                check(level, expected, Verdict::ProtocolError, Outcome::Failed);
                check(level, expected, Verdict::Unsupported, Outcome::Skipped);
            }
        }
    }
}
