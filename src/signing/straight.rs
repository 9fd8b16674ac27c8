//! The shape that most schemes have, compiled: HMAC or a plain digest, one signature in a header, and its timestamp and
//! id in headers or in the signature's own list. Judging it moves nothing about but slices; it decides what `verify`
//! decides of every shape, rule for rule.

use crate::delivery::{Delivery, Headers};
use crate::scheme::{Format, Location, Method, Scheme, Several, Source, TimestampUnit};
use crate::signing::Reason;
use crate::signing::items::{next_item, value_under};
use crate::signing::plan::Plan;

/// Where the values of such a scheme stand.
#[derive(Clone)]
pub(super) struct Straight {
    /// The name of the signature's header.
    signature: String,
    timestamp: Option<(At, TimestampUnit)>,
    id: Option<At>,
}

#[derive(Clone)]
enum At {
    /// An item of the signature's list.
    Field {
        separator: String,
        key: String,
        key_separator: String,
    },
    Header(String),
}

/// What a delivery brings, as slices of it.
pub(super) struct Brought<'a> {
    pub(super) signature: &'a [u8],
    pub(super) timestamp: Option<(&'a [u8], TimestampUnit)>,
    pub(super) id: Option<&'a [u8]>,
}

impl Straight {
    /// `None` where the scheme has another shape.
    pub(super) fn of(scheme: &Scheme, plans: &[Plan]) -> Option<Self> {
        let [
            Plan {
                when: None, method, ..
            },
        ] = plans
        else {
            return None;
        };
        if !matches!(method, Method::Digest(_) | Method::Hmac(_)) || !scheme.requires().is_empty() {
            return None;
        }
        let signature = scheme.signature();
        let ([place], Several::First) = (signature.places.all(), signature.several) else {
            return None;
        };
        let At::Header(name) = At::of(place, &[], scheme.format())? else {
            return None;
        };
        let timestamp = match scheme.timestamp() {
            Some(spec) => Some((At::of(&spec.location, &spec.aliases, scheme.format())?, spec.unit)),
            None => None,
        };
        let id = match scheme.message_id() {
            Some(spec) => Some(At::of(&spec.location, &spec.aliases, scheme.format())?),
            None => None,
        };
        Some(Self {
            signature: name,
            timestamp,
            id,
        })
    }

    /// The values that the scheme names.
    #[inline(always)]
    pub(super) fn read<'a>(&self, delivery: &'a Delivery) -> Result<Brought<'a>, Reason> {
        let headers = &delivery.headers;
        let reasons = (Reason::MissingSignature, Reason::DuplicateSignature);
        let signature = header(headers, &self.signature, reasons)?;
        if signature.is_empty() {
            return Err(Reason::EmptySignature);
        }
        let timestamp = match &self.timestamp {
            Some((at, unit)) => {
                let reasons = (Reason::MissingTimestamp, Reason::DuplicateTimestamp);
                Some((at.text(headers, signature, reasons)?, *unit))
            }
            None => None,
        };
        let id = match &self.id {
            Some(at) => Some(at.text(headers, signature, (Reason::MissingId, Reason::DuplicateValue))?),
            None => None,
        };
        Ok(Brought {
            signature,
            timestamp,
            id,
        })
    }
}

impl At {
    fn of(location: &Location, aliases: &[Location], format: &Format) -> Option<Self> {
        if !aliases.is_empty() || !location.steps.is_empty() {
            return None;
        }
        match (&location.source, format) {
            (Source::Header(name), _) => Some(Self::Header(name.clone())),
            (
                Source::Field(key),
                Format::Fields {
                    separator,
                    key_separator,
                    ..
                },
            ) => Some(Self::Field {
                separator: separator.clone(),
                key: key.clone(),
                key_separator: key_separator.clone(),
            }),
            _ => None,
        }
    }

    /// The one text there, which is not empty.
    #[inline(always)]
    fn text<'a>(
        &self,
        headers: &'a Headers,
        signature: &'a [u8],
        (missing, duplicate): (Reason, Reason),
    ) -> Result<&'a [u8], Reason> {
        let text = match self {
            Self::Field {
                separator,
                key,
                key_separator,
            } => {
                let mut rest = Some(signature);
                let mut text = None;
                while let Some(item) = next_item(&mut rest, separator) {
                    if let Some(value) = value_under(item, key, key_separator)
                        && text.replace(value).is_some()
                    {
                        return Err(duplicate);
                    }
                }
                text.ok_or(missing)?
            }
            Self::Header(name) => header(headers, name, (missing, duplicate))?,
        };
        match text.is_empty() {
            true => Err(missing),
            false => Ok(text),
        }
    }
}

/// The one value of this name.
#[inline]
fn header<'a>(
    headers: &'a Headers,
    name: &str,
    (missing, duplicate): (Reason, Reason),
) -> Result<&'a [u8], Reason> {
    let mut values = headers.values(name);
    let value = values.next().ok_or(missing)?;
    match values.next() {
        Some(_) => Err(duplicate),
        None => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use crate::delivery::Delivery;
    use crate::scheme::{CATALOG, Scheme, catalog_scheme};
    use crate::signing::{Event, Signer, Verifier};

    const NOW: i64 = 1_700_000_000;

    /// A secret that the scheme can use, with what signs and what verifies.
    fn ready(scheme: &Scheme) -> (Signer, Verifier) {
        let (prefix, text) = (&scheme.secret().prefix, "00112233445566778899aabbccddeeff");
        let secrets = [format!("{prefix}{text}"), format!("{prefix}{text}==")];
        let ready = |secret: &String| {
            let signer = Signer::new(scheme, &[secret]).ok()?;
            Some((signer, Verifier::new(scheme, &[secret]).ok()?))
        };
        secrets.iter().find_map(ready).unwrap()
    }

    /// The delivery with each of its headers missing, twice there, empty, longer, and of another spelling.
    fn changed(genuine: &Delivery) -> Vec<Delivery> {
        let mut all = vec![genuine.clone()];
        for (index, line) in genuine.headers.iter().enumerate() {
            let mut with = |change: &dyn Fn(&mut Vec<u8>)| {
                let mut delivery = genuine.clone();
                change(&mut delivery.headers.iter_mut().nth(index).unwrap().value);
                all.push(delivery);
            };
            with(&|value| value.clear());
            with(&|value| value.push(b','));
            with(&|value| value.extend_from_slice(&line.value));
            with(&|value| value.splice(..0, *b"t=1,").for_each(drop));
            with(&|value| value.make_ascii_uppercase());
            with(&|value| value.reverse());
            let mut without = genuine.clone();
            without.headers.remove(&line.name);
            let mut twice = genuine.clone();
            twice
                .headers
                .push(line.name.to_ascii_uppercase(), line.value.clone());
            let mut respelled = without.clone();
            respelled
                .headers
                .push(line.name.to_ascii_uppercase(), line.value.clone());
            all.extend([without, twice, respelled]);
        }
        all
    }

    fn check(scheme: &Scheme) -> bool {
        let plans = super::Plan::all(scheme);
        if super::Straight::of(scheme, &plans).is_none() {
            return false;
        }
        let (signer, verifier) = ready(scheme);
        let event = Event::new(scheme, "msg_1", br#"{"event":"ping"}"#);
        // Some schemes sign values that this event does not have.
        let Ok(genuine) = signer.sign(&event, NOW) else {
            return false;
        };
        assert_eq!(verifier.verify(&genuine, NOW), Ok(()), "{}", scheme.id());
        for delivery in changed(&genuine) {
            for now in [NOW, NOW + 301, NOW - 301, i64::MIN, i64::MAX] {
                assert_eq!(
                    verifier.verify(&delivery, now),
                    verifier.verify_any_shape(&delivery, now),
                    "{}: {delivery:?} at {now}",
                    scheme.id()
                );
            }
        }
        true
    }

    #[test]
    fn the_common_shape_is_judged_as_any_shape_is() {
        let schemes = CATALOG.iter().filter_map(|entry| catalog_scheme(entry.id));
        let n = schemes.filter(check).count();
        assert!(n >= 60, "only {n} schemes have the shape");
    }
}
