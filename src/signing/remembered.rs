//! The last signatures of a private key: its arithmetic is slow, and a suite signs one event for many cases.

use std::sync::{Arc, Mutex, PoisonError};

use crate::scheme::Method;
use crate::signing::public_key::PrivateKey;

/// How many signatures are remembered; the oldest goes first.
const MOST: usize = 32;

/// A private key that remembers what it signed last.
#[derive(Clone)]
pub(super) struct RememberingKey {
    key: PrivateKey,
    last: Remembered,
}

impl From<PrivateKey> for RememberingKey {
    fn from(key: PrivateKey) -> Self {
        Self {
            key,
            last: Remembered::default(),
        }
    }
}

impl RememberingKey {
    /// The signature of `message`, as [`PrivateKey::sign`] makes it.
    pub(super) fn sign(&self, method: Method, message: Vec<u8>) -> Option<Vec<u8>> {
        self.last
            .or_sign(method, message, |message| self.key.sign(method, message))
    }
}

/// What a private key signed last. Signing is reproducible, so that what is remembered is what would be made.
#[derive(Clone, Default)]
struct Remembered(Arc<Mutex<Vec<Signed>>>);

struct Signed {
    method: Method,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Remembered {
    /// The signature of a message: as it was made before, or as `sign` makes it.
    fn or_sign(
        &self,
        method: Method,
        message: Vec<u8>,
        sign: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = last
            .iter()
            .find(|signed| signed.method == method && signed.message == message);
        if let Some(signed) = found {
            return Some(signed.signature.clone());
        }
        let signature = sign(&message)?;
        if last.len() >= MOST {
            last.remove(0);
        }
        last.push(Signed {
            method,
            message,
            signature: signature.clone(),
        });
        Some(signature)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{MOST, Remembered};
    use crate::scheme::Method;

    #[test]
    fn a_message_is_signed_once_while_it_is_remembered() {
        let (remembered, made) = (Remembered::default(), Cell::new(0));
        let sign = |method: Method, message: &str| {
            remembered.or_sign(method, message.as_bytes().to_vec(), |message| {
                made.set(made.get() + 1);
                Some([message, b"!"].concat())
            })
        };
        for _ in 0..3 {
            assert_eq!(sign(Method::Ed25519, "a"), Some(b"a!".to_vec()));
        }
        assert_eq!(made.get(), 1);
        assert_eq!(sign(Method::Static, "a"), Some(b"a!".to_vec()));
        assert_eq!(made.get(), 2);
        for number in 0..MOST {
            sign(Method::Ed25519, &number.to_string());
        }
        sign(Method::Ed25519, "a");
        assert_eq!(made.get(), 3 + MOST);
        assert_eq!(remembered.or_sign(Method::Ed25519, b"b".to_vec(), |_| None), None);
    }
}
