//! Cutting a text into items, and items into keys and values. Nothing is allocated.

pub(crate) fn unquoted(value: &[u8]) -> &[u8] {
    let inner = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""));
    inner.unwrap_or(value)
}

/// Splits at a separator outside quotes.
pub(crate) fn split_quoted<'a>(text: &'a [u8], separator: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || next_quoted(&mut rest, separator))
}

/// Takes the text up to the next separator outside quotes from what is left.
pub(crate) fn next_quoted<'a>(rest: &mut Option<&'a [u8]>, separator: &[u8]) -> Option<&'a [u8]> {
    let text = (*rest)?;
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.iter().enumerate() {
        if quoted {
            quoted = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
        } else if *byte == b'"' {
            quoted = true;
        } else if !separator.is_empty() && text.get(at..).is_some_and(|tail| tail.starts_with(separator)) {
            *rest = text.get(at + separator.len()..);
            return text.get(..at);
        }
    }
    rest.take()
}

/// The value of `KEY=…`, blanks around the item aside.
#[inline]
pub(crate) fn value_under<'a>(item: &'a [u8], key: &str, separator: &str) -> Option<&'a [u8]> {
    let item = item.trim_ascii();
    let value = strip(strip(item, key.as_bytes())?, separator.as_bytes())?;
    // It is cut at the first separator, so none may begin within the key.
    let begins_within = |at| item.get(at..).and_then(|tail| strip(tail, separator.as_bytes()));
    (0..key.len())
        .all(|at| begins_within(at).is_none())
        .then_some(value)
}

/// As `strip_prefix`, for prefixes of a few bytes: a loop over them costs less than a call. Where there is no prefix it costs
/// nothing; the call would compare zero bytes at an address that is none, which takes some processors as long as half a block.
#[inline]
pub(crate) fn strip<'a>(text: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.iter().zip(prefix).all(|(a, b)| a == b).then_some(rest)
}

/// A text cut at the first separator.
pub(crate) fn cut<'a>(item: &'a [u8], separator: &str) -> Option<(&'a [u8], &'a [u8])> {
    let separator = separator.as_bytes();
    let at = match separator {
        [one] => memchr::memchr(*one, item)?,
        _ => item
            .windows(separator.len().max(1))
            .position(|window| window == separator)?,
    };
    Some((item.get(..at)?, item.get(at + separator.len()..)?))
}

/// The texts between separators.
pub(crate) fn split<'a>(text: &'a [u8], separator: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || next_item(&mut rest, separator))
}

/// Takes the text up to the next separator from what is left.
#[inline]
pub(crate) fn next_item<'a>(rest: &mut Option<&'a [u8]>, separator: &str) -> Option<&'a [u8]> {
    let text = (*rest)?;
    let separator = separator.as_bytes();
    let at = match separator {
        [one] => memchr::memchr(*one, text),
        _ => text
            .windows(separator.len().max(1))
            .position(|window| window == separator),
    };
    match at {
        Some(at) => {
            *rest = text.get(at + separator.len()..);
            text.get(..at)
        }
        None => rest.take(),
    }
}
