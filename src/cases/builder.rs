//! Building cases: each ends in its verdict, and the reference verifier must agree.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::cases::case::{Case, CaseId, Expected, Level, Role, Trace};
use crate::cases::setting::{OwnSecrets, Setting, test_secret};
use crate::cases::suite::Disagreement;
use crate::delivery::Delivery;
use crate::scheme::Scheme;
use crate::signing::{Draft, Event, Reason, SecretError, Signer, Timestamp, Verifier};

/// What a family works with: the scheme, a signer, genuine deliveries, and the cases made so far.
pub struct Builder<'a> {
    scheme: &'a Scheme,
    setting: &'a Setting,
    signer: Signer,
    verifier: Verifier,
    base_id: CaseId,
    family: &'static str,
    cases: Vec<Case>,
    ids: HashSet<CaseId>,
    disagreements: Vec<Disagreement>,
    /// Made at the first use: most cases change them.
    base: OnceCell<Option<Delivery>>,
    base_signed: OnceCell<Option<(Draft, Vec<Vec<u8>>)>>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(scheme: &'a Scheme, setting: &'a Setting) -> Result<Self, SecretError> {
        let base = match (&setting.body, scheme.usual_sample()) {
            (Some(_), _) => "given-body",
            (None, Some(sample)) => &sample.name,
            (None, None) => "plain-object",
        };
        Ok(Self {
            scheme,
            setting,
            signer: Signer::new(scheme, &setting.signing_secrets)?,
            verifier: Verifier::new(scheme, &setting.secrets)?,
            base_id: CaseId::new(scheme.id(), "genuine", base),
            family: "",
            cases: Vec::new(),
            ids: HashSet::new(),
            disagreements: Vec::new(),
            base: OnceCell::new(),
            base_signed: OnceCell::new(),
        })
    }

    pub(crate) fn begin(&mut self, family: &'static str) {
        self.family = family;
    }

    pub(crate) fn finish(self) -> (Vec<Case>, Vec<Disagreement>) {
        (self.cases, self.disagreements)
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &'a Scheme {
        self.scheme
    }

    /// The setting.
    #[must_use]
    pub const fn setting(&self) -> &'a Setting {
        self.setting
    }

    /// The present time, Unix seconds.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.setting.now
    }

    /// The signer with the setting's secrets.
    #[must_use]
    pub const fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The id of the genuine case that most cases change: the documented sample, or the body that was given.
    #[must_use]
    pub const fn base_id(&self) -> &CaseId {
        &self.base_id
    }

    /// The base case's body.
    #[must_use]
    pub fn base_body(&self) -> Vec<u8> {
        match (&self.setting.body, self.scheme.usual_sample()) {
            (Some(body), _) => body.clone(),
            (None, Some(sample)) => sample.body.clone().into_bytes(),
            (None, None) => b"{\"event\":\"ping\",\"n\":1}".to_vec(),
        }
    }

    /// The base event.
    #[must_use]
    pub fn base_event(&self) -> Event {
        let mut event = self.event(self.base_body());
        if let (None, Some(sample)) = (&self.setting.body, self.scheme.usual_sample())
            && let Some(content_type) = &sample.content_type
        {
            event.headers.set("Content-Type", content_type.as_bytes());
        }
        event
    }

    /// The base delivery: genuine, signed now.
    #[must_use]
    pub fn base(&self) -> Option<Delivery> {
        self.base.get_or_init(|| self.signed(&self.base_event())).clone()
    }

    /// The base event in place, with the texts of its signatures.
    fn base_signed(&self) -> Option<(Draft, Vec<Vec<u8>>)> {
        let made = self.base_signed.get_or_init(|| {
            let draft = self.draft(&self.base_event())?;
            let signatures = self.signer.signatures(&draft, self.now()).ok()?;
            Some((draft, signatures))
        });
        made.clone()
    }

    /// An event with this body, as the scheme's sender delivers it. Its message id is always the same.
    #[must_use]
    pub fn event(&self, body: impl Into<Vec<u8>>) -> Event {
        let mut event = Event::new(self.scheme, "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", body);
        if let Some(url) = &self.setting.url {
            event.url.clone_from(url);
        }
        event
    }

    /// The event signed now; `None` where the scheme cannot carry it (a token in a JSON body that is none).
    #[must_use]
    pub fn signed(&self, event: &Event) -> Option<Delivery> {
        self.signer.sign(event, self.now()).ok()
    }

    /// The timestamp's text for a time, as the scheme writes it; `None` for schemes without timestamp.
    #[must_use]
    pub fn timestamp_text(&self, seconds: i64) -> Option<Vec<u8>> {
        self.scheme
            .timestamp()
            .map(|spec| Timestamp::from_seconds(seconds).write(spec.unit))
    }

    /// The event with its timestamp and id in place, not yet signed.
    #[must_use]
    pub fn draft(&self, event: &Event) -> Option<Draft> {
        self.signer.draft(event, self.timestamp_text(self.now())).ok()
    }

    /// The draft under this signature: the bytes are encoded and written as the scheme does.
    #[must_use]
    pub fn with_signature(&self, draft: Draft, signature: &[u8]) -> Option<Delivery> {
        let text = self.scheme.signature().encoding.encode(signature);
        self.signer.finish(draft, &[text]).ok()
    }

    /// The base delivery under the text that `change` makes of its whole signature text.
    #[must_use]
    pub fn with_signature_text(&self, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Option<Delivery> {
        let (draft, signatures) = self.base_signed()?;
        let text = change(&self.signer.signature_text(&draft, &signatures));
        self.signer.finish_with_text(draft, &text).ok()
    }

    /// The base delivery under the text that `change` makes of its signature alone, without prefix, key or
    /// version.
    #[must_use]
    pub fn with_signature_value(&self, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Option<Delivery> {
        let (draft, mut signatures) = self.base_signed()?;
        // A second good signature would hide the change.
        signatures.truncate(1);
        if let Some(first) = signatures.first_mut() {
            *first = change(first);
        }
        self.signer.finish(draft, &signatures).ok()
    }

    /// Another public test secret, as the target would be told it.
    #[must_use]
    pub fn other_secret(&self) -> String {
        test_secret(self.scheme, 7)
    }

    /// Begins a case. `what` says what is wrong, kebab-case; `title` what is sent. Where `delivery` is
    /// `None`, the scheme cannot carry it and there is no case.
    pub fn case(
        &mut self,
        what: &str,
        title: impl Into<String>,
        delivery: Option<Delivery>,
    ) -> CaseBuilder<'_, 'a> {
        let tolerance = self
            .scheme
            .timestamp()
            .map(|spec| spec.past.or(spec.future).unwrap_or(300));
        let case = delivery.map(|delivery| Case {
            id: CaseId::new(self.scheme.id(), self.family, what),
            title: title.into(),
            family: self.family,
            role: Role::Verify,
            flags: Vec::new(),
            level: Level::Must,
            expected: Expected::Accept,
            reasons: Vec::new(),
            base: None,
            secrets: self.setting.secrets.clone(),
            tolerance,
            now: self.setting.now,
            before: Vec::new(),
            delivery,
            undone: None,
            trace: None,
        });
        CaseBuilder { builder: self, case }
    }

    fn add(&mut self, mut case: Case) {
        if !self.ids.insert(case.id.clone()) {
            let disagreement = Disagreement {
                id: case.id,
                what: "the id is used twice".to_owned(),
            };
            self.disagreements.push(disagreement);
            return;
        }
        let other;
        let verifier = if case.secrets == self.setting.secrets {
            Ok(&self.verifier)
        } else {
            other = Verifier::new(self.scheme, &case.secrets);
            other.as_ref()
        };
        let judged = verifier
            .as_ref()
            .map(|verifier| verifier.verify(&case.delivery, case.now).map_err(Reason::name));
        let verdict = match &judged {
            Ok(verdict) => verdict.map_err(str::to_owned),
            Err(error) => Err(error.to_string()),
        };
        let agrees = match case.expected {
            Expected::Accept => verdict.is_ok(),
            Expected::Reject => verdict.is_err(),
        };
        // A change that an alternative base string allows is no forgery.
        let is_allowed =
            case.expected == Expected::Reject && !self.scheme.signature().alternatives.is_empty();
        if !agrees && is_allowed {
            return;
        }
        if !agrees {
            let what = format!(
                "expected {}, the reference says {verdict:?}",
                case.expected.name()
            );
            self.disagreements.push(Disagreement { id: case.id, what });
            return;
        }
        if let Ok(verifier) = verifier {
            case.trace = verifier
                .trace(&case.delivery)
                .map(|(base_string, mac)| Trace { base_string, mac });
            if let (true, Ok(Err(reason))) = (case.reasons.is_empty(), judged) {
                case.reasons.push(reason);
            }
        }
        self.cases.push(case);
    }
}

/// A case under way; it ends in its verdict.
#[must_use = "a case ends in its verdict: call for example `must_reject`"]
pub struct CaseBuilder<'b, 'a> {
    builder: &'b mut Builder<'a>,
    case: Option<Case>,
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
        if self.builder.setting.own_secrets == OwnSecrets::Fixed && secrets != self.builder.setting.secrets {
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
        let accepted = self.case.as_ref().is_some_and(|case| {
            let verdict = |verifier: &Verifier| verifier.verify(&case.delivery, case.now).is_ok();
            if case.secrets == self.builder.setting.secrets {
                verdict(&self.builder.verifier)
            } else {
                Verifier::new(self.builder.scheme, &case.secrets).is_ok_and(|own| verdict(&own))
            }
        });
        self.end(
            Level::Unspecified,
            if accepted {
                Expected::Accept
            } else {
                Expected::Reject
            },
        );
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
        let Some(mut case) = self.case else { return };
        case.level = level;
        case.expected = expected;
        if expected == Expected::Reject {
            if case.undone.is_none() {
                case.undone = self.builder.base();
            }
            case.base.get_or_insert_with(|| self.builder.base_id.clone());
            // Nothing was changed, so nothing is wrong: the scheme has no such fault.
            if case.undone.as_ref() == Some(&case.delivery) && case.secrets == self.builder.setting.secrets {
                return;
            }
        }
        self.builder.add(case);
    }
}
