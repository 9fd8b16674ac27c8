//! The pages of the mistakes are those that the registry makes. `BLESS=1 cargo test --test all mistakes_docs::` writes them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hookproof::explain::{MISTAKES, index_page, page};

#[test]
fn the_pages_are_those_of_the_registry() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/mistakes");
    let mut expected: BTreeMap<String, String> = MISTAKES
        .iter()
        .map(|mistake| (format!("{}.md", mistake.name.replace('/', "-")), page(mistake)))
        .collect();
    expected.insert("README.md".to_owned(), index_page());
    let is_blessed = std::env::vars().any(|(name, value)| name == "BLESS" && value == "1");
    if is_blessed {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &expected {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        found.insert(entry.file_name().into_string().unwrap(), text);
    }
    assert!(
        found == expected,
        "docs/mistakes is not what the registry makes; run `BLESS=1 cargo test --test all mistakes_docs::`"
    );
}
