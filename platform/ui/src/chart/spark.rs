//! How something went, small enough to stand in a line of a table.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::scale::{Scale, point};

/// A small line from zero. Its numbers stand beside it; it says the rest to whoever cannot see it.
#[derive(Clone, Debug)]
pub struct Sparkline {
    label: String,
    values: Vec<i64>,
}

impl Sparkline {
    /// `label` says in words what the line shows.
    pub fn new(label: impl Into<String>, values: Vec<i64>) -> Self {
        Self { label: label.into(), values }
    }

    /// The line.
    pub fn render(&self) -> Markup {
        html! {
            svg class="spark" role="img" aria-label=(self.label) viewBox="0 0 100 24" preserveAspectRatio="none" {
                path class="spark__base" d="M0 23H100" {}
                @if self.values.iter().any(|v| *v > 0) { path class="spark__line" d=(path(&self.values)) {} }
            }
        }
    }
}

/// The line in a field of 100 by 24; one value alone is level.
fn path(values: &[i64]) -> String {
    let scale = Scale::of(values.iter().copied().max().unwrap_or(0));
    let y = |value: i64| 23.0 - scale.share(value) * 21.0;
    if let [only] = values {
        return format!("M0 {0:.1}H100", y(*only));
    }
    let mut line = String::new();
    for (i, value) in values.iter().enumerate() {
        write!(line, "{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, point(i, values.len()) * 100.0, y(*value)).ok();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_from_edge_to_edge_above_zero() {
        assert_eq!(path(&[0, 10]), "M0.0 23.0L100.0 2.0");
        assert_eq!(path(&[10]), "M0 2.0H100");
        let nothing = Sparkline::new("none", vec![0, 0]).render().into_string();
        assert!(!nothing.contains("spark__line") && nothing.contains("role=\"img\""));
    }
}
