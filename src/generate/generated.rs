//! One generated delivery and what the model says of it.

use std::fmt;

use crate::cases::{Case, CaseId, Expected, Level, Role};
use crate::delivery::{Delivery, write_http_message};

/// A delivery and the verdict that the model demands. Its `Debug` shows the request as text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The scheme's id.
    pub scheme: String,
    /// What is sent: `genuine`, or the id of the one change that makes it a forgery.
    pub kind: &'static str,
    /// One line that says what is sent.
    pub title: String,
    /// The flag of the mistake that takes such a forgery, or refuses such a genuine delivery.
    pub flag: &'static str,
    /// What a correct receiver does.
    pub expected: Expected,
    /// The present time, Unix seconds.
    pub now: i64,
    /// The secrets as a user would configure the receiver.
    pub secrets: Vec<String>,
    /// Seconds, or `None` where the verdict does not hang on age.
    pub tolerance: Option<u64>,
    /// The delivery.
    pub delivery: Delivery,
    /// Of a forgery, the genuine delivery of which it is one change.
    pub undone: Option<Delivery>,
    /// The choices that made it.
    pub choices: Vec<u8>,
}

impl Generated {
    /// As a case: `<scheme>/fuzz/<kind>`.
    #[must_use]
    pub fn case(&self) -> Case {
        Case {
            id: CaseId::new(&self.scheme, "fuzz", self.kind),
            title: self.title.clone(),
            family: "fuzz",
            role: Role::Verify,
            flags: vec![self.flag],
            level: Level::Must,
            expected: self.expected,
            reasons: Vec::new(),
            base: (self.expected == Expected::Reject).then(|| CaseId::new(&self.scheme, "fuzz", "genuine")),
            secrets: self.secrets.clone(),
            tolerance: self.tolerance,
            now: self.now,
            before: Vec::new(),
            delivery: self.delivery.clone(),
            undone: self.undone.clone(),
            trace: None,
        }
    }
}

impl fmt::Debug for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = write_http_message(&self.delivery).escape_ascii().to_string();
        let message = message.replace("\\r\\n", "\n    ").replace("\\\"", "\"");
        writeln!(f, "{} of scheme {}: {}", self.kind, self.scheme, self.title)?;
        writeln!(
            f,
            "  a correct receiver, at {}: {}",
            self.now,
            self.expected.name()
        )?;
        write!(f, "    {message}")
    }
}
