//! Which texts the receiver takes for signatures: prefix, list and versions.

use super::{Run, Stop};
use crate::faulty::choices::{List, Prefix, Versions};
use crate::faulty::failure::Failure;
use crate::mac::Hash;
use crate::scheme::{Format, Source, Template, Value};

/// A text that may be a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) value: Vec<u8>,
    /// The hash that the sender's label names, for a receiver that follows it.
    pub(super) hash: Option<Hash>,
}

impl Run<'_> {
    /// The signatures in a signature's text that the receiver tries, in order.
    pub(super) fn candidates(&self, text: &[u8]) -> Result<Vec<Candidate>, Stop> {
        let format = self.scheme.format();
        let mut found = match format {
            Format::Bare { prefix } => self.cut(text, prefix).into_iter().collect(),
            Format::Dictionary { .. } | Format::Parameters { .. } => {
                return Err(self.stop(Failure::UnsupportedMethod));
            }
            Format::Fields { separator, field, .. } => self.keyed(text, separator, field)?,
            Format::List { separator, prefix } => items(text, separator)
                .into_iter()
                .filter_map(|item| self.cut(item, prefix))
                .filter(|candidate| !candidate.value.is_empty())
                .collect(),
            Format::Positional { separator, first } => items(text, separator)
                .into_iter()
                .skip(*first)
                .map(plain)
                .collect(),
            Format::Tagged {
                separator,
                tag_separator,
                tag,
            } => self.tagged(text, separator, tag_separator, tag)?,
        };
        if found.is_empty() {
            let failure = match format {
                Format::Bare { .. } => Failure::WrongPrefix,
                Format::Dictionary { .. }
                | Format::Fields { .. }
                | Format::List { .. }
                | Format::Parameters { .. }
                | Format::Positional { .. }
                | Format::Tagged { .. } => Failure::NoKnownVersion,
            };
            return Err(self.stop(failure));
        }
        if found.len() > 1 {
            match self.quirks.list {
                List::AnyGood => {}
                List::ButLast => found.truncate(found.len() - 1),
                List::FirstOnly => found.truncate(1),
                List::LastOnly => found = found.split_off(found.len() - 1),
                List::OnlyOne => return Err(self.stop(Failure::SignatureMismatch)),
            }
        }
        Ok(found)
    }

    fn keyed(&self, text: &[u8], separator: &str, field: &str) -> Result<Vec<Candidate>, Stop> {
        let mut found = Vec::new();
        for item in items(text, separator) {
            let item = item.trim_ascii();
            let Some(at) = item.iter().position(|&byte| byte == b'=') else {
                self.detect(Failure::OddItem, || true)?;
                if self.quirks.versions == Versions::Optional {
                    found.push(plain(item));
                }
                continue;
            };
            let (key, value) = item.split_at(at);
            let value = value.get(1..).unwrap_or_default();
            if key == field.as_bytes() {
                found.push(plain(value));
            } else if !self.is_other_field(key) {
                self.detect(Failure::UnknownVersion, || true)?;
                if self.quirks.versions == Versions::Any {
                    found.push(plain(value));
                }
            }
        }
        Ok(found)
    }

    /// Whether a key names an item that is no signature: the timestamp, or something that is signed.
    fn is_other_field(&self, key: &[u8]) -> bool {
        let spec = self.scheme.timestamp().map(|spec| &spec.location);
        let id = self.scheme.message_id().map(|spec| &spec.location);
        let placed = spec
            .into_iter()
            .chain(id)
            .any(|location| matches!(&location.source, Source::Field(name) if name.as_bytes() == key));
        let mut signed = self.scheme.base_string().into_iter().flat_map(Template::values);
        placed || signed.any(|value| matches!(value, Value::Field(name) if name.as_bytes() == key))
    }

    fn tagged(&self, text: &[u8], separator: &str, between: &str, tag: &str) -> Result<Vec<Candidate>, Stop> {
        let lead = format!("{tag}{between}");
        let mut found = Vec::new();
        for item in items(text, separator) {
            if let Some(value) = item.strip_prefix(lead.as_bytes()) {
                found.push(plain(value));
                continue;
            }
            let cut = item
                .windows(between.len().max(1))
                .position(|window| window == between.as_bytes());
            match cut {
                None => {
                    self.detect(Failure::OddItem, || true)?;
                    if self.quirks.versions == Versions::Optional {
                        found.push(plain(item));
                    }
                }
                Some(at) => {
                    self.detect(Failure::UnknownVersion, || true)?;
                    if self.quirks.versions == Versions::Any {
                        found.push(plain(item.get(at + between.len()..).unwrap_or_default()));
                    }
                }
            }
        }
        Ok(found)
    }

    /// The text after its prefix, as the receiver cuts it.
    fn cut(&self, text: &[u8], prefix: &str) -> Option<Candidate> {
        let bytes = prefix.as_bytes();
        let label = text.iter().position(|&byte| byte == b'=');
        let after_label = label.and_then(|at| text.get(at + 1..));
        match self.quirks.prefix {
            Prefix::Exact => text.strip_prefix(bytes).map(plain),
            Prefix::AnyCase => {
                let head = text.get(..bytes.len())?;
                head.eq_ignore_ascii_case(bytes)
                    .then(|| plain(text.get(bytes.len()..).unwrap_or_default()))
            }
            Prefix::AnyLabel if prefix.is_empty() => Some(plain(text)),
            Prefix::AnyLabel => after_label.map(plain),
            Prefix::ByLength => text.get(bytes.len()..).map(plain),
            Prefix::CharacterSet => {
                let stripped = text.iter().take_while(|byte| bytes.contains(byte)).count();
                text.get(stripped..).map(plain)
            }
            Prefix::NamesHash => {
                let name = text.get(..label?)?;
                let hash = Hash::ALL
                    .into_iter()
                    .find(|hash| hash.name().as_bytes() == name)?;
                after_label.map(|value| Candidate {
                    value: value.to_vec(),
                    hash: Some(hash),
                })
            }
            Prefix::Optional => Some(plain(text.strip_prefix(bytes).unwrap_or(text))),
            Prefix::RemovedAnywhere => Some(plain(&without(text, bytes))),
            Prefix::Repeated => {
                let mut rest = text;
                while let Some(after) = rest.strip_prefix(bytes).filter(|_| !bytes.is_empty()) {
                    rest = after;
                }
                Some(plain(rest))
            }
        }
    }
}

fn plain(value: &[u8]) -> Candidate {
    Candidate {
        value: value.to_vec(),
        hash: None,
    }
}

fn without(text: &[u8], part: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match rest.strip_prefix(part).filter(|_| !part.is_empty()) {
            Some(beyond) => rest = beyond,
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

/// The texts between separators.
pub(super) fn items<'t>(text: &'t [u8], separator: &str) -> Vec<&'t [u8]> {
    let separator = separator.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        if !separator.is_empty() && text.get(at..).is_some_and(|rest| rest.starts_with(separator)) {
            found.push(text.get(start..at).unwrap_or_default());
            at += separator.len();
            start = at;
        } else {
            at += 1;
        }
    }
    found.push(text.get(start..).unwrap_or_default());
    found
}

/// The values of a list's items of that key, or at that index.
pub(super) fn fields(text: &[u8], format: &Format, name: &str) -> Vec<Vec<u8>> {
    match format {
        Format::Fields { separator, .. } => items(text, separator)
            .into_iter()
            .filter_map(|item| {
                let item = item.trim_ascii();
                let mut halves = item.splitn(2, |&byte| byte == b'=');
                let key = halves.next()?;
                let value = halves.next()?;
                (key == name.as_bytes()).then(|| value.to_vec())
            })
            .collect(),
        Format::Positional { separator, .. } => {
            let items = items(text, separator);
            let item = name.parse::<usize>().ok().and_then(|at| items.get(at).copied());
            item.map(<[u8]>::to_vec).into_iter().collect()
        }
        Format::Bare { .. }
        | Format::Dictionary { .. }
        | Format::List { .. }
        | Format::Parameters { .. }
        | Format::Tagged { .. } => Vec::new(),
    }
}

/// What a template engine or a script writes where there is no value.
pub(super) fn is_placeholder(text: &[u8]) -> bool {
    let text = text
        .rsplit(|&byte| byte == b'=' || byte == b',')
        .next()
        .unwrap_or(text);
    [
        b"null".as_slice(),
        b"undefined",
        b"None",
        b"nil",
        b"true",
        b"false",
        b"[object Object]",
    ]
    .contains(&text)
}
