//! Where choices come from: bytes that somebody hands in, or a seed. What was taken can be taken again.

/// A row of choices. The first of everything is the simplest, and after the last byte all choices are the first,
/// so that a shorter and smaller row stands for a simpler thing: shrinking needs to know nothing else.
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    bytes: std::slice::Iter<'a, u8>,
    random: Option<u64>,
    taken: Vec<u8>,
}

impl<'a> Choices<'a> {
    /// The choices that these bytes stand for.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
            random: None,
            taken: Vec::new(),
        }
    }

    /// Choices at random, the same for the same seed and number.
    #[must_use]
    pub fn seeded(seed: u64, number: u64) -> Self {
        let mut state = seed;
        let start = splitmix(&mut state) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self {
            bytes: [].iter(),
            random: Some(start),
            taken: Vec::new(),
        }
    }

    /// A number below `n`; 0 where there is no other.
    pub fn below(&mut self, n: usize) -> usize {
        if n <= 1 {
            return 0;
        }
        let mut number = 0;
        // As many bytes as the largest number has, and none for a choice that is none.
        let width = (usize::BITS - (n - 1).leading_zeros()).div_ceil(8);
        for _ in 0..width {
            number = (number << 8) | usize::from(self.byte());
        }
        let number = number % n;
        for shift in (0..width).rev() {
            // The lowest byte is what is left.
            self.taken
                .push(u8::try_from((number >> (8 * shift)) & 0xff).unwrap_or_default());
        }
        number
    }

    /// One of the items; `None` where there are none.
    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> Option<&'t T> {
        items.get(self.below(items.len()))
    }

    /// One of the texts; empty where there are none.
    pub fn text<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        self.pick(texts).copied().unwrap_or_default()
    }

    /// Yes, about once in `n`; the simplest is no.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) + 1 == n && n > 1
    }

    /// The bytes of the choices that were made, without those at the end that are the first choice anyway.
    #[must_use]
    pub fn taken(&self) -> Vec<u8> {
        let length = self
            .taken
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1);
        self.taken.iter().copied().take(length).collect()
    }

    fn byte(&mut self) -> u8 {
        match (self.bytes.next(), &mut self.random) {
            (Some(byte), _) => *byte,
            (None, Some(state)) => splitmix(state).to_be_bytes().first().copied().unwrap_or_default(),
            (None, None) => 0,
        }
    }
}

/// The generator of Steele, Lea and Flood: small, quick, and good enough to choose test inputs.
const fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::Choices;

    fn draw(choices: &mut Choices<'_>) -> Vec<usize> {
        [2, 7, 256, 1000, 1, 70_000, 3].map(|n| choices.below(n)).to_vec()
    }

    #[test]
    fn what_was_taken_is_taken_again() {
        for number in 0..50 {
            let mut first = Choices::seeded(5, number);
            let drawn = draw(&mut first);
            let taken = first.taken();
            let mut again = Choices::of(&taken);
            assert_eq!(draw(&mut again), drawn);
            assert_eq!(again.taken(), taken);
        }
    }

    #[test]
    fn seeds_and_numbers_differ_and_the_end_is_simplest() {
        assert_ne!(draw(&mut Choices::seeded(0, 1)), draw(&mut Choices::seeded(0, 2)));
        assert_ne!(draw(&mut Choices::seeded(1, 1)), draw(&mut Choices::seeded(2, 1)));
        assert_eq!(draw(&mut Choices::of(&[])), [0; 7]);
        assert!(Choices::of(&[]).taken().is_empty());
    }
}
