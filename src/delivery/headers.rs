//! Ordered headers with duplicates, names as written, values as bytes.

/// One header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name as it travels; compared without regard to case.
    pub name: String,
    /// The value's bytes, without the blanks around it that HTTP removes.
    pub value: Vec<u8>,
}

/// Header lines in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<Header>);

impl Header {
    /// Whether the line has this name.
    #[inline]
    fn is_named(&self, name: &str) -> bool {
        // Most senders write it as their documentation does, and then one comparison tells.
        self.name.len() == name.len() && (self.name == name || self.name.eq_ignore_ascii_case(name))
    }
}

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a line at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) {
        self.0.push(Header {
            name: name.into(),
            value: value.into(),
        });
    }

    /// Adds a line before all others.
    pub fn push_front(&mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) {
        self.0.insert(
            0,
            Header {
                name: name.into(),
                value: value.into(),
            },
        );
    }

    /// Replaces the first line of this name in place and drops its others; adds it if there is none.
    pub fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        let value = value.into();
        match self.0.iter().position(|header| header.is_named(name)) {
            Some(first) => {
                let mut index = 0;
                self.0.retain(|header| {
                    index += 1;
                    index - 1 <= first || !header.is_named(name)
                });
                if let Some(header) = self.0.get_mut(first) {
                    header.value = value;
                }
            }
            None => self.push(name, value),
        }
    }

    /// Drops every line of this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|header| !header.is_named(name));
    }

    /// The values of this name, in order.
    #[inline]
    pub fn values<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        self.0
            .iter()
            .filter(move |header| header.is_named(name))
            .map(|h| h.value.as_slice())
    }

    /// The first value of this name.
    #[inline]
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&[u8]> {
        self.0
            .iter()
            .find(|header| header.is_named(name))
            .map(|h| h.value.as_slice())
    }

    /// The first value of this name as UTF-8 text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.first(name).and_then(|value| str::from_utf8(value).ok())
    }

    /// All lines in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// All lines in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Header> {
        self.0.iter_mut()
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no line.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = &'a Header;
    type IntoIter = std::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        Self(
            lines
                .into_iter()
                .map(|(name, value)| Header {
                    name: name.into(),
                    value: value.into(),
                })
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn order_and_duplicates_are_kept() {
        let mut headers: Headers = [("A", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        assert_eq!(headers.values("a").collect::<Vec<_>>(), [b"1", b"3"]);
        assert_eq!(headers.first("B"), Some(b"2".as_slice()));
        headers.set("a", "4");
        assert_eq!(
            headers.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(),
            ["A", "b"]
        );
        assert_eq!(headers.text("a"), Some("4"));
        headers.remove("A");
        assert_eq!(headers.len(), 1);
    }
}
