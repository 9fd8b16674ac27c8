//! crates.io `svix` 1.16.0, behind a shim.

use hookproof_interop::{Delivery, run};
use svix_1_16::webhooks::{Webhook, WebhookError};

fn verify(delivery: &Delivery) -> &'static str {
    let Ok(webhook) = Webhook::new(&delivery.secret) else { return "config_error" };
    let mut headers = http_0::HeaderMap::new();
    for (name, value) in &delivery.headers {
        let name = http_0::header::HeaderName::from_bytes(name.as_bytes());
        // What is no header to this crate, no server on it would pass on.
        let (Ok(name), Ok(value)) = (name, http_0::header::HeaderValue::from_bytes(value)) else { return "reject" };
        headers.append(name, value);
    }
    let verdict: Result<(), WebhookError> = webhook.verify(&delivery.body, &headers);
    if verdict.is_ok() { "accept" } else { "reject" }
}

fn main() {
    run("svix", "1.16.0", &["svix", "standard-webhooks"], verify);
}
