//! Keys with their values on the way into a base string.

use crate::scheme::Filter;
use crate::signing::Reason;
use crate::signing::filters::apply;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Vec<u8>,
    pub(crate) value: Vec<u8>,
    /// The value's own text, where it comes from JSON.
    pub(crate) json: Option<Vec<u8>>,
}

impl Entry {
    pub(crate) const fn text(key: Vec<u8>, value: Vec<u8>) -> Self {
        Self {
            key,
            value,
            json: None,
        }
    }
}

/// Entries, and how each is written.
pub(crate) struct List {
    entries: Vec<Entry>,
    each: String,
}

impl List {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            each: "<k><v>".to_owned(),
        }
    }

    /// A filter that leaves it a list.
    pub(crate) fn apply(&mut self, filter: &Filter, key: &[u8]) -> Result<(), Reason> {
        let named = |entry: &Entry, names: &[String]| names.iter().any(|name| matches(name, &entry.key));
        match filter {
            Filter::Each(pattern) => self.each.clone_from(pattern),
            Filter::Except(names) => self.entries.retain(|entry| !named(entry, names)),
            Filter::Only(names) => self.entries.retain(|entry| named(entry, names)),
            Filter::Order(names) => {
                let entries = std::mem::take(&mut self.entries);
                for name in names {
                    let those = entries.iter().filter(|entry| entry.key == name.as_bytes());
                    self.entries.extend(those.cloned());
                }
            }
            Filter::LowerKeys => self
                .entries
                .iter_mut()
                .for_each(|entry| entry.key.make_ascii_lowercase()),
            Filter::Merge(between) => self.merge(between.as_bytes()),
            Filter::NonEmpty => self.entries.retain(|entry| !entry.value.is_empty()),
            Filter::Sort => self.entries.sort_by(|a, b| a.key.cmp(&b.key)),
            Filter::SortValues => self
                .entries
                .sort_by(|a, b| (&a.key, &a.value).cmp(&(&b.key, &b.value))),
            Filter::Unique => {
                let entries = std::mem::take(&mut self.entries);
                for entry in entries {
                    if !self.entries.contains(&entry) {
                        self.entries.push(entry);
                    }
                }
            }
            _ => {
                let keys = matches!(
                    filter,
                    Filter::Urlencode | Filter::FormUrlencode | Filter::Escape(_)
                );
                for entry in &mut self.entries {
                    entry.value = apply(&entry.value, filter, key)?;
                    entry.json = None;
                    if keys {
                        entry.key = apply(&entry.key, filter, key)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn merge(&mut self, between: &[u8]) {
        let entries = std::mem::take(&mut self.entries);
        for entry in entries {
            match self.entries.iter_mut().find(|other| other.key == entry.key) {
                Some(other) => {
                    other.value.extend_from_slice(between);
                    other.value.extend_from_slice(&entry.value);
                    other.json = None;
                }
                None => self.entries.push(entry),
            }
        }
    }

    /// The list as one text.
    pub(crate) fn ended(&self, filter: &Filter) -> Vec<u8> {
        match filter {
            Filter::JsonObject => self.json_object(),
            Filter::PhpSerialize => self.php_array(),
            Filter::Join(between) => {
                let entries: Vec<_> = self
                    .entries
                    .iter()
                    .map(|entry| written(&self.each, entry))
                    .collect();
                entries.join(between.as_bytes())
            }
            _ => Vec::new(),
        }
    }

    fn json_object(&self) -> Vec<u8> {
        let members = self.entries.iter().map(|entry| {
            let key = json_string(&entry.key);
            let value = entry.json.clone().unwrap_or_else(|| json_string(&entry.value));
            [key.as_slice(), b":", &value].concat()
        });
        [
            b"{".as_slice(),
            &members.collect::<Vec<_>>().join(b",".as_slice()),
            b"}",
        ]
        .concat()
    }

    fn php_array(&self) -> Vec<u8> {
        let mut text = format!("a:{}:{{", self.entries.len()).into_bytes();
        for part in self.entries.iter().flat_map(|entry| [&entry.key, &entry.value]) {
            text.extend_from_slice(format!("s:{}:\"", part.len()).as_bytes());
            text.extend_from_slice(part);
            text.extend_from_slice(b"\";");
        }
        text.push(b'}');
        text
    }
}

/// An entry as a pattern writes it, in one pass.
fn written(pattern: &str, entry: &Entry) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('<') {
        let (before, mark) = rest.split_at(at);
        text.extend_from_slice(before.as_bytes());
        rest = if let Some(after) = mark.strip_prefix("<k>") {
            text.extend_from_slice(&entry.key);
            after
        } else if let Some(after) = mark.strip_prefix("<v>") {
            text.extend_from_slice(&entry.value);
            after
        } else {
            text.push(b'<');
            mark.strip_prefix('<').unwrap_or_default()
        };
    }
    text.extend_from_slice(rest.as_bytes());
    text
}

/// Whether a key is the pattern, or begins as a pattern that ends in `*` does.
fn matches(pattern: &str, key: &[u8]) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start.as_bytes()),
        None => key == pattern.as_bytes(),
    }
}

/// Text as a JSON string; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn json_string(text: &[u8]) -> Vec<u8> {
    serde_json::Value::from(String::from_utf8_lossy(text))
        .to_string()
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Entry, List};
    use crate::scheme::{Part, Template};

    /// What a template's filters make of these entries.
    fn check(filters: &str, entries: &[(&str, &str)], expected: &str) {
        let template: Template = format!("{{form|{filters}}}").parse().unwrap();
        let entries = entries
            .iter()
            .map(|(key, value)| Entry::text(key.as_bytes().to_vec(), value.as_bytes().to_vec()));
        let mut list = List::new(entries.collect());
        let mut text = None;
        for part in template.parts() {
            let Part::Placeholder(_, filters) = part else {
                continue;
            };
            for filter in filters {
                if filter.ends_list() {
                    text = Some(list.ended(filter));
                } else {
                    list.apply(filter, b"").unwrap();
                }
            }
        }
        assert_eq!(String::from_utf8(text.unwrap()).unwrap(), expected, "{filters}");
    }

    #[test]
    fn lists_become_texts() {
        let entries = [("b", "2"), ("a", "x"), ("b", "1"), ("sig", "?"), ("b", "2")];
        check("join:", &entries, "b2axb1sig?b2");
        check("sort|each:<k>=<v>|join:&", &entries, "a=x&b=2&b=1&b=2&sig=?");
        check("sort-values|unique|join:", &entries, "axb1b2sig?");
        check("except:s*|merge:,|each:<v>;|join:", &entries, "2,1,2;x;");
        check("order:sig,a|each:<<k>>|join:%7C", &entries, "<sig>|<a>");
        check("only:a|json-object", &entries, "{\"a\":\"x\"}");
        check(
            "only:a,sig|php-serialize",
            &entries,
            "a:2:{s:1:\"a\";s:1:\"x\";s:3:\"sig\";s:1:\"?\";}",
        );
        check("urlencode|each:<k>=<v>|join:&", &[("a b", "é")], "a%20b=%C3%A9");
        check("non-empty|join:", &[("a", ""), ("b", "1")], "b1");
        check(
            "escape:\\:|each:<v>|join::",
            &[("a", "1:2"), ("b", "\\")],
            "1\\:2:\\\\",
        );
    }
}
