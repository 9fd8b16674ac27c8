//! Making a signed delivery.

use crate::delivery::{Delivery, Found};
use crate::scheme::{Condition, Format, Location, Scheme, Several, Source, Step, Template};
use crate::signing::base_string::{Parts, expanded};
use crate::signing::canonicalization::Construction;
use crate::signing::locate::locate;
use crate::signing::place::{Json, Placed, place};
use crate::signing::plan::{Plan, holds};
use crate::signing::signing_key::SigningKey;
use crate::signing::{Draft, Event, Reason, SecretError, SignError, Timestamp};

/// A scheme and its secrets, ready to sign.
#[derive(Clone)]
pub struct Signer {
    scheme: Scheme,
    plans: Vec<Plan>,
    keys: Vec<SigningKey>,
}

impl Signer {
    /// Compiles a scheme with its secrets, for a public-key scheme the private keys; a scheme whose format is a
    /// list carries one signature for each.
    ///
    /// # Errors
    /// When there is no secret, or one is not written as the scheme writes it, or its key is empty.
    pub fn new<S: AsRef<[u8]>>(scheme: &Scheme, secrets: &[S]) -> Result<Self, SecretError> {
        if secrets.is_empty() {
            return Err(SecretError::None(scheme.id().to_owned()));
        }
        let keys = secrets
            .iter()
            .map(|secret| SigningKey::new(scheme, secret.as_ref()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            scheme: scheme.clone(),
            plans: Plan::all(scheme),
            keys,
        })
    }

    /// A signer with key bytes as they are: for cases that need a key which no secret stands for.
    #[must_use]
    pub fn with_key(scheme: &Scheme, key: Vec<u8>) -> Self {
        Self {
            scheme: scheme.clone(),
            plans: Plan::all(scheme),
            keys: vec![SigningKey::of_bytes(scheme, key)],
        }
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The first key's bytes.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        self.keys.first().map_or(b"", SigningKey::bytes)
    }

    /// Signs an event at `now`, Unix seconds.
    ///
    /// # Errors
    /// When a value cannot be placed, the base string cannot be made, or the key cannot sign.
    pub fn sign(&self, event: &Event, now: i64) -> Result<Delivery, SignError> {
        let timestamp = self
            .scheme
            .timestamp()
            .map(|spec| Timestamp::from_seconds(now).write(spec.unit));
        self.sign_with_timestamp(event, timestamp, now)
    }

    /// Signs an event with this text as its timestamp; `now` is the present time for a token's claims.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn sign_with_timestamp(
        &self,
        event: &Event,
        timestamp: Option<Vec<u8>>,
        now: i64,
    ) -> Result<Delivery, SignError> {
        let draft = self.draft(event, timestamp)?;
        let signatures = self.signatures(&draft, now)?;
        self.finish(draft, &signatures)
    }

    /// Puts timestamp and id in place.
    ///
    /// # Errors
    /// When one cannot be put where the scheme says.
    pub fn draft(&self, event: &Event, timestamp: Option<Vec<u8>>) -> Result<Draft, SignError> {
        let mut delivery = Delivery {
            method: event.method.clone(),
            url: event.url.clone(),
            headers: event.headers.clone(),
            body: event.body.clone(),
        };
        let id = self
            .scheme
            .message_id()
            .map(|spec| (&spec.location, event.id.clone().into_bytes()));
        if let Some((location, id)) = &id {
            place(&mut delivery, location, &Placed::text(id))?;
        }
        self.place_timestamp(&mut delivery, timestamp.as_deref())?;
        // Where no way to sign applies, what the main one asks for is written.
        if Plan::index_for(&self.plans, &self.scheme, &delivery).is_none() {
            let conditions = self.scheme.signature().when.iter();
            for (location, text) in conditions.flat_map(Condition::equalities) {
                let placed = Placed::documented(&self.scheme, location, text.as_bytes());
                place(&mut delivery, location, &placed)?;
            }
        }
        let mut draft = Draft {
            delivery,
            timestamp,
            id: id.map(|(_, id)| id),
        };
        for require in self.scheme.requires() {
            if require
                .when
                .as_ref()
                .is_none_or(|when| holds(when, &self.scheme, &draft.delivery))
            {
                let parts = self.parts(&draft, self.key(), None, 0);
                let value = expanded(&require.equals, &parts).map_err(SignError::BaseString)?;
                let format = self.scheme.format();
                let is_there = matches!(
                    locate(&draft.delivery, &require.location, format, None),
                    Found::One(found) if found.as_ref() == value
                );
                if !is_there {
                    let placed = Placed::documented(&self.scheme, &require.location, &value);
                    place(&mut draft.delivery, &require.location, &placed)?;
                }
            }
        }
        if let Some(construction) = self.scheme.signature().canonicalization.map(Construction::of) {
            (construction.prepare)(&self.scheme, &mut draft.delivery, draft.timestamp.as_deref());
        }
        Ok(draft)
    }

    fn place_timestamp(&self, delivery: &mut Delivery, timestamp: Option<&[u8]>) -> Result<(), SignError> {
        let (Some(spec), Some(value)) = (self.scheme.timestamp(), timestamp) else {
            return Ok(());
        };
        // A parameter of a structured field is written with its field.
        if spec
            .location
            .steps
            .iter()
            .any(|step| matches!(step, Step::Parameter(_)))
        {
            return Ok(());
        }
        let json = if spec.unit.is_number() {
            Json::Number
        } else {
            Json::Text
        };
        place(
            delivery,
            &spec.location,
            &Placed {
                json,
                ..Placed::text(value)
            },
        )
    }

    /// The bytes that are signed.
    ///
    /// # Errors
    /// When a value is missing.
    pub fn base_string(&self, draft: &Draft) -> Result<Vec<u8>, SignError> {
        let items = self.signature_text(draft, &[]);
        let parts = self.parts(draft, self.key(), Some(&items), 0);
        self.plan(draft)?
            .base_string(&parts)
            .map_err(SignError::BaseString)
    }

    /// Another template, expanded for the draft: what a sender signs that misreads the documentation.
    ///
    /// # Errors
    /// When a value is missing.
    pub fn expanded(&self, template: &Template, draft: &Draft) -> Result<Vec<u8>, SignError> {
        let items = self.signature_text(draft, &[]);
        let parts = self.parts(draft, self.key(), Some(&items), 0);
        expanded(template, &parts).map_err(SignError::BaseString)
    }

    /// The signatures' texts, one for each secret; only the first where the format holds one.
    ///
    /// # Errors
    /// When the base string cannot be made or the key cannot sign.
    pub fn signatures(&self, draft: &Draft, now: i64) -> Result<Vec<Vec<u8>>, SignError> {
        let keys = if self.scheme.format().is_list() || self.scheme.signature().several == Several::Any {
            self.keys.len()
        } else {
            1
        };
        let items = self.signature_text(draft, &[]);
        let plan = self.plan(draft)?;
        self.keys
            .iter()
            .take(keys)
            .map(|key| {
                let parts = self.parts(draft, key.bytes(), Some(&items), now);
                key.sign(plan, &parts)
            })
            .collect()
    }

    fn plan(&self, draft: &Draft) -> Result<&Plan, SignError> {
        let index = Plan::index_for(&self.plans, &self.scheme, &draft.delivery);
        index
            .and_then(|index| self.plans.get(index))
            .ok_or(SignError::BaseString(Reason::NoVariant))
    }

    /// Puts the signatures' texts in place, written as the scheme's format writes them.
    ///
    /// # Errors
    /// When they cannot be put where the scheme says.
    pub fn finish(&self, draft: Draft, signatures: &[Vec<u8>]) -> Result<Delivery, SignError> {
        if self.scheme.signature().several == Several::First {
            let text = self.signature_text(&draft, signatures);
            return self.finish_with_text(draft, &text);
        }
        let texts: Vec<_> = signatures
            .iter()
            .map(|signature| self.signature_text(&draft, std::slice::from_ref(signature)))
            .collect();
        let mut delivery = draft.delivery;
        for (location, text) in self.places().iter().zip(&texts) {
            self.place_signature(&mut delivery, location, text)?;
        }
        Ok(delivery)
    }

    /// The places of the first, second and further signature.
    fn places(&self) -> Vec<Location> {
        let numbered = |location: &Location| match &location.source {
            Source::Numbered(name) => (1..=self.keys.len())
                .map(|number| Location {
                    source: Source::Header(format!("{name}{number}")),
                    steps: location.steps.clone(),
                })
                .collect(),
            _ => vec![location.clone()],
        };
        self.scheme
            .signature()
            .places
            .all()
            .iter()
            .flat_map(numbered)
            .collect()
    }

    /// Puts a whole signature text in place.
    ///
    /// # Errors
    /// When it cannot be put where the scheme says.
    pub fn finish_with_text(&self, draft: Draft, text: &[u8]) -> Result<Delivery, SignError> {
        let mut delivery = draft.delivery;
        self.place_signature(&mut delivery, self.scheme.signature().places.first(), text)?;
        Ok(delivery)
    }

    fn place_signature(
        &self,
        delivery: &mut Delivery,
        location: &Location,
        text: &[u8],
    ) -> Result<(), SignError> {
        let placed = Placed {
            envelope: self.scheme.envelope(),
            ..Placed::text(text)
        };
        place(delivery, location, &placed)
    }

    /// The whole text of the signature's header, parameter or field.
    #[must_use]
    pub fn signature_text(&self, draft: &Draft, signatures: &[Vec<u8>]) -> Vec<u8> {
        let format = self.scheme.format();
        let lead = format.lead().into_bytes();
        let tail: &[u8] = match format {
            Format::Dictionary { .. } => b":",
            Format::Parameters { quote, .. } => quote.as_bytes(),
            Format::Bare { .. }
            | Format::Fields { .. }
            | Format::List { .. }
            | Format::Positional { .. }
            | Format::Tagged { .. } => b"",
        };
        let led = |signature: &Vec<u8>| [lead.as_slice(), signature, tail].concat();
        let signed = signatures.iter().map(led);
        let items = self.items(draft);
        match format {
            Format::Bare { .. } | Format::Dictionary { .. } => signed.take(1).collect::<Vec<_>>().concat(),
            Format::Fields {
                separator,
                key_separator,
                ..
            } => {
                let keyed = items
                    .iter()
                    .map(|(name, value)| [name.as_bytes(), key_separator.as_bytes(), value].concat());
                keyed.chain(signed).collect::<Vec<_>>().join(separator.as_bytes())
            }
            Format::Parameters {
                prefix,
                separator,
                quote,
                ..
            } => {
                let keyed = items.iter().map(|(name, value)| {
                    [name.as_bytes(), b"=", quote.as_bytes(), value, quote.as_bytes()].concat()
                });
                let text = keyed.chain(signed).collect::<Vec<_>>().join(separator.as_bytes());
                [prefix.as_bytes(), &text].concat()
            }
            Format::Positional { separator, .. } => {
                let mut items = items;
                items.sort_by_key(|(name, _)| name.parse::<usize>().unwrap_or(usize::MAX));
                let values = items.into_iter().map(|(_, value)| value);
                let all = values.chain(signed).collect::<Vec<_>>();
                all.join(separator.as_bytes())
            }
            Format::List { separator, .. } | Format::Tagged { separator, .. } => {
                signed.collect::<Vec<_>>().join(separator.as_bytes())
            }
        }
    }

    /// The items of the list beside its signatures: timestamp, id, and what else the scheme writes.
    fn items(&self, draft: &Draft) -> Vec<(String, Vec<u8>)> {
        let own = [
            (
                self.scheme.timestamp().map(|spec| &spec.location.source),
                &draft.timestamp,
            ),
            (
                self.scheme.message_id().map(|spec| &spec.location.source),
                &draft.id,
            ),
        ];
        let own = own
            .into_iter()
            .filter_map(|(source, value)| match (source, value) {
                (Some(Source::Field(name)), Some(value)) => Some((name.clone(), value.clone())),
                _ => None,
            });
        let parts = self.parts(draft, self.key(), None, 0);
        let parameters = self.scheme.parameters().iter().filter_map(|parameter| {
            let value = expanded(&parameter.value, &parts).ok()?;
            Some((parameter.name.clone(), value))
        });
        let construction = self.scheme.signature().canonicalization.map(Construction::of);
        let constructed = construction
            .map(|construction| (construction.parameters)(&self.scheme, draft.timestamp.as_deref()));
        own.chain(parameters)
            .chain(constructed.into_iter().flatten())
            .collect()
    }

    fn parts<'a>(
        &'a self,
        draft: &'a Draft,
        key: &'a [u8],
        signature: Option<&'a [u8]>,
        now: i64,
    ) -> Parts<'a> {
        Parts {
            scheme: &self.scheme,
            delivery: &draft.delivery,
            timestamp: draft.timestamp.as_deref(),
            id: draft.id.as_deref(),
            signature,
            key,
            now,
        }
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &self.scheme.id())
            .finish_non_exhaustive()
    }
}
