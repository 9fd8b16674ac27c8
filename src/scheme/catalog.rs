//! The schemes that come with the crate: one file each.

use crate::scheme::Scheme;

/// A scheme file of the catalogue.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CatalogEntry {
    /// The scheme's id, which is the file's name without its ending.
    pub id: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! catalog {
    ($($id:literal),* $(,)?) => {
        /// Every scheme of the catalogue, sorted by id.
        pub const CATALOG: &[CatalogEntry] =
            &[$(CatalogEntry { id: $id, text: include_str!(concat!("catalog/", $id, ".toml")) }),*];
    };
}

catalog![
    "adyen",
    "adyen-hpp",
    "adyen-platform",
    "aftership",
    "airtable",
    "airwallex",
    "apple-app-store",
    "asana",
    "ashby",
    "atlassian-connect",
    "aws-sigv4",
    "aws-sns",
    "benchling",
    "bird",
    "bitbucket",
    "bitso",
    "box",
    "braintree",
    "bridge-xyz",
    "buildkite",
    "buildkite-token",
    "cal-com",
    "calendly",
    "canva",
    "cashfree",
    "checkout-com",
    "checkout-identity",
    "chip",
    "circle",
    "circleci",
    "clerk",
    "clickup",
    "cloudflare-notifications",
    "cloudflare-stream",
    "cloudinary",
    "coinbase-cdp",
    "coinbase-commerce",
    "coinify",
    "commercelayer",
    "constant-contact",
    "contentful",
    "convoy",
    "convoy-advanced",
    "customer-io",
    "datasaur",
    "determined",
    "discord",
    "docusign",
    "drone",
    "dropbox",
    "dropbox-sign",
    "dwolla",
    "easypost",
    "ebay",
    "elevenlabs",
    "expo-eas",
    "figma",
    "finch",
    "fireblocks",
    "fireblocks-legacy",
    "fourthwall",
    "ghost",
    "gitea",
    "github",
    "github-secret-scanning",
    "gitlab",
    "gitlab-signing-token",
    "gocardless",
    "gong",
    "grafana",
    "greenhouse",
    "help-scout",
    "heroku",
    "hook0-v0",
    "http-signatures-cavage",
    "hubspot-v1",
    "hubspot-v2",
    "hubspot-v3",
    "increase",
    "integrated-finance",
    "intercom",
    "kick",
    "klaviyo",
    "launchdarkly",
    "lemon-squeezy",
    "lever",
    "line",
    "linear",
    "linkedin",
    "lithic",
    "livekit",
    "logto",
    "london-theatre-direct",
    "loop-returns",
    "mailersend",
    "mailgun",
    "mailomat",
    "mandrill",
    "mercado-pago",
    "merge",
    "messagebird",
    "messagebird-jwt",
    "meta",
    "microsoft-teams",
    "midtrans",
    "moco",
    "modern-treasury",
    "monday",
    "moonpay",
    "moov",
    "mux",
    "myfatoorah",
    "netlify",
    "notion",
    "okta",
    "onfido",
    "openai",
    "openphone",
    "orb",
    "paddle",
    "paddle-classic",
    "pagerduty",
    "paypal",
    "paystack",
    "paytrail",
    "plaid",
    "plivo-v1",
    "plivo-v2",
    "plivo-v3",
    "pusher",
    "quickbooks",
    "razorpay",
    "razorpay-callback",
    "recurly",
    "replicate",
    "resend",
    "revenuecat",
    "revolut",
    "rewardful",
    "rfc9421",
    "rfc9421-ed25519",
    "saleor",
    "sanity",
    "segment",
    "sendgrid",
    "sentry",
    "shopify",
    "shopify-app-proxy",
    "shopify-oauth",
    "slack",
    "smartcar",
    "snyk",
    "square",
    "standard-webhooks",
    "standard-webhooks-v1a",
    "stripe",
    "sumsub",
    "svix",
    "synthflow",
    "tabapay",
    "tally",
    "telegram",
    "telnyx",
    "tencent-qq-bot",
    "terraform-cloud",
    "tiktok",
    "tiktok-shop",
    "travis-ci",
    "trello",
    "truelayer",
    "twilio",
    "twilio-json",
    "twitch",
    "twitter",
    "typeform",
    "upstash-qstash",
    "valohai-hmac",
    "valohai-hmac-basestring",
    "valohai-hmac-timestamp",
    "valohai-jwt",
    "valohai-static",
    "valohai-static-form",
    "valohai-static-json",
    "valohai-static-query",
    "vercel",
    "vonage-jwt",
    "vonage-sms",
    "vonage-sms-md5",
    "vonage-sms-md5hash",
    "vonage-sms-sha1",
    "vonage-sms-sha512",
    "webflow",
    "wechat",
    "wise",
    "wise-legacy",
    "woocommerce",
    "workos",
    "xero",
    "xsolla",
    "y42",
    "yext",
    "yoomoney",
    "zendesk",
    "zoom",
];

/// The catalogue's scheme with which `hookproof demo` shows what it does.
pub const DEMO_SCHEME: &str = "determined";

/// Schemes that stand for their kind: their vectors are exported whole, those of the others in a selection.
pub const EXEMPLARS: &[&str] = &[
    "determined",
    "github",
    "slack",
    "standard-webhooks",
    "stripe",
    "valohai-jwt",
    "valohai-static",
    "y42",
];

/// One scheme of each shape that the built-in receivers know: with these the suite is proved. The whole catalogue
/// would repeat them.
pub const SHAPES: &[&str] = &[
    "determined",
    "github",
    "hubspot-v2",
    "hubspot-v3",
    "netlify",
    "shopify",
    "slack",
    "standard-webhooks",
    "stripe",
    "valohai-hmac-timestamp",
    "valohai-jwt",
    "valohai-static",
    "valohai-static-form",
    "valohai-static-json",
    "valohai-static-query",
    "y42",
];

/// The catalogue's scheme of that id.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "a test parses every file of the catalogue"
)]
pub fn catalog_scheme(id: &str) -> Option<Scheme> {
    let entry = CATALOG.iter().find(|entry| entry.id == id)?;
    let scheme = Scheme::parse(entry.text, entry.id);
    Some(scheme.expect("every file of the catalogue is well formed"))
}

#[cfg(test)]
mod tests {
    use super::{CATALOG, EXEMPLARS, SHAPES, catalog_scheme};
    use crate::scheme::Scheme;

    #[test]
    fn exemplars_and_shapes_are_schemes_of_the_catalogue() {
        for list in [EXEMPLARS, SHAPES] {
            assert!(list.is_sorted());
            for id in list {
                assert!(catalog_scheme(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn every_file_is_well_formed_sorted_and_written_as_read() {
        assert!(CATALOG.is_sorted_by_key(|entry| entry.id));
        for entry in CATALOG {
            let scheme = Scheme::parse(entry.text, entry.id).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(scheme.id(), entry.id);
            assert!(!scheme.sources().is_empty(), "{}: no source", entry.id);
            assert_eq!(Scheme::parse(&scheme.to_toml(), entry.id).as_ref(), Ok(&scheme));
        }
    }
}
