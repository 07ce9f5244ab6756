//! The shape of what is on its way; shown only when it takes longer than 300 ms (the sheet waits).

use maud::{Markup, html};
use platform_texts::t;

use crate::sample::{Sample, splices};

/// Grey lines.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    /// How many lines.
    pub lines: usize,
}

impl Skeleton {
    /// So many lines.
    pub fn lines(lines: usize) -> Self {
        Self { lines }
    }

    /// The shape.
    pub fn render(&self) -> Markup {
        html! {
            div class="skeleton" role="status" {
                span class="unseen" { (t!("layout-loading")) }
                @for _ in 0..self.lines { span class="skeleton__line" {} }
            }
        }
    }

    /// Three lines.
    pub fn sample() -> Vec<Sample> {
        vec![Sample::new("three lines", Self::lines(3).render())]
    }
}

splices!(Skeleton);
