//! A JSON document with every member that it has, so that two of one name are seen.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A string that is no text.
    Broken,
    False,
    List(Vec<Self>),
    Null,
    Number(String),
    Object(Vec<(String, Self)>),
    Text(String),
    True,
}

impl Node {
    /// The document that the text is; `None` if it is none.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(&marked(text)?).ok()
    }

    /// Every value at an RFC 6901 pointer: several where members of one name lie on the way.
    pub(super) fn at(&self, pointer: &str) -> Vec<&Self> {
        let mut found = vec![self];
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            found = found.iter().flat_map(|node| node.children(&token)).collect();
        }
        found
    }

    /// The values of that name at any depth, outer ones first.
    pub(super) fn anywhere(&self, name: &str) -> Vec<&Self> {
        let own = self.children(name);
        if !own.is_empty() {
            return own;
        }
        match self {
            Self::List(items) => items.iter().flat_map(|item| item.anywhere(name)).collect(),
            Self::Object(members) => members
                .iter()
                .flat_map(|(_, value)| value.anywhere(name))
                .collect(),
            Self::Broken | Self::False | Self::Null | Self::Number(_) | Self::Text(_) | Self::True => {
                Vec::new()
            }
        }
    }

    fn children(&self, name: &str) -> Vec<&Self> {
        match self {
            Self::List(items) => items
                .iter()
                .enumerate()
                .filter(|(index, _)| index.to_string() == name)
                .map(|(_, item)| item)
                .collect(),
            Self::Object(members) => members
                .iter()
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value)
                .collect(),
            Self::Broken | Self::False | Self::Null | Self::Number(_) | Self::Text(_) | Self::True => {
                Vec::new()
            }
        }
    }
}

/// The text with a mark at the head of each string, and each number as a marked string: `$` for text, `#` for
/// a number, `!` for a string with half a surrogate pair or
/// bytes that are not UTF-8. So a number keeps its digits, however many.
fn marked(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match first {
            b'"' => {
                let length = string_length(after)?;
                let (inner, beyond) = after.split_at_checked(length)?;
                let (inner, mark) = match str::from_utf8(inner) {
                    Ok(_) => paired(inner),
                    Err(_) => (
                        paired(String::from_utf8_lossy(inner).as_bytes()).0,
                        b"!".as_slice(),
                    ),
                };
                out.extend_from_slice(&[b"\"", mark, inner.as_slice(), b"\""].concat());
                rest = beyond.get(1..)?;
            }
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = rest.iter().take_while(is_part).count();
                let (number, beyond) = rest.split_at_checked(length)?;
                serde_json::from_slice::<serde::de::IgnoredAny>(number).ok()?;
                out.extend_from_slice(&[b"\"#", number, b"\""].concat());
                rest = beyond;
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    Some(out)
}

/// The bytes up to the quote that ends a string.
fn string_length(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// A string with U+FFFD for escapes of half a surrogate pair, which JSON may have and text may not, and its mark.
fn paired(text: &[u8]) -> (Vec<u8>, &'static [u8]) {
    let mut out = Vec::with_capacity(text.len());
    let mut mark = b"$".as_slice();
    let mut rest = text;
    loop {
        let length = match rest {
            [] => return (out, mark),
            [b'\\', b'u', ..] => match (surrogate(rest), rest.get(6..).and_then(surrogate)) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
                (Some(_), _) => {
                    out.extend_from_slice(b"\\ufffd");
                    mark = b"!";
                    rest = rest.get(6..).unwrap_or_default();
                    continue;
                }
                (None, _) => 2,
            },
            [b'\\', _, ..] => 2,
            _ => 1,
        };
        let (head, tail) = rest.split_at(length.min(rest.len()));
        out.extend_from_slice(head);
        rest = tail;
    }
}

/// The number of a `\u` escape that is half a pair.
fn surrogate(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let number = u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    (0xd800..=0xdfff).contains(&number).then_some(number)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(if value { Node::True } else { Node::False })
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(match value.split_at_checked(1) {
            Some(("$", text)) => Node::Text(text.to_owned()),
            Some(("#", number)) => Node::Number(number.to_owned()),
            Some(_) | None => Node::Broken,
        })
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some((key, value)) = members.next_entry::<String, Node>()? {
            match key.split_at_checked(1) {
                Some(("$", name)) => object.push((name.to_owned(), value)),
                Some(("#", _)) => return Err(serde::de::Error::custom("a number is no name")),
                Some(_) | None => {}
            }
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::Node;

    #[test]
    fn half_a_pair_is_no_letter() {
        let text = |body: &str| Node::parse(body.as_bytes());
        assert_eq!(text(r#""\ud800""#), Some(Node::Broken));
        assert_eq!(text(r#""\ud83c\udf89""#), Some(Node::Text("🎉".into())));
        assert_eq!(text(r#""\\ud800""#), Some(Node::Text("\\ud800".into())));
    }

    #[test]
    fn members_of_one_name_are_all_found() {
        let document = Node::parse(br#"{"a":{"b":1,"b":"x"},"l":[true,{"b":null}]}"#).unwrap();
        assert_eq!(
            document.at("/a/b"),
            [&Node::Number("1".into()), &Node::Text("x".into())]
        );
        assert_eq!(document.at("/l/0"), [&Node::True]);
        assert_eq!(document.at("/l/00"), Vec::<&Node>::new());
        assert_eq!(document.anywhere("b").len(), 3);
        assert_eq!(Node::parse(b"{} x"), None);
        assert_eq!(Node::parse(b"{1:2}"), None);
        assert_eq!(Node::parse(b"1E400"), Some(Node::Number("1E400".into())));
    }
}
