//! Receivers that take a digest which is no MAC.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Construction;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const PLAIN_DIGEST_ACCEPTED: Fault = Fault {
    id: "plain-digest-accepted",
    title: "takes a plain digest of the base string",
    description: "A checksum without key is taken for a signature.",
    flags: &["UnkeyedDigest"],
    class: "R29",
    level: Level::Must,
    references: &["E110"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::Digest],
        ..Quirks::STRICT
    },
};

pub(super) const DIGEST_OF_KEY_AND_MESSAGE_ACCEPTED: Fault = Fault {
    id: "digest-of-key-and-message-accepted",
    title: "takes a plain digest of key and base string",
    description: "The documentation says `hash it`, and the key is put before the message.",
    flags: &["UnkeyedDigest"],
    class: "R29",
    level: Level::Must,
    references: &["E110"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::DigestOfKeyAndBase],
        ..Quirks::STRICT
    },
};

pub(super) const DIGEST_OF_MESSAGE_AND_KEY_ACCEPTED: Fault = Fault {
    id: "digest-of-message-and-key-accepted",
    title: "takes a plain digest of base string and key",
    description: "The documentation says `hash it`, and the key is put behind the message.",
    flags: &["UnkeyedDigest"],
    class: "R29",
    level: Level::Must,
    references: &["E110"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::DigestOfBaseAndKey],
        ..Quirks::STRICT
    },
};

pub(super) const KEY_AND_MESSAGE_SWAPPED_ACCEPTED: Fault = Fault {
    id: "key-and-message-swapped-accepted",
    title: "takes an HMAC whose key is the message",
    description: "The arguments are swapped, and both orders are tried.",
    flags: &["SwappedKeyAndMessage"],
    class: "R29",
    level: Level::Must,
    references: &["E116"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::Swapped],
        ..Quirks::STRICT
    },
};

pub(super) const EMPTY_MESSAGE_ACCEPTED: Fault = Fault {
    id: "empty-message-accepted",
    title: "takes the HMAC of nothing",
    description: "The body was read before, so that the verifier sees an empty one; both are tried.",
    flags: &["EmptyMessageMac"],
    class: "R29",
    level: Level::Must,
    references: &["E116"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::EmptyMessage],
        ..Quirks::STRICT
    },
};

pub(super) const APPENDED_MAC_ACCEPTED: Fault = Fault {
    id: "appended-mac-accepted",
    title: "takes the base string followed by the HMAC of nothing",
    description: "`Sum(message)` appends the digest of nothing to the message instead of signing it.",
    flags: &["AppendedMac"],
    class: "R29",
    level: Level::Must,
    references: &["E116"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        also: &[Construction::MessageAndEmptyMac],
        ..Quirks::STRICT
    },
};
