//! Building cases: each ends in its verdict, and the reference verifier must agree.

use std::cell::OnceCell;
use std::collections::HashSet;

use serde::de::IgnoredAny;

use crate::cases::case::{Case, CaseId, Expected, Level, Role, Trace};
use crate::cases::case_builder::CaseBuilder;
use crate::cases::identity::Series;
use crate::cases::setting::{MESSAGE_ID, Setting, test_secret};
use crate::cases::suite::Disagreement;
use crate::delivery::{Delivery, Found, json_string, pairs_of};
use crate::scheme::{Scheme, Source};
use crate::signing::{Draft, Event, Reason, SecretError, Signer, Timestamp, Verifier};

/// The shortest window, in seconds, in which deliveries are not all signed at the present second.
const ROOMY: u64 = 300;

/// What a family works with: the scheme, a signer, genuine deliveries, and the cases made so far.
pub struct Builder<'a> {
    scheme: &'a Scheme,
    setting: &'a Setting,
    signer: Signer,
    verifier: Verifier,
    base_id: CaseId,
    /// The message id, before it is that of the present case.
    message_id: String,
    series: Series,
    /// Whether two base events have different signatures by their ids alone.
    is_told_apart: bool,
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
        let series = Series::new(setting.identities, scheme, setting.now, setting.seed);
        let is_told_apart = scheme.binds().id
            || setting.body.is_none()
                && scheme
                    .usual_sample()
                    .is_some_and(|sample| series.tells_apart(sample.body.as_bytes()));
        Ok(Self {
            scheme,
            setting,
            is_told_apart,
            signer: Signer::new(scheme, &setting.signing_secrets)?,
            verifier: Verifier::new(scheme, &setting.secrets)?,
            base_id: CaseId::new(scheme.id(), "genuine", base),
            message_id: sample_id(scheme).unwrap_or_else(|| MESSAGE_ID.to_owned()),
            series,
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

    /// When the present event is signed, Unix seconds: now or a little before.
    pub(super) fn moment(&self) -> i64 {
        let is_roomy = self.scheme.timestamp().is_some_and(|spec| {
            !matches!(spec.location.source, Source::Claim(_)) && spec.past.is_some_and(|past| past >= ROOMY)
        });
        if is_roomy {
            self.now().saturating_sub(self.series.age())
        } else {
            self.now()
        }
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
            (None, Some(sample)) => self.series.body(sample.body.clone().into_bytes()),
            (None, None) => b"{\"event\":\"ping\",\"n\":1}".to_vec(),
        }
    }

    /// The base event.
    #[must_use]
    pub fn base_event(&self) -> Event {
        let mut event = self.event(self.base_body());
        let sample = self.scheme.usual_sample().filter(|_| self.setting.body.is_none());
        let content_type = match &self.setting.body {
            Some(body) => type_of_other(body, &self.scheme.delivery().content_type),
            None => sample.and_then(|sample| sample.content_type.as_deref()),
        };
        if let Some(content_type) = content_type {
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

    /// An event with this body, as the scheme's sender delivers it. Its message id is the same until the case
    /// under way ends.
    #[must_use]
    pub fn event(&self, body: impl Into<Vec<u8>>) -> Event {
        let mut event = Event::new(self.scheme, self.series.id(&self.message_id), body);
        self.series.headers(&mut event.headers);
        if let Some(url) = &self.setting.url {
            event.url.clone_from(url);
        }
        event
    }

    /// The event signed now; `None` where the scheme cannot carry it (a token in a JSON body that is none).
    #[must_use]
    pub fn signed(&self, event: &Event) -> Option<Delivery> {
        self.signer.sign(event, self.moment()).ok()
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
        self.signer.draft(event, self.timestamp_text(self.moment())).ok()
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
        CaseBuilder::new(self, case)
    }

    /// Whether the reference accepts the case's delivery.
    pub(super) fn accepts(&self, case: &Case) -> bool {
        let verdict = |verifier: &Verifier| verifier.verify(&case.delivery, case.now).is_ok();
        if case.secrets == self.setting.secrets {
            verdict(&self.verifier)
        } else {
            Verifier::new(self.scheme, &case.secrets).is_ok_and(|own| verdict(&own))
        }
    }

    /// Ends the case under way with its verdict; the next is about another event.
    pub(super) fn end(&mut self, mut case: Case, level: Level, expected: Expected) {
        case.level = level;
        case.expected = expected;
        // Other bodies are each in one case, and those with ids of their own are not counted.
        let is_taken = !self.is_told_apart
            && (expected == Expected::Accept || !case.before.is_empty())
            && case.delivery.body == self.base_body();
        if expected == Expected::Reject {
            if case.undone.is_none() {
                case.undone = self.base();
            }
            case.base.get_or_insert_with(|| self.base_id.clone());
        }
        // Where nothing was changed nothing is wrong: the scheme has no such fault.
        let is_changed = expected == Expected::Accept
            || case.undone.as_ref() != Some(&case.delivery)
            || case.secrets != self.setting.secrets;
        if is_changed {
            self.add(case);
        }
        if self.series.advance(is_taken) {
            self.base = OnceCell::new();
            self.base_signed = OnceCell::new();
        }
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

/// The content type of a given body that is plainly of another kind than the sender's usual one.
fn type_of_other(body: &[u8], usual: &str) -> Option<&'static str> {
    let is_json = serde_json::from_slice::<IgnoredAny>(body).is_ok();
    let is_form = body.contains(&b'=') && body.iter().all(u8::is_ascii_graphic) && !body.starts_with(b"<");
    match (is_json, is_form) {
        (true, _) if !usual.contains("json") => Some("application/json"),
        (false, true) if !usual.contains("form") => Some("application/x-www-form-urlencoded"),
        _ => None,
    }
}

/// The message id of the usual sample, where its body holds one; elsewhere it is the sender's to write.
fn sample_id(scheme: &Scheme) -> Option<String> {
    let location = &scheme.message_id()?.location;
    let body = scheme.usual_sample()?.body.as_bytes();
    let found = match &location.source {
        _ if !location.steps.is_empty() => return None,
        Source::Form(name) => Found::only(pairs_of(body, name)),
        Source::Json(pointer) => json_string(body, pointer),
        Source::Body
        | Source::Claim(_)
        | Source::Field(_)
        | Source::Header(_)
        | Source::Jose(_)
        | Source::Numbered(_)
        | Source::Query(_) => return None,
    };
    match found {
        Found::One(text) => String::from_utf8(text.into_owned()).ok(),
        Found::Absent | Found::Ambiguous | Found::Unreadable => None,
    }
}
