//! A receiver made of conditions, judged by the suite for each documented example.

use hookproof::cases::{Expected, Level, OwnSecrets, Setting, suite, test_secret};
use hookproof::delivery::Delivery;
use hookproof::scheme::catalog_scheme;
use hookproof::serve::Conditions;
use hookproof::signing::{Event, Signer};

const NOW: i64 = 1_700_000_000;

fn conditions(text: &str, secret: &str) -> Conditions {
    Conditions::parse(text, "trigger.toml", &|name| {
        (name == "WEBHOOK_TOKEN").then(|| secret.to_owned())
    })
    .unwrap_or_else(|error| panic!("{error}"))
}

fn authentication(auth: &str, namespace: &str, key: &str, rest: &str) -> String {
    format!(
        "[[condition]]\ntype = \"web-authentication\"\nauth = \"{auth}\"\nsecret = \"{{env:WEBHOOK_TOKEN}}\"\n\
         namespace = \"{namespace}\"\nkey = \"{key}\"\n{rest}\n"
    )
}

/// Every case of the scheme that has a verdict by its documentation comes out as it must.
#[track_caller]
fn check(scheme: &str, text: &str) {
    let scheme = catalog_scheme(scheme).unwrap();
    let secret = test_secret(&scheme, 0);
    let receiver = conditions(text, &secret);
    let mut setting = Setting::vectors(&scheme);
    setting.own_secrets = OwnSecrets::Fixed;
    let mut n_judged = 0;
    for case in suite(&scheme, &setting).unwrap().cases {
        if case.level != Level::Must || case.secrets != [secret.clone()] {
            continue;
        }
        let accepted = receiver.judge(&case.delivery, case.now).status == 200;
        assert_eq!(
            accepted,
            case.expected == Expected::Accept,
            "{}: {}",
            case.id,
            case.title
        );
        n_judged += 1;
    }
    assert!(n_judged > 20, "{n_judged} cases of {}", scheme.id());
}

#[test]
fn the_documented_examples() {
    check(
        "valohai-static",
        &authentication("static", "header", "Authorization", ""),
    );
    check(
        "valohai-static-query",
        &authentication("static", "query", "token", ""),
    );
    check(
        "valohai-static-form",
        &authentication("static", "form", "token", ""),
    );
    check(
        "valohai-static-json",
        &authentication("static", "json", "token", ""),
    );
    check(
        "valohai-hmac",
        &authentication("hmac", "header", "Authorization", "algorithm = \"SHA256\""),
    );
    check(
        "valohai-jwt",
        &authentication("jwt", "header", "Authorization", "algorithm = \"HS256\""),
    );
    let base = "prefix = \"v0=\"\nbasestring = \"hmac:{header:X-Hmac-Timestamp}:{body}\"";
    // The example has no timestamp condition, without which a boundary may be moved: the suite finds it, see below.
    let stamped = "[[condition]]\ntype = \"web-timestamp\"\nnamespace = \"header\"\nkey = \"X-Hmac-Timestamp\"\n\
                   tolerance = 1000000000\n";
    let both = authentication("hmac", "header", "X-Hmac-Signature", base) + stamped;
    check("valohai-hmac-basestring", &both);
    let base = "basestring = \"prefix.{body}.{header:Request-Timestamp}\"";
    let stamped = "[[condition]]\ntype = \"web-timestamp\"\nnamespace = \"header\"\nkey = \"Request-Timestamp\"\n\
                   tolerance = 60\n";
    let both = authentication("hmac", "header", "Authorization", base) + stamped;
    check("valohai-hmac-timestamp", &both);
}

#[test]
fn a_timestamp_that_no_condition_reads_lets_a_boundary_be_moved() {
    let scheme = catalog_scheme("valohai-hmac-basestring").unwrap();
    let base = "prefix = \"v0=\"\nbasestring = \"hmac:{header:X-Hmac-Timestamp}:{body}\"";
    let text = authentication("hmac", "header", "X-Hmac-Signature", base);
    let receiver = conditions(&text, &test_secret(&scheme, 0));
    let cases = suite(&scheme, &Setting::vectors(&scheme)).unwrap().cases;
    let moved = cases.iter().find(|case| {
        case.id
            .as_str()
            .ends_with("/timestamp-and-body-cut-at-the-next-separator")
    });
    assert_eq!(receiver.judge(&moved.unwrap().delivery, NOW).status, 200);
}

fn genuine() -> Delivery {
    let scheme = catalog_scheme("valohai-hmac").unwrap();
    Signer::new(&scheme, &["k"])
        .unwrap()
        .sign(&Event::new(&scheme, "1", "a=b"), NOW)
        .unwrap()
}

#[test]
fn several_rate_limits_hold_at_once() {
    let limits = "[[condition]]\ntype = \"rate-limit\"\nperiod = 10\nquota = 2\n\
                  [[condition]]\ntype = \"rate-limit\"\nperiod = 100\nquota = 3\n";
    let receiver = conditions(
        &(authentication("hmac", "header", "Authorization", "") + limits),
        "k",
    );
    let statuses = |times: &[i64]| -> Vec<u16> {
        times
            .iter()
            .map(|at| receiver.judge(&genuine(), NOW + at).status)
            .collect()
    };
    assert_eq!(
        statuses(&[0, 1, 2, 9, 10, 11, 99, 100, 101]),
        [200, 200, 400, 400, 200, 400, 400, 200, 200]
    );
}

#[test]
fn what_fails_uses_up_no_quota() {
    let limit = "[[condition]]\ntype = \"rate-limit\"\nperiod = 10\nquota = 1\n";
    let receiver = conditions(
        &(limit.to_owned() + &authentication("hmac", "header", "Authorization", "")),
        "k",
    );
    let mut forged = genuine();
    forged.body.push(b'x');
    let answer = receiver.judge(&forged, NOW);
    assert_eq!(answer.status, 400);
    assert!(
        answer
            .text
            .contains("condition 2: web authentication: signature_mismatch"),
        "{}",
        answer.text
    );
    assert_eq!(receiver.judge(&genuine(), NOW).status, 200);
    assert_eq!(receiver.judge(&genuine(), NOW).status, 400);
}

#[test]
fn answers() {
    let text = |response: &str| {
        let receiver = conditions(
            &(authentication("hmac", "header", "Authorization", "") + response),
            "k",
        );
        let answer = receiver.judge(&genuine(), NOW);
        (answer.text, receiver.content_type())
    };
    assert_eq!(text(""), ("ok".to_owned(), "text/plain; charset=utf-8"));
    let json = "[[response]]\ntype = \"json\"\ncontent = '{\"run\":\"{run_id}\"}'\n[[response]]\ntype = \"text\"\ncontent = \"no\"\n";
    assert_eq!(text(json), ("{\"run\":\"1\"}".to_owned(), "application/json"));
}

#[track_caller]
fn refused(text: &str, said: &str) {
    let error = Conditions::parse(text, "trigger.toml", &|_| None)
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains(said), "{error}");
}

#[test]
fn files_that_cannot_work_are_refused() {
    refused(
        &authentication("hmac", "header", "A", ""),
        "`WEBHOOK_TOKEN` of the secret is not set",
    );
    let literal = authentication("hmac", "header", "A", "").replace("{env:WEBHOOK_TOKEN}", "k");
    refused(
        &(literal.clone() + "basestring = \"{url}\"\n"),
        "neither {body} nor {header:NAME}",
    );
    refused(&(literal.clone() + "algorithm = \"crc32\"\n"), "hmac-crc32");
    refused(&literal.replace("\"hmac\"", "\"basic\""), "trigger.toml");
    refused(
        "[[condition]]\ntype = \"rate-limit\"\nperiod = 0\nquota = 1\n",
        "`period` is 0",
    );
}
