//! crates.io `standardwebhooks` 1.0.1, behind a shim.

use hookproof_interop::{Delivery, run};
use standardwebhooks::{Webhook, WebhookError};

fn verify(delivery: &Delivery) -> &'static str {
    let Ok(webhook) = Webhook::new(&delivery.secret) else { return "config_error" };
    let mut headers = http::HeaderMap::new();
    for (name, value) in &delivery.headers {
        let name = http::HeaderName::from_bytes(name.as_bytes());
        // What is no header to this crate, no server on it would pass on.
        let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_bytes(value)) else { return "reject" };
        headers.append(name, value);
    }
    let verdict: Result<(), WebhookError> = webhook.verify(&delivery.body, &headers);
    if verdict.is_ok() { "accept" } else { "reject" }
}

fn main() {
    run("standardwebhooks", "1.0.1", &["standard-webhooks"], verify);
}
