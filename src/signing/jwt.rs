//! JSON Web Tokens, through `jsonwebtoken`, with an allow-list of algorithms and the time as an argument.

use std::collections::HashSet;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value};

use crate::scheme::Scheme;
use crate::signing::base_string::{Parts, expand};
use crate::signing::{Reason, SecretError};

/// What a token is checked with.
#[derive(Clone)]
pub(crate) struct JwtKey {
    key: DecodingKey,
    validation: Validation,
}

impl JwtKey {
    pub(crate) fn new(scheme: &Scheme, secret: &[u8]) -> Result<Self, SecretError> {
        let algorithms = algorithms(scheme);
        let malformed = |expected: &str| SecretError::Malformed {
            scheme: scheme.id().to_owned(),
            expected: expected.to_owned(),
        };
        let key = match algorithms.first() {
            None => return Err(malformed("usable: the scheme allows no algorithm that is known")),
            Some(Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) => DecodingKey::from_secret(secret),
            Some(Algorithm::ES256 | Algorithm::ES384) => {
                DecodingKey::from_ec_pem(secret).map_err(|_| malformed("a public EC key in PEM"))?
            }
            Some(Algorithm::EdDSA) => {
                DecodingKey::from_ed_pem(secret).map_err(|_| malformed("a public Ed25519 key in PEM"))?
            }
            Some(_) => DecodingKey::from_rsa_pem(secret).map_err(|_| malformed("a public RSA key in PEM"))?,
        };
        let mut validation = Validation::new(algorithms.first().copied().unwrap_or_default());
        validation.algorithms = algorithms;
        // The library reads the machine's clock, so the times are checked here.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        validation.required_spec_claims = HashSet::new();
        Ok(Self { key, validation })
    }
}

fn algorithms(scheme: &Scheme) -> Vec<Algorithm> {
    scheme
        .jwt()
        .into_iter()
        .flat_map(|jwt| &jwt.algorithms)
        .filter_map(|name| name.parse().ok())
        .collect()
}

/// Judges a token at `now`.
pub(crate) fn verify(token: &[u8], key: &JwtKey, parts: &Parts<'_>, now: i64) -> Result<(), Reason> {
    let token = str::from_utf8(token).map_err(|_| Reason::MalformedToken)?;
    let header = jsonwebtoken::decode_header(token).map_err(|_| Reason::MalformedToken)?;
    if !key.validation.algorithms.contains(&header.alg) {
        return Err(Reason::TokenAlgorithm);
    }
    // RFC 7515, section 4.1.11: extensions that are not understood must be refused.
    if has_crit(token) {
        return Err(Reason::MalformedToken);
    }
    let decoded = jsonwebtoken::decode::<Map<String, Value>>(token, &key.key, &key.validation);
    let claims = decoded.map_err(|error| match error.kind() {
        jsonwebtoken::errors::ErrorKind::InvalidSignature => Reason::SignatureMismatch,
        jsonwebtoken::errors::ErrorKind::InvalidAlgorithm => Reason::TokenAlgorithm,
        _ => Reason::MalformedToken,
    })?;
    check_claims(&claims.claims, parts, now)
}

fn has_crit(token: &str) -> bool {
    let header = token.split('.').next().unwrap_or_default();
    let header = crate::encoding::Encoding::Base64urlUnpadded
        .decode(header.as_bytes())
        .unwrap_or_default();
    serde_json::from_slice::<Map<String, Value>>(&header).is_ok_and(|header| header.contains_key("crit"))
}

fn check_claims(claims: &Map<String, Value>, parts: &Parts<'_>, now: i64) -> Result<(), Reason> {
    let Some(spec) = parts.scheme.jwt() else {
        return Err(Reason::MalformedToken);
    };
    if spec.require.iter().any(|name| !claims.contains_key(name)) {
        return Err(Reason::TokenClaim);
    }
    let leeway = i64::try_from(spec.leeway).unwrap_or(i64::MAX);
    if let Some(expiry) = numeric(claims, "exp")?
        && expiry.saturating_add(leeway) <= now
    {
        return Err(Reason::TokenExpired);
    }
    if let Some(start) = numeric(claims, "nbf")?
        && start.saturating_sub(leeway) > now
    {
        return Err(Reason::TokenNotYetValid);
    }
    for (name, template) in &spec.claims {
        let mut expected = Vec::new();
        expand(template, parts, &mut expected)?;
        if claims.get(name).and_then(Value::as_str).map(str::as_bytes) != Some(expected.as_slice()) {
            return Err(Reason::TokenClaim);
        }
    }
    Ok(())
}

/// A `NumericDate` of RFC 7519, cut to seconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "casting a float to an integer saturates"
)]
fn numeric(claims: &Map<String, Value>, name: &str) -> Result<Option<i64>, Reason> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => Ok(number
            .as_i64()
            .or_else(|| number.as_f64().map(|seconds| seconds as i64))),
        Some(_) => Err(Reason::TokenClaim),
    }
}

/// A token as the scheme's sender makes it.
pub(crate) fn sign(key: &[u8], parts: &Parts<'_>, now: i64) -> Option<Vec<u8>> {
    let spec = parts.scheme.jwt()?;
    let algorithm = algorithms(parts.scheme).first().copied()?;
    let mut claims = Map::new();
    for (name, template) in &spec.claims {
        let mut text = Vec::new();
        expand(template, parts, &mut text).ok()?;
        claims.insert(name.clone(), Value::String(String::from_utf8(text).ok()?));
    }
    for (name, offset) in &spec.times {
        claims.insert(name.clone(), Value::from(now.saturating_add(*offset)));
    }
    let key = match algorithm {
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => EncodingKey::from_secret(key),
        Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(key).ok()?,
        Algorithm::EdDSA => EncodingKey::from_ed_pem(key).ok()?,
        _ => EncodingKey::from_rsa_pem(key).ok()?,
    };
    jsonwebtoken::encode(&Header::new(algorithm), &claims, &key)
        .ok()
        .map(String::into_bytes)
}
