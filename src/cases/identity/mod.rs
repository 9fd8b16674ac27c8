//! Fresh ids: a receiver that remembers which events it has seen must not meet one twice by our doing.

use crate::delivery::Headers;
use crate::mac::Hash;
use crate::scheme::{Scheme, Template, Value};

/// Which ids the deliveries of a suite carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "ids repeat or they do not")]
pub enum Identities {
    /// All cases are about the same event: for vectors, whose bytes are compared and shared.
    Same,
    /// Every case is about an event of its own: for targets, which may remember what they have seen. Suites of
    /// different numbers share no event.
    Fresh(u64),
}

/// What tells one case's event from the next.
#[derive(Clone, Debug)]
pub(super) struct Series {
    identities: Identities,
    now: i64,
    seed: u64,
    number: u64,
    /// How many of the events so far a receiver may have taken and would take for another.
    taken: u64,
    /// Members of the body that the base string quotes and that are named as what counts once.
    nonces: Vec<String>,
}

/// Over how many seconds the signing of the events is spread.
const SPREAD: u64 = 120;
/// How many digits of a number change: what is left tells what kind of number it is.
const DIGITS: usize = 6;
/// How much of an id's beginning may say what it is the id of.
const LEAD: usize = 5;
/// Shorter texts are more often kinds than ids.
const SHORTEST: usize = 5;

/// Names under which events and deliveries are told apart, in lower case and without anything between words.
const NAMES: &[&str] = &[
    "callsid",
    "delivery",
    "deliveryid",
    "eventid",
    "eventuuid",
    "guid",
    "id",
    "idempotencykey",
    "messageid",
    "messagesid",
    "messageuuid",
    "nonce",
    "notificationid",
    "requestid",
    "requestuuid",
    "smssid",
    "updateid",
    "uuid",
    "webhookdeliveryid",
    "webhookid",
];

impl Series {
    pub(super) fn new(identities: Identities, scheme: &Scheme, now: i64, seed: u64) -> Self {
        let quoted = scheme.base_string().into_iter().flat_map(Template::values);
        let nonces = quoted.filter_map(|value| match value {
            // Elsewhere a token may be the secret that an application looks at.
            Value::Json(pointer) => pointer.rsplit('/').next().filter(|name| *name == "token"),
            _ => None,
        });
        Self {
            identities,
            now,
            seed,
            number: 0,
            taken: 0,
            nonces: nonces.map(str::to_owned).collect(),
        }
    }

    /// How many seconds before the present time the present event is signed: two events of one body in the same
    /// second would have the same signature, and some receivers take none twice. Where none is counted as taken, it is
    /// enough that those of the control deliveries differ from the suite's.
    pub(super) fn age(&self) -> i64 {
        let age = match self.identities {
            Identities::Same => 0,
            // Of the control deliveries, some bodies of all series are the same, and the clock goes on between them.
            Identities::Fresh(0) => 2 + self.taken % SPREAD,
            Identities::Fresh(series) => 1 - series % 2,
        };
        i64::try_from(age).unwrap_or_default()
    }

    /// Goes on to the next event; whether it differs from the one before. `is_taken` says whether a receiver may
    /// remember this one, as it does no forgery, and would take it for the next.
    pub(super) fn advance(&mut self, is_taken: bool) -> bool {
        self.number += 1;
        self.taken += u64::from(is_taken);
        self.identities != Identities::Same
    }

    /// Whether two events of one body differ.
    pub(super) fn tells_apart(&self, body: &[u8]) -> bool {
        self.identities != Identities::Same && self.body(body.to_vec()) != body
    }

    /// The id in a spelling of its kind, for the present event.
    pub(super) fn id(&self, id: &str) -> String {
        let mut text = id.as_bytes().to_vec();
        self.vary(&mut text);
        // Letters and digits alone were put in the place of others.
        String::from_utf8(text).unwrap_or_else(|_| id.to_owned())
    }

    /// Gives the headers that name a delivery the value of the present one.
    pub(super) fn headers(&self, headers: &mut Headers) {
        if self.identities == Identities::Same {
            return;
        }
        for header in headers
            .iter_mut()
            .filter(|header| is_header_of_identity(&header.name))
        {
            self.vary(&mut header.value);
        }
    }

    /// The body with the ids of the present event: of a JSON document or a form; everything else stays as it is.
    pub(super) fn body(&self, mut body: Vec<u8>) -> Vec<u8> {
        if self.identities == Identities::Same {
            return body;
        }
        let is_nonce = |name: &[u8]| self.nonces.iter().any(|nonce| nonce.as_bytes() == name);
        let is_named = |name: &[u8]| is_identity(name) || is_nonce(name);
        for (from, to) in json_values(&body, is_named).into_iter().chain(form_values(&body)) {
            if let Some(value) = body.get_mut(from..to) {
                self.vary(value);
            }
        }
        body
    }

    /// Replaces letters by letters and digits by digits in all but the beginning, so that the text keeps its look:
    /// length, case, alphabet and what stands between. The same text becomes the same.
    fn vary(&self, text: &mut [u8]) {
        let Identities::Fresh(series) = self.identities else {
            return;
        };
        if text.len() < SHORTEST {
            return;
        }
        let seed = format!("{series} {} {} {} ", self.now, self.seed, self.number);
        let mut stream = Hash::Sha256.digest(&[seed.as_bytes(), text].concat());
        let is_number = text.iter().all(u8::is_ascii_digit);
        let is_hex = text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        let kept = if is_number {
            text.len().saturating_sub(DIGITS).max(1)
        } else {
            // What leads to the first underscore says what it is the id of.
            let lead = text.iter().take(LEAD).position(|byte| *byte == b'_');
            lead.map_or((text.len() / 4).min(LEAD), |underscore| underscore + 1)
        };
        for (position, byte) in text.iter_mut().enumerate().skip(kept) {
            if position % 32 == 31 {
                stream = Hash::Sha256.digest(stream.as_bytes());
            }
            // A UUID says here which version it is of.
            if is_hex && (position == 14 || position == 19) {
                continue;
            }
            let drawn = stream.as_bytes().get(position % 32).copied().unwrap_or_default();
            *byte = match *byte {
                b'0'..=b'9' => b'0' + drawn % 10,
                b'a'..=b'f' if is_hex => b'a' + drawn % 6,
                b'A'..=b'F' if is_hex => b'A' + drawn % 6,
                b'a'..=b'z' => b'a' + drawn % 26,
                b'A'..=b'Z' => b'A' + drawn % 26,
                other => other,
            };
        }
    }
}

fn is_identity(name: &[u8]) -> bool {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let plain: Vec<u8> = letters.map(u8::to_ascii_lowercase).collect();
    NAMES.iter().any(|known| known.as_bytes() == plain)
}

/// Headers carry the provider's name first: the last word, or the last two or three, tell.
pub(crate) fn is_header_of_identity(name: &str) -> bool {
    let words: Vec<&str> = name.split('-').collect();
    // `ID` alone is as often that of an account or a key.
    (1..=3.min(words.len())).any(|count| {
        let tail = words.get(words.len() - count..).unwrap_or_default();
        !(tail.len() == 1 && name.to_ascii_lowercase().ends_with("-id"))
            && is_identity(tail.concat().as_bytes())
    })
}

/// Where a JSON document has the text or the number of an id, as it stands in the document.
fn json_values(body: &[u8], is_named: impl Fn(&[u8]) -> bool) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    if !matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return values;
    }
    let mut at = 0;
    while let Some((from, to)) = next_text(body, at) {
        at = to + 1;
        let Some(value) = after_colon(body, at) else {
            continue;
        };
        if !is_named(body.get(from..to).unwrap_or_default()) {
            continue;
        }
        match body.get(value) {
            Some(b'"') => {
                if let Some((from, to)) = next_text(body, value) {
                    // A text with escapes is left alone.
                    if !body.get(from..to).unwrap_or_default().contains(&b'\\') {
                        values.push((from, to));
                    }
                    at = to + 1;
                }
            }
            Some(b'1'..=b'9') => {
                let digits = body.get(value..).unwrap_or_default();
                let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
                if !matches!(digits.get(length), Some(b'.' | b'e' | b'E')) {
                    values.push((value, value + length));
                }
            }
            _ => {}
        }
    }
    values
}

/// The next text at or after `at`, without its quotes.
fn next_text(body: &[u8], at: usize) -> Option<(usize, usize)> {
    let from = at + body.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
    let mut to = from;
    loop {
        match body.get(to)? {
            b'"' => return Some((from, to)),
            b'\\' => to += 2,
            _ => to += 1,
        }
    }
}

/// Where the value begins, if a colon is next.
fn after_colon(body: &[u8], at: usize) -> Option<usize> {
    let skip = |at: usize| {
        let rest = body.get(at..)?;
        Some(at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?)
    };
    let colon = skip(at)?;
    (body.get(colon) == Some(&b':'))
        .then(|| skip(colon + 1))
        .flatten()
}

/// Where a form has the value of an id.
fn form_values(body: &[u8]) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    if matches!(body.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'"')) || !body.contains(&b'=') {
        return values;
    }
    let mut from = 0;
    for pair in body.split(|byte| *byte == b'&') {
        if let Some(equals) = pair.iter().position(|byte| *byte == b'=')
            && is_identity(pair.get(..equals).unwrap_or_default())
            && !pair.contains(&b'%')
        {
            values.push((from + equals + 1, from + pair.len()));
        }
        from += pair.len() + 1;
    }
    values
}

#[cfg(test)]
mod tests;
