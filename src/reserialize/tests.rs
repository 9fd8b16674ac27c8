//! The facts that each language's model must reproduce, observed in the languages themselves.

use std::collections::HashSet;

use super::{INDISTINGUISHABLE, REWRITERS, rewriter};

fn check(id: &str, body: &str, expected: &str) {
    let written = (rewriter(id).unwrap().rewrite)(body.as_bytes()).map(|out| String::from_utf8(out).unwrap());
    assert_eq!(written.as_deref(), Some(expected), "{id} of {body}");
}

fn refuses(id: &str, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(
            (rewriter(id).unwrap().rewrite)(body.as_bytes()),
            None,
            "{id} of {body}"
        );
    }
}

/// The models that [`OBSERVED`] has a letter for, in its order.
const COLUMNS: [&str; 10] = [
    "python-dumps-compact",
    "python-dumps",
    "json-stringify",
    "go-marshal",
    "go-encoder",
    "php-json-encode",
    "ruby-json-generate",
    "java-jackson",
    "java-gson",
    "rust-serde-json",
];

/// What each language did with a body: `=` wrote the same bytes, `x` wrote others, `E` refused. Go is 1.22 or later.
const OBSERVED: &[(&str, &str)] = &[
    (r#"{"b":1,"a":"x"}"#, "=x=xx===xx"),
    (r#"{"a": 1}"#, "x=xxxxxxxx"),
    ("{\n  \"a\": 1\n}", "xxxxxxxxxx"),
    ("{\"a\":1}\n", "xxxx=xxxxx"),
    (r#" {"a":1}"#, "xxxxxxxxxx"),
    ("\u{feff}{\"a\":1}", "EEEEEEExxE"),
    (r#"{"b":1,"2":2,"1":3}"#, "=xxxx===xx"),
    (r#"{"a":1,"a":2}"#, "xxxxxxxxxx"),
    (r#"{"__proto__":1}"#, "=x==x===x="),
    (r#"{"a":{},"b":[]}"#, "=x==xx===="),
    (r#"{"a":"/"}"#, "=x==xx===="),
    (r#"{"a":"\/"}"#, "xxxxx=xxxx"),
    (r#"{"a":"é"}"#, "xx==xx===="),
    (r#"{"a":"\u00e9"}"#, "=xxxx=xxxx"),
    (r#"{"a":"\u00E9"}"#, "xxxxxxxxxx"),
    (r#"{"a":"🎉"}"#, "xx==xx===="),
    (r#"{"a":"\ud83c\udf89"}"#, "=xxxx=xxxx"),
    (r#"{"a":"<&>"}"#, "=x=xx===x="),
    (r#"{"a":"\u003c\u0026\u003e"}"#, "xxx=xxxx=x"),
    ("{\"a\":\"\u{2028}\"}", "xx=xxx==x="),
    (r#"{"a":"\u2028"}"#, "=xx=x=xx=x"),
    (r#"{"a":"\u0000"}"#, "=x==x====="),
    (r#"{"a":"\b\f"}"#, "=x==x====="),
    (r#"{"a":"\u0008\u000c"}"#, "xxxxxxxxxx"),
    (r#"{"a":"\n\t"}"#, "=x==x====="),
    (r#"{"a":"\ud800"}"#, "=x=xxEExxE"),
    (r#"{"a":1.0}"#, "=xxxxx===="),
    (r#"{"a":1.10}"#, "xxxxxxxxxx"),
    (r#"{"a":1e3}"#, "xxxxxxxxxx"),
    (r#"{"a":1E3}"#, "xxxxxxxxxx"),
    (r#"{"a":1e+3}"#, "xxxxxxxxxx"),
    (r#"{"a":1e21}"#, "xxxxxxxxxx"),
    (r#"{"a":1e-7}"#, "xx==xxxxx="),
    (r#"{"a":10000000000000000.0}"#, "xxxxxxxxxx"),
    (r#"{"a":-0}"#, "xxx=xxxxxx"),
    (r#"{"a":-0.0}"#, "=xxxxx===="),
    (r#"{"a":1E400}"#, "xxxEEEExEE"),
    (r#"{"a":1e-400}"#, "xxxxxxxxxx"),
    (r#"{"a":9007199254740993}"#, "=xxxx===x="),
    (r#"{"a":9223372036854775808}"#, "=xxxxx==x="),
    (r#"{"a":18446744073709551616}"#, "=xxxxx==xx"),
    (r#"{"a":123456789012345678901234567890}"#, "=xxxxx==xx"),
    (r#"{"a":0.1000000000000000055}"#, "xxxxxxxxxx"),
    (r#"{"a":0.30000000000000004}"#, "=x==x====="),
    (r#"{"a":NaN}"#, "=xEEEEEExE"),
    (r#""a""#, "====x====="),
    ("null", "====x====="),
    (r#"{"a":1}x"#, "EEEEEEExEE"),
    (r#"{"a":1}{"b":2}"#, "EEEEEEExEE"),
    (r#"{"a":1,}"#, "EEEEEEEEEE"),
];

#[test]
fn each_language_keeps_changes_and_refuses_what_it_was_seen_to() {
    for (body, letters) in OBSERVED {
        let modelled: String = COLUMNS
            .iter()
            .map(|id| match (rewriter(id).unwrap().rewrite)(body.as_bytes()) {
                Some(written) if written == body.as_bytes() => '=',
                Some(_) => 'x',
                None => 'E',
            })
            .collect();
        assert_eq!(modelled, *letters, "{body}");
    }
}

#[test]
fn python() {
    check("python-dumps", r#"{"b":1}"#, r#"{"b": 1}"#);
    check(
        "python-dumps",
        "[\"é🎉\u{7f}/\"]",
        r#"["\u00e9\ud83c\udf89\u007f/"]"#,
    );
    check(
        "python-dumps",
        "[1e3,1e-7,-0,1E400,-1E400,NaN]",
        "[1000.0, 1e-07, 0, Infinity, -Infinity, NaN]",
    );
    check("python-dumps-compact", r#"["\ud800"]"#, r#"["\ud800"]"#);
    check(
        "python-dumps-indent",
        "{\"a\":[1,{}],\"b\":[]}",
        "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}",
    );
    check(
        "python-dumps-sorted",
        "{\"🎉\":1,\"\u{e000}\":2,\"b\":3}",
        r#"{"b": 3, "\ue000": 2, "\ud83c\udf89": 1}"#,
    );
    check(
        "python-dumps-utf8",
        "[\"é\u{7f}\u{2028}\"]",
        "[\"é\u{7f}\u{2028}\"]",
    );
    refuses("python-dumps-utf8", &[r#"["\ud800"]"#]);
    check(
        "python-repr",
        r#"{"a":[true,false,null,"x"],"b":"it's"}"#,
        r#"{'a': [True, False, None, 'x'], 'b': "it's"}"#,
    );
    check(
        "python-repr",
        r#"["'\"","\u0001\u00a0\ufeff\b"]"#,
        r#"['\'"', '\x01\xa0\ufeff\x08']"#,
    );
    check(
        "python-repr",
        r#"["\udb40\udc01\ud800"]"#,
        r#"['\U000e0001\ud800']"#,
    );
    check("python-repr", r#""it's \"so\"""#, r#"it's "so""#);
    check("python-repr", "[NaN,1e400]", "[nan, inf]");
    refuses(
        "python-repr",
        &[
            r#""\ud800""#,
            "",
            " ",
            "\u{feff}[]",
            "{'a': 1}",
            "01",
            "+1",
            "1.",
            ".5",
            "[1,]",
        ],
    );
    refuses(
        "python-repr",
        &[&"9".repeat(4301), &format!("[{}]", "9".repeat(4301))],
    );
}

#[test]
fn javascript() {
    check(
        "json-stringify",
        r#"{"b":1,"2":1,"1":1}"#,
        r#"{"1":1,"2":1,"b":1}"#,
    );
    check(
        "json-stringify",
        "[1.0,-0.0,1e3,1e21,9007199254740993,1E400]",
        "[1,0,1000,1e+21,9007199254740992,null]",
    );
    check("json-stringify", r#"["\ud800\uD83C\uDF89"]"#, r#"["\ud800🎉"]"#);
    check(
        "json-stringify-indent",
        r#"{"a":[],"b":[1]}"#,
        "{\n  \"a\": [],\n  \"b\": [\n    1\n  ]\n}",
    );
}

#[test]
fn go() {
    check(
        "go-marshal",
        "{\"b\":\"<>&\u{2028}\",\"a\":1}",
        r#"{"a":1,"b":"\u003c\u003e\u0026\u2028"}"#,
    );
    check(
        "go-marshal",
        r#"["\ud800","\u0008",1.0,-0]"#,
        "[\"\u{fffd}\",\"\\b\",1,-0]",
    );
    check("go-encoder", "[\"<>&\u{2029}\"]", "[\"<>&\\u2029\"]\n");
    let two_bytes_cut_short = (rewriter("go-marshal").unwrap().rewrite)(b"\"\xE2\x82\"");
    assert_eq!(
        two_bytes_cut_short.as_deref(),
        Some("\"\u{fffd}\u{fffd}\"".as_bytes())
    );
}

#[test]
fn php() {
    check(
        "php-json-encode",
        "[\"/é🎉\",1.0,{},1e21]",
        r#"["\/\u00e9\ud83c\udf89",1,[],1.0e+21]"#,
    );
    check("php-json-encode", r#"{"0":"a","1":"b"}"#, r#"["a","b"]"#);
    check("php-json-encode", r#"{"1":"a","0":"b"}"#, r#"{"1":"a","0":"b"}"#);
    check("php-json-encode", "9223372036854775808", "9.223372036854776e+18");
    check("php-json-encode-unescaped", "[\"/é\u{2028}\"]", "[\"/é\\u2028\"]");
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    check("php-json-encode", &nested(512), &nested(512));
    refuses("php-json-encode", &[&nested(513), "1E400", r#""\ud800""#, "TRUE"]);
}

#[test]
fn ruby() {
    check(
        "ruby-json-generate",
        "[1e-7,1e21,-0,-0.0]",
        "[1.0e-07,1.0e+21,0,-0.0]",
    );
    check("ruby-json-generate", "/* a */[1,// b\n2]", "[1,2]");
    check("ruby-json-generate", r#""\q""#, r#""q""#);
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    check("ruby-json-generate", &nested(100), &nested(100));
    refuses(
        "ruby-json-generate",
        &[&nested(101), "1e400", "NaN", "1 // no line end"],
    );
}

#[test]
fn java() {
    check(
        "java-jackson",
        "\u{feff}[1e21,1E400,\"\\u001f\"] {}",
        r#"[1.0E21,"Infinity","\u001F"]"#,
    );
    refuses("java-jackson", &["1x", "truex", ""]);
    check(
        "java-gson",
        r#"{"a":1,"b":"<&'=>","c":null,"d":[null]}"#,
        r#"{"a":1.0,"b":"\u003c\u0026\u0027\u003d\u003e","d":[null]}"#,
    );
}

#[test]
fn rust() {
    check(
        "rust-serde-json",
        r#"{"b":1e3,"a":-0}"#,
        r#"{"a":-0.0,"b":1000.0}"#,
    );
    check(
        "rust-serde-json",
        "[18446744073709551615,18446744073709551616]",
        "[18446744073709551615,1.8446744073709552e+19]",
    );
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    check("rust-serde-json", &nested(127), &nested(127));
    refuses("rust-serde-json", &[&nested(128), "1e400", r#""\ud800""#]);
}

#[test]
fn pairs_that_python_cannot_tell_apart() {
    let repr = rewriter("python-repr").unwrap().rewrite;
    let mut seen = HashSet::new();
    for (a, b) in INDISTINGUISHABLE {
        assert_ne!(a, b);
        assert!(seen.insert((a, b)), "{a} and {b} twice");
        let written = repr(a.as_bytes());
        assert!(written.is_some(), "{a}");
        assert_eq!(written, repr(b.as_bytes()), "{a} and {b}");
    }
    assert_ne!(
        repr(br#"{"a":1}"#),
        repr(br#"{"a":1e0}"#),
        "an integer is no float"
    );
}

#[test]
fn ids_are_sorted_and_kebab_case() {
    assert!(REWRITERS.is_sorted_by(|a, b| a.id < b.id));
    for rewriter in REWRITERS {
        assert!(
            rewriter
                .id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        );
        assert!(!rewriter.title.is_empty() && !rewriter.language.is_empty());
    }
}
