//! The families: each is one idea of what can go wrong, applied to every scheme that it fits.

mod boundary;
mod bypass;
mod construction;
mod duplicate;
mod encoding;
mod freshness;
pub(super) mod genuine;
mod jwt;
mod list;
mod location;
mod prefix;
mod public_key;
mod replay;
mod reserialized;
mod secret;
mod static_token;
mod status;
mod tampered;
mod timestamp;
mod transcoded;
mod truncated;
mod unsigned;
mod url;

use crate::cases::builder::Builder;

/// One idea of what can go wrong.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Family {
    /// The middle part of case ids, kebab-case.
    pub id: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// What is sent, what a correct receiver does and why.
    pub description: &'static str,
    /// Makes the family's cases.
    pub generate: fn(&mut Builder<'_>),
}

/// Every family, in the order in which cases run.
pub const FAMILIES: &[Family] = &[
    genuine::FAMILY,
    unsigned::FAMILY,
    bypass::FAMILY,
    tampered::FAMILY,
    truncated::FAMILY,
    reserialized::FAMILY,
    transcoded::FAMILY,
    encoding::FAMILY,
    prefix::FAMILY,
    list::FAMILY,
    duplicate::FAMILY,
    secret::FAMILY,
    construction::FAMILY,
    freshness::FAMILY,
    timestamp::FAMILY,
    boundary::FAMILY,
    replay::FAMILY,
    location::FAMILY,
    url::FAMILY,
    jwt::FAMILY,
    static_token::FAMILY,
    public_key::FAMILY,
    status::FAMILY,
];
