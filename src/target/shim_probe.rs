//! Does a shim keep the protocol? A self-test of the shim, not of the library behind it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::cases::test_secret;
use crate::delivery::{Delivery, RequestJson};
use crate::encoding::base64_text;
use crate::scheme::{CATALOG, Scheme, catalog_scheme};
use crate::signing::{Event, Signer};
use crate::target::shim::greet;
use crate::target::shim_messages::{Hello, line_of, read_answer, read_object, shown};
use crate::target::shim_process::{Received, ShimProcess};
use crate::target::{ShimOptions, TargetError};

/// One thing that the contract asks of a shim.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Probe {
    /// A short name, kebab-case.
    pub name: &'static str,
    /// What the contract says.
    pub rule: &'static str,
    run: fn(&mut Session) -> Result<(), String>,
}

/// How one probe came out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProbeResult {
    /// The probe's name.
    pub name: &'static str,
    /// What the contract says.
    pub rule: &'static str,
    /// What is wrong, with the line that shows it; not yet redacted.
    pub fault: Option<String>,
}

/// Every probe after `hello`, in the order in which they run.
const PROBES: &[Probe] = &[
    Probe {
        name: "verdict",
        rule: "`verify` is answered with accept, reject, config_error, error or unsupported (rule 2)",
        run: |session| session.verdict(json!({}), "plain").map(drop),
    },
    Probe {
        name: "unknown-op",
        rule: "an unknown `op` gets {\"id\":…,\"verdict\":\"unsupported\"} (rule 6)",
        run: unknown_op,
    },
    Probe {
        name: "unknown-fields",
        rule: "unknown fields are ignored (rule 6)",
        run: unknown_fields,
    },
    Probe {
        name: "id",
        rule: "`id` is echoed as it was sent (rule 1)",
        run: ids,
    },
    Probe {
        name: "header-bytes",
        rule: "each character U+0000 to U+00FF of a header value stands for one byte; duplicates are kept (rule 4)",
        run: |session| {
            let headers = json!([
                ["X-Bytes", "caf\u{e9} \u{ff}\u{80}"],
                ["X-Bytes", "2"],
                ["x-empty", ""]
            ]);
            session
                .verdict(json!({"request": {"headers": headers}}), "header-bytes")
                .map(drop)
        },
    },
    Probe {
        name: "body-bytes",
        rule: "`body` is base64 of the exact bytes, which need not be UTF-8 (rule 4)",
        run: body_bytes,
    },
    Probe {
        name: "large-body",
        rule: "a shim answers every line (rule 1), that of a body of 1 MiB too",
        run: |session| {
            let body = base64_text(&vec![b'x'; 1024 * 1024]);
            session
                .verdict(json!({"request": {"body": body}}), "large-body")
                .map(drop)
        },
    },
    Probe {
        name: "tolerance-null",
        rule: "`tolerance` is seconds, or null for the library's own default (rule 5)",
        run: |session| {
            session
                .verdict(json!({"tolerance": null}), "tolerance-null")
                .map(drop)
        },
    },
    Probe {
        name: "two-secrets",
        rule: "a shim whose library takes one secret answers `unsupported` to two (rule 5)",
        run: |session| {
            let secrets = json!([session.secret, test_secret(&session.scheme, 7)]);
            session
                .verdict(json!({"secrets": secrets}), "two-secrets")
                .map(drop)
        },
    },
    Probe {
        name: "sign",
        rule: "a shim with the role `sign` answers with a `request`; without it, `unsupported` (rule 6)",
        run: sign,
    },
    Probe {
        name: "pipelined",
        rule: "every line is answered with one line; answers may be out of order (rule 1)",
        run: pipelined,
    },
    Probe {
        name: "end-of-input",
        rule: "end of input means stop",
        run: end_of_input,
    },
];

/// How many requests are sent at once.
const PIPELINED: usize = 200;

/// How long a shim may take to stop.
const STOP: Duration = Duration::from_secs(3);

struct Session {
    command: Vec<OsString>,
    options: ShimOptions,
    process: Option<ShimProcess>,
    hello: Hello,
    scheme: Scheme,
    secret: String,
    delivery: Delivery,
    now: i64,
}

/// Runs every probe against the command, and tells each result as it comes. `scheme` is what is asked
/// about; without one the first of the shim's schemes that the catalogue has.
///
/// # Errors
/// When the shim does not start or does not answer `hello`.
pub fn probe_shim<S: Into<OsString>>(
    command: impl IntoIterator<Item = S>,
    options: ShimOptions,
    scheme: Option<Scheme>,
    now: i64,
    tell: &mut dyn FnMut(&ProbeResult),
) -> Result<Vec<ProbeResult>, TargetError> {
    let command: Vec<OsString> = command.into_iter().map(Into::into).collect();
    let (process, hello) = greet(&command, &options, "")?;
    let scheme = scheme
        .or_else(|| hello.schemes.iter().find_map(|id| catalog_scheme(id)))
        .or_else(|| CATALOG.first().and_then(|entry| catalog_scheme(entry.id)))
        .ok_or_else(|| TargetError::crash("there is no scheme to ask about"))?;
    let secret = test_secret(&scheme, 0);
    let event = Event::new(&scheme, "msg_1", "{}");
    let signed = Signer::new(&scheme, &[&secret])
        .ok()
        .and_then(|signer| signer.sign(&event, now).ok());
    let mut session = Session {
        delivery: signed.unwrap_or_else(|| Delivery::post(event.url.clone(), "{}")),
        command,
        options,
        process: Some(process),
        hello,
        scheme,
        secret,
        now,
    };
    let mut results = Vec::new();
    let mut record = |result: ProbeResult| {
        tell(&result);
        results.push(result);
    };
    record(ProbeResult {
        name: "hello",
        rule: "`hello` is answered within 10 seconds (rule 7)",
        fault: None,
    });
    for probe in PROBES {
        let fault = (probe.run)(&mut session).err();
        if fault.is_some() {
            // What is still on its way must not spoil the next probe.
            session.process = None;
        }
        record(ProbeResult {
            name: probe.name,
            rule: probe.rule,
            fault,
        });
    }
    Ok(results)
}

impl Session {
    fn process(&mut self) -> Result<&mut ShimProcess, String> {
        if self.process.is_none() {
            let (process, _) = greet(&self.command, &self.options, "").map_err(|error| error.what)?;
            self.process = Some(process);
        }
        self.process
            .as_mut()
            .ok_or_else(|| "the shim is not running".to_owned())
    }

    fn line(&mut self) -> Result<crate::target::shim_lines::Line, String> {
        let timeout = self.options.timeout;
        let process = self.process()?;
        match process.receive(Instant::now() + timeout) {
            Received::Line(line) => Ok(line),
            Received::Silence => Err(format!("no answer within {} s", timeout.as_secs_f64())),
            Received::End => Err(format!(
                "the shim stopped: {}",
                process.end(Duration::from_millis(200))
            )),
        }
    }

    /// Sends a request and reads its answer, which must be the next line.
    fn ask(&mut self, request: &Value) -> Result<Map<String, Value>, String> {
        self.process()?.send(line_of(request));
        let line = self.line()?;
        let (id, object) = read_object(&line).map_err(|fault| fault.what)?;
        if Some(id.as_str()) != request.get("id").and_then(Value::as_str) {
            let sent = request.get("id").cloned().unwrap_or_default();
            return Err(format!(
                "`id` {sent} is not echoed as it was sent: {}",
                shown(&line)
            ));
        }
        Ok(object)
    }

    /// A `verify` request under `id`, with `changes` merged into it.
    fn request(&self, changes: &Value, id: &str) -> Value {
        let mut request = json!({
            "op": "verify", "id": id, "scheme": self.scheme.id(), "secrets": [self.secret],
            "tolerance": 300, "now": self.now, "request": RequestJson::of(&self.delivery),
        });
        merge(&mut request, changes);
        request
    }

    /// The verdict on such a request.
    fn verdict(&mut self, changes: Value, id: &str) -> Result<String, String> {
        let request = self.request(&changes, id);
        let object = self.ask(&request)?;
        let line = crate::target::shim_lines::Line::Whole(Value::Object(object).to_string().into_bytes());
        read_answer(&line)
            .map(|answer| answer.verdict.name().to_owned())
            .map_err(|fault| fault.what)
    }
}

/// Puts the members of `changes` into `value`; lists of headers are added at the end.
fn merge(value: &mut Value, changes: &Value) {
    match (value, changes) {
        (Value::Object(members), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(members.entry(name.as_str()).or_insert(Value::Null), change);
            }
        }
        (Value::Array(items), Value::Array(more)) if more.iter().all(Value::is_array) => {
            items.extend(more.iter().cloned());
        }
        (value, change) => *value = change.clone(),
    }
}

fn unknown_op(session: &mut Session) -> Result<(), String> {
    let object = session.ask(&json!({"op": "hookproof-probe", "id": "unknown-op"}))?;
    match object.get("verdict").and_then(Value::as_str) {
        Some("unsupported") => Ok(()),
        _ => Err(format!(
            "the answer is no `unsupported`: `{}`",
            Value::Object(object)
        )),
    }
}

fn unknown_fields(session: &mut Session) -> Result<(), String> {
    let plain = session.verdict(json!({}), "known-fields")?;
    let more = json!({"x-later": {"deep": [1, null]}, "request": {"x-later": true}});
    let with_more = session.verdict(more, "unknown-fields")?;
    if plain == with_more {
        return Ok(());
    }
    Err(format!(
        "the verdict is `{plain}`, but `{with_more}` with fields that the protocol does not have"
    ))
}

fn ids(session: &mut Session) -> Result<(), String> {
    let long = "x".repeat(1_000);
    for id in [
        "",
        " ",
        "007",
        "1e3",
        "null",
        "a\"b\\c/d\n",
        "é ☃ 🎉 \u{2028}",
        "\u{0}\u{7f}",
        &long,
    ] {
        session.verdict(json!({}), id)?;
    }
    Ok(())
}

fn body_bytes(session: &mut Session) -> Result<(), String> {
    let every_byte: Vec<u8> = (0..=255).collect();
    for body in [
        every_byte.as_slice(),
        b"",
        b"\xef\xbb\xbf{}",
        b"{\"a\":\"\xff\"}\r\n",
    ] {
        session.verdict(json!({"request": {"body": base64_text(body)}}), "body-bytes")?;
    }
    Ok(())
}

fn sign(session: &mut Session) -> Result<(), String> {
    let object = session.ask(&json!({
        "op": "sign", "id": "sign", "scheme": session.scheme.id(), "secrets": [session.secret], "now": session.now,
        "event": {"id": "msg_1", "method": "POST", "url": session.delivery.url, "body": "e30="},
    }))?;
    let signs = session.hello.roles.iter().any(|role| role == "sign");
    let shown = format!("`{}`", Value::Object(object.clone()));
    match (
        signs,
        object.get("request"),
        object.get("verdict").and_then(Value::as_str),
    ) {
        (_, None, Some("unsupported")) => Ok(()),
        (true, Some(request), _) => serde_json::from_value::<RequestJson>(request.clone())
            .map_err(|error| error.to_string())
            .and_then(|request| request.delivery().map_err(|error| error.to_string()))
            .map(drop)
            .map_err(|error| format!("`request` is faulty: {error}: {shown}")),
        (true, None, _) => Err(format!("the answer has no `request`: {shown}")),
        (false, _, _) => Err(format!(
            "the role `sign` is not announced, yet the answer is {shown}"
        )),
    }
}

fn pipelined(session: &mut Session) -> Result<(), String> {
    let mut lines = Vec::new();
    let mut open: HashSet<String> = HashSet::new();
    for n in 0..PIPELINED {
        let id = format!("pipelined-{n}");
        lines.extend(line_of(&session.request(&json!({}), &id)));
        open.insert(id);
    }
    session.process()?.send(lines);
    while !open.is_empty() {
        let left = open.len();
        let line = session.line().map_err(|what| {
            format!("{left} of {PIPELINED} requests sent at once are not answered: {what}")
        })?;
        let answer = read_answer(&line).map_err(|fault| fault.what)?;
        if !open.remove(&answer.id) {
            return Err(format!(
                "a request is answered twice, or was never sent: {}",
                shown(&line)
            ));
        }
    }
    Ok(())
}

fn end_of_input(session: &mut Session) -> Result<(), String> {
    let process = session.process()?;
    process.end_input();
    let stopped = process.stops_within(STOP);
    let line = match process.receive(Instant::now()) {
        Received::Line(line) => Some(line),
        Received::Silence | Received::End => None,
    };
    session.process = None;
    match (stopped, line) {
        (false, _) => Err(format!(
            "the shim still runs {} s after the end of its input",
            STOP.as_secs()
        )),
        (true, Some(line)) => Err(format!("a line answers nothing: {}", shown(&line))),
        (true, None) => Ok(()),
    }
}
