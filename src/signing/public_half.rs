//! The public half of a private key, for those who are given only the private one.

use ed25519_dalek::pkcs8::EncodePublicKey as _;
use rsa::pkcs8::LineEnding;

use crate::scheme::Scheme;
use crate::signing::SecretError;
use crate::signing::public_key::PrivateKey;
use crate::signing::signing_key::private_key;

/// What a receiver is configured with where the sender holds `private`: PEM for a public-key scheme, and the
/// secret itself where both sides hold the same.
///
/// # Errors
/// When the text is no private key of the scheme's kind.
pub fn public_half(scheme: &Scheme, private: &str) -> Result<String, SecretError> {
    if scheme.is_symmetric() {
        return Ok(private.to_owned());
    }
    let key = private_key(scheme, private.as_bytes())?;
    pem(&key).ok_or_else(|| SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: "a private key whose public half can be written".to_owned(),
    })
}

fn pem(key: &PrivateKey) -> Option<String> {
    match key {
        PrivateKey::Ed25519(key) => key.verifying_key().to_public_key_pem(LineEnding::LF).ok(),
        PrivateKey::P256(key) => p256::PublicKey::from(key.verifying_key())
            .to_public_key_pem(LineEnding::LF)
            .ok(),
        PrivateKey::P384(key) => p384::PublicKey::from(key.verifying_key())
            .to_public_key_pem(LineEnding::LF)
            .ok(),
        PrivateKey::P521(key) => {
            let point = p521::ecdsa::VerifyingKey::from(key.as_ref());
            p521::PublicKey::from_affine(*point.as_affine())
                .ok()?
                .to_public_key_pem(LineEnding::LF)
                .ok()
        }
        PrivateKey::Rsa(key) => key.to_public_key().to_public_key_pem(LineEnding::LF).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::public_half;
    use crate::scheme::{Scheme, test_key};
    use crate::signing::{Event, Signer, Verifier};

    #[test]
    fn what_the_private_half_signs_the_public_half_verifies() {
        for (method, name) in [
            ("ed25519", "ed25519"),
            ("ecdsa-p256-sha256", "p256"),
            ("ecdsa-p384-sha384", "p384"),
            ("ecdsa-p521-sha512", "p521"),
            ("rsa-pkcs1-sha256", "rsa-2048"),
        ] {
            let text = format!(
                "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"{method}\"\nin = \"header:S\"\nencoding = \"base64\"\n\
                 base_string = \"{{body}}\"\n"
            );
            let scheme = Scheme::parse(&text, "x.toml").unwrap();
            let private = test_key(name).unwrap().private;
            let public = public_half(&scheme, private).unwrap();
            let signer = Signer::new(&scheme, &[private]).unwrap();
            let delivery = signer.sign(&Event::new(&scheme, "1", "{}"), 0).unwrap();
            assert_eq!(
                Verifier::new(&scheme, &[&public]).unwrap().verify(&delivery, 0),
                Ok(()),
                "{method}"
            );
            assert!(public_half(&scheme, "no key").is_err());
        }
    }
}
