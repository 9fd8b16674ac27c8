//! Random schemes that are well formed, and random secrets for a scheme.

use std::fmt::Write as _;

use crate::encoding::{Encoding, base64_text, hex_text};
use crate::generate::choices::Choices;
use crate::scheme::{Scheme, SchemeError, SecretEncoding};

const METHODS: &[&str] = &[
    "hmac-sha256",
    "hmac-sha1",
    "hmac-sha512",
    "hmac-md5",
    "hmac-sha224",
    "hmac-sha384",
    "digest-sha256",
    "digest-md5",
    "static",
];
const ENCODINGS: &[&str] = &[
    "hex",
    "base64",
    "hex-upper",
    "hex-any",
    "base64url",
    "base64-unpadded",
    "base64url-unpadded",
    "base64-any",
];
const UNITS: &[&str] = &[
    "seconds",
    "milliseconds",
    "float-seconds",
    "rfc3339",
    "http-date",
    "iso8601",
    "iso8601-basic",
];
const NUMBERS: &[&str] = &["seconds", "milliseconds", "float-seconds"];
const FORMATS: &[&str] = &["bare", "fields", "tagged", "list", "parameters"];

/// A scheme that no provider has: any method with a shared secret, place, format, encoding, base string, window and
/// spelling of the secret.
///
/// # Errors
/// None is known: a test makes thousands. The error is the fault of this function, for the caller to show.
pub fn random_scheme(choices: &mut Choices<'_>) -> Result<Scheme, SchemeError> {
    Scheme::parse(&text(choices), "generated")
}

fn text(choices: &mut Choices<'_>) -> String {
    let method = choices.text(METHODS);
    let is_static = method == "static";
    let format = if is_static { "bare" } else { choices.text(FORMATS) };
    let place = choices.text(&["header:X-Signature", "query:sig", "header:Authorization"]);
    let encoding = choices.text(ENCODINGS);
    let mut file = String::from("id = \"generated\"\nname = \"Generated\"\n\n[signature]\n");
    let mut tables = String::new();
    let _ = writeln!(
        file,
        "method = \"{method}\"\nin = \"{place}\"\nformat = \"{format}\""
    );
    if !is_static {
        let _ = writeln!(file, "encoding = \"{encoding}\"");
    }
    let settings = match format {
        "fields" => choices.text(&["field = \"v1\"", "field = \"s\"\nseparator = \";\""]),
        "tagged" => choices.text(&[
            "tag = \"v1\"",
            "tag = \"v0\"\nseparator = \";\"\ntag_separator = \":\"",
        ]),
        "list" => choices.text(&["separator = \",\"", "separator = \" \"\nprefix = \"v1:\""]),
        "parameters" => choices.text(&["field = \"signature\"", "field = \"sig\"\nquotes = false"]),
        _ => choices.text(&["", "prefix = \"sha256=\"", "prefix = \"HMAC \""]),
    };
    let _ = writeln!(file, "{settings}");
    if is_static {
        return file;
    }

    let mut parts = vec!["{body}"];
    if choices.below(2) == 1 {
        let inside: &[&str] = match format {
            "fields" | "parameters" => &["header:X-Time", "field:t"],
            _ => &["header:X-Time", "query:ts"],
        };
        let place = choices.text(inside);
        // A date holds a comma, which would end its item.
        let units = if place == "field:t" { NUMBERS } else { UNITS };
        let unit = choices.text(units);
        let _ = writeln!(tables, "\n[timestamp]\nin = \"{place}\"\nunit = \"{unit}\"");
        for side in ["past", "future"] {
            let limit = choices.text(&["300", "", "0", "60", "3600"]);
            if !limit.is_empty() {
                let _ = writeln!(tables, "{side} = {limit}");
            }
        }
        parts.insert(choices.below(2), "{timestamp}");
    }
    if choices.below(3) == 1 {
        tables.push_str("\n[message_id]\nin = \"header:X-Id\"\n");
        parts.insert(choices.below(parts.len() + 1), "{id}");
    }
    if choices.below(4) == 1 {
        tables.push_str("\n[delivery.headers]\nX-Event = \"ping\"\n");
        parts.insert(0, "{header:X-Event}");
    }
    match choices.below(6) {
        1 => parts.insert(0, "{method}"),
        2 => parts.insert(0, "{path}"),
        3 => parts.insert(0, "v0"),
        _ => {}
    }
    if method.starts_with("digest") {
        parts.insert(choices.below(2) * parts.len(), "{secret}");
    }
    let base_string = parts.join(choices.text(&[".", ":", "", "\\n", ","]));
    let _ = writeln!(file, "base_string = \"{base_string}\"");
    let secret = choices.text(&[
        "",
        "\n[secret]\nprefix = \"whsec_\"\nencoding = \"base64\"\n",
        "\n[secret]\nencoding = \"hex\"\n",
        "\n[secret]\nencoding = \"base64url\"\n",
    ]);
    file + &tables + secret
}

/// A secret as a user of the scheme would configure it; for a public-key scheme there are only the test keys.
#[must_use]
pub fn random_secret(choices: &mut Choices<'_>, scheme: &Scheme) -> String {
    if !scheme.is_symmetric() {
        return crate::cases::test_secret(scheme, u32::from(choices.once_in(2)));
    }
    let n = 16 + choices.below(64);
    let bytes: Vec<u8> = (0..n)
        .map(|index| {
            u8::try_from(choices.below(256)).unwrap_or_default() ^ u8::try_from(index).unwrap_or_default()
        })
        .collect();
    let spec = scheme.secret();
    let text = match spec.encoding {
        SecretEncoding::Base64 => base64_text(&bytes),
        SecretEncoding::Base64url => {
            String::from_utf8_lossy(&Encoding::Base64url.encode(&bytes)).into_owned()
        }
        SecretEncoding::Hex | SecretEncoding::Text => hex_text(&bytes),
    };
    format!("{}{text}", spec.prefix)
}
