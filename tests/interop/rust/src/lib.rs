//! The loop that every Rust shim here shares: one JSON object a line, in and out.

use std::io::{BufRead as _, Write as _};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

pub struct Delivery {
    pub secret: String,
    /// The values are bytes: each character of the protocol stands for one.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Delivery {
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let mut named = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_slice())
    }
}

fn read(message: &Value) -> Option<Delivery> {
    let [secret] = message["secrets"].as_array()?.as_slice() else { return None };
    let pairs = message["request"]["headers"].as_array()?;
    Some(Delivery {
        secret: secret.as_str()?.to_owned(),
        headers: (pairs.iter())
            .map(|pair| {
                let value = pair[1].as_str()?.chars().map(|c| u8::try_from(u32::from(c)).ok());
                Some((pair[0].as_str()?.to_owned(), value.collect::<Option<_>>()?))
            })
            .collect::<Option<_>>()?,
        body: BASE64_STANDARD.decode(message["request"]["body"].as_str()?).ok()?,
    })
}

/// `verify` answers with the word of a verdict; a panic in it ends the process, which Hookproof calls a crash.
pub fn run(name: &str, version: &str, schemes: &[&str], verify: fn(&Delivery) -> &'static str) {
    let implementation = json!({"name": name, "version": version, "language": "rust"});
    for line in std::io::stdin().lock().lines() {
        let message: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let known = message["scheme"].as_str().is_some_and(|scheme| schemes.contains(&scheme));
        let mut answer = match message["op"].as_str() {
            Some("hello") => json!({"protocol": 1, "implementation": implementation, "schemes": schemes,
                                    "roles": ["verify"], "clock": "system"}),
            Some("verify") if known => json!({"verdict": read(&message).map_or("unsupported", |d| verify(&d))}),
            _ => json!({"verdict": "unsupported"}),
        };
        answer["id"] = message["id"].clone();
        println!("{answer}");
        std::io::stdout().flush().expect("a reader");
    }
}
