//! Model-based testing of a receiver: random deliveries, genuine and forged, until one is judged wrongly; that one is
//! shrunk. What is kept of a run does not grow with it.

use std::cell::RefCell;
use std::time::Duration;

use crate::cases::{Expected, Level};
use crate::delivery::Headers;
use crate::generate::{Choices, Generated, Generator};
use crate::outcome::{Outcome, Verdict, judge};
use crate::runner::shrink::shrink;
use crate::target::{Clock, Exchange, Observation, Receiver, TargetError};

/// How many deliveries are handed to a target at once.
const BATCH: u64 = 256;

/// How often exchanges that came back without a result are asked again before they count as lost.
const ROUNDS: usize = 12;

/// How a run goes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FuzzOptions {
    /// How many deliveries at most.
    pub cases: u64,
    /// Where random choices begin.
    pub seed: u64,
    /// How many deliveries are sent at most to make a finding smaller.
    pub shrinks: usize,
    /// Headers that every delivery carries besides its own; they replace others of their name.
    pub headers: Headers,
}

impl Default for FuzzOptions {
    fn default() -> Self {
        Self {
            cases: 10_000,
            seed: 0,
            shrinks: 1_000,
            headers: Headers::new(),
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fuzzed {
    /// How many deliveries were judged.
    pub n_cases: u64,
    /// How many of them were genuine.
    pub n_genuine: u64,
    /// The first that was judged wrongly, as small as it could be made.
    pub finding: Option<Finding>,
}

/// A delivery that a target judges otherwise than the model, or than another target does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Its number among the deliveries of the seed, from 0.
    pub number: u64,
    /// The delivery, after shrinking.
    pub generated: Generated,
    /// What the target made of it; the reason is not yet redacted.
    pub observation: Observation,
    /// What the other target made of it.
    pub other: Option<Observation>,
    /// How many times it was made smaller.
    pub n_steps: usize,
}

/// A run that says nothing about its target.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FuzzError {
    /// The target refuses what is genuine and simplest.
    #[error(
        "the target does not accept the genuine control delivery, so its rejections say nothing ({verdict}: {reason}); \
         is it set up for the same scheme and secret?",
        verdict = .0.verdict.name(),
        reason = .0.reason
    )]
    Control(Observation),
    /// Model and reference differ: a fault of Hookproof or of the scheme file.
    #[error("the reference does not agree with the model: {0:?}")]
    Model(Box<Generated>),
    /// The scheme signs nothing that can be generated.
    #[error("no delivery of scheme `{0}` can be generated; check its first sample")]
    Nothing(String),
    /// The target cannot be reached.
    #[error(transparent)]
    Target(#[from] TargetError),
}

/// Runs random deliveries against a receiver and reports the first that it judges otherwise than the model, or, with
/// a second receiver, the first that the two judge differently. `clock` gives the present time in Unix seconds, for
/// targets that read one of their own; `goes_on` is asked before each delivery with the number of those judged.
///
/// # Errors
/// When the target cannot be reached or refuses the genuine control delivery, or the model is at fault.
pub fn fuzz_receiver(
    generator: &Generator,
    options: &FuzzOptions,
    receiver: &mut dyn Receiver,
    other: Option<&mut (dyn Receiver + '_)>,
    clock: &dyn Fn() -> i64,
    goes_on: &dyn Fn(u64) -> bool,
) -> Result<Fuzzed, FuzzError> {
    let mut run = Run {
        generator,
        options,
        receiver,
        other,
        clock,
    };
    run.control()?;
    let mut fuzzed = Fuzzed {
        n_cases: 0,
        n_genuine: 0,
        finding: None,
    };
    let mut first = 0;
    while first < options.cases && goes_on(fuzzed.n_cases) {
        let numbers = first..options.cases.min(first.saturating_add(BATCH));
        let rows: Vec<Row> = numbers.clone().map(Row::Number).collect();
        let judged = fuzzed.n_cases;
        let verdicts = run.ask_both(&rows, &|| goes_on(judged))?;
        for (number, judgment) in numbers.zip(verdicts) {
            let Some(judgment) = judgment else { continue };
            fuzzed.n_cases += 1;
            fuzzed.n_genuine += u64::from(judgment.generated.expected == Expected::Accept);
            if judgment.is_wrong() {
                fuzzed.finding = Some(run.shrunk(number, judgment)?);
                return Ok(fuzzed);
            }
        }
        first += BATCH;
    }
    Ok(fuzzed)
}

/// What a delivery is made of.
enum Row {
    Choices(Vec<u8>),
    Number(u64),
}

/// A delivery and what came of it.
struct Judgment {
    generated: Generated,
    observation: Observation,
    other: Option<Observation>,
}

impl Judgment {
    fn is_wrong(&self) -> bool {
        match &self.other {
            None => judge(Level::Must, self.generated.expected, self.observation.verdict) == Outcome::Failed,
            Some(other) => {
                let supported = [self.observation.verdict, other.verdict]
                    .iter()
                    .all(|verdict| *verdict != Verdict::Unsupported);
                supported && meaning(self.observation.verdict) != meaning(other.verdict)
            }
        }
    }

    /// Whether the other is the same mistake.
    fn is_like(&self, other: &Self) -> bool {
        let verdict = |judgment: &Self| judgment.other.as_ref().map(|other| other.verdict);
        self.generated.kind == other.generated.kind
            && self.observation.verdict == other.observation.verdict
            && verdict(self) == verdict(other)
    }
}

/// Accept, reject or neither: two refusals mean the same, whatever they are called.
const fn meaning(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Accept => 0,
        Verdict::ConfigError | Verdict::Reject => 1,
        Verdict::Crash | Verdict::Error | Verdict::Hang | Verdict::ProtocolError => 2,
        Verdict::Unsupported => 3,
    }
}

struct Run<'r, 'o> {
    generator: &'r Generator,
    options: &'r FuzzOptions,
    receiver: &'r mut dyn Receiver,
    other: Option<&'r mut (dyn Receiver + 'o)>,
    clock: &'r dyn Fn() -> i64,
}

impl Run<'_, '_> {
    /// The simplest genuine delivery must be accepted.
    fn control(&mut self) -> Result<(), FuzzError> {
        let nothing = FuzzError::Nothing(self.generator.scheme().id().to_owned());
        let judgment = self.ask_one(&[])?.ok_or(nothing)?;
        let observations = [Some(judgment.observation), judgment.other];
        match observations
            .into_iter()
            .flatten()
            .find(|seen| seen.verdict != Verdict::Accept)
        {
            Some(refused) => Err(FuzzError::Control(refused)),
            None => Ok(()),
        }
    }

    fn ask_one(&mut self, choices: &[u8]) -> Result<Option<Judgment>, FuzzError> {
        let judgments = self.ask_both(&[Row::Choices(choices.to_vec())], &|| true)?;
        Ok(judgments.into_iter().next().flatten())
    }

    fn shrunk(&mut self, number: u64, found: Judgment) -> Result<Finding, FuzzError> {
        let mut smallest = found;
        let row = smallest.generated.choices.clone();
        let tries = self.options.shrinks;
        let (_, n_steps) = shrink(row, tries, &mut |candidate| -> Result<_, FuzzError> {
            let Some(judgment) = self.ask_one(candidate)? else {
                return Ok(None);
            };
            if !judgment.is_wrong() || !judgment.is_like(&smallest) {
                return Ok(None);
            }
            let row = judgment.generated.choices.clone();
            let best = &smallest.generated.choices;
            if (row.len(), &row) < (best.len(), best) {
                smallest = judgment;
            }
            Ok(Some(row))
        })?;
        Ok(Finding {
            number,
            generated: smallest.generated,
            observation: smallest.observation,
            other: smallest.other,
            n_steps,
        })
    }

    /// What the target, and the other if there is one, make of each row; `None` for rows that make no delivery, and
    /// for those that were not asked because time was up.
    fn ask_both(
        &mut self,
        rows: &[Row],
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Vec<Option<Judgment>>, FuzzError> {
        let asking = Asking {
            generator: self.generator,
            options: self.options,
            clock: self.clock,
            goes_on,
        };
        let first = asking.ask(self.receiver, rows)?;
        let mut second = match &mut self.other {
            Some(other) => asking.ask(&mut **other, rows)?,
            None => Vec::new(),
        };
        let is_alone = self.other.is_none();
        let both = first.into_iter().enumerate().map(|(index, answered)| {
            let (generated, observation) = answered?;
            let other = second.get_mut(index).and_then(Option::take).map(|(_, seen)| seen);
            (is_alone || other.is_some()).then_some(Judgment {
                generated,
                observation,
                other,
            })
        });
        Ok(both.collect())
    }
}

/// What both targets are asked by.
struct Asking<'a> {
    generator: &'a Generator,
    options: &'a FuzzOptions,
    clock: &'a dyn Fn() -> i64,
    goes_on: &'a dyn Fn() -> bool,
}

type Answered = Option<(Generated, Observation)>;

impl Asking<'_> {
    fn ask(&self, receiver: &mut dyn Receiver, rows: &[Row]) -> Result<Vec<Answered>, FuzzError> {
        let mut answers: Vec<Answered> = rows.iter().map(|_| None).collect();
        let mut left: Vec<usize> = (0..rows.len()).collect();
        for round in 0..=ROUNDS {
            let sent: RefCell<Vec<Option<Generated>>> = RefCell::new(vec![None; rows.len()]);
            let mut fault = None;
            let mut next = left.iter();
            let reads = receiver.clock();
            receiver.run(
                &mut || {
                    let (index, generated) = self.next(&mut next, rows, reads)?;
                    if !self.is_model_right(&generated) {
                        fault = Some(generated);
                        return None;
                    }
                    let exchange = self.exchange(index, &generated);
                    *sent.borrow_mut().get_mut(index)? = Some(generated);
                    Some(exchange)
                },
                &mut |index, observation| {
                    let generated = sent.borrow_mut().get_mut(index).and_then(Option::take);
                    if let (Some(generated), Some(slot)) = (generated, answers.get_mut(index)) {
                        *slot = Some((generated, observation));
                    }
                },
            )?;
            if let Some(generated) = fault {
                return Err(FuzzError::Model(Box::new(generated)));
            }
            // What was sent and not answered has grown old on the way, and is made afresh.
            let mut sent = sent.into_inner();
            left.retain(|index| sent.get(*index).is_some_and(Option::is_some));
            if left.is_empty() {
                break;
            }
            if round == ROUNDS {
                for index in &left {
                    let generated = sent.get_mut(*index).and_then(Option::take);
                    if let (Some(generated), Some(slot)) = (generated, answers.get_mut(*index)) {
                        *slot = Some((generated, lost()));
                    }
                }
            }
        }
        Ok(answers)
    }

    /// The next row that makes a delivery.
    fn next(
        &self,
        left: &mut std::slice::Iter<'_, usize>,
        rows: &[Row],
        reads: Clock,
    ) -> Option<(usize, Generated)> {
        let now = match reads {
            Clock::Injected => self.generator.setting().now,
            Clock::System => (self.clock)(),
        };
        while (self.goes_on)() {
            let index = *left.next()?;
            let generated = match rows.get(index)? {
                Row::Choices(choices) => self.generator.any(&mut Choices::of(choices), now),
                Row::Number(number) => self
                    .generator
                    .any(&mut Choices::seeded(self.options.seed, *number), now),
            };
            if let Some(generated) = generated {
                return Some((index, generated));
            }
        }
        None
    }

    fn is_model_right(&self, generated: &Generated) -> bool {
        let verdict = self
            .generator
            .verifier()
            .verify(&generated.delivery, generated.now);
        verdict.is_ok() == (generated.expected == Expected::Accept)
    }

    fn exchange(&self, index: usize, generated: &Generated) -> Exchange {
        let mut delivery = generated.delivery.clone();
        for header in &self.options.headers {
            delivery.headers.set(&header.name, header.value.clone());
        }
        Exchange {
            index,
            scheme: generated.scheme.clone(),
            secrets: generated.secrets.clone(),
            tolerance: generated.tolerance,
            now: generated.now,
            before: Vec::new(),
            delivery,
        }
    }
}

fn lost() -> Observation {
    Observation {
        verdict: Verdict::Crash,
        reason: "the target was lost before it could answer".to_owned(),
        elapsed: Duration::ZERO,
        answer: Vec::new(),
    }
}
