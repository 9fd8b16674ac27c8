//! Nonces and salts that make signatures reproducible.

use rsa::rand_core::{CryptoRng, RngCore};

use crate::mac::Hash;

/// Bytes that hang on nothing but their seed, so that signatures are reproducible: nonces that nobody without
/// the key can know, as in RFC 6979, and salts, which are no secret.
pub(crate) struct Stream {
    seed: Vec<u8>,
    counter: u32,
    rest: Vec<u8>,
}

impl Stream {
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        Self {
            seed: parts.concat(),
            counter: 0,
            rest: Vec::new(),
        }
    }
}

impl RngCore for Stream {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, to: &mut [u8]) {
        for byte in to {
            if self.rest.is_empty() {
                self.counter += 1;
                let block = Hash::Sha512.hmac(&self.seed, &self.counter.to_be_bytes());
                self.rest = block.as_bytes().to_vec();
            }
            *byte = self.rest.pop().unwrap_or_default();
        }
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(to);
        Ok(())
    }
}

impl CryptoRng for Stream {}
