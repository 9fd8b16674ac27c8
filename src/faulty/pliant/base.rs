//! What the receiver signs: its view of body and URL, the base string, and the digests that it accepts.

use super::find::{Sight, all_pairs, query_of};
use super::{Run, Stop, Texts, split};
use crate::faulty::choices::{BodySeen, Construction, UrlSeen};
use crate::faulty::failure::Failure;
use crate::mac::Hash;
use crate::reserialize::rewriter;
use crate::scheme::{Filter, Method, Part, Source, Value};

impl Run<'_> {
    /// Every digest that the receiver takes for right under a key; for a static token the key itself.
    pub(super) fn expected(
        &self,
        texts: &Texts,
        key: &[u8],
        named: Option<Hash>,
    ) -> Result<Vec<Vec<u8>>, Stop> {
        let (Some(template), Some(hash)) = (self.scheme.base_string(), self.scheme.method().hash()) else {
            return Ok(vec![key.to_vec()]);
        };
        let hash = named.unwrap_or(hash);
        let parts: Vec<&Part> = template.parts().iter().collect();
        let mut found = Vec::new();
        for body in self.bodies()? {
            let view = View {
                texts,
                key,
                body: &body,
            };
            let message = self.expand(&parts, &view)?;
            found.push(match self.scheme.method() {
                Method::Digest(_) => hash.digest(&message).as_bytes().to_vec(),
                Method::Basic
                | Method::Ecdsa { .. }
                | Method::Ed25519
                | Method::Hmac(_)
                | Method::Jwt
                | Method::RsaPkcs1(_)
                | Method::RsaPss(_)
                | Method::Static => hash.hmac(key, &message).as_bytes().to_vec(),
            });
            for construction in self.quirks.also {
                found.push(self.constructed(*construction, hash, &parts, &view, &message)?);
            }
        }
        Ok(found)
    }

    fn constructed(
        &self,
        construction: Construction,
        hash: Hash,
        parts: &[&Part],
        view: &View<'_>,
        message: &[u8],
    ) -> Result<Vec<u8>, Stop> {
        let digest = match construction {
            Construction::BodyOnly => hash.hmac(view.key, view.body),
            Construction::Digest => hash.digest(message),
            Construction::DigestOfKeyAndBase => hash.digest(&[view.key, message].concat()),
            Construction::DigestOfBaseAndKey => hash.digest(&[message, view.key].concat()),
            Construction::EmptyMessage => hash.hmac(view.key, b""),
            Construction::MessageAndEmptyMac => {
                return Ok([message, hash.hmac(view.key, b"").as_bytes()].concat());
            }
            Construction::OtherHash(other) => other.hmac(view.key, message),
            Construction::Swapped => hash.hmac(message, view.key),
            Construction::WithoutId => hash.hmac(
                view.key,
                &self.expand(&self.parts_without(parts, Dropped::Id), view)?,
            ),
            Construction::WithoutLiterals => {
                let values: Vec<&Part> = parts
                    .iter()
                    .copied()
                    .filter(|part| matches!(part, Part::Placeholder(..)))
                    .collect();
                hash.hmac(view.key, &self.expand(&values, view)?)
            }
            Construction::WithoutTimestamp => hash.hmac(
                view.key,
                &self.expand(&self.parts_without(parts, Dropped::Timestamp), view)?,
            ),
        };
        Ok(digest.as_bytes().to_vec())
    }

    /// The parts without one value and the literal that separates it from the rest.
    fn parts_without<'p>(&self, parts: &[&'p Part], dropped: Dropped) -> Vec<&'p Part> {
        let spec = match dropped {
            Dropped::Id => self.scheme.message_id().map(|spec| &spec.location),
            Dropped::Timestamp => self.scheme.timestamp().map(|spec| &spec.location),
        };
        let is_it = |part: &Part| {
            match part {
            Part::Literal(_) => false,
            Part::Placeholder(Value::Id, _) => dropped == Dropped::Id,
            Part::Placeholder(Value::Timestamp, _) => dropped == Dropped::Timestamp,
            Part::Placeholder(Value::Header(name), _) => spec.is_some_and(|location| {
                matches!(&location.source, Source::Header(other) if other.eq_ignore_ascii_case(name))
            }),
            Part::Placeholder(_, _) => false,
        }
        };
        let Some(at) = parts.iter().position(|part| is_it(part)) else {
            return parts.to_vec();
        };
        let mut rest = parts.to_vec();
        rest.remove(at);
        let beside = if matches!(rest.get(at), Some(Part::Literal(_))) {
            at
        } else {
            at.saturating_sub(1)
        };
        if matches!(rest.get(beside), Some(Part::Literal(_))) {
            rest.remove(beside);
        }
        rest
    }

    pub(super) fn expand(&self, parts: &[&Part], view: &View<'_>) -> Result<Vec<u8>, Stop> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Literal(text) => out.extend(text.bytes()),
                Part::Placeholder(value, filters) => {
                    let mut bytes = self.value(value, view)?;
                    for filter in filters {
                        bytes = match filter {
                            Filter::Encode(encoding) => super::decode::encode(*encoding, &bytes),
                            Filter::Hash(hash) => hash.digest(&bytes).as_bytes().to_vec(),
                            Filter::Lower => bytes.iter().map(u8::to_ascii_lowercase).collect(),
                            Filter::Upper => bytes.iter().map(u8::to_ascii_uppercase).collect(),
                            _ => return Err(self.stop(Failure::UnsupportedMethod)),
                        };
                    }
                    out.append(&mut bytes);
                }
            }
        }
        Ok(out)
    }

    fn value(&self, value: &Value, view: &View<'_>) -> Result<Vec<u8>, Stop> {
        let text = |text: &str| Ok(text.as_bytes().to_vec());
        let body = &self.delivery.body;
        let sight = match value {
            Value::Body => return Ok(view.body.to_vec()),
            Value::Config(name) => return text(self.scheme.config(name).unwrap_or_default()),
            Value::Field(name) => {
                self.choose(split::fields(&view.texts.signature, self.scheme.format(), name))
            }
            Value::Form(name) => self.choose(super::find::pairs(body, name)),
            Value::Header(name) => match &self.scheme.timestamp().map(|spec| &spec.location.source) {
                Some(Source::Header(other)) if other.eq_ignore_ascii_case(name) => {
                    view.texts.timestamp.clone().map_or(Sight::Absent, Sight::One)
                }
                _ => self.choose(self.header(name)),
            },
            Value::Id => view.texts.id.clone().map_or(Sight::Absent, Sight::One),
            Value::Method => return text(&self.delivery.method),
            Value::Path => return text(path_of(&self.url())),
            Value::Query => return text(query_of(&self.url())),
            Value::QueryParameter(name) => {
                self.choose(super::find::pairs(query_of(&self.url()).as_bytes(), name))
            }
            Value::Secret => return Ok(view.key.to_vec()),
            Value::Timestamp => view.texts.timestamp.clone().map_or(Sight::Absent, Sight::One),
            Value::Url => return text(&self.url()),
            Value::UrlWithoutQuery => return text(self.url().split(['?', '#']).next().unwrap_or_default()),
            Value::FormPairs
            | Value::Group(_)
            | Value::Headers(_)
            | Value::Host
            | Value::Json(_)
            | Value::JsonMembers(_)
            | Value::JsonText(_)
            | Value::List(_)
            | Value::Origin
            | Value::QueryPairs
            | Value::Target => return Err(self.stop(Failure::UnsupportedMethod)),
        };
        match sight {
            Sight::One(text) => Ok(text),
            Sight::Several => Err(self.stop(Failure::DuplicateValue)),
            Sight::Absent | Sight::Truthy | Sight::Unreadable => Err(self.stop(Failure::MissingValue)),
        }
    }

    fn url(&self) -> String {
        let url = self.delivery.url.clone();
        match self.quirks.url {
            UrlSeen::AsTold => url,
            UrlSeen::ForwardedHost => match (
                self.delivery.headers.text("X-Forwarded-Host"),
                url.split_once("://"),
            ) {
                (Some(host), Some((scheme, rest))) => {
                    let path = rest
                        .find(['/', '?'])
                        .map_or("", |at| rest.get(at..).unwrap_or_default());
                    format!("{scheme}://{host}{path}")
                }
                _ => url,
            },
            UrlSeen::LowerCase => url.to_ascii_lowercase(),
            UrlSeen::WithoutQuery => url.split('?').next().unwrap_or_default().to_owned(),
            UrlSeen::WithoutTrailingSlash => url.trim_end_matches('/').to_owned(),
        }
    }

    /// What the receiver takes the body to be; more than one where it tries several.
    fn bodies(&self) -> Result<Vec<Vec<u8>>, Stop> {
        let raw = &self.delivery.body;
        let lossy = || String::from_utf8_lossy(raw).into_owned();
        let one = match self.quirks.body {
            BodySeen::Raw => raw.clone(),
            BodySeen::Ascii => lossy()
                .chars()
                .map(|letter| if letter.is_ascii() { letter } else { '?' })
                .collect::<String>()
                .into_bytes(),
            BodySeen::BomStripped => raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw).to_vec(),
            BodySeen::CrlfFolded => replaced(raw, b"\r\n", b"\n"),
            BodySeen::FormRewritten => form_rewritten(raw),
            BodySeen::Latin1 => raw
                .iter()
                .copied()
                .map(char::from)
                .collect::<String>()
                .into_bytes(),
            BodySeen::Limited(length) => raw.get(..length).unwrap_or(raw).to_vec(),
            BodySeen::Lossy => lossy().into_bytes(),
            BodySeen::NulCut => raw.split(|&byte| byte == 0).next().unwrap_or_default().to_vec(),
            BodySeen::RawOrRewritten(name) => {
                return Ok([Some(raw.clone()), rewritten(name, raw)]
                    .into_iter()
                    .flatten()
                    .collect());
            }
            BodySeen::Rewritten(name) => rewritten(name, raw).ok_or_else(|| self.stop(Failure::NotJson))?,
            BodySeen::Trimmed => raw.trim_ascii().to_vec(),
            BodySeen::TrailingNewlineCut => {
                let cut = raw.strip_suffix(b"\n").unwrap_or(raw);
                cut.strip_suffix(b"\r").unwrap_or(cut).to_vec()
            }
        };
        Ok(vec![one])
    }
}

/// What a base string is made of.
pub(super) struct View<'v> {
    pub(super) texts: &'v Texts,
    pub(super) key: &'v [u8],
    pub(super) body: &'v [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dropped {
    Id,
    Timestamp,
}

fn rewritten(name: &str, body: &[u8]) -> Option<Vec<u8>> {
    (rewriter(name)?.rewrite)(body)
}

fn path_of(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default()),
        None => url,
    }
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match rest.strip_prefix(from) {
            Some(beyond) => {
                out.extend(to);
                rest = beyond;
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

fn form_rewritten(body: &[u8]) -> Vec<u8> {
    let escaped = |text: &[u8]| {
        let mut out = String::new();
        for &byte in text {
            match byte {
                b' ' => out.push('+'),
                b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
                _ => out.extend(format!("%{byte:02X}").chars()),
            }
        }
        out
    };
    let pairs: Vec<String> = all_pairs(body)
        .iter()
        .map(|(key, value)| format!("{}={}", escaped(key), escaped(value)))
        .collect();
    pairs.join("&").into_bytes()
}
