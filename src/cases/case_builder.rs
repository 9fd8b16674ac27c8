//! A case under way: what it probes, what it changes, and the verdict that ends it.

use crate::cases::builder::Builder;
use crate::cases::case::{Case, CaseId, Expected, Level};
use crate::cases::setting::OwnSecrets;
use crate::delivery::Delivery;
use crate::signing::Reason;

/// A case under way; it ends in its verdict.
#[must_use = "a case ends in its verdict: call for example `must_reject`"]
pub struct CaseBuilder<'b, 'a> {
    builder: &'b mut Builder<'a>,
    case: Option<Case>,
}

impl<'b, 'a> CaseBuilder<'b, 'a> {
    pub(super) const fn new(builder: &'b mut Builder<'a>, case: Option<Case>) -> Self {
        Self { builder, case }
    }
}

impl CaseBuilder<'_, '_> {
    /// What the case probes: names of [`crate::cases::FLAGS`].
    pub fn flags(self, flags: &[&'static str]) -> Self {
        self.with(|case| case.flags.extend(flags))
    }

    /// Reasons that a receiver may give; by default that of the reference.
    pub fn reasons(self, reasons: &[Reason]) -> Self {
        self.with(|case| case.reasons.extend(reasons.iter().map(|reason| reason.name())))
    }

    /// The genuine case of which this is one change, where it is not the base case, with its delivery:
    /// what this delivery is once the change is undone.
    pub fn change_of(self, base: CaseId, undone: Delivery) -> Self {
        self.with(|case| {
            case.base = Some(base);
            case.undone = Some(undone);
        })
    }

    /// What this delivery is once its one change is undone, where that is not the base delivery.
    pub fn undone(self, undone: Option<Delivery>) -> Self {
        self.with(|case| case.undone = undone)
    }

    /// Secrets of the case's own; there is no case where the target's are fixed.
    pub fn secrets(mut self, secrets: Vec<String>) -> Self {
        if self.builder.setting().own_secrets == OwnSecrets::Fixed
            && secrets != self.builder.setting().secrets
        {
            self.case = None;
        }
        self.with(|case| case.secrets = secrets)
    }

    /// Deliveries that go before.
    pub fn after(self, before: Vec<Delivery>) -> Self {
        self.with(|case| case.before = before)
    }

    /// A failure breaks a genuine delivery.
    pub fn must_accept(self) {
        self.end(Level::Must, Expected::Accept);
    }

    /// Accepted at a level that the scheme decides.
    pub fn accept_at(self, level: Level) {
        self.end(level, Expected::Accept);
    }

    /// The documentation is silent; the reference accepts.
    pub fn may_accept(self) {
        self.end(Level::Unspecified, Expected::Accept);
    }

    /// A failure lets a forgery in.
    pub fn must_reject(self) {
        self.end(Level::Must, Expected::Reject);
    }

    /// A failure is bad hygiene.
    pub fn should_reject(self) {
        self.end(Level::Should, Expected::Reject);
    }

    /// The documentation is silent, or maintained libraries differ; the reference rejects.
    pub fn may_reject(self) {
        self.end(Level::Unspecified, Expected::Reject);
    }

    /// The documentation is silent; what the reference does is expected.
    pub fn unspecified(self) {
        let accepted = self.case.as_ref().is_some_and(|case| self.builder.accepts(case));
        let expected = if accepted {
            Expected::Accept
        } else {
            Expected::Reject
        };
        self.end(Level::Unspecified, expected);
    }

    /// Rejected at a level that the scheme decides.
    pub fn reject_at(self, level: Level) {
        self.end(level, Expected::Reject);
    }

    fn with(mut self, change: impl FnOnce(&mut Case)) -> Self {
        if let Some(case) = &mut self.case {
            change(case);
        }
        self
    }

    fn end(self, level: Level, expected: Expected) {
        if let Some(case) = self.case {
            self.builder.end(case, level, expected);
        }
    }
}
