//! What somebody was told, one sentence each; opening one marks it read.

use maud::{Markup, html};
use platform_texts::t;

use crate::sample::{Sample, splices};

/// One notice.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Where opening it is asked for.
    pub opens: String,
    /// Where marking it read without opening it is asked for.
    pub marks: String,
    /// What is told.
    pub told: String,
    /// When, as markup.
    pub when: Markup,
    /// What it belongs to.
    pub area: String,
    /// Whether it has not been read.
    pub is_new: bool,
}

/// Notices of one day.
#[derive(Clone, Debug, Default)]
pub struct NoticeList {
    rows: Vec<NoticeRow>,
}

impl NoticeList {
    /// The notices, in their order.
    pub fn new(rows: Vec<NoticeRow>) -> Self {
        Self { rows }
    }

    /// The list.
    pub fn render(&self) -> Markup {
        html! {
            ul class="notices" role="list" {
                @for row in &self.rows {
                    li class={ "notice" @if row.is_new { " notice--new" } } {
                        form class="notice__form" method="post" action=(row.opens) {
                            button class="notice__open" type="submit" {
                                @if row.is_new { span class="notice__mark" { span class="unseen" { (t!("notice-new")) } } }
                                span class="notice__told" { (row.told) }
                                span class="notice__meta" { (row.area) " · " (row.when) }
                            }
                        }
                        @if row.is_new {
                            form method="post" action=(row.marks) {
                                button class="button button--quiet button--small" type="submit" { span class="button__label" { (t!("notice-mark")) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A new notice above a read one.
    pub fn sample() -> Vec<Sample> {
        let row = |told: &str, is_new| NoticeRow {
            opens: "#".to_owned(),
            marks: "#".to_owned(),
            told: told.to_owned(),
            when: html! { "19:30" },
            area: "Sales".to_owned(),
            is_new,
        };
        let rows = vec![row("“The Tempest” is sold out.", true), row("Order 4711 for “The Tempest” is paid: €57.00.", false)];
        vec![Sample::new("new and read", Self::new(rows).render())]
    }
}

splices!(NoticeList);
