//! Receivers to which the version or the algorithm means nothing.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::{Construction, Prefix, Versions};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;
use crate::mac::Hash;

pub(super) const VERSION_IGNORED: Fault = Fault {
    id: "version-ignored",
    title: "takes a signature of any version",
    description: "What stands before the signature is cut and never compared.",
    flags: &["VersionUnpinned", "UnknownVersion"],
    class: "R18",
    level: Level::Should,
    references: &["E72", "E73"],
    applies: applies::labelled,
    quirks: Quirks {
        versions: Versions::Any,
        ..Quirks::STRICT
    },
};

pub(super) const VERSION_OPTIONAL: Fault = Fault {
    id: "version-optional",
    title: "takes a signature without version",
    description: "The version is removed where it is there.",
    flags: &["VersionUnpinned", "PrefixMissing", "OddListItem"],
    class: "R18",
    level: Level::Should,
    references: &["E73"],
    applies: applies::labelled,
    quirks: Quirks {
        versions: Versions::Optional,
        ..Quirks::STRICT
    },
};

pub(super) const ALGORITHM_FROM_LABEL: Fault = Fault {
    id: "algorithm-from-label",
    title: "lets the sender choose the hash",
    description: "The label is split off and names the hash of the check.",
    flags: &["AlgorithmDowngrade"],
    class: "R18",
    level: Level::Must,
    references: &["E71", "CVE-2026-48747"],
    applies: applies::hash_prefixed,
    quirks: Quirks {
        prefix: Prefix::NamesHash,
        ..Quirks::STRICT
    },
};

pub(super) const WEAKER_HASH_ACCEPTED: Fault = Fault {
    id: "weaker-hash-accepted",
    title: "takes a weaker hash too",
    description: "SHA-1 stays accepted for senders that have not moved on.",
    flags: &["AlgorithmDowngrade", "WrongHash"],
    class: "R18",
    level: Level::Must,
    references: &["E74"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        prefix: Prefix::AnyLabel,
        also: &[
            Construction::OtherHash(Hash::Sha1),
            Construction::OtherHash(Hash::Md5),
            Construction::OtherHash(Hash::Sha512),
        ],
        ..Quirks::STRICT
    },
};

pub(super) const ANY_LABEL: Fault = Fault {
    id: "any-label",
    title: "cuts whatever stands before the first `=`",
    description: "The label is split off and not compared.",
    flags: &["AlgorithmDowngrade", "VersionUnpinned", "PrefixCharacterSet"],
    class: "R18",
    level: Level::Should,
    references: &["E73"],
    applies: applies::equals_prefixed,
    quirks: Quirks {
        prefix: Prefix::AnyLabel,
        ..Quirks::STRICT
    },
};
