//! The lines of the shim protocol, version 1.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::delivery::{Delivery, RequestJson};
use crate::encoding::base64_text;
use crate::outcome::Verdict;
use crate::signing::Event;
use crate::target::shim_lines::Line;
use crate::target::{Clock, Exchange};

/// The protocol's version.
pub const SHIM_PROTOCOL: u64 = 1;

/// The id of `hello`.
pub(crate) const HELLO_ID: &str = "0";

/// How much of a faulty line is shown; what holds a secret is redacted before it is cut shorter.
const SHOWN: usize = 4_096;

/// What a shim says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hello {
    /// The library's name.
    pub name: String,
    /// The library's version.
    pub version: String,
    /// The library's language.
    pub language: String,
    /// The ids of the schemes that it knows.
    pub schemes: Vec<String>,
    /// `verify`, `sign`.
    pub roles: Vec<String>,
    /// Which clock the library reads.
    pub clock: Clock,
}

/// An answer to `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) verdict: Verdict,
    pub(crate) reason: String,
}

/// A line that breaks the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The request that it answers, if that can be told.
    pub(crate) id: Option<String>,
    /// What is wrong, with the line.
    pub(crate) what: String,
}

#[derive(Serialize)]
struct VerifyRequest<'a> {
    op: &'static str,
    id: &'a str,
    scheme: &'a str,
    secrets: &'a [String],
    tolerance: Option<u64>,
    now: i64,
    request: RequestJson,
}

#[derive(Serialize)]
struct SignRequest<'a> {
    op: &'static str,
    id: &'a str,
    scheme: &'a str,
    secrets: &'a [String],
    now: i64,
    event: EventJson<'a>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    id: &'a str,
    method: &'a str,
    url: &'a str,
    body: String,
}

/// The line of a request that is any JSON object.
pub(crate) fn line_of(request: &Value) -> Vec<u8> {
    let mut line = request.to_string().into_bytes();
    line.push(b'\n');
    line
}

pub(crate) fn hello_line() -> Vec<u8> {
    line_of(&serde_json::json!({"op": "hello", "id": HELLO_ID, "protocol": SHIM_PROTOCOL}))
}

/// Appends the line that asks for a verdict on `delivery`.
pub(crate) fn write_verify(lines: &mut Vec<u8>, id: &str, exchange: &Exchange, delivery: &Delivery) {
    let request = VerifyRequest {
        op: "verify",
        id,
        scheme: &exchange.scheme,
        secrets: &exchange.secrets,
        tolerance: exchange.tolerance,
        now: exchange.now,
        request: RequestJson::of(delivery),
    };
    serde_json::to_writer(&mut *lines, &request).expect("strings and numbers are always JSON");
    lines.push(b'\n');
}

/// The line that asks for a signed delivery.
pub(crate) fn sign_line(id: &str, scheme: &str, secrets: &[String], now: i64, event: &Event) -> Vec<u8> {
    let request = SignRequest {
        op: "sign",
        id,
        scheme,
        secrets,
        now,
        event: EventJson {
            id: &event.id,
            method: &event.method,
            url: &event.url,
            body: base64_text(&event.body),
        },
    };
    let mut line = serde_json::to_vec(&request).expect("strings and numbers are always JSON");
    line.push(b'\n');
    line
}

/// The line as an object with its id.
pub(crate) fn read_object(line: &Line) -> Result<(String, serde_json::Map<String, Value>), Fault> {
    let fault = |what: &str| Fault {
        id: None,
        what: format!("{what}: {}", shown(line)),
    };
    let bytes = match line {
        Line::Whole(bytes) => bytes,
        Line::TooLong(_) => return Err(fault("a line on standard output is longer than any answer")),
    };
    let value: Value =
        serde_json::from_slice(bytes).map_err(|_| fault("a line on standard output is no JSON object"))?;
    let Value::Object(object) = value else {
        return Err(fault("a line on standard output is no JSON object"));
    };
    match object.get("id") {
        Some(Value::String(id)) => Ok((id.clone(), object)),
        Some(_) => Err(fault("`id` is not echoed as it was sent, a string")),
        None => Err(fault("an answer has no `id`")),
    }
}

#[derive(Deserialize)]
struct AnswerJson {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    verdict: Value,
    #[serde(default)]
    reason: Value,
}

/// Reads the answer to `verify`.
pub(crate) fn read_answer(line: &Line) -> Result<Answer, Fault> {
    let read = match line {
        // As text, since bytes that are none would pass unseen in a field that is not read.
        Line::Whole(bytes) => str::from_utf8(bytes)
            .ok()
            .and_then(|text| serde_json::from_str::<AnswerJson>(text).ok()),
        Line::TooLong(_) => None,
    };
    // An array is also read as a structure; whatever is odd is named by the slower way.
    let (id, answer) = match read {
        Some(AnswerJson {
            id: Value::String(id),
            verdict,
            reason,
        }) if is_object(line) => (id, (verdict, reason)),
        _ => {
            let (id, mut object) = read_object(line)?;
            let mut take = |name: &str| object.remove(name).unwrap_or_default();
            (id, (take("verdict"), take("reason")))
        }
    };
    let fault = |what: &str| Fault {
        id: Some(id.clone()),
        what: format!("{what}: {}", shown(line)),
    };
    let verdict = match &answer.0 {
        Value::String(name) => answer_verdict(name),
        _ => return Err(fault("an answer has no `verdict`")),
    }
    .ok_or_else(|| fault("`verdict` is none of accept, reject, config_error, error, unsupported"))?;
    match answer.1 {
        Value::String(reason) => Ok(Answer { id, verdict, reason }),
        Value::Null => Ok(Answer {
            id,
            verdict,
            reason: String::new(),
        }),
        _ => Err(fault("`reason` is no text")),
    }
}

fn is_object(line: &Line) -> bool {
    let (Line::Whole(bytes) | Line::TooLong(bytes)) = line;
    bytes.trim_ascii_start().first() == Some(&b'{')
}

/// The verdicts that a shim may give; the others are observed, not told.
fn answer_verdict(name: &str) -> Option<Verdict> {
    Verdict::of(name).filter(|verdict| match verdict {
        Verdict::Accept | Verdict::Reject | Verdict::ConfigError | Verdict::Error | Verdict::Unsupported => {
            true
        }
        Verdict::Crash | Verdict::Hang | Verdict::ProtocolError => false,
    })
}

/// Reads the answer to `hello`.
pub(crate) fn read_hello(line: &Line) -> Result<Hello, String> {
    let (id, object) = read_object(line).map_err(|fault| fault.what)?;
    let fault = |what: &str| format!("{what}: {}", shown(line));
    if id != HELLO_ID {
        return Err(fault("the answer to `hello` does not echo its `id`, \"0\""));
    }
    if object.get("protocol").and_then(Value::as_u64) != Some(SHIM_PROTOCOL) {
        return Err(fault("the answer to `hello` does not say `\"protocol\":1`"));
    }
    let texts = |name: &str| -> Result<Vec<String>, String> {
        let list = object.get(name).and_then(Value::as_array);
        list.and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect())
            .ok_or_else(|| fault(&format!("`{name}` in the answer to `hello` is no list of texts")))
    };
    let clock = match object.get("clock").and_then(Value::as_str) {
        Some("injected") => Clock::Injected,
        Some("system") => Clock::System,
        _ => {
            return Err(fault(
                "`clock` in the answer to `hello` is neither `injected` nor `system`",
            ));
        }
    };
    let implementation = object.get("implementation");
    let text = |name: &str| {
        let value = implementation.and_then(|value| value.get(name));
        value.and_then(Value::as_str).map(str::to_owned)
    };
    Ok(Hello {
        name: text("name")
            .ok_or_else(|| fault("the answer to `hello` has no `implementation` with a `name`"))?,
        version: text("version").unwrap_or_default(),
        language: text("language").unwrap_or_default(),
        schemes: texts("schemes")?,
        roles: texts("roles")?,
        clock,
    })
}

/// Reads bytes as whatever a shim could mean by them, and holds that how they arrive in pieces changes nothing.
///
/// # Panics
/// When it does.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_output(bytes: &[u8]) {
    use crate::target::shim_lines::LineCutter;
    let mut cutter = LineCutter::default();
    let mut lines = cutter.cut(bytes);
    lines.extend(cutter.rest());
    let mut cutter = LineCutter::default();
    let (one, two) = bytes.split_at_checked(bytes.len() / 3).unwrap_or_default();
    let mut pieces = cutter.cut(one);
    pieces.extend(cutter.cut(two));
    pieces.extend(cutter.rest());
    assert_eq!(pieces, lines);
    for line in &lines {
        let object = read_object(line);
        if let Ok(answer) = read_answer(line) {
            assert_eq!(object.ok().map(|(id, _)| id), Some(answer.id));
        }
        let _ = read_hello(line);
        let _ = shown(line);
    }
}

/// The line as it is shown in messages.
pub(crate) fn shown(line: &Line) -> String {
    let (Line::Whole(bytes) | Line::TooLong(bytes)) = line;
    let text = String::from_utf8_lossy(bytes.get(..SHOWN).unwrap_or(bytes));
    format!("`{}`", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{read_answer, read_hello};
    use crate::outcome::Verdict;
    use crate::target::Clock;
    use crate::target::shim_lines::Line;

    fn line(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[track_caller]
    fn check(text: &str, expected: Result<Verdict, &str>) {
        match (read_answer(&line(text)), expected) {
            (Ok(answer), Ok(verdict)) => assert_eq!(answer.verdict, verdict, "{text}"),
            (Err(fault), Err(part)) => assert!(fault.what.contains(part), "{}", fault.what),
            (answer, _) => panic!("{text}: {answer:?}"),
        }
    }

    #[test]
    fn answers() {
        check(r#"{"id":"1","verdict":"accept"}"#, Ok(Verdict::Accept));
        check(
            r#"{"id":"1","verdict":"reject","reason":"no","x":[1]}"#,
            Ok(Verdict::Reject),
        );
        check(
            r#" {"reason":null,"verdict":"unsupported","id":"1"}"#,
            Ok(Verdict::Unsupported),
        );
        check(r#"{"id":1,"verdict":"accept"}"#, Err("echoed"));
        check(r#"{"verdict":"accept"}"#, Err("no `id`"));
        check(r#"{"id":"1"}"#, Err("no `verdict`"));
        check(r#"{"id":"1","verdict":"crash"}"#, Err("none of"));
        check(r#"{"id":"1","verdict":"Accept"}"#, Err("none of"));
        check(r#"{"id":"1","verdict":"accept","reason":7}"#, Err("no text"));
        check(r#"["1","accept",null]"#, Err("no JSON object"));
        check("verified!", Err("`verified!`"));
        check("", Err("no JSON object"));
    }

    #[test]
    fn hellos() {
        let good = r#"{"id":"0","protocol":1,"implementation":{"name":"lib","version":"1.1.0","language":"python"},
            "schemes":["a"],"roles":["verify"],"clock":"system"}"#;
        let hello = read_hello(&line(good)).unwrap();
        assert_eq!((hello.name.as_str(), hello.clock), ("lib", Clock::System));
        for (from, to, part) in [
            ("\"protocol\":1", "\"protocol\":2", "protocol"),
            ("\"id\":\"0\"", "\"id\":\"1\"", "echo"),
            ("system", "sundial", "clock"),
            ("[\"verify\"]", "\"verify\"", "roles"),
            ("\"name\"", "\"title\"", "name"),
        ] {
            let error = read_hello(&line(&good.replace(from, to))).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
