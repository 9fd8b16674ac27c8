//! Making a failing row of choices smaller while it still fails.

/// Whether a row still fails as before: the row that was in fact used, if so.
pub(crate) type Still<'a, E> = dyn FnMut(&[u8]) -> Result<Option<Vec<u8>>, E> + 'a;

/// Shortens and lowers `row` as long as `still` says that what comes out fails as before; `still` answers with the
/// row that was in fact used. A shorter row is smaller, and of the same length one that is lower at the first
/// difference. Returns the smallest row that was found, and after how many steps down.
pub(crate) fn shrink<E>(row: Vec<u8>, tries: usize, still: &mut Still<'_, E>) -> Result<(Vec<u8>, usize), E> {
    let mut search = Search {
        best: row,
        tries,
        n_steps: 0,
        still,
    };
    loop {
        let before = search.n_steps;
        search.remove()?;
        search.lower()?;
        if search.n_steps == before || search.tries == 0 {
            return Ok((search.best, search.n_steps));
        }
    }
}

struct Search<'s, E> {
    best: Vec<u8>,
    tries: usize,
    n_steps: usize,
    still: &'s mut Still<'s, E>,
}

impl<E> Search<'_, E> {
    /// Takes pieces out, large ones first.
    fn remove(&mut self) -> Result<(), E> {
        let mut size = self.best.len();
        while size > 0 {
            let mut at = 0;
            while at < self.best.len() {
                let end = (at + size).min(self.best.len());
                let mut candidate = self.best.clone();
                candidate.drain(at..end);
                if !self.accept(&candidate)? {
                    at += size;
                }
            }
            size /= 2;
        }
        Ok(())
    }

    /// Lowers single choices: to the first, to the half, by one.
    fn lower(&mut self) -> Result<(), E> {
        let mut at = 0;
        while let Some(&byte) = self.best.get(at) {
            let lower = [0, byte / 2, byte.saturating_sub(1)];
            let mut found = false;
            for value in lower.into_iter().filter(|value| *value < byte) {
                let mut candidate = self.best.clone();
                if let Some(slot) = candidate.get_mut(at) {
                    *slot = value;
                }
                if self.accept(&candidate)? {
                    found = true;
                    break;
                }
            }
            if !found {
                at += 1;
            }
        }
        Ok(())
    }

    fn accept(&mut self, candidate: &[u8]) -> Result<bool, E> {
        if self.tries == 0 {
            return Ok(false);
        }
        self.tries -= 1;
        match (self.still)(candidate)? {
            Some(used) if (used.len(), &used) < (self.best.len(), &self.best) => {
                self.best = used;
                self.n_steps += 1;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shrink;

    fn smallest(row: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut still = |row: &[u8]| Ok::<_, ()>(fails(row).then(|| row.to_vec()));
        shrink(row.to_vec(), 10_000, &mut still).unwrap().0
    }

    #[test]
    fn the_least_that_fails_is_left() {
        assert_eq!(
            smallest(&[9, 8, 200, 7, 6], |row| row.iter().any(|byte| *byte >= 100)),
            [100]
        );
        assert_eq!(smallest(&[5, 5, 5, 5, 5, 5], |row| row.len() >= 3), [0, 0, 0]);
        assert!(smallest(&[1, 2, 3], |_| true).is_empty());
        assert_eq!(smallest(&[4, 4], |row| row == [4, 4]), [4, 4]);
    }

    #[test]
    fn tries_are_bounded() {
        let mut n = 0;
        let mut still = |row: &[u8]| {
            n += 1;
            Ok::<_, ()>(Some(row.to_vec()))
        };
        shrink(vec![255; 500], 7, &mut still).unwrap();
        assert!(n <= 7);
    }
}
