//! Finding values in a query, a form or a JSON body.

use std::borrow::Cow;

/// What a look-up came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found<'a> {
    /// Nowhere.
    Absent,
    /// More than once, so that two readers may read two values.
    Ambiguous,
    /// Exactly once.
    One(Cow<'a, [u8]>),
    /// It is there, but it is not text: a JSON object, a number, or a body that cannot be read.
    Unreadable,
}

impl<'a> Found<'a> {
    /// The one value among `values`.
    #[inline]
    pub fn only(mut values: impl Iterator<Item = Cow<'a, [u8]>>) -> Self {
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) => Self::One(value),
            (Some(_), Some(_)) => Self::Ambiguous,
        }
    }
}

/// The pairs of an `application/x-www-form-urlencoded` text, decoded, in order.
pub fn form_pairs(text: &[u8]) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
    text.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
                Some(at) => (pair.get(..at).unwrap_or(pair), pair.get(at + 1..).unwrap_or(b"")),
                None => (pair, b"".as_slice()),
            };
            (form_decoded(name), form_decoded(value))
        })
}

/// The values of `name` in a form text, decoded.
pub fn pairs_of<'a>(text: &'a [u8], name: &'a str) -> impl Iterator<Item = Cow<'a, [u8]>> {
    form_pairs(text)
        .filter(move |(key, _)| key.as_ref() == name.as_bytes())
        .map(|(_, value)| value)
}

fn form_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'+') && !text.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|&byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    Cow::Owned(percent_encoding::percent_decode(&spaced).collect())
}

#[cfg(test)]
mod tests {
    use super::{Found, form_pairs, pairs_of};

    #[test]
    fn forms_are_decoded() {
        let text = b"a=1+2&b=%41%zz&a=&&c";
        let pairs: Vec<_> = form_pairs(text)
            .map(|(n, v)| {
                (
                    String::from_utf8(n.into()).unwrap(),
                    String::from_utf8(v.into()).unwrap(),
                )
            })
            .collect();
        let expected = [("a", "1 2"), ("b", "A%zz"), ("a", ""), ("c", "")];
        assert_eq!(pairs, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!(Found::only(pairs_of(text, "a")), Found::Ambiguous);
        assert_eq!(Found::only(pairs_of(text, "z")), Found::Absent);
    }
}
