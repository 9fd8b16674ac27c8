//! Shims that keep the protocol and shims that break it, one way each: what it costs, and whom.
#![cfg(unix)]
#![expect(clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::time::{Duration, Instant};

use hookproof::cases::Setting;
use hookproof::delivery::Delivery;
use hookproof::outcome::{Outcome, Verdict};
use hookproof::runner::{Progress, RunOptions, test_receiver};
use hookproof::scheme::catalog_scheme;
use hookproof::signing::{Event, Signer};
use hookproof::target::{Exchange, Receiver as _, Shim, ShimOptions, probe_shim};

use crate::programs::has_python;

const SHIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/shim.py");
const NOW: i64 = 1_662_562_300;

fn command(arguments: &[&str]) -> Vec<String> {
    ["python3", SHIM]
        .iter()
        .chain(arguments)
        .map(|&word| word.to_owned())
        .collect()
}

fn options(timeout: f64, concurrency: usize) -> ShimOptions {
    let mut options = ShimOptions::default();
    options.timeout = Duration::from_secs_f64(timeout);
    options.concurrency = concurrency;
    options.hello_timeout = Duration::from_secs(10);
    options
}

fn start(arguments: &[&str], options: ShimOptions) -> Shim {
    Shim::start(command(arguments), options).unwrap_or_else(|error| panic!("{error}"))
}

fn delivery(n: usize) -> Delivery {
    let scheme = catalog_scheme("github").unwrap();
    let signer = Signer::new(&scheme, &["key"]).unwrap();
    signer
        .sign(&Event::new(&scheme, "", format!("{{\"n\":{n}}}")), NOW)
        .unwrap()
}

fn exchange(n: usize) -> Exchange {
    Exchange {
        index: n,
        scheme: "github".to_owned(),
        secrets: vec!["key".to_owned()],
        tolerance: Some(300),
        now: NOW,
        before: Vec::new(),
        delivery: delivery(n),
    }
}

/// Runs `count` genuine deliveries; verdict and reason of each, by its number.
fn run(shim: &mut Shim, count: usize) -> Vec<(Verdict, String)> {
    run_these(shim, (0..count).map(exchange).collect())
}

fn run_these(shim: &mut Shim, exchanges: Vec<Exchange>) -> Vec<(Verdict, String)> {
    let mut results = vec![None; exchanges.len()];
    let mut next = exchanges.into_iter();
    shim.run(&mut || next.next(), &mut |index, observation| {
        let earlier = results[index].replace((observation.verdict, observation.reason));
        assert_eq!(earlier, None, "exchange {index} has two results");
    })
    .unwrap();
    results.into_iter().map(Option::unwrap).collect()
}

/// Runs 20 deliveries, of which the fault shows on two in a row: they get `verdict`, all others are accepted.
#[track_caller]
fn check(fault: &str, verdict: Verdict, part: &str) {
    if !has_python() {
        return;
    }
    for concurrency in [1, 16] {
        let mut shim = start(&[fault, "\"n\":1"], options(1.0, concurrency));
        let started = Instant::now();
        // The mark is in the bodies of 1 and of 10 to 19; only 1, 10 and 11 are run.
        let exchanges = (0..12).map(exchange).collect();
        for (n, (found, reason)) in run_these(&mut shim, exchanges).into_iter().enumerate() {
            let is_marked = matches!(n, 1 | 10 | 11);
            let expected = if is_marked { verdict } else { Verdict::Accept };
            assert_eq!(found, expected, "{fault}, {n}, {concurrency} at once: {reason}");
            assert!(!is_marked || reason.contains(part), "{reason}");
        }
        assert!(
            started.elapsed() < Duration::from_secs(8),
            "{fault} took {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn a_hang_costs_its_case() {
    check("hang-on", Verdict::Hang, "no answer within 1 s");
}

#[test]
fn a_death_costs_its_case_and_the_last_words_are_told() {
    check("die-on", Verdict::Crash, "exit status: 70");
    check("die-on", Verdict::Crash, "Segmentation fault, so to say");
}

#[test]
fn a_line_before_the_answer_is_a_protocol_error() {
    check("noise-on", Verdict::ProtocolError, "`verifying with care`");
}

#[test]
fn a_line_instead_of_the_answer_is_a_protocol_error() {
    check(
        "noise-instead",
        Verdict::ProtocolError,
        "`Traceback (most recent call last)`",
    );
}

#[test]
fn lines_without_end_are_cut_off() {
    check("flood", Verdict::ProtocolError, "`all work and no play`");
}

#[test]
fn a_line_without_end_is_cut_off() {
    if !has_python() {
        return;
    }
    let mut shim = start(&["gigabyte", "{\"n\":1}"], options(20.0, 4));
    let results = run(&mut shim, 4);
    assert_eq!(results[1].0, Verdict::ProtocolError, "{}", results[1].1);
    assert!(results[1].1.contains("longer than any answer") && results[1].1.len() < 5_000);
    assert_eq!(results[3].0, Verdict::Accept);
}

#[test]
fn ids_are_echoed_as_they_were_sent() {
    if !has_python() {
        return;
    }
    for (fault, part) in [
        ("wrong-id", "which was not sent"),
        ("integer-id", "a string"),
        ("twice", "answered twice"),
    ] {
        let mut shim = start(&[fault], options(0.5, 3));
        let results = run(&mut shim, 3);
        let found = results
            .iter()
            .find(|(verdict, _)| *verdict == Verdict::ProtocolError);
        assert!(
            found.is_some_and(|(_, reason)| reason.contains(part)),
            "{fault}: {results:?}"
        );
    }
}

#[test]
fn answers_may_be_out_of_order() {
    if !has_python() {
        return;
    }
    let mut shim = start(&["backwards"], options(2.0, 8));
    assert!(
        run(&mut shim, 50)
            .iter()
            .all(|(verdict, _)| *verdict == Verdict::Accept)
    );
}

#[test]
fn a_slow_start_is_no_hang_and_a_slow_shim_is_not_charged_for_the_queue() {
    if !has_python() {
        return;
    }
    let mut shim = start(&["slow-start", "1.5"], options(0.5, 16));
    assert_eq!(run(&mut shim, 1)[0].0, Verdict::Accept);
    // Sixteen wait at once, 3.2 s in all, and each takes less than its second.
    let mut shim = start(&["slow", "0.2"], options(1.0, 16));
    assert!(
        run(&mut shim, 16)
            .iter()
            .all(|(verdict, _)| *verdict == Verdict::Accept)
    );
}

#[test]
fn after_ten_restarts_the_rest_is_lost() {
    if !has_python() {
        return;
    }
    let mut shim = start(&["die-on", "n"], options(2.0, 16));
    let results = run(&mut shim, 30);
    assert!(results.iter().all(|(verdict, _)| *verdict == Verdict::Crash));
    let n_died = results
        .iter()
        .filter(|(_, reason)| reason.starts_with("the shim stopped"))
        .count();
    let n_left = results
        .iter()
        .filter(|(_, reason)| reason.contains("started again 10 times"))
        .count();
    assert_eq!((n_died, n_left), (11, 19));
}

#[test]
fn deliveries_before_are_sent_and_not_judged() {
    if !has_python() {
        return;
    }
    let mut forged = delivery(0);
    forged.body.push(b' ');
    let mut exchanges: Vec<Exchange> = (0..5).map(exchange).collect();
    exchanges[2].before = vec![forged; 50];
    let mut shim = start(&[], options(2.0, 16));
    assert!(
        run_these(&mut shim, exchanges)
            .iter()
            .all(|(verdict, _)| *verdict == Verdict::Accept)
    );
}

#[test]
fn who_does_not_start_or_speaks_no_protocol_is_told_why() {
    if !has_python() {
        return;
    }
    for (arguments, verdict, part) in [
        (
            command(&["last-breath"]),
            Verdict::Crash,
            "ImportError: no module named webhooks",
        ),
        (
            command(&["banner"]),
            Verdict::ProtocolError,
            "`listening for requests`",
        ),
        (command(&["mute"]), Verdict::Hang, "did not answer `hello`"),
        (
            vec!["/no/such/program".to_owned()],
            Verdict::Crash,
            "cannot start `/no/such/program`",
        ),
        (
            vec!["true".to_owned()],
            Verdict::Crash,
            "before it answered `hello`",
        ),
    ] {
        let mut options = options(1.0, 1);
        options.hello_timeout = Duration::from_millis(1_500);
        let error = Shim::start(arguments, options).err().unwrap();
        assert_eq!(error.verdict, verdict, "{error}");
        assert!(error.what.contains(part), "{error}");
    }
}

/// Whether the process runs; one that nobody has reaped yet does not.
fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ")
        .is_some_and(|(_, state)| !state.starts_with('Z'))
}

#[test]
fn the_whole_process_group_is_ended() {
    if !has_python() {
        return;
    }
    for fault in ["child", "stubborn"] {
        let path = std::env::temp_dir().join(format!("hookproof-{fault}-{}", std::process::id()));
        let mut shim = start(&[fault, path.to_str().unwrap()], options(1.0, 1));
        assert_eq!(run(&mut shim, 1)[0].0, Verdict::Accept);
        // The file may be there before the number is in it.
        let mut pid = String::new();
        for _ in 0..50 {
            pid = std::fs::read_to_string(&path).unwrap_or_default();
            if is_alive(&pid) {
                break;
            }
            std::thread::sleep(Duration::from_millis(40));
        }
        std::fs::remove_file(&path).unwrap();
        assert!(is_alive(&pid) || !cfg!(target_os = "linux"));
        let started = Instant::now();
        drop(shim);
        assert!(started.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(100));
        assert!(!is_alive(&pid), "{fault} outlives the run");
    }
}

#[test]
fn a_correct_shim_conforms() {
    if !has_python() {
        return;
    }
    for id in ["determined", "github", "stripe"] {
        for clock in ["", "system"] {
            let scheme = catalog_scheme(id).unwrap();
            let mut shim = start(&["", clock], options(5.0, 16));
            let (report, progress) = test_receiver(
                &scheme,
                Setting::vectors(&scheme),
                &RunOptions::default(),
                &mut shim,
                &present,
                &mut |_| {},
            )
            .unwrap();
            let failed: Vec<_> = report
                .cases
                .iter()
                .filter(|case| case.outcome == Outcome::Failed)
                .collect();
            assert!(
                report.conforms && progress == Progress::Tested,
                "{id} {clock}: {failed:#?}"
            );
            assert_eq!(report.target.name, "python-shim");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the shim reads the clock too")]
fn present() -> i64 {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(elapsed.unwrap().as_secs()).unwrap()
}

/// The names of the probes that fail.
fn failed_probes(arguments: &[&str], timeout: f64) -> Vec<&'static str> {
    let results = probe_shim(command(arguments), options(timeout, 16), None, NOW, &mut |_| {}).unwrap();
    results
        .iter()
        .filter(|result| result.fault.is_some())
        .map(|result| result.name)
        .collect()
}

#[test]
fn probes_pass_a_correct_shim_and_find_each_fault() {
    if !has_python() {
        return;
    }
    assert_eq!(failed_probes(&[], 5.0), [] as [&str; 0]);
    assert_eq!(
        failed_probes(&["accept-all"], 5.0),
        [] as [&str; 0],
        "that is the library's fault"
    );
    assert!(failed_probes(&["wrong-id"], 1.0).contains(&"id"));
    assert!(failed_probes(&["twice"], 1.0).contains(&"pipelined"));
    assert_eq!(failed_probes(&["stubborn", "/dev/null"], 1.0), ["end-of-input"]);
}
