//! Public test keys for schemes that sign with a private key: both halves are known to everybody.

use crate::scheme::method::{Curve, Method};

/// A key pair that is public as a whole, each half written as a provider may write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestKey {
    /// Its name.
    pub name: &'static str,
    /// The half that verifies.
    pub public: &'static str,
    /// The half that signs.
    pub private: &'static str,
}

macro_rules! test_keys {
    ($($name:literal),* $(,)?) => {
        /// Every test key, sorted by name. `NAME-other` is another key of the kind of `NAME`.
        pub const TEST_KEYS: &[TestKey] = &[$(TestKey {
            name: $name,
            public: include_str!(concat!("keys/", $name, ".public")),
            private: include_str!(concat!("keys/", $name, ".private")),
        }),*];
    };
}

test_keys![
    "ed25519",
    "ed25519-base64",
    "ed25519-base64-other",
    "ed25519-hex",
    "ed25519-hex-other",
    "ed25519-other",
    "ed25519-prefixed",
    "ed25519-prefixed-other",
    "p256",
    "p256-other",
    "p256-spki",
    "p256-spki-other",
    "p384",
    "p384-other",
    "p384-spki",
    "p384-spki-other",
    "p521",
    "p521-other",
    "p521-spki",
    "p521-spki-other",
    "rsa-2048",
    "rsa-2048-other",
    "rsa-2048-spki",
    "rsa-2048-spki-other",
];

/// The test key of that name.
#[must_use]
pub fn test_key(name: &str) -> Option<&'static TestKey> {
    TEST_KEYS.iter().find(|key| key.name == name)
}

/// The name of a key that fits the method; `None` where both sides hold the same secret.
pub(crate) fn default_test_key(method: Method, algorithm: Option<&str>) -> Option<&'static str> {
    match method {
        Method::Basic | Method::Digest(_) | Method::Hmac(_) | Method::Static => None,
        Method::Ecdsa { curve, .. } => Some(match curve {
            Curve::P256 => "p256",
            Curve::P384 => "p384",
            Curve::P521 => "p521",
        }),
        Method::Ed25519 => Some("ed25519"),
        Method::Jwt => match algorithm? {
            "ES256" => Some("p256"),
            "ES384" => Some("p384"),
            "ES512" => Some("p521"),
            "EdDSA" => Some("ed25519"),
            name if name.starts_with("HS") => None,
            _ => Some("rsa-2048"),
        },
        Method::RsaPkcs1(_) | Method::RsaPss(_) => Some("rsa-2048"),
    }
}

#[cfg(test)]
mod tests {
    use super::{TEST_KEYS, test_key};

    #[test]
    fn names_are_sorted_and_keys_differ() {
        assert!(TEST_KEYS.is_sorted_by_key(|key| key.name));
        for key in TEST_KEYS.iter().filter(|key| !key.name.ends_with("-other")) {
            let other = test_key(&format!("{}-other", key.name)).unwrap();
            assert_ne!((key.public, key.private), (other.public, other.private));
        }
    }
}
