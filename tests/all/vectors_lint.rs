//! Faults of a vectors file that a linter must find, each made in a file that has none.

use hookproof::cases::Expected;
use hookproof::scheme::catalog_scheme;
use hookproof::vectors::{Extent, Tombstones, VectorCase, VectorFile, export, lint};

fn genuine() -> VectorFile {
    export(&catalog_scheme("y42").unwrap(), Extent::Selection).unwrap()
}

/// The one fault that `change` brings.
fn check(change: impl FnOnce(&mut VectorFile), expected: &str) {
    let mut file = genuine();
    change(&mut file);
    let faults = lint(&[("y42.json".to_owned(), file)], &Tombstones::new());
    assert!(
        faults.iter().any(|fault| fault.contains(expected)),
        "{expected}: {faults:?}"
    );
}

fn rejected(file: &mut VectorFile) -> &mut VectorCase {
    let mut cases = file.cases.iter_mut();
    cases.find(|case| case.expected == Expected::Reject).unwrap()
}

#[test]
fn a_file_as_it_is_exported_has_no_fault() {
    let files = [("y42.json".to_owned(), genuine())];
    assert_eq!(lint(&files, &Tombstones::new()), Vec::<String>::new());
}

#[test]
fn faults_of_a_file_are_found() {
    check(|file| file.format = 2, "the format is not 1");
    check(
        |file| file.scheme["id"] = "other".into(),
        "not named after its scheme",
    );
    check(
        |file| file.cases.retain(|case| case.expected == Expected::Accept),
        "no case expects reject",
    );
    check(
        |file| file.cases.retain(|case| case.expected == Expected::Reject),
        "no case expects accept",
    );
    check(
        |file| {
            file.cases
                .retain(|case| !case.flags.contains(&"Genuine".to_owned()));
        },
        "described and not used",
    );
    check(
        |file| file.cases.push(file.cases[0].clone()),
        "the id is used twice",
    );
}

#[test]
fn faults_of_a_case_are_found() {
    check(
        |file| file.cases[0].id = "y42/control".to_owned(),
        "is not `<scheme>/<family>",
    );
    check(
        |file| file.cases[0].id = "y42/genuine/Control".to_owned(),
        "kebab-case",
    );
    check(|file| file.cases[0].flags.clear(), "it has no flag");
    check(
        |file| file.cases[0].flags.push("New".to_owned()),
        "flag `New` is not described",
    );
    check(
        |file| file.flags.get_mut("Genuine").unwrap().cwe.clear(),
        "has no CWE or no reference",
    );
    check(
        |file| file.cases[0].request.body = "!".to_owned(),
        "not standard base64",
    );
    check(
        |file| file.cases[0].request.body_text = Some("x".to_owned()),
        "not the text of `body`",
    );
    check(|file| rejected(file).base = None, "names no genuine case");
    check(
        |file| rejected(file).base = Some("y42/genuine/none".to_owned()),
        "is no accepted case of the file",
    );
    check(
        |file| {
            let base = file.cases[1].clone();
            let case = rejected(file);
            case.base = Some(base.id);
            case.request = base.request;
        },
        "it is its base unchanged",
    );
}

#[test]
fn a_withdrawn_id_is_found() {
    let buried = Tombstones::from([("y42/genuine/control".to_owned(), "it was wrong".to_owned())]);
    let faults = lint(&[("y42.json".to_owned(), genuine())], &buried);
    assert_eq!(
        faults,
        ["y42.json: y42/genuine/control: the id was withdrawn and is never used again"]
    );
}
