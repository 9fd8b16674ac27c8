//! What the receiver plays while a sender is watched: one table, one scene for each reaction that is asked for.

/// What the receiver does with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "all that a receiver can do to a delivery is here"
)]
pub enum Play {
    /// It answers with this status.
    Status(u16),
    /// It answers with this status and asks to come back after a second.
    Later(u16),
    /// It answers with this status and the address of another origin.
    Redirect(u16),
    /// It answers nothing and keeps the connection open for a while.
    Hang,
    /// It closes the connection without an answer.
    Reset,
}

/// What is looked for in a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "every scene is one of these")]
pub enum Purpose {
    /// Ordinary deliveries.
    Calm,
    /// Whether a delivery that failed is sent again.
    Retry,
    /// Whether a delivery that was refused is left alone, or later sent again.
    Refusal,
    /// Whether the signature follows a redirect.
    Redirect,
}

/// One scene: the first delivery is answered as `play` says, every later one with 200.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Scene {
    /// Its name in URLs and case ids.
    pub id: &'static str,
    /// What it is for.
    pub purpose: Purpose,
    /// The answer to the first delivery.
    pub play: Play,
    /// What happens, for titles.
    pub told: &'static str,
}

/// Every scene in the order in which it is played.
pub const SCENES: &[Scene] = &[
    scene("calm", Purpose::Calm, Play::Status(200), "answered 200"),
    scene("server-error", Purpose::Retry, Play::Status(500), "answered 500"),
    scene("hang", Purpose::Retry, Play::Hang, "not answered"),
    scene("reset", Purpose::Retry, Play::Reset, "cut off without an answer"),
    scene("gone", Purpose::Refusal, Play::Status(410), "answered 410"),
    scene(
        "too-many-requests",
        Purpose::Refusal,
        Play::Later(429),
        "answered 429 with Retry-After",
    ),
    scene(
        "redirect-301",
        Purpose::Redirect,
        Play::Redirect(301),
        "answered 301",
    ),
    scene(
        "redirect-302",
        Purpose::Redirect,
        Play::Redirect(302),
        "answered 302",
    ),
    scene(
        "redirect-307",
        Purpose::Redirect,
        Play::Redirect(307),
        "answered 307",
    ),
    scene(
        "redirect-308",
        Purpose::Redirect,
        Play::Redirect(308),
        "answered 308",
    ),
];

const fn scene(id: &'static str, purpose: Purpose, play: Play, told: &'static str) -> Scene {
    Scene {
        id,
        purpose,
        play,
        told,
    }
}
