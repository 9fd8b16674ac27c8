//! The filters that a template's values go through before they are signed.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::reserialize::rewriter;

/// A step that a value goes through before it is signed. Several names have an argument after a colon, in
/// which `%7C` is `|` and `%7D` is `}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Filter {
    /// `add-port`: the default port is written into a URL without one.
    AddPort,
    /// `add-slash`: a slash at the end, unless there is one.
    AddSlash,
    /// `crc32`: the CRC-32 of zlib, in decimal.
    Crc32,
    /// `from-base64`, `from-hex`, …: decoded.
    Decode(Encoding),
    /// `drop-port`: the default port is cut from a URL.
    DropPort,
    /// `drop-slash`: the slash at the end is cut.
    DropSlash,
    /// `each:<k>=<v>`: how an entry of a list is written; `<k><v>` without it.
    Each(String),
    /// `base64`, `hex`, …: written in an encoding.
    Encode(Encoding),
    /// `escape:CHARS`: a backslash before each of the characters.
    Escape(String),
    /// `except:A,B`: a list without the entries of these keys; a `*` at the end stands for any rest.
    Except(Vec<String>),
    /// `first:N`: the first N bytes.
    First(usize),
    /// `form-urlencode`: as HTML forms write it, blanks as `+`.
    FormUrlencode,
    /// `sha256`, …: its digest, raw bytes.
    Hash(Hash),
    /// `hmac-sha256`, …: its HMAC under the key, raw bytes.
    Hmac(Hash),
    /// `join:TEXT`: a list becomes one text, with TEXT between its entries. Of a header: its lines.
    Join(String),
    /// `json:/POINTER`: the string, number or boolean there in a JSON text.
    Json(String),
    /// `json-object`: a list becomes a compact JSON object; values that were JSON stay as they are.
    JsonObject,
    /// `json-string`: as a JSON string with its quotes.
    JsonString,
    /// `last:N`: the last N bytes.
    Last(usize),
    /// `lower`: ASCII letters in lower case.
    Lower,
    /// `lower-keys`: the same for the keys of a list.
    LowerKeys,
    /// `merge:TEXT`: entries of the same key become one, with TEXT between their values.
    Merge(String),
    /// `minify`: without the blanks between the tokens of a JSON text.
    Minify,
    /// `non-empty`: an empty text counts as missing; a list loses its empty entries.
    NonEmpty,
    /// `number`: a decimal number re-printed, so `+007` becomes `7`.
    Number,
    /// `only:A,B`: a list with the entries of these keys alone; a `*` at the end stands for any rest.
    Only(Vec<String>),
    /// `optional`: nothing where a value is missing.
    Optional,
    /// `or:TEXT`: the text where the value is missing.
    Or(String),
    /// `order:A,B`: a list with the entries of these keys alone, in this order.
    Order(Vec<String>),
    /// `php-serialize`: a list becomes what PHP's `serialize` makes of an array of strings.
    PhpSerialize,
    /// `repeat:N`: repeated and cut to N bytes.
    Repeat(usize),
    /// `replace:A:B`: each A becomes B.
    Replace(String, String),
    /// `reverse`: the bytes from last to first.
    Reverse,
    /// `rewrite:ID`: the JSON text as another program would write it again.
    Rewrite(String),
    /// `sort`: a list by its keys, else in its order.
    Sort,
    /// `sort-values`: a list by its values where its keys do not count, as in `{list:…}`; else by key and value.
    SortValues,
    /// `strip-prefix:TEXT`: cut once where it is there.
    StripPrefix(String),
    /// `trim`: without ASCII white space around it.
    Trim,
    /// `unique`: a list without entries that are there before.
    Unique,
    /// `upper`: ASCII letters in upper case.
    Upper,
    /// `urldecode`: percent signs decoded.
    Urldecode,
    /// `urlencode`: RFC 3986, all but the unreserved characters, upper-case hex.
    Urlencode,
}

const ENCODINGS: [Encoding; 6] = [
    Encoding::Base64,
    Encoding::Base64Unpadded,
    Encoding::Base64url,
    Encoding::Base64urlUnpadded,
    Encoding::Hex,
    Encoding::HexUpper,
];

/// Filters without an argument that are neither hashes nor encodings.
const PLAIN: [Filter; 23] = [
    Filter::AddPort,
    Filter::AddSlash,
    Filter::Crc32,
    Filter::DropPort,
    Filter::DropSlash,
    Filter::FormUrlencode,
    Filter::JsonObject,
    Filter::JsonString,
    Filter::Lower,
    Filter::LowerKeys,
    Filter::Minify,
    Filter::NonEmpty,
    Filter::Number,
    Filter::Optional,
    Filter::PhpSerialize,
    Filter::Reverse,
    Filter::Sort,
    Filter::SortValues,
    Filter::Trim,
    Filter::Unique,
    Filter::Upper,
    Filter::Urldecode,
    Filter::Urlencode,
];

/// Names of filters with an argument.
const WITH_ARGUMENT: [&str; 15] = [
    "each:<k>=<v>",
    "escape:CHARS",
    "except:A,B",
    "first:N",
    "join:TEXT",
    "json:/POINTER",
    "last:N",
    "merge:TEXT",
    "only:A,B",
    "or:TEXT",
    "order:A,B",
    "repeat:N",
    "replace:A:B",
    "rewrite:ID",
    "strip-prefix:TEXT",
];

/// The longest text that `repeat` makes.
const MAX_REPEAT: usize = 4096;

impl Filter {
    fn plain() -> impl Iterator<Item = Self> {
        let hashes = Hash::ALL.into_iter().map(Self::Hash);
        let hmacs = Hash::ALL.into_iter().map(Self::Hmac);
        let encodings = ENCODINGS.into_iter().map(Self::Encode);
        let decodings = ENCODINGS.into_iter().map(Self::Decode);
        let plain = PLAIN.into_iter();
        hashes.chain(hmacs).chain(encodings).chain(decodings).chain(plain)
    }

    pub(crate) fn of(text: &str) -> Option<Self> {
        let Some((name, argument)) = text.split_once(':') else {
            return Self::plain().find(|filter| filter.to_string() == text);
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(String::from);
        let list = || argument.split(',').map(decoded).collect::<Option<Vec<_>>>();
        let number = || argument.parse::<usize>().ok();
        Some(match name {
            "each" => Self::Each(decoded(argument)?),
            "escape" => Self::Escape(decoded(argument).filter(|text| text.is_ascii())?),
            "except" => Self::Except(list()?),
            "first" => Self::First(number()?),
            "join" => Self::Join(decoded(argument)?),
            "json" => Self::Json(decoded(argument).filter(|pointer| pointer.starts_with('/'))?),
            "last" => Self::Last(number()?),
            "merge" => Self::Merge(decoded(argument)?),
            "only" => Self::Only(list()?),
            "or" => Self::Or(decoded(argument)?),
            "order" => Self::Order(list()?),
            "repeat" => Self::Repeat(number().filter(|n| (1..=MAX_REPEAT).contains(n))?),
            "replace" => {
                let (from, to) = argument.split_once(':')?;
                Self::Replace(decoded(from).filter(|from| !from.is_empty())?, decoded(to)?)
            }
            "rewrite" => Self::Rewrite(decoded(argument).filter(|id| rewriter(id).is_some())?),
            "strip-prefix" => Self::StripPrefix(decoded(argument)?),
            _ => return None,
        })
    }

    pub(crate) fn known() -> String {
        let names = Self::plain().map(|filter| filter.to_string());
        let names: Vec<_> = names.chain(WITH_ARGUMENT.map(str::to_owned)).collect();
        names.join(", ")
    }

    /// Whether it works on a list only.
    #[must_use]
    pub const fn needs_list(&self) -> bool {
        matches!(
            self,
            Self::Each(_)
                | Self::Except(_)
                | Self::Join(_)
                | Self::JsonObject
                | Self::LowerKeys
                | Self::Merge(_)
                | Self::Only(_)
                | Self::Order(_)
                | Self::PhpSerialize
                | Self::Sort
                | Self::SortValues
                | Self::Unique
        )
    }

    /// Whether a list is one text after it.
    #[must_use]
    pub const fn ends_list(&self) -> bool {
        matches!(self, Self::Join(_) | Self::JsonObject | Self::PhpSerialize)
    }

    /// Whether two different texts stay different, so that what is signed binds the text byte for byte.
    #[must_use]
    pub const fn keeps_differences(&self) -> bool {
        match self {
            Self::Encode(_)
            | Self::Escape(_)
            | Self::FormUrlencode
            | Self::Hash(_)
            | Self::Hmac(_)
            | Self::JsonString
            | Self::NonEmpty
            | Self::Optional
            | Self::Or(_)
            | Self::Reverse
            | Self::Urlencode => true,
            Self::AddPort
            | Self::AddSlash
            | Self::Crc32
            | Self::Decode(_)
            | Self::DropPort
            | Self::DropSlash
            | Self::Each(_)
            | Self::Except(_)
            | Self::First(_)
            | Self::Join(_)
            | Self::Json(_)
            | Self::JsonObject
            | Self::Last(_)
            | Self::Lower
            | Self::LowerKeys
            | Self::Merge(_)
            | Self::Minify
            | Self::Number
            | Self::Only(_)
            | Self::Order(_)
            | Self::PhpSerialize
            | Self::Repeat(_)
            | Self::Replace(..)
            | Self::Rewrite(_)
            | Self::Sort
            | Self::SortValues
            | Self::StripPrefix(_)
            | Self::Trim
            | Self::Unique
            | Self::Upper
            | Self::Urldecode => false,
        }
    }

    fn argument(&self) -> Option<String> {
        // Not ASCII stays as it is: only what ends a filter is escaped.
        let text = |text: &str| {
            let escaped = text.replace('%', "%25").replace('|', "%7C");
            escaped.replace('{', "%7B").replace('}', "%7D")
        };
        let list = |names: &[String]| {
            let names: Vec<_> = names.iter().map(|name| text(name).replace(',', "%2C")).collect();
            names.join(",")
        };
        Some(match self {
            Self::Each(value)
            | Self::Escape(value)
            | Self::Join(value)
            | Self::Json(value)
            | Self::Merge(value)
            | Self::Or(value)
            | Self::Rewrite(value)
            | Self::StripPrefix(value) => text(value),
            Self::Except(names) | Self::Only(names) | Self::Order(names) => list(names),
            Self::First(count) | Self::Last(count) | Self::Repeat(count) => count.to_string(),
            Self::Replace(from, to) => format!("{}:{}", text(from).replace(':', "%3A"), text(to)),
            _ => return None,
        })
    }

    /// The name as templates write it, without an argument.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AddPort => "add-port",
            Self::AddSlash => "add-slash",
            Self::Crc32 => "crc32",
            Self::Decode(_) => "from",
            Self::DropPort => "drop-port",
            Self::DropSlash => "drop-slash",
            Self::Each(_) => "each",
            Self::Encode(encoding) => encoding.name(),
            Self::Escape(_) => "escape",
            Self::Except(_) => "except",
            Self::First(_) => "first",
            Self::FormUrlencode => "form-urlencode",
            Self::Hash(hash) => hash.name(),
            Self::Hmac(_) => "hmac",
            Self::Join(_) => "join",
            Self::Json(_) => "json",
            Self::JsonObject => "json-object",
            Self::JsonString => "json-string",
            Self::Last(_) => "last",
            Self::Lower => "lower",
            Self::LowerKeys => "lower-keys",
            Self::Merge(_) => "merge",
            Self::Minify => "minify",
            Self::NonEmpty => "non-empty",
            Self::Number => "number",
            Self::Only(_) => "only",
            Self::Optional => "optional",
            Self::Or(_) => "or",
            Self::Order(_) => "order",
            Self::PhpSerialize => "php-serialize",
            Self::Repeat(_) => "repeat",
            Self::Replace(..) => "replace",
            Self::Reverse => "reverse",
            Self::Rewrite(_) => "rewrite",
            Self::Sort => "sort",
            Self::SortValues => "sort-values",
            Self::StripPrefix(_) => "strip-prefix",
            Self::Trim => "trim",
            Self::Unique => "unique",
            Self::Upper => "upper",
            Self::Urldecode => "urldecode",
            Self::Urlencode => "urlencode",
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(encoding) => write!(f, "from-{}", encoding.name()),
            Self::Hmac(hash) => write!(f, "hmac-{}", hash.name()),
            _ => match self.argument() {
                Some(argument) => write!(f, "{}:{argument}", self.name()),
                None => f.write_str(self.name()),
            },
        }
    }
}
