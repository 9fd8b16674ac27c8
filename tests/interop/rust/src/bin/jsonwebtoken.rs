//! crates.io `jsonwebtoken` 11.1.0, behind a shim, set up for a token without an expiry.

use hookproof_interop::{Delivery, run};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

fn verify(delivery: &Delivery) -> &'static str {
    let Some(token) = delivery.header("authorization") else { return "reject" };
    let mut rules = Validation::new(Algorithm::HS256);
    rules.required_spec_claims.clear();
    rules.validate_nbf = true;
    rules.leeway = 0;
    let key = DecodingKey::from_secret(delivery.secret.as_bytes());
    let claims = decode::<serde_json::Value>(token, &key, &rules);
    if claims.is_ok() { "accept" } else { "reject" }
}

fn main() {
    run("jsonwebtoken", "11.1.0", &["valohai-jwt"], verify);
}
