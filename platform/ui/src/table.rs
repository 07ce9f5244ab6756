//! Tables: the work itself. On a phone every row becomes a small sheet with the columns' names.

use maud::{Markup, html};

use crate::badge::Badge;
use crate::banner::Tone;
use crate::empty_state::EmptyState;
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// How a sortable column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// By another column.
    No,
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    figures: bool,
    prose: bool,
    sort: Option<(String, Sorted)>,
}

impl Column {
    pub(crate) fn class(&self) -> Option<&'static str> {
        match (self.figures, self.prose) {
            (true, _) => Some("table__figures"),
            (_, true) => Some("table__prose"),
            _ => None,
        }
    }

    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// A column of words.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), figures: false, prose: false, sort: None }
    }

    /// A column of figures: aligned at the end, all digits equally wide.
    pub fn figures(label: impl Into<String>) -> Self {
        Self { figures: true, ..Self::new(label) }
    }

    /// A column of whole sentences: on a phone they stand below their label, over the whole width.
    pub fn prose(label: impl Into<String>) -> Self {
        Self { prose: true, ..Self::new(label) }
    }

    /// Can be sorted by following `href`.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Sorted) -> Self {
        self.sort = Some((href.into(), sorted));
        self
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Markup>>,
    empty: Option<EmptyState>,
}

impl Table {
    /// A table of `caption` (read by screen readers; the page's heading says it to others).
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new(), empty: None }
    }

    /// Adds a row. Its first cell names it; put the link to the thing there.
    #[must_use]
    pub fn row(mut self, cells: Vec<Markup>) -> Self {
        self.rows.push(cells);
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Markup>>) -> Self {
        self.rows.extend(rows);
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
        // The roles are said aloud because the phone's layout makes blocks of rows and cells.
        html! {
            div class="table" {
                table class="table__table" role="table" {
                    caption class="unseen" { (self.caption) }
                    thead role="rowgroup" { tr role="row" { @for column in &self.columns { (head(column)) } } }
                    tbody role="rowgroup" { @for row in &self.rows { tr role="row" { @for (i, cell) in row.iter().enumerate() { (self.cell(i, cell)) } } } }
                }
            }
        }
    }

    fn cell(&self, i: usize, cell: &Markup) -> Markup {
        let column = self.columns.get(i);
        let label = column.map(|c| c.label.as_str());
        let class = column.and_then(Column::class);
        html! {
            @if i == 0 {
                th class=[class] role="rowheader" scope="row" { (cell) }
            } @else {
                td class=[class] role="cell" data-label=[label] { (cell) }
            }
        }
    }

    /// Orders, and none.
    pub fn sample() -> Vec<Sample> {
        let columns = || {
            vec![
                Column::new("Order").sort("#", Sorted::No),
                Column::new("Buyer"),
                Column::new("State"),
                Column::new("Placed").sort("#", Sorted::Down),
                Column::figures("Total").sort("#", Sorted::No),
            ]
        };
        let row = |code: &str, buyer: &str, badge: Badge, placed: &str, total: &str| {
            vec![html! { a href="#" { (code) } }, html! { (buyer) }, html! { (badge) }, html! { (placed) }, html! { (total) }]
        };
        let table = Self::new("Orders", columns())
            .row(row("4F7K-22", "Mei Chan", Badge::new(Tone::Good, "Paid"), "19:02", "€57.00"))
            .row(row("4F7K-1X", "Björn Ångström", Badge::new(Tone::Care, "Waiting for bank"), "18:57", "€1,140.00"))
            .row(row("4F6Z-9B", "محمد علي", Badge::new(Tone::Bad, "Refunded"), "18:31", "−€28.50"));
        let empty = Self::new("Orders", columns()).empty(EmptyState::new(
            Icon::Receipt,
            "No orders yet",
            "They appear here the moment somebody buys.",
        ));
        let prose =
            Self::new("Error codes", vec![Column::new("Code"), Column::figures("Status"), Column::prose("What it means")]).row(vec![
                html! { code { "holds.expired" } },
                html! { "409" },
                html! { "Your reservation has lapsed. Choose your tickets again." },
            ]);
        vec![Sample::new("orders", table.render()), Sample::new("none", empty.render()), Sample::new("sentences", prose.render())]
    }
}

pub(crate) fn head(column: &Column) -> Markup {
    let class = column.class();
    let sorted = column.sort.as_ref().map(|(_, sorted)| match sorted {
        Sorted::No => "none",
        Sorted::Up => "ascending",
        Sorted::Down => "descending",
    });
    let sign = column.sort.as_ref().map(|(_, sorted)| match sorted {
        Sorted::No => Icon::ChevronsUpDown,
        Sorted::Up => Icon::ChevronUp,
        Sorted::Down => Icon::ChevronDown,
    });
    html! {
        th class=[class] role="columnheader" scope="col" aria-sort=[sorted] {
            @match (&column.sort, sign) {
                (Some((href, _)), Some(sign)) => a class="table__sort" href=(href) { (column.label) (sign) },
                _ => (column.label),
            }
        }
    }
}

splices!(Table);
