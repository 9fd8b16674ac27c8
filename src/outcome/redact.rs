//! Keeping secrets out of everything that is written, in every encoding that would give them back.

use crate::encoding::Encoding;

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// Secrets shorter than this are only redacted as they are, and only as whole words: they and their encodings occur
/// by chance.
const SHORTEST_ENCODED: usize = 4;

/// Finds secrets in texts: as they are, in hex, base64 and base64url, percent-encoded, JSON-escaped, and in the
/// base64 of a text around them, whatever the alignment.
#[derive(Clone)]
pub struct Redactor {
    needles: Vec<Vec<u8>>,
    /// The bytes with which a needle begins: most bytes of a text are none of them.
    begins: [bool; 256],
}

impl Redactor {
    /// For these secrets; empty ones are passed over.
    #[must_use]
    pub fn new<S: AsRef<[u8]>>(secrets: &[S]) -> Self {
        let mut needles: Vec<Vec<u8>> = secrets
            .iter()
            .flat_map(|secret| spellings(secret.as_ref()))
            .collect();
        // The longest first, so that no part of one is left over.
        needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        needles.dedup();
        let mut begins = [false; 256];
        for first in needles.iter().filter_map(|needle| needle.first()) {
            if let Some(begins) = begins.get_mut(usize::from(*first)) {
                *begins = true;
            }
        }
        Self { needles, begins }
    }

    /// Whether a secret is in these bytes.
    #[must_use]
    pub fn contains(&self, bytes: &[u8]) -> bool {
        let begins = |byte: &u8| self.begins.get(usize::from(*byte)) == Some(&true);
        let mut places = bytes.iter().enumerate().filter(|(_, byte)| begins(byte));
        places.any(|(at, _)| {
            let rest = bytes.get(at..).unwrap_or_default();
            self.needles
                .iter()
                .any(|needle| rest.starts_with(needle) && stands_for_itself(bytes, at, needle.len()))
        })
    }

    /// The text without the secrets.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        if !self.contains(text.as_bytes()) {
            return text.to_owned();
        }
        let mut bytes = text.as_bytes().to_vec();
        for needle in &self.needles {
            let mut from = 0;
            while let Some(at) = find(&bytes, needle, from) {
                if !stands_for_itself(&bytes, at, needle.len()) {
                    from = at + 1;
                    continue;
                }
                bytes.splice(at..at + needle.len(), REDACTED.bytes());
                from = at + REDACTED.len();
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Whether what was found is a secret and no part of a word.
fn stands_for_itself(bytes: &[u8], at: usize, length: usize) -> bool {
    let is_word = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
    };
    length >= SHORTEST_ENCODED || !is_word(at.checked_sub(1)) && !is_word(Some(at + length))
}

fn spellings(secret: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    if secret.is_empty() {
        return all;
    }
    all.push(secret.to_vec());
    if secret.len() < SHORTEST_ENCODED {
        return all;
    }
    all.push(Encoding::Hex.encode(secret));
    all.push(Encoding::HexUpper.encode(secret));
    for encoding in [Encoding::Base64Unpadded, Encoding::Base64urlUnpadded] {
        for alignment in 0..3 {
            all.extend(aligned(encoding, secret, alignment));
        }
    }
    all.push(
        percent_encoding::percent_encode(secret, percent_encoding::NON_ALPHANUMERIC)
            .to_string()
            .into_bytes(),
    );
    all.push(
        form_urlencoded::byte_serialize(secret)
            .collect::<String>()
            .into_bytes(),
    );
    if let Ok(text) = str::from_utf8(secret) {
        let json = serde_json::Value::from(text).to_string();
        all.push(json.trim_matches('"').as_bytes().to_vec());
    }
    all.retain(|spelling| spelling.len() >= SHORTEST_ENCODED);
    all
}

/// The middle part of the base64 that does not hang on the bytes around the secret.
fn aligned(encoding: Encoding, secret: &[u8], alignment: usize) -> Option<Vec<u8>> {
    let padded = [vec![0; alignment], secret.to_vec()].concat();
    let text = encoding.encode(&padded);
    // The first characters hold bits of what stands before, the last one bits of what follows.
    let start = [0, 2, 3].get(alignment).copied()?;
    let end = if padded.len() % 3 == 0 {
        text.len()
    } else {
        text.len() - 1
    };
    let middle = text.get(start..end)?;
    (middle.len() >= 6 || start == 0).then(|| middle.to_vec())
}

fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    if needle.is_empty() {
        return None;
    }
    memchr::memmem::find(rest, needle).map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::{REDACTED, Redactor};
    use crate::encoding::Encoding;

    #[test]
    fn every_spelling_is_found() {
        let secret = "wh&sec \"key\" 42";
        let redactor = Redactor::new(&[secret]);
        for text in [
            secret.to_owned(),
            format!("x{}y", const_hex::encode(secret)),
            const_hex::encode_upper(secret),
            format!("user:{secret}!"),
            serde_json::json!({ "a": secret }).to_string(),
            form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        ] {
            let redacted = redactor.redact(&text);
            assert!(redacted.contains(REDACTED), "{text}");
            assert!(!redactor.contains(redacted.as_bytes()), "{redacted}");
        }
        for before in ["", "a", "ab", "abc"] {
            let text = Encoding::Base64.encode(format!("{before}{secret}tail").as_bytes());
            assert!(redactor.contains(&text), "{before}");
        }
        assert_eq!(redactor.redact("nothing here"), "nothing here");
    }

    #[test]
    fn empty_and_short_secrets_do_not_eat_the_text() {
        assert_eq!(Redactor::new(&[""]).redact("abc"), "abc");
        assert_eq!(
            Redactor::new(&["ab"]).redact("6162 cab ab,x-ab"),
            format!("6162 cab {REDACTED},x-{REDACTED}")
        );
        assert!(!Redactor::new(&["x"]).contains(b"next"));
        assert!(Redactor::new(&["x"]).contains(b"key=x"));
    }
}
