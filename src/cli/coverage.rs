//! `hookproof cases coverage`: which cases catch which built-in mistake.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cli::arguments::load_scheme;
use crate::cli::schemes::{TextOrJson, json_text};
use crate::cli::{CommandResult, ExitStatus, Failure, print, quietly};
use crate::faulty::{Coverage, Row, Share, TolerantRow, coverage as measured, knows};
use crate::scheme::{SHAPES, Scheme, catalog_scheme};

/// How many of the cases that catch a mistake are named in the text; the JSON has all.
const NAMED: usize = 3;

pub(crate) fn coverage(scheme: Option<&str>, format: TextOrJson) -> CommandResult {
    let schemes = match scheme {
        Some(name) => vec![known(load_scheme(name)?)?],
        None => SHAPES.iter().filter_map(|id| catalog_scheme(id)).collect(),
    };
    let coverage = quietly(|| measured(&schemes))
        .map_err(|error| Failure::usage(format!("no cases can be made for a scheme: {error}")))?;
    print(match format {
        TextOrJson::Text => text_of(&coverage),
        TextOrJson::Json => json_text(&json_of(&coverage))?,
    })?;
    Ok(if coverage.is_whole() {
        ExitStatus::Conforms
    } else {
        ExitStatus::DoesNotConform
    })
}

fn known(scheme: Scheme) -> Result<Scheme, Failure> {
    if knows(&scheme) {
        return Ok(scheme);
    }
    Err(Failure::usage(format!(
        "the built-in receivers cannot judge scheme `{}`: they know shared secrets over plain templates, without \
         variants, required values, derived keys and named canonicalizations; leave `--scheme` out to see the \
         schemes that stand for all",
        scheme.id()
    )))
}

fn text_of(coverage: &Coverage) -> String {
    let mut text = String::new();
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or_default();
    let width = widest(&mut coverage.faulty.iter().map(|row| row.scheme.len()));
    for rows in by_fault(&coverage.faulty) {
        let Some(Row { fault, .. }) = rows.first() else {
            continue;
        };
        let _ = writeln!(
            text,
            "{} ({}, {}): {}",
            fault.id,
            fault.class,
            fault.level.name(),
            fault.title
        );
        for row in rows {
            let _ = writeln!(text, "  {:width$}  {}", row.scheme, verdict(row));
        }
    }
    let _ = writeln!(text, "\ncorrect in another way");
    let width = widest(&mut coverage.tolerant.iter().map(|row| row.tolerant.id.len()));
    for rows in by_tolerant(&coverage.tolerant) {
        let Some(TolerantRow { tolerant, .. }) = rows.first() else {
            continue;
        };
        let blamed: Vec<&str> = rows
            .iter()
            .flat_map(|row| &row.blamed_by)
            .map(String::as_str)
            .collect();
        let told = match blamed.as_slice() {
            [] => format!("{} schemes, blamed by none", rows.len()),
            ids => format!("BLAMED by {}", ids.join(", ")),
        };
        let _ = writeln!(text, "  {:width$}  {told}", tolerant.id);
    }
    let _ = writeln!(
        text,
        "\n{}\n{}\n{}",
        sentence(coverage.faults_caught(), "mistakes are caught"),
        sentence(
            coverage.pairs_caught(),
            "pairs of mistake and scheme are caught: the kill rate"
        ),
        sentence(
            coverage.unblamed(),
            "receivers that are correct in another way are blamed by no case"
        )
    );
    text
}

fn by_fault(rows: &[Row]) -> Vec<Vec<&Row>> {
    grouped(rows, |row| row.fault.id)
}

fn by_tolerant(rows: &[TolerantRow]) -> Vec<Vec<&TolerantRow>> {
    grouped(rows, |row| row.tolerant.id)
}

/// The rows of each name together, the names in the order in which they come.
fn grouped<R>(rows: &[R], name: impl Fn(&R) -> &'static str) -> Vec<Vec<&R>> {
    let mut groups: Vec<Vec<&R>> = Vec::new();
    for row in rows {
        let same = |group: &&mut Vec<&R>| group.first().is_some_and(|first| name(first) == name(row));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

fn verdict(row: &Row) -> String {
    let controls = if row.passes_controls {
        "passes the controls"
    } else {
        "fails the controls"
    };
    let (level, ids) = match (row.caught_by.as_slice(), row.warned_by.as_slice()) {
        ([], []) if row.is_claimed => return format!("{controls}, and NO case of its flags catches it"),
        ([], []) => return format!("{controls}; no case of this scheme has its flags"),
        ([], warned) => ("should", warned),
        (caught, _) => ("must", caught),
    };
    let named: Vec<&str> = ids
        .iter()
        .take(NAMED)
        .map(|id| id.split_once('/').map_or(id.as_str(), |(_, rest)| rest))
        .collect();
    let rest = if ids.len() > NAMED { ", …" } else { "" };
    format!(
        "{controls}; {} {level} {}: {}{rest}",
        ids.len(),
        if ids.len() == 1 { "case" } else { "cases" },
        named.join(", ")
    )
}

fn sentence(share: Share, what: &str) -> String {
    format!("{} of {} {what} ({} %)", share.some, share.all, share.percent())
}

fn json_of(coverage: &Coverage) -> Value {
    let share = |share: Share| json!({"some": share.some, "all": share.all, "percent": share.percent()});
    let faulty: Vec<Value> = coverage
        .faulty
        .iter()
        .map(|row| {
            json!({
                "fault": row.fault.id,
                "class": row.fault.class,
                "level": row.fault.level.name(),
                "flags": row.fault.flags,
                "scheme": row.scheme,
                "passes_controls": row.passes_controls,
                "is_claimed": row.is_claimed,
                "is_caught": row.is_caught(),
                "must": row.caught_by,
                "should": row.warned_by,
            })
        })
        .collect();
    let tolerant: Vec<Value> = coverage
        .tolerant
        .iter()
        .map(|row| {
            json!({
                "tolerant": row.tolerant.id,
                "scheme": row.scheme,
                "blamed_by": row.blamed_by,
                "differences": row.differences,
            })
        })
        .collect();
    json!({
        "faults": share(coverage.faults_caught()),
        "kill_rate": share(coverage.pairs_caught()),
        "unblamed": share(coverage.unblamed()),
        "faulty": faulty,
        "tolerant": tolerant,
    })
}

#[cfg(test)]
mod tests {
    use super::{grouped, sentence};
    use crate::faulty::Share;

    #[test]
    fn rows_of_one_name_come_together() {
        let rows = [("a", 1), ("b", 2), ("a", 3)];
        let groups = grouped(&rows, |row| row.0);
        assert_eq!(groups, [vec![&("a", 1), &("a", 3)], vec![&("b", 2)]]);
    }

    #[test]
    fn less_than_all_never_reads_as_all() {
        let share = |some, all| Share { some, all };
        assert_eq!(sentence(share(1999, 2000), "hold"), "1999 of 2000 hold (99.9 %)");
        assert_eq!(sentence(share(7, 7), "hold"), "7 of 7 hold (100.0 %)");
    }
}
