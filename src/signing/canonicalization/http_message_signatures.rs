//! The signature base of RFC 9421, section 2.5: one line for each covered component, and the parameters last.

use super::{Construction, header_value, setting};
use crate::delivery::{Delivery, UrlParts, pairs_of};
use crate::scheme::{Canonicalization, Format, Scheme};
use crate::signing::Reason;
use crate::signing::base_string::Parts;
use crate::signing::items::split_quoted;

pub(super) const CONSTRUCTION: Construction = Construction {
    name: Canonicalization::HttpMessageSignatures,
    base,
    key: None,
    prepare,
    parameters: |_, _| Vec::new(),
};

const INPUT: &str = "Signature-Input";

fn label(scheme: &Scheme) -> &str {
    match scheme.format() {
        Format::Dictionary { label } => label,
        Format::Bare { .. }
        | Format::Fields { .. }
        | Format::List { .. }
        | Format::Parameters { .. }
        | Format::Positional { .. }
        | Format::Tagged { .. } => "sig1",
    }
}

/// The sender's `Signature-Input`.
fn prepare(scheme: &Scheme, delivery: &mut Delivery, timestamp: Option<&[u8]>) {
    let components: Vec<_> = CONSTRUCTION
        .name
        .covered(scheme.canonical())
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let mut input = format!("{}=({})", label(scheme), components.join(" "));
    if let Some(created) = timestamp.and_then(|text| str::from_utf8(text).ok()) {
        input = format!("{input};created={created}");
    }
    for name in ["keyid", "alg", "nonce", "tag"] {
        let value = setting(scheme, name);
        if !value.is_empty() {
            input = format!("{input};{name}=\"{value}\"");
        }
    }
    delivery.headers.set(INPUT, input);
}

fn base(parts: &Parts<'_>, into: &mut Vec<u8>) -> Result<(), Reason> {
    let input = header_value(parts.delivery, INPUT)?;
    let label = label(parts.scheme);
    let mut found = split_quoted(&input, b",").filter_map(|item| {
        let item = str::from_utf8(item.trim_ascii()).ok()?;
        let (key, value) = item.split_once('=')?;
        (key == label).then_some(value)
    });
    let value = found.next().ok_or(Reason::MissingValue)?;
    if found.next().is_some() {
        return Err(Reason::DuplicateValue);
    }
    let (components, parameters) = value
        .strip_prefix('(')
        .and_then(|value| value.split_once(')'))
        .ok_or(Reason::MalformedSignature)?;
    let components: Vec<_> = split_quoted(components.as_bytes(), b" ")
        .filter_map(|item| str::from_utf8(item).ok())
        .filter(|item| !item.is_empty())
        .collect();
    // A signature that covers less than the scheme demands leaves the rest to anybody.
    let required = CONSTRUCTION.name.covered(parts.scheme.canonical());
    let is_covered = |name: &String| components.contains(&format!("\"{name}\"").as_str());
    if !required.iter().all(is_covered) {
        return Err(Reason::MissingValue);
    }
    check_expiry(parameters, parts.now)?;
    for (index, item) in components.iter().enumerate() {
        if components.iter().take(index).any(|other| other == item) {
            return Err(Reason::DuplicateValue);
        }
        into.extend_from_slice(item.as_bytes());
        into.extend_from_slice(b": ");
        into.extend_from_slice(&component(item, parts.delivery)?);
        into.push(b'\n');
    }
    into.extend_from_slice(format!("\"@signature-params\": {value}").as_bytes());
    Ok(())
}

fn check_expiry(parameters: &str, now: i64) -> Result<(), Reason> {
    let expires = parameters
        .split(';')
        .find_map(|item| item.trim().strip_prefix("expires="));
    match expires.map(str::parse::<i64>) {
        Some(Ok(time)) if time < now => Err(Reason::TimestampTooOld),
        Some(Err(_)) => Err(Reason::MalformedTimestamp),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// The value of a component identifier such as `"@method"` or `"@query-param";name="a"`.
fn component(item: &str, delivery: &Delivery) -> Result<Vec<u8>, Reason> {
    let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
    let name = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'))
        .ok_or(Reason::MalformedSignature)?;
    let url = delivery.url_parts();
    let text = match (name, parameters) {
        ("@method", "") => delivery.method.clone(),
        ("@target-uri", "") => delivery.url.clone(),
        ("@authority", "") => return authority(delivery, &url),
        ("@scheme", "") => url.scheme.to_ascii_lowercase(),
        ("@request-target", "") => url.request_target(),
        ("@path", "") if url.path.is_empty() => "/".to_owned(),
        ("@path", "") => url.path.to_owned(),
        ("@query", "") => format!("?{}", url.query.unwrap_or_default()),
        ("@query-param", parameters) => {
            let wanted = parameters
                .strip_prefix("name=\"")
                .and_then(|text| text.strip_suffix('"'));
            let wanted = wanted.ok_or(Reason::MalformedSignature)?;
            let mut values = pairs_of(url.query.unwrap_or_default().as_bytes(), wanted);
            return match (values.next(), values.next()) {
                (Some(value), None) => Ok(percent_encoding::percent_encode(
                    &value,
                    percent_encoding::NON_ALPHANUMERIC,
                )
                .to_string()
                .into_bytes()),
                (None, _) => Err(Reason::MissingValue),
                (Some(_), Some(_)) => Err(Reason::DuplicateValue),
            };
        }
        (name, "") if !name.starts_with('@') => return header_value(delivery, name),
        _ => return Err(Reason::MalformedSignature),
    };
    Ok(text.into_bytes())
}

/// The host in lower case, without the scheme's own port.
fn authority(delivery: &Delivery, url: &UrlParts<'_>) -> Result<Vec<u8>, Reason> {
    let host = match url
        .authority
        .rsplit_once('@')
        .map_or(url.authority, |(_, host)| host)
    {
        "" => String::from_utf8(header_value(delivery, "host")?).map_err(|_| Reason::MissingValue)?,
        host => host.to_owned(),
    };
    let host = host.to_ascii_lowercase();
    let port = if url.scheme == "http" { ":80" } else { ":443" };
    Ok(host.strip_suffix(port).unwrap_or(&host).as_bytes().to_vec())
}
