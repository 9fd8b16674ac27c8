//! Every help page, as a person reads it.

use crate::command::program;

fn help(path: &[String]) -> String {
    let output = program()
        .args(path)
        .arg("--help")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{path:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The subcommands that a page lists.
fn commands(page: &str) -> Vec<String> {
    let listed = page
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    let entries = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = entries.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(ToOwned::to_owned)
        .collect()
}

fn visit(path: &[String], pages: &mut Vec<(String, String)>) {
    let page = help(path);
    for command in commands(&page) {
        let path: Vec<String> = path.iter().cloned().chain([command]).collect();
        visit(&path, pages);
    }
    pages.push((
        format!("hookproof_{}", path.join("_"))
            .trim_end_matches('_')
            .to_owned(),
        page,
    ));
}

#[test]
fn every_page() {
    let mut pages = Vec::new();
    visit(&[], &mut pages);
    assert!(pages.len() > 10, "{pages:?}");
    for (name, page) in pages {
        assert!(
            page.lines().all(|line| line.chars().count() <= 100),
            "{name} is too wide\n{page}"
        );
        insta::assert_snapshot!(name, page);
    }
}
