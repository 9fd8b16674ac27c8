//! Receivers that rebuild the URL wrongly.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::UrlSeen;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const FORWARDED_HOST_TRUSTED: Fault = Fault {
    id: "forwarded-host-trusted",
    title: "takes the host of a header",
    description: "The public host is read from `X-Forwarded-Host`, which the client writes unless a proxy in front overwrites it.",
    flags: &["UrlVariant"],
    class: "R24",
    level: Level::Should,
    references: &["E94"],
    applies: applies::url_bound,
    quirks: Quirks {
        url: UrlSeen::ForwardedHost,
        ..Quirks::STRICT
    },
};

pub(super) const QUERY_DROPPED: Fault = Fault {
    id: "query-dropped",
    title: "signs the URL without its query",
    description: "The framework's URL has no query.",
    flags: &["UrlVariant", "ModifiedHeader"],
    class: "R24",
    level: Level::Must,
    references: &["E94"],
    applies: applies::url_bound,
    quirks: Quirks {
        url: UrlSeen::WithoutQuery,
        ..Quirks::STRICT
    },
};

pub(super) const URL_LOWERED: Fault = Fault {
    id: "url-lowered",
    title: "signs the URL in lower case",
    description: "The URL is normalized before it is signed.",
    flags: &["UrlVariant"],
    class: "R24",
    level: Level::Must,
    references: &["E94"],
    applies: applies::url_bound,
    quirks: Quirks {
        url: UrlSeen::LowerCase,
        ..Quirks::STRICT
    },
};

pub(super) const TRAILING_SLASH_DROPPED: Fault = Fault {
    id: "trailing-slash-dropped",
    title: "signs the URL without its last slash",
    description: "The router strips it.",
    flags: &["UrlVariant"],
    class: "R24",
    level: Level::Must,
    references: &["E94"],
    applies: applies::url_bound,
    quirks: Quirks {
        url: UrlSeen::WithoutTrailingSlash,
        ..Quirks::STRICT
    },
};
