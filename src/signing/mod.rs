//! Signing and verifying: the only code that does either. A scheme and its secrets are compiled once;
//! then an HMAC delivery is verified without allocating.

mod base_string;
mod calendar;
mod canonicalization;
mod event;
mod filters;
mod items;
#[cfg(feature = "jwt")]
mod jwt;
mod key;
#[cfg(feature = "public-key")]
mod key_text;
mod list;
mod locate;
mod place;
mod plan;
#[cfg(feature = "public-key")]
mod public_half;
#[cfg(feature = "public-key")]
mod public_key;
mod reason;
#[cfg(feature = "public-key")]
mod remembered;
#[cfg(feature = "public-key")]
mod reproducible;
mod sign;
mod signing_key;
mod straight;
mod timestamp;
mod trial;
mod verify;
mod verifying_key;

pub(crate) use base_string::{Parts, expand, expanded};
pub use event::{Draft, Event, SignError};
pub use key::SecretError;
pub(crate) use key::key_of;
pub(crate) use locate::{locate, numbered, signatures};
pub(crate) use plan::{Plan, holds};
#[cfg(feature = "public-key")]
pub use public_half::public_half;
pub use reason::Reason;
pub use sign::Signer;
pub use timestamp::Timestamp;
pub(crate) use timestamp::Window;
pub use verify::Verifier;
pub(crate) use verifying_key::VerifyingKey;
