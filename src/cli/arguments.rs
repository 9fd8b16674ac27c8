//! Arguments that several commands share.

use clap::Args;

use crate::cli::Failure;
use crate::cli::inputs::read_file;
use crate::delivery::is_url;
use crate::scheme::{CATALOG, Scheme, catalog_scheme};

/// Which scheme.
#[derive(Args, Clone, Debug)]
pub(crate) struct SchemeArgument {
    /// A scheme of the catalogue (`hookproof schemes list`), or the path of a scheme file.
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) scheme: String,
    #[command(flatten)]
    pub(crate) settings: SettingArguments,
}

impl SchemeArgument {
    pub(crate) fn load(&self) -> Result<Scheme, Failure> {
        self.settings.load(&self.scheme)
    }
}

/// What a scheme has configured and does not send.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct SettingArguments {
    /// A value that the scheme has under `[config]`, such as the URL that the provider was told; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl SettingArguments {
    /// Whether nothing is set.
    pub(crate) const fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// The scheme of this name, or of this file, with these values.
    pub(crate) fn load(&self, name: &str) -> Result<Scheme, Failure> {
        self.set.iter().try_fold(load_scheme(name)?, |scheme, setting| {
            let Some((name, value)) = setting.split_once('=') else {
                return Err(Failure::usage(format!(
                    "`--set {setting}` has no `=`; write --set NAME=VALUE"
                )));
            };
            if scheme.config(name).is_none() {
                let names: Vec<_> = scheme.configured().map(|(name, _)| format!("`{name}`")).collect();
                let there_are = match names.as_slice() {
                    [] => "nothing".to_owned(),
                    names => names.join(", "),
                };
                return Err(Failure::usage(format!(
                    "`--set {name}=…`: scheme `{}` has {there_are} to set",
                    scheme.id()
                )));
            }
            scheme
                .with_config(name, value)
                .map_err(|error| Failure::usage(error.to_string()))
        })
    }
}

/// A scheme by id, or from a file.
pub(crate) fn load_scheme(name: &str) -> Result<Scheme, Failure> {
    if let Some(scheme) = catalog_scheme(name) {
        return Ok(scheme);
    }
    let is_path = name.contains(['/', '\\']) || name.ends_with(".toml");
    if !is_path {
        let near = nearest(name, CATALOG.iter().map(|entry| entry.id));
        let hint = near
            .map(|id| format!(" did you mean `{id}`?"))
            .unwrap_or_default();
        return Err(Failure::usage(format!(
            "there is no scheme `{name}` in the catalogue;{hint} `hookproof schemes list` shows all, and a \
             scheme file is given by its path, such as `./{name}.toml`"
        )));
    }
    let text = String::from_utf8(read_file(name)?)
        .map_err(|_| Failure::usage(format!("the scheme file `{name}` is not UTF-8 text")))?;
    Scheme::parse(&text, name).map_err(|error| Failure::usage(error.to_string()))
}

/// The name that differs least, if it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    all.map(|other| (edit_distance(name, other), other))
        .filter(|(distance, other)| *distance <= 1 + other.len() / 4)
        .min()
        .map(|(_, other)| other)
}

fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.chars().zip(row.iter_mut().skip(1)) {
            let cost = if x == y {
                diagonal
            } else {
                1 + diagonal.min(*cell).min(left)
            };
            diagonal = *cell;
            *cell = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The secrets.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct SecretArguments {
    /// The name of an environment variable that holds a secret; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) secret_env: Vec<String>,
    /// A file that holds a secret; one final line end is dropped; may be repeated.
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Vec<String>,
    /// A secret; other users of the machine can see it in the list of processes; may be repeated.
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) secret: Vec<String>,
}

impl SecretArguments {
    /// The secrets that were given, none if there are none.
    pub(crate) fn load(&self) -> Result<Vec<String>, Failure> {
        let mut secrets = Vec::new();
        for name in &self.secret_env {
            #[expect(clippy::disallowed_methods, reason = "the roof reads the environment")]
            let value = std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => Failure::usage(format!(
                    "the environment variable `{name}` of --secret-env is not set"
                )),
                std::env::VarError::NotUnicode(_) => Failure::usage(format!(
                    "the environment variable `{name}` of --secret-env is not UTF-8"
                )),
            })?;
            secrets.push(value);
        }
        for path in &self.secret_file {
            let mut bytes = read_file(path)?;
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
                if bytes.last() == Some(&b'\r') {
                    bytes.pop();
                }
            }
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::usage(format!("the secret file `{path}` is not UTF-8 text")))?;
            secrets.push(text);
        }
        secrets.extend(self.secret.iter().cloned());
        Ok(secrets)
    }

    /// The secrets that were given; an error where there are none.
    pub(crate) fn required(&self, scheme: &Scheme) -> Result<Vec<String>, Failure> {
        let secrets = self.load()?;
        if secrets.is_empty() {
            return Err(Failure::usage(format!(
                "scheme `{}` needs a secret; give --secret-env NAME, --secret-file FILE or --secret VALUE",
                scheme.id()
            )));
        }
        Ok(secrets)
    }
}

/// A URL of the command line.
pub(crate) fn parse_url(text: &str) -> Result<String, String> {
    if is_url(text) {
        Ok(text.to_owned())
    } else {
        Err("write a URL with `http://` or `https://` and a host, or a path that begins with `/`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found() {
        let all = ["determined", "github", "stripe"];
        assert_eq!(nearest("determind", all.into_iter()), Some("determined"));
        assert_eq!(nearest("githb", all.into_iter()), Some("github"));
        assert_eq!(nearest("nothing", all.into_iter()), None);
    }
}
