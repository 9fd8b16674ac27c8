//! Tokens: what they say of themselves, and whether they are right under an algorithm that the scheme does not have.

use serde_json::Value;

use crate::encoding::Encoding;
use crate::explain::hypothesis::{Context, Hypothesis};
use crate::explain::judge::Match;
use crate::mac::Hash;
use crate::signing::{Plan, VerifyingKey, Window};

const SEGMENT: Encoding = Encoding::Base64urlUnpadded;

/// The key with which a token that nobody signed is signed here, so that its claims can be looked at.
const STAND_IN: &[u8] = b"stand-in";

/// One of the three parts of a token as JSON.
fn part(token: &[u8], index: usize) -> Option<Value> {
    let text = token.split(|byte| *byte == b'.').nth(index)?;
    serde_json::from_slice(&SEGMENT.decode(text).ok()?).ok()
}

/// The algorithm that a token names.
fn algorithm(token: &[u8]) -> Option<String> {
    part(token, 0)?.get("alg")?.as_str().map(str::to_owned)
}

/// The algorithm that the observed token names, where it is none of the scheme's.
pub(crate) fn other_algorithm(context: &Context<'_>) -> Option<String> {
    let allowed = &context.scheme.jwt()?.algorithms;
    let mut named = context
        .observed
        .readings
        .iter()
        .filter_map(|reading| algorithm(&reading.bytes));
    named.find(|name| !allowed.contains(name))
}

/// The times that the observed token states, each a little inside its window.
pub(crate) fn times(context: &Context<'_>) -> Vec<i64> {
    let claims = context
        .observed
        .readings
        .iter()
        .filter_map(|reading| part(&reading.bytes, 1));
    claims
        .flat_map(|claims| {
            let time = |name: &str| claims.get(name).and_then(Value::as_i64);
            [time("exp").map(|time| time - 1), time("nbf"), time("iat")]
        })
        .flatten()
        .collect()
}

/// Whether the observed token is right under another algorithm than the scheme's.
pub(crate) fn judge(
    context: &Context<'_>,
    hypothesis: &Hypothesis,
    algorithm: &str,
    spend: &mut u64,
) -> Option<Match> {
    *spend += 4_000;
    let is_unsigned = algorithm.eq_ignore_ascii_case("none");
    let taken = if is_unsigned { "HS256" } else { algorithm };
    let scheme = context.scheme.with_token_algorithm(taken);
    let key = match scheme.is_symmetric() {
        true if is_unsigned => VerifyingKey::of_bytes(&scheme, STAND_IN),
        true => VerifyingKey::of_bytes(&scheme, hypothesis.key.as_deref().unwrap_or(&hypothesis.secret)),
        false => VerifyingKey::new(&scheme, &Plan::all(&scheme), &hypothesis.secret).ok()?,
    };
    let plans = Plan::all(&scheme);
    let plan = plans.last()?;
    let mut parts = context.parts(hypothesis, hypothesis.key.as_deref().unwrap_or_default());
    parts.scheme = &scheme;
    let found = context.observed.readings.iter().find(|reading| {
        let token = match is_unsigned {
            true => signed_here(&reading.bytes),
            false => Some(reading.bytes.clone()),
        };
        token.is_some_and(|token| key.judge(&token, plan, &parts, Window::default()).is_ok())
    })?;
    context.required(&parts).then(|| Match {
        written: found.mistakes.clone(),
        base_string: Vec::new(),
    })
}

/// The claims of an unsigned token in one that is signed.
fn signed_here(token: &[u8]) -> Option<Vec<u8>> {
    let mut parts = token.split(|byte| *byte == b'.');
    let (Some(_), Some(claims), Some([])) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let head = SEGMENT.encode(br#"{"alg":"HS256"}"#);
    let message = [&head, b".".as_slice(), claims].concat();
    let signature = SEGMENT.encode(Hash::Sha256.hmac(STAND_IN, &message).as_bytes());
    Some([&message, b".".as_slice(), &signature].concat())
}
