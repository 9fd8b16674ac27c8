//! A target that refused the genuine control delivery: why nothing was tested, where to look, and which near secret
//! it takes instead.

use crate::cases::{Setting, control_cases};
use crate::cli::asking::Asked;
use crate::cli::partly_refused::{takes_others, what_is_refused};
use crate::cli::present;
use crate::cli::sign::event_of;
use crate::delivery::{Delivery, Headers, UrlParts};
use crate::encoding::Encoding;
use crate::outcome::{CaseResult, Redactor, Report, Verdict, status_of};
use crate::report::{control_of, excerpt, visible};
use crate::scheme::{Scheme, SecretEncoding};
use crate::signing::Signer;
use crate::target::{Clock, Exchange, Observation, Receiver};

/// The most deliveries that go out to find what the target takes instead.
const MOST_TRIED: usize = 6;

/// A target that was not tested, and what it was to be tested with.
pub(crate) struct Refusal<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) setting: &'a Setting,
    pub(crate) headers: &'a Headers,
    pub(crate) asked: &'a Asked,
    pub(crate) redactor: &'a Redactor,
}

impl Refusal<'_> {
    /// Why the report says nothing about its target, then where to look.
    pub(crate) fn told(&self, report: &Report) -> Vec<String> {
        let unsupported = report
            .cases
            .iter()
            .all(|case| case.verdict == Verdict::Unsupported);
        let Some(control) = control_of(report).filter(|_| !unsupported) else {
            return vec![format!(
                "error: the target could not be tested: it does not support scheme `{}`",
                self.scheme.id()
            )];
        };
        let reason = excerpt(&control.reason);
        let colon = if reason.is_empty() { "" } else { ": " };
        let mut lines = vec![format!(
            "error: the target could not be tested: it does not accept the genuine control delivery, so its \
             rejections say nothing ({}{colon}{reason})",
            control.verdict.name()
        )];
        lines.extend(
            self.hints(report, control)
                .into_iter()
                .map(|hint| format!("hint: {hint}")),
        );
        lines
    }

    fn hints(&self, report: &Report, control: &CaseResult) -> Vec<String> {
        let id = self.scheme.id();
        let content = "`--body FILE` gives a body that the application takes, `--header NAME:VALUE` a header that it \
                       wants";
        let status = status_of(&control.reason);
        match (status, control.verdict) {
            (Some(300..=399), _) => vec![self.redirect()],
            (Some(404 | 410), _) => vec![format!(
                "nothing takes deliveries at {}; is the path right?",
                self.place()
            )],
            (Some(405), _) => vec![format!(
                "the method is refused at {}; is the path right, and is the route there for this method?",
                self.place()
            )],
            (Some(429), _) => vec!["the target limits requests; lift its limit for the test".to_owned()],
            (Some(401 | 403) | None, Verdict::Reject) if takes_others(report) => vec![what_is_refused(report)],
            (Some(401 | 403), _) => {
                self.set_up_alike(format!("is it set up for scheme `{id}` and for the same secret?"))
            }
            (Some(406 | 411 | 413 | 415 | 422 | 428), _) => vec![format!(
                "it seems to refuse the content and not the signature: {content}"
            )],
            (Some(400..=499), Verdict::Reject) if takes_others(report) => vec![
                what_is_refused(report),
                format!("if it is the content that it refuses: {content}"),
            ],
            (Some(400..=499), _) => {
                self.set_up_alike(format!(
                    "is it set up for scheme `{id}` and for the same secret? If it is the content that it refuses: {content}"
                ))
            }
            (Some(500..=599), _) | (_, Verdict::Error | Verdict::Crash) => {
                vec!["the target failed by itself: its log will tell of what".to_owned()]
            }
            (None, Verdict::Reject | Verdict::ConfigError) if !self.asked.knows(id) => vec![format!(
                "the shim's `hello` does not name `{id}` among its schemes: does it look at `scheme` and answer \
                 `unsupported` for those that it does not know?"
            )],
            (None, Verdict::Reject | Verdict::ConfigError) => {
                self.set_up_alike(
                    "each case brings its secret: does the shim hand `secrets`, the headers and the decoded bytes of \
                     `body` on as they come? `hookproof shim check` tests the shim itself"
                        .to_owned(),
                )
            }
            (
                Some(_) | None,
                Verdict::Accept
                | Verdict::Reject
                | Verdict::ConfigError
                | Verdict::Hang
                | Verdict::ProtocolError
                | Verdict::Unsupported,
            ) => Vec::new(),
        }
    }

    /// A question about how the target is set up, and what else may be set up otherwise.
    fn set_up_alike(&self, question: String) -> Vec<String> {
        let others = [self.configured(), self.url(), self.near_secret()];
        std::iter::once(question)
            .chain(others.into_iter().flatten())
            .collect()
    }

    /// What sender and receiver must have configured alike, where there is such a thing.
    fn configured(&self) -> Option<String> {
        let (name, value) = self.scheme.configured().next()?;
        let all: Vec<_> = self
            .scheme
            .configured()
            .map(|(name, value)| format!("`{name} = {value:?}`"))
            .collect();
        Some(format!(
            "the scheme rests on {}, which does not travel: is the target set up for the same? `--set {name}={}` \
             takes another value",
            all.join(", "),
            if value.contains("://") { "URL" } else { "VALUE" }
        ))
    }

    /// The URL that was signed, where one is.
    fn url(&self) -> Option<String> {
        let binds = self.scheme.binds();
        let url = self.setting.url.as_deref().filter(|_| binds.url || binds.host)?;
        Some(format!(
            "the sender signs the URL, here `{}`: does the target verify the one at which it is asked, or a public one?",
            visible(url)
        ))
    }

    /// The method and the path of the control delivery.
    fn place(&self) -> String {
        let Ok(cases) = control_cases(self.scheme, self.setting) else {
            return "this URL".to_owned();
        };
        cases.first().map_or_else(
            || "this URL".to_owned(),
            |case| {
                let parts = UrlParts::of(&case.delivery.url);
                let target = parts.request_target();
                let path = target.split('?').next().unwrap_or_default();
                format!("`{} {}`", visible(&case.delivery.method), visible(path))
            },
        )
    }

    /// Whereto the control delivery is redirected: it is sent once more, for a report does not keep headers.
    fn redirect(&self) -> String {
        let location = self.answers(|now| {
            let setting = Setting {
                now,
                ..self.setting.clone()
            };
            let cases = control_cases(self.scheme, &setting).unwrap_or_default();
            cases
                .into_iter()
                .map(|case| self.exchange(now, case.delivery))
                .collect()
        });
        let location = location
            .first()
            .and_then(|(_, observation)| location_of(observation));
        let whereto = location.map_or_else(String::new, |location| {
            format!(" to `{}`", visible(&self.redactor.redact(&location)))
        });
        format!("it redirects{whereto}, and senders do not follow: test the URL at which it takes deliveries")
    }

    /// What the target takes for the secret instead.
    fn near_secret(&self) -> Option<String> {
        if !self.scheme.is_symmetric() {
            return None;
        }
        let secret = self.setting.signing_secrets.first()?;
        let near = near_keys(self.scheme, secret.as_bytes());
        let answers = self.answers(|now| {
            let deliveries = near.iter().enumerate().filter_map(|(n, (_, key))| {
                let id = format!("msg_2KWPBgLlAfxdpx2AI54pPJ85f4{n}");
                let mut event = event_of(self.scheme, &id, self.setting.body.clone());
                if let Some(url) = &self.setting.url {
                    event.url.clone_from(url);
                }
                let delivery = Signer::with_key(self.scheme, key.clone())
                    .sign(&event, now)
                    .ok()?;
                Some(Exchange {
                    index: n,
                    ..self.exchange(now, delivery)
                })
            });
            deliveries.collect()
        });
        let (taken, _) = answers
            .iter()
            .find(|(_, observation)| observation.verdict == Verdict::Accept)?;
        let (how, _) = near.get(*taken)?;
        Some(format!("it accepts the delivery when {how}"))
    }

    fn exchange(&self, now: i64, delivery: Delivery) -> Exchange {
        let exchange = Exchange {
            index: 0,
            scheme: self.scheme.id().to_owned(),
            secrets: self.setting.secrets.clone(),
            tolerance: None,
            now,
            before: Vec::new(),
            delivery,
        };
        exchange.with_headers(self.headers)
    }

    /// What the target answers to deliveries of a present time.
    fn answers(&self, deliveries: impl FnOnce(i64) -> Vec<Exchange>) -> Vec<(usize, Observation)> {
        match self.asked.start() {
            Ok(mut receiver) => answers(receiver.as_mut(), self.setting.now, deliveries),
            Err(_) => Vec::new(),
        }
    }
}

/// What a receiver answers to deliveries that are made for the time of its clock; `told` is the time that one without
/// a clock is told.
pub(crate) fn answers(
    receiver: &mut dyn Receiver,
    told: i64,
    deliveries: impl FnOnce(i64) -> Vec<Exchange>,
) -> Vec<(usize, Observation)> {
    let now = match receiver.clock() {
        Clock::Injected => told,
        Clock::System => present(),
    };
    let mut waiting = deliveries(now).into_iter().take(MOST_TRIED);
    let mut answers = Vec::new();
    // A target that goes away has shown what it could.
    let _ = receiver.run(&mut || waiting.next(), &mut |index, observation| {
        answers.push((index, observation));
    });
    answers
}

/// The keys that come of a secret by a slip, likeliest first, and what the slip was; none twice, and none that is
/// right.
fn near_keys(scheme: &Scheme, secret: &[u8]) -> Vec<(String, Vec<u8>)> {
    let spec = scheme.secret();
    let trimmed = secret.trim_ascii();
    let bare = trimmed.strip_prefix(spec.prefix.as_bytes()).unwrap_or(trimmed);
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |how: &str, key: &[u8]| all.push((how.to_owned(), key.to_vec()));
    match spec.encoding {
        SecretEncoding::Text => {
            if trimmed != secret {
                add("the blanks or the line end around the secret are cut", trimmed);
            }
        }
        SecretEncoding::Base64 | SecretEncoding::Base64url | SecretEncoding::Hex => {
            add("the secret is used undecoded", bare);
        }
    }
    if !spec.prefix.is_empty() {
        let whole = [spec.prefix.as_bytes(), bare].concat();
        add(
            &format!("the secret is used undecoded, with its prefix `{}`", spec.prefix),
            &whole,
        );
    } else if let Some(at) = trimmed.iter().take(16).position(|byte| *byte == b'_') {
        add(
            "the words before the `_` of the secret are dropped",
            trimmed.get(at + 1..).unwrap_or_default(),
        );
    }
    add(
        "the key is empty, as if no secret were set: anybody could sign",
        b"",
    );
    if spec.encoding == SecretEncoding::Text {
        for (encoding, name) in [(Encoding::HexAny, "hex"), (Encoding::Base64Any, "base64")] {
            if let Ok(key) = encoding.decode(bare)
                && !key.is_empty()
            {
                add(&format!("the secret is decoded from {name} first"), &key);
            }
        }
        add("a line feed follows the secret", &[trimmed, b"\n"].concat());
    }
    let right = Signer::new(scheme, &[secret])
        .map(|signer| signer.key().to_vec())
        .ok();
    let mut seen: Vec<Vec<u8>> = right.into_iter().collect();
    all.retain(|(_, key)| {
        let is_new = !seen.contains(key);
        seen.push(key.clone());
        is_new
    });
    all.truncate(MOST_TRIED);
    all
}

/// The `Location` of an answer's head.
fn location_of(observation: &Observation) -> Option<String> {
    let head = String::from_utf8_lossy(&observation.answer);
    let lines = head.lines().skip(1).take_while(|line| !line.is_empty());
    let mut headers = lines.filter_map(|line| line.split_once(':'));
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
    Some(value.trim().chars().take(300).collect())
}

#[cfg(test)]
mod tests {
    use super::{MOST_TRIED, location_of, near_keys};
    use crate::outcome::Verdict;
    use crate::scheme::{CATALOG, catalog_scheme};
    use crate::target::Observation;

    #[test]
    fn near_keys_are_few_and_none_is_right() {
        let near = near_keys(&catalog_scheme("standard-webhooks").unwrap(), b"whsec_MfKQ9r8G");
        let keys: Vec<&[u8]> = near.iter().map(|(_, key)| key.as_slice()).collect();
        assert_eq!(keys, [b"MfKQ9r8G".as_slice(), b"whsec_MfKQ9r8G", b""]);
        let near = near_keys(&catalog_scheme("github").unwrap(), b" wh_abcd0123\n");
        let keys: Vec<&[u8]> = near.iter().map(|(_, key)| key.as_slice()).collect();
        assert_eq!(
            keys,
            [b"wh_abcd0123".as_slice(), b"abcd0123", b"", b"wh_abcd0123\n"]
        );
        for entry in CATALOG {
            let scheme = catalog_scheme(entry.id).unwrap();
            assert!(near_keys(&scheme, b"whsec_6162636465666768").len() <= MOST_TRIED);
        }
    }

    #[test]
    fn a_location_is_read_from_the_head_alone() {
        let told = |answer: &str| {
            location_of(&Observation {
                verdict: Verdict::Error,
                reason: String::new(),
                elapsed: std::time::Duration::ZERO,
                answer: answer.as_bytes().to_vec(),
            })
        };
        let answer = "HTTP/1.1 308 x\r\nlocation:  https://a/hook \r\n\r\n";
        assert_eq!(told(answer).as_deref(), Some("https://a/hook"));
        assert_eq!(told("HTTP/1.1 308 x\r\n\r\nLocation: https://b\r\n"), None);
    }
}
