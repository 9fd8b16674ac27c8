//! JSON Web Tokens and detached signatures (RFC 7515, 7519, 7797), with an allow-list of algorithms and the time as
//! an argument.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Map, Value};

use crate::delivery::Found;
use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::scheme::{Curve, Detached, EcdsaForm, JwtSpec, Method, Scheme, Source, Template};
use crate::signing::base_string::{Parts, expanded};
use crate::signing::key::{key_of, key_text};
use crate::signing::locate::json_member_text;
use crate::signing::public_key::{Kind, PrivateKey, PublicKey};
use crate::signing::remembered::RememberingKey;
use crate::signing::timestamp::{Timestamp, Window};
use crate::signing::{Reason, SecretError, SignError};

const SEGMENT: Encoding = Encoding::Base64urlUnpadded;

/// What a token is checked with.
#[derive(Clone)]
pub(crate) enum JwtKey {
    /// A key that the library takes.
    Library(Box<DecodingKey>),
    /// A key or a curve that it does not.
    Own(PublicKey),
}

/// The method that an algorithm's name stands for.
fn method_of(algorithm: &str) -> Option<Method> {
    let ecdsa = |curve, hash| Method::Ecdsa {
        curve,
        hash,
        form: EcdsaForm::Raw,
    };
    Some(match algorithm {
        "HS256" => Method::Hmac(Hash::Sha256),
        "HS384" => Method::Hmac(Hash::Sha384),
        "HS512" => Method::Hmac(Hash::Sha512),
        "RS256" => Method::RsaPkcs1(Hash::Sha256),
        "RS384" => Method::RsaPkcs1(Hash::Sha384),
        "RS512" => Method::RsaPkcs1(Hash::Sha512),
        "PS256" => Method::RsaPss(Hash::Sha256),
        "PS384" => Method::RsaPss(Hash::Sha384),
        "PS512" => Method::RsaPss(Hash::Sha512),
        "ES256" => ecdsa(Curve::P256, Hash::Sha256),
        "ES384" => ecdsa(Curve::P384, Hash::Sha384),
        "ES512" => ecdsa(Curve::P521, Hash::Sha512),
        "EdDSA" => Method::Ed25519,
        _ => return None,
    })
}

fn first_algorithm(scheme: &Scheme) -> Option<(&str, Method)> {
    let name = scheme.jwt()?.algorithms.first()?;
    Some((name, method_of(name)?))
}

fn malformed(scheme: &Scheme, expected: String) -> SecretError {
    SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected,
    }
}

impl JwtKey {
    /// A key that both sides hold.
    pub(crate) fn of_shared(bytes: &[u8]) -> Self {
        Self::Library(Box::new(DecodingKey::from_secret(bytes)))
    }

    pub(crate) fn new(scheme: &Scheme, secret: &[u8]) -> Result<Self, SecretError> {
        let Some((name, method)) = first_algorithm(scheme) else {
            return Err(malformed(scheme, "usable: no algorithm is known".to_owned()));
        };
        let Some(kind) = Kind::of(method) else {
            let key = key_of(scheme, secret)?;
            return Ok(Self::Library(Box::new(DecodingKey::from_secret(&key))));
        };
        let text = key_text(scheme, secret);
        let own = PublicKey::of(kind, text)
            .ok_or_else(|| malformed(scheme, format!("a public {} key", kind.name())))?;
        let library = match name.parse::<Algorithm>() {
            Ok(_) => library_key(&own),
            Err(_) => None,
        };
        Ok(library.map_or(Self::Own(own), |key| Self::Library(Box::new(key))))
    }

    fn is_right(&self, algorithm: &str, message: &[u8], signature: &str) -> bool {
        match (self, algorithm.parse::<Algorithm>(), method_of(algorithm)) {
            (Self::Library(key), Ok(algorithm), _) => {
                jsonwebtoken::crypto::verify(signature, message, key, algorithm).unwrap_or(false)
            }
            (Self::Own(key), _, Some(method)) => SEGMENT
                .decode(signature.as_bytes())
                .is_ok_and(|signature| key.verify(method, message, &signature)),
            _ => false,
        }
    }
}

/// The key as the library takes it; none for a curve that it does not know.
fn library_key(key: &PublicKey) -> Option<DecodingKey> {
    Some(match key {
        PublicKey::Ed25519(key) => DecodingKey::from_ed_der(key.as_bytes()),
        PublicKey::P256(key) => DecodingKey::from_ec_der(key.to_encoded_point(false).as_bytes()),
        PublicKey::P384(key) => DecodingKey::from_ec_der(key.to_encoded_point(false).as_bytes()),
        PublicKey::P521(_) => return None,
        PublicKey::Rsa(key) => {
            DecodingKey::from_rsa_raw_components(&key.n().to_bytes_be(), &key.e().to_bytes_be())
        }
    })
}

/// The bytes of the private key, read once.
pub(crate) fn private_key(scheme: &Scheme, secret: &[u8]) -> Option<Result<PrivateKey, SecretError>> {
    let kind = Kind::of(first_algorithm(scheme)?.1)?;
    let key = PrivateKey::of(kind, key_text(scheme, secret));
    Some(key.ok_or_else(|| malformed(scheme, format!("a private {} key", kind.name()))))
}

/// Judges a token at `now`.
pub(crate) fn verify(token: &[u8], key: &JwtKey, parts: &Parts<'_>, window: Window) -> Result<(), Reason> {
    let spec = parts.scheme.jwt().ok_or(Reason::MalformedToken)?;
    let token = str::from_utf8(token).map_err(|_| Reason::MalformedToken)?;
    let mut segments = token.split('.');
    let (Some(first), Some(second), Some(third), None) =
        (segments.next(), segments.next(), segments.next(), segments.next())
    else {
        return Err(Reason::MalformedToken);
    };
    let header = object(first)?;
    let algorithm = header
        .get("alg")
        .and_then(Value::as_str)
        .ok_or(Reason::MalformedToken)?;
    if !spec.algorithms.iter().any(|allowed| allowed == algorithm) {
        return Err(Reason::TokenAlgorithm);
    }
    check_critical(&header, spec.detached)?;
    let is_detached = spec.detached != Detached::No;
    if is_detached && !second.is_empty() {
        return Err(Reason::MalformedToken);
    }
    SEGMENT
        .decode(third.as_bytes())
        .map_err(|_| Reason::MalformedToken)?;
    let is_right = |message: &[u8]| key.is_right(algorithm, message, third);
    let signature = parts.scheme.signature();
    let found = match &signature.base_string {
        Some(template) if is_detached => {
            is_right(&detached_message(template, first, spec.detached, parts)?)
                || signature.alternatives.iter().any(|template| {
                    detached_message(template, first, spec.detached, parts)
                        .is_ok_and(|message| is_right(&message))
                })
        }
        _ => is_right(format!("{first}.{second}").as_bytes()),
    };
    if !found {
        return Err(Reason::SignatureMismatch);
    }
    let claims = match spec.detached {
        Detached::No => object(second)?,
        Detached::Encoded | Detached::Unencoded => Map::new(),
    };
    check_claims(&claims, spec, parts)?;
    check_age(&header, &claims, parts, window)
}

fn object(segment: &str) -> Result<Map<String, Value>, Reason> {
    let bytes = SEGMENT
        .decode(segment.as_bytes())
        .map_err(|_| Reason::MalformedToken)?;
    serde_json::from_slice(&bytes).map_err(|_| Reason::MalformedToken)
}

/// RFC 7515, section 4.1.11: extensions that are not understood must be refused.
fn check_critical(header: &Map<String, Value>, detached: Detached) -> Result<(), Reason> {
    let understood = match header.get("crit") {
        None => true,
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "b64"),
        Some(_) => false,
    };
    let is_unencoded = header.get("b64") == Some(&Value::Bool(false)) && header.contains_key("crit");
    let fits = is_unencoded == (detached == Detached::Unencoded);
    let named = !header.contains_key("crit") || is_unencoded;
    match understood && fits && named {
        true => Ok(()),
        false => Err(Reason::MalformedToken),
    }
}

fn detached_message(
    template: &Template,
    header: &str,
    detached: Detached,
    parts: &Parts<'_>,
) -> Result<Vec<u8>, Reason> {
    let content = expanded(template, parts)?;
    let content = match detached {
        Detached::Unencoded => content,
        Detached::Encoded | Detached::No => SEGMENT.encode(&content),
    };
    Ok([header.as_bytes(), b".", &content].concat())
}

fn check_claims(claims: &Map<String, Value>, spec: &JwtSpec, parts: &Parts<'_>) -> Result<(), Reason> {
    if spec.require.iter().any(|name| !claims.contains_key(name)) {
        return Err(Reason::TokenClaim);
    }
    let leeway = i64::try_from(spec.leeway).unwrap_or(i64::MAX);
    if let Some(expiry) = numeric(claims, "exp")?
        && expiry.saturating_add(leeway) <= parts.now
    {
        return Err(Reason::TokenExpired);
    }
    if let Some(start) = numeric(claims, "nbf")?
        && start.saturating_sub(leeway) > parts.now
    {
        return Err(Reason::TokenNotYetValid);
    }
    for (name, template) in &spec.claims {
        let expected = expanded(template, parts)?;
        let claim = claims.get(name);
        let is_right = match (claim, expected.is_empty()) {
            (None, true) => true,
            (None, false) => false,
            (Some(claim), _) => claim.as_str().map(str::as_bytes) == Some(expected.as_slice()),
        };
        if !is_right {
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

/// The window around a time that stands in the token itself.
fn check_age(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    parts: &Parts<'_>,
    window: Window,
) -> Result<(), Reason> {
    let Some(spec) = parts.scheme.timestamp() else {
        return Ok(());
    };
    let (members, name) = match &spec.location.source {
        Source::Claim(name) => (claims, name),
        Source::Jose(name) => (header, name),
        _ => return Ok(()),
    };
    let text = match members.get(name) {
        None => return Err(Reason::MissingTimestamp),
        Some(value) => match json_member_text(value) {
            Found::One(text) => text,
            Found::Absent | Found::Ambiguous | Found::Unreadable => return Err(Reason::MalformedTimestamp),
        },
    };
    Timestamp::parse(&text, spec.unit)
        .ok_or(Reason::MalformedTimestamp)?
        .check(parts.now, window)
}

/// A token as the scheme's sender makes it.
pub(crate) fn sign(
    key: &[u8],
    private: Option<&RememberingKey>,
    parts: &Parts<'_>,
) -> Result<Vec<u8>, SignError> {
    let unable = || SignError::Key(parts.scheme.id().to_owned());
    let spec = parts.scheme.jwt().ok_or_else(unable)?;
    let (algorithm, method) = first_algorithm(parts.scheme).ok_or_else(unable)?;
    let header = segment(&header(spec, algorithm, parts)?);
    let (message, middle) = match spec.detached {
        Detached::No => {
            let claims = segment(&claims(spec, parts)?).into_bytes();
            ([header.as_bytes(), b".", &claims].concat(), claims)
        }
        Detached::Encoded | Detached::Unencoded => {
            let template = parts.scheme.base_string().ok_or_else(unable)?;
            // The base string may name members of the token's own header.
            let begun = [parts.scheme.format().lead().as_bytes(), header.as_bytes(), b".."].concat();
            let parts = Parts {
                signature: Some(&begun),
                ..*parts
            };
            let message =
                detached_message(template, &header, spec.detached, &parts).map_err(SignError::BaseString)?;
            (message, Vec::new())
        }
    };
    let signature = match (private, algorithm.parse()) {
        (Some(private), _) => SEGMENT.encode(&private.sign(method, message).ok_or_else(unable)?),
        (None, Ok(algorithm)) => {
            let key = EncodingKey::from_secret(key);
            jsonwebtoken::crypto::sign(&message, &key, algorithm)
                .map_err(|_| unable())?
                .into_bytes()
        }
        (None, Err(_)) => return Err(unable()),
    };
    Ok([header.as_bytes(), b".", &middle, b".", &signature].concat())
}

fn segment(members: &Map<String, Value>) -> String {
    let text = Value::Object(members.clone()).to_string();
    String::from_utf8_lossy(&SEGMENT.encode(text.as_bytes())).into_owned()
}

/// A template as text; bytes that are no UTF-8 become U+FFFD, which JSON can carry.
fn text_of(template: &Template, parts: &Parts<'_>) -> Result<String, SignError> {
    let bytes = expanded(template, parts).map_err(SignError::BaseString)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn header(spec: &JwtSpec, algorithm: &str, parts: &Parts<'_>) -> Result<Map<String, Value>, SignError> {
    let mut header = Map::new();
    if spec.detached == Detached::No {
        header.insert("typ".to_owned(), Value::from("JWT"));
    }
    header.insert("alg".to_owned(), Value::from(algorithm));
    if spec.detached == Detached::Unencoded {
        header.insert("b64".to_owned(), Value::from(false));
        header.insert("crit".to_owned(), Value::from(vec!["b64"]));
    }
    for (name, template) in &spec.header {
        let text = text_of(template, parts)?;
        header.insert(name.clone(), Value::from(text));
    }
    insert_time(&mut header, parts, |source| matches!(source, Source::Jose(_)));
    Ok(header)
}

fn claims(spec: &JwtSpec, parts: &Parts<'_>) -> Result<Map<String, Value>, SignError> {
    let mut claims = Map::new();
    for (name, template) in spec.sent.iter().chain(&spec.claims) {
        let text = text_of(template, parts)?;
        if !text.is_empty() {
            claims.insert(name.clone(), Value::from(text));
        }
    }
    for (name, offset) in &spec.times {
        claims.insert(name.clone(), Value::from(parts.now.saturating_add(*offset)));
    }
    insert_time(&mut claims, parts, |source| matches!(source, Source::Claim(_)));
    Ok(claims)
}

/// The timestamp, where its place is in the token.
fn insert_time(members: &mut Map<String, Value>, parts: &Parts<'_>, is_here: impl Fn(&Source) -> bool) {
    let (Some(spec), Some(text)) = (parts.scheme.timestamp(), parts.timestamp) else {
        return;
    };
    let (Source::Claim(name) | Source::Jose(name)) = &spec.location.source else {
        return;
    };
    if is_here(&spec.location.source) {
        let text = String::from_utf8_lossy(text);
        let number = serde_json::from_str(&text).ok().filter(Value::is_number);
        members.insert(name.clone(), number.unwrap_or_else(|| Value::from(text)));
    }
}
