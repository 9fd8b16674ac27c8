//! A JSON document with every member that it has, so that two of one name are seen.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
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
        serde_json::from_slice(text).ok()
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
            Self::False | Self::Null | Self::Number(_) | Self::Text(_) | Self::True => Vec::new(),
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
            Self::False | Self::Null | Self::Number(_) | Self::Text(_) | Self::True => Vec::new(),
        }
    }
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

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
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
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::Node;

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
    }
}
