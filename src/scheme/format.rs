//! How the signature's text is built: bare, with a prefix, or one of several items of a list.

use serde::{Deserialize, Serialize};

use crate::scheme::file::{Fault, SignatureSpec, fault};

/// The grammar of a signature's text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The prefix, then the signature.
    Bare {
        /// Cut once, exactly; empty if there is none.
        prefix: String,
    },
    /// `t=…,v1=…`: items with a key; each item of the signature's key is a signature.
    Fields {
        /// Between items; blanks around an item do not count.
        separator: String,
        /// The key of the signatures.
        field: String,
    },
    /// Several signatures, each after the prefix.
    List {
        /// Between items.
        separator: String,
        /// Before each signature.
        prefix: String,
    },
    /// `ts,sig,sig`: items without keys.
    Positional {
        /// Between items.
        separator: String,
        /// The index of the first signature; all after it are signatures too.
        first: usize,
    },
    /// `v1,… v1,…`: each signature after its version.
    Tagged {
        /// Between items.
        separator: String,
        /// Between version and signature.
        tag_separator: String,
        /// The version that counts.
        tag: String,
    },
}

/// The name of a grammar in a scheme file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FormatName {
    #[default]
    Bare,
    Fields,
    List,
    Positional,
    Tagged,
}

impl FormatName {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(crate) const fn is_bare(&self) -> bool {
        matches!(self, Self::Bare)
    }
}

impl Format {
    pub(crate) fn of(spec: &SignatureSpec) -> Result<Self, Fault> {
        let separator = |default: &str| match spec.separator.as_deref() {
            Some("") => fault(
                &["signature", "separator"],
                "the separator is empty; write for example `\",\"`",
            ),
            Some(text) => Ok(text.to_owned()),
            None => Ok(default.to_owned()),
        };
        let format = match spec.format {
            FormatName::Bare => Self::Bare {
                prefix: spec.prefix.clone(),
            },
            FormatName::Fields => {
                let Some(field) = spec.field.clone().filter(|field| !field.is_empty()) else {
                    return fault(
                        &["signature", "format"],
                        "format `fields` needs the key of the signatures; add `field = \"v1\"`",
                    );
                };
                Self::Fields {
                    separator: separator(",")?,
                    field,
                }
            }
            FormatName::List => Self::List {
                separator: separator(",")?,
                prefix: spec.prefix.clone(),
            },
            FormatName::Positional => Self::Positional {
                separator: separator(",")?,
                first: spec.position.unwrap_or(0),
            },
            FormatName::Tagged => {
                let Some(tag) = spec.tag.clone().filter(|tag| !tag.is_empty()) else {
                    return fault(
                        &["signature", "format"],
                        "format `tagged` needs the version that counts; add `tag = \"v1\"`",
                    );
                };
                let tag_separator = spec.tag_separator.clone().unwrap_or_else(|| ",".to_owned());
                Self::Tagged {
                    separator: separator(" ")?,
                    tag_separator,
                    tag,
                }
            }
        };
        format.check_used(spec)?;
        Ok(format)
    }

    /// A field that the format does not read would be silently without effect.
    fn check_used(&self, spec: &SignatureSpec) -> Result<(), Fault> {
        let (fields, list, positional, tagged) = match self {
            Self::Bare { .. } => (false, false, false, false),
            Self::Fields { .. } => (true, true, false, false),
            Self::List { .. } => (false, true, false, false),
            Self::Positional { .. } => (false, true, true, false),
            Self::Tagged { .. } => (false, true, false, true),
        };
        let unused = [
            (spec.field.is_some() && !fields, ["signature", "field"].as_slice()),
            (spec.separator.is_some() && !list, &["signature", "separator"]),
            (spec.position.is_some() && !positional, &["signature", "position"]),
            (spec.tag.is_some() && !tagged, &["signature", "tag"]),
            (
                spec.tag_separator.is_some() && !tagged,
                &["signature", "tag_separator"],
            ),
            (
                !spec.prefix.is_empty() && !matches!(self, Self::Bare { .. } | Self::List { .. }),
                &["signature", "prefix"],
            ),
        ];
        match unused.into_iter().find(|(is_unused, _)| *is_unused) {
            Some((_, path)) => fault(
                path,
                "this format does not read the field; drop it or set `format`",
            ),
            None => Ok(()),
        }
    }

    /// Whether items other than signatures can be named.
    pub(crate) const fn has_fields(&self) -> bool {
        matches!(self, Self::Fields { .. } | Self::Positional { .. })
    }

    /// Whether one delivery may carry several signatures.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        !matches!(self, Self::Bare { .. })
    }

    /// The text directly before a signature: a prefix, a key with `=`, or a version with its separator.
    #[must_use]
    pub fn lead(&self) -> String {
        match self {
            Self::Bare { prefix } | Self::List { prefix, .. } => prefix.clone(),
            Self::Fields { field, .. } => format!("{field}="),
            Self::Positional { .. } => String::new(),
            Self::Tagged {
                tag, tag_separator, ..
            } => format!("{tag}{tag_separator}"),
        }
    }
}
