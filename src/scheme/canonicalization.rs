//! Constructions of the base string that no template can say, named after the construction.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A named construction of the base string; the table `[canonical]` has its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Canonicalization {
    /// RFC 9421, HTTP Message Signatures.
    HttpMessageSignatures,
    /// draft-cavage-http-signatures, as it lives on in fediverse software.
    HttpSignatureDraft,
    /// The fourth version of the signing process that derives its key from date, region and service.
    Sigv4,
}

impl Canonicalization {
    /// The names of the settings that must be under `[canonical]`.
    #[must_use]
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::HttpMessageSignatures | Self::HttpSignatureDraft => &["components"],
            Self::Sigv4 => &["headers", "region", "service"],
        }
    }

    /// The names of the settings that may be there.
    #[must_use]
    pub const fn optional(self) -> &'static [&'static str] {
        match self {
            Self::HttpMessageSignatures => &["alg", "keyid", "nonce", "tag"],
            Self::HttpSignatureDraft | Self::Sigv4 => &[],
        }
    }

    /// The components or headers that the signature covers, in order, each once.
    pub(crate) fn covered(self, settings: &BTreeMap<String, String>) -> Vec<String> {
        let name = match self {
            Self::HttpMessageSignatures | Self::HttpSignatureDraft => "components",
            Self::Sigv4 => "headers",
        };
        let list = settings.get(name).map_or("", String::as_str);
        list.split_ascii_whitespace().map(str::to_owned).collect()
    }
}
