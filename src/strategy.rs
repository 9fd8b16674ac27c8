//! Strategies for proptest: deliveries that your verifier must accept, and forgeries that it must reject.
//!
//! A whole test of a handler of your own:
//!
//! ```
//! use hookproof::scheme::catalog_scheme;
//! use hookproof::strategy::{deliveries, forgeries};
//! use proptest::prelude::*;
//!
//! /// The handler under test: GitHub's scheme, from first principles.
//! fn handler(secret: &[u8], headers: &hookproof::delivery::Headers, body: &[u8]) -> u16 {
//!     let Some(signature) = headers.text("x-hub-signature-256") else { return 401 };
//!     let Some(hex) = signature.strip_prefix("sha256=") else { return 401 };
//!     let right = hookproof::mac::Hash::Sha256.hmac(secret, body);
//!     if hex == hookproof::encoding::hex_text(right.as_bytes()) { 200 } else { 401 }
//! }
//!
//! let scheme = catalog_scheme("github").unwrap();
//! proptest!(|(genuine in deliveries(&scheme))| {
//!     let secret = genuine.secrets[0].as_bytes();
//!     prop_assert_eq!(handler(secret, &genuine.delivery.headers, &genuine.delivery.body), 200);
//! });
//! proptest!(|(forged in forgeries(&scheme))| {
//!     let secret = forged.secrets[0].as_bytes();
//!     prop_assert_eq!(handler(secret, &forged.delivery.headers, &forged.delivery.body), 401);
//! });
//! ```
//!
//! What is generated is simple where the choices are few, so a failure shrinks to a small delivery, and prints as
//! the request that it is. Deliveries are signed at [`VECTOR_TIME`](crate::cases::VECTOR_TIME) with the public test
//! secret that they carry; [`deliveries_of`] and [`forgeries_of`] take a time and a secret of your own.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use crate::generate::{Choices, Generated, Generator, Oddity, json_body, random_scheme, random_secret};
use crate::scheme::Scheme;

/// How many choices a strategy makes at most; all after them are the simplest.
const MOST_CHOICES: usize = 160;

/// A row of choices, to be made into something.
fn rows() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..MOST_CHOICES)
}

/// Genuine deliveries of the scheme: a correct receiver accepts each at its `now` with its `secrets`.
///
/// # Panics
/// When the scheme's test secret cannot be used, or its documented sample cannot be signed.
pub fn deliveries(scheme: &Scheme) -> impl Strategy<Value = Generated> + use<> {
    deliveries_of(generator(scheme))
}

/// Genuine deliveries under a setting of your own.
///
/// # Panics
/// When the generator's documented sample cannot be signed.
pub fn deliveries_of(generator: Generator) -> impl Strategy<Value = Generated> {
    let generator = Arc::new(generator);
    rows().prop_map(move |row| {
        let now = generator.setting().now;
        let made = generator.genuine(&mut Choices::of(&row), now);
        made.expect("a scheme signs its own sample")
    })
}

/// Forgeries of the scheme: each is a genuine delivery with one change that a correct receiver rejects. The title
/// says which, and `undone` is the genuine delivery.
///
/// # Panics
/// When the scheme's test secret cannot be used.
pub fn forgeries(scheme: &Scheme) -> impl Strategy<Value = Generated> + use<> {
    forgeries_of(generator(scheme))
}

/// Forgeries under a setting of your own.
pub fn forgeries_of(generator: Generator) -> impl Strategy<Value = Generated> {
    let generator = Arc::new(generator);
    rows().prop_filter_map("the scheme knows no such change", move |row| {
        let now = generator.setting().now;
        generator.forgery(&mut Choices::of(&row), now)
    })
}

/// Schemes that are well formed and belong to no provider.
///
/// # Panics
/// Never; that every generated scheme is well formed is held by a test.
pub fn schemes() -> impl Strategy<Value = Scheme> {
    rows().prop_map(|row| random_scheme(&mut Choices::of(&row)).expect("generated schemes are well formed"))
}

/// Secrets as a user of the scheme would configure them.
pub fn secrets(scheme: &Scheme) -> impl Strategy<Value = String> + use<> {
    let scheme = scheme.clone();
    rows().prop_map(move |row| random_secret(&mut Choices::of(&row), &scheme))
}

/// JSON objects as text, rich in what serializers treat differently: escapes, numbers, blanks, order, names that
/// come twice.
pub fn json_bodies() -> impl Strategy<Value = Vec<u8>> {
    rows().prop_map(|row| json_body(&mut Choices::of(&row), Oddity::Any))
}

fn generator(scheme: &Scheme) -> Generator {
    Generator::with_test_secret(scheme).expect("a scheme's test secret can be used")
}
