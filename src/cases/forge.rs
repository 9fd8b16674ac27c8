//! Making wrong and rare signatures out of right ones, whatever the scheme's format and method.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::mac::Digest;
use crate::scheme::{Method, Source};
use crate::signing::{Draft, Event, Signer};

/// How many bodies are tried until a signature has a wanted trait.
const TRIES: u32 = 2048;

/// The pieces of the base delivery's signature text.
pub(super) struct Items {
    /// Items before the signature, as the timestamp's.
    pub(super) fields: Vec<Vec<u8>>,
    /// The text directly before each signature.
    pub(super) lead: Vec<u8>,
    /// The right signature, without its lead.
    pub(super) value: Vec<u8>,
    /// All before the lead, as it stands.
    before: Vec<u8>,
    /// All after the signature, as it stands.
    after: Vec<u8>,
    encoding: Encoding,
}

impl Items {
    /// The whole text with `item` in the place of lead and signature.
    pub(super) fn whole(&self, item: &[u8]) -> Vec<u8> {
        [self.before.as_slice(), item, &self.after].concat()
    }

    /// The right signature after its lead.
    pub(super) fn good(&self) -> Vec<u8> {
        [self.lead.as_slice(), &self.value].concat()
    }

    /// A wrong signature after its lead; each number gives another.
    pub(super) fn bad(&self, number: usize) -> Vec<u8> {
        [self.lead.as_slice(), &altered(self.encoding, &self.value, number)].concat()
    }
}

/// The signature with one bit or letter changed; each small number gives another.
pub(super) fn altered(encoding: Encoding, signature: &[u8], number: usize) -> Vec<u8> {
    match encoding.decode(signature) {
        Ok(mut bytes) if encoding != Encoding::Text => {
            let at = (number * 5 + 3) % bytes.len().max(1);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            encoding.encode(&bytes)
        }
        _ => {
            let mut text = signature.to_vec();
            // Not the last letter: in base64 its low bits may carry nothing.
            let at = (text.len() / 3 + number) % text.len().max(1);
            if let Some(byte) = text.get_mut(at) {
                *byte = if *byte == b'A' { b'B' } else { b'A' };
            }
            text
        }
    }
}

impl Builder<'_> {
    /// The base delivery's signature text in pieces, with one signature.
    pub(super) fn items(&self) -> Option<(Draft, Items)> {
        let draft = self.draft(&self.base_event())?;
        let value = self.signature_value(&draft)?;
        let text = self.signer().signature_text(&draft, std::slice::from_ref(&value));
        let lead = self.scheme().format().lead().into_bytes();
        let good = [lead.as_slice(), &value].concat();
        let at = text
            .windows(good.len().max(1))
            .rposition(|window| window == good)?;
        let (before, rest) = text.split_at_checked(at)?;
        let after = rest.get(good.len()..)?.to_vec();
        let fields = match self.scheme().format().separator() {
            Some(separator) if !before.is_empty() => {
                vec![before.strip_suffix(separator.as_bytes())?.to_vec()]
            }
            _ => Vec::new(),
        };
        let before = before.to_vec();
        let encoding = self.scheme().signature().encoding;
        let items = Items {
            fields,
            lead,
            value,
            before,
            after,
            encoding,
        };
        Some((draft, items))
    }

    /// The base delivery under the items that `change` makes, joined as the scheme joins them.
    pub(super) fn with_items(&self, change: impl FnOnce(&Items) -> Vec<Vec<u8>>) -> Option<Delivery> {
        let (draft, items) = self.items()?;
        let separator = self.scheme().format().separator().unwrap_or_default();
        let text = change(&items).join(separator.as_bytes());
        self.with_whole_text(draft, &text)
    }

    /// The base delivery in which the text that `change` makes of lead and signature stands in their place.
    pub(super) fn with_signature_item(
        &self,
        change: impl FnOnce(&[u8], &[u8]) -> Vec<u8>,
    ) -> Option<Delivery> {
        let (draft, items) = self.items()?;
        let text = items.whole(&change(&items.lead, &items.value));
        self.with_whole_text(draft, &text)
    }

    /// The draft under a whole signature text, unless HTTP cannot carry it.
    pub(super) fn with_whole_text(&self, draft: Draft, text: &[u8]) -> Option<Delivery> {
        let delivery = self.signer().finish_with_text(draft, text).ok()?;
        is_carried(&delivery).then_some(delivery)
    }

    /// The signature under the first secret, without its lead.
    pub(super) fn signature_value(&self, draft: &Draft) -> Option<Vec<u8>> {
        self.signer()
            .signatures(draft, self.now())
            .ok()?
            .into_iter()
            .next()
    }

    /// The base delivery, signed with key bytes as they are.
    pub(super) fn signed_with_key(&self, key: &[u8]) -> Option<Delivery> {
        let signer = Signer::with_key(self.scheme(), key.to_vec());
        signer.sign(&self.base_event(), self.moment()).ok()
    }

    /// The base delivery, signed with a secret as it is configured.
    pub(super) fn signed_with_secret(&self, secret: &str) -> Option<Delivery> {
        let signer = Signer::new(self.scheme(), &[secret]).ok()?;
        signer.sign(&self.base_event(), self.moment()).ok()
    }

    /// The digest that the scheme's method makes of a base string; `None` where the method is no HMAC or
    /// plain digest.
    pub(super) fn digest_of(&self, base_string: &[u8]) -> Option<Digest> {
        match self.scheme().method() {
            Method::Hmac(hash) => Some(hash.hmac(self.signer().key(), base_string)),
            Method::Digest(hash) => Some(hash.digest(base_string)),
            Method::Basic
            | Method::Ecdsa { .. }
            | Method::Ed25519
            | Method::Jwt
            | Method::RsaPkcs1(_)
            | Method::RsaPss(_)
            | Method::Static => None,
        }
    }

    /// The first of many small events whose signature has a wanted trait. A given body is left alone, and
    /// slow methods are not searched.
    pub(super) fn event_whose_signature(&self, wanted: impl Fn(&[u8]) -> bool) -> Option<Event> {
        let is_quick = matches!(self.scheme().method(), Method::Hmac(_) | Method::Digest(_));
        if !is_quick || self.setting().body.is_some() || !self.scheme().binds().body {
            return None;
        }
        (1..=TRIES).find_map(|number| {
            let event = self.event(format!("{{\"event\":\"ping\",\"n\":{number}}}"));
            let signature = self.signature_value(&self.draft(&event)?)?;
            wanted(&signature).then_some(event)
        })
    }

    /// The first of many small events whose signature has a wanted trait, signed.
    pub(super) fn delivery_whose_signature(&self, wanted: impl Fn(&[u8]) -> bool) -> Option<Delivery> {
        self.signed(&self.event_whose_signature(wanted)?)
    }

    /// `level`, unless the documentation leaves the topic open.
    pub(super) fn unless_open(&self, topic: &str, level: Level) -> Level {
        if self.scheme().leaves_open(topic) {
            Level::Unspecified
        } else {
            level
        }
    }

    /// Where the signature is.
    pub(super) fn signature_source(&self) -> &Source {
        &self.scheme().signature().places.first().source
    }
}

/// Whether HTTP carries every header's value as it is: without control bytes, and without blanks at its ends.
pub(super) fn is_carried(delivery: &Delivery) -> bool {
    delivery.headers.iter().all(|header| {
        let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
        !header
            .value
            .iter()
            .any(|&byte| (byte < b' ' && byte != b'\t') || byte == 0x7f)
            && !is_blank(header.value.first())
            && !is_blank(header.value.last())
    })
}

#[cfg(test)]
mod tests {
    use super::altered;
    use crate::encoding::Encoding;

    #[test]
    fn altered_signatures_differ_in_value_and_from_each_other() {
        for encoding in [Encoding::Hex, Encoding::Base64, Encoding::Text] {
            let right = encoding.encode(b"0123456789abcdef0123456789abcdef");
            let one = altered(encoding, &right, 1);
            let two = altered(encoding, &right, 2);
            assert_ne!(one, right);
            assert_ne!(one, two);
            assert_eq!(one.len(), right.len());
            assert!(encoding.decode(&one).is_ok());
        }
    }
}
