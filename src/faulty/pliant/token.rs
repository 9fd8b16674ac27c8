//! JSON Web Tokens with a shared secret, checked by hand.

use serde_json::{Map, Value};

use super::base::View;
use super::compare::Match;
use super::{Run, Stop, Texts, decode};
use crate::encoding::Encoding;
use crate::faulty::choices::{Decoding, TokenKey};
use crate::faulty::failure::Failure;
use crate::mac::Hash;
use crate::scheme::{JwtSpec, Part};

impl Run<'_> {
    /// Judges the tokens in a signature's text.
    pub(super) fn check_token(&self, texts: &Texts, keys: &[Vec<u8>]) -> Result<(), Stop> {
        let Some(spec) = self.scheme.jwt() else {
            return Err(self.stop(Failure::MalformedToken));
        };
        let mut last = self.stop(Failure::MalformedToken);
        for candidate in self.candidates(&texts.signature)? {
            for key in keys {
                match self.token(&candidate.value, key, spec, texts) {
                    Ok(()) => return Ok(()),
                    Err(stop) => last = stop,
                }
            }
        }
        Err(last)
    }

    fn token(&self, token: &[u8], key: &[u8], spec: &JwtSpec, texts: &Texts) -> Result<(), Stop> {
        let segments: Vec<&[u8]> = token.split(|&byte| byte == b'.').collect();
        if segments.len() != 3 {
            self.trip(Failure::TokenSegments)?;
        }
        let part = |at: usize| segments.get(at).copied().unwrap_or_default();
        let (Some(header), Some(claims)) = (object(part(0)), object(part(1))) else {
            return Err(self.stop(Failure::MalformedToken));
        };
        if header.contains_key("crit") {
            self.trip(Failure::TokenCritical)?;
        }
        let Some(name) = header.get("alg").and_then(Value::as_str) else {
            return Err(self.stop(Failure::MalformedToken));
        };
        if name.eq_ignore_ascii_case("none") {
            self.trip(Failure::TokenUnsigned)?;
        } else {
            if !spec.algorithms.iter().any(|allowed| allowed == name) {
                self.trip(Failure::TokenAlgorithm)?;
            }
            let signed = [part(0), b".", part(1)].concat();
            self.check_mac(&header, name, key, &signed, part(2))?;
        }
        self.check_claims(&claims, spec, texts, key)
    }

    fn check_mac(
        &self,
        header: &Map<String, Value>,
        name: &str,
        key: &[u8],
        signed: &[u8],
        signature: &[u8],
    ) -> Result<(), Stop> {
        let hash = match name {
            "HS256" => Hash::Sha256,
            "HS384" => Hash::Sha384,
            "HS512" => Hash::Sha512,
            _ => return Err(self.stop(Failure::SignatureMismatch)),
        };
        let own = match self.quirks.token_key {
            TokenKey::Configured => None,
            TokenKey::Embedded => embedded_key(header),
        };
        let expected = hash.hmac(own.as_deref().unwrap_or(key), signed);
        match self.compare_in(Encoding::Base64urlUnpadded, signature, expected.as_bytes())? {
            Match::Yes => Ok(()),
            Match::No => self.trip(Failure::SignatureMismatch),
            Match::Malformed if signature.is_empty() => self.trip(Failure::SignatureMismatch),
            Match::Malformed => self.trip(Failure::MalformedToken),
        }
    }

    fn check_claims(
        &self,
        claims: &Map<String, Value>,
        spec: &JwtSpec,
        texts: &Texts,
        key: &[u8],
    ) -> Result<(), Stop> {
        if !spec.require.iter().all(|name| claims.contains_key(name)) {
            self.trip(Failure::TokenClaim)?;
        }
        let leeway = i128::from(spec.leeway.max(self.quirks.token_leeway));
        let now = i128::from(self.now);
        if let Some(expiry) = self.numeric(claims, "exp")?
            && now >= expiry.saturating_add(leeway)
        {
            self.trip(Failure::TokenExpired)?;
        }
        if let Some(start) = self.numeric(claims, "nbf")?
            && now < start.saturating_sub(leeway)
        {
            self.trip(Failure::TokenNotYetValid)?;
        }
        for (name, template) in &spec.claims {
            let parts: Vec<&Part> = template.parts().iter().collect();
            let view = View {
                texts,
                key,
                body: &self.delivery.body,
            };
            let expected = self.expand(&parts, &view)?;
            let given = claims.get(name);
            let agrees = match expected.as_slice() {
                [] => given.is_none(),
                text => given.and_then(Value::as_str).map(str::as_bytes) == Some(text),
            };
            if !agrees {
                self.trip(Failure::TokenClaim)?;
            }
        }
        Ok(())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "casting a float to an integer saturates"
    )]
    fn numeric(&self, claims: &Map<String, Value>, name: &str) -> Result<Option<i128>, Stop> {
        match claims.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) => {
                let whole = number.as_i64().map(i128::from);
                Ok(whole.or_else(|| number.as_f64().map(|seconds| seconds as i128)))
            }
            Some(_) => self.trip(Failure::TokenClaim).map(|()| None),
        }
    }
}

fn object(segment: &[u8]) -> Option<Map<String, Value>> {
    let text = decode::decode(Encoding::Base64urlUnpadded, Decoding::Strict, segment)?;
    serde_json::from_slice(&text).ok()
}

/// The key in a token's own header: a symmetric JWK.
fn embedded_key(header: &Map<String, Value>) -> Option<Vec<u8>> {
    let text = header.get("jwk")?.get("k")?.as_str()?;
    decode::decode(Encoding::Base64urlUnpadded, Decoding::Strict, text.as_bytes())
}
