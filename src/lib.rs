//! Hookproof.
