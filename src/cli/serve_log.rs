//! The log of `hookproof serve`: one line a delivery, and for each that was refused the mistake that explains it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::cli::{note, present};
use crate::delivery::{Delivery, UrlParts};
use crate::explain::{explain_briefly, summary};
use crate::outcome::Redactor;
use crate::report::visible;
use crate::scheme::Scheme;
use crate::serve::Answer;

/// How many lines wait for an explanation; those beyond are written without one.
const MOST_WAITING: usize = 64;

/// The longest body that is explained.
const LONGEST: usize = 1024 * 1024;

/// How long explaining may take at once. Who sends forgeries by the thousand must not slow the receiver down.
const AT_ONCE: Duration = Duration::from_millis(250);

/// Beyond that, explaining may take one part in so many of the time.
const SHARE: u32 = 10;

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
    entries: SyncSender<Entry>,
    ended: Arc<OnceLock<Instant>>,
    writer: JoinHandle<()>,
}

/// Where lines are handed in.
#[derive(Clone)]
pub(crate) struct Pen(SyncSender<Entry>);

impl Log {
    /// Without a scheme nothing is explained.
    pub(crate) fn start(scheme: Option<Scheme>, secrets: &[String]) -> Self {
        let (entries, received) = sync_channel(MOST_WAITING);
        let ended = Arc::new(OnceLock::new());
        let (secrets, end) = (secrets.to_vec(), Arc::clone(&ended));
        let writer = std::thread::spawn(move || write(&received, scheme.as_ref(), &secrets, &end));
        Self {
            entries,
            ended,
            writer,
        }
    }

    pub(crate) fn pen(&self) -> Pen {
        Pen(self.entries.clone())
    }

    /// Writes what still waits.
    pub(crate) fn end(self) {
        self.ended.get_or_init(Instant::now);
        let _ = self.entries.send(Entry::Last);
        let _ = self.writer.join();
    }
}

impl Pen {
    pub(crate) fn write(&self, redactor: &Redactor, delivery: &Delivery, answer: Option<&Answer>) {
        let line = redactor.redact(&log_line(delivery, answer));
        let is_refused = answer.is_some_and(|answer| (400..500).contains(&answer.status));
        let refused =
            (is_refused && delivery.body.len() <= LONGEST).then(|| Box::new((delivery.clone(), present())));
        if self.0.try_send(Entry::Line(line.clone(), refused)).is_err() {
            note(line);
        }
    }
}

/// How much time there is for explaining.
struct Budget {
    left: Duration,
    counted: Instant,
}

impl Budget {
    fn new(now: Instant) -> Self {
        Self {
            left: AT_ONCE,
            counted: now,
        }
    }

    fn is_spent(&mut self, now: Instant) -> bool {
        self.left = AT_ONCE.min(self.left + now.duration_since(self.counted) / SHARE);
        self.counted = now;
        self.left.is_zero()
    }

    fn spend(&mut self, began: Instant, ended: Instant) {
        self.left = self.left.saturating_sub(ended.duration_since(began));
        self.counted = ended;
    }
}

fn write(received: &Receiver<Entry>, scheme: Option<&Scheme>, secrets: &[String], ended: &OnceLock<Instant>) {
    let mut budget = Budget::new(Instant::now());
    while let Ok(Entry::Line(line, refused)) = received.recv() {
        let in_time = ended.get().is_none_or(|end| end.elapsed() < LAST_WORDS);
        match (scheme, refused.filter(|_| in_time)) {
            (Some(scheme), Some(refused)) => {
                let began = Instant::now();
                if budget.is_spent(began) {
                    note(format!("{line}; not explained, as too many were refused at once"));
                    continue;
                }
                let (delivery, now) = *refused;
                let explanation = explain_briefly(scheme, secrets, &delivery, now);
                let told = match explanation.verifies {
                    true => "it verifies as the scheme says".to_owned(),
                    false => summary(&explanation),
                };
                budget.spend(began, Instant::now());
                note(format!("{line}; explained: {told}"));
            }
            _ => note(line),
        }
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

    use super::{AT_ONCE, Budget, SHARE};

    #[test]
    fn explaining_takes_its_share_of_the_time_and_no_more() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        assert!(!budget.is_spent(start));
        // One that takes long leaves no debt beyond what there was.
        budget.spend(start, start + Duration::from_secs(60));
        let mut now = start + Duration::from_secs(60);
        assert!(budget.is_spent(now));
        now += Duration::from_millis(10);
        assert!(!budget.is_spent(now));
        budget.spend(now, now + Duration::from_millis(1));
        assert!(budget.is_spent(now + Duration::from_millis(1)));
        // In a while all of it is there again, and never more.
        now += AT_ONCE * SHARE * 5;
        assert!(!budget.is_spent(now));
        budget.spend(now, now + AT_ONCE);
        assert!(budget.is_spent(now + AT_ONCE));
    }
}
