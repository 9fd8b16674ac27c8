//! How the receiver compares a signature with the right one.

use super::{Run, Stop, decode};
use crate::encoding::Encoding;
use crate::faulty::choices::Comparison;
use crate::faulty::failure::Failure;

/// The bytes of the longest digest, and some room.
const LONGEST: usize = 96;

/// What a comparison came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    Malformed,
    No,
    Yes,
}

impl Run<'_> {
    /// Holds the text of a signature against the bytes of the right one.
    pub(super) fn compare(&self, given: &[u8], expected: &[u8]) -> Result<Match, Stop> {
        self.compare_in(self.scheme.signature().encoding, given, expected)
    }

    /// The same, where the signature is in another encoding than the scheme's: that of a token.
    pub(super) fn compare_in(
        &self,
        encoding: Encoding,
        given: &[u8],
        expected: &[u8],
    ) -> Result<Match, Stop> {
        let right = decode::encode(encoding, expected);
        let matches = match self.quirks.comparison {
            Comparison::Exact => return self.compare_bytes(encoding, given, expected),
            Comparison::CaseFolded => given.eq_ignore_ascii_case(&right),
            Comparison::Contained => contains(given, &right),
            Comparison::ExpectedLength => given.starts_with(&right),
            Comparison::First(length) => given
                .get(..length)
                .is_some_and(|head| Some(head) == right.get(..length)),
            Comparison::GivenLength => right.starts_with(given),
            Comparison::Ignored => true,
            Comparison::Last(length) => {
                let tail = |text: &[u8]| {
                    text.len()
                        .checked_sub(length)
                        .and_then(|at| text.get(at..))
                        .map(<[u8]>::to_vec)
                };
                tail(given).is_some_and(|end| Some(end) == tail(&right))
            }
            Comparison::Number => {
                let zeros = right.iter().take_while(|byte| **byte == b'0').count();
                right.get(zeros..) == Some(given)
            }
            Comparison::Within => !given.is_empty() && contains(&right, given),
        };
        Ok(if matches { Match::Yes } else { Match::No })
    }

    fn compare_bytes(&self, encoding: Encoding, given: &[u8], expected: &[u8]) -> Result<Match, Stop> {
        let Some(bytes) = decode::decode(encoding, self.quirks.decoding, given) else {
            self.detect(Failure::WrongLength, || {
                given.len() != decode::encode(encoding, expected).len()
            })?;
            return Ok(Match::Malformed);
        };
        let is_token = encoding == Encoding::Text;
        // No digest is as long, so the text is no spelling of one.
        if bytes.is_empty() || (bytes.len() > LONGEST.max(expected.len()) && !is_token) {
            self.detect(Failure::WrongLength, || true)?;
            return Ok(Match::Malformed);
        }
        self.detect(Failure::WrongLength, || bytes.len() != expected.len())?;
        Ok(if bytes == expected { Match::Yes } else { Match::No })
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|window| window == part)
}
