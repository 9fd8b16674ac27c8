//! The signing string of draft-cavage-http-signatures: lower-case header lines, chosen by the signature itself.

use super::{Construction, header_value, setting};
use crate::delivery::Found;
use crate::scheme::{Canonicalization, Location, Source};
use crate::signing::Reason;
use crate::signing::base_string::Parts;
use crate::signing::locate::locate;

pub(super) const CONSTRUCTION: Construction = Construction {
    name: Canonicalization::HttpSignatureDraft,
    base,
    key: None,
    prepare: |_, _, _| {},
    parameters: |scheme, _| {
        let components = setting(scheme, "components").as_bytes().to_vec();
        vec![("headers".to_owned(), components)]
    },
};

fn parameter(parts: &Parts<'_>, name: &str) -> Result<Option<String>, Reason> {
    let location = Location {
        source: Source::Field(name.to_owned()),
        steps: Vec::new(),
    };
    match locate(parts.delivery, &location, parts.scheme.format(), parts.signature) {
        Found::One(text) => String::from_utf8(text.into_owned())
            .map(Some)
            .map_err(|_| Reason::MalformedSignature),
        Found::Absent => Ok(None),
        Found::Ambiguous => Err(Reason::DuplicateValue),
        Found::Unreadable => Err(Reason::MalformedSignature),
    }
}

fn base(parts: &Parts<'_>, into: &mut Vec<u8>) -> Result<(), Reason> {
    let listed = parameter(parts, "headers")?.unwrap_or_else(|| "date".to_owned());
    let names: Vec<_> = listed
        .split_ascii_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    // A signature that covers less than the scheme demands leaves the rest to anybody.
    let required = CONSTRUCTION.name.covered(parts.scheme.canonical());
    if required
        .iter()
        .any(|name| !names.contains(&name.to_ascii_lowercase()))
    {
        return Err(Reason::MissingValue);
    }
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            into.push(b'\n');
        }
        let value = match name.as_str() {
            "(request-target)" => {
                let method = parts.delivery.method.to_ascii_lowercase();
                format!("{method} {}", parts.delivery.url_parts().request_target()).into_bytes()
            }
            "(created)" | "(expires)" => {
                let name = name.trim_matches(['(', ')']);
                let text = parameter(parts, name)?.ok_or(Reason::MissingValue)?;
                if name == "expires" && text.parse::<i64>().is_ok_and(|time| time < parts.now) {
                    return Err(Reason::TimestampTooOld);
                }
                text.into_bytes()
            }
            name => header_value(parts.delivery, name)?,
        };
        into.extend_from_slice(name.as_bytes());
        into.extend_from_slice(b": ");
        into.extend_from_slice(&value);
    }
    Ok(())
}
