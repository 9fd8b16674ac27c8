//! A receiver between deliveries: what it keeps of them.

use std::collections::BTreeSet;

use crate::delivery::Delivery;
use crate::faulty::choices::Memory;
use crate::faulty::pliant::{Answer, judge, message_id};
use crate::faulty::quirks::Quirks;
use crate::outcome::Verdict;
use crate::scheme::Scheme;

/// A built-in receiver between deliveries: what it keeps of them.
#[derive(Clone, Debug)]
pub struct Pliant {
    quirks: Quirks,
    refused: u32,
    /// The message ids of what it took.
    taken: BTreeSet<Vec<u8>>,
}

impl Pliant {
    /// A receiver with these quirks that has seen nothing yet.
    #[must_use]
    pub const fn new(quirks: Quirks) -> Self {
        Self {
            quirks,
            refused: 0,
            taken: BTreeSet::new(),
        }
    }

    /// Judges the next delivery.
    ///
    /// # Panics
    /// As [`judge`].
    #[must_use]
    pub fn judge<S: AsRef<[u8]>>(
        &mut self,
        scheme: &Scheme,
        secrets: &[S],
        delivery: &Delivery,
        now: i64,
    ) -> Answer {
        if let Memory::LockedAfter(limit) = self.quirks.memory
            && self.refused >= limit
        {
            return Answer {
                verdict: Verdict::Reject,
                status: 429,
                text: "too many refused deliveries".to_owned(),
            };
        }
        let answer = judge(scheme, secrets, delivery, now, &self.quirks);
        if let (Memory::Ids, Verdict::Accept, Some(id)) =
            (self.quirks.memory, answer.verdict, message_id(scheme, delivery))
            && !self.taken.insert(id)
        {
            return Answer {
                verdict: Verdict::Reject,
                status: 409,
                text: "this event was seen before".to_owned(),
            };
        }
        if answer.verdict == Verdict::Reject {
            self.refused = self.refused.saturating_add(1);
        }
        answer
    }
}
