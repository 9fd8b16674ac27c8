//! RSA, ECDSA and Ed25519: keys in every spelling, signing and verifying.

use ed25519_dalek::Signer as _;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use p256::ecdsa::signature::hazmat::{
    PrehashSigner as _, PrehashVerifier as _, RandomizedPrehashSigner as _,
};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _};
use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};

use crate::mac::Hash;
use crate::scheme::{Curve, EcdsaForm, Method};
use crate::signing::key_text::{KeyText, member, spki_of_certificate};
use crate::signing::reproducible::Stream;

/// Which key a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ed25519,
    P256,
    P384,
    P521,
    Rsa,
}

impl Kind {
    pub(crate) const fn of(method: Method) -> Option<Self> {
        match method {
            Method::Ecdsa { curve, .. } => Some(match curve {
                Curve::P256 => Self::P256,
                Curve::P384 => Self::P384,
                Curve::P521 => Self::P521,
            }),
            Method::Ed25519 => Some(Self::Ed25519),
            Method::RsaPkcs1(_) | Method::RsaPss(_) => Some(Self::Rsa),
            Method::Basic | Method::Digest(_) | Method::Hmac(_) | Method::Jwt | Method::Static => None,
        }
    }

    /// What the key is called where it cannot be read.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Rsa => "RSA",
        }
    }
}

/// The half that verifies.
#[derive(Clone)]
pub(crate) enum PublicKey {
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    P256(Box<p256::ecdsa::VerifyingKey>),
    P384(Box<p384::ecdsa::VerifyingKey>),
    P521(Box<p521::ecdsa::VerifyingKey>),
    Rsa(Box<RsaPublicKey>),
}

/// The half that signs.
#[derive(Clone)]
pub(crate) enum PrivateKey {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    P256(Box<p256::ecdsa::SigningKey>),
    P384(Box<p384::ecdsa::SigningKey>),
    P521(Box<p521::ecdsa::SigningKey>),
    Rsa(Box<RsaPrivateKey>),
}

macro_rules! curve {
    ($curve:ident, $public:ident, $private:ident, $verify:ident) => {
        fn $public(text: KeyText) -> Option<$curve::ecdsa::VerifyingKey> {
            match text {
                KeyText::Der(der) => {
                    let spki = spki_of_certificate(&der).unwrap_or(&der);
                    let key = $curve::PublicKey::from_public_key_der(spki).ok()?;
                    $curve::ecdsa::VerifyingKey::from_affine(*key.as_affine()).ok()
                }
                KeyText::Jwk(jwk) => {
                    let point = [vec![4], member(&jwk, "x")?, member(&jwk, "y")?].concat();
                    $curve::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()
                }
                KeyText::Raw(_) => None,
            }
        }

        fn $private(text: KeyText) -> Option<$curve::ecdsa::SigningKey> {
            match text {
                KeyText::Der(der) => {
                    let key = $curve::SecretKey::from_pkcs8_der(&der)
                        .ok()
                        .or_else(|| $curve::SecretKey::from_sec1_der(&der).ok())?;
                    $curve::ecdsa::SigningKey::from_bytes(&key.to_bytes()).ok()
                }
                KeyText::Jwk(jwk) => $curve::ecdsa::SigningKey::from_slice(&member(&jwk, "d")?).ok(),
                KeyText::Raw(_) => None,
            }
        }

        fn $verify(
            key: &$curve::ecdsa::VerifyingKey,
            form: EcdsaForm,
            digest: &[u8],
            signature: &[u8],
        ) -> bool {
            let signature = match form {
                EcdsaForm::Der => $curve::ecdsa::Signature::from_der(signature),
                EcdsaForm::Raw => $curve::ecdsa::Signature::from_slice(signature),
            };
            signature.is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
        }
    };
}

curve!(p256, p256_public, p256_private, p256_verify);
curve!(p384, p384_public, p384_private, p384_verify);
curve!(p521, p521_public, p521_private, p521_verify);

impl PublicKey {
    /// Reads a public key of that kind.
    pub(crate) fn of(kind: Kind, text: &[u8]) -> Option<Self> {
        let text = KeyText::of(text)?;
        Some(match kind {
            Kind::Ed25519 => Self::Ed25519(Box::new(match text {
                KeyText::Der(der) => {
                    let spki = spki_of_certificate(&der).unwrap_or(&der);
                    ed25519_dalek::VerifyingKey::from_public_key_der(spki).ok()?
                }
                KeyText::Jwk(jwk) => ed25519_public(&member(&jwk, "x")?)?,
                KeyText::Raw(bytes) => ed25519_public(&bytes)?,
            })),
            Kind::P256 => Self::P256(Box::new(p256_public(text)?)),
            Kind::P384 => Self::P384(Box::new(p384_public(text)?)),
            Kind::P521 => Self::P521(Box::new(p521_public(text)?)),
            Kind::Rsa => Self::Rsa(Box::new(match text {
                KeyText::Der(der) => {
                    let spki = spki_of_certificate(&der).unwrap_or(&der);
                    RsaPublicKey::from_public_key_der(spki)
                        .ok()
                        .or_else(|| RsaPublicKey::from_pkcs1_der(&der).ok())?
                }
                KeyText::Jwk(jwk) => {
                    let number = |name| member(&jwk, name).map(|bytes| BigUint::from_bytes_be(&bytes));
                    RsaPublicKey::new(number("n")?, number("e")?).ok()?
                }
                KeyText::Raw(_) => return None,
            })),
        })
    }

    /// The public half of a seed that both sides hold.
    pub(crate) fn of_seed(seed: &[u8]) -> Option<Self> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed.try_into().ok()?);
        Some(Self::Ed25519(Box::new(key.verifying_key())))
    }

    /// Whether `signature` is right for `message`.
    pub(crate) fn verify(&self, method: Method, message: &[u8], signature: &[u8]) -> bool {
        match (self, method) {
            (Self::Ed25519(key), Method::Ed25519) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            (Self::P256(key), Method::Ecdsa { hash, form, .. }) => {
                p256_verify(key, form, &padded(hash, message, 32), signature)
            }
            (Self::P384(key), Method::Ecdsa { hash, form, .. }) => {
                p384_verify(key, form, &padded(hash, message, 48), signature)
            }
            (Self::P521(key), Method::Ecdsa { hash, form, .. }) => {
                p521_verify(key, form, &padded(hash, message, 66), signature)
            }
            (Self::Rsa(key), Method::RsaPkcs1(hash)) => {
                let digest = hash.digest(message);
                key.verify(pkcs1(hash), digest.as_bytes(), signature).is_ok()
            }
            (Self::Rsa(key), Method::RsaPss(hash)) => {
                let digest = hash.digest(message);
                pss(hash).is_some_and(|padding| key.verify(padding, digest.as_bytes(), signature).is_ok())
            }
            _ => false,
        }
    }
}

impl PrivateKey {
    /// Reads a private key of that kind.
    pub(crate) fn of(kind: Kind, text: &[u8]) -> Option<Self> {
        let text = KeyText::of(text)?;
        Some(match kind {
            Kind::Ed25519 => match text {
                KeyText::Der(der) => {
                    Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_pkcs8_der(&der).ok()?))
                }
                KeyText::Jwk(jwk) => Self::of_seed(&member(&jwk, "d")?)?,
                // Of 64 bytes the latter half is the public key.
                KeyText::Raw(bytes) => Self::of_seed(bytes.get(..32)?)?,
            },
            Kind::P256 => Self::P256(Box::new(p256_private(text)?)),
            Kind::P384 => Self::P384(Box::new(p384_private(text)?)),
            Kind::P521 => Self::P521(Box::new(p521_private(text)?)),
            Kind::Rsa => Self::Rsa(Box::new(match text {
                KeyText::Der(der) => RsaPrivateKey::from_pkcs8_der(&der)
                    .ok()
                    .or_else(|| RsaPrivateKey::from_pkcs1_der(&der).ok())?,
                KeyText::Jwk(jwk) => {
                    let number = |name| member(&jwk, name).map(|bytes| BigUint::from_bytes_be(&bytes));
                    let primes = vec![number("p")?, number("q")?];
                    RsaPrivateKey::from_components(number("n")?, number("e")?, number("d")?, primes).ok()?
                }
                KeyText::Raw(_) => return None,
            })),
        })
    }

    /// A seed that both sides hold.
    pub(crate) fn of_seed(seed: &[u8]) -> Option<Self> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed.try_into().ok()?);
        Some(Self::Ed25519(Box::new(key)))
    }

    /// The signature of `message`: the same key and message give the same bytes.
    pub(crate) fn sign(&self, method: Method, message: &[u8]) -> Option<Vec<u8>> {
        macro_rules! written {
            ($signature:expr, $form:expr) => {{
                let signature = $signature;
                match $form {
                    EcdsaForm::Der => signature.to_der().as_bytes().to_vec(),
                    EcdsaForm::Raw => signature.to_bytes().to_vec(),
                }
            }};
        }
        Some(match (self, method) {
            (Self::Ed25519(key), Method::Ed25519) => key.sign(message).to_bytes().to_vec(),
            (Self::P256(key), Method::Ecdsa { hash, form, .. }) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(&padded(hash, message, 32)).ok()?;
                written!(signature, form)
            }
            (Self::P384(key), Method::Ecdsa { hash, form, .. }) => {
                let signature: p384::ecdsa::Signature = key.sign_prehash(&padded(hash, message, 48)).ok()?;
                written!(signature, form)
            }
            (Self::P521(key), Method::Ecdsa { hash, form, .. }) => {
                let digest = padded(hash, message, 66);
                let mut nonces = Stream::of(&[&key.to_bytes(), &digest]);
                let signature: p521::ecdsa::Signature =
                    key.sign_prehash_with_rng(&mut nonces, &digest).ok()?;
                written!(signature, form)
            }
            (Self::Rsa(key), Method::RsaPkcs1(hash)) => {
                key.sign(pkcs1(hash), hash.digest(message).as_bytes()).ok()?
            }
            (Self::Rsa(key), Method::RsaPss(hash)) => {
                let digest = hash.digest(message);
                let mut salts = Stream::of(&[digest.as_bytes()]);
                key.sign_with_rng(&mut salts, pss(hash)?, digest.as_bytes())
                    .ok()?
            }
            _ => return None,
        })
    }
}

fn ed25519_public(bytes: &[u8]) -> Option<ed25519_dalek::VerifyingKey> {
    ed25519_dalek::VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()
}

/// The digest with zeros before it up to the curve's length: the same number, which the library otherwise
/// refuses where a hash is much shorter than the curve.
fn padded(hash: Hash, message: &[u8], length: usize) -> Vec<u8> {
    let digest = hash.digest(message);
    let mut bytes = vec![0; length.saturating_sub(digest.as_bytes().len())];
    bytes.extend_from_slice(digest.as_bytes());
    bytes
}

/// PKCS#1 v1.5 with the `DigestInfo` of RFC 8017, section 9.2, note 1.
fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    let prefix: &[u8] = match hash {
        Hash::Md5 => b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
        Hash::Sha1 => b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
        Hash::Sha224 => b"\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c",
        Hash::Sha256 => b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
        Hash::Sha384 => b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
        Hash::Sha512 => b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
    };
    Pkcs1v15Sign {
        hash_len: Some(hash.digest_len()),
        prefix: prefix.into(),
    }
}

/// PSS whose salt is as long as the hash.
fn pss(hash: Hash) -> Option<Pss> {
    Some(match hash {
        Hash::Md5 => return None,
        Hash::Sha1 => Pss::new::<sha1_10::Sha1>(),
        Hash::Sha224 => Pss::new::<sha2_10::Sha224>(),
        Hash::Sha256 => Pss::new::<sha2_10::Sha256>(),
        Hash::Sha384 => Pss::new::<sha2_10::Sha384>(),
        Hash::Sha512 => Pss::new::<sha2_10::Sha512>(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, PrivateKey, PublicKey};
    use crate::scheme::{Method, TEST_KEYS};

    fn kind_of(name: &str) -> Kind {
        match name.split('-').next().unwrap() {
            "ed25519" => Kind::Ed25519,
            "p256" => Kind::P256,
            "p384" => Kind::P384,
            "p521" => Kind::P521,
            _ => Kind::Rsa,
        }
    }

    #[test]
    fn both_halves_of_every_test_key_fit() {
        for key in TEST_KEYS {
            let kind = kind_of(key.name);
            let methods: &[&str] = match kind {
                Kind::Ed25519 => &["ed25519"],
                Kind::P256 => &["ecdsa-p256-sha1", "ecdsa-p256-sha256-raw", "ecdsa-p256-sha512"],
                Kind::P384 => &["ecdsa-p384-sha1", "ecdsa-p384-sha384", "ecdsa-p384-sha384-raw"],
                Kind::P521 => &["ecdsa-p521-sha256", "ecdsa-p521-sha512", "ecdsa-p521-sha512-raw"],
                Kind::Rsa => &[
                    "rsa-pkcs1-md5",
                    "rsa-pkcs1-sha1",
                    "rsa-pkcs1-sha256",
                    "rsa-pkcs1-sha512",
                    "rsa-pss-sha256",
                    "rsa-pss-sha512",
                ],
            };
            let strip = |text: &'static str| {
                text.strip_prefix("whpk_")
                    .or(text.strip_prefix("whsk_"))
                    .unwrap_or(text)
            };
            let public = PublicKey::of(kind, strip(key.public).as_bytes()).unwrap();
            let private = PrivateKey::of(kind, strip(key.private).as_bytes()).unwrap();
            assert!(PrivateKey::of(kind, b"AAEC").is_none());
            for name in methods {
                let method: Method = name.parse().unwrap();
                let signature = private.sign(method, b"message").unwrap();
                assert_eq!(private.sign(method, b"message").unwrap(), signature, "{name}");
                assert!(
                    public.verify(method, b"message", &signature),
                    "{} {name}",
                    key.name
                );
                assert!(
                    !public.verify(method, b"Message", &signature),
                    "{} {name}",
                    key.name
                );
                assert!(
                    !public.verify(method, b"message", &signature[1..]),
                    "{} {name}",
                    key.name
                );
            }
        }
    }
}
