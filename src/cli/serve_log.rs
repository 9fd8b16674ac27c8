//! The log of `hookproof serve`: one line a delivery, and for each that was refused the mistake that explains it.

use std::io::Write as _;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::cli::present;
use crate::delivery::{Delivery, UrlParts};
use crate::explain::{explain_briefly, summary};
use crate::outcome::Redactor;
use crate::report::visible;
use crate::scheme::Scheme;
use crate::serve::Answer;

/// How many lines wait; those beyond are written at once and without an explanation.
const MOST_WAITING: usize = 256;

/// How many bytes of lines are kept until they are written.
const MOST_TOGETHER: usize = 64 * 1024;

/// How long lines wait for more where several came at once: to wake up for each costs more than to write it.
const GATHERING: Duration = Duration::from_millis(2);

/// The longest body that is explained.
const LONGEST: usize = 1024 * 1024;

/// How many bytes of bodies wait for an explanation.
const MOST_KEPT: usize = 16 * 1024 * 1024;

/// How long explaining may take at once. Who sends forgeries by the thousand must not slow the receiver down.
const AT_ONCE: Duration = Duration::from_millis(250);

/// Beyond that, explaining may take one part in so many of the time.
const SHARE: u32 = 20;

/// How long lines are still explained after the receiver ended.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A refused delivery, and when it was.
type Refused = (Delivery, i64);

enum Entry {
    Line(String, Option<Box<Refused>>),
    Last,
}

/// Writes lines in their order, apart from the answering, so that no sender waits for an explanation.
pub(crate) struct Log {
    pen: Pen,
    ended: Arc<OnceLock<Instant>>,
    writer: JoinHandle<()>,
}

/// Where lines are handed in.
#[derive(Clone)]
pub(crate) struct Pen {
    entries: SyncSender<Entry>,
    /// None where nothing is explained.
    spent: Option<Arc<Mutex<Spent>>>,
}

impl Log {
    /// Without a scheme nothing is explained.
    pub(crate) fn start(scheme: Option<Scheme>, secrets: &[String]) -> Self {
        let (entries, received) = sync_channel(MOST_WAITING);
        let ended = Arc::new(OnceLock::new());
        let spent = scheme
            .as_ref()
            .map(|_| Arc::new(Mutex::new(Spent::new(Instant::now()))));
        let explainer = scheme.zip(spent.clone()).map(|(scheme, spent)| Explainer {
            scheme,
            secrets: secrets.to_vec(),
            spent,
            ended: Arc::clone(&ended),
        });
        Self {
            pen: Pen { entries, spent },
            ended,
            writer: std::thread::spawn(move || write(&received, explainer.as_ref())),
        }
    }

    pub(crate) fn pen(&self) -> Pen {
        self.pen.clone()
    }

    /// Writes what still waits.
    pub(crate) fn end(self) {
        self.ended.get_or_init(Instant::now);
        let _ = self.pen.entries.send(Entry::Last);
        let _ = self.writer.join();
    }
}

impl Pen {
    pub(crate) fn write(&self, redactor: &Redactor, delivery: &Delivery, answer: Option<&Answer>) {
        let mut line = redactor.redact(&log_line(delivery, answer));
        let is_refused = answer.is_some_and(|answer| (400..500).contains(&answer.status));
        let refused = match &self.spent {
            Some(spent) if is_refused && delivery.body.len() <= LONGEST => {
                match locked(spent).takes(delivery.body.len(), Instant::now()) {
                    true => Some(Box::new((delivery.clone(), present()))),
                    false => {
                        line.push_str("; not explained, as too many were refused at once");
                        None
                    }
                }
            }
            _ => None,
        };
        if let Err(TrySendError::Full(Entry::Line(mut line, refused))) =
            self.entries.try_send(Entry::Line(line, refused))
        {
            line.push('\n');
            put(&mut line);
            if let (Some(spent), Some(refused)) = (&self.spent, refused) {
                locked(spent).kept -= refused.0.body.len();
            }
        }
    }
}

/// What explains refused deliveries.
struct Explainer {
    scheme: Scheme,
    secrets: Vec<String>,
    spent: Arc<Mutex<Spent>>,
    ended: Arc<OnceLock<Instant>>,
}

impl Explainer {
    /// Why a delivery was refused; nothing when the receiver ended a while ago.
    fn told(&self, (delivery, now): &Refused) -> Option<String> {
        let began = Instant::now();
        locked(&self.spent).kept -= delivery.body.len();
        if self
            .ended
            .get()
            .is_some_and(|end| began.duration_since(*end) >= LAST_WORDS)
        {
            return None;
        }
        let explanation = explain_briefly(&self.scheme, &self.secrets, delivery, *now);
        locked(&self.spent).add(began, Instant::now());
        Some(match explanation.verifies {
            true => "it verifies as the scheme says".to_owned(),
            false => summary(&explanation),
        })
    }
}

/// Writes lines to standard error, which nothing keeps back, and empties them.
fn put(lines: &mut String) {
    let _ = std::io::stderr().lock().write_all(lines.as_bytes());
    lines.clear();
}

/// Lines that wait together are written together, but none waits for an explanation of the next.
fn write(received: &Receiver<Entry>, explainer: Option<&Explainer>) {
    let mut lines = String::new();
    while let Ok(first) = received.recv() {
        let mut n_lines = 0;
        for entry in std::iter::once(first).chain(received.try_iter()) {
            let Entry::Line(line, refused) = entry else {
                put(&mut lines);
                return;
            };
            let told = match (explainer, refused) {
                (Some(explainer), Some(refused)) => {
                    put(&mut lines);
                    explainer.told(&refused)
                }
                _ => None,
            };
            lines.push_str(&line);
            if let Some(told) = told {
                lines.push_str("; explained: ");
                lines.push_str(&told);
            }
            lines.push('\n');
            n_lines += 1;
            if lines.len() >= MOST_TOGETHER {
                break;
            }
        }
        put(&mut lines);
        if n_lines > 1 {
            std::thread::sleep(GATHERING);
        }
    }
}

fn locked(spent: &Mutex<Spent>) -> MutexGuard<'_, Spent> {
    spent.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How much time explaining took, less the share that it may take of the time since, and how many bytes wait for it.
struct Spent {
    time: Duration,
    counted: Instant,
    kept: usize,
}

impl Spent {
    fn new(now: Instant) -> Self {
        Self {
            time: Duration::ZERO,
            counted: now,
            kept: 0,
        }
    }

    /// Whether a body of so many bytes is still explained; then it waits.
    fn takes(&mut self, length: usize, now: Instant) -> bool {
        let takes = !self.is_too_much(now) && self.kept + length <= MOST_KEPT;
        if takes {
            self.kept += length;
        }
        takes
    }

    fn is_too_much(&mut self, now: Instant) -> bool {
        self.time = self.time.saturating_sub(now.duration_since(self.counted) / SHARE);
        self.counted = now;
        self.time >= AT_ONCE
    }

    /// One that took long is paid for in a while that people wait for.
    fn add(&mut self, began: Instant, ended: Instant) {
        self.time = (self.time + ended.duration_since(began)).min(AT_ONCE + AT_ONCE / 2);
        self.counted = ended;
    }
}

/// One line a delivery, without its query, which may carry a token.
fn log_line(delivery: &Delivery, answer: Option<&Answer>) -> String {
    let path = UrlParts::of(&delivery.url).path;
    let told = match answer {
        Some(answer) => format!("{} {}", answer.status, answer.text.trim_end()),
        None => "crashed, the connection is closed".to_owned(),
    };
    format!(
        "{} {} ({} bytes): {}",
        visible(&delivery.method),
        visible(path),
        delivery.body.len(),
        visible(&told)
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{AT_ONCE, MOST_KEPT, SHARE, Spent};

    /// How many of `n` deliveries, refused one right after the other, are explained if each takes `each`.
    fn explained(spent: &mut Spent, now: &mut Instant, n: u32, each: Duration) -> u32 {
        let mut n_explained = 0;
        for _ in 0..n {
            let began = *now;
            *now += match spent.is_too_much(began) {
                true => Duration::from_micros(100),
                false => {
                    n_explained += 1;
                    spent.add(began, began + each);
                    each
                }
            };
        }
        n_explained
    }

    #[test]
    fn explaining_takes_its_share_of_the_time_and_no_more() {
        let mut now = Instant::now();
        let (began, mut spent, each) = (now, Spent::new(now), Duration::from_millis(1));
        assert_eq!(explained(&mut spent, &mut now, 200, each), 200);
        let n = 200 + explained(&mut spent, &mut now, 20_000, each);
        let allowed = AT_ONCE + now.duration_since(began) / SHARE + each;
        assert!(n > 300 && each * n <= allowed, "{n} in {:?}", now - began);
        now += AT_ONCE * SHARE * 2;
        assert_eq!(explained(&mut spent, &mut now, 200, each), 200);
    }

    #[test]
    fn what_waits_is_bounded() {
        let now = Instant::now();
        let mut spent = Spent::new(now);
        assert!(spent.takes(MOST_KEPT - 1, now) && !spent.takes(2, now) && spent.takes(1, now));
        spent.kept -= MOST_KEPT - 1;
        assert!(spent.takes(2, now));
    }

    #[test]
    fn after_one_that_takes_long_others_are_explained_again_in_seconds() {
        let mut now = Instant::now();
        let mut spent = Spent::new(now);
        assert_eq!(explained(&mut spent, &mut now, 2, Duration::from_mins(1)), 1);
        now += Duration::from_secs(3);
        assert_eq!(explained(&mut spent, &mut now, 2, Duration::from_millis(1)), 2);
    }
}
