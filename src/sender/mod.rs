//! Senders: what one sends is caught by `wiremock` behind a guard, while the receiver plays what a check needs, and
//! judged by every check of [`CHECKS`]. A signer behind a shim is judged without HTTP.

mod catcher;
mod caught;
mod checks;
mod dispatch;
mod mistake;
mod report;
mod scene;
mod signer;
mod stage;
mod wire;

pub(crate) use caught::unix_seconds;
pub use caught::{Caught, Chunked, Framing, Origin, Seen, Trouble};
pub use checks::{CHECKS, Check, Evidence, Finding};
pub use dispatch::{Answered, Attempt, Delivered, Dispatch, Permit};
pub use mistake::mistake_of;
pub use report::{Tested, sender_report};
pub use scene::{Play, Purpose, SCENES, Scene};
pub use signer::test_signer;
pub use stage::{Stage, StageOptions, Witness};
pub use wire::BODY_LIMIT;
