//! The table that staff work in: rows to choose, things to do with the chosen ones, keys.
//!
//! The rows' ticks belong to a form that stands beside the table, so that a row can hold a form of its own. Without
//! JavaScript everything works but counting and the keys.

use maud::{Markup, html};
use platform_texts::t;

use crate::badge::Badge;
use crate::banner::Tone;
use crate::button::Button;
use crate::empty_state::EmptyState;
use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::table::{Column, Sorted, head};
use crate::words::grouped;

/// A row.
#[derive(Clone, Debug)]
pub struct DataRow {
    key: String,
    name: String,
    cells: Vec<Markup>,
}

impl DataRow {
    /// `key` is sent when the row is chosen; `name` says to a screen reader which row it is. The first cell names the
    /// row to everybody and holds the link that Enter follows.
    pub fn new(key: impl ToString, name: impl Into<String>, cells: Vec<Markup>) -> Self {
        Self { key: key.to_string(), name: name.into(), cells }
    }
}

/// The table.
#[derive(Clone, Debug)]
pub struct DataTable {
    caption: String,
    form: String,
    columns: Vec<Column>,
    rows: Vec<DataRow>,
    total: u64,
    bulk: Vec<Button>,
    hidden: Vec<(String, String)>,
    empty: Option<EmptyState>,
}

impl DataTable {
    /// A table of `caption`; `form` is the id of the form with its choice, unique on the page.
    pub fn new(caption: impl Into<String>, form: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            caption: caption.into(),
            form: form.into(),
            columns,
            rows: Vec::new(),
            total: 0,
            bulk: Vec::new(),
            hidden: Vec::new(),
            empty: None,
        }
    }

    /// The rows of this page.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = DataRow>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// How many rows match on all pages.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.total = total;
        self
    }

    /// Something to do with the chosen rows: a [`Button::submit`] with [`Button::sends_to`].
    #[must_use]
    pub fn bulk(mut self, button: Button) -> Self {
        self.bulk.push(button);
        self
    }

    /// Sent along with the choice: the filter, so that “all that match” means the same rows.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// What stands here while there is no row.
    #[must_use]
    pub fn empty(mut self, empty: EmptyState) -> Self {
        self.empty = Some(empty);
        self
    }

    /// The table, or its empty state.
    pub fn render(&self) -> Markup {
        if let (true, Some(empty)) = (self.rows.is_empty(), &self.empty) {
            return empty.render();
        }
        let ticks = !self.bulk.is_empty();
        // The roles are said aloud because the phone's layout makes blocks of rows and cells.
        html! {
            data-table class="data-table" data-chosen=(t!("staff-chosen-count", n = "{n}")) data-total=(self.total) {
                p class="unseen" { (t!("staff-table-keys")) }
                div class="table" {
                    table class="table__table" role="table" {
                        caption class="unseen" { (self.caption) }
                        thead role="rowgroup" {
                            tr role="row" {
                                @if ticks {
                                    th class="data-table__choose" role="columnheader" scope="col" {
                                        span class="unseen" { (t!("staff-choose")) }
                                        input class="field__tick" type="checkbox" data-shown aria-label=(t!("staff-choose-shown")) hidden;
                                    }
                                }
                                @for column in &self.columns { (head(column)) }
                            }
                        }
                        tbody role="rowgroup" { @for row in &self.rows { (self.row(row, ticks)) } }
                    }
                }
                @if ticks { (self.bar()) }
            }
        }
    }

    /// Sticks to the window's lower edge while something is chosen.
    fn bar(&self) -> Markup {
        let more = self.total > u64::try_from(self.rows.len()).unwrap_or(0);
        html! {
            form class="data-table__bar" id=(self.form) method="post" action="" {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                span class="data-table__count" aria-live="polite" { (t!("staff-chosen")) }
                @if more {
                    @let id = format!("{}-all", self.form);
                    span class="data-table__all" {
                        input class="field__tick" type="checkbox" id=(id) name="all" value="on";
                        label for=(id) { (t!("staff-choose-all", total = grouped(self.total))) }
                    }
                }
                div class="data-table__actions" { @for button in &self.bulk { (button) } }
            }
        }
    }

    fn row(&self, row: &DataRow, ticks: bool) -> Markup {
        html! {
            tr role="row" {
                @if ticks {
                    td class="data-table__choose" role="cell" {
                        input class="field__tick" type="checkbox" name="id" value=(row.key) form=(self.form) aria-label=(t!("staff-choose-row", name = row.name));
                    }
                }
                @for (i, cell) in row.cells.iter().enumerate() {
                    @let column = self.columns.get(i);
                    @let class = column.and_then(Column::class);
                    @if i == 0 {
                        th class=[class] role="rowheader" scope="row" { (cell) }
                    } @else {
                        td class=[class] role="cell" data-label=[column.map(Column::label)] { (cell) }
                    }
                }
            }
        }
    }

    /// Orders to choose from, rows without a choice, and none.
    pub fn sample() -> Vec<Sample> {
        let columns = || vec![Column::new("Order"), Column::new("State"), Column::figures("Total").sort("#", Sorted::Down)];
        let row = |code: &str, badge: Badge, total: &str| {
            DataRow::new(code, format!("order {code}"), vec![html! { a href="#" { (code) } }, html! { (badge) }, html! { (total) }])
        };
        let rows = || {
            vec![row("4F7K-22QP", Badge::new(Tone::Good, "Paid"), "€57.00"), row("4F6Z-9BXX", Badge::new(Tone::Bad, "Refunded"), "€28.50")]
        };
        let choose = Self::new("Orders", "orders-sample", columns())
            .rows(rows())
            .total(10_000)
            .hidden("q", "mei")
            .bulk(Button::submit("Send tickets again").sends_to("#").icon(Icon::Send))
            .bulk(Button::submit("Export").sends_to("#").icon(Icon::Download));
        let plain = Self::new("Messages", "messages-sample", columns()).rows(rows()).total(2);
        let none = Self::new("Orders", "none-sample", columns()).empty(EmptyState::new(Icon::Search, "None match", "Take a filter away."));
        vec![Sample::new("to choose from", choose.render()), Sample::new("to read", plain.render()), Sample::new("none", none.render())]
    }
}

splices!(DataTable);
