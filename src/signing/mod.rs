//! Signing and verifying: the only code that does either. A scheme and its secrets are compiled once;
//! then an HMAC delivery is verified without allocating.

mod base_string;
#[cfg(feature = "jwt")]
mod jwt;
mod key;
mod locate;
mod reason;
mod sign;
mod timestamp;
mod verify;

pub use key::SecretError;
pub use reason::Reason;
pub use sign::{Draft, Event, SignError, Signer};
pub use timestamp::Timestamp;
pub use verify::Verifier;
