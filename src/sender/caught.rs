//! What was caught of a sender, kept in bounded memory.

use std::time::Duration;

use crate::delivery::Delivery;
use crate::sender::Scene;
use crate::signing::Reason;

/// How many deliveries of a scene are kept; all others are judged as they arrive and counted.
const MOST_KEPT: usize = 100;

/// How many bytes of bodies of a scene are kept.
const MOST_BYTES: usize = 6 * 1024 * 1024;

/// How many troubles of a scene are kept.
const MOST_TROUBLES: usize = 20;

/// Where a delivery came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a redirect leads to another origin, all else to the own one"
)]
pub enum Origin {
    /// At the URL that the sender was given.
    Own,
    /// At the address of a redirect.
    Other,
}

/// How the body's end was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Framing {
    /// How many `Content-Length` lines there were.
    pub n_lengths: usize,
    /// Whether it was chunked.
    pub chunked: Chunked,
}

/// Whether a body came in chunks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it did or it did not")]
pub enum Chunked {
    /// It did not.
    #[default]
    No,
    /// It did.
    Yes,
}

/// A delivery as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Caught {
    /// Header names as written, the body without chunk framing.
    pub delivery: Delivery,
    /// When it was whole, since the Unix epoch: attempts that are a moment apart may lie in two seconds.
    pub arrived: Duration,
    /// Where it came in.
    pub origin: Origin,
    /// How it was framed.
    pub framing: Framing,
    /// What the reference says of it.
    pub judged: Result<(), Reason>,
}

impl Caught {
    /// When it was whole, Unix seconds.
    #[must_use]
    pub fn at(&self) -> i64 {
        unix_seconds(self.arrived)
    }
}

/// The whole seconds of a time since the Unix epoch.
pub(crate) fn unix_seconds(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}

/// What came and was no delivery.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// It is no HTTP/1.1 request.
    #[error("what arrived is no HTTP/1.1 request: {0}")]
    Rubbish(String),
    /// The connection ended, or fell silent, within the head.
    #[error("the connection ended before the headers did")]
    TornHead,
    /// The connection ended, or fell silent, within the body.
    #[error("the body was torn: {stated} bytes were announced, {actual} came")]
    Torn {
        /// What was announced; for a chunked body the bytes of whole chunks.
        stated: u64,
        /// What came.
        actual: u64,
    },
    /// The body is longer than is taken.
    #[error("the body has more than {0} bytes; it was answered with 413")]
    TooLong(usize),
    /// Two lengths, or a length and chunks.
    #[error("the length of the body is told twice and differently")]
    TwoLengths,
    /// The chunks cannot be read.
    #[error("the chunked body is broken")]
    Chunk,
    /// The catching server gave way.
    #[error("the delivery could not be handed to the catching server: {0}")]
    NotCaught(String),
}

/// All that was seen in one scene.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seen {
    /// The scene.
    pub scene: &'static Scene,
    /// The first deliveries, and those of the later ones that do not verify, in order.
    pub caught: Vec<Caught>,
    /// How many there were.
    pub n_caught: usize,
    /// How many of them do not verify.
    pub n_wrong: usize,
    /// The first troubles.
    pub troubles: Vec<Trouble>,
    /// How many there were.
    pub n_troubles: usize,
    /// How often the sender was asked to deliver.
    pub n_triggers: usize,
    bytes: usize,
}

impl Seen {
    /// Nothing yet.
    #[must_use]
    pub const fn new(scene: &'static Scene) -> Self {
        Self {
            scene,
            caught: Vec::new(),
            n_caught: 0,
            n_wrong: 0,
            troubles: Vec::new(),
            n_troubles: 0,
            n_triggers: 0,
            bytes: 0,
        }
    }

    /// Adds a delivery; beyond the bounds it is only counted.
    pub fn add(&mut self, caught: Caught) {
        self.n_caught += 1;
        self.n_wrong += usize::from(caught.judged.is_err());
        let size = caught.delivery.body.len();
        if self.caught.len() < MOST_KEPT && self.bytes + size <= MOST_BYTES {
            self.bytes += size;
            self.caught.push(caught);
        }
    }

    /// Adds a trouble; beyond the bound it is only counted.
    pub fn add_trouble(&mut self, trouble: Trouble) {
        self.n_troubles += 1;
        if self.troubles.len() < MOST_TROUBLES {
            self.troubles.push(trouble);
        }
    }

    /// The deliveries at the sender's own URL.
    pub fn own(&self) -> impl Iterator<Item = &Caught> {
        self.caught.iter().filter(|caught| caught.origin == Origin::Own)
    }

    /// The deliveries at the address of a redirect.
    pub fn elsewhere(&self) -> impl Iterator<Item = &Caught> {
        self.caught.iter().filter(|caught| caught.origin == Origin::Other)
    }
}
