//! Several signatures in one text: one good one suffices, wherever it stands and whatever stands beside it.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::cases::families::prefix::other_version;
use crate::cases::forge::Items;
use crate::delivery::Delivery;
use crate::scheme::Format;

pub(super) const FAMILY: Family = Family {
    id: "list",
    title: "several signatures in one delivery",
    description: "While a secret is rotated, senders write one signature for each live secret, and later \
                  versions beside the present one. A receiver accepts where any signature of its version is \
                  right, whatever the order, and skips what it does not know. It accepts none that stands \
                  under another version, and does not fail on an item that is odd.",
    generate,
};

/// The signatures of a list.
type Listed = fn(&Items) -> Vec<Vec<u8>>;

fn generate(b: &mut Builder<'_>) {
    if !b.scheme().format().is_list() {
        return;
    }
    several(b);
    none_good(b);
    versions(b);
    odd_items(b);
    odd_beside_wrong(b);
    spelling(b);
    many(b);
}

/// The fields, then these items.
fn listed(b: &Builder<'_>, items: impl FnOnce(&Items) -> Vec<Vec<u8>>) -> Option<Delivery> {
    b.with_items(|pieces| pieces.fields.iter().cloned().chain(items(pieces)).collect())
}

fn several(b: &mut Builder<'_>) {
    let level = b.unless_open("multiple-signatures", Level::Must);
    let cases: [(&str, &str, Listed); 5] = [
        ("good-first", "a right signature, then a wrong one", |i| {
            vec![i.good(), i.bad(0)]
        }),
        ("good-last", "a wrong signature, then a right one", |i| {
            vec![i.bad(0), i.good()]
        }),
        (
            "good-in-the-middle",
            "a right signature between two wrong ones",
            |i| vec![i.bad(0), i.good(), i.bad(1)],
        ),
        (
            "good-last-of-three",
            "two wrong signatures, then a right one",
            |i| vec![i.bad(0), i.bad(1), i.good()],
        ),
        ("good-twice", "the right signature twice", |i| {
            vec![i.good(), i.good()]
        }),
    ];
    for (what, title, items) in cases {
        let delivery = listed(b, items);
        b.case(what, title, delivery)
            .flags(&["MultipleSignatures"])
            .accept_at(level);
    }
}

fn none_good(b: &mut Builder<'_>) {
    let two = listed(b, |i| vec![i.bad(0), i.bad(1)]);
    b.case("none-good", "two wrong signatures", two)
        .flags(&["MultipleSignatures", "ModifiedSignature"])
        .must_reject();
    let halves = listed(b, |i| {
        let (before, after) = i.value.split_at(i.value.len() / 2);
        vec![
            [i.lead.as_slice(), before].concat(),
            [i.lead.as_slice(), after].concat(),
        ]
    });
    b.case("halves", "the right signature cut in two items", halves)
        .flags(&["MultipleSignatures", "TruncatedSignature"])
        .must_reject();
    let empty = listed(b, |i| vec![i.lead.clone(), i.bad(0)]);
    if !b.scheme().format().lead().is_empty() {
        b.case(
            "empty-beside-wrong",
            "an empty signature, then a wrong one",
            empty,
        )
        .flags(&["MultipleSignatures", "EmptySignature"])
        .must_reject();
    }
}

/// The leads of other versions, as the format writes them.
fn other_leads(b: &Builder<'_>) -> Vec<(&'static str, String)> {
    let of = |names: &[(&'static str, String)]| names.to_vec();
    match b.scheme().format() {
        Format::Bare { .. }
        | Format::Dictionary { .. }
        | Format::Parameters { .. }
        | Format::Positional { .. } => Vec::new(),
        Format::Fields {
            field, key_separator, ..
        } => of(&[
            ("older-version", format!("v0{key_separator}")),
            ("later-version", format!("v9{key_separator}")),
            ("similar-version", format!("{field}a{key_separator}")),
        ]),
        Format::List { prefix, .. } if prefix.is_empty() => Vec::new(),
        Format::List { prefix, .. } => {
            let later = other_version(prefix).unwrap_or_else(|| "v9=".to_owned());
            of(&[("later-version", later)])
        }
        Format::Tagged {
            tag, tag_separator, ..
        } => of(&[
            ("older-version", format!("v0{tag_separator}")),
            ("later-version", format!("v9{tag_separator}")),
            ("similar-version", format!("{tag}a{tag_separator}")),
        ]),
    }
}

fn versions(b: &mut Builder<'_>) {
    let level = b.unless_open("unknown-versions", Level::Must);
    let own = b.scheme().format().lead();
    let others = other_leads(b).into_iter().filter(|(_, lead)| *lead != own);
    for (what, lead) in others {
        let words = match what {
            "older-version" => "an older version",
            "later-version" => "a later version",
            _ => "a version that begins alike",
        };
        let unknown = |i: &Items| {
            let value = i.bad(0).get(i.lead.len()..).unwrap_or_default().to_vec();
            [lead.as_bytes(), &value].concat()
        };
        let before = listed(b, |i| vec![unknown(i), i.good()]);
        b.case(
            &format!("{what}-before"),
            format!("a signature of {words}, then the right one"),
            before,
        )
        .flags(&["UnknownVersion"])
        .accept_at(level);
        let after = listed(b, |i| vec![i.good(), unknown(i)]);
        b.case(
            &format!("{what}-after"),
            format!("the right signature, then one of {words}"),
            after,
        )
        .flags(&["UnknownVersion"])
        .accept_at(level);
        // The digest is right, so nobody gains; but the version is not pinned.
        let under = listed(b, |i| vec![[lead.as_bytes(), &i.value].concat()]);
        b.case(
            &format!("right-digest-under-{what}"),
            format!("the right digest, but under {words}"),
            under,
        )
        .flags(&["VersionUnpinned"])
        .should_reject();
        let swapped = listed(b, |i| vec![[lead.as_bytes(), &i.value].concat(), i.bad(0)]);
        b.case(
            &format!("right-digest-under-{what}-beside-wrong"),
            format!("the right digest under {words}, then a wrong one under the scheme's"),
            swapped,
        )
        .flags(&["VersionUnpinned"])
        .should_reject();
    }
}

/// Items that no sender writes: one of them must not cost the good one.
fn odd_items(b: &mut Builder<'_>) {
    let lead = b.scheme().format().lead();
    let named: String = lead
        .trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_owned();
    let mut odd: Vec<(&str, &str, Vec<u8>)> = vec![
        ("empty-item", "an item with nothing in it", Vec::new()),
        ("junk-item", "an item that is a word", b"garbage".to_vec()),
    ];
    if !lead.is_empty() {
        odd.push((
            "empty-signature",
            "a signature with nothing in it",
            lead.clone().into_bytes(),
        ));
        odd.push((
            "malformed-signature",
            "a signature that cannot be decoded",
            [lead.as_bytes(), b"~~"].concat(),
        ));
    }
    if !named.is_empty() && named != lead {
        odd.push((
            "no-separator",
            "a version with nothing after it",
            named.into_bytes(),
        ));
    }
    if let Format::Fields { key_separator, .. } = b.scheme().format() {
        let item = format!("{key_separator}x").into_bytes();
        odd.push(("no-key", "an item with a value and no key", item));
    }
    for (what, title, item) in odd {
        let before = listed(b, |i| vec![item.clone(), i.good()]);
        b.case(
            &format!("{what}-before"),
            format!("{title}, before the right signature"),
            before,
        )
        .flags(&["OddListItem"])
        .accept_at(Level::Should);
        let after = listed(b, |i| vec![i.good(), item.clone()]);
        b.case(
            &format!("{what}-after"),
            format!("{title}, after the right signature"),
            after,
        )
        .flags(&["OddListItem"])
        .accept_at(Level::Should);
    }
}

/// An odd item must not keep a receiver from the signature behind it, which is wrong here.
fn odd_beside_wrong(b: &mut Builder<'_>) {
    let wrong = listed(b, |i| vec![b"garbage".to_vec(), i.bad(0)]);
    let right = listed(b, |i| vec![b"garbage".to_vec(), i.good()]);
    b.case(
        "junk-item-beside-wrong",
        "an item that is a word, then a wrong signature",
        wrong,
    )
    .flags(&["OddListItem", "ModifiedSignature"])
    .undone(right)
    .must_reject();
}

/// Other spellings of a good list, on which maintained libraries differ.
fn spelling(b: &mut Builder<'_>) {
    let lead = b.scheme().format().lead();
    if matches!(b.scheme().format(), Format::Fields { .. }) {
        let reordered = b.with_items(|i| [i.good()].into_iter().chain(i.fields.iter().cloned()).collect());
        if reordered != b.base() {
            b.case(
                "fields-reordered",
                "the signature before the other fields",
                reordered,
            )
            .flags(&["OddListItem"])
            .may_accept();
        }
        let blank = b.with_items(|i| {
            let last = [b" ", i.good().as_slice()].concat();
            let first = i.fields.first().cloned().unwrap_or_else(|| b"x=1".to_vec());
            vec![first, last]
        });
        b.case("blank-after-separator", "a blank before an item", blank)
            .flags(&["OddListItem"])
            .may_accept();
    }
    if lead.is_empty() {
        return;
    }
    let cut_late = b.with_signature_item(|lead, value| {
        let separator = lead.last().copied().unwrap_or(b'=');
        [lead, value, &[separator], b"x"].concat()
    });
    b.case(
        "more-after-signature",
        "another separator and a letter after the signature",
        cut_late,
    )
    .flags(&["LenientEncoding"])
    .may_reject();
}

/// Work that grows with the list, within what servers take as one header.
fn many(b: &mut Builder<'_>) {
    let short = |i: &Items| [i.lead.as_slice(), b"0"].concat();
    let none = listed(b, |i| vec![short(i); 1000]);
    b.case("thousand-items", "1,000 short signatures, none right", none)
        .flags(&["OversizedSignature", "MultipleSignatures"])
        .must_reject();
    let last = listed(b, |i| [vec![short(i); 1000], vec![i.good()]].concat());
    b.case(
        "right-one-after-thousand",
        "1,000 short signatures, then the right one",
        last,
    )
    .flags(&["OversizedSignature", "MultipleSignatures"])
    .may_accept();
}
