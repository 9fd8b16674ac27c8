//! What a careful person writes by hand for one scheme: key prepared once, no allocation, constant time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hookproof::delivery::Delivery;
use sha2::Sha256;

/// A verifier of one scheme.
pub(crate) type Ideal = fn(&Hmac<Sha256>, &Delivery, i64) -> bool;

/// The ideal of a scheme.
pub(crate) fn ideal(id: &str) -> Ideal {
    match id {
        "github" => github,
        "determined" => determined,
        "stripe" => stripe,
        "standard-webhooks" => standard_webhooks,
        "slack" => slack,
        other => panic!("no ideal is written for `{other}`"),
    }
}

/// The prepared key of a scheme's secret.
pub(crate) fn key(id: &str, secret: &str) -> Hmac<Sha256> {
    let bytes = match (id, secret.strip_prefix("whsec_")) {
        ("standard-webhooks", Some(text)) => STANDARD.decode(text).expect("test secrets are base64"),
        _ => secret.as_bytes().to_vec(),
    };
    Hmac::new_from_slice(&bytes).expect("HMAC takes a key of any length")
}

/// HMAC alone over the body: what no verifier can go below.
pub(crate) fn bare(key: &Hmac<Sha256>, body: &[u8]) -> [u8; 32] {
    let mut mac = key.clone();
    mac.update(body);
    mac.finalize().into_bytes().into()
}

#[inline]
fn header<'a>(delivery: &'a Delivery, name: &str) -> Option<&'a [u8]> {
    // One of the name only, as a strict verifier has it.
    let mut values = delivery
        .headers
        .iter()
        .filter(|h| h.name.eq_ignore_ascii_case(name));
    let value = values.next()?;
    values.next().is_none().then_some(value.value.as_slice())
}

#[inline]
fn hex32(text: &[u8]) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64
        || text
            .iter()
            .fold(false, |found, byte| found | byte.is_ascii_uppercase())
    {
        return None;
    }
    const_hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[inline]
fn seconds(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 || (text.len() > 1 && text.first() == Some(&b'0')) {
        return None;
    }
    text.iter().try_fold(0_i64, |n, b| {
        b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0'))
    })
}

#[inline]
fn signs(key: &Hmac<Sha256>, parts: &[&[u8]], signature: &[u8]) -> bool {
    let mut mac = key.clone();
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(signature).is_ok()
}

fn github(key: &Hmac<Sha256>, delivery: &Delivery, _: i64) -> bool {
    let Some(signature) = header(delivery, "X-Hub-Signature-256")
        .and_then(|v| v.strip_prefix(b"sha256="))
        .and_then(hex32)
    else {
        return false;
    };
    signs(key, &[&delivery.body], &signature)
}

fn determined(key: &Hmac<Sha256>, delivery: &Delivery, _: i64) -> bool {
    let (Some(time), Some(signature)) = (
        header(delivery, "X-Determined-AI-Signature-Timestamp"),
        header(delivery, "X-Determined-AI-Signature").and_then(hex32),
    ) else {
        return false;
    };
    seconds(time).is_some() && signs(key, &[time, b",", &delivery.body], &signature)
}

fn stripe(key: &Hmac<Sha256>, delivery: &Delivery, now: i64) -> bool {
    let Some(list) = header(delivery, "Stripe-Signature") else {
        return false;
    };
    let mut time = None;
    let mut signatures = [None; 4];
    let mut count = 0;
    for item in list.split(|b| *b == b',') {
        let item = item.trim_ascii();
        if let Some(value) = item.strip_prefix(b"t=") {
            if time.replace(value).is_some() {
                return false;
            }
        } else if let Some(value) = item.strip_prefix(b"v1=")
            && let Some(slot) = signatures.get_mut(count)
        {
            *slot = Some(value);
            count += 1;
        }
    }
    let Some(time) = time else { return false };
    let Some(number) = seconds(time) else { return false };
    if now - number > 300 {
        return false;
    }
    let decoded = signatures.iter().flatten().filter_map(|text| hex32(text));
    let mut expected = None;
    for signature in decoded {
        let expected: &[u8; 32] = expected.get_or_insert_with(|| {
            let mut mac = key.clone();
            mac.update(time);
            mac.update(b".");
            mac.update(&delivery.body);
            mac.finalize().into_bytes().into()
        });
        if bool::from(ctutils::CtEq::ct_eq(expected.as_slice(), signature.as_slice())) {
            return true;
        }
    }
    false
}

fn standard_webhooks(key: &Hmac<Sha256>, delivery: &Delivery, now: i64) -> bool {
    let (Some(id), Some(time), Some(list)) = (
        header(delivery, "webhook-id"),
        header(delivery, "webhook-timestamp"),
        header(delivery, "webhook-signature"),
    ) else {
        return false;
    };
    let Some(number) = seconds(time) else { return false };
    if id.is_empty() || (now - number).abs() > 300 {
        return false;
    }
    let mut expected: Option<[u8; 32]> = None;
    for item in list.split(|b| *b == b' ') {
        let Some(text) = item.strip_prefix(b"v1,") else {
            continue;
        };
        let mut signature = [0; 48];
        let Ok(32) = STANDARD.decode_slice(text, &mut signature) else {
            continue;
        };
        let expected = expected.get_or_insert_with(|| {
            let mut mac = key.clone();
            for part in [id, b".", time, b".", &delivery.body] {
                mac.update(part);
            }
            mac.finalize().into_bytes().into()
        });
        if bool::from(ctutils::CtEq::ct_eq(
            expected.as_slice(),
            signature.split_at(32).0,
        )) {
            return true;
        }
    }
    false
}

fn slack(key: &Hmac<Sha256>, delivery: &Delivery, now: i64) -> bool {
    let (Some(time), Some(signature)) = (
        header(delivery, "X-Slack-Request-Timestamp"),
        header(delivery, "X-Slack-Signature")
            .and_then(|v| v.strip_prefix(b"v0="))
            .and_then(hex32),
    ) else {
        return false;
    };
    seconds(time).is_some_and(|number| now - number <= 300)
        && signs(key, &[b"v0:", time, b":", &delivery.body], &signature)
}
