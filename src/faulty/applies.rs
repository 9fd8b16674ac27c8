//! With which schemes a mistake can be made: questions to the scheme, never to its name.

use crate::encoding::Encoding;
use crate::faulty::pliant::knows;
use crate::mac::Hash;
use crate::scheme::{Format, Method, Part, Scheme, SecretEncoding, Source, TimestampSpec, Value};

/// Sender and receiver share a secret, and the built-in receivers know the rest of the scheme.
pub(super) fn symmetric(scheme: &Scheme) -> bool {
    scheme.method().is_symmetric() && knows(scheme)
}

/// A base string is signed with a shared secret.
pub(super) fn keyed_mac(scheme: &Scheme) -> bool {
    symmetric(scheme) && matches!(scheme.method(), Method::Hmac(_))
}

/// The signature is a text to compare: a digest or a token.
pub(super) fn symbolic(scheme: &Scheme) -> bool {
    symmetric(scheme) && !jwt(scheme)
}

pub(super) fn jwt(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.method() == Method::Jwt
}

pub(super) fn jwt_with_claims(scheme: &Scheme) -> bool {
    jwt(scheme) && scheme.jwt().is_some_and(|spec| !spec.claims.is_empty())
}

pub(super) fn static_token(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.method() == Method::Static
}

/// The signature is decoded before it is compared.
pub(super) fn decoded(scheme: &Scheme) -> bool {
    keyed_mac(scheme) || jwt(scheme)
}

/// Text of any length is a key, and the documentation does not leave the length open.
pub(super) fn long_secret(scheme: &Scheme) -> bool {
    keyed_mac(scheme) && text_secret(scheme) && !scheme.leaves_open("key-length")
}

/// The signature travels as bytes of any value.
pub(super) fn byte_place(scheme: &Scheme) -> bool {
    symmetric(scheme) && !matches!(scheme.signature().places.first().source, Source::Json(_))
}

/// As [`byte_place`], and the URL may be changed: a signature that is put there is not signed along.
pub(super) fn byte_place_beside_url(scheme: &Scheme) -> bool {
    byte_place(scheme) && !scheme.binds().url && !scheme.binds().query
}

/// The scheme states how old a delivery may be and signs its timestamp.
pub(super) fn windowed_bound(scheme: &Scheme) -> bool {
    windowed(scheme) && bound_timestamp(scheme)
}

pub(super) fn json_token(scheme: &Scheme) -> bool {
    static_token(scheme) && matches!(scheme.signature().places.first().source, Source::Json(_))
}

/// The whole body is signed.
pub(super) fn body_bound(scheme: &Scheme) -> bool {
    keyed_mac(scheme) && scheme.binds().body
}

/// As [`body_bound`], and the documentation does not leave the size of bodies open.
pub(super) fn body_bound_of_any_size(scheme: &Scheme) -> bool {
    body_bound(scheme) && !scheme.leaves_open("size")
}

/// The whole body is signed, and the smallest ordinary one is a JSON object.
pub(super) fn json_body(scheme: &Scheme) -> bool {
    body_bound(scheme) && scheme.delivery().content_type.contains("json")
}

/// The whole body is signed, and it is a form.
pub(super) fn form_body(scheme: &Scheme) -> bool {
    body_bound(scheme) && scheme.delivery().content_type.contains("form")
}

/// Every documented body is JSON.
pub(super) fn only_json(scheme: &Scheme) -> bool {
    let is_json = |body: &str| serde_json::from_str::<serde_json::Value>(body).is_ok();
    json_body(scheme) && scheme.samples().iter().all(|sample| is_json(&sample.body))
}

pub(super) fn url_bound(scheme: &Scheme) -> bool {
    keyed_mac(scheme) && scheme.binds().url
}

fn outside_token(spec: &TimestampSpec) -> bool {
    !matches!(spec.location.source, Source::Claim(_))
}

pub(super) fn timestamped(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.timestamp().is_some_and(outside_token)
}

pub(super) fn bound_timestamp(scheme: &Scheme) -> bool {
    timestamped(scheme) && keyed_mac(scheme) && scheme.binds().timestamp
}

/// The scheme states how old a delivery may be.
pub(super) fn windowed(scheme: &Scheme) -> bool {
    timestamped(scheme) && scheme.timestamp().is_some_and(|spec| spec.past.is_some())
}

/// The scheme states how new a delivery may be.
pub(super) fn future_limited(scheme: &Scheme) -> bool {
    timestamped(scheme) && scheme.timestamp().is_some_and(|spec| spec.future.is_some())
}

/// The scheme states how old a delivery may be and not how new.
pub(super) fn past_limited_only(scheme: &Scheme) -> bool {
    windowed(scheme) && !future_limited(scheme)
}

/// The scheme states no window.
pub(super) fn unlimited(scheme: &Scheme) -> bool {
    timestamped(scheme) && !windowed(scheme) && !future_limited(scheme)
}

/// The body follows the timestamp in the base string, so that its beginning may move into it, and a window makes
/// receivers read the timestamp.
pub(super) fn leading_timestamp(scheme: &Scheme) -> bool {
    let is_read = bound_timestamp(scheme) && (windowed(scheme) || future_limited(scheme));
    let Some(template) = scheme.base_string().filter(|_| is_read) else {
        return false;
    };
    let is_timestamp = |value: &Value| match value {
        Value::Timestamp => true,
        Value::Header(name) => scheme.timestamp().is_some_and(
            |spec| matches!(&spec.location.source, Source::Header(other) if other.eq_ignore_ascii_case(name)),
        ),
        _ => false,
    };
    let values: Vec<&Value> = template.values().collect();
    values
        .windows(2)
        .any(|pair| matches!(pair, [first, Value::Body] if is_timestamp(first)))
}

pub(super) fn identified(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.message_id().is_some()
}

pub(super) fn bound_id(scheme: &Scheme) -> bool {
    identified(scheme) && keyed_mac(scheme) && scheme.binds().id
}

/// Literals stand between the parts of the base string.
pub(super) fn separated(scheme: &Scheme) -> bool {
    let is_literal = |part: &Part| matches!(part, Part::Literal(_));
    keyed_mac(scheme)
        && scheme
            .base_string()
            .is_some_and(|template| template.parts().iter().any(is_literal))
}

pub(super) fn list(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.format().is_list()
}

/// Each item of the signature's list has a key or a version.
pub(super) fn labelled(scheme: &Scheme) -> bool {
    symmetric(scheme) && matches!(scheme.format(), Format::Fields { .. } | Format::Tagged { .. })
}

fn prefix(scheme: &Scheme) -> &str {
    match scheme.format() {
        Format::Bare { prefix } | Format::List { prefix, .. } if symmetric(scheme) => prefix,
        Format::Bare { .. }
        | Format::Dictionary { .. }
        | Format::Fields { .. }
        | Format::List { .. }
        | Format::Parameters { .. }
        | Format::Positional { .. }
        | Format::Tagged { .. } => "",
    }
}

pub(super) fn prefixed(scheme: &Scheme) -> bool {
    !prefix(scheme).is_empty()
}

/// The documentation says what becomes of another prefix.
pub(super) fn pinned_prefix(scheme: &Scheme) -> bool {
    prefixed(scheme) && !scheme.leaves_open("prefix")
}

/// The prefix ends in `=`, so that code may split at it.
pub(super) fn equals_prefixed(scheme: &Scheme) -> bool {
    let prefix = prefix(scheme);
    prefix.find('=').is_some_and(|at| at + 1 == prefix.len())
}

/// The prefix is the hash's name.
pub(super) fn hash_prefixed(scheme: &Scheme) -> bool {
    let name = prefix(scheme).strip_suffix('=').unwrap_or_default();
    keyed_mac(scheme) && Hash::ALL.into_iter().any(|hash| hash.name() == name)
}

/// A signature may begin with a character of the prefix.
pub(super) fn prefix_in_alphabet(scheme: &Scheme) -> bool {
    hex(scheme) && prefix(scheme).bytes().any(|byte| byte.is_ascii_hexdigit())
}

pub(super) fn hex(scheme: &Scheme) -> bool {
    symmetric(scheme) && matches!(scheme.signature().encoding, Encoding::Hex | Encoding::HexUpper)
}

/// As [`hex`], and the body may be any, so that one is found whose digest is as wanted.
pub(super) fn hex_over_free_body(scheme: &Scheme) -> bool {
    hex(scheme) && keyed_mac(scheme) && scheme.binds().body
}

pub(super) fn base64(scheme: &Scheme) -> bool {
    symmetric(scheme)
        && matches!(
            scheme.signature().encoding,
            Encoding::Base64 | Encoding::Base64url
        )
}

/// The signature is a text to compare, whose end no lenient decoder skips.
pub(super) fn without_padding(scheme: &Scheme) -> bool {
    symbolic(scheme) && !base64(scheme)
}

pub(super) fn encoded_secret(scheme: &Scheme) -> bool {
    keyed_mac(scheme) && scheme.secret().encoding != SecretEncoding::Text
}

pub(super) fn text_secret(scheme: &Scheme) -> bool {
    symmetric(scheme) && scheme.secret().encoding == SecretEncoding::Text
}

/// The signature is in a header.
pub(super) fn header_place(scheme: &Scheme) -> bool {
    symmetric(scheme) && matches!(scheme.signature().places.first().source, Source::Header(_))
}

/// One digest, and nothing beside it.
pub(super) fn bare_digest(scheme: &Scheme) -> bool {
    keyed_mac(scheme) && !list(scheme)
}
