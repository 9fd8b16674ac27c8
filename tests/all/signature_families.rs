//! The families that change how a signature is written, repeated, keyed and made: levels on chosen schemes, and
//! the invariants of every suite on formats, locations and methods that the catalogue may lack.

use std::borrow::Cow;

use hookproof::cases::{Case, Expected, Level, Setting};
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::signing::Verifier;

use crate::suites;

const ACCEPT: Expected = Expected::Accept;
const REJECT: Expected = Expected::Reject;

/// Schemes that the catalogue may lack, as the lines below `[signature]`.
const SHAPES: &[(&str, &str)] = &[
    (
        "positional",
        "method = \"hmac-sha512\"\nin = \"header:X-S\"\nformat = \"positional\"\nseparator = \";\"\nposition = 1\nencoding = \"base64\"\nbase_string = \"{timestamp}{body}\"\n[timestamp]\nin = \"field:0\"\nunit = \"milliseconds\"\npast = 60\n",
    ),
    (
        "list",
        "method = \"hmac-sha1\"\nin = \"header:X-S\"\nformat = \"list\"\nseparator = \", \"\nprefix = \"sha1=\"\nencoding = \"hex-any\"\nbase_string = \"{body}\"\n",
    ),
    (
        "upper",
        "method = \"hmac-md5\"\nin = \"header:X-S\"\nencoding = \"hex-upper\"\nbase_string = \"{method}\\n{path}\\n{body}\"\n",
    ),
    (
        "url-safe",
        "method = \"hmac-sha384\"\nin = \"header:X-S\"\nencoding = \"base64url-unpadded\"\nbase_string = \"{url}{body}\"\n[secret]\nencoding = \"hex\"\n",
    ),
    (
        "in-json",
        "method = \"hmac-sha256\"\nin = \"json:/signature\"\nencoding = \"hex\"\nbase_string = \"{json:/event}\"\n[[sample]]\nname = \"event\"\ntitle = \"an event\"\nbody = '{\"event\":\"ping\"}'\n",
    ),
    (
        "in-form",
        "method = \"hmac-sha256\"\nin = \"form:signature\"\nprefix = \"v1=\"\nencoding = \"base64\"\nbase_string = \"{form:timestamp}{form:token}\"\n[[sample]]\nname = \"form\"\ntitle = \"a form\"\nbody = 'timestamp=1&token=abc'\ncontent_type = \"application/x-www-form-urlencoded\"\n",
    ),
    (
        "in-query",
        "method = \"hmac-sha256\"\nin = \"query:sig\"\nprefix = \"v2:\"\nencoding = \"hex\"\nbase_string = \"{body}\"\n",
    ),
    (
        "digest",
        "method = \"digest-sha256\"\nin = \"header:X-S\"\nencoding = \"hex\"\nbase_string = \"{secret}{body}\"\n",
    ),
    (
        "basic",
        "method = \"basic\"\nin = \"header:Authorization\"\nprefix = \"Basic \"\nencoding = \"base64\"\n[secret]\nexample = \"user:pass\"\n",
    ),
    (
        "bearer",
        "method = \"static\"\nin = \"header:Authorization\"\nprefix = \"Bearer \"\n",
    ),
    (
        "dictionary",
        "method = \"hmac-sha256\"\nin = \"header:Signature\"\nformat = \"dictionary\"\nfield = \"sig1\"\nencoding = \"base64\"\nbase_string = \"{body}\"\n",
    ),
    (
        "parameters",
        "method = \"hmac-sha256\"\nin = \"header:Authorization\"\nformat = \"parameters\"\nprefix = \"Signature \"\nfield = \"signature\"\nencoding = \"base64\"\nbase_string = \"{body}\"\n",
    ),
    (
        "either",
        "method = \"hmac-sha256\"\nin = \"header:X-S\"\nencoding = \"base64-any\"\nbase_string = \"{body}\"\nalternatives = [\"{body}\\n\"]\n",
    ),
    (
        "ecdsa",
        "method = \"ecdsa-p256-sha256\"\nin = \"header:X-S\"\nencoding = \"base64\"\nbase_string = \"{body}\"\n",
    ),
    (
        "ecdsa-raw",
        "method = \"ecdsa-p521-sha512-raw\"\nin = \"header:X-S\"\nencoding = \"hex\"\nbase_string = \"{body}\"\n",
    ),
    (
        "ed25519",
        "method = \"ed25519\"\nin = \"header:X-S\"\nencoding = \"hex\"\nbase_string = \"{body}\"\n",
    ),
    (
        "rsa",
        "method = \"rsa-pkcs1-sha256\"\nin = \"header:X-S\"\nencoding = \"base64\"\nbase_string = \"{body}\"\n",
    ),
];

fn shape(name: &str) -> Scheme {
    let (_, text) = SHAPES.iter().find(|(id, _)| *id == name).unwrap();
    Scheme::parse(
        &format!("id = \"{name}\"\nname = \"{name}\"\n[signature]\n{text}"),
        name,
    )
    .unwrap()
}

fn cases(name: &str) -> Cow<'static, [Case]> {
    match catalog_scheme(name) {
        Some(_) => Cow::Borrowed(suites::cases(name)),
        None => {
            let scheme = shape(name);
            Cow::Owned(suites::cases_of(&scheme, &Setting::vectors(&scheme)))
        }
    }
}

/// The case exists, and has this verdict and level.
fn check(id: &str, expected: Expected, level: Level) {
    let all = cases(id.split('/').next().unwrap());
    let case = all.iter().find(|case| case.id.as_str() == id);
    let case = case.unwrap_or_else(|| panic!("there is no case {id}"));
    assert_eq!((case.expected, case.level), (expected, level), "{id}");
}

/// The suite of the scheme has no case of this id.
fn check_none(id: &str) {
    let all = cases(id.split('/').next().unwrap());
    assert!(!all.iter().any(|case| case.id.as_str().starts_with(id)), "{id}");
}

#[test]
fn every_shape_keeps_the_invariants() {
    for (name, _) in SHAPES {
        let scheme = shape(name);
        let setting = Setting::vectors(&scheme);
        let base = Verifier::new(&scheme, &setting.secrets).unwrap();
        let all = suites::cases_of(&scheme, &setting);
        for case in all.iter().filter(|case| case.expected == REJECT) {
            let undone = case.undone.as_ref().unwrap();
            let verdict = match Verifier::new(&scheme, &case.secrets) {
                Ok(own) => own.verify(undone, case.now),
                Err(_) => base.verify(undone, case.now),
            };
            assert_eq!(verdict, Ok(()), "{}", case.id);
        }
        let keyed = if scheme.method().is_symmetric() {
            "secret"
        } else {
            "public-key"
        };
        for family in ["encoding", "duplicate", keyed] {
            assert!(
                all.iter().any(|case| case.family == family),
                "{name}: no {family}"
            );
        }
        for case in &all {
            let is_sendable = |value: &[u8]| !value.iter().any(|&byte| byte < b' ' && byte != b'\t');
            assert!(
                case.delivery
                    .headers
                    .iter()
                    .all(|header| is_sendable(&header.value)),
                "{}",
                case.id
            );
        }
    }
}

#[test]
fn spellings_that_keep_the_value_only_inform() {
    for id in [
        "github/encoding/upper-case",
        "github/encoding/base64",
        "github/encoding/leading-0x",
        "github/encoding/junk-after",
        "shopify/encoding/hexadecimal",
        "shopify/encoding/other-alphabet",
        "shopify/encoding/padding-cut",
        "shopify/encoding/trailing-bits",
        "standard-webhooks/encoding/junk-inside",
        "upper/encoding/lower-case",
        "url-safe/encoding/padding-added",
        "in-form/encoding/line-end-inside",
        "determined/prefix/added",
        "slack/prefix/blank-after",
        "bearer/prefix/other-case",
        "basic/prefix/other-case",
    ] {
        check(id, REJECT, Level::Unspecified);
    }
    check("list/encoding/upper-case", ACCEPT, Level::Must);
    check("ecdsa/public-key/raw-for-der", REJECT, Level::Unspecified);
    check("ecdsa-raw/public-key/der-for-raw", REJECT, Level::Unspecified);
    // The library takes both values of s, as most do for these curves.
    check("ecdsa/public-key/high-s", ACCEPT, Level::Unspecified);
    check("ecdsa-raw/public-key/high-s", ACCEPT, Level::Unspecified);
    check("ed25519/public-key/number-not-reduced", REJECT, Level::Should);
    check("either/encoding/padding-cut", ACCEPT, Level::Unspecified);
    check_none("either/construction/line-end-added");
    check_none("github/encoding/lower-case");
}

#[test]
fn other_values_must_be_refused() {
    for id in [
        "github/encoding/junk-for-the-first-byte",
        "github/encoding/non-ascii-letter",
        "shopify/encoding/lower-case",
        "stripe/encoding/all-non-ascii",
        "valohai-jwt/encoding/ten-kilobytes",
        "valohai-static-form/encoding/non-ascii-letter",
        "github/prefix/sha1-with-its-digest",
        "github/prefix/md5-with-its-digest",
        "slack/prefix/sha1-with-its-digest",
        "determined/prefix/sha1-with-its-digest",
        "in-json/duplicate/signature-none-right",
        "stripe/list/none-good",
        "stripe/list/halves",
        "standard-webhooks/list/thousand-items",
        "github/duplicate/signature-none-right",
        "slack/duplicate/timestamp-old-then-fresh",
        "stripe/duplicate/timestamp-old-then-fresh",
        "stripe/duplicate/timestamp-fresh-then-old",
        "standard-webhooks/secret/empty-key",
        "standard-webhooks/secret/only-prefix-configured",
        "standard-webhooks/secret/undecodable-secret-configured",
        "valohai-static/secret/empty-secret-configured",
        "valohai-jwt/secret/word-secret",
        "github/secret/none-of-two-live",
        "slack/construction/without-timestamp",
        "slack/construction/without-leading-text",
        "standard-webhooks/construction/without-id",
        "standard-webhooks/construction/other-separator",
        "github/construction/plain-digest-of-body",
        "github/construction/empty-message",
        "github/construction/hash-sha512-cut-to-length",
        "digest/construction/mac-for-plain-digest",
        "url-safe/url/other-host",
        "url-safe/url/query-added",
        "upper/url/other-path",
        "ecdsa/public-key/both-zero",
        "ecdsa/public-key/other-key",
        "ecdsa-raw/public-key/s-zero",
        "ed25519/public-key/neutral-point",
        "ed25519/public-key/mac-under-public-key",
        "rsa/public-key/one",
        "rsa/public-key/no-key-configured",
    ] {
        check(id, REJECT, Level::Must);
    }
}

#[test]
fn labels_that_are_not_pinned_are_hygiene() {
    for id in [
        "github/prefix/absent",
        "github/prefix/repeated",
        "github/prefix/sha512-with-its-digest",
        "slack/prefix/other-version-throughout",
        "stripe/list/right-digest-under-older-version",
        "standard-webhooks/secret/not-decoded",
        "url-safe/url/forwarded-host",
    ] {
        check(id, REJECT, Level::Should);
    }
    // The documentation of this scheme leaves the prefix open.
    check(
        "valohai-hmac-basestring/prefix/absent",
        REJECT,
        Level::Unspecified,
    );
}

#[test]
fn genuine_deliveries_in_lists_must_be_accepted() {
    for id in [
        "stripe/list/good-last",
        "stripe/list/good-first",
        "stripe/list/older-version-before",
        "standard-webhooks/list/similar-version-before",
        "positional/list/good-in-the-middle",
        "list/list/good-last",
        "slack/prefix/digest-begins-with-a-letter-of-the-prefix",
        "github/prefix/digest-begins-with-two-letters-of-the-prefix",
        "github/secret/key-of-65-bytes",
        "github/secret/second-of-two-live",
        "url-safe/url/with-query",
    ] {
        check(id, ACCEPT, Level::Must);
    }
    check("standard-webhooks/list/junk-item-before", ACCEPT, Level::Should);
    check(
        "standard-webhooks/secret/key-of-129-bytes",
        ACCEPT,
        Level::Unspecified,
    );
    check("determined/secret/key-of-65-bytes", ACCEPT, Level::Unspecified);
}

#[test]
fn families_keep_to_the_schemes_that_they_fit() {
    for id in [
        "github/list/",
        "github/url/",
        "github/duplicate/timestamp",
        "valohai-static/construction/",
        "valohai-jwt/prefix/",
        "valohai-jwt/construction/",
    ] {
        check_none(id);
    }
}
