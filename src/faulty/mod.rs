//! Built-in receivers: faulty ones, which make one mistake each, and tolerant but correct ones. They prove
//! the suite: each mistake must be caught, and none of the correct receivers blamed.

mod applies;
mod choices;
mod coverage;
mod failure;
mod faults;
mod manner;
mod pliant;
mod quirks;
mod rules;
mod suspects;
mod tolerant;

pub use choices::{
    Answers, Blanks, BodySeen, Comparison, Construction, Decoding, Disclosure, Duplicates, HeaderNames,
    JsonReading, KeyForm, List, Memory, Order, Prefix, Reading, Search, SignedTime, TokenKey, UrlSeen,
    Versions, WindowCheck,
};
pub use coverage::{Coverage, Row, Share, TolerantRow, coverage, outcomes};
pub use failure::{Failure, Reaction};
pub use faults::{FAULTS, Fault, fault};
pub use pliant::{Answer, Pliant, judge, knows, slow_verify};
pub use quirks::Quirks;
pub use rules::{RULES, Rule};
pub use suspects::{Likeness, Suspect, suspects};
pub use tolerant::{TOLERANT, Tolerant};
