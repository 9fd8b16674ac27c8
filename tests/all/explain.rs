//! Every mistake, made by signers that share no code with the crate, is named by `explain`; what nobody signed is
//! never explained.

#![expect(
    clippy::print_stderr,
    reason = "what was skipped and how fast it was is told loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::process::Command;
use std::sync::{LazyLock, OnceLock};

use hookproof::delivery::{Delivery, RequestJson};
use hookproof::explain::{
    Axis, Explanation, MISTAKES, Reveal, answer, explain, explain_any, name_mistake, summary,
};
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::signing::{Event, Signer};

/// One delivery of the generator.
struct Row {
    scheme: Scheme,
    secrets: Vec<String>,
    now: i64,
    mistakes: Vec<String>,
    detail: String,
    delivery: Delivery,
    explanation: OnceLock<Explanation>,
}

/// Signers in Python that make one mistake each, or none.
static SINGLES: LazyLock<Vec<Row>> = LazyLock::new(|| rows("singles"));

/// Signers in Node, for what those in Python cannot sign.
static NODE: LazyLock<Vec<Row>> =
    LazyLock::new(|| rows_of("node", &["tests/javascript/mistaken_signers.js"]));

impl Row {
    /// Found once, as several tests look at it.
    fn explained(&self) -> &Explanation {
        self.explanation
            .get_or_init(|| explain(&self.scheme, &self.secrets, &self.delivery, self.now))
    }

    fn told(&self, explanation: &Explanation) -> String {
        let found: Vec<_> = explanation
            .findings
            .iter()
            .map(|f| format!("{} {:?} ({}) proof={}", f.mistake, f.also, f.detail, f.proof))
            .collect();
        format!(
            "{} {:?} {}: {found:?}",
            self.scheme.id(),
            self.mistakes,
            self.detail
        )
    }
}

fn scheme(name: &str) -> Scheme {
    catalog_scheme(name).unwrap_or_else(|| {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        Scheme::parse(&std::fs::read_to_string(path).unwrap(), name).unwrap()
    })
}

/// The rows of the generator in Python; none, and a loud word, where there is none.
fn rows(kind: &str) -> Vec<Row> {
    rows_of("python3", &["tests/python/mistaken_signers.py", kind])
}

/// The rows of a generator; none, and a loud word, where its program is not there.
fn rows_of(program: &str, arguments: &[&str]) -> Vec<Row> {
    let run = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let output = match run {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!(
                "SKIPPED: {program} is not installed, so that its independent signers made no mistakes"
            );
            return Vec::new();
        }
        output => output.unwrap(),
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let text_of = |json: &serde_json::Value| json.as_str().unwrap().to_owned();
    let texts = |json: &serde_json::Value| json.as_array().unwrap().iter().map(text_of).collect::<Vec<_>>();
    text.lines()
        .map(|line| {
            let json: serde_json::Value = serde_json::from_str(line).unwrap();
            let request: RequestJson = serde_json::from_value(json.get("request").unwrap().clone()).unwrap();
            let part = |name: &str| json.get(name).unwrap();
            Row {
                scheme: scheme(part("scheme").as_str().unwrap()),
                secrets: texts(part("secrets")),
                now: part("now").as_i64().unwrap(),
                mistakes: texts(part("mistakes")),
                detail: text_of(part("detail")),
                delivery: request.delivery().unwrap(),
                explanation: OnceLock::new(),
            }
        })
        .collect()
}

#[test]
fn every_single_mistake_is_named_first_and_proven() {
    let rows = &*SINGLES;
    let named = named_first(rows);
    for mistake in MISTAKES.iter().filter(|_| !rows.is_empty()) {
        assert!(
            named.contains_key(mistake.name),
            "no signer makes the mistake {}",
            mistake.name
        );
    }
    let schemes: BTreeSet<_> = named.values().flatten().collect();
    assert!(rows.is_empty() || schemes.len() >= 8, "{schemes:?}");
}

#[test]
fn mistakes_of_signers_in_node_are_named_first_and_proven() {
    let rows = &*NODE;
    let named = named_first(rows);
    let schemes: BTreeSet<_> = named.values().flatten().collect();
    assert!(rows.is_empty() || schemes.len() >= 15, "{schemes:?}");
    // The second generator is there for what the first cannot sign.
    for (mistake, expected) in [
        ("digest/algorithm", "sendgrid"),
        ("digest/algorithm", "wise"),
        ("digest/algorithm", "telnyx"),
        ("digest/algorithm", "netlify"),
        ("digest/encoding", "github-secret-scanning"),
        ("digest/encoding", "plaid"),
        ("digest/unkeyed", "vonage-jwt"),
        ("timestamp/stale", "upstash-qstash"),
        ("secret/other", "discord"),
    ] {
        let is_named = named
            .get(mistake)
            .is_some_and(|schemes| schemes.contains(expected));
        assert!(rows.is_empty() || is_named, "{mistake} of {expected}: {named:?}");
    }
}

/// The schemes under which each mistake was named; that all of them are, first and proven, is asserted.
fn named_first(rows: &[Row]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut failures = Vec::new();
    let mut named: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let explanation = row.explained();
        let Some(expected) = row.mistakes.first() else {
            assert!(explanation.verifies, "{}", row.told(explanation));
            continue;
        };
        match explanation.findings.first() {
            Some(first) if first.mistake == expected && first.proof && first.also.is_empty() => {
                named
                    .entry(first.mistake)
                    .or_default()
                    .insert(row.scheme.id().to_owned());
            }
            _ => failures.push(row.told(explanation)),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        rows.len(),
        failures.join("\n")
    );
    named
}

#[test]
fn pairs_of_likely_mistakes_are_named() {
    let rows = rows("pairs");
    let mut failures = Vec::new();
    for row in &rows {
        let explanation = row.explained();
        let expected: BTreeSet<&str> = row.mistakes.iter().map(String::as_str).collect();
        let is_named = explanation.findings.iter().any(|finding| {
            let names: BTreeSet<&str> = std::iter::once(finding.mistake)
                .chain(finding.also.iter().copied())
                .collect();
            finding.proof && names == expected
        });
        if !is_named {
            failures.push(row.told(explanation));
        }
    }
    let share = 1.0 - failures.len() as f64 / rows.len().max(1) as f64;
    assert!(
        share >= 0.9,
        "only {share:.2} of {}:\n{}",
        rows.len(),
        failures.join("\n")
    );
    eprintln!(
        "{} of {} pairs named; not these:\n{}",
        rows.len() - failures.len(),
        rows.len(),
        failures.join("\n")
    );
}

#[test]
fn what_nobody_signed_is_never_explained() {
    for row in rows("random") {
        let explanation = row.explained();
        assert!(
            !explanation.verifies && !explanation.is_proven(),
            "{}",
            row.told(explanation)
        );
        assert!(
            !explanation.tried.mistakes.is_empty(),
            "{}",
            row.told(explanation)
        );
    }
}

#[test]
fn no_answer_holds_a_secret_or_the_right_signature() {
    let shared = NODE.iter().filter(|row| row.scheme.is_symmetric());
    for row in SINGLES.iter().chain(shared) {
        let explanation = row.explained();
        let text = answer(&row.scheme, &row.secrets, explanation, Reveal::No);
        let line = summary(explanation);
        for secret in row
            .secrets
            .iter()
            .map(|secret| secret.trim())
            .filter(|secret| secret.len() > 3)
        {
            assert!(!text.contains(secret), "{}\n{text}", row.detail);
            assert!(!line.contains(secret), "{}\n{line}", row.detail);
        }
        assert!(!line.contains('\n'));
        let Ok(signer) = Signer::new(&row.scheme, &row.secrets[..1]) else {
            continue;
        };
        let id = row.delivery.headers.first("webhook-id").unwrap_or(b"msg_1");
        let id = String::from_utf8_lossy(id).into_owned();
        let mut event = Event::new(&row.scheme, &id, row.delivery.body.clone());
        event.url = row.delivery.url.clone();
        let timestamp = row.scheme.timestamp().map(|spec| {
            let hookproof::scheme::Source::Header(name) = &spec.location.source else {
                return b"1699999998".to_vec();
            };
            row.delivery.headers.first(name).unwrap_or_default().to_vec()
        });
        let draft = signer.draft(&event, timestamp).unwrap();
        for signature in signer.signatures(&draft, row.now).unwrap() {
            let signature = String::from_utf8(signature).unwrap();
            assert!(!text.contains(&signature), "{}\n{text}", row.detail);
        }
    }
}

#[test]
fn the_scheme_is_found_in_the_catalogue() {
    for row in &*SINGLES {
        let is_catalogued = catalog_scheme(row.scheme.id()).is_some();
        if row.mistakes.is_empty() && is_catalogued {
            let fits = explain_any(&row.secrets, &row.delivery, row.now);
            // Several providers may sign alike.
            let verifying: Vec<_> = fits
                .iter()
                .filter(|fit| fit.explanation.verifies)
                .map(|fit| fit.scheme.id())
                .collect();
            assert!(
                verifying.contains(&row.scheme.id()),
                "{} not in {verifying:?}",
                row.scheme.id()
            );
            assert!(fits.first().unwrap().explanation.verifies);
        }
    }
}

#[test]
fn one_mistake_is_named_for_other_modules() {
    let scheme = scheme("github");
    let delivery = Delivery::post("https://receiver.example/hook", "{}");
    let found = name_mistake(&scheme, &["secret"], &delivery, 0).unwrap();
    assert_eq!(found.mistake, "signature/missing");
}

#[test]
fn a_body_of_ten_kilobytes_is_searched_within_the_bound() {
    let scheme = scheme("stripe");
    let items: Vec<String> = (0..160)
        .map(|n| format!(r#"{{"id":{n},"name":"Zoë & co","amount":12.50,"url":"https://h.example/{n}"}}"#))
        .collect();
    let body = format!("[{}]", items.join(", "));
    assert!(body.len() > 10_000);
    let mut delivery = Delivery::post("https://receiver.example/hook", body);
    delivery
        .headers
        .push("Stripe-Signature", format!("t=1700000000,v1={}", "5a".repeat(32)));
    let begin = std::time::Instant::now();
    let explanation = explain(
        &scheme,
        &["whsec_dGhpcyBpcyBhIHNlY3JldA=="],
        &delivery,
        1_700_000_000,
    );
    let elapsed = begin.elapsed();
    assert!(!explanation.is_proven());
    assert!(explanation.tried.n_suppositions > 1_000);
    eprintln!(
        "{} suppositions in {elapsed:?}, pairs {:?}",
        explanation.tried.n_suppositions, explanation.tried.pairs
    );
    assert!(elapsed.as_secs() < 30, "{elapsed:?}");
}

#[test]
fn a_compressed_body_and_a_wrong_claim_are_told() {
    let github = scheme("github");
    let mut delivery = Delivery::post("https://receiver.example/hook", vec![0x1f, 0x8b, 8, 0]);
    let signature = format!("sha256={}", "5a".repeat(32));
    delivery.headers.push("X-Hub-Signature-256", signature);
    delivery.headers.push("Content-Encoding", "gzip");
    let explanation = explain(&github, &["secret"], &delivery, 0);
    let text = answer(&github, &["secret"], &explanation, Reveal::No);
    assert!(text.contains("`Content-Encoding: gzip`"), "{text}");

    let netlify = scheme("netlify");
    let secret = "netlify-secret";
    let signed = |claims: &str| {
        let part = |text: &[u8]| {
            let text = hookproof::encoding::Encoding::Base64urlUnpadded.encode(text);
            String::from_utf8(text).unwrap()
        };
        let message = format!("{}.{}", part(br#"{"alg":"HS256"}"#), part(claims.as_bytes()));
        let digest = hookproof::mac::Hash::Sha256.hmac(secret.as_bytes(), message.as_bytes());
        format!("{message}.{}", part(digest.as_bytes()))
    };
    let mut delivery = Delivery::post("https://receiver.example/hook", "{}");
    let token = signed(
        r#"{"iss":"another","sha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}"#,
    );
    delivery.headers.push("X-Webhook-Signature", token);
    let explanation = explain(&netlify, &[secret], &delivery, 0);
    assert!(!explanation.is_proven());
    let text = answer(&netlify, &[secret], &explanation, Reveal::No);
    assert!(text.contains("The token's signature is right"), "{text}");
}

#[test]
fn every_axis_has_mistakes() {
    let axes: BTreeSet<Axis> = MISTAKES.iter().map(|mistake| mistake.axis).collect();
    assert_eq!(axes.len(), 7);
}
