//! What a delivery says of itself beside its signature, and what a careless receiver believes.

use crate::delivery::Delivery;
use crate::scheme::Scheme;

/// Whether a header names the machine itself as the sender.
pub(super) fn claims_to_be_local(delivery: &Delivery) -> bool {
    ["X-Forwarded-For", "X-Real-IP"].iter().any(|name| {
        delivery
            .headers
            .text(name)
            .is_some_and(|value| value.contains("127.0.0.1"))
    })
}

/// Whether the user agent is that of a developer's tool or of a health check.
pub(super) fn claims_to_be_tool(delivery: &Delivery) -> bool {
    let agent = delivery.headers.text("User-Agent").unwrap_or_default();
    ["curl/", "PostmanRuntime/", "ELB-HealthChecker/"]
        .iter()
        .any(|tool| agent.starts_with(tool))
}

/// Whether a header or a parameter of the URL asks for a test mode.
pub(super) fn asks_for_test_mode(delivery: &Delivery) -> bool {
    let query = delivery.url_parts().query.unwrap_or_default();
    query.split('&').any(|pair| pair == "debug=true")
        || delivery
            .headers
            .text("X-Debug")
            .is_some_and(|value| value == "true")
}

/// Whether the content type is another than the sender's.
pub(super) fn has_other_content_type(scheme: &Scheme, delivery: &Delivery) -> bool {
    let essence = |text: &str| {
        text.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    };
    let sent = delivery.headers.text("Content-Type").unwrap_or_default();
    let usual = scheme
        .usual_sample()
        .and_then(|sample| sample.content_type.as_deref());
    essence(sent) != essence(usual.unwrap_or(&scheme.delivery().content_type))
}

/// Whether the method is another than the sender's.
pub(super) fn has_other_method(scheme: &Scheme, delivery: &Delivery) -> bool {
    delivery.method != scheme.delivery().method
}
