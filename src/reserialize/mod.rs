//! What other languages' JSON parsers and writers make of a body.
//!
//! A receiver that verifies the signature of a parsed and re-written body agrees with its sender only as long as
//! the rewriting changes nothing. No writer is the identity on all JSON, and no two change the same bodies.

mod fixed_point;
mod go;
mod grammar;
mod java;
mod javascript;
mod layout;
mod number;
mod php;
mod python;
mod ruby;
mod rust;
mod spellings;
mod unprintable;
mod value;

pub use fixed_point::python_repr_is_fixed_point;
pub(crate) use spellings::{Spelling, spellings};

/// A JSON writer of another language, as a model: what `parse, then write again` makes of a body.
///
/// Bodies that nest deeper than 900 are refused by every model, deeper than the language's own limit by its model.
#[derive(Debug)]
pub struct Rewriter {
    /// A stable name in kebab-case, as `python-dumps`.
    pub id: &'static str,
    /// The call that is modelled, for people.
    pub title: &'static str,
    /// The language's name.
    pub language: &'static str,
    /// The body, parsed and written again; `None` when the language refuses the body.
    pub rewrite: fn(&[u8]) -> Option<Vec<u8>>,
}

/// Every model, by language.
pub const REWRITERS: &[Rewriter] = &[
    Rewriter {
        id: "go-encoder",
        title: "Encoder.Encode with SetEscapeHTML(false)",
        language: "Go",
        rewrite: go::encoder,
    },
    Rewriter {
        id: "go-marshal",
        title: "json.Marshal of an any",
        language: "Go",
        rewrite: go::marshal,
    },
    Rewriter {
        id: "java-gson",
        title: "Gson.toJson of an Object",
        language: "Java",
        rewrite: java::gson,
    },
    Rewriter {
        id: "java-jackson",
        title: "ObjectMapper.writeValueAsString of an Object",
        language: "Java",
        rewrite: java::jackson,
    },
    Rewriter {
        id: "json-stringify",
        title: "JSON.stringify(JSON.parse(body))",
        language: "JavaScript",
        rewrite: javascript::stringify,
    },
    Rewriter {
        id: "json-stringify-indent",
        title: "JSON.stringify(JSON.parse(body), null, 2)",
        language: "JavaScript",
        rewrite: javascript::stringify_indent,
    },
    Rewriter {
        id: "php-json-encode",
        title: "json_encode(json_decode($body, true))",
        language: "PHP",
        rewrite: php::encode,
    },
    Rewriter {
        id: "php-json-encode-unescaped",
        title: "json_encode with JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE",
        language: "PHP",
        rewrite: php::encode_unescaped,
    },
    Rewriter {
        id: "python-dumps",
        title: "json.dumps(json.loads(body))",
        language: "Python",
        rewrite: python::dumps,
    },
    Rewriter {
        id: "python-dumps-compact",
        title: "json.dumps with separators=(\",\", \":\")",
        language: "Python",
        rewrite: python::dumps_compact,
    },
    Rewriter {
        id: "python-dumps-indent",
        title: "json.dumps with indent=2",
        language: "Python",
        rewrite: python::dumps_indent,
    },
    Rewriter {
        id: "python-dumps-sorted",
        title: "json.dumps with sort_keys=True",
        language: "Python",
        rewrite: python::dumps_sorted,
    },
    Rewriter {
        id: "python-dumps-utf8",
        title: "json.dumps with ensure_ascii=False",
        language: "Python",
        rewrite: python::dumps_utf8,
    },
    Rewriter {
        id: "python-repr",
        title: "str(json.loads(body))",
        language: "Python",
        rewrite: python::repr,
    },
    Rewriter {
        id: "ruby-json-generate",
        title: "JSON.generate(JSON.parse(body))",
        language: "Ruby",
        rewrite: ruby::generate,
    },
    Rewriter {
        id: "rust-serde-json",
        title: "serde_json::to_vec of a Value",
        language: "Rust",
        rewrite: rust::to_vec,
    },
];

/// The model named `id`.
#[must_use]
pub fn rewriter(id: &str) -> Option<&'static Rewriter> {
    REWRITERS.iter().find(|rewriter| rewriter.id == id)
}

/// Writers that senders use and that re-write nothing on a receiver's side.
const SENDING_WRITERS: &[Rewriter] = &[Rewriter {
    id: "go-struct",
    title: "json.Marshal of a struct",
    language: "Go",
    rewrite: go::marshal_struct,
}];

/// The JSON writer of a sender: any of [`REWRITERS`], or `go-struct`, which keeps the order of members.
#[must_use]
pub fn sending_writer(id: &str) -> Option<&'static Rewriter> {
    SENDING_WRITERS
        .iter()
        .find(|writer| writer.id == id)
        .or_else(|| rewriter(id))
}

/// Pairs of different bodies that a receiver which signs `str(json.loads(body))` cannot tell apart: where the sender
/// signs that form too, one body's signature passes for the other.
pub const INDISTINGUISHABLE: &[(&str, &str)] = &[
    // Blanks.
    (r#"{"a":1}"#, r#"{ "a" : 1 }"#),
    ("[1,2]", "[1, 2]\n"),
    // Of equal keys the last wins; a parser that takes the first sees another document.
    (r#"{"a":2,"a":1}"#, r#"{"a":1}"#),
    (r#"{"a":"EVIL","b":1,"a":"ok"}"#, r#"{"a":"ok","b":1}"#),
    // Escapes.
    (r#"{"\u0061":1}"#, r#"{"a":1}"#),
    (r#""/""#, r#""\/""#),
    (r#""/""#, r#""\u002f""#),
    (r#"["\ud83c\udf89"]"#, r#"["🎉"]"#),
    // Numbers.
    ("0", "-0"),
    ("1E400", "Infinity"),
    ("1E400", "1e999"),
    ("0.1", "1e-1"),
    ("0.1", "0.1000000000000000055"),
    // A string at the top level is written without quotes, so it can pose as any other value.
    ("1", r#""1""#),
    ("null", r#""None""#),
    ("true", r#""True""#),
    ("NaN", r#""nan""#),
    ("[1, 2]", r#""[1, 2]""#),
    (r#"{"a":"x"}"#, r#""{'a': 'x'}""#),
];

#[cfg(test)]
mod tests;
