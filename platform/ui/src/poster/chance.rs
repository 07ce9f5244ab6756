//! Chance that is none: numbers that follow from the event's own words.

/// A stream of numbers made from texts: the same for the same texts, on every machine.
pub(super) struct Chance(u64);

impl Chance {
    /// FNV-1a over the texts, each ended by a byte that no text has.
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for text in texts {
            for byte in text.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        Self(hash)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: u16) -> u16 {
        u16::try_from(self.next() % u64::from(n.max(1))).unwrap_or(0)
    }

    /// A number from `low` to `high`, in 256 steps.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * f32::from(self.below(256)) / 255.0
    }

    /// One of a few.
    pub(super) fn one_of<T: Copy>(&mut self, from: &[T], otherwise: T) -> T {
        let n = u16::try_from(from.len()).unwrap_or(u16::MAX);
        from.get(usize::from(self.below(n))).copied().unwrap_or(otherwise)
    }
}
