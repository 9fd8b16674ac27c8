//! Where the receiver finds values: its own look-ups in headers, query, form, JSON body and lists.

use super::document::Node;
use super::{Run, decode, split};
use crate::encoding::Encoding;
use crate::faulty::choices::{Blanks, Decoding, Duplicates, HeaderNames, JsonReading, Search};
use crate::scheme::{Location, Source, Step};

/// What a look-up came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    Absent,
    Several,
    One(Vec<u8>),
    /// A JSON `true`, for a receiver to which it equals any text.
    Truthy,
    Unreadable,
}

impl Run<'_> {
    /// The value at a location; `signature` is the list in which fields are.
    pub(super) fn sight(&self, location: &Location, signature: Option<&[u8]>) -> Sight {
        let mut sight = match &location.source {
            Source::Body | Source::Claim(_) | Source::Jose(_) | Source::Numbered(_) => Sight::Absent,
            Source::Field(name) => match signature {
                Some(text) => self.choose(split::fields(text, self.scheme.format(), name)),
                None => Sight::Absent,
            },
            Source::Form(name) => self.choose(pairs(&self.delivery.body, name)),
            Source::Header(name) => self.choose(self.header(name)),
            Source::Json(pointer) => self.json(&self.delivery.body, pointer),
            Source::Query(name) => self.choose(pairs(query_of(&self.delivery.url).as_bytes(), name)),
        };
        for step in &location.steps {
            let Sight::One(text) = sight else {
                return sight;
            };
            sight = match step {
                Step::Base64 => decode::decode(Encoding::Base64, Decoding::Strict, &text)
                    .map_or(Sight::Unreadable, Sight::One),
                Step::Base64url | Step::Parameter(_) => Sight::Unreadable,
                Step::Json(pointer) => self.json(&text, pointer),
            };
        }
        sight
    }

    /// The signature at one of its places, or wherever the receiver looks for it.
    pub(super) fn sight_of_signature(&self, place: &Location) -> Sight {
        let sight = self.sight(place, None);
        match self.quirks.search {
            Search::AnyPlace if sight == Sight::Absent || sight == Sight::Unreadable => {
                let Some(name) = name_of(place) else { return sight };
                let others = [
                    self.choose(self.header(&name)),
                    self.choose(pairs(query_of(&self.delivery.url).as_bytes(), &name)),
                    self.choose(pairs(&self.delivery.body, &name)),
                    self.json(&self.delivery.body, &format!("/{name}")),
                ];
                let found = others.into_iter().find(|other| matches!(other, Sight::One(_)));
                found.unwrap_or(sight)
            }
            Search::AnyPlace | Search::AsScheme => sight,
        }
    }

    pub(super) fn choose(&self, values: Vec<Vec<u8>>) -> Sight {
        self.choose_by(values, self.quirks.duplicates)
    }

    fn choose_by(&self, mut values: Vec<Vec<u8>>, by: Duplicates) -> Sight {
        let chosen = match (values.len(), by) {
            (0 | 1, _) | (_, Duplicates::Last | Duplicates::LastButAgeOfFirst) => values.pop(),
            (_, Duplicates::Refused) => return Sight::Several,
            (_, Duplicates::First | Duplicates::FirstButAgeOfLast) => values.into_iter().next(),
            (_, Duplicates::Joined) => Some(values.join(b", ".as_slice())),
        };
        chosen.map_or(Sight::Absent, Sight::One)
    }

    /// The timestamp whose age is checked, for a receiver to which it is not the one that is signed.
    pub(super) fn aged_timestamp(&self, location: &Location, signature: &[u8]) -> Option<Vec<u8>> {
        let by = match self.quirks.duplicates {
            Duplicates::FirstButAgeOfLast => Duplicates::Last,
            Duplicates::LastButAgeOfFirst => Duplicates::First,
            Duplicates::First | Duplicates::Joined | Duplicates::Last | Duplicates::Refused => return None,
        };
        let values = match &location.source {
            Source::Field(name) => split::fields(signature, self.scheme.format(), name),
            Source::Header(name) => self.header(name),
            Source::Body
            | Source::Claim(_)
            | Source::Form(_)
            | Source::Jose(_)
            | Source::Json(_)
            | Source::Numbered(_)
            | Source::Query(_) => return None,
        };
        match self.choose_by(values, by) {
            Sight::One(text) => Some(text),
            Sight::Absent | Sight::Several | Sight::Truthy | Sight::Unreadable => None,
        }
    }

    pub(super) fn header(&self, name: &str) -> Vec<Vec<u8>> {
        let is_it = |other: &str| match self.quirks.header_names {
            HeaderNames::AnyCase => other.eq_ignore_ascii_case(name),
            HeaderNames::AsDocumented => other == name,
        };
        let lines = self.delivery.headers.iter().filter(|line| is_it(&line.name));
        let value = |value: &[u8]| match self.quirks.blanks {
            Blanks::Kept => value.to_vec(),
            Blanks::Trimmed => value.trim_ascii().to_vec(),
        };
        lines.map(|line| value(&line.value)).collect()
    }

    pub(super) fn json(&self, text: &[u8], pointer: &str) -> Sight {
        let Some(document) = Node::parse(text) else {
            return Sight::Unreadable;
        };
        let mut found = document.at(pointer);
        if found.is_empty() && self.quirks.json == JsonReading::AnyDepth {
            found = document.anywhere(pointer.rsplit('/').next().unwrap_or_default());
        }
        let node = match (found.as_slice(), self.quirks.duplicates) {
            ([], _) => return Sight::Absent,
            ([one], _) => *one,
            ([_, ..], Duplicates::Refused) => return Sight::Several,
            ([first, ..], Duplicates::First | Duplicates::FirstButAgeOfLast) => *first,
            ([.., last], Duplicates::Joined | Duplicates::Last | Duplicates::LastButAgeOfFirst) => *last,
        };
        match (node, self.quirks.json) {
            (Node::Text(text) | Node::Number(text), _) => Sight::One(text.clone().into_bytes()),
            (Node::True, JsonReading::Loose) => Sight::Truthy,
            (Node::List(items), JsonReading::Loose) => match items.as_slice() {
                [Node::Text(text)] => Sight::One(text.clone().into_bytes()),
                _ => Sight::Unreadable,
            },
            (Node::Broken | Node::False | Node::List(_) | Node::Null | Node::Object(_) | Node::True, _) => {
                Sight::Unreadable
            }
        }
    }
}

fn name_of(place: &Location) -> Option<String> {
    match &place.source {
        Source::Body | Source::Claim(_) | Source::Field(_) | Source::Jose(_) | Source::Numbered(_) => None,
        Source::Form(name) | Source::Header(name) | Source::Query(name) => Some(name.clone()),
        Source::Json(pointer) => Some(pointer.rsplit('/').next()?.to_owned()),
    }
}

/// All after the first `?`, up to `#`.
pub(super) fn query_of(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or(url);
    url.split_once('?').map_or("", |(_, query)| query)
}

/// The values of a name in a form or query.
pub(super) fn pairs(text: &[u8], name: &str) -> Vec<Vec<u8>> {
    all_pairs(text)
        .into_iter()
        .filter(|(key, _)| key == name.as_bytes())
        .map(|(_, value)| value)
        .collect()
}

/// Every pair of a form or query, decoded.
pub(super) fn all_pairs(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    for pair in text.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let key = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        found.push((unescaped(key), unescaped(value)));
    }
    found
}

fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = match rest {
            [] => return out,
            [b'%', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(decode::nibble(*high) << 4 | decode::nibble(*low));
                after
            }
            [b'+', after @ ..] => {
                out.push(b' ');
                after
            }
            [byte, after @ ..] => {
                out.push(*byte);
                after
            }
        };
    }
}
