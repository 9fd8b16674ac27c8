//! JSON Web Tokens that were forged, have expired, or are written in odd ways.

mod algorithms;
mod claims;
mod shape;

use serde_json::{Map, Value};

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::scheme::Method;

pub(super) const FAMILY: Family = Family {
    id: "jwt",
    title: "forged, expired and odd JSON Web Tokens",
    description: "A token is signed by the receiver's own choice of algorithm and key, whatever its header \
                  says, and lives no longer than its claims say. What the JOSE header says about expiry has \
                  no meaning to any library.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if b.scheme().method() != Method::Jwt {
        return;
    }
    let Some(token) = Token::of(b) else { return };
    algorithms::generate(b, &token);
    claims::generate(b, &token);
    shape::generate(b, &token);
}

/// The base delivery's token in its parts.
struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    /// The hash and key of a symmetric algorithm, with which tokens are signed by hand.
    key: Option<(Hash, Vec<u8>)>,
    /// The three segments as they travel.
    segments: [String; 3],
}

impl Token {
    fn of(b: &Builder<'_>) -> Option<Self> {
        let draft = b.draft(&b.base_event())?;
        let text = b.signer().signatures(&draft, b.now()).ok()?.into_iter().next()?;
        let text = String::from_utf8(text).ok()?;
        let mut segments = text.split('.').map(str::to_owned);
        let segments = [segments.next()?, segments.next()?, segments.next()?];
        let read = |segment: &str| {
            let bytes = Encoding::Base64urlUnpadded.decode(segment.as_bytes()).ok()?;
            serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
        };
        let [header, claims, _] = &segments;
        let (header, claims) = (read(header)?, read(claims)?);
        let hash = header
            .get("alg")
            .and_then(Value::as_str)
            .and_then(|name| match name {
                "HS256" => Some(Hash::Sha256),
                "HS384" => Some(Hash::Sha384),
                "HS512" => Some(Hash::Sha512),
                _ => None,
            });
        Some(Self {
            key: hash.map(|hash| (hash, b.signer().key().to_vec())),
            header,
            claims,
            segments,
        })
    }

    /// The header with one member set.
    fn header_with(&self, name: &str, value: impl Into<Value>) -> Map<String, Value> {
        let mut header = self.header.clone();
        header.insert(name.to_owned(), value.into());
        header
    }

    /// The claims with one member set.
    fn claims_with(&self, name: &str, value: impl Into<Value>) -> Map<String, Value> {
        let mut claims = self.claims.clone();
        claims.insert(name.to_owned(), value.into());
        claims
    }

    /// A token properly signed by hand; `None` for an asymmetric algorithm.
    fn signed(&self, header: &Map<String, Value>, claims: &Map<String, Value>) -> Option<String> {
        let (hash, key) = self.key.as_ref()?;
        Some(mac_signed(*hash, key, &segment(header), &segment(claims)))
    }

    /// The base token with other segments in the place of some.
    fn with_segments(&self, header: Option<&str>, claims: Option<&str>, mac: Option<&str>) -> String {
        let [own_header, own_claims, own_mac] = &self.segments;
        [
            header.unwrap_or(own_header),
            claims.unwrap_or(own_claims),
            mac.unwrap_or(own_mac),
        ]
        .join(".")
    }
}

/// An object as a token's segment.
fn segment(object: &Map<String, Value>) -> String {
    base64url(Value::Object(object.clone()).to_string().as_bytes())
}

fn base64url(bytes: &[u8]) -> String {
    String::from_utf8(Encoding::Base64urlUnpadded.encode(bytes)).unwrap_or_default()
}

/// Two segments and their MAC under any key.
fn mac_signed(hash: Hash, key: &[u8], header: &str, claims: &str) -> String {
    let input = format!("{header}.{claims}");
    let mac = hash.hmac(key, input.as_bytes());
    format!("{input}.{}", base64url(mac.as_bytes()))
}

/// The base delivery with another token.
fn deliver(b: &Builder<'_>, token: impl Into<String>) -> Option<Delivery> {
    let token = token.into().into_bytes();
    if !b.can_travel(b.scheme().signature().places.first(), &token) {
        return None;
    }
    b.with_signature_value(|_| token)
}
