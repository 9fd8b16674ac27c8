//! A receiver made of conditions, from a file: web authentication, timestamps and rate limits. All must hold.
//!
//! Each web authentication becomes a scheme and is judged by the reference, so that nothing is verified twice in two
//! ways.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use crate::delivery::{Delivery, Found};
use crate::scheme::{Format, Location, Scheme};
use crate::serve::Answer;
use crate::signing::{Timestamp, Verifier, locate};

/// What is wrong with a file of conditions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConditionsError {
    /// It is no TOML, or has other fields.
    #[error("`{origin}` is no file of conditions: {error}")]
    Toml {
        /// What errors call the file.
        origin: String,
        /// Where and what.
        error: Box<toml::de::Error>,
    },
    /// A condition cannot be met or is not well formed.
    #[error("`{origin}`, condition {number}: {what}")]
    Condition {
        /// What errors call the file.
        origin: String,
        /// Which condition, from 1.
        number: usize,
        /// What is wrong with it and what to write instead.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    condition: Vec<Spec>,
    #[serde(default)]
    response: Vec<Response>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
enum Spec {
    WebAuthentication(Authentication),
    WebTimestamp(Stamp),
    RateLimit(Limit),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Authentication {
    auth: Auth,
    secret: String,
    namespace: Namespace,
    key: String,
    #[serde(default)]
    prefix: String,
    algorithm: Option<String>,
    #[serde(default)]
    basestring: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Auth {
    Static,
    Hmac,
    Jwt,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Namespace {
    Header,
    Query,
    Form,
    Json,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stamp {
    namespace: Namespace,
    key: String,
    tolerance: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    /// Seconds.
    period: u32,
    quota: u32,
}

#[derive(Clone, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
enum Response {
    Text { content: String },
    Json { content: String },
}

/// A receiver made of conditions.
pub struct Conditions {
    checks: Vec<Condition>,
    response: Option<Response>,
    secrets: Vec<String>,
    runs: Mutex<Runs>,
}

enum Condition {
    Authentication(Box<Verifier>),
    Timestamp { location: Location, tolerance: u64 },
    RateLimit(Limit),
}

/// When runs were launched, the oldest first, and how many there were.
#[derive(Default)]
struct Runs {
    launched: VecDeque<i64>,
    n_launched: u64,
}

impl Conditions {
    /// Reads a file of conditions. `environment` gives the values for `{env:NAME}`; one that is not set is an error,
    /// never an empty secret.
    ///
    /// # Errors
    /// When the file is not well formed, or a condition can never hold.
    pub fn parse(
        text: &str,
        origin: &str,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConditionsError> {
        let file: File = toml::from_str(text).map_err(|error| ConditionsError::Toml {
            origin: origin.to_owned(),
            error: Box::new(error),
        })?;
        let mut secrets = Vec::new();
        let mut checks = Vec::new();
        for (number, spec) in (1..).zip(file.condition) {
            let condition = compiled(spec, environment, &mut secrets);
            checks.push(condition.map_err(|what| ConditionsError::Condition {
                origin: origin.to_owned(),
                number,
                what,
            })?);
        }
        Ok(Self {
            checks,
            response: file.response.into_iter().next(),
            secrets,
            runs: Mutex::default(),
        })
    }

    /// The secrets of all conditions, to keep them out of logs.
    #[must_use]
    pub fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// The content type of the answer to a delivery for which all conditions hold.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self.response {
            Some(Response::Json { .. }) => "application/json",
            Some(Response::Text { .. }) | None => "text/plain; charset=utf-8",
        }
    }

    /// Judges a delivery at `now`, Unix seconds: 200 and the response where all conditions hold, else 400.
    pub fn judge(&self, delivery: &Delivery, now: i64) -> Answer {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        for (number, condition) in (1..).zip(&self.checks) {
            if let Err(why) = condition.check(delivery, now, &runs) {
                return Answer {
                    status: 400,
                    text: format!("reject: condition {number}: {why}\n"),
                };
            }
        }
        runs.launch(now, self.longest_period());
        let run_id = runs.n_launched.to_string();
        let text = match &self.response {
            None => "ok".to_owned(),
            Some(Response::Text { content } | Response::Json { content }) => {
                content.replace("{run_id}", &run_id)
            }
        };
        Answer { status: 200, text }
    }

    fn longest_period(&self) -> u32 {
        let periods = self.checks.iter().filter_map(|condition| match condition {
            Condition::RateLimit(limit) => Some(limit.period),
            Condition::Authentication(_) | Condition::Timestamp { .. } => None,
        });
        periods.max().unwrap_or(0)
    }
}

impl Runs {
    /// How many runs were launched in the `period` before `now`.
    fn within(&self, period: u32, now: i64) -> usize {
        let since = now.saturating_sub(i64::from(period));
        self.launched.iter().filter(|time| **time > since).count()
    }

    fn launch(&mut self, now: i64, longest_period: u32) {
        let since = now.saturating_sub(i64::from(longest_period));
        self.launched.retain(|time| *time > since);
        if longest_period > 0 {
            self.launched.push_back(now);
        }
        self.n_launched += 1;
    }
}

impl Condition {
    fn check(&self, delivery: &Delivery, now: i64, runs: &Runs) -> Result<(), String> {
        match self {
            Self::Authentication(verifier) => {
                let verdict = verifier.verify(delivery, now);
                verdict.map_err(|reason| format!("web authentication: {}: {reason}", reason.name()))
            }
            Self::Timestamp { location, tolerance } => stamped(delivery, location, *tolerance, now),
            Self::RateLimit(limit) => {
                let quota = usize::try_from(limit.quota).unwrap_or(usize::MAX);
                match runs.within(limit.period, now) < quota {
                    true => Ok(()),
                    false => Err(format!(
                        "rate limit: {} in {} s are used up",
                        limit.quota, limit.period
                    )),
                }
            }
        }
    }
}

fn stamped(delivery: &Delivery, location: &Location, tolerance: u64, now: i64) -> Result<(), String> {
    let format = Format::Bare {
        prefix: String::new(),
    };
    let text = match locate(delivery, location, &format, None) {
        Found::One(text) => text.into_owned(),
        Found::Absent => return Err("web timestamp: there is none".to_owned()),
        Found::Ambiguous => return Err("web timestamp: there is more than one".to_owned()),
        // In a JSON body a time is a number as well as a text.
        Found::Unreadable => json_number(delivery, location).ok_or("web timestamp: it cannot be read")?,
    };
    let time = Timestamp::parse(&text, crate::scheme::TimestampUnit::Seconds)
        .ok_or("web timestamp: it is no UNIX timestamp in seconds")?;
    match now.abs_diff(time.seconds()) <= tolerance {
        true => Ok(()),
        false => Err("web timestamp: it is too far from the present time".to_owned()),
    }
}

fn json_number(delivery: &Delivery, location: &Location) -> Option<Vec<u8>> {
    let crate::scheme::Source::Json(pointer) = &location.source else {
        return None;
    };
    let body: serde_json::Value = serde_json::from_slice(&delivery.body).ok()?;
    let number = body.pointer(pointer)?.as_u64()?;
    Some(number.to_string().into_bytes())
}

fn compiled(
    spec: Spec,
    environment: &dyn Fn(&str) -> Option<String>,
    secrets: &mut Vec<String>,
) -> Result<Condition, String> {
    match spec {
        Spec::WebAuthentication(spec) => {
            let secret = expanded(&spec.secret, environment)?;
            secrets.push(secret.clone());
            let scheme = scheme_of(&spec)?;
            let verifier = Verifier::new(&scheme, &[secret]).map_err(|error| error.to_string())?;
            Ok(Condition::Authentication(Box::new(verifier)))
        }
        Spec::WebTimestamp(spec) => Ok(Condition::Timestamp {
            location: place(spec.namespace, &spec.key)
                .parse()
                .map_err(|error: crate::scheme::LocationError| error.to_string())?,
            tolerance: spec.tolerance,
        }),
        Spec::RateLimit(limit) => match limit.period {
            0 => Err("`period` is 0; write seconds".to_owned()),
            _ => Ok(Condition::RateLimit(limit)),
        },
    }
}

/// `{env:NAME}` in one pass; what comes out is not expanded again.
fn expanded(text: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{env:") {
        let (name, after) = after
            .split_once('}')
            .ok_or("`{env:` has no `}`; write {env:NAME}")?;
        let value = environment(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| format!("the environment variable `{name}` of the secret is not set"))?;
        whole.push_str(before);
        whole.push_str(&value);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

fn place(namespace: Namespace, key: &str) -> String {
    match namespace {
        Namespace::Header => format!("header:{key}"),
        Namespace::Query => format!("query:{key}"),
        Namespace::Form => format!("form:{key}"),
        // Only keys at the top level are looked up.
        Namespace::Json => format!("json:/{}", key.replace('~', "~0").replace('/', "~1")),
    }
}

/// The scheme that a web authentication stands for.
fn scheme_of(spec: &Authentication) -> Result<Scheme, String> {
    let algorithm = spec.algorithm.as_deref();
    let mut signature = toml::Table::new();
    let mut whole = toml::Table::new();
    let set = |table: &mut toml::Table, name: &str, value: &str| {
        table.insert(name.to_owned(), toml::Value::from(value));
    };
    set(&mut signature, "in", &place(spec.namespace, &spec.key));
    if !spec.prefix.is_empty() {
        set(&mut signature, "prefix", &spec.prefix);
    }
    match spec.auth {
        Auth::Static => set(&mut signature, "method", "static"),
        Auth::Hmac => {
            let hash = algorithm.unwrap_or("SHA256").to_ascii_lowercase();
            set(&mut signature, "method", &format!("hmac-{hash}"));
            set(&mut signature, "encoding", "hex");
            set(&mut signature, "base_string", base_string(&spec.basestring)?);
        }
        Auth::Jwt => {
            set(&mut signature, "method", "jwt");
            let algorithms = vec![toml::Value::from(algorithm.unwrap_or("HS256"))];
            let mut jwt = toml::Table::new();
            jwt.insert("algorithms".to_owned(), algorithms.into());
            whole.insert("jwt".to_owned(), jwt.into());
        }
    }
    if spec.auth != Auth::Hmac && !spec.basestring.is_empty() {
        return Err("`basestring` is for `auth = \"hmac\"` only".to_owned());
    }
    set(&mut whole, "id", "condition");
    set(&mut whole, "name", "a web authentication condition");
    whole.insert("signature".to_owned(), signature.into());
    Scheme::parse(&whole.to_string(), "the condition").map_err(|error| error.to_string())
}

/// The format of the signed text; empty for the raw body. Only the body and headers may be named.
fn base_string(format: &str) -> Result<&str, String> {
    if format.is_empty() {
        return Ok("{body}");
    }
    let names = format.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    for (name, _) in names {
        let is_header = name.strip_prefix("header:").is_some_and(|name| !name.is_empty());
        if name != "body" && !is_header {
            return Err(format!(
                "`{{{name}}}` in `basestring` is neither {{body}} nor {{header:NAME}}"
            ));
        }
    }
    Ok(format)
}
