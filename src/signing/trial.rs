//! Judging the candidates in a signature's text, for HMAC and plain digests. Nothing is allocated.

use ctutils::CtEq as _;

use crate::encoding::Encoding;
use crate::mac::Digest;
use crate::signing::Reason;
use crate::signing::base_string::Parts;
use crate::signing::plan::Plan;
use crate::signing::verifying_key::VerifyingKey;

/// The longest text of a digest that is decoded without allocating, and the buffer for it.
const BUFFER: usize = 96;

/// The candidates of one delivery under one key, for HMAC and plain digests.
pub(super) struct Trial<'t, 'd> {
    key: &'t VerifyingKey,
    index: usize,
    plan: &'t Plan,
    parts: &'t Parts<'d>,
    /// Computed at the first candidate that can be decoded; empty until then.
    expected: Digest,
    verdict: Result<(), Reason>,
}

impl<'t, 'd> Trial<'t, 'd> {
    /// `failure` is what stands if there is no candidate that can be decoded.
    pub(super) const fn new(
        key: &'t VerifyingKey,
        index: usize,
        plan: &'t Plan,
        parts: &'t Parts<'d>,
        failure: Reason,
    ) -> Self {
        Self {
            key,
            index,
            plan,
            parts,
            expected: Digest::EMPTY,
            verdict: Err(failure),
        }
    }

    pub(super) const fn verdict(&self) -> Result<(), Reason> {
        self.verdict
    }

    /// Judges one candidate; true where no other can change the verdict.
    #[inline]
    pub(super) fn is_over_with(&mut self, candidate: &[u8]) -> bool {
        let mut buffer = [0; BUFFER];
        let decoded = match decoded(self.plan.encoding, candidate, &mut buffer) {
            Some(decoded) if !decoded.is_empty() => decoded,
            _ => return false,
        };
        if self.expected.as_bytes().is_empty() {
            let (plan, template) = (self.plan, self.plan.templates.first());
            let computed =
                self.key
                    .digest_into(self.index, plan, template, self.parts, &mut self.expected);
            if let Err(reason) = computed {
                self.verdict = Err(reason);
                return true;
            }
        }
        let is_right = equal(self.expected.as_bytes(), decoded)
            || (self.plan.templates.len() > 1 && self.is_alternative(decoded));
        self.verdict = match is_right {
            true => Ok(()),
            false => Err(Reason::SignatureMismatch),
        };
        is_right
    }

    /// Whether it is right over a base string that counts as well.
    #[cold]
    fn is_alternative(&self, decoded: &[u8]) -> bool {
        self.plan.templates.iter().skip(1).any(|template| {
            self.key
                .digest(self.index, self.plan, Some(template), self.parts)
                .is_ok_and(|digest| equal(digest.as_bytes(), decoded))
        })
    }
}

#[inline]
fn decoded<'b>(encoding: Encoding, candidate: &'b [u8], buffer: &'b mut [u8; BUFFER]) -> Option<&'b [u8]> {
    match encoding {
        Encoding::Text => Some(candidate),
        encoding => {
            let length = encoding.decode_into(candidate, buffer).ok()?;
            buffer.get(..length)
        }
    }
}

/// Compared in a time that tells nothing.
#[inline]
fn equal(expected: &[u8], decoded: &[u8]) -> bool {
    let choice = match (<&[u8; 32]>::try_from(expected), <&[u8; 32]>::try_from(decoded)) {
        // Of SHA-256, which nearly every scheme takes: bytes of a known number are compared in a few words.
        (Ok(expected), Ok(decoded)) => expected.ct_eq(decoded),
        _ => expected.ct_eq(decoded),
    };
    bool::from(choice)
}
