//! How long to wait before trying again.

use std::time::Duration;

use platform_types::Entropy;

/// 5 s, 10 s, 20 s … at most an hour, each a quarter shorter to a quarter longer by chance, so that
/// what failed together does not come back together.
pub(super) fn delay(attempt: u32, entropy: &Entropy) -> Duration {
    let seconds = 5_u64.saturating_mul(1 << attempt.saturating_sub(1).min(20)).min(3600);
    let millis = seconds * 1000;
    Duration::from_millis(millis * 3 / 4 + entropy.below(millis / 2 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_an_hour_and_spread() {
        let entropy = Entropy::seeded(1);
        for (attempt, seconds) in [(1, 5.0), (2, 10.0), (5, 80.0), (11, 3600.0), (u32::MAX, 3600.0)] {
            let seen: Vec<f64> = (0..200).map(|_| delay(attempt, &entropy).as_secs_f64() / seconds).collect();
            assert!(seen.iter().all(|f| (0.75..=1.25).contains(f)), "attempt {attempt}");
            assert!(seen.iter().any(|f| *f < 0.85) && seen.iter().any(|f| *f > 1.15), "attempt {attempt} is spread");
        }
    }
}
