//! The signing process whose key is derived from date, region and service: a canonical request, its digest in a
//! string to sign, and a chain of HMACs for the key.

use super::{Construction, header_value, setting};
use crate::delivery::{Delivery, Found, form_pairs};
use crate::mac::Hash;
use crate::scheme::{Canonicalization, Location, Scheme, Source};
use crate::signing::Reason;
use crate::signing::base_string::Parts;
use crate::signing::locate::locate;

pub(super) const CONSTRUCTION: Construction = Construction {
    name: Canonicalization::Sigv4,
    base,
    key: Some(key),
    prepare: |_, _, _| {},
    parameters,
};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const END: &str = "aws4_request";

/// `20150830/us-east-1/service/aws4_request`.
fn scope(scheme: &Scheme, timestamp: &[u8]) -> String {
    let date = timestamp.get(..8).unwrap_or_default();
    format!(
        "{}/{}/{}/{END}",
        String::from_utf8_lossy(date),
        setting(scheme, "region"),
        setting(scheme, "service")
    )
}

fn parameters(scheme: &Scheme, timestamp: Option<&[u8]>) -> Vec<(String, Vec<u8>)> {
    let id = scheme.config("key_id").unwrap_or_default();
    let credential = format!("{id}/{}", scope(scheme, timestamp.unwrap_or_default()));
    let mut names = CONSTRUCTION.name.covered(scheme.canonical());
    names.sort();
    vec![
        ("Credential".to_owned(), credential.into_bytes()),
        ("SignedHeaders".to_owned(), names.join(";").into_bytes()),
    ]
}

fn parameter(parts: &Parts<'_>, name: &str) -> Result<String, Reason> {
    let location = Location {
        source: Source::Field(name.to_owned()),
        steps: Vec::new(),
    };
    match locate(parts.delivery, &location, parts.scheme.format(), parts.signature) {
        Found::One(text) => String::from_utf8(text.into_owned()).map_err(|_| Reason::MalformedSignature),
        Found::Absent => Err(Reason::MissingValue),
        Found::Ambiguous => Err(Reason::DuplicateValue),
        Found::Unreadable => Err(Reason::MalformedSignature),
    }
}

fn base(parts: &Parts<'_>, into: &mut Vec<u8>) -> Result<(), Reason> {
    let timestamp = parts.timestamp.ok_or(Reason::MissingTimestamp)?;
    let scope = scope(parts.scheme, timestamp);
    // The scope must be that of the scheme and of the signed date.
    let credential = parameter(parts, "Credential")?;
    let id = parts.scheme.config("key_id").unwrap_or_default();
    if credential != format!("{id}/{scope}") {
        return Err(Reason::MissingValue);
    }
    let listed = parameter(parts, "SignedHeaders")?;
    let names: Vec<_> = listed.split(';').collect();
    let required = CONSTRUCTION.name.covered(parts.scheme.canonical());
    if required.iter().any(|name| !names.contains(&name.as_str())) {
        return Err(Reason::MissingValue);
    }
    let request = canonical_request(parts.delivery, &names)?;
    let digest = const_hex::encode(Hash::Sha256.digest(&request).as_bytes());
    for part in [
        ALGORITHM.as_bytes(),
        b"\n",
        timestamp,
        b"\n",
        scope.as_bytes(),
        b"\n",
        digest.as_bytes(),
    ] {
        into.extend_from_slice(part);
    }
    Ok(())
}

fn canonical_request(delivery: &Delivery, names: &[&str]) -> Result<Vec<u8>, Reason> {
    let url = delivery.url_parts();
    let mut request = format!(
        "{}\n{}\n{}\n",
        delivery.method,
        canonical_path(url.path),
        canonical_query(delivery)
    )
    .into_bytes();
    for name in names {
        request.extend_from_slice(name.as_bytes());
        request.push(b':');
        request.extend_from_slice(&one_blank(&header_value(delivery, name)?));
        request.push(b'\n');
    }
    let body = const_hex::encode(Hash::Sha256.digest(&delivery.body).as_bytes());
    request.extend_from_slice(format!("\n{}\n{body}", names.join(";")).as_bytes());
    Ok(request)
}

/// Blanks in a row count as one.
fn one_blank(value: &[u8]) -> Vec<u8> {
    let words = value.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(b" ".as_slice())
}

fn encoded(bytes: &[u8]) -> String {
    crate::signing::filters::urlencoded(bytes)
}

fn canonical_path(path: &str) -> String {
    if path.is_empty() {
        return "/".to_owned();
    }
    let segments = path.split('/').map(|segment| encoded(segment.as_bytes()));
    segments.collect::<Vec<_>>().join("/")
}

fn canonical_query(delivery: &Delivery) -> String {
    let query = delivery.url_parts().query.unwrap_or_default();
    let pairs = form_pairs(query.as_bytes()).map(|(key, value)| (encoded(&key), encoded(&value)));
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    let texts = pairs.iter().map(|(key, value)| format!("{key}={value}"));
    texts.collect::<Vec<_>>().join("&")
}

/// The key of the day, region and service.
fn key(parts: &Parts<'_>, secret: &[u8]) -> Result<Vec<u8>, Reason> {
    let timestamp = parts.timestamp.ok_or(Reason::MissingTimestamp)?;
    let start = [b"AWS4", secret].concat();
    let steps = [
        timestamp.get(..8).unwrap_or_default(),
        setting(parts.scheme, "region").as_bytes(),
        setting(parts.scheme, "service").as_bytes(),
        END.as_bytes(),
    ];
    Ok(steps.into_iter().fold(start, |key, step| {
        Hash::Sha256.hmac(&key, step).as_bytes().to_vec()
    }))
}
