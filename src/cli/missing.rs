//! An event that cannot be signed: which value of the base string it lacks, and where that can come from.

use crate::cases::{MESSAGE_ID, test_signing_secret};
use crate::cli::sign::event_of;
use crate::scheme::{Part, Scheme, Template};
use crate::signing::{Event, Reason, SignError, Signer};

/// Any time will do to see whether a value is there.
const SOME_TIME: i64 = 1_700_000_000;

/// Why the event cannot be signed, and for a value that is missing, which.
pub(crate) fn cannot_sign(signer: &Signer, event: &Event, error: &SignError) -> String {
    let missing = missing_values(signer, event, error);
    match missing.as_slice() {
        [] => format!("cannot sign: {error}"),
        some => format!(
            "cannot sign: {error}: {}; it comes from the URL, a header or the body: a scheme file gives it in \
             `[delivery]` (`url`, `headers`) or in its first `[[sample]]`, and `sign` takes `--url`, `--header` and \
             `--body`",
            some.join(", ")
        ),
    }
}

/// The placeholders of the base string for which the event has no value: `{header:X-Nonce}`.
fn missing_values(signer: &Signer, event: &Event, error: &SignError) -> Vec<String> {
    let scheme = signer.scheme();
    let is_missing = |error: &SignError| match error {
        SignError::BaseString(reason) => matches!(
            reason,
            Reason::MissingValue | Reason::MissingTimestamp | Reason::MissingId
        ),
        SignError::Place(_) | SignError::Key(_) => false,
    };
    let timestamp = scheme.timestamp().map(|_| SOME_TIME.to_string().into_bytes());
    let (true, Some(template), Ok(draft)) = (
        is_missing(error),
        scheme.base_string(),
        signer.draft(event, timestamp),
    ) else {
        return Vec::new();
    };
    let placeholders = template
        .parts()
        .iter()
        .filter(|part| matches!(part, Part::Placeholder(..)));
    placeholders
        .map(|part| Template::of(vec![part.clone()]))
        .filter(|alone| {
            signer
                .expanded(alone, &draft)
                .is_err_and(|error| is_missing(&error))
        })
        .map(|alone| format!("`{alone}`"))
        .collect()
}

/// Why nothing at all can be signed with a scheme as its file stands; none where a test delivery can.
pub(crate) fn unsignable(scheme: &Scheme) -> Option<String> {
    let signer = match Signer::new(scheme, &[test_signing_secret(scheme, 0)]) {
        Ok(signer) => signer,
        Err(error) => return Some(error.to_string()),
    };
    let event = event_of(scheme, MESSAGE_ID, None);
    let error = signer.sign(&event, SOME_TIME).err()?;
    Some(cannot_sign(&signer, &event, &error))
}

#[cfg(test)]
mod tests {
    use super::unsignable;
    use crate::scheme::{CATALOG, Scheme, catalog_scheme};

    const ODD: &str = r#"
id = "odd"
name = "Odd"
[signature]
method = "hmac-sha256"
in = "header:X-Signature"
encoding = "hex"
base_string = "{header:X-Nonce}.{body}"
"#;

    #[test]
    fn what_is_missing_is_named() {
        let told = unsignable(&Scheme::parse(ODD, "odd.toml").unwrap()).unwrap();
        assert!(told.contains("missing: `{header:X-Nonce}`; it comes"), "{told}");
        let mended = format!("{ODD}[delivery]\nheaders = {{ X-Nonce = \"7\" }}\n");
        assert_eq!(unsignable(&Scheme::parse(&mended, "odd.toml").unwrap()), None);
    }

    #[test]
    fn every_scheme_of_the_catalog_signs() {
        for entry in CATALOG {
            assert_eq!(
                unsignable(&catalog_scheme(entry.id).unwrap()),
                None,
                "{}",
                entry.id
            );
        }
    }
}
