//! What a receiver does otherwise than a strict one: every way in which the built-in receivers differ.

use crate::faulty::choices::{
    Answers, Blanks, BodySeen, Comparison, Construction, Decoding, Disclosure, Duplicates, HeaderNames,
    JsonReading, KeyForm, List, Memory, Order, Prefix, Reading, Search, SignedTime, TokenKey, UrlSeen,
    Versions, WindowCheck,
};
use crate::faulty::failure::{Failure, Reaction};

/// How a built-in receiver judges. [`Quirks::STRICT`] makes no mistake; a faulty receiver changes one field.
#[derive(Clone, Copy, Debug)]
pub struct Quirks {
    /// What it does when it finds a failure, where that is not the failure's usual reaction.
    pub reactions: &'static [(Failure, Reaction)],
    /// The HTTP status of a refusal.
    pub refusal: u16,
    /// How it writes its answers.
    pub answers: Answers,
    /// What its refusals tell beyond the reason.
    pub disclosure: Disclosure,
    /// What it keeps from one delivery to the next.
    pub memory: Memory,
    /// What it looks at first.
    pub order: Order,
    /// How it compares header names.
    pub header_names: HeaderNames,
    /// Where it looks for the signature.
    pub search: Search,
    /// Which of several values counts.
    pub duplicates: Duplicates,
    /// What it does with blanks around values.
    pub blanks: Blanks,
    /// How it reads a value of a JSON body.
    pub json: JsonReading,
    /// How it cuts the prefix.
    pub prefix: Prefix,
    /// Which signatures of a list it tries.
    pub list: List,
    /// Which versions of a list count.
    pub versions: Versions,
    /// How it decodes a signature.
    pub decoding: Decoding,
    /// How it compares.
    pub comparison: Comparison,
    /// How it reads a timestamp.
    pub reading: Reading,
    /// Which timestamp it signs.
    pub signed_time: SignedTime,
    /// How it checks the age.
    pub window: WindowCheck,
    /// What it takes the body to be.
    pub body: BodySeen,
    /// What it takes the URL to be.
    pub url: UrlSeen,
    /// What it accepts as the digest besides that of the scheme's base string.
    pub also: &'static [Construction],
    /// How it makes a key of a secret.
    pub key: KeyForm,
    /// Secrets that it takes besides the configured ones.
    pub spare_secrets: &'static [&'static str],
    /// Whether a token may bring its own key.
    pub token_key: TokenKey,
    /// Seconds of leeway on a token's times, beside the scheme's.
    pub token_leeway: u64,
}

impl Quirks {
    /// No mistake: what the reference verifier does, by other means.
    pub const STRICT: Self = Self {
        reactions: &[],
        refusal: 400,
        answers: Answers::Text,
        disclosure: Disclosure::Nothing,
        memory: Memory::None,
        order: Order::TimestampFirst,
        header_names: HeaderNames::AnyCase,
        search: Search::AsScheme,
        duplicates: Duplicates::Refused,
        blanks: Blanks::Kept,
        json: JsonReading::Strict,
        prefix: Prefix::Exact,
        list: List::AnyGood,
        versions: Versions::Pinned,
        decoding: Decoding::Strict,
        comparison: Comparison::Exact,
        reading: Reading::Strict,
        signed_time: SignedTime::AsFound,
        window: WindowCheck::AsScheme,
        body: BodySeen::Raw,
        url: UrlSeen::AsTold,
        also: &[],
        key: KeyForm::AsScheme,
        spare_secrets: &[],
        token_key: TokenKey::Configured,
        token_leeway: 0,
    };

    /// The strict receiver, but for these reactions.
    #[must_use]
    pub const fn reacting(reactions: &'static [(Failure, Reaction)]) -> Self {
        Self {
            reactions,
            ..Self::STRICT
        }
    }

    /// What the receiver does when it finds this failure.
    #[must_use]
    pub fn reaction(&self, failure: Failure) -> Reaction {
        self.reactions
            .iter()
            .find(|(other, _)| *other == failure)
            .map_or_else(|| failure.usual_reaction(), |(_, reaction)| *reaction)
    }
}
