//! A receiver over HTTP around any judge: what `hookproof serve` runs and what tests and the demo talk to.
//! Knows no scheme; the clock and the log are handed in.

mod conditions;

pub use conditions::{Conditions, ConditionsError};

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use tokio::net::TcpListener;

use crate::delivery::{Delivery, Headers};

/// Longer bodies are answered with 413.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// What goes back to the one who delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer is a status and a text")]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The answer's body.
    pub text: String,
}

/// The content type of ordinary answers.
const TEXT: &str = "text/plain; charset=utf-8";

/// Judges a delivery at a time, Unix seconds. A panic closes the connection without an answer.
pub type Judge = dyn Fn(&Delivery, i64) -> Answer + Send + Sync;

/// Is told of each delivery and its answer; there is none where the judge panicked.
type Log = dyn Fn(&Delivery, Option<&Answer>) + Send + Sync;

/// A receiver: how it judges, what it takes its own URL to be, which clock it reads, where it logs.
#[derive(Clone)]
#[non_exhaustive]
pub struct Site {
    judge: Arc<Judge>,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    public_url: String,
    log: Arc<Log>,
    accepted_type: &'static str,
}

impl Site {
    /// A receiver that knows itself under `public_url`: a scheme and a host, perhaps with a path, to which the
    /// path of each request is added.
    #[must_use]
    pub fn new(
        public_url: &str,
        judge: impl Fn(&Delivery, i64) -> Answer + Send + Sync + 'static,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Self {
        Self {
            judge: Arc::new(judge),
            clock: Arc::new(clock),
            public_url: public_url.trim_end_matches('/').to_owned(),
            log: Arc::new(|_, _| {}),
            accepted_type: TEXT,
        }
    }

    /// The content type of answers that accept, in place of plain text.
    #[must_use]
    pub const fn with_accepted_type(mut self, content_type: &'static str) -> Self {
        self.accepted_type = content_type;
        self
    }

    /// Calls `log` after each delivery; there is no answer where the judge panicked.
    #[must_use]
    pub fn with_log(mut self, log: impl Fn(&Delivery, Option<&Answer>) + Send + Sync + 'static) -> Self {
        self.log = Arc::new(log);
        self
    }
}

/// The receiver as an `axum` router: every method and path is a delivery.
pub fn router(site: Site) -> Router {
    Router::new().fallback(receive).with_state(site)
}

/// Serves until `end` is done. Requests that are under way then get no answer.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, site: Site, end: impl Future<Output = ()>) -> std::io::Result<()> {
    tokio::select! {
        result = async { axum::serve(listener, router(site)).await } => result,
        () = end => Ok(()),
    }
}

async fn receive(State(site): State<Site>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        let text = format!("reject: the body has more than {BODY_LIMIT} bytes");
        return response(Answer { status: 413, text }, TEXT);
    };
    let delivery = delivery_of(&site, &parts, body.to_vec());
    let now = (site.clock)();
    match catch_unwind(AssertUnwindSafe(|| (site.judge)(&delivery, now))) {
        Ok(answer) => {
            (site.log)(&delivery, Some(&answer));
            let content_type = if answer.status < 300 {
                site.accepted_type
            } else {
                TEXT
            };
            response(answer, content_type)
        }
        Err(panic) => {
            (site.log)(&delivery, None);
            // The connection's task dies of it, and the connection with it.
            resume_unwind(panic)
        }
    }
}

/// The delivery as it came: names in lower case as `hyper` gives them, values byte for byte.
fn delivery_of(site: &Site, parts: &Parts, body: Vec<u8>) -> Delivery {
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut headers = Headers::new();
    for (name, value) in &parts.headers {
        headers.push(name.as_str(), value.as_bytes());
    }
    Delivery {
        method: parts.method.as_str().to_owned(),
        url: format!("{}{target}", site.public_url),
        headers,
        body,
    }
}

fn response(answer: Answer, content_type: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.text));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert("content-type", content_type);
    response
}
