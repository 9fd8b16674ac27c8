//! Which mistake makes a wrong signature come out: the one place where senders are explained.

use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::reserialize::REWRITERS;
use crate::scheme::{Method, Part, Scheme, Template, Value};
use crate::signing::{Draft, Signer, Verifier, each_signature};

/// A mistake and how exactly it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Named {
    /// Its name: `body/reserialized`.
    pub mistake: &'static str,
    /// The particulars.
    pub detail: String,
}

/// The mistake with which the signature comes out exactly as observed, if one is found.
#[must_use]
pub fn mistake_of(scheme: &Scheme, secrets: &[String], delivery: &Delivery, now: i64) -> Option<Named> {
    let verifier = Verifier::new(scheme, secrets).ok()?;
    let search = Search::new(scheme, secrets, &verifier, delivery)?;
    search.run(now)
}

struct Search<'a> {
    scheme: &'a Scheme,
    secrets: &'a [String],
    delivery: &'a Delivery,
    hash: Hash,
    signer: Signer,
    draft: Draft,
    /// What the scheme signs.
    base: Vec<u8>,
    /// The signature as it is written, and the bytes that it stands for in some encoding.
    written: Vec<Vec<u8>>,
    bytes: Vec<Vec<u8>>,
}

impl<'a> Search<'a> {
    fn new(
        scheme: &'a Scheme,
        secrets: &'a [String],
        verifier: &Verifier,
        delivery: &'a Delivery,
    ) -> Option<Self> {
        let Method::Hmac(hash) = scheme.method() else {
            return None;
        };
        let signer = Signer::new(scheme, secrets).ok()?;
        let text = verifier.signature_text(delivery).ok()?.into_owned();
        let timestamp = verifier.timestamp_text(delivery, &text).ok().flatten();
        let timestamp = timestamp.map(std::borrow::Cow::into_owned);
        let id = verifier
            .id_text(delivery, &text)
            .ok()
            .flatten()
            .map(std::borrow::Cow::into_owned);
        let (base, _) = verifier.trace(delivery)?;
        let mut written = Vec::new();
        each_signature(&text, scheme.format(), |signature| {
            written.push(signature.to_vec());
            false
        });
        // A prefix that is missing or another one leaves the whole text.
        written.push(text.clone());
        if let Some(at) = text.iter().rposition(|byte| *byte == b'=' || *byte == b',') {
            written.extend(text.get(at + 1..).map(<[u8]>::to_vec));
        }
        if let Some(at) = text.iter().position(|byte| *byte == b'=' || *byte == b',') {
            written.extend(text.get(at + 1..).map(<[u8]>::to_vec));
        }
        let encodings = [Encoding::HexAny, Encoding::Base64Any];
        let decoded = |text: &Vec<u8>| encodings.map(|encoding| encoding.decode(text).ok());
        let bytes = written.iter().flat_map(decoded).flatten().collect();
        let draft = Draft {
            delivery: delivery.clone(),
            timestamp,
            id,
        };
        Some(Self {
            scheme,
            secrets,
            delivery,
            hash,
            signer,
            draft,
            base,
            written,
            bytes,
        })
    }

    fn matches(&self, digest: &[u8]) -> bool {
        self.bytes.iter().any(|bytes| bytes == digest)
    }

    fn mac(&self, message: &[u8]) -> bool {
        self.matches(self.hash.hmac(self.signer.key(), message).as_bytes())
    }

    fn run(&self, now: i64) -> Option<Named> {
        self.writing()
            .or_else(|| self.bodies())
            .or_else(|| self.digests())
            .or_else(|| self.keys())
            .or_else(|| self.base_strings(now))
    }

    /// The digest is right, only written otherwise.
    fn writing(&self) -> Option<Named> {
        let right = self.hash.hmac(self.signer.key(), &self.base);
        let right = right.as_bytes();
        if let Some(longer) = self
            .bytes
            .iter()
            .find(|bytes| bytes.len() < right.len() && bytes.len() >= 4 && right.starts_with(bytes))
        {
            return named("digest/truncated", format!("its first {} bytes", longer.len()));
        }
        if !self.matches(right) {
            return None;
        }
        let own = self.scheme.signature().encoding;
        let expected = own.encode(right);
        let texts = |encoding: Encoding| self.written.contains(&encoding.encode(right));
        if self.written.contains(&expected) {
            return named(
                "digest/prefix",
                "the digest is right, what stands around it is not".to_owned(),
            );
        }
        if own == Encoding::Hex && texts(Encoding::HexUpper)
            || own == Encoding::HexUpper && texts(Encoding::Hex)
        {
            return named("digest/case", "hex in the other case".to_owned());
        }
        let written = [
            Encoding::Hex,
            Encoding::HexUpper,
            Encoding::Base64,
            Encoding::Base64Unpadded,
        ];
        let written = written.into_iter().find(|encoding| texts(*encoding));
        let how = written.map_or("another encoding", Encoding::name);
        named("digest/encoding", format!("{how} instead of {}", own.name()))
    }

    /// Another body was signed.
    fn bodies(&self) -> Option<Named> {
        let body = self.delivery.body.as_slice();
        let mut others: Vec<(&'static str, &str, Vec<u8>)> = vec![
            ("body/empty", "an empty body", Vec::new()),
            (
                "body/newline",
                "with a newline at its end",
                [body, b"\n"].concat(),
            ),
            (
                "body/newline",
                "without the blanks around it",
                body.trim_ascii().to_vec(),
            ),
            ("body/base64", "base64 of the body", Encoding::Base64.encode(body)),
            (
                "body/byte-order-mark",
                "with a byte order mark",
                [b"\xef\xbb\xbf", body].concat(),
            ),
        ];
        if let Ok(text) = str::from_utf8(body) {
            others.push((
                "body/line-endings",
                "with LF for CRLF",
                text.replace("\r\n", "\n").into_bytes(),
            ));
            let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            others.extend(latin.map(|bytes| ("body/charset", "as Latin-1", bytes)));
            others.push(("body/charset", "Latin-1 taken for UTF-8", mojibake(body)));
            let json = serde_json::Value::from(text).to_string().into_bytes();
            others.push(("body/double-encoded", "as a JSON string", json));
        }
        if let Some((mistake, detail, _)) = others.iter().find(|(_, _, other)| self.signed_body(other)) {
            return named(mistake, (*detail).to_owned());
        }
        let rewriter = REWRITERS.iter().find(|rewriter| {
            let other = (rewriter.rewrite)(body);
            other.is_some_and(|other| self.signed_body(&other))
        })?;
        named(
            "body/reserialized",
            format!("{}, {}", rewriter.language, rewriter.title),
        )
    }

    fn signed_body(&self, body: &[u8]) -> bool {
        let mut draft = self.draft.clone();
        draft.delivery.body = body.to_vec();
        let template = self.scheme.base_string();
        let base = template.and_then(|template| self.signer.expanded(template, &draft).ok());
        base.is_some_and(|base| self.mac(&base))
    }

    /// Another algorithm, or the right one used wrongly.
    fn digests(&self) -> Option<Named> {
        let key = self.signer.key();
        for hash in Hash::ALL {
            let name = hash.name();
            if hash != self.hash && self.matches(hash.hmac(key, &self.base).as_bytes()) {
                return named("digest/algorithm", format!("HMAC-{name}"));
            }
            let unkeyed = [
                ("of the base string alone", self.base.clone()),
                ("of the key before the base string", [key, &self.base].concat()),
                ("of the base string before the key", [&self.base, key].concat()),
            ];
            for (how, message) in unkeyed {
                if self.matches(hash.digest(&message).as_bytes()) {
                    return named("digest/unkeyed", format!("a plain {name} {how}"));
                }
            }
            if self.matches(hash.hmac(&self.base, key).as_bytes()) {
                return named("digest/swapped", "key and message are exchanged".to_owned());
            }
        }
        let nothing = self.hash.hmac(key, b"");
        let nothing = nothing.as_bytes();
        let appended = |bytes: &Vec<u8>| bytes.ends_with(nothing) && bytes.len() > nothing.len();
        if self.bytes.iter().any(appended) {
            return named(
                "digest/unkeyed",
                "the message itself with the MAC of nothing appended".to_owned(),
            );
        }
        None
    }

    /// Another key was made of the secret.
    fn keys(&self) -> Option<Named> {
        let secret = self.secrets.first()?.as_bytes();
        let prefix = self.scheme.secret().prefix.as_bytes();
        let bare = secret.strip_prefix(prefix).unwrap_or(secret);
        let mut others: Vec<(&'static str, Vec<u8>)> = vec![
            ("secret/empty", Vec::new()),
            ("secret/untrimmed", [secret, b"\n"].concat()),
            ("secret/untrimmed", [self.signer.key(), b"\n"].concat()),
            ("secret/not-decoded", bare.to_vec()),
        ];
        if !prefix.is_empty() {
            others.push(("secret/prefix-kept", secret.to_vec()));
            others.extend(
                Encoding::Base64Any
                    .decode(secret)
                    .ok()
                    .map(|key| ("secret/prefix-kept", key)),
            );
        }
        for encoding in [Encoding::HexAny, Encoding::Base64Any] {
            others.extend(encoding.decode(bare).ok().map(|key| ("secret/decoded", key)));
        }
        for (mistake, key) in others {
            if self.matches(self.hash.hmac(&key, &self.base).as_bytes()) {
                return named(mistake, "the key that this makes of the secret".to_owned());
            }
        }
        let others = self.secrets.iter().skip(1);
        for other in others.filter_map(|secret| Signer::new(self.scheme, &[secret]).ok()) {
            if self.matches(self.hash.hmac(other.key(), &self.base).as_bytes()) {
                return named("secret/other", "another of the secrets".to_owned());
            }
        }
        None
    }

    /// The base string was put together otherwise.
    fn base_strings(&self, now: i64) -> Option<Named> {
        let parts = self.scheme.base_string()?.parts();
        for left_out in 0..parts.len() {
            let Some(Part::Placeholder(value, _)) = parts.get(left_out) else {
                continue;
            };
            let mistake = match value {
                Value::Timestamp => "base-string/timestamp-missing",
                Value::Id => "base-string/id-missing",
                _ => continue,
            };
            // With the part goes the separator after it, or before it.
            for gone in [
                vec![left_out, left_out + 1],
                vec![left_out],
                vec![left_out.wrapping_sub(1), left_out],
            ] {
                let rest = parts.iter().enumerate().filter(|(at, _)| !gone.contains(at));
                let template = Template::of(rest.map(|(_, part)| part.clone()).collect());
                if self.signed(&template) {
                    return named(mistake, "it is not in what was signed".to_owned());
                }
            }
        }
        for separator in ["", ".", ",", ":", "|", "\n", "-", " ", ";", "&"] {
            let replaced = parts.iter().enumerate().map(|(at, part)| match part {
                Part::Literal(_) if at > 0 => Part::Literal(separator.to_owned()),
                part => part.clone(),
            });
            if self.signed(&Template::of(replaced.collect())) {
                return named(
                    "base-string/separator",
                    format!("`{}`", separator.escape_default()),
                );
            }
        }
        let reversed = Template::of(parts.iter().rev().cloned().collect());
        if self.signed(&reversed) {
            return named("base-string/order", "the parts are in reverse order".to_owned());
        }
        self.times(now)
    }

    /// Another time was signed than the one that is stated.
    fn times(&self, now: i64) -> Option<Named> {
        let template = self.scheme.base_string()?;
        let stated = self.draft.timestamp.as_deref()?;
        let signed_with = |text: String| {
            let mut draft = self.draft.clone();
            draft.timestamp = Some(text.into_bytes());
            self.signer
                .expanded(template, &draft)
                .is_ok_and(|base| self.mac(&base))
        };
        let number: Option<i64> = str::from_utf8(stated)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        if let Some(number) = number {
            let millis = (0..1000)
                .any(|rest| signed_with(number.saturating_mul(1000).saturating_add(rest).to_string()));
            if millis || signed_with((number / 1000).to_string()) {
                return named(
                    "base-string/timestamp-unit",
                    "the signed time is in another unit".to_owned(),
                );
            }
            if signed_with(number.to_string()) || signed_with(format!("{number}.0")) {
                return named(
                    "base-string/timestamp-reprinted",
                    "the signed time is written otherwise".to_owned(),
                );
            }
        }
        for time in now.saturating_sub(120)..=now.saturating_add(5) {
            if signed_with(time.to_string()) {
                return named(
                    "base-string/timestamp-reprinted",
                    "another moment was signed than is stated".to_owned(),
                );
            }
        }
        None
    }

    fn signed(&self, template: &Template) -> bool {
        self.signer
            .expanded(template, &self.draft)
            .is_ok_and(|base| self.mac(&base))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every caller has an option to give")]
fn named(mistake: &'static str, detail: String) -> Option<Named> {
    Some(Named { mistake, detail })
}

/// The bytes as Latin-1 text, written as UTF-8.
fn mojibake(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .into_bytes()
}
