//! JUnit XML, which most CI systems show as a list of tests.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use crate::outcome::{CaseResult, Outcome, Report, Verdict};
use crate::report::Format;
use crate::report::visible::visible;
use crate::report::wording::{Weight, counts, flags_of, story, target_line};

pub(super) const FORMAT: Format = Format {
    name: "junit",
    title: "JUnit XML, for the test page of a CI system",
    render,
};

fn render(report: &Report) -> String {
    let mut junit = quick_junit::Report::new(format!("hookproof {}", visible(&report.scheme)));
    for family in report.families() {
        let mut suite = TestSuite::new(format!("{}/{}", visible(&report.scheme), visible(family)));
        suite.add_property(Property::new("role", visible(&report.role)));
        suite.add_property(Property::new("target", target_line(report)));
        suite.add_property(Property::new("seed", report.seed.to_string()));
        let cases: Vec<&CaseResult> = report.cases.iter().filter(|case| case.family == family).collect();
        suite.set_time(cases.iter().map(|case| elapsed(case)).sum());
        suite.add_test_cases(cases.into_iter().map(|case| test_case(report, case)));
        junit.add_test_suite(suite);
    }
    junit.to_string().expect("all text is made fit for XML before")
}

const fn elapsed(case: &CaseResult) -> Duration {
    Duration::from_micros(case.elapsed_us)
}

fn test_case(report: &Report, case: &CaseResult) -> TestCase {
    let mut status = match (case.outcome, counts(report, case)) {
        (Outcome::Skipped | Outcome::KnownFailure, _) => TestCaseStatus::skipped(),
        (_, Weight::Fails) => TestCaseStatus::non_success(kind(case)),
        (_, Weight::Warns | Weight::Informs | Weight::Nothing) => TestCaseStatus::success(),
    };
    if !matches!(status, TestCaseStatus::Success { .. }) {
        status.set_message(format!("{}: {}", case.outcome.name(), story(case)));
        status.set_type(case.verdict.name());
        status.set_description(details(case));
    }
    let told = matches!(status, TestCaseStatus::Success { .. }) && case.outcome != Outcome::Passed;
    let mut test = TestCase::new(visible(&case.id), status);
    test.set_classname(format!("{}.{}", visible(&report.scheme), visible(&case.family)));
    test.set_time(elapsed(case));
    if told {
        test.set_system_out(format!("{}: {}", case.outcome.name(), story(case)));
    }
    test
}

/// JUnit tells what came out wrong from what could not be judged.
const fn kind(case: &CaseResult) -> NonSuccessKind {
    match (case.outcome, case.verdict) {
        (Outcome::Void, _)
        | (
            _,
            Verdict::Error | Verdict::Crash | Verdict::Hang | Verdict::ProtocolError | Verdict::Unsupported,
        ) => NonSuccessKind::Error,
        (_, Verdict::Accept | Verdict::Reject | Verdict::ConfigError) => NonSuccessKind::Failure,
    }
}

fn details(case: &CaseResult) -> String {
    let mut lines = vec![
        format!("sent: {}", visible(&case.title)),
        format!("target: {}", story(case)),
    ];
    for flag in flags_of(std::iter::once(case)) {
        lines.push(format!("{}: {} {}", flag.name, flag.description, flag.effect));
    }
    if !case.reproduce.is_empty() {
        lines.push(format!("again: {}", case.reproduce));
    }
    lines.join("\n")
}
