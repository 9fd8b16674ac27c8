//! Globs over case ids.

/// Whether `id` matches `glob`, in which `*` stands for any text, `/` included, and `?` for one character.
#[must_use]
pub fn glob_matches(glob: &str, id: &str) -> bool {
    let (glob, id): (Vec<char>, Vec<char>) = (glob.chars().collect(), id.chars().collect());
    let (mut g, mut i) = (0, 0);
    // Where the last star stands, and how far it reaches so far.
    let mut star: Option<(usize, usize)> = None;
    loop {
        match (glob.get(g), id.get(i)) {
            (None, None) => return true,
            (Some('*'), _) => {
                star = Some((g, i));
                g += 1;
            }
            (Some('?'), Some(_)) => (g, i) = (g + 1, i + 1),
            (Some(a), Some(b)) if a == b => (g, i) = (g + 1, i + 1),
            _ => match star {
                Some((at, reach)) if reach < id.len() => {
                    star = Some((at, reach + 1));
                    (g, i) = (at + 1, reach + 1);
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::glob_matches;

    #[test]
    fn globs() {
        for glob in ["*", "a/b/c", "a/*", "*/c", "a/?/c", "a*b*c", "a/b/c*"] {
            assert!(glob_matches(glob, "a/b/c"), "{glob}");
        }
        for glob in ["", "a", "a/b", "*/d", "a/??/c", "?"] {
            assert!(!glob_matches(glob, "a/b/c"), "{glob}");
        }
    }
}
