//! Receivers that make an exception for what anyone can write into a request.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const LOCALHOST_TRUSTED: Fault = Fault {
    id: "localhost-trusted",
    title: "takes every delivery that a header calls local",
    description: "Requests of the own machine are exempt, and the address is read from a header that any client may send.",
    flags: &["VerificationBypass"],
    class: "R03",
    level: Level::Must,
    references: &["E13", "CWE-290"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::ClaimsToBeLocal, Reaction::Accept)]),
};

pub(super) const TOOL_TRUSTED: Fault = Fault {
    id: "tool-trusted",
    title: "takes every delivery whose user agent is a tool or a health check",
    description: "A check by hand or by a load balancer was let through by its user agent.",
    flags: &["VerificationBypass"],
    class: "R03",
    level: Level::Must,
    references: &["E13", "CWE-290"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::ClaimsToBeTool, Reaction::Accept)]),
};

pub(super) const TEST_MODE_ON_REQUEST: Fault = Fault {
    id: "test-mode-on-request",
    title: "verifies nothing when the request asks for a test mode",
    description: "A switch of the development was left in, and the request itself turns it.",
    flags: &["VerificationBypass"],
    class: "R03",
    level: Level::Must,
    references: &["E13", "E16", "CWE-489"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::AsksForTestMode, Reaction::Accept)]),
};

pub(super) const ONLY_USUAL_TYPE_VERIFIED: Fault = Fault {
    id: "only-usual-type-verified",
    title: "takes every delivery of another content type",
    description: "The verification is part of the parser for one content type, and what another parser or none takes is handed on.",
    flags: &["VerificationBypass"],
    class: "R03",
    level: Level::Must,
    references: &["E13"],
    applies: applies::header_place,
    quirks: Quirks::reacting(&[(Failure::OtherContentType, Reaction::Accept)]),
};

pub(super) const ONLY_USUAL_METHOD_VERIFIED: Fault = Fault {
    id: "only-usual-method-verified",
    title: "takes every delivery of another method",
    description: "The verification hangs on the method's route or condition, and the handler does not.",
    flags: &["VerificationBypass"],
    class: "R03",
    level: Level::Should,
    references: &["E13"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::OtherMethod, Reaction::Accept)]),
};
