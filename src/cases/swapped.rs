//! Deliveries whose parts come from different signings, and signatures that are wrong.

use crate::cases::builder::Builder;
use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::scheme::{Format, Location, Method, Source};
use crate::signing::Event;

impl Builder<'_> {
    /// The event with this text as its timestamp, properly signed; `None` where the text cannot travel.
    #[must_use]
    pub fn signed_with_timestamp(&self, event: &Event, text: &[u8]) -> Option<Delivery> {
        let spec = self.scheme().timestamp()?;
        if !self.can_travel(&spec.location, text) {
            return None;
        }
        self.signer()
            .sign_with_timestamp(event, Some(text.to_vec()), self.now())
            .ok()
    }

    /// The base event with this text as its timestamp, under the signature that the event had at
    /// `signed_at`, Unix seconds.
    #[must_use]
    pub fn with_timestamp_swapped(&self, text: &[u8], signed_at: i64) -> Option<Delivery> {
        let spec = self.scheme().timestamp()?;
        if !self.can_travel(&spec.location, text) {
            return None;
        }
        let event = self.base_event();
        let signed = self.signer().draft(&event, self.timestamp_text(signed_at)).ok()?;
        let signatures = self.signer().signatures(&signed, self.now()).ok()?;
        let draft = self.signer().draft(&event, Some(text.to_vec())).ok()?;
        self.signer().finish(draft, &signatures).ok()
    }

    /// The event with a signature of the right form that is wrong; for a static token, another token of the
    /// same length.
    #[must_use]
    pub fn signed_wrongly(&self, event: &Event) -> Option<Delivery> {
        let draft = self.draft(event)?;
        let mut signatures = self.signer().signatures(&draft, self.now()).ok()?;
        for signature in &mut signatures {
            *signature = self.spoiled(signature)?;
        }
        self.signer().finish(draft, &signatures).ok()
    }

    /// Another value of the same form and length as this signature.
    fn spoiled(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let inverted = |bytes: Vec<u8>| bytes.iter().map(|byte| !byte).collect::<Vec<u8>>();
        match (self.scheme().method(), self.scheme().signature().encoding) {
            (Method::Jwt, _) => {
                let dot = signature.iter().rposition(|&byte| byte == b'.')?;
                let (input, mac) = signature.split_at(dot + 1);
                let mac = Encoding::Base64urlUnpadded.decode(mac).ok()?;
                Some([input, &Encoding::Base64urlUnpadded.encode(&inverted(mac))].concat())
            }
            (Method::Static | Method::Basic, encoding) => {
                let key = encoding.decode(signature).ok()?;
                Some(encoding.encode(&letters_moved(&key)))
            }
            (_, encoding) => Some(encoding.encode(&inverted(encoding.decode(signature).ok()?))),
        }
    }

    /// Whether a text can stand at a location unchanged: HTTP carries no controls and no outer blanks in a
    /// header, and an item of a list cannot hold the list's separator.
    #[must_use]
    pub fn can_travel(&self, location: &Location, text: &[u8]) -> bool {
        match &location.source {
            Source::Header(_) | Source::Numbered(_) => is_header_value(text),
            Source::Field(_) => {
                let separator = match self.scheme().format() {
                    Format::Fields { separator, .. }
                    | Format::Parameters { separator, .. }
                    | Format::Positional { separator, .. } => separator.as_bytes(),
                    Format::Bare { .. }
                    | Format::Dictionary { .. }
                    | Format::List { .. }
                    | Format::Tagged { .. } => b"",
                };
                is_header_value(text)
                    && !separator.is_empty()
                    && !text.windows(separator.len()).any(|window| window == separator)
            }
            Source::Json(_) => str::from_utf8(text).is_ok(),
            Source::Body | Source::Claim(_) | Source::Jose(_) => false,
            Source::Form(_) | Source::Query(_) => true,
        }
    }
}

/// Whether HTTP carries the bytes as a header's value unchanged.
fn is_header_value(text: &[u8]) -> bool {
    text.trim_ascii() == text && !text.iter().any(u8::is_ascii_control)
}

/// Each letter and digit is replaced by the next one of its kind.
pub(crate) fn letters_moved(text: &[u8]) -> Vec<u8> {
    text.iter()
        .map(|&byte| match byte {
            b'z' => b'a',
            b'Z' => b'A',
            b'9' => b'0',
            _ if byte.is_ascii_alphanumeric() => byte + 1,
            _ => byte,
        })
        .collect()
}
