//! What a suite is made for: the time, the secrets, the URL and the body.

use crate::cases::identity::Identities;
use crate::encoding::{Encoding, base64_text, hex_text};
use crate::mac::Hash;
use crate::scheme::{Scheme, SecretEncoding, TestKey, test_key};

/// The present time of the cases in the golden vectors, Unix seconds: that of the Determined document.
pub const VECTOR_TIME: i64 = 1_662_562_300;

/// The message id of an event that has none of its own.
pub const MESSAGE_ID: &str = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

/// The circumstances under which cases are made. Same setting, same bytes.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The present time, Unix seconds.
    pub now: i64,
    /// Seconds that cases keep away from the edges of a window, for targets with a clock of their own.
    pub margin: u64,
    /// The secrets as the target knows them.
    pub secrets: Vec<String>,
    /// The secrets that sign: the private halves for public keys, else the same.
    pub signing_secrets: Vec<String>,
    /// Whether a case may bring secrets of its own; not so for a target that is configured once.
    pub own_secrets: OwnSecrets,
    /// The URL to which deliveries go; the scheme's if absent.
    pub url: Option<String>,
    /// A body that the application accepts; the scheme's first sample if absent.
    pub body: Option<Vec<u8>>,
    /// Whether all cases are about the same event.
    pub identities: Identities,
    /// Where random choices begin.
    pub seed: u64,
}

/// Whether cases may bring secrets of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a case may or may not")]
pub enum OwnSecrets {
    /// The target is told the secrets with each case.
    Allowed,
    /// The target was configured before.
    Fixed,
}

impl Setting {
    /// The setting of the golden vectors: fixed time, public test secrets, the same ids throughout.
    #[must_use]
    pub fn vectors(scheme: &Scheme) -> Self {
        Self {
            now: VECTOR_TIME,
            margin: 0,
            secrets: vec![test_secret(scheme, 0)],
            signing_secrets: vec![test_signing_secret(scheme, 0)],
            own_secrets: OwnSecrets::Allowed,
            url: None,
            body: None,
            identities: Identities::Same,
            seed: 0,
        }
    }
}

/// What the sender holds where the receiver holds [`test_secret`]: the private half, or the same.
#[must_use]
pub fn test_signing_secret(scheme: &Scheme, number: u32) -> String {
    match test_pair(scheme, number) {
        Some(key) => key.private.to_owned(),
        None => test_secret(scheme, number),
    }
}

/// The test key of a public-key scheme; every number but 0 stands for the same other one.
fn test_pair(scheme: &Scheme, number: u32) -> Option<&'static TestKey> {
    let name = scheme.test_key_name()?;
    match number {
        0 => test_key(name),
        _ => test_key(&format!("{name}-other")),
    }
}

/// A public test secret, written as the scheme writes its secrets; the documented example is number 0.
#[must_use]
pub fn test_secret(scheme: &Scheme, number: u32) -> String {
    if let Some(key) = test_pair(scheme, number) {
        return key.public.to_owned();
    }
    let spec = scheme.secret();
    if let (0, Some(example)) = (number, &spec.example) {
        return example.clone();
    }
    let bytes = Hash::Sha256.digest(format!("hookproof test secret {number}").as_bytes());
    let text = match spec.encoding {
        SecretEncoding::Base64 => base64_text(bytes.as_bytes()),
        SecretEncoding::Base64url => {
            String::from_utf8_lossy(&Encoding::Base64url.encode(bytes.as_bytes())).into_owned()
        }
        SecretEncoding::Hex => hex_text(bytes.as_bytes()),
        SecretEncoding::Text => {
            let letters = Encoding::Base64urlUnpadded.encode(bytes.as_bytes().get(..15).unwrap_or_default());
            format!(
                "test_{}",
                String::from_utf8_lossy(&letters).replace(['-', '_'], "x")
            )
        }
    };
    format!("{}{text}", spec.prefix)
}
