//! What a search would compute again for every pair of mistakes. Keeping it changes nothing of what is found.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::mac::{Digest, Hash, Hasher};
use crate::scheme::Template;

/// How many prepared keys are kept: more than there are variants of a secret, for every hash.
const MOST_KEYS: usize = 512;

/// Templates that a mistake signs in place of another, each with what it says of itself.
pub(crate) type Rewritten = Rc<[(Rc<Template>, Rc<str>)]>;

/// What is kept during one search.
#[derive(Default)]
pub(crate) struct Memory {
    rewritten: RefCell<Vec<(&'static str, Template, Rewritten)>>,
    keys: RefCell<HashMap<Hash, HashMap<Vec<u8>, Hasher>>>,
    /// Whether the timestamp's header is read by its name.
    pub(crate) reads_timestamp_header: OnceCell<bool>,
}

impl Memory {
    /// What a mistake makes of a template, made once.
    pub(crate) fn rewritten(
        &self,
        mistake: &'static str,
        template: &Template,
        rewrite: impl FnOnce() -> Rewritten,
    ) -> Rewritten {
        let known = self
            .rewritten
            .borrow()
            .iter()
            .find(|(name, from, _)| *name == mistake && from == template)
            .map(|(.., made)| Rc::clone(made));
        known.unwrap_or_else(|| {
            let made = rewrite();
            let entry = (mistake, template.clone(), Rc::clone(&made));
            self.rewritten.borrow_mut().push(entry);
            made
        })
    }

    /// HMAC of `message`, with the key prepared once.
    pub(crate) fn hmac(&self, hash: Hash, key: &[u8], message: &[u8]) -> Digest {
        let mut digest = Digest::EMPTY;
        let mut keys = self.keys.borrow_mut();
        let of_hash = keys.entry(hash).or_default();
        if let Some(prepared) = of_hash.get(key) {
            let Ok(()) = prepared.digest_into(&message, &mut digest);
            return digest;
        }
        if of_hash.len() == MOST_KEYS {
            of_hash.clear();
        }
        let prepared = of_hash
            .entry(key.to_vec())
            .or_insert_with(|| Hasher::keyed(hash, key));
        let Ok(()) = prepared.digest_into(&message, &mut digest);
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_KEYS, Memory};
    use crate::mac::Hash;

    #[test]
    fn a_kept_key_makes_what_a_new_one_makes() {
        let memory = Memory::default();
        for round in 0..2 {
            for n_key in 0..=MOST_KEYS {
                for hash in Hash::ALL {
                    let key = vec![b'k'; n_key];
                    let message = [round; 100];
                    assert!(memory.hmac(hash, &key, &message) == hash.hmac(&key, &message));
                }
            }
        }
        // One key too many in each round: the first of them leaves one key and the second two.
        let keys = memory.keys.borrow();
        assert_eq!(Hash::ALL.map(|hash| keys[&hash].len()), [2; Hash::ALL.len()]);
    }
}
