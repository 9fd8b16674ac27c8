//! Constructions of the base string that no template can say, each in a file of its own.

mod http_message_signatures;
mod http_signature_draft;
mod sigv4;

use crate::delivery::Delivery;
use crate::scheme::{Canonicalization, Scheme};
use crate::signing::Reason;
use crate::signing::base_string::Parts;

/// From the secret to the key of a delivery.
type DeriveKey = fn(&Parts<'_>, &[u8]) -> Result<Vec<u8>, Reason>;

/// A key of the signature's list with its value.
pub(crate) type Item = (String, Vec<u8>);

/// How a construction makes what is signed.
pub(crate) struct Construction {
    pub(crate) name: Canonicalization,
    /// The bytes that are signed.
    pub(crate) base: fn(&Parts<'_>, &mut Vec<u8>) -> Result<(), Reason>,
    /// The key for this delivery, where it is derived from more than the secret.
    pub(crate) key: Option<DeriveKey>,
    /// Headers that the sender writes before signing.
    pub(crate) prepare: fn(&Scheme, &mut Delivery, Option<&[u8]>),
    /// Items of the signature's list that the sender writes.
    pub(crate) parameters: fn(&Scheme, Option<&[u8]>) -> Vec<Item>,
}

/// Every construction.
pub(crate) const CONSTRUCTIONS: [&Construction; 3] = [
    &http_message_signatures::CONSTRUCTION,
    &http_signature_draft::CONSTRUCTION,
    &sigv4::CONSTRUCTION,
];

impl Construction {
    pub(crate) fn of(name: Canonicalization) -> &'static Self {
        let found = CONSTRUCTIONS
            .into_iter()
            .find(|construction| construction.name == name);
        found.expect("a test holds that every name has its construction")
    }
}

/// A setting of the construction's table.
fn setting<'a>(scheme: &'a Scheme, name: &str) -> &'a str {
    scheme.canonical().get(name).map_or("", String::as_str)
}

/// The lines of a header joined as RFC 9110 joins them; `host` and `content-length` as a client would write
/// them where they are not there yet.
fn header_value(delivery: &Delivery, name: &str) -> Result<Vec<u8>, Reason> {
    let lines: Vec<_> = delivery.headers.values(name).map(<[u8]>::trim_ascii).collect();
    match (lines.as_slice(), name.to_ascii_lowercase().as_str()) {
        ([], "host") => Ok(delivery.url_parts().authority.as_bytes().to_vec()),
        ([], "content-length") => Ok(delivery.body.len().to_string().into_bytes()),
        ([], _) => Err(Reason::MissingValue),
        (lines, _) => Ok(lines.join(b", ".as_slice())),
    }
}

#[cfg(test)]
mod tests {
    use super::Construction;
    use crate::scheme::Canonicalization;

    #[test]
    fn every_name_has_its_construction() {
        for name in [
            Canonicalization::HttpMessageSignatures,
            Canonicalization::HttpSignatureDraft,
            Canonicalization::Sigv4,
        ] {
            assert_eq!(Construction::of(name).name, name);
        }
    }
}
