//! The text before the signature: missing, repeated, misspelled, or naming something else.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::mac::Hash;
use crate::scheme::{Format, Method, Part};

pub(super) const FAMILY: Family = Family {
    id: "prefix",
    title: "the text before the signature",
    description: "A prefix or version is compared and cut once, exactly. The right digest behind a wrong one \
                  is no forgery, but shows that the receiver does not pin what it verifies. A weaker \
                  algorithm that the sender's label chooses must be refused. Cutting a set of letters \
                  instead of a prefix loses genuine deliveries whose digest begins with one of them.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if b.scheme().method() == Method::Jwt {
        return;
    }
    match b.scheme().format() {
        Format::Bare { .. }
        | Format::Fields { .. }
        | Format::List { .. }
        | Format::Positional { .. }
        | Format::Tagged { .. } => {}
        // What stands before the signature there is part of a grammar, no prefix.
        Format::Dictionary { .. } | Format::Parameters { .. } => return,
    }
    let lead = b.scheme().format().lead();
    if lead.is_empty() {
        added(b);
    } else {
        spelling(b, &lead);
        character_set(b, &lead);
    }
    if !b.scheme().format().is_list() {
        algorithms(b, &lead);
        versions(b, &lead);
    }
}

/// One spelling of the lead.
struct Spelling {
    what: &'static str,
    title: &'static str,
    flag: &'static str,
    level: Level,
    text: fn(&[u8], &[u8]) -> Vec<u8>,
}

fn spelling(b: &mut Builder<'_>, lead: &str) {
    // RFC 9110, section 11.1: the name of an authentication scheme has no case.
    let is_word = lead.ends_with(' ');
    let hygiene = b.unless_open("prefix", Level::Should);
    let cases = [
        Spelling {
            what: "absent",
            title: "the signature without what belongs before it",
            flag: "PrefixMissing",
            level: hygiene,
            text: |_, value| value.to_vec(),
        },
        Spelling {
            what: "repeated",
            title: "what belongs before the signature, twice",
            flag: "PrefixRepeated",
            level: hygiene,
            text: |lead, value| [lead, lead, value].concat(),
        },
        Spelling {
            what: "other-case",
            title: "what belongs before the signature, in the other letter case",
            flag: "PrefixCase",
            level: if is_word { Level::Unspecified } else { hygiene },
            text: |lead, value| [&other_case(lead), value].concat(),
        },
        Spelling {
            what: "other-separator",
            title: "another separator before the signature",
            flag: "VersionUnpinned",
            level: hygiene,
            text: |lead, value| [&other_separator(lead), value].concat(),
        },
        Spelling {
            what: "other-letters",
            title: "as many other letters before the signature",
            flag: "VersionUnpinned",
            level: hygiene,
            text: |lead, value| [&vec![b'x'; lead.len()], value].concat(),
        },
        Spelling {
            what: "junk-before",
            title: "other letters before the prefix",
            flag: "LenientEncoding",
            level: Level::Unspecified,
            text: |lead, value| [b"xx", lead, value].concat(),
        },
        Spelling {
            what: "blank-before",
            title: "a blank before the prefix",
            flag: "LenientEncoding",
            level: Level::Unspecified,
            text: |lead, value| [b" ", lead, value].concat(),
        },
        Spelling {
            what: "blank-after",
            title: "a blank between prefix and signature",
            flag: "LenientEncoding",
            level: Level::Unspecified,
            text: |lead, value| [lead, b" ", value].concat(),
        },
        Spelling {
            what: "inside",
            title: "the prefix in the middle of the signature, where replacing it finds it",
            flag: "PrefixMissing",
            level: hygiene,
            text: |lead, value| {
                let (before, after) = value.split_at(value.len() / 2);
                [before, lead, after].concat()
            },
        },
    ];
    for case in cases {
        // In a list, a blank before an item does not count.
        if case.what == "blank-before" && b.scheme().format().is_list() {
            continue;
        }
        let delivery = b.with_signature_item(case.text);
        b.case(case.what, case.title, delivery)
            .flags(&[case.flag])
            .reject_at(case.level);
    }
}

/// A scheme without prefix: a receiver that cuts one shows that it takes its label from the request.
fn added(b: &mut Builder<'_>) {
    let (Method::Hmac(hash) | Method::Digest(hash)) = b.scheme().method() else {
        return;
    };
    let delivery = b.with_signature_item(|_, value| [hash.name().as_bytes(), b"=", value].concat());
    b.case("added", "an algorithm's name before the signature", delivery)
        .flags(&["LenientEncoding"])
        .may_reject();
}

/// Genuine deliveries that a receiver loses which strips the prefix's letters instead of the prefix.
fn character_set(b: &mut Builder<'_>, lead: &str) {
    let is_cut = |byte: Option<&u8>| byte.is_some_and(|byte| lead.as_bytes().contains(byte));
    let begins_once = |value: &[u8]| is_cut(value.first()) && !is_cut(value.get(1));
    let begins_twice = |value: &[u8]| is_cut(value.first()) && is_cut(value.get(1));
    let once = b.delivery_whose_signature(begins_once);
    b.case(
        "digest-begins-with-a-letter-of-the-prefix",
        "a genuine delivery whose digest begins with a letter that the prefix has",
        once,
    )
    .flags(&["PrefixCharacterSet"])
    .must_accept();
    let twice = b.delivery_whose_signature(begins_twice);
    b.case(
        "digest-begins-with-two-letters-of-the-prefix",
        "a genuine delivery whose digest begins with two letters that the prefix has",
        twice,
    )
    .flags(&["PrefixCharacterSet"])
    .must_accept();
}

/// The sender's label names the algorithm.
fn algorithms(b: &mut Builder<'_>, lead: &str) {
    let Method::Hmac(own) = b.scheme().method() else {
        return;
    };
    let label = |hash: Hash| {
        if lead.contains(own.name()) {
            lead.replacen(own.name(), hash.name(), 1)
        } else if lead.contains(&own.name().to_ascii_uppercase()) {
            lead.replacen(
                &own.name().to_ascii_uppercase(),
                &hash.name().to_ascii_uppercase(),
                1,
            )
        } else {
            format!("{}=", hash.name())
        }
    };
    let names_its_hash = !label(own).is_empty() && label(own) == lead;
    for hash in Hash::ALL.into_iter().filter(|&hash| hash != own) {
        let name = hash.name();
        let is_weaker = hash.digest_len() < own.digest_len();
        let right = b.items().and_then(|(draft, _)| {
            let base_string = b.signer().base_string(&draft).ok()?;
            let digest = hash.hmac(b.signer().key(), &base_string);
            let encoded = b.scheme().signature().encoding.encode(digest.as_bytes());
            b.with_whole_text(draft, &[label(hash).as_bytes(), &encoded].concat())
        });
        // A stronger algorithm is the sender's choice all the same, but nobody gains by it.
        let level = if is_weaker { Level::Must } else { Level::Should };
        b.case(
            &format!("{name}-with-its-digest"),
            format!("a right {name} digest under the name `{name}`"),
            right,
        )
        .flags(&["AlgorithmDowngrade"])
        .reject_at(level);
        if names_its_hash && matches!(hash, Hash::Md5 | Hash::Sha1 | Hash::Sha512) {
            let mislabeled = b.with_signature_item(|_, value| [label(hash).as_bytes(), value].concat());
            b.case(
                &format!("{name}-with-the-right-digest"),
                format!("the right digest under the name `{name}`, which is not its algorithm"),
                mislabeled,
            )
            .flags(&["VersionUnpinned"])
            .should_reject();
        }
    }
}

/// The prefix of another version.
fn versions(b: &mut Builder<'_>, lead: &str) {
    let Format::Bare { .. } = b.scheme().format() else {
        return;
    };
    let Some(other) = other_version(lead) else {
        return;
    };
    let delivery = b.with_signature_item(|_, value| [other.as_bytes(), value].concat());
    b.case(
        "other-version",
        "the right digest under a version that does not exist",
        delivery,
    )
    .flags(&["VersionUnpinned"])
    .should_reject();
    // A receiver that builds the base string with the version from the request verifies any version.
    let version = |text: &str| text.trim_end_matches(['=', ':', '.', ',']).to_owned();
    let throughout = b.draft(&b.base_event()).and_then(|draft| {
        let template = b.scheme().base_string()?;
        let Some(Part::Literal(first)) = template.parts().first() else {
            return None;
        };
        let rest = first.strip_prefix(&version(lead))?.to_owned();
        let base_string = b.signer().base_string(&draft).ok()?;
        let after = base_string.get(first.len()..)?;
        let changed = [version(&other).as_bytes(), rest.as_bytes(), after].concat();
        let digest = b.digest_of(&changed)?;
        let encoded = b.scheme().signature().encoding.encode(digest.as_bytes());
        b.with_whole_text(draft, &[other.as_bytes(), &encoded].concat())
    });
    b.case(
        "other-version-throughout",
        "a version that does not exist, in the prefix and in what is signed",
        throughout,
    )
    .flags(&["VersionUnpinned"])
    .should_reject();
}

/// The prefix with another number; `None` if it is no version.
pub(super) fn other_version(lead: &str) -> Option<String> {
    let digits = lead.strip_prefix(['v', 'V'])?;
    let digit = digits.chars().next().filter(char::is_ascii_digit)?;
    Some(lead.replacen(digit, "9", 1)).filter(|other| other != lead)
}

fn other_case(lead: &[u8]) -> Vec<u8> {
    let is_lower = lead.iter().any(u8::is_ascii_lowercase) && !lead.iter().any(u8::is_ascii_uppercase);
    if is_lower {
        lead.to_ascii_uppercase()
    } else {
        lead.to_ascii_lowercase()
    }
}

fn other_separator(lead: &[u8]) -> Vec<u8> {
    match lead.split_last() {
        Some((last, rest)) if !last.is_ascii_alphanumeric() => {
            [rest, if *last == b':' { b"=" } else { b":" }].concat()
        }
        _ => [lead, b":"].concat(),
    }
}
