//! Judging the candidates in a signature's text, for HMAC and plain digests. Nothing is allocated.

use ctutils::CtEq as _;

use crate::encoding::Encoding;
use crate::mac::Digest;
use crate::scheme::Format;
use crate::signing::Reason;
use crate::signing::base_string::Parts;
use crate::signing::locate::signatures;
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
}

impl<'t, 'd> Trial<'t, 'd> {
    pub(super) const fn new(
        key: &'t VerifyingKey,
        index: usize,
        plan: &'t Plan,
        parts: &'t Parts<'d>,
    ) -> Self {
        Self {
            key,
            index,
            plan,
            parts,
            expected: Digest::EMPTY,
        }
    }

    /// Judges the signatures in a text until one is right; `None` where there is none.
    // Not inlined: beside what its caller keeps at hand there are not enough registers.
    #[inline(never)]
    pub(super) fn verdict_on(mut self, text: &[u8], format: &Format) -> Option<Result<(), Reason>> {
        let mut verdict = None;
        for candidate in signatures(text, format) {
            match self.judge(candidate) {
                Err(Reason::MalformedSignature) if verdict.is_some() => {}
                failure @ Err(Reason::MalformedSignature | Reason::SignatureMismatch) => {
                    verdict = Some(failure);
                }
                // It is right, or there is nothing that could be signed.
                last => return Some(last),
            }
        }
        verdict
    }

    #[inline(always)]
    fn judge(&mut self, candidate: &[u8]) -> Result<(), Reason> {
        let mut buffer = [0; BUFFER];
        let decoded = match decoded(self.plan.encoding, candidate, &mut buffer) {
            Some(decoded) if !decoded.is_empty() => decoded,
            _ => return Err(Reason::MalformedSignature),
        };
        if self.expected.as_bytes().is_empty() {
            let (plan, template) = (self.plan, self.plan.templates.first());
            self.key
                .digest_into(self.index, plan, template, self.parts, &mut self.expected)?;
        }
        let is_right = equal(self.expected.as_bytes(), decoded)
            || (self.plan.templates.len() > 1 && self.is_alternative(decoded));
        match is_right {
            true => Ok(()),
            false => Err(Reason::SignatureMismatch),
        }
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

#[inline(always)]
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
#[inline(always)]
fn equal(expected: &[u8], decoded: &[u8]) -> bool {
    let choice = match (<&[u8; 32]>::try_from(expected), <&[u8; 32]>::try_from(decoded)) {
        // Of SHA-256, which nearly every scheme takes: bytes of a known number are compared in a few words.
        (Ok(expected), Ok(decoded)) => expected.ct_eq(decoded),
        _ => expected.ct_eq(decoded),
    };
    bool::from(choice)
}
