//! The choices that a receiver has at each step; the first of each kind is not always the strict one.

use crate::mac::Hash;

macro_rules! choices {
    ($($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $variant:ident $(($kind:ty))?),* $(,)? })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name { $($(#[$note])* $variant $(($kind))?),* }
    )*};
}

choices! {
    /// How answers are written.
    Answers {
        /// As plain text.
        Text,
        /// As a JSON object.
        Json,
    }
    /// What a refusal tells.
    Disclosure {
        /// The reason.
        Nothing,
        /// The signature that would have been right.
        ExpectedSignature,
        /// The secret.
        Secret,
    }
    /// What a receiver keeps between deliveries.
    Memory {
        /// Nothing.
        None,
        /// How often it refused; after that many it refuses everything.
        LockedAfter(u32),
        /// Message ids; what comes again is answered by 409.
        Ids,
    }
    /// What is judged first.
    Order {
        /// The signature.
        SignatureFirst,
        /// The timestamp.
        TimestampFirst,
    }
    /// How header names are compared.
    HeaderNames {
        /// Without regard to case.
        AnyCase,
        /// As the documentation spells them.
        AsDocumented,
    }
    /// Where the signature is looked up.
    Search {
        /// In the scheme's places.
        AsScheme,
        /// In the header, the query, the form and the JSON body alike.
        AnyPlace,
    }
    /// Which of several values counts.
    Duplicates {
        /// None: two readers could read two values.
        Refused,
        /// The first.
        First,
        /// The first, but the age is that of the last.
        FirstButAgeOfLast,
        /// All, joined by a comma and a blank.
        Joined,
        /// The last.
        Last,
        /// The last, but the age is that of the first.
        LastButAgeOfFirst,
    }
    /// Blanks around a value.
    Blanks {
        /// They belong to it.
        Kept,
        /// They are cut.
        Trimmed,
    }
    /// How a value of a JSON body is read.
    JsonReading {
        /// The string or number at the pointer.
        Strict,
        /// At any depth, by the pointer's last name.
        AnyDepth,
        /// As languages with loose comparison do: `true` equals any text, a list of one string equals it.
        Loose,
    }
    /// How the prefix is cut.
    Prefix {
        /// Once, exactly; it must be there.
        Exact,
        /// Whatever its letters' case.
        AnyCase,
        /// Whatever stands before the first `=`.
        AnyLabel,
        /// Every leading character that occurs in it.
        CharacterSet,
        /// As many bytes as it has, whatever they are.
        ByLength,
        /// What stands before the first `=` names the hash.
        NamesHash,
        /// If it is there.
        Optional,
        /// Wherever it stands.
        RemovedAnywhere,
        /// As often as it stands there.
        Repeated,
    }
    /// Which signatures of a list are tried.
    List {
        /// All, until one is right.
        AnyGood,
        /// All but the last.
        ButLast,
        /// The first.
        FirstOnly,
        /// The last.
        LastOnly,
        /// The only one; several are refused.
        OnlyOne,
    }
    /// Which versions count.
    Versions {
        /// The scheme's.
        Pinned,
        /// Any.
        Any,
        /// The scheme's, or none.
        Optional,
    }
    /// How a signature is decoded.
    Decoding {
        /// One value, one spelling.
        Strict,
        /// Hex in either case; base64 of either alphabet with or without padding; odd characters skipped.
        Lenient,
        /// Up to the first odd character.
        Truncating,
    }
    /// How signatures are compared.
    Comparison {
        /// Every byte.
        Exact,
        /// As text without regard to case.
        CaseFolded,
        /// The right one need only stand somewhere in the given one.
        Contained,
        /// Only as many characters as the right one has.
        ExpectedLength,
        /// Only the first so many characters.
        First(usize),
        /// Only as many characters as the given one has.
        GivenLength,
        /// Not at all.
        Ignored,
        /// Only the last so many characters.
        Last(usize),
        /// The right one is written as a number is, without zeros in front.
        Number,
        /// The given one need only stand somewhere in the right one.
        Within,
    }
    /// How a timestamp is read.
    Reading {
        /// Decimal digits without sign, blanks or leading zeros.
        Strict,
        /// As an integer of a lenient parser: blanks, sign, zeros and underscores do not count.
        Integer,
        /// The digits at the beginning, whatever follows.
        LeadingDigits,
        /// As a number; anything else is no number, and its age exceeds no limit.
        NotANumberIsFresh,
        /// Not at all.
        Unread,
    }
    /// Which timestamp goes into the base string.
    SignedTime {
        /// Its text as found.
        AsFound,
        /// The number that was read, printed again.
        Reprinted,
    }
    /// How the age is checked.
    WindowCheck {
        /// As the scheme states, edges included.
        AsScheme,
        /// Edges excluded.
        Exclusive,
        /// Only that it is not too far ahead.
        FutureOnly,
        /// Both sides, where the scheme states one.
        BothSides,
        /// As the scheme states, or where it states nothing, so many seconds to either side.
        OwnLimit(u64),
        /// Only that it is not too old.
        PastOnly,
        /// With a limit so many times as long.
        Scaled(u64),
        /// Not at all.
        Unchecked,
        /// Not for a timestamp of zero, which the code takes for an absent one.
        ZeroIsAbsent,
    }
    /// What the body is taken to be.
    BodySeen {
        /// Its raw bytes.
        Raw,
        /// ASCII text: other characters become question marks.
        Ascii,
        /// Without a byte order mark.
        BomStripped,
        /// Text with line feeds for CRLF.
        CrlfFolded,
        /// As a form: decoded and encoded again.
        FormRewritten,
        /// Latin-1 text, written as UTF-8.
        Latin1,
        /// The first so many bytes.
        Limited(usize),
        /// Text: what is not UTF-8 becomes U+FFFD.
        Lossy,
        /// Up to the first NUL.
        NulCut,
        /// Raw, or else as a rewriter of that name writes it.
        RawOrRewritten(&'static str),
        /// As a rewriter of that name writes it.
        Rewritten(&'static str),
        /// Without blanks and line ends at both ends.
        Trimmed,
        /// Without the line end at its end.
        TrailingNewlineCut,
    }
    /// What the URL is taken to be.
    UrlSeen {
        /// As it was told.
        AsTold,
        /// With the host that the header `X-Forwarded-Host` names.
        ForwardedHost,
        /// In lower case.
        LowerCase,
        /// Without its query.
        WithoutQuery,
        /// Without a slash at its end.
        WithoutTrailingSlash,
    }
    /// What else is accepted as the digest.
    Construction {
        /// HMAC of the body alone.
        BodyOnly,
        /// The base string's plain digest.
        Digest,
        /// The plain digest of key and base string.
        DigestOfKeyAndBase,
        /// The plain digest of base string and key.
        DigestOfBaseAndKey,
        /// HMAC of nothing.
        EmptyMessage,
        /// The base string followed by the HMAC of nothing.
        MessageAndEmptyMac,
        /// HMAC with another hash.
        OtherHash(Hash),
        /// HMAC with the base string as key and the key as message.
        Swapped,
        /// HMAC of the base string without its id.
        WithoutId,
        /// HMAC of the base string without its literals.
        WithoutLiterals,
        /// HMAC of the base string without its timestamp.
        WithoutTimestamp,
    }
    /// How a key is made of a secret.
    KeyForm {
        /// As the scheme states.
        AsScheme,
        /// Characters that cannot be decoded are dropped.
        BadCharactersDropped,
        /// A key longer than the hash's block is cut.
        CutAtBlock,
        /// Decoded up to the first character that cannot be.
        Truncated,
        /// Blanks and line ends around the secret are cut.
        Trimmed,
    }
    /// Where a token's key comes from.
    TokenKey {
        /// The configuration.
        Configured,
        /// The token's own header, if it has one.
        Embedded,
    }
}
