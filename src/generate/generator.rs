//! Making deliveries of a scheme out of choices.

use crate::cases::{Expected, Setting, test_signing_secret};
use crate::delivery::{Delivery, Headers};
use crate::generate::body::{Oddity, form_body, json_body};
use crate::generate::change::CHANGES;
use crate::generate::choices::Choices;
use crate::generate::generated::Generated;
use crate::scheme::{Binding, Location, Method, Scheme};
use crate::signing::{Draft, Event, SecretError, Signer, Timestamp, Verifier};

/// The greatest number of seconds between a generated timestamp and the present time, where the window is wide.
const WIDEST: u64 = 1_000_000;

/// Generates deliveries of one scheme under one setting.
#[derive(Clone)]
pub struct Generator {
    scheme: Scheme,
    setting: Setting,
    binding: Binding,
    signer: Signer,
    verifier: Verifier,
    other: Signer,
}

/// A genuine delivery with the pieces of which it was made, for changes to start from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Made {
    /// The event.
    pub event: Event,
    /// The event with timestamp and id in place.
    pub draft: Draft,
    /// The signatures' texts.
    pub signatures: Vec<Vec<u8>>,
    /// The signed delivery as its sender writes it.
    pub delivery: Delivery,
    /// The present time, Unix seconds.
    pub now: i64,
}

impl Generator {
    /// A generator with the setting's secrets. Its `now` is used where none is given, its `margin` keeps
    /// timestamps off the edges of the window, and its `body` is the only one where it is given.
    ///
    /// # Errors
    /// When a secret cannot be used.
    pub fn new(scheme: &Scheme, setting: Setting) -> Result<Self, SecretError> {
        let number = if setting.signing_secrets.contains(&test_signing_secret(scheme, 9)) {
            8
        } else {
            9
        };
        Ok(Self {
            signer: Signer::new(scheme, &setting.signing_secrets)?,
            verifier: Verifier::new(scheme, &setting.secrets)?,
            other: Signer::new(scheme, &[test_signing_secret(scheme, number)])?,
            binding: scheme.binds(),
            scheme: scheme.clone(),
            setting,
        })
    }

    /// A generator at the time and with the public test secrets of the golden vectors.
    ///
    /// # Errors
    /// When the scheme's own test secret cannot be used.
    pub fn with_test_secret(scheme: &Scheme) -> Result<Self, SecretError> {
        Self::new(scheme, Setting::vectors(scheme))
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The setting.
    #[must_use]
    pub const fn setting(&self) -> &Setting {
        &self.setting
    }

    /// What the signature binds.
    #[must_use]
    pub const fn binding(&self) -> &Binding {
        &self.binding
    }

    /// The signer.
    #[must_use]
    pub const fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The reference verifier with the same secrets.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// A signer that holds another secret.
    #[must_use]
    pub const fn other_signer(&self) -> &Signer {
        &self.other
    }

    /// A genuine delivery or a forgery, at `now`; `None` if the scheme can sign nothing that is chosen.
    #[must_use]
    pub fn any(&self, choices: &mut Choices<'_>, now: i64) -> Option<Generated> {
        match choices.below(4) {
            0 => self.genuine(choices, now),
            _ => self.forgery(choices, now).or_else(|| self.genuine(choices, now)),
        }
    }

    /// A delivery that a correct receiver accepts at `now`.
    #[must_use]
    pub fn genuine(&self, choices: &mut Choices<'_>, now: i64) -> Option<Generated> {
        let made = self.made(choices, now)?;
        let delivery = self.carried(made.delivery, choices);
        Some(Generated {
            kind: "genuine",
            title: "a genuine delivery".to_owned(),
            flag: "Genuine",
            expected: Expected::Accept,
            undone: None,
            ..self.generated(delivery, now, choices)
        })
    }

    /// A genuine delivery with one change for which a correct receiver rejects it at `now`; `None` for a scheme
    /// that no change touches.
    #[must_use]
    pub fn forgery(&self, choices: &mut Choices<'_>, now: i64) -> Option<Generated> {
        let first = choices.below(CHANGES.len());
        let made = self.made(choices, now)?;
        // A change that the scheme does not know makes way for the next.
        let (rotated, start) = CHANGES.split_at_checked(first)?;
        let (change, (title, delivery)) = start
            .iter()
            .chain(rotated)
            .find_map(|change| Some((change, (change.apply)(self, &made, choices)?)))?;
        if delivery == made.delivery {
            return None;
        }
        Some(Generated {
            kind: change.id,
            title,
            flag: change.flag,
            expected: Expected::Reject,
            undone: Some(made.delivery),
            ..self.generated(delivery, now, choices)
        })
    }

    /// The genuine delivery before anything is changed.
    #[must_use]
    pub fn made(&self, choices: &mut Choices<'_>, now: i64) -> Option<Made> {
        let timestamp = self.timestamp(self.offset(choices), now);
        let id = format!(
            "msg_{}",
            choices.text(&["1", "2KWPBgLlAfxdpx2AI54pPJ85f4W", "a-b", "0"])
        );
        let event = self.event(choices, id);
        // A body without what the scheme signs makes way for the documented one.
        self.signed(event, timestamp.clone(), now).or_else(|| {
            let event = self.event(&mut Choices::of(&[]), "msg_1".to_owned());
            self.signed(event, timestamp, now)
        })
    }

    /// The event signed under this timestamp's text, if a correct receiver can accept it.
    pub(crate) fn signed(&self, event: Event, timestamp: Option<Vec<u8>>, now: i64) -> Option<Made> {
        let draft = self.signer.draft(&event, timestamp).ok()?;
        let signatures = self.signer.signatures(&draft, now).ok()?;
        let delivery = self.signer.finish(draft.clone(), &signatures).ok()?;
        let made = Made {
            event,
            draft,
            signatures,
            delivery,
            now,
        };
        // Only what the form of the body decides is left to the reference; the signature is not.
        (!self.reads_body() || self.verifier.verify(&made.delivery, now).is_ok()).then_some(made)
    }

    /// Whether more of the body than its bytes matters.
    fn reads_body(&self) -> bool {
        let scheme = &self.scheme;
        let places = scheme.signature().places.all().iter();
        let own = places
            .chain(scheme.timestamp().map(|spec| &spec.location))
            .chain(scheme.message_id().map(|spec| &spec.location));
        self.binding.part_of_body
            || !self.binding.fields.is_empty()
            || own.into_iter().any(Location::is_in_body)
    }

    /// The timestamp's text for so many seconds from `now`; `None` for schemes without timestamp.
    pub(crate) fn timestamp(&self, offset: i64, now: i64) -> Option<Vec<u8>> {
        let spec = self.scheme.timestamp()?;
        Some(Timestamp::from_seconds(now.saturating_add(offset)).write(spec.unit))
    }

    /// Seconds from the present time, inside the window: correct receivers differ on its very edges.
    fn offset(&self, choices: &mut Choices<'_>) -> i64 {
        let Some(spec) = self
            .scheme
            .timestamp()
            .filter(|_| self.scheme.method() != Method::Jwt)
        else {
            return 0;
        };
        let reach = |limit: Option<u64>| {
            let limit = limit.unwrap_or_default().saturating_sub(1 + self.setting.margin);
            i64::try_from(limit.min(WIDEST)).unwrap_or_default()
        };
        let (past, future) = (reach(spec.past), reach(spec.future));
        let inside = |choices: &mut Choices<'_>, limit: i64| {
            i64::try_from(choices.below(usize::try_from(limit).unwrap_or_default() + 1)).unwrap_or_default()
        };
        match choices.below(6) {
            0 | 1 => 0,
            2 => -past,
            3 => future,
            4 => -inside(choices, past),
            _ => inside(choices, future),
        }
    }

    fn event(&self, choices: &mut Choices<'_>, id: String) -> Event {
        let samples = self.scheme.samples();
        let kind = choices.below(4);
        let sample = choices.pick(samples);
        let content_type = &self.scheme.delivery().content_type;
        let body = match (&self.setting.body, kind, sample) {
            (Some(body), _, _) => body.clone(),
            (None, 0, Some(sample)) => sample.body.clone().into_bytes(),
            (None, _, _) if content_type.contains("form-urlencoded") => form_body(choices),
            (None, _, _) => json_body(choices, Oddity::Common),
        };
        let mut event = Event::new(&self.scheme, id, body);
        if let (None, 0, Some(content_type)) = (
            &self.setting.body,
            kind,
            sample.and_then(|sample| sample.content_type.as_ref()),
        ) {
            event.headers.set("Content-Type", content_type.as_bytes());
        }
        if let Some(url) = &self.setting.url {
            event.url.clone_from(url);
        }
        event
    }

    /// The delivery as it may travel: other headers beside, names in another case, lines in another order.
    fn carried(&self, mut delivery: Delivery, choices: &mut Choices<'_>) -> Delivery {
        // A canonicalization may sign any header, and lists in them.
        if self.scheme.signature().canonicalization.is_some() {
            return delivery;
        }
        match choices.below(4) {
            0 | 1 => {}
            2 => delivery
                .headers
                .iter_mut()
                .for_each(|header| header.name.make_ascii_lowercase()),
            _ => delivery
                .headers
                .iter_mut()
                .for_each(|header| header.name.make_ascii_uppercase()),
        }
        if choices.once_in(3) {
            delivery.headers.push(
                "X-Unrelated",
                choices.text(&["1", "a=b,c", "caf\u{e9}"]).as_bytes(),
            );
        }
        if choices.once_in(4) {
            let mut lines: Vec<_> = delivery.headers.iter().cloned().collect();
            lines.reverse();
            delivery.headers = lines
                .into_iter()
                .map(|line| (line.name, line.value))
                .collect::<Headers>();
        }
        delivery
    }

    fn generated(&self, delivery: Delivery, now: i64, choices: &Choices<'_>) -> Generated {
        let timestamp = self.scheme.timestamp();
        Generated {
            scheme: self.scheme.id().to_owned(),
            kind: "",
            title: String::new(),
            flag: "",
            expected: Expected::Accept,
            now,
            secrets: self.setting.secrets.clone(),
            tolerance: timestamp.map(|spec| spec.past.or(spec.future).unwrap_or(300)),
            delivery,
            undone: None,
            choices: choices.taken(),
        }
    }
}
