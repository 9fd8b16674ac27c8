//! A supposed signer: what it took for key, body, URL, base string and hash. It is right if the observed signature
//! comes out.

use std::rc::Rc;

use crate::delivery::{Delivery, Found};
use crate::explain::memory::Memory;
use crate::explain::observed::Observed;
use crate::explain::registry::Axis;
use crate::mac::Hash;
use crate::scheme::{Location, Method, RequireSpec, Scheme, Source, Template, Value};
use crate::signing::{Plan, key_of, locate};

/// How key and base string go into the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keying {
    /// As the scheme says.
    AsStated,
    /// HMAC with base string and key swapped.
    Swapped,
    /// The hash of the base string, without a key.
    Unkeyed,
    /// The hash of the key followed by the base string.
    KeyFirst,
    /// The hash of the base string followed by the key.
    KeyLast,
    /// The base string itself, then the MAC of nothing.
    Appended,
    /// The hash of the base string is signed in its place, as bytes.
    Hashed(Hash),
    /// The same, as hex text.
    HashedHex(Hash),
    /// RSA with the other of the two paddings.
    OtherPadding,
}

/// One supposition. Cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Hypothesis {
    /// The secret as configured.
    pub(crate) secret: Rc<[u8]>,
    /// The key that is made of it; none where it cannot be read.
    pub(crate) key: Option<Rc<[u8]>>,
    /// What the signer saw.
    pub(crate) delivery: Rc<Delivery>,
    /// What is signed, if not what the scheme says.
    pub(crate) template: Option<Rc<Template>>,
    pub(crate) timestamp: Option<Rc<[u8]>>,
    pub(crate) id: Option<Rc<[u8]>>,
    /// The hash, if not the scheme's.
    pub(crate) hash: Option<Hash>,
    pub(crate) keying: Keying,
    /// The algorithm of a token, if not one of the scheme's.
    pub(crate) algorithm: Option<Rc<str>>,
}

/// A supposition that differs from another by one mistake.
pub(crate) struct Variation {
    /// What exactly the mistake was, for people.
    pub(crate) detail: Rc<str>,
    pub(crate) hypothesis: Hypothesis,
}

impl Variation {
    /// The same mistake with the secret, made from another supposition.
    pub(crate) fn on(&self, from: &Hypothesis) -> Self {
        Self {
            detail: Rc::clone(&self.detail),
            hypothesis: Hypothesis {
                secret: Rc::clone(&self.hypothesis.secret),
                key: self.hypothesis.key.clone(),
                ..from.clone()
            },
        }
    }
}

/// What stays the same in a search.
pub(crate) struct Context<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) secrets: Vec<Rc<[u8]>>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) delivery: Rc<Delivery>,
    pub(crate) observed: Observed,
    pub(crate) now: i64,
    pub(crate) memory: Memory,
}

impl Context<'_> {
    /// The supposition that nothing is wrong.
    pub(crate) fn stated(&self) -> Hypothesis {
        let secret = self.secrets.first().cloned().unwrap_or_default();
        Hypothesis {
            key: key_of(self.scheme, &secret).ok().map(Rc::from),
            secret,
            timestamp: self.timestamp().map(Rc::from),
            id: self.id().map(Rc::from),
            delivery: Rc::clone(&self.delivery),
            template: None,
            hash: None,
            keying: Keying::AsStated,
            algorithm: None,
        }
    }

    /// The timestamp's text as found.
    pub(crate) fn timestamp(&self) -> Option<Vec<u8>> {
        let spec = self.scheme.timestamp()?;
        self.text_at(&spec.location, &spec.aliases)
    }

    fn id(&self) -> Option<Vec<u8>> {
        let spec = self.scheme.message_id()?;
        self.text_at(&spec.location, &spec.aliases)
    }

    fn text_at(&self, location: &Location, aliases: &[Location]) -> Option<Vec<u8>> {
        let signature = Some(self.observed.text.as_slice());
        let mut places = std::iter::once(location).chain(aliases);
        places.find_map(
            |place| match locate(&self.delivery, place, self.scheme.format(), signature) {
                Found::One(text) if !text.is_empty() => Some(text.into_owned()),
                _ => None,
            },
        )
    }

    /// The way to sign that applies to a delivery, else the main one.
    pub(crate) fn plan(&self, delivery: &Delivery) -> Option<&Plan> {
        let index = Plan::index_for(&self.plans, self.scheme, delivery);
        index.map_or_else(|| self.plans.last(), |index| self.plans.get(index))
    }

    /// What a supposition signs, as a template.
    pub(crate) fn template<'h>(&'h self, hypothesis: &'h Hypothesis) -> Option<&'h Template> {
        match &hypothesis.template {
            Some(template) => Some(template),
            None => self.plan(&hypothesis.delivery)?.templates.first(),
        }
    }

    /// Whether what is signed names a value for which `is_meant` holds, inside groups and lists too.
    pub(crate) fn signs(&self, is_meant: impl Fn(&Value) -> bool) -> bool {
        let plan = self.plan(&self.delivery);
        let templates = plan.into_iter().flat_map(|plan| &plan.templates);
        let required = self.scheme.requires().iter().map(|require| &require.equals);
        let claims = self.scheme.jwt().into_iter().flat_map(|jwt| jwt.claims.values());
        let mut all = templates.chain(required).chain(claims);
        all.any(|template| template.values().any(&is_meant))
            || plan.is_some_and(|plan| plan.canonicalization.is_some())
    }

    /// Whether the timestamp's header matters by its name, in what is signed or in what else the scheme asks for.
    fn reads_timestamp_header(&self, name: &str) -> bool {
        let is_meant = |other: &String| other.eq_ignore_ascii_case(name);
        let of_require = |require: &RequireSpec| matches!(&require.location.source, Source::Header(other) if is_meant(other));
        let find = || {
            self.signs(|value| match value {
                Value::Header(other) => is_meant(other),
                Value::Headers(_) => true,
                _ => false,
            }) || self.scheme.requires().iter().any(of_require)
        };
        *self.memory.reads_timestamp_header.get_or_init(find)
    }

    /// Whether mistakes on this axis can change what this scheme signs.
    pub(crate) fn has(&self, axis: Axis) -> bool {
        let method = self.plan(&self.delivery).map(|plan| plan.method);
        let is_made = method.is_some_and(|method| !matches!(method, Method::Basic | Method::Static));
        match axis {
            Axis::Body => self.signs(|value| {
                matches!(
                    value,
                    Value::Body
                        | Value::Form(_)
                        | Value::FormPairs
                        | Value::Json(_)
                        | Value::JsonMembers(_)
                        | Value::JsonText(_)
                )
            }),
            Axis::BaseString => method.is_some_and(Method::signs_base_string),
            Axis::Url => self.signs(|value| {
                matches!(
                    value,
                    Value::Host
                        | Value::Origin
                        | Value::Path
                        | Value::Query
                        | Value::QueryPairs
                        | Value::QueryParameter(_)
                        | Value::Target
                        | Value::Url
                        | Value::UrlWithoutQuery
                )
            }),
            Axis::Digest => is_made,
            Axis::Secret => self.scheme.is_symmetric() || self.secrets.len() > 1,
            Axis::Signature | Axis::Timestamp => false,
        }
    }
}

impl Hypothesis {
    /// The same with another body.
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        let mut delivery = self.delivery.as_ref().clone();
        delivery.body = body;
        Self {
            delivery: Rc::new(delivery),
            ..self.clone()
        }
    }

    /// The same with another URL.
    pub(crate) fn with_url(&self, url: String) -> Self {
        let mut delivery = self.delivery.as_ref().clone();
        delivery.url = url;
        Self {
            delivery: Rc::new(delivery),
            ..self.clone()
        }
    }

    /// The same with another template.
    pub(crate) fn with_template(&self, template: impl Into<Rc<Template>>) -> Self {
        Self {
            template: Some(template.into()),
            ..self.clone()
        }
    }

    /// The same with another timestamp, in its header too where that is signed by its name.
    pub(crate) fn with_timestamp(&self, context: &Context<'_>, timestamp: Rc<[u8]>) -> Self {
        let mut supposed = Self {
            timestamp: Some(Rc::clone(&timestamp)),
            ..self.clone()
        };
        let place = context.scheme.timestamp().map(|spec| &spec.location.source);
        if let Some(Source::Header(name)) = place
            && context.reads_timestamp_header(name)
        {
            let mut delivery = self.delivery.as_ref().clone();
            delivery.headers.set(name, timestamp.as_ref());
            supposed.delivery = Rc::new(delivery);
        }
        supposed
    }

    /// Whether secret and key are those of another supposition, not only equal ones.
    pub(crate) fn has_secret_of(&self, other: &Self) -> bool {
        let same_key = match (&self.key, &other.key) {
            (Some(key), Some(other)) => Rc::ptr_eq(key, other),
            (key, other) => key.is_none() && other.is_none(),
        };
        same_key && Rc::ptr_eq(&self.secret, &other.secret)
    }

    /// The same with another key.
    pub(crate) fn with_key(&self, key: impl Into<Rc<[u8]>>) -> Self {
        Self {
            key: Some(key.into()),
            ..self.clone()
        }
    }
}

impl Context<'_> {
    /// What a supposition signs, if all values are there.
    pub(crate) fn judgeable(&self, hypothesis: &Hypothesis) -> Option<Vec<u8>> {
        let plan = self.plan(&hypothesis.delivery)?;
        let parts = self.parts(hypothesis, hypothesis.key.as_deref().unwrap_or_default());
        if !plan.method.signs_base_string() {
            return None;
        }
        self.base_string(plan, self.template(hypothesis), &parts)
    }

    /// The same search at another time.
    pub(crate) fn at(&self, now: i64) -> Context<'_> {
        Context {
            scheme: self.scheme,
            secrets: self.secrets.clone(),
            plans: self.plans.clone(),
            delivery: Rc::clone(&self.delivery),
            observed: self.observed.clone(),
            now,
            memory: Memory::default(),
        }
    }
}
