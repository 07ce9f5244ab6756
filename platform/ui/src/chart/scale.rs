//! Axes: from zero, to a round number, in few round steps.

/// Share of a plot's height above its highest line: room for what is written there.
const HEAD: f64 = 0.12;

/// An axis from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    /// Where it ends; at least the largest value, and never zero.
    pub(super) top: i64,
    /// From one line to the next.
    pub(super) step: i64,
}

impl Scale {
    /// At most four steps of 1, 2 or 5 times a power of ten that reach the largest value.
    pub(super) fn of(largest: i64) -> Self {
        let largest = i128::from(largest.max(1));
        let least = (largest + 3) / 4;
        let mut power = 1_i128;
        let step = loop {
            if let Some(step) = [1, 2, 5].into_iter().map(|n| n * power).find(|step| *step >= least) {
                break step;
            }
            power *= 10;
        };
        let top = (largest + step - 1) / step * step;
        Self { top: i64::try_from(top).unwrap_or(i64::MAX), step: i64::try_from(step).unwrap_or(i64::MAX) }
    }

    /// Every line's value, zero first.
    pub(super) fn ticks(self) -> Vec<i64> {
        (0..=self.top / self.step).map(|n| n * self.step).collect()
    }

    /// How much of the axis a value takes, 0 to 1; nothing is drawn below zero.
    #[allow(clippy::cast_precision_loss, reason = "a picture is not exact to one in 2^52")]
    pub(super) fn share(self, value: i64) -> f64 {
        (value.max(0) as f64 / self.top as f64).min(1.0)
    }

    /// How far below a plot's upper edge a value lies, 0 to 1.
    pub(super) fn down(self, value: i64) -> f64 {
        1.0 - self.share(value) * (1.0 - HEAD)
    }
}

/// Which of `count` labels are written when at most `most` fit: the first, and every so many after it.
pub(super) fn written(count: usize, most: usize) -> Vec<usize> {
    let step = count.saturating_sub(1).div_ceil(most.saturating_sub(1).max(1)).max(1);
    (0..count).step_by(step).collect()
}

/// Where the middle of a band lies and how wide its column is, both as shares of the whole.
#[allow(clippy::cast_precision_loss, reason = "nobody draws 2^52 columns")]
pub(super) fn band(index: usize, count: usize) -> (f64, f64) {
    let whole = 1.0 / count.max(1) as f64;
    let filled = if count > 31 { 0.86 } else { 0.72 };
    ((index as f64 + 0.5) * whole, (whole * filled).min(0.1))
}

/// Where a point of a line lies; one alone stands in the middle.
#[allow(clippy::cast_precision_loss, reason = "nobody draws 2^52 points")]
pub(super) fn point(index: usize, count: usize) -> f64 {
    if count < 2 { 0.5 } else { index as f64 / (count - 1) as f64 }
}

/// As an attribute of SVG.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_begin_at_zero_and_end_on_a_round_number() {
        for (largest, ticks) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (5, vec![0, 2, 4, 6]),
            (7, vec![0, 2, 4, 6, 8]),
            (312, vec![0, 100, 200, 300, 400]),
            (400, vec![0, 100, 200, 300, 400]),
            (401, vec![0, 200, 400, 600]),
            (873_600, vec![0, 500_000, 1_000_000]),
        ] {
            assert_eq!(Scale::of(largest).ticks(), ticks, "{largest}");
        }
        assert_eq!(Scale::of(-5).ticks(), [0, 1], "nothing is drawn below zero");
    }

    #[test]
    fn no_value_is_too_large_to_be_drawn() {
        for largest in (0..63).map(|n| 1_i64 << n).chain([i64::MAX]) {
            let scale = Scale::of(largest);
            assert!(scale.top >= largest && scale.ticks().len() <= 6, "{largest}: {scale:?}");
            assert!((0.0..=1.0).contains(&scale.down(largest)));
        }
    }

    #[test]
    fn twice_as_much_is_drawn_twice_as_high() {
        let scale = Scale::of(400);
        let height = |value| 1.0 - scale.down(value);
        assert!((height(200) * 2.0 - height(400)).abs() < 1e-9);
        assert!(height(0).abs() < 1e-9 && height(400) < 0.9);
    }

    #[test]
    fn labels_that_would_touch_are_left_out() {
        assert_eq!(written(0, 7), Vec::<usize>::new());
        assert_eq!(written(1, 7), [0]);
        assert_eq!(written(7, 7), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(written(8, 7), [0, 2, 4, 6]);
        assert_eq!(written(30, 7), [0, 5, 10, 15, 20, 25]);
        for count in 1..400 {
            assert!(written(count, 7).len() <= 7, "{count}");
        }
    }

    #[test]
    fn columns_stand_beside_each_other() {
        for count in [1, 7, 31, 92] {
            let mut end = 0.0;
            for index in 0..count {
                let (middle, width) = band(index, count);
                assert!(middle - width / 2.0 >= end, "{index} of {count}");
                end = middle + width / 2.0;
            }
            assert!(end <= 1.0);
        }
        assert!((band(0, 1).0 - 0.5).abs() < 1e-9 && band(0, 1).1 < 0.11, "one alone is a column, not a wall");
        assert!((point(0, 1) - 0.5).abs() < 1e-9 && (point(6, 7) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn shares_are_written_short() {
        assert_eq!((percent(0.5), percent(1.0), percent(1.0 / 3.0)), ("50%".into(), "100%".into(), "33.33%".into()));
    }
}
