//! The secret does not travel, and no signature serves for other bodies.

use crate::cases::Level;
use crate::delivery::{Delivery, write_http_message};
use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::outcome::Redactor;
use crate::scheme::Method;
use crate::sender::Caught;
use crate::sender::checks::{Evidence, Finding, first_fault};
use crate::signing::{Signer, signatures};

/// How many equal bytes at either end of two signatures are no chance.
const CONSTANT: usize = 6;

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    // Where the secret itself is the signature, or the receiver's key is public, it is no secret here.
    let hash = match evidence.scheme.method() {
        Method::Hmac(hash) => Some(hash),
        Method::Digest(_) | Method::Jwt if evidence.scheme.is_symmetric() => None,
        Method::Basic | Method::Static => return Vec::new(),
        _ => return Vec::new(),
    };
    let secret = Finding::new("secret", "the secret is in no header, URL or body", Level::Must);
    let redactor = Redactor::new(evidence.secrets);
    let travels = |caught: &&Caught| {
        let place = |what: &str| Some(format!("the secret is in {what}"));
        let delivery = &caught.delivery;
        if redactor.contains(delivery.url.as_bytes()) {
            return place("the URL");
        }
        if redactor.contains(&delivery.body) {
            return place("the body");
        }
        redactor
            .contains(&write_http_message(delivery))
            .then(|| "the secret is in a header".to_owned())
    };
    let mut findings = vec![if evidence.own().next().is_none() {
        secret.unasked("no delivery came")
    } else {
        secret.unless(first_fault(evidence.own(), travels))
    }];
    if let Some(hash) = hash {
        findings.extend(telling_signatures(evidence, hash));
    }
    findings
}

fn telling_signatures(evidence: &Evidence<'_>, hash: Hash) -> [Finding; 2] {
    let empty = Finding::new(
        "empty-message",
        "no signature is that of an empty message",
        Level::Must,
    );
    let constant = Finding::new(
        "constant-part",
        "no part of the signature is the same for all bodies",
        Level::Must,
    );
    let mut signed: Vec<(&Delivery, Vec<u8>)> = Vec::new();
    for caught in evidence.own() {
        if let Some(bytes) = decoded(evidence, &caught.delivery) {
            signed.push((&caught.delivery, bytes));
        }
    }
    if signed.is_empty() {
        let reason = "there is no signature that can be decoded";
        return [empty.unasked(reason), constant.unasked(reason)];
    }
    let keys = evidence
        .secrets
        .iter()
        .filter_map(|secret| Signer::new(evidence.scheme, &[secret]).ok());
    let nothing: Vec<Vec<u8>> = keys
        .map(|signer| hash.hmac(signer.key(), b"").as_bytes().to_vec())
        .collect();
    let holds_nothing = |(_, bytes): &&(&Delivery, Vec<u8>)| {
        let found = nothing
            .iter()
            .any(|mac| bytes.windows(mac.len()).any(|window| window == mac.as_slice()));
        found.then(|| {
            "the signature holds the MAC of an empty message, which is the same for every body".to_owned()
        })
    };
    let empty = empty.unless(first_fault(signed.iter(), holds_nothing));
    [empty, constant.unless(constant_part(&signed))]
}

fn constant_part(signed: &[(&Delivery, Vec<u8>)]) -> Option<String> {
    let (first, bytes) = signed.first()?;
    let mut differs = false;
    for (other, theirs) in signed
        .iter()
        .skip(1)
        .filter(|(other, _)| other.body != first.body)
    {
        differs = true;
        let start = bytes.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        let end = bytes
            .iter()
            .rev()
            .zip(theirs.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        if start < CONSTANT && end < CONSTANT || other.body == first.body {
            return None;
        }
    }
    differs.then(|| {
        "signatures of different bodies begin or end with the same bytes: one of them forges others"
            .to_owned()
    })
}

/// The first signature's bytes, in whatever encoding they can be read.
fn decoded(evidence: &Evidence<'_>, delivery: &Delivery) -> Option<Vec<u8>> {
    let text = evidence.verifier.signature_text(delivery).ok()?;
    let own = evidence.scheme.signature().encoding;
    signatures(&text, evidence.scheme.format()).find_map(|signature| {
        [own, Encoding::HexAny, Encoding::Base64Any]
            .into_iter()
            .find_map(|encoding| encoding.decode(signature).ok())
    })
}
