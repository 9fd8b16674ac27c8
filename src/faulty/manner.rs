//! In what manner a receiver failed a case: two that fail the same cases may do so by different deeds.

use crate::cases::Expected;
use crate::faulty::failure::Failure;
use crate::faulty::pliant::Answer;
use crate::outcome::{CaseResult, Outcome, Verdict, own_words, status_of};

/// How a case was failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// The delivery was taken.
    Took,
    /// It was refused, and on what ground, as far as the answer tells.
    Refused(Ground),
    /// The receiver ended in this, which is no judgment; the first digit of its HTTP status, if it told one.
    Ended(Verdict, Option<u16>),
    /// It was refused, as it must be, and the answer told this.
    Told(Told),
}

/// On what ground a delivery was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The answer does not tell, or the signature.
    Unknown,
    /// The body is too large.
    Size,
    /// The content type.
    Type,
    /// The HTTP method.
    Method,
    /// The event came before.
    Repetition,
    /// Too many requests.
    Rate,
}

/// What an answer told that it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The secret.
    Secret,
    /// The signature that would have been right.
    Signature,
}

/// With this the runner's reasons begin where an answer told the secret.
const SECRET_TOLD: &str = "the answer holds the secret";

impl Manner {
    /// How the case of a report was failed.
    pub(super) fn observed(case: &CaseResult) -> Self {
        let reason = own_words(&case.reason);
        match (case.verdict, case.expected) {
            (Verdict::Reject | Verdict::ConfigError, Expected::Reject) if case.outcome == Outcome::Failed => {
                Self::Told(if reason.starts_with(SECRET_TOLD) {
                    Told::Secret
                } else {
                    Told::Signature
                })
            }
            (verdict, _) => {
                let status = status_of(reason);
                Self::of(verdict, Ground::of_status(status), status)
            }
        }
    }

    /// How a built-in receiver failed it by this answer.
    pub(super) fn modeled(answer: &Answer) -> Self {
        let about = |failure: Failure| answer.text.contains(failure.text());
        let ground = if about(Failure::HugeBody) {
            Ground::Size
        } else if about(Failure::OtherContentType) {
            Ground::Type
        } else if about(Failure::OtherMethod) {
            Ground::Method
        } else {
            Ground::of_status(Some(answer.status))
        };
        Self::of(answer.verdict, ground, Some(answer.status))
    }

    fn of(verdict: Verdict, ground: Ground, status: Option<u16>) -> Self {
        match verdict {
            Verdict::Accept => Self::Took,
            Verdict::Reject | Verdict::ConfigError => Self::Refused(ground),
            Verdict::Error
            | Verdict::Crash
            | Verdict::Hang
            | Verdict::ProtocolError
            | Verdict::Unsupported => Self::Ended(verdict, status.map(|status| status / 100)),
        }
    }

    /// Whether what was observed may be what a built-in receiver did. A refusal that does not tell its ground
    /// may have any, and so has an end that tells no status.
    pub(super) fn may_be(self, modeled: Self) -> bool {
        match (self, modeled) {
            (Self::Refused(Ground::Unknown), Self::Refused(_)) => true,
            (Self::Ended(observed, None), Self::Ended(modeled, _)) => observed == modeled,
            (observed, modeled) => observed == modeled,
        }
    }
}

impl Ground {
    /// The ground that an HTTP status names.
    const fn of_status(status: Option<u16>) -> Self {
        match status {
            Some(405) => Self::Method,
            Some(409) => Self::Repetition,
            Some(413) => Self::Size,
            Some(415) => Self::Type,
            Some(429) => Self::Rate,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ground, Manner, Told};
    use crate::cases::{Expected, Level};
    use crate::outcome::{CaseResult, Outcome, Verdict};

    #[track_caller]
    fn check(verdict: Verdict, expected: Expected, reason: &str, manner: Manner) {
        let case = CaseResult {
            id: String::new(),
            title: String::new(),
            family: String::new(),
            flags: Vec::new(),
            level: Level::Must,
            expected,
            verdict,
            outcome: Outcome::Failed,
            reason: reason.to_owned(),
            elapsed_us: 0,
            reproduce: String::new(),
        };
        assert_eq!(Manner::observed(&case), manner, "{reason}");
    }

    #[test]
    fn reports_tell_the_manner() {
        use Expected::{Accept, Reject};
        let too_large = "as the last control delivery: HTTP 413: request entity too large";
        check(Verdict::Accept, Reject, "HTTP 200: ok", Manner::Took);
        check(Verdict::Reject, Accept, too_large, Manner::Refused(Ground::Size));
        check(Verdict::Reject, Accept, "no", Manner::Refused(Ground::Unknown));
        check(
            Verdict::Error,
            Reject,
            "HTTP 500",
            Manner::Ended(Verdict::Error, Some(5)),
        );
        check(
            Verdict::Error,
            Reject,
            "ValueError",
            Manner::Ended(Verdict::Error, None),
        );
        let secret = "the answer holds the secret; HTTP 401: [redacted]";
        check(Verdict::Reject, Reject, secret, Manner::Told(Told::Secret));
        let signature = "the answer to a delivery with a wrong signature holds the right one";
        check(Verdict::Reject, Reject, signature, Manner::Told(Told::Signature));
    }

    #[test]
    fn only_a_refusal_without_a_ground_may_have_another() {
        let refused = Manner::Refused;
        assert!(refused(Ground::Unknown).may_be(refused(Ground::Size)));
        assert!(!refused(Ground::Size).may_be(refused(Ground::Unknown)));
        let ended = |status| Manner::Ended(Verdict::Error, status);
        assert!(ended(None).may_be(ended(Some(3))));
        assert!(!ended(Some(5)).may_be(ended(Some(3))));
        assert!(!Manner::Took.may_be(refused(Ground::Unknown)));
        assert!(!Manner::Told(Told::Secret).may_be(Manner::Told(Told::Signature)));
    }
}
