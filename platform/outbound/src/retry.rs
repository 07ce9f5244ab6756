//! Whether and when an attempt is repeated.

use std::time::Duration;

use platform_types::Entropy;

/// Whether a call may be repeated by the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryClass {
    /// One attempt. For calls whose repetition would act twice.
    Never,
    /// Bounded attempts: reading, or acting under an idempotency key.
    Idempotent,
}

/// Pauses between attempts: `base`, doubled each time up to `cap`, each drawn from its upper half so that
/// callers who failed together do not return together.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// Before the second attempt.
    pub base: Duration,
    /// Never longer than this, also when the other side asks for more.
    pub cap: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { base: Duration::from_millis(200), cap: Duration::from_secs(5) }
    }
}

impl Backoff {
    /// The pause after `failed` attempts (1 or more); `asked` is what the other side asked for.
    pub fn pause(&self, failed: u32, asked: Option<Duration>, entropy: &Entropy) -> Duration {
        let doubled = self.base.saturating_mul(2_u32.saturating_pow(failed.saturating_sub(1).min(20))).min(self.cap);
        let half = doubled / 2;
        let micros = u64::try_from(half.as_micros()).unwrap_or(u64::MAX - 1);
        let drawn = half + Duration::from_micros(entropy.below(micros + 1));
        drawn.max(asked.unwrap_or_default()).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_pause_grows_within_its_bounds(failed in 1_u32..100, seed: u64, base in 1_u64..1_000, cap in 1_u64..60_000) {
            let backoff = Backoff { base: Duration::from_millis(base), cap: Duration::from_millis(cap) };
            let pause = backoff.pause(failed, None, &Entropy::seeded(seed));
            let full = Duration::from_millis(base).saturating_mul(1 << (failed - 1).min(20)).min(backoff.cap);
            prop_assert!(pause <= full);
            prop_assert!(pause >= full / 2 - Duration::from_nanos(1));
        }
    }

    #[test]
    fn the_other_sides_wish_counts_up_to_the_cap() {
        let backoff = Backoff { base: Duration::from_millis(10), cap: Duration::from_secs(2) };
        let entropy = Entropy::seeded(1);
        assert_eq!(backoff.pause(1, Some(Duration::from_secs(1)), &entropy), Duration::from_secs(1));
        assert_eq!(backoff.pause(1, Some(Duration::from_mins(10)), &entropy), Duration::from_secs(2));
    }
}
