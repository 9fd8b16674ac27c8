//! Holding the fields of a scheme file against each other.

use crate::delivery::{is_token, is_url};
use crate::encoding::Encoding;
use crate::reserialize::sending_writer;
use crate::scheme::file::{Fault, FieldPath, SchemeFile, fault};
use crate::scheme::format::Format;
use crate::scheme::keys::{TEST_KEYS, default_test_key, test_key};
use crate::scheme::location::{Location, Source, Step, is_header_name};
use crate::scheme::method::Method;
use crate::scheme::signature_spec::Several;
use crate::scheme::timing::Detached;
use crate::scheme::value::Value;

type Path = &'static [&'static str];

const BASE_STRING: Path = &["signature", "base_string"];
const PLACES: Path = &["signature", "in"];

impl SchemeFile {
    /// Checks the fields against each other.
    pub(crate) fn checked(&self) -> Result<Format, Fault> {
        if !is_kebab(&self.id) {
            return fault(
                &["id"],
                format!(
                    "`{}` is not kebab-case; write lower-case words joined by `-`",
                    self.id
                ),
            );
        }
        let format = Format::of(&self.signature, &self.config)?;
        self.check_what_is_signed()?;
        self.check_jwt()?;
        self.check_variants()?;
        self.check_canonicalization()?;
        self.check_values()?;
        self.check_places(&format)?;
        self.check_test_key()?;
        self.check_delivery()?;
        self.check_samples()?;
        Ok(format)
    }

    fn is_detached(&self) -> bool {
        self.jwt.as_ref().is_some_and(|jwt| jwt.detached != Detached::No)
    }

    fn check_what_is_signed(&self) -> Result<(), Fault> {
        let signature = &self.signature;
        let method = signature.method;
        let needed =
            (method.signs_base_string() || self.is_detached()) && signature.canonicalization.is_none();
        let allowed = needed || method == Method::Static;
        match &signature.base_string {
            None if needed => fault(
                &["signature"],
                format!("method `{method}` signs something; add `base_string = \"{{body}}\"`"),
            ),
            Some(_) if signature.canonicalization.is_some() => fault(
                BASE_STRING,
                "the canonicalization makes the base string; drop one of the two",
            ),
            Some(_) if !allowed => fault(
                BASE_STRING,
                format!("method `{method}` signs no base string; drop it"),
            ),
            Some(template)
                if method == Method::Static && !template.values().any(|value| *value == Value::Secret) =>
            {
                fault(
                    BASE_STRING,
                    "anybody can make a text without `{secret}`; put it in, or drop the base string",
                )
            }
            None if !signature.alternatives.is_empty() => fault(
                &["signature", "alternatives"],
                "there is no `base_string` to which these are alternatives; add it",
            ),
            _ if method.signs_base_string() && signature.encoding == Encoding::Text => fault(
                &["signature"],
                "say how the signature is written; add `encoding = \"hex\"` or `\"base64\"`",
            ),
            _ => Ok(()),
        }
    }

    fn check_jwt(&self) -> Result<(), Fault> {
        const METHOD: Path = &["signature", "method"];
        let method = self.signature.method;
        let Some(jwt) = &self.jwt else {
            return match method {
                Method::Jwt => fault(
                    METHOD,
                    "a JWT needs an allow-list; add `[jwt]` with `algorithms = [\"HS256\"]`",
                ),
                _ => Ok(()),
            };
        };
        if method != Method::Jwt {
            return fault(
                &["jwt"],
                format!("the table is for method `jwt`, and this one is `{method}`"),
            );
        }
        let families: Vec<_> = jwt.algorithms.iter().map(|name| algorithm_family(name)).collect();
        match families.first() {
            None => fault(
                METHOD,
                "a JWT needs an allow-list; add `[jwt]` with `algorithms = [\"HS256\"]`",
            ),
            Some(first) if families.iter().all(|family| family.is_some() && family == first) => Ok(()),
            Some(_) => fault(
                &["jwt", "algorithms"],
                "write algorithms of one family: HS256, HS384, HS512, or RS…, PS…, ES256, ES384, ES512, or EdDSA",
            ),
        }
    }

    fn check_variants(&self) -> Result<(), Fault> {
        for (index, variant) in self.variant.iter().enumerate() {
            let field = |name: &str| FieldPath::from(&["variant"]).index(index).key(name);
            let method = variant.method.unwrap_or(self.signature.method);
            let main = self.signature.method;
            if method.is_public_key() != main.is_public_key()
                || (method == Method::Jwt) != (main == Method::Jwt)
            {
                return fault(
                    field("method"),
                    format!("`{method}` and `{main}` take different keys; write two schemes"),
                );
            }
            if variant.base_string.is_some() && self.signature.base_string.is_none() {
                return fault(
                    field("base_string"),
                    "a base string here needs one in `[signature]`, which is used where no variant applies",
                );
            }
        }
        Ok(())
    }

    fn check_canonicalization(&self) -> Result<(), Fault> {
        let Some(name) = self.signature.canonicalization else {
            return match self.canonical.is_empty() {
                true => Ok(()),
                false => fault(
                    &["canonical"],
                    "the table is for a `canonicalization` in `[signature]`; add it or drop the table",
                ),
            };
        };
        if !self.signature.method.signs_base_string() {
            return fault(
                &["signature", "canonicalization"],
                format!("method `{}` signs no base string; drop it", self.signature.method),
            );
        }
        if let Some(missing) = name
            .required()
            .iter()
            .find(|key| !self.canonical.contains_key(**key))
        {
            return fault(
                &["signature", "canonicalization"],
                format!("it needs a setting; add `{missing} = \"…\"` under `[canonical]`"),
            );
        }
        let known = |key: &str| name.required().contains(&key) || name.optional().contains(&key);
        match self.canonical.keys().find(|key| !known(key)) {
            Some(unknown) => fault(
                FieldPath::from(&["canonical"]).key(unknown),
                format!("`{unknown}` is no setting of this canonicalization; drop it"),
            ),
            None => Ok(()),
        }
    }

    fn check_places(&self, format: &Format) -> Result<(), Fault> {
        const TIMESTAMP: Path = &["timestamp", "in"];
        const ID: Path = &["message_id", "in"];
        let timestamps = self
            .timestamp
            .iter()
            .flat_map(|t| std::iter::once(&t.location).chain(&t.aliases));
        let ids = self
            .id_spec
            .iter()
            .flat_map(|i| std::iter::once(&i.location).chain(&i.aliases));
        let places = timestamps.map(|l| (l, TIMESTAMP)).chain(ids.map(|l| (l, ID)));
        for (location, path) in places {
            match &location.source {
                Source::Field(_) if !format.has_fields() => {
                    return fault(path, "the signature is no list with such items; set `format`");
                }
                Source::Claim(_) | Source::Jose(_) if self.signature.method != Method::Jwt => {
                    return fault(path, "only a JWT has claims and a header of its own");
                }
                Source::Claim(_) if path == ID => {
                    return fault(path, "the id of a token is its claim `jti`; drop the table");
                }
                Source::Numbered(_) => return fault(path, "only signatures have numbered headers"),
                _ => {}
            }
        }
        for place in self.signature.places.all() {
            match &place.source {
                Source::Field(_) | Source::Claim(_) | Source::Jose(_) => {
                    return fault(PLACES, "a signature is in a header, a query, a form or a body");
                }
                Source::Numbered(_) if self.signature.several == Several::First => {
                    return fault(PLACES, "numbered headers all count; add `several = \"any\"`");
                }
                _ => {}
            }
        }
        self.check_envelope()
    }

    fn check_envelope(&self) -> Result<(), Fault> {
        const PATH: Path = &["signature", "envelope"];
        let Some(envelope) = &self.signature.envelope else {
            return Ok(());
        };
        let has_step = |place: &Location| place.steps.iter().any(|step| matches!(step, Step::Json(_)));
        if !self.signature.places.all().iter().any(has_step) {
            return fault(
                PATH,
                "no place of the signature has a ` > json:` step; drop the envelope",
            );
        }
        match serde_json::from_str::<serde_json::Value>(envelope) {
            Ok(serde_json::Value::Object(_)) => Ok(()),
            _ => fault(
                PATH,
                "the envelope is no JSON object; write for example `'{\"alg\":\"x\"}'`",
            ),
        }
    }

    fn check_test_key(&self) -> Result<(), Fault> {
        const PATH: Path = &["secret", "test_key"];
        let Some(name) = &self.secret.test_key else {
            return Ok(());
        };
        let algorithm = self.jwt.as_ref().and_then(|jwt| jwt.algorithms.first());
        match default_test_key(self.signature.method, algorithm.map(String::as_str)) {
            None => fault(
                PATH,
                "both sides hold the same secret; drop the field, or write `example`",
            ),
            Some(fitting) if name.starts_with(fitting) && test_key(name).is_some() => Ok(()),
            Some(fitting) => {
                let known: Vec<_> = TEST_KEYS.iter().map(|key| key.name).collect();
                let known = known.iter().filter(|name| name.starts_with(fitting)).copied();
                let known: Vec<_> = known.collect();
                fault(
                    PATH,
                    format!(
                        "`{name}` is no test key that fits; write one of {}",
                        known.join(", ")
                    ),
                )
            }
        }
    }

    fn check_delivery(&self) -> Result<(), Fault> {
        for (name, value) in &self.delivery.headers {
            if !is_header_name(name) || value.trim() != value || value.bytes().any(|b| b.is_ascii_control()) {
                return fault(
                    FieldPath::from(&["delivery", "headers"]).key(name),
                    format!("`{name}` and its value cannot travel in a header"),
                );
            }
        }
        if !is_url(&self.delivery.url) {
            return fault(
                &["delivery", "url"],
                "write a URL such as `https://receiver.example/hook`",
            );
        }
        if !is_token(self.delivery.method.as_bytes()) {
            return fault(&["delivery", "method"], "write a method such as `POST`");
        }
        let sending = &self.delivery.sending;
        if let Some(id) = &sending.json_writer
            && sending_writer(id).is_none()
        {
            return fault(
                &["delivery", "sending", "json_writer"],
                format!("`{id}` is no JSON writer; write `go-struct` or one such as `python-dumps`"),
            );
        }
        if sending
            .attempts
            .is_some_and(|attempts| !(1..=100).contains(&attempts))
        {
            return fault(
                &["delivery", "sending", "attempts"],
                "write a number from 1 to 100",
            );
        }
        Ok(())
    }

    fn check_samples(&self) -> Result<(), Fault> {
        for (index, sample) in self.sample.iter().enumerate() {
            let is_known = |name: &str| self.sample.iter().take(index).any(|other| other.name == name);
            if !is_kebab(&sample.name) || is_known(&sample.name) {
                return fault(
                    FieldPath::from(&["sample"]).index(index).key("name"),
                    format!("`{}` is no unique kebab-case name", sample.name),
                );
            }
        }
        Ok(())
    }
}

fn is_kebab(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Algorithms of one family take the same kind of key. `None` for a name that is not known.
fn algorithm_family(name: &str) -> Option<&str> {
    match name {
        "HS256" | "HS384" | "HS512" => Some("HS"),
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => Some("RSA"),
        "ES256" | "ES384" | "ES512" | "EdDSA" => Some(name),
        _ => None,
    }
}
