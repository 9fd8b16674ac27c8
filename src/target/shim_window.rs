//! The requests that a shim has not answered yet, and what its lines say about them. Knows no process.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use crate::outcome::Verdict;
use crate::target::shim_lines::Line;
use crate::target::shim_messages::{Answer, Fault, read_answer, write_verify};
use crate::target::{ANSWER_LIMIT, Exchange, Observation};

/// How many lines that answer nothing are remembered.
const STRAYS_KEPT: usize = 64;

/// The results of exchanges, by their index.
pub(crate) type Settled = Vec<(usize, Observation)>;

/// Requests in flight, in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct Window {
    entries: VecDeque<Entry>,
    /// Of all requests, also of processes that are gone.
    last_id: u64,
    /// The first id that the present process has seen.
    first_id: u64,
    /// Given up on, though an answer may still come.
    given_up: HashSet<u64>,
    /// Lines since the last answer that answer nothing.
    strays: Vec<String>,
    n_strays: usize,
    /// Whether the shim has answered out of order: then an older request may still be worked on.
    out_of_order: bool,
}

#[derive(Debug)]
struct Entry {
    id: u64,
    exchange: Exchange,
    /// How many of the deliveries before it are answered.
    n_before: usize,
    /// When it was sent, or when all sent before it were answered: a shim that works on one request at a
    /// time begins then.
    since: Instant,
}

impl Entry {
    fn write(&self, lines: &mut Vec<u8>) {
        let delivery = self.exchange.before.get(self.n_before);
        let delivery = delivery.unwrap_or(&self.exchange.delivery);
        write_verify(lines, &self.id.to_string(), &self.exchange, delivery);
    }

    fn settle(self, verdict: Verdict, reason: String, line: &Line, now: Instant) -> (usize, Observation) {
        let (Line::Whole(bytes) | Line::TooLong(bytes)) = line;
        let observation = Observation {
            verdict,
            reason,
            elapsed: now.saturating_duration_since(self.since),
            answer: bytes.get(..ANSWER_LIMIT).unwrap_or(bytes).to_vec(),
        };
        (self.exchange.index, observation)
    }
}

impl Window {
    /// How many requests are not answered.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The id of a request that is none of the window's.
    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A new process knows nothing of what the one before was asked.
    pub(crate) fn begin_process(&mut self) {
        self.first_id = self.last_id + 1;
        self.given_up.clear();
        self.strays.clear();
        self.n_strays = 0;
        self.out_of_order = false;
    }

    /// Appends the request for `exchange` to `lines`.
    pub(crate) fn send(&mut self, exchange: Exchange, lines: &mut Vec<u8>, now: Instant) {
        self.send_stage(exchange, 0, lines, now);
    }

    fn send_stage(&mut self, exchange: Exchange, n_before: usize, lines: &mut Vec<u8>, now: Instant) {
        let entry = Entry {
            id: self.fresh_id(),
            exchange,
            n_before,
            since: now,
        };
        entry.write(lines);
        self.entries.push_back(entry);
    }

    /// When the oldest request is overdue.
    pub(crate) fn deadline(&self, timeout: Duration) -> Option<Instant> {
        self.entries.front().map(|entry| entry.since + timeout)
    }

    /// Reads a line. What it settles goes to `settled`, what is to be sent next to `lines`.
    pub(crate) fn receive(&mut self, line: &Line, lines: &mut Vec<u8>, settled: &mut Settled, now: Instant) {
        let (id, answer) = match read_answer(line) {
            Ok(answer) => (answer.id.clone(), Ok(answer)),
            Err(Fault { id: Some(id), what }) => (id, Err(what)),
            Err(Fault { id: None, what }) => return self.stray(what),
        };
        // Ids are sent in decimal; anything else was never sent.
        let number = id.parse::<u64>().ok().filter(|number| number.to_string() == id);
        if let Some(number) = number {
            if let Some(position) = self.entries.iter().position(|entry| entry.id == number) {
                return self.answered(position, answer, line, lines, settled, now);
            }
            if self.given_up.remove(&number) {
                return;
            }
            if (self.first_id..=self.last_id).contains(&number) {
                return self.stray(format!("request {id} is answered twice"));
            }
        }
        let what = format!("an answer has the `id` \"{id}\", which was not sent");
        match self.take(0, now) {
            // It stands where the answer to the oldest request should be.
            Some(entry) => {
                self.given_up.insert(entry.id);
                settled.push(entry.settle(Verdict::ProtocolError, what, line, now));
            }
            None => self.stray(what),
        }
    }

    fn answered(
        &mut self,
        position: usize,
        answer: Result<Answer, String>,
        line: &Line,
        lines: &mut Vec<u8>,
        settled: &mut Settled,
        now: Instant,
    ) {
        let strays = std::mem::take(&mut self.strays);
        let had_strays = std::mem::take(&mut self.n_strays) > 0;
        let mut noise = None;
        let mut position = position;
        if had_strays && position == 0 {
            noise = strays.into_iter().next();
        } else if had_strays {
            // A shim that keeps the order has passed over the older requests with those lines.
            let n_passed = if self.out_of_order { 1 } else { position };
            for n in 0..n_passed {
                let what = strays.get(n).or(strays.last()).cloned().unwrap_or_default();
                if let Some(entry) = self.take(0, now) {
                    self.given_up.insert(entry.id);
                    settled.push(entry.settle(Verdict::ProtocolError, what, line, now));
                    position -= 1;
                }
            }
        } else if position > 0 {
            self.out_of_order = true;
        }
        let Some(entry) = self.take(position, now) else {
            return;
        };
        match (noise, answer) {
            (Some(what), _) | (None, Err(what)) => {
                settled.push(entry.settle(Verdict::ProtocolError, what, line, now));
            }
            (None, Ok(_)) if entry.n_before < entry.exchange.before.len() => {
                self.send_stage(entry.exchange, entry.n_before + 1, lines, now);
            }
            (None, Ok(answer)) => settled.push(entry.settle(answer.verdict, answer.reason, line, now)),
        }
    }

    /// Takes a request out; the one that is now the oldest begins to count.
    fn take(&mut self, position: usize, now: Instant) -> Option<Entry> {
        let entry = self.entries.remove(position)?;
        if let (0, Some(front)) = (position, self.entries.front_mut()) {
            front.since = front.since.max(now);
        }
        Some(entry)
    }

    fn stray(&mut self, what: String) {
        self.n_strays += 1;
        if self.strays.len() < STRAYS_KEPT {
            self.strays.push(what);
        }
    }

    /// The process is gone or useless: what it was at gets `verdict`, or a protocol error if it wrote
    /// something else instead of an answer. The exchanges that it had not begun come back.
    pub(crate) fn give_up(
        &mut self,
        verdict: Verdict,
        reason: &str,
        settled: &mut Settled,
        now: Instant,
    ) -> Vec<Exchange> {
        let nothing = Line::Whole(Vec::new());
        // One line for each request is an answer to each, though none that can be read.
        let n_blamed =
            if self.n_strays == self.entries.len() && !self.out_of_order && verdict == Verdict::Hang {
                self.n_strays
            } else {
                1
            };
        let strays = std::mem::take(&mut self.strays);
        for n in 0..n_blamed {
            let Some(entry) = self.take(0, now) else { break };
            let stray = strays.get(n).or(strays.last());
            let (verdict, reason) = match (stray, verdict) {
                (Some(stray), Verdict::Hang) => (Verdict::ProtocolError, stray.clone()),
                (Some(stray), _) => (verdict, format!("{reason}; before that, {stray}")),
                (None, _) => (verdict, reason.to_owned()),
            };
            settled.push(entry.settle(verdict, reason, &nothing, now));
        }
        self.entries.drain(..).map(|entry| entry.exchange).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Settled, Window};
    use crate::delivery::Delivery;
    use crate::outcome::Verdict;
    use crate::target::Exchange;
    use crate::target::shim_lines::Line;

    fn exchange(index: usize) -> Exchange {
        Exchange {
            index,
            scheme: "s".to_owned(),
            secrets: vec!["k".to_owned()],
            tolerance: None,
            now: 0,
            before: Vec::new(),
            delivery: Delivery::post("https://h.example/", "{}"),
        }
    }

    /// Sends three requests, ids 1 to 3, and reads lines; `expected` are index and verdict as settled.
    #[track_caller]
    fn check(lines: &[&str], expected: &[(usize, Verdict)]) -> Window {
        let now = Instant::now();
        let (mut window, mut settled) = (Window::default(), Settled::new());
        window.begin_process();
        (0..3).for_each(|index| window.send(exchange(index), &mut Vec::new(), now));
        for line in lines {
            let line = Line::Whole(line.as_bytes().to_vec());
            window.receive(&line, &mut Vec::new(), &mut settled, now);
        }
        let settled: Vec<_> = settled.iter().map(|(index, o)| (*index, o.verdict)).collect();
        assert_eq!(settled, expected, "{lines:?}");
        window
    }

    const A1: &str = r#"{"id":"1","verdict":"accept"}"#;
    const A2: &str = r#"{"id":"2","verdict":"accept"}"#;
    const A3: &str = r#"{"id":"3","verdict":"reject"}"#;

    #[test]
    fn order_does_not_matter() {
        use Verdict::{Accept, Reject};
        check(&[A1, A2, A3], &[(0, Accept), (1, Accept), (2, Reject)]);
        check(&[A3, A1, A2], &[(2, Reject), (0, Accept), (1, Accept)]);
    }

    #[test]
    fn rubbish_costs_the_case_that_it_belongs_to() {
        use Verdict::{Accept, ProtocolError, Reject};
        check(
            &[A1, "noise", "noise", A2, A3],
            &[(0, Accept), (1, ProtocolError), (2, Reject)],
        );
        // In place of the answers to 1 and 2.
        check(
            &["noise", "noise", A3],
            &[(0, ProtocolError), (1, ProtocolError), (2, Reject)],
        );
        // A late answer after rubbish changes nothing.
        check(
            &["noise", A2, A1, A3],
            &[(0, ProtocolError), (1, Accept), (2, Reject)],
        );
    }

    #[test]
    fn ids_must_be_those_that_were_sent() {
        use Verdict::{Accept, ProtocolError};
        check(
            &[r#"{"id":"99","verdict":"accept"}"#, A2],
            &[(0, ProtocolError), (1, Accept)],
        );
        check(&[r#"{"id":"01","verdict":"accept"}"#], &[(0, ProtocolError)]);
        check(&[A1, A1, A2], &[(0, Accept), (1, ProtocolError)]);
    }

    #[test]
    fn a_death_costs_one_case_and_the_others_come_back() {
        let mut window = check(&[A1], &[(0, Verdict::Accept)]);
        let mut settled = Settled::new();
        let again = window.give_up(Verdict::Crash, "it died", &mut settled, Instant::now());
        assert_eq!((settled[0].0, settled[0].1.verdict), (1, Verdict::Crash));
        assert_eq!(again.iter().map(|e| e.index).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_request_counts_from_when_it_is_the_oldest() {
        let start = Instant::now();
        let (mut window, mut settled) = (Window::default(), Settled::new());
        window.begin_process();
        (0..2).for_each(|index| window.send(exchange(index), &mut Vec::new(), start));
        let second = Duration::from_secs(1);
        let line = Line::Whole(A1.as_bytes().to_vec());
        window.receive(&line, &mut Vec::new(), &mut settled, start + second);
        assert_eq!(window.deadline(second), Some(start + second * 2));
    }

    #[test]
    fn deliveries_before_go_first_one_by_one() {
        let now = Instant::now();
        let (mut window, mut settled) = (Window::default(), Settled::new());
        window.begin_process();
        let mut sent = Vec::new();
        let before = vec![Delivery::post("https://first.example/", "")];
        window.send(
            Exchange {
                before,
                ..exchange(7)
            },
            &mut sent,
            now,
        );
        assert!(String::from_utf8_lossy(&sent).contains("first.example"));
        sent.clear();
        let line = |text: &str| Line::Whole(text.as_bytes().to_vec());
        window.receive(&line(A1), &mut sent, &mut settled, now);
        assert!(settled.is_empty() && String::from_utf8_lossy(&sent).contains("h.example"));
        window.receive(&line(A2), &mut sent, &mut settled, now);
        assert_eq!(settled[0].0, 7);
    }
}
