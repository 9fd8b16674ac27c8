//! Asking a target for the verdicts of cases: once each, and again where the answer says nothing of the target.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::cases::{Case, Expected};
use crate::delivery::Delivery;
use crate::outcome::{CaseResult, Outcome, Verdict, status_of};
use crate::runner::plan::Plan;
use crate::runner::receiver::{MARGIN, RunOptions};
use crate::runner::result::Judging;
use crate::scheme::{Scheme, Source};
use crate::target::{Clock, Exchange, Observation, Receiver, TargetError};

/// How often exchanges that came back without a result are asked again before they count as lost.
const ROUNDS: usize = 12;

/// How long a target that takes no connection is given to come back, each round.
const RETURN: Duration = Duration::from_millis(300);

/// How many cases are asked a second time because the machine may have been too slow for them.
const SECOND_TIMES: usize = 5;

/// What every part of a run shares.
pub(super) struct Run<'r> {
    options: &'r RunOptions,
    judging: Judging<'r>,
    receiver: &'r mut dyn Receiver,
    clock: &'r dyn Fn() -> i64,
    /// How many cases were asked a second time.
    second_times: usize,
}

/// What came of a round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    Gone,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        options: &'r RunOptions,
        receiver: &'r mut dyn Receiver,
        clock: &'r dyn Fn() -> i64,
    ) -> Self {
        Self {
            options,
            judging: Judging::new(options.url.as_deref(), &options.headers, &options.redact),
            receiver,
            clock,
            second_times: 0,
        }
    }

    /// Runs these cases, each result once.
    pub(super) fn cases(
        &mut self,
        plan: &mut Plan,
        indices: &[usize],
        finished: &mut dyn FnMut(&CaseResult),
    ) -> Result<Vec<CaseResult>, TargetError> {
        let mut slots: Vec<Slot> = indices.iter().map(|index| Slot::of(*index)).collect();
        let mut presence = Presence::There;
        for _ in 0..ROUNDS {
            if slots.iter().all(|slot| slot.result.is_some()) {
                break;
            }
            if presence == Presence::Gone {
                std::thread::sleep(RETURN);
            }
            presence = self.round(plan, &mut slots, finished)?;
        }
        for slot in &mut slots {
            if let (None, Some(case)) = (&slot.result, plan.case(slot.index)) {
                let result = self.lost(case, presence);
                finished(&result);
                slot.result = Some(result);
            }
        }
        Ok(slots.into_iter().filter_map(|slot| slot.result).collect())
    }

    /// The result of a case that never came to the target, or of which no answer came back.
    fn lost(&self, case: &Case, presence: Presence) -> CaseResult {
        let observation = |reason: &str| Observation {
            verdict: Verdict::Crash,
            reason: reason.to_owned(),
            elapsed: Duration::ZERO,
            answer: Vec::new(),
        };
        match presence {
            Presence::There => {
                let lost = observation("the target was lost before it could answer");
                self.judging.result(case, &lost)
            }
            Presence::Gone => {
                let unsent = observation("not sent: the target takes no connections any more");
                CaseResult {
                    outcome: Outcome::Void,
                    ..self.judging.result(case, &unsent)
                }
            }
        }
    }

    /// Asks for each case that is missing once.
    fn round(
        &mut self,
        plan: &mut Plan,
        slots: &mut [Slot],
        finished: &mut dyn FnMut(&CaseResult),
    ) -> Result<Presence, TargetError> {
        let system = self.receiver.clock() == Clock::System;
        let missing: Vec<(usize, usize)> = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.result.is_none())
            .map(|(position, slot)| (position, slot.index))
            .collect();
        // The cases as they were sent: by the time of the answer they may have been made afresh.
        let sent: RefCell<Vec<Option<Arc<Case>>>> = RefCell::new(vec![None; slots.len()]);
        let presence = Cell::new(Presence::There);
        let mut next = missing.iter();
        let (options, clock) = (self.options, self.clock);
        let (judging, second_times) = (&self.judging, &mut self.second_times);
        self.receiver.run(
            &mut || {
                if presence.get() == Presence::Gone {
                    return None;
                }
                let (position, index) = *next.next()?;
                if system {
                    plan.refresh(clock());
                }
                let case = plan.case(index)?;
                if let Some(slot) = sent.borrow_mut().get_mut(position) {
                    *slot = Some(Arc::clone(case));
                }
                Some(exchange_of(position, plan.scheme(), case, options))
            },
            &mut |position, observation| {
                let case = sent.borrow_mut().get_mut(position).and_then(Option::take);
                let (Some(case), Some(slot)) = (case, slots.get_mut(position)) else {
                    return;
                };
                if observation.is_unsent() {
                    presence.set(Presence::Gone);
                    return;
                }
                let result = judging.result(&case, &observation);
                let age = clock().saturating_sub(case.now);
                if system && slot.may_be_late(&result, age) && *second_times < SECOND_TIMES {
                    *second_times += 1;
                    slot.asked_again = true;
                    return;
                }
                finished(&result);
                slot.result = Some(result);
            },
        )?;
        Ok(presence.get())
    }

    /// Looks again at genuine deliveries that were refused: where a wrong signature is refused with another status,
    /// the right one was taken, and the application did not want the content.
    pub(super) fn look_again(
        &mut self,
        plan: &mut Plan,
        indices: &[usize],
        results: &mut [CaseResult],
    ) -> Result<(), TargetError> {
        // Each with its place among the results, its index and its status.
        let refused: Vec<(usize, usize, u16)> = indices
            .iter()
            .zip(results.iter())
            .enumerate()
            .filter(|(_, (_, result))| {
                let is_genuine = result.expected == Expected::Accept && result.family == "genuine";
                is_genuine && result.verdict == Verdict::Reject && result.outcome == Outcome::Failed
            })
            .filter_map(|(position, (index, result))| Some((position, *index, status_of(&result.reason)?)))
            .collect();
        if refused.is_empty() {
            return Ok(());
        }
        let mut next = refused.iter();
        let (options, clock) = (self.options, self.clock);
        let mut seen: HashMap<usize, Observation> = HashMap::new();
        self.receiver.run(
            &mut || {
                loop {
                    let (position, index, _) = *next.next()?;
                    plan.refresh(clock());
                    let case = plan.case(index)?;
                    let mut exchange = exchange_of(position, plan.scheme(), case, options);
                    if let Some(wrong) = with_spoiled_signature(plan.scheme(), &exchange.delivery) {
                        exchange.delivery = wrong;
                        return Some(exchange);
                    }
                }
            },
            &mut |position, observation| {
                seen.insert(position, observation);
            },
        )?;
        for (position, _, status) in refused {
            let (Some(wrong), Some(result)) = (seen.get(&position), results.get_mut(position)) else {
                continue;
            };
            if let (Verdict::Reject, Some(other)) = (wrong.verdict, status_of(&wrong.reason))
                && other != status
            {
                result.verdict = Verdict::Unsupported;
                result.outcome = Outcome::Skipped;
                result.reason = format!(
                    "the application does not take this content, and the signature was right: HTTP {status}, where a \
                     wrong signature gets HTTP {other}; {}",
                    result.reason
                );
            }
        }
        Ok(())
    }
}

/// A case's place among those of one stage.
struct Slot {
    index: usize,
    result: Option<CaseResult>,
    asked_again: bool,
}

impl Slot {
    const fn of(index: usize) -> Self {
        Self {
            index,
            result: None,
            asked_again: false,
        }
    }

    /// Whether a failure may be that of a machine which was too slow: the delivery was older than the margin by the
    /// time of the answer, which is what the cases at the edges of a window rely on. `age` is in seconds.
    fn may_be_late(&self, result: &CaseResult, age: i64) -> bool {
        let is_late = age > i64::try_from(MARGIN).unwrap_or(i64::MAX);
        !self.asked_again && is_late && result.outcome == Outcome::Failed
    }
}

/// The delivery under another signature of the same form; none where the signature is in the body.
fn with_spoiled_signature(scheme: &Scheme, delivery: &Delivery) -> Option<Delivery> {
    let Source::Header(name) = &scheme.signature().places.first().source else {
        return None;
    };
    let mut wrong = delivery.clone();
    let mut is_spoiled = false;
    let own = wrong.headers.iter_mut();
    for header in own.filter(|header| header.name.eq_ignore_ascii_case(name)) {
        let letters = header
            .value
            .iter_mut()
            .rev()
            .filter(|byte| byte.is_ascii_alphanumeric());
        // The last letter of base64 may carry nothing.
        for letter in letters.skip(2).take(8) {
            is_spoiled = true;
            *letter = match *letter {
                b'0'..=b'4' | b'a'..=b'c' | b'A'..=b'C' => *letter + 3,
                b'5'..=b'9' | b'd'..=b'f' | b'D'..=b'F' => *letter - 3,
                b'g'..=b'w' | b'G'..=b'W' => *letter + 3,
                _ => *letter - 3,
            };
        }
    }
    is_spoiled.then_some(wrong)
}

fn exchange_of(index: usize, scheme: &Scheme, case: &Case, options: &RunOptions) -> Exchange {
    let exchange = Exchange {
        index,
        scheme: scheme.id().to_owned(),
        secrets: case.secrets.clone(),
        tolerance: case.tolerance,
        now: case.now,
        before: case.before.clone(),
        delivery: case.delivery.clone(),
    };
    exchange.with_headers(&options.headers)
}
