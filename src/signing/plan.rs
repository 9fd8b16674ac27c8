//! The ways in which a scheme may sign a delivery, and which of them applies.

use crate::delivery::{Delivery, Found};
use crate::encoding::Encoding;
use crate::scheme::{Canonicalization, Condition, Method, Scheme, Template, Test, Wanted};
use crate::signing::Reason;
use crate::signing::base_string::{Parts, expand};
use crate::signing::canonicalization::Construction;
use crate::signing::locate::locate;

/// One way to sign: the main one or a variant.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(super) when: Option<Condition>,
    pub(crate) method: Method,
    pub(crate) encoding: Encoding,
    /// What is signed: the first is what senders use. Empty where a canonicalization says it, or nothing is signed.
    pub(crate) templates: Vec<Template>,
    pub(crate) canonicalization: Option<Canonicalization>,
}

impl Plan {
    /// Every plan of a scheme, in the order in which their conditions are looked at.
    pub(crate) fn all(scheme: &Scheme) -> Vec<Self> {
        let main = scheme.signature();
        let templates = |base: Option<&Template>, others: &[Template]| {
            base.into_iter().chain(others).cloned().collect::<Vec<_>>()
        };
        let variants = scheme.variants().iter().map(|variant| {
            let others = match (&variant.base_string, variant.alternatives.as_slice()) {
                (None, []) => main.alternatives.as_slice(),
                (_, others) => others,
            };
            Self {
                when: Some(variant.when.clone()),
                method: variant.method.unwrap_or(main.method),
                encoding: variant.encoding.unwrap_or(main.encoding),
                templates: templates(variant.base_string.as_ref().or(main.base_string.as_ref()), others),
                canonicalization: main.canonicalization,
            }
        });
        let main = Self {
            when: main.when.clone(),
            method: main.method,
            encoding: main.encoding,
            templates: templates(main.base_string.as_ref(), &main.alternatives),
            canonicalization: main.canonicalization,
        };
        variants.chain([main]).collect()
    }

    /// The index of the plan that applies.
    #[inline]
    pub(crate) fn index_for(plans: &[Self], scheme: &Scheme, delivery: &Delivery) -> Option<usize> {
        plans.iter().position(|plan| match &plan.when {
            None => true,
            Some(condition) => holds(condition, scheme, delivery),
        })
    }

    /// The construction that stands in for a template.
    pub(crate) fn construction(&self) -> Option<&'static Construction> {
        self.canonicalization.map(Construction::of)
    }

    /// The bytes that are signed.
    pub(crate) fn base_string(&self, parts: &Parts<'_>) -> Result<Vec<u8>, Reason> {
        let mut bytes = Vec::new();
        match (self.construction(), self.templates.first()) {
            (Some(construction), _) => (construction.base)(parts, &mut bytes)?,
            (None, Some(template)) => expand(template, parts, &mut bytes)?,
            (None, None) => {}
        }
        Ok(bytes)
    }
}

/// Whether a condition holds of a delivery.
pub(crate) fn holds(condition: &Condition, scheme: &Scheme, delivery: &Delivery) -> bool {
    condition.clauses().iter().all(|clause| {
        let is_so = match &clause.test {
            Test::Body => !delivery.body.is_empty(),
            Test::Equals(location, text) => {
                matches!(locate(delivery, location, scheme.format(), None), Found::One(found) if found.as_ref() == text.as_bytes())
            }
            Test::Method(method) => delivery.method == *method,
            Test::Present(location) => {
                !matches!(locate(delivery, location, scheme.format(), None), Found::Absent | Found::Unreadable)
            }
            Test::Query => delivery.url_parts().query.is_some_and(|query| !query.is_empty()),
        };
        is_so == (clause.wanted == Wanted::Yes)
    })
}
