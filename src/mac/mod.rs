//! Keyed and unkeyed hashes over a base string that arrives in parts.

use hmac::digest::{FixedOutput, Output, Update};
use hmac::{Hmac, KeyInit as _};
use md5::Md5;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hash {
    /// MD5, 16 bytes. Broken for collisions; some schemes still use it.
    Md5,
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-224, 28 bytes.
    Sha224,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl Hash {
    /// Every hash, weakest first.
    pub const ALL: [Self; 6] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    /// The name as scheme files write it: `sha256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Bytes of a digest.
    #[must_use]
    pub const fn digest_len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Bytes of a block: an HMAC key longer than this is hashed first.
    #[must_use]
    pub const fn block_len(self) -> usize {
        match self {
            Self::Md5 | Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 => 128,
        }
    }

    /// The digest of `message`, without a key.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Digest {
        let mut hasher = Hasher::unkeyed(self);
        hasher.update(message);
        hasher.finish()
    }

    /// HMAC of `message` under `key`.
    #[must_use]
    pub fn hmac(self, key: &[u8], message: &[u8]) -> Digest {
        let mut hasher = Hasher::keyed(self, key);
        hasher.update(message);
        hasher.finish()
    }
}

/// The output of a hash or a MAC before it is encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    bytes: [u8; 64],
    length: usize,
}

impl Digest {
    /// Of a length that the caller's type knows: inlined, it is a copy of a few registers.
    #[inline(always)]
    fn new(bytes: &[u8]) -> Self {
        let mut digest = Self {
            bytes: [0; 64],
            length: bytes.len(),
        };
        if let Some(start) = digest.bytes.get_mut(..bytes.len()) {
            start.copy_from_slice(bytes);
        }
        digest
    }

    /// One that has no bytes yet.
    pub(crate) const EMPTY: Self = Self {
        bytes: [0; 64],
        length: 0,
    };

    /// Ends a hash or MAC of a known type here, in place: nothing is moved but the digest itself.
    #[inline(always)]
    fn take<D: FixedOutput>(&mut self, state: D) {
        let length = D::output_size();
        let room = self.bytes.get_mut(..length).and_then(|room| room.try_into().ok());
        if let Some(room) = room {
            let room: &mut Output<D> = room;
            state.finalize_into(room);
            self.length = length;
        }
    }

    /// The digest's bytes.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}

/// Where the parts of a message go.
pub trait Sink {
    /// Takes the next part.
    fn put(&mut self, part: &[u8]);
}

/// What a hash is fed with, whichever hash it is: its calls are resolved for each.
pub(crate) trait Feed {
    /// Why there is nothing to hash.
    type Error;

    /// Hands every part of the message to `sink`.
    fn feed<S: Sink>(&self, sink: &mut S) -> Result<(), Self::Error>;
}

impl Feed for &[u8] {
    type Error = std::convert::Infallible;

    #[inline(always)]
    fn feed<S: Sink>(&self, sink: &mut S) -> Result<(), Self::Error> {
        sink.put(self);
        Ok(())
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, part: &[u8]) {
        self.extend_from_slice(part);
    }
}

impl Sink for Hasher {
    fn put(&mut self, part: &[u8]) {
        self.update(part);
    }
}

/// One hash or MAC under way, of a type that is known.
struct Running<'a, D>(&'a mut D);

impl<D: Update> Sink for Running<'_, D> {
    #[inline(always)]
    fn put(&mut self, part: &[u8]) {
        self.0.update(part);
    }
}

/// A hash or MAC under way. Cloning a keyed one before the first update re-uses the prepared key.
#[derive(Clone)]
pub struct Hasher(State);

#[derive(Clone)]
enum State {
    HmacMd5(Hmac<Md5>),
    HmacSha1(Hmac<Sha1>),
    HmacSha224(Hmac<Sha224>),
    HmacSha256(Hmac<Sha256>),
    HmacSha384(Hmac<Sha384>),
    HmacSha512(Hmac<Sha512>),
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

macro_rules! each_state {
    ($state:expr, $hasher:ident => $body:expr) => {
        match $state {
            State::HmacMd5($hasher) => $body,
            State::HmacSha1($hasher) => $body,
            State::HmacSha224($hasher) => $body,
            State::HmacSha256($hasher) => $body,
            State::HmacSha384($hasher) => $body,
            State::HmacSha512($hasher) => $body,
            State::Md5($hasher) => $body,
            State::Sha1($hasher) => $body,
            State::Sha224($hasher) => $body,
            State::Sha256($hasher) => $body,
            State::Sha384($hasher) => $body,
            State::Sha512($hasher) => $body,
        }
    };
}

impl Hasher {
    /// An HMAC with its key prepared.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes a key of any length")]
    pub fn keyed(hash: Hash, key: &[u8]) -> Self {
        const ANY: &str = "HMAC takes a key of any length";
        Self(match hash {
            Hash::Md5 => State::HmacMd5(Hmac::new_from_slice(key).expect(ANY)),
            Hash::Sha1 => State::HmacSha1(Hmac::new_from_slice(key).expect(ANY)),
            Hash::Sha224 => State::HmacSha224(Hmac::new_from_slice(key).expect(ANY)),
            Hash::Sha256 => State::HmacSha256(Hmac::new_from_slice(key).expect(ANY)),
            Hash::Sha384 => State::HmacSha384(Hmac::new_from_slice(key).expect(ANY)),
            Hash::Sha512 => State::HmacSha512(Hmac::new_from_slice(key).expect(ANY)),
        })
    }

    /// A plain hash.
    #[must_use]
    pub fn unkeyed(hash: Hash) -> Self {
        Self(match hash {
            Hash::Md5 => State::Md5(Md5::new()),
            Hash::Sha1 => State::Sha1(Sha1::new()),
            Hash::Sha224 => State::Sha224(Sha224::new()),
            Hash::Sha256 => State::Sha256(Sha256::new()),
            Hash::Sha384 => State::Sha384(Sha384::new()),
            Hash::Sha512 => State::Sha512(Sha512::new()),
        })
    }

    /// Adds the next part of the message.
    #[inline]
    pub fn update(&mut self, part: &[u8]) {
        each_state!(&mut self.0, hasher => Update::update(hasher, part));
    }

    /// The digest that a copy of this state comes to with the parts that `message` hands it.
    #[inline]
    pub(crate) fn digest_into<F: Feed>(&self, message: &F, digest: &mut Digest) -> Result<(), F::Error> {
        // The states differ much in size, so only the one that is needed is copied.
        each_state!(&self.0, prepared => {
            let mut state = prepared.clone();
            message.feed(&mut Running(&mut state))?;
            digest.take(state);
        });
        Ok(())
    }

    /// The digest of all parts.
    #[inline]
    #[must_use]
    pub fn finish(self) -> Digest {
        each_state!(self.0, hasher => Digest::new(&hasher.finalize_fixed()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Hasher};

    fn hex(bytes: &[u8]) -> String {
        const_hex::encode(bytes)
    }

    #[test]
    fn known_answers() {
        // RFC 4231 test case 2, RFC 2202 test case 2, FIPS 180 "abc".
        let (key, message) = (b"Jefe".as_slice(), b"what do ya want for nothing?".as_slice());
        assert_eq!(
            hex(Hash::Sha256.hmac(key, message).as_bytes()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(Hash::Sha1.hmac(key, message).as_bytes()),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        assert_eq!(
            hex(Hash::Sha1.digest(b"abc").as_bytes()),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            hex(Hash::Md5.digest(b"abc").as_bytes()),
            "900150983cd24fb0d6963f7d28e17f72"
        );
    }

    #[test]
    fn parts_and_lengths() {
        for hash in Hash::ALL {
            let mut hasher = Hasher::keyed(hash, b"key");
            hasher.update(b"a");
            hasher.update(b"");
            hasher.update(b"bc");
            let digest = hasher.finish();
            assert!(digest == hash.hmac(b"key", b"abc"));
            assert_eq!(digest.as_bytes().len(), hash.digest_len());
        }
    }
}
