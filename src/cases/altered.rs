//! Deliveries whose signature, body or id was changed after signing, whatever the scheme's format and method.

use crate::cases::builder::Builder;
use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::scheme::{Location, Method, Source};
use crate::signing::{Draft, Event};

impl Builder<'_> {
    /// The base delivery under the bytes that `change` makes of its signature's bytes. Of a token only the
    /// signature proper is changed; of a static secret, its text.
    #[must_use]
    pub fn with_signature_bytes(&self, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Option<Delivery> {
        let mut is_readable = true;
        let delivery = self.with_signature_value(|text| {
            let (lead, value, encoding) = self.signature_pieces(text);
            match encoding.decode(value) {
                Ok(bytes) => [lead, &encoding.encode(&change(bytes))].concat(),
                Err(_) => {
                    is_readable = false;
                    Vec::new()
                }
            }
        });
        delivery.filter(|_| is_readable)
    }

    /// A signature's text, cut into what stays and what `encoding` writes.
    fn signature_pieces<'t>(&self, text: &'t [u8]) -> (&'t [u8], &'t [u8], Encoding) {
        match self.scheme().method() {
            Method::Jwt => {
                let dot = text.iter().rposition(|&byte| byte == b'.');
                let (lead, value) = text.split_at(dot.map_or(0, |dot| dot + 1));
                (lead, value, Encoding::Base64urlUnpadded)
            }
            _ => (b"", text, self.scheme().signature().encoding),
        }
    }

    /// The event `sent` under the signature of the event `signed`; both have the present timestamp.
    #[must_use]
    pub fn signed_as(&self, sent: &Event, signed: &Event) -> Option<Delivery> {
        self.under_signature_of(self.draft(sent)?, &self.draft(signed)?)
    }

    /// A draft under the signature of another.
    #[must_use]
    pub fn under_signature_of(&self, sent: Draft, signed: &Draft) -> Option<Delivery> {
        let signatures = self.signer().signatures(signed, self.now()).ok()?;
        self.signer().finish(sent, &signatures).ok()
    }

    /// The base delivery, its body changed after signing.
    #[must_use]
    pub fn with_body(&self, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Option<Delivery> {
        let mut delivery = self.base()?;
        delivery.body = change(std::mem::take(&mut delivery.body));
        Some(delivery)
    }

    /// Whether a location can stand empty or be left out while the rest stays as it is.
    #[must_use]
    pub const fn is_removable(location: &Location) -> bool {
        matches!(location.source, Source::Header(_) | Source::Field(_)) && location.steps.is_empty()
    }

    /// An event with this body and content type.
    #[must_use]
    pub fn event_of_type(&self, body: impl Into<Vec<u8>>, content_type: &str) -> Event {
        let mut event = self.event(body);
        event.headers.set("Content-Type", content_type);
        event
    }

    /// Whether the scheme's sender delivers JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.scheme().delivery().content_type.contains("json")
    }

    /// Whether the scheme's sender delivers URL-encoded forms.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.scheme().delivery().content_type.contains("form-urlencoded")
    }

    /// The base body where it is JSON, else a JSON object: with its event, as the scheme's sender would
    /// deliver it.
    #[must_use]
    pub fn json_event(&self) -> Event {
        let event = self.base_event();
        match serde_json::from_slice::<serde_json::Value>(&event.body) {
            Ok(document) if document.is_object() => event,
            _ => self.event_of_type("{\"event\":\"ping\",\"n\":1}", "application/json"),
        }
    }
}

/// The bytes with one bit of the byte at `at` inverted, such that ASCII stays ASCII and visible.
#[must_use]
pub(crate) fn bit_flipped(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    if let Some(byte) = bytes.get_mut(at) {
        let is_visible = |bit: &u8| (*byte ^ bit).is_ascii_graphic();
        let bit = if byte.is_ascii() {
            [1, 2, 4, 8, 16, 32, 64].into_iter().find(is_visible).unwrap_or(1)
        } else {
            1
        };
        *byte ^= bit;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::bit_flipped;

    #[test]
    fn a_flipped_bit_leaves_ascii_visible() {
        for byte in 0..=255 {
            let flipped = bit_flipped(vec![b'a', byte], 1);
            assert_eq!((flipped[1] ^ byte).count_ones(), 1);
            assert_eq!(flipped[1].is_ascii(), byte.is_ascii());
            assert!(!byte.is_ascii() || flipped[1].is_ascii_graphic(), "{byte}");
        }
        assert_eq!(bit_flipped(b"a".to_vec(), 1), b"a");
    }
}
