//! For your own tests with `wiremock`: a matcher for deliveries that verify, and a receiver that answers as a
//! conforming one does.
//!
//! ```
//! use hookproof::{scheme::catalog_scheme, signing::{Event, Signer, Verifier}};
//! use hookproof::wiremock::{conforming, signed};
//! use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};
//!
//! # fn post(url: &str, delivery: &hookproof::delivery::Delivery) -> String {
//! #     use std::io::{Read as _, Write as _};
//! #     let address = url.trim_start_matches("http://");
//! #     let mut stream = std::net::TcpStream::connect(address).unwrap();
//! #     let mut sent = delivery.clone();
//! #     sent.headers.push("Connection", "close");
//! #     stream.write_all(&hookproof::delivery::write_http_message(&sent)).unwrap();
//! #     let mut answer = String::new();
//! #     stream.read_to_string(&mut answer).unwrap();
//! #     answer
//! # }
//! # fn main() {
//! # let runtime = tokio::runtime::Runtime::new().unwrap();
//! # runtime.block_on(async {
//! let scheme = catalog_scheme("github").unwrap();
//! let verifier = Verifier::new(&scheme, &["It's a Secret to Everybody"]).unwrap();
//!
//! // Only what verifies matches; why another does not is told by `explanations`.
//! let matcher = signed(&verifier);
//! let explanations = matcher.explanations();
//! let server = MockServer::start().await;
//! Mock::given(method("POST")).and(matcher).respond_with(ResponseTemplate::new(204)).mount(&server).await;
//! // A receiver that rejects the rest with the reason, as your own should.
//! Mock::given(method("POST")).respond_with(conforming(&verifier)).with_priority(6).mount(&server).await;
//!
//! // Your sender in place of these lines:
//! let signer = Signer::new(&scheme, &["It's a Secret to Everybody"]).unwrap();
//! let mut event = Event::new(&scheme, "1", br#"{"zen":"Design for failure."}"#.to_vec());
//! event.url = server.uri();
//! let delivery = signer.sign(&event, 0).unwrap();
//! assert!(post(&server.uri(), &delivery).starts_with("HTTP/1.1 204"));
//!
//! let mut forged = delivery.clone();
//! forged.body.push(b' ');
//! let answer = post(&server.uri(), &forged);
//! assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("signature_mismatch"));
//! assert!(explanations.last().unwrap().contains("the signature does not match"));
//! # });
//! # }
//! ```

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use ::wiremock::{Match, Request, Respond, ResponseTemplate};

use crate::delivery::{Delivery, Headers};
use crate::signing::Verifier;

/// How many explanations are kept.
const MOST_KEPT: usize = 100;

/// Tells the present time, Unix seconds.
type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Matches the deliveries that verify.
pub fn signed(verifier: &Verifier) -> SignedMatcher {
    SignedMatcher {
        judging: Judging::new(verifier),
        explanations: Explanations::default(),
    }
}

/// Answers as a conforming receiver does: 200 where a delivery verifies, else 400 with the reason.
pub fn conforming(verifier: &Verifier) -> ConformingReceiver {
    ConformingReceiver {
        judging: Judging::new(verifier),
    }
}

#[derive(Clone)]
struct Judging {
    verifier: Verifier,
    clock: Clock,
    public_url: Option<String>,
}

impl Judging {
    fn new(verifier: &Verifier) -> Self {
        Self {
            verifier: verifier.clone(),
            clock: Arc::new(machine_clock),
            public_url: None,
        }
    }

    fn verify(&self, request: &Request) -> Result<(), String> {
        let delivery = delivery_of(request, self.public_url.as_deref());
        let now = (self.clock)();
        self.verifier
            .verify(&delivery, now)
            .map_err(|reason| format!("{}: {reason}", reason.name()))
    }
}

/// See [`signed`].
#[derive(Clone)]
#[must_use]
pub struct SignedMatcher {
    judging: Judging,
    explanations: Explanations,
}

impl SignedMatcher {
    /// Takes the present time, Unix seconds, from this function instead of from the machine.
    pub fn at(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.judging.clock = Arc::new(clock);
        self
    }

    /// For schemes that sign the URL: scheme and host under which the sender knows the server.
    pub fn under(mut self, public_url: &str) -> Self {
        self.judging.public_url = Some(public_url.trim_end_matches('/').to_owned());
        self
    }

    /// Why deliveries did not match, shared with the matcher: take it before the matcher is mounted.
    #[must_use]
    pub fn explanations(&self) -> Explanations {
        self.explanations.clone()
    }
}

impl Match for SignedMatcher {
    fn matches(&self, request: &Request) -> bool {
        match self.judging.verify(request) {
            Ok(()) => true,
            Err(reason) => {
                self.explanations
                    .add(format!("{} {}: {reason}", request.method, request.url.path()));
                false
            }
        }
    }
}

/// See [`conforming`].
#[derive(Clone)]
#[must_use]
pub struct ConformingReceiver {
    judging: Judging,
}

impl ConformingReceiver {
    /// Takes the present time, Unix seconds, from this function instead of from the machine.
    pub fn at(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.judging.clock = Arc::new(clock);
        self
    }

    /// For schemes that sign the URL: scheme and host under which the sender knows the server.
    pub fn under(mut self, public_url: &str) -> Self {
        self.judging.public_url = Some(public_url.trim_end_matches('/').to_owned());
        self
    }
}

impl Respond for ConformingReceiver {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        match self.judging.verify(request) {
            Ok(()) => ResponseTemplate::new(200).set_body_string("ok\n"),
            Err(reason) => ResponseTemplate::new(400).set_body_string(format!("reject: {reason}\n")),
        }
    }
}

/// Why deliveries did not match; the last hundred.
#[derive(Clone, Debug, Default)]
pub struct Explanations(Arc<Mutex<VecDeque<String>>>);

impl Explanations {
    fn add(&self, text: String) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(text);
    }

    /// All of them, the oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().cloned().collect()
    }

    /// The last one.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .back()
            .cloned()
    }
}

/// A request of `wiremock` as a delivery. Names of headers are in lower case, as `wiremock` has them; `public_url`
/// replaces scheme and host of the URL.
#[must_use]
pub fn delivery_of(request: &Request, public_url: Option<&str>) -> Delivery {
    let mut headers = Headers::new();
    for (name, value) in &request.headers {
        headers.push(name.as_str(), value.as_bytes());
    }
    let host = headers.text("host").unwrap_or("localhost").to_owned();
    let query = request
        .url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let base = public_url.map_or_else(|| format!("http://{host}"), str::to_owned);
    Delivery {
        method: request.method.as_str().to_owned(),
        url: format!("{base}{}{query}", request.url.path()),
        headers,
        body: request.body.clone(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test's server reads the clock unless it is told the time"
)]
fn machine_clock() -> i64 {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}
