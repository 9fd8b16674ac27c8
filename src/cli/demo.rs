//! `hookproof demo`: the suite against two built-in receivers over real HTTP, without any set-up.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::cases::{Case, Expected, OwnSecrets, Setting, suite, test_secret};
use crate::cli::receivers::{faulty_judge, reference_judge};
use crate::cli::serve::runtime;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print_styled};
use crate::faulty::fault;
use crate::outcome::{CaseResult, Outcome, Report, Verdict};
use crate::report::{conclusion, counts_line, visible, wrapped};
use crate::reserialize::rewriter;
use crate::runner::{RunOptions, test_receiver};
use crate::scheme::{DEMO_SCHEME, Scheme, catalog_scheme};
use crate::serve::{Judge, Site, serve};
use crate::target::{Http, HttpOptions};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The mistake of the second receiver: a fault's id, and the rewriter's that models it.
const MISTAKE: &str = "python-repr";

/// Longer lines of deliveries are cut here.
const SHOWN: usize = 84;

pub(crate) fn run() -> CommandResult {
    let missing = |what: &str| Failure::internal(format!("the demo's {what} is missing"));
    let scheme = catalog_scheme(DEMO_SCHEME).ok_or_else(|| missing("scheme"))?;
    let mistake = fault(MISTAKE).ok_or_else(|| missing("receiver"))?;
    let secrets = vec![test_secret(&scheme, 0)];
    let runtime = runtime()?;
    let reference = reference_judge(&scheme, &secrets, None)?;
    let right = tested(&runtime, &scheme, &secrets, reference)?;
    let wrong = tested(
        &runtime,
        &scheme,
        &secrets,
        faulty_judge(&scheme, &secrets, mistake),
    )?;

    let mut text = format!(
        "{STRONG}hookproof demo{STRONG:#}: two receivers of `{}` deliveries, over HTTP on this machine\n",
        scheme.id()
    );
    let told = [
        (
            "1. the reference receiver",
            "It verifies the raw bytes of the body, as they came.",
            &right,
        ),
        (
            "2. a receiver that makes one mistake",
            mistake.description,
            &wrong,
        ),
    ];
    for (title, description, report) in told {
        let style = if report.conforms { GOOD } else { BAD };
        let _ = write!(
            text,
            "\n{STRONG}{title}{STRONG:#}\n{}\n   {}\n   {style}{}{style:#}\n",
            wrapped(description, 3, 3),
            counts_line(&report.summary),
            conclusion(report)
        );
    }
    let refused = refused_delivery(&scheme, &wrong);
    if let Some((case, result)) = &refused {
        text.push_str(&difference(case, result));
        text.push_str(&ending(case));
    }
    // Without a delivery to show, the second receiver made another mistake than it should.
    let as_they_should = right.conforms && !wrong.conforms && refused.is_some();
    print_styled(&text)?;
    Ok(if as_they_should {
        ExitStatus::Conforms
    } else {
        ExitStatus::DoesNotConform
    })
}

/// The suite's report on a receiver that is served for as long as the run takes.
fn tested(
    runtime: &Runtime,
    scheme: &Scheme,
    secrets: &[String],
    judge: Box<Judge>,
) -> Result<Report, Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| Failure::not_tested(format!("{what}: {error}"));
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .map_err(|error| failed("cannot listen on the loopback interface", &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| failed("the listener has no address", &error))?;
    let url = format!("http://{address}");
    let site = Site::new(&url, judge, present);
    let server = runtime.spawn(serve(listener, site, std::future::pending()));
    let url = format!("{url}/hook");
    let setting = Setting {
        now: present(),
        secrets: secrets.to_vec(),
        signing_secrets: secrets.to_vec(),
        own_secrets: OwnSecrets::Fixed,
        url: Some(url.clone()),
        ..Setting::vectors(scheme)
    };
    let mut receiver =
        Http::connect(&url, HttpOptions::default()).map_err(|error| failed("the demo", &error))?;
    let options = RunOptions {
        url: Some(url),
        ..RunOptions::default()
    };
    let outcome = test_receiver(scheme, setting, &options, &mut receiver, &present, &mut |_| {});
    server.abort();
    outcome
        .map(|(report, _)| report)
        .map_err(|error| failed("the demo", &error))
}

/// A genuine delivery that was refused, made at the fixed time of the golden vectors: a documented event if one was.
fn refused_delivery<'r>(scheme: &Scheme, report: &'r Report) -> Option<(Case, &'r CaseResult)> {
    let cases = suite(scheme, &Setting::vectors(scheme)).ok()?.cases;
    let refused = report.cases.iter().filter(|result| {
        result.outcome == Outcome::Failed
            && result.expected == Expected::Accept
            && result.verdict == Verdict::Reject
    });
    let shown = refused.filter_map(|result| {
        let case = cases.iter().find(|case| case.id.as_str() == result.id)?;
        let rewritten = (rewriter(MISTAKE)?.rewrite)(&case.delivery.body)?;
        (case.delivery.body_text().is_some() && rewritten != case.delivery.body)
            .then(|| (case.clone(), result))
    });
    // What the sender really sends says more than an odd body.
    shown.min_by_key(|(case, _)| {
        let samples = scheme.samples();
        let is_sample = samples
            .iter()
            .any(|sample| sample.body.as_bytes() == case.delivery.body);
        (!is_sample, case.family != "genuine", case.delivery.body.len())
    })
}

/// What the sender signed beside what the receiver took for it.
fn difference(case: &Case, result: &CaseResult) -> String {
    let body = case.delivery.body.as_slice();
    let rewritten = rewriter(MISTAKE)
        .and_then(|rewriter| (rewriter.rewrite)(body))
        .unwrap_or_default();
    let base = case
        .trace
        .as_ref()
        .map(|trace| trace.base_string.as_slice())
        .unwrap_or_default();
    let before = base
        .strip_suffix(body)
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    let before = before.replace(&case.now.to_string(), "TIMESTAMP");
    let line = |bytes: &[u8]| shortened(&format!("{before}{}", visible(&String::from_utf8_lossy(bytes))));
    let mut text = String::new();
    let _ = write!(
        text,
        "\n{STRONG}A genuine delivery that it refused:{STRONG:#} {FAINT}{}{FAINT:#}\n   \
         the sender signed  {GOOD}{}{GOOD:#}\n   the receiver took  {BAD}{}{BAD:#}\n   \
         it answered        {}\n",
        result.id,
        line(body),
        line(&rewritten),
        visible(&result.reason),
    );
    text
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN - 1).chain(['…']).collect()
}

fn ending(case: &Case) -> String {
    let scheme = case.id.as_str().split('/').next().unwrap_or_default();
    format!(
        "\n{STRONG}Now yours{STRONG:#}\n   \
         hookproof test receiver --scheme {scheme} --secret-env SECRET http://127.0.0.1:8080/hook\n   \
         hookproof cases show {}\n   \
         hookproof schemes list\n",
        case.id
    )
}
