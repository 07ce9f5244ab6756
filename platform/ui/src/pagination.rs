//! From one part of a list to the next.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::words::grouped;

/// Links to the parts before and after this one.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    /// Address of the part before; none on the first.
    pub previous: Option<String>,
    /// Address of the part after; none on the last.
    pub next: Option<String>,
    /// What is shown: from, to, of how many.
    pub range: Option<(u64, u64, u64)>,
    /// Of what, where a page has two lists.
    pub of: Option<String>,
}

impl Pagination {
    /// The links; nothing when the list has one part only.
    pub fn render(&self) -> Markup {
        html! {
            @let name = self.of.as_ref().map_or_else(|| t!("list-pages").into_owned(), |of| t!("list-pages-of", of = of).into_owned());
            @if self.previous.is_some() || self.next.is_some() || self.range.is_some() {
                nav class="pagination" aria-label=(name) {
                    @if let Some((from, to, total)) = self.range { p class="pagination__range" { (t!("list-range", from = grouped(from), to = grouped(to), total = grouped(total))) } }
                    @if let Some(href) = &self.previous {
                        a class="button button--small" href=(href) rel="prev" { (Icon::ChevronLeft) span class="button__label" { (t!("list-previous")) } }
                    }
                    @if let Some(href) = &self.next {
                        a class="button button--small" href=(href) rel="next" { span class="button__label" { (t!("list-next")) } (Icon::ChevronRight) }
                    }
                }
            }
        }
    }

    /// First and middle part.
    pub fn sample() -> Vec<Sample> {
        let link = || Some("#".to_owned());
        vec![
            Sample::new("first", Self { next: link(), range: Some((1, 50, 148)), ..Self::default() }.render()),
            Sample::new(
                "middle",
                Self { next: link(), range: Some((51, 100, 148)), previous: link(), of: Some("orders".to_owned()) }.render(),
            ),
        ]
    }
}

splices!(Pagination);
