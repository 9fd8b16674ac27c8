//! How the signature's text is built: bare, with a prefix, or one of several items of a list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::scheme::file::{Fault, fault};
use crate::scheme::signature_spec::SignatureSpec;
use crate::scheme::template::{Part, Template};
use crate::scheme::value::Value;

/// The grammar of a signature's text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The prefix, then the signature.
    Bare {
        /// Cut once, exactly; empty if there is none.
        prefix: String,
    },
    /// `sig1=:…:`: a dictionary of structured fields whose values are byte sequences.
    Dictionary {
        /// The key of the signature.
        label: String,
    },
    /// `t=…,v1=…`: items with a key; each item of the signature's key is a signature.
    Fields {
        /// Between items; blanks around an item do not count.
        separator: String,
        /// The key of the signatures.
        field: String,
        /// Between key and value, cut at the first.
        key_separator: String,
    },
    /// Several signatures, each after the prefix.
    List {
        /// Between items.
        separator: String,
        /// Before each signature.
        prefix: String,
    },
    /// `keyId="…",signature="…"`: items with a key whose values may be quoted.
    Parameters {
        /// Before all items.
        prefix: String,
        /// Between items; blanks around an item do not count.
        separator: String,
        /// The key of the signature.
        field: String,
        /// What senders put around values.
        quote: &'static str,
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
    Dictionary,
    Fields,
    List,
    Parameters,
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
    pub(crate) fn of(spec: &SignatureSpec, config: &BTreeMap<String, String>) -> Result<Self, Fault> {
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
            FormatName::Dictionary => Self::Dictionary {
                label: field_of(spec)?,
            },
            FormatName::Fields => {
                let key_separator = spec.key_separator.clone().unwrap_or_else(|| "=".to_owned());
                if key_separator.is_empty() {
                    return fault(
                        &["signature", "key_separator"],
                        "the separator is empty; write for example `\"=\"`",
                    );
                }
                Self::Fields {
                    separator: separator(",")?,
                    field: field_of(spec)?,
                    key_separator,
                }
            }
            FormatName::Parameters => Self::Parameters {
                prefix: spec.prefix.clone(),
                separator: separator(",")?,
                field: field_of(spec)?,
                quote: match spec.quotes {
                    None | Some(true) => "\"",
                    Some(false) => "",
                },
            },
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
                    tag: configured(&tag, config)?,
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
            Self::Dictionary { .. } => (true, false, false, false),
            Self::Fields { .. } | Self::Parameters { .. } => (true, true, false, false),
            Self::List { .. } => (false, true, false, false),
            Self::Positional { .. } => (false, true, true, false),
            Self::Tagged { .. } => (false, true, false, true),
        };
        let prefixed = matches!(
            self,
            Self::Bare { .. } | Self::List { .. } | Self::Parameters { .. }
        );
        let quoted = matches!(self, Self::Parameters { .. });
        let keyed = matches!(self, Self::Fields { .. });
        let unused = [
            (spec.field.is_some() && !fields, ["signature", "field"].as_slice()),
            (spec.separator.is_some() && !list, &["signature", "separator"]),
            (spec.position.is_some() && !positional, &["signature", "position"]),
            (spec.tag.is_some() && !tagged, &["signature", "tag"]),
            (
                spec.tag_separator.is_some() && !tagged,
                &["signature", "tag_separator"],
            ),
            (!spec.prefix.is_empty() && !prefixed, &["signature", "prefix"]),
            (spec.quotes.is_some() && !quoted, &["signature", "quotes"]),
            (
                spec.key_separator.is_some() && !keyed,
                &["signature", "key_separator"],
            ),
            (
                !spec.parameters.is_empty() && !self.has_fields(),
                &["signature", "parameters"],
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
        matches!(
            self,
            Self::Dictionary { .. } | Self::Fields { .. } | Self::Parameters { .. } | Self::Positional { .. }
        )
    }

    /// Whether one delivery may carry several signatures.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        !matches!(
            self,
            Self::Bare { .. } | Self::Dictionary { .. } | Self::Parameters { .. }
        )
    }

    /// The text between the items of a list; `None` where there is one signature.
    #[must_use]
    pub fn separator(&self) -> Option<&str> {
        match self {
            Self::Bare { .. } | Self::Dictionary { .. } | Self::Parameters { .. } => None,
            Self::Fields { separator, .. }
            | Self::List { separator, .. }
            | Self::Positional { separator, .. }
            | Self::Tagged { separator, .. } => Some(separator),
        }
    }

    /// The text directly before a signature: a prefix, a key with `=`, or a version with its separator.
    #[must_use]
    pub fn lead(&self) -> String {
        match self {
            Self::Bare { prefix } | Self::List { prefix, .. } => prefix.clone(),
            Self::Dictionary { label } => format!("{label}=:"),
            Self::Fields {
                field, key_separator, ..
            } => format!("{field}{key_separator}"),
            Self::Parameters { field, quote, .. } => format!("{field}={quote}"),
            Self::Positional { .. } => String::new(),
            Self::Tagged {
                tag, tag_separator, ..
            } => format!("{tag}{tag_separator}"),
        }
    }
}

/// The key of the signatures, which a keyed format needs.
fn field_of(spec: &SignatureSpec) -> Result<String, Fault> {
    match &spec.field {
        Some(field) if !field.is_empty() => Ok(field.clone()),
        _ => fault(
            &["signature", "format"],
            "this format needs the key of the signatures; add `field = \"v1\"`",
        ),
    }
}

/// A text with its `{config:N}` filled in.
fn configured(text: &str, config: &BTreeMap<String, String>) -> Result<String, Fault> {
    const PATH: &[&str] = &["signature", "tag"];
    let template: Template = match text.parse() {
        Ok(template) => template,
        Err(error) => return fault(PATH, format!("{error}")),
    };
    let mut filled = String::new();
    for part in template.parts() {
        match part {
            Part::Literal(text) => filled.push_str(text),
            Part::Placeholder(Value::Config(name), filters) if filters.is_empty() => match config.get(name) {
                Some(value) => filled.push_str(value),
                None => {
                    return fault(
                        PATH,
                        format!(
                            "`{{config:{name}}}` has no test value; add `{name} = \"…\"` under `[config]`"
                        ),
                    );
                }
            },
            Part::Placeholder(..) => {
                return fault(PATH, "a version is fixed text; only `{config:NAME}` may be in it");
            }
        }
    }
    Ok(filled)
}
