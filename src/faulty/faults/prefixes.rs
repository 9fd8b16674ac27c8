//! Receivers that cut the prefix wrongly.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Prefix;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const PREFIX_CHARACTERS_STRIPPED: Fault = Fault {
    id: "prefix-characters-stripped",
    title: "strips every character of the prefix",
    description: "`lstrip(\"v0=\")` strips a set of characters, and a digest that begins with one of them loses it.",
    flags: &["PrefixCharacterSet"],
    class: "R18",
    level: Level::Must,
    references: &["E70"],
    applies: applies::prefix_in_alphabet,
    quirks: Quirks {
        prefix: Prefix::CharacterSet,
        ..Quirks::STRICT
    },
};

pub(super) const PREFIX_REMOVED_ANYWHERE: Fault = Fault {
    id: "prefix-removed-anywhere",
    title: "removes the prefix wherever it stands",
    description: "`replace(\"v0=\", \"\")` on the whole text.",
    flags: &["PrefixRepeated", "PrefixMissing"],
    class: "R18",
    level: Level::Should,
    references: &["E70"],
    applies: applies::pinned_prefix,
    quirks: Quirks {
        prefix: Prefix::RemovedAnywhere,
        ..Quirks::STRICT
    },
};

pub(super) const PREFIX_STRIPPED_REPEATEDLY: Fault = Fault {
    id: "prefix-stripped-repeatedly",
    title: "strips the prefix as often as it stands there",
    description: "`trim_start_matches` is taken for `strip_prefix`.",
    flags: &["PrefixRepeated", "PrefixMissing"],
    class: "R18",
    level: Level::Should,
    references: &["E70"],
    applies: applies::pinned_prefix,
    quirks: Quirks {
        prefix: Prefix::Repeated,
        ..Quirks::STRICT
    },
};

pub(super) const PREFIX_CUT_BY_LENGTH: Fault = Fault {
    id: "prefix-cut-by-length",
    title: "cuts as many bytes as the prefix has",
    description: "`signature[7:]` whatever the seven bytes are, so that another algorithm's label passes.",
    flags: &["AlgorithmDowngrade", "VersionUnpinned", "PrefixCharacterSet"],
    class: "R18",
    level: Level::Should,
    references: &["E39", "E73"],
    applies: applies::prefixed,
    quirks: Quirks {
        prefix: Prefix::ByLength,
        ..Quirks::STRICT
    },
};
