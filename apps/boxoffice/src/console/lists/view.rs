//! What stands above a staff list: kept views, the filter, chips for what is on; and the question before a file is made.

use platform_texts::t;
use platform_ui::{Button, Chip, Column, Dialog, Field, FilterForm, Filters, Icon, Markup, Sorted, html};

use super::Params;
use super::views::{SavedView, ViewPage};

/// Above a list.
#[derive(Clone, Debug)]
pub struct Toolbar<'a> {
    /// The list's address without anything.
    pub base: &'a str,
    /// What its address says.
    pub params: &'a Params,
    /// What is on, in words, and under which names it stands in the address.
    pub on: Vec<(String, &'static [&'static str])>,
    /// The form behind it.
    pub form: FilterForm,
    /// Kept ways of looking at it.
    pub views: &'a [SavedView],
    /// Where they belong: which list, of which organization, and of which event.
    pub kept_at: (ViewPage, &'a str, Option<String>),
}

impl Toolbar<'_> {
    /// Views, form, chips.
    pub fn render(&self) -> Markup {
        let off = |names: &[&str]| {
            names.iter().fold(self.params.with("after", "").with("before", ""), |params, name| params.with(name, "")).href(self.base)
        };
        let chips: Vec<Chip> = self.on.iter().map(|(label, names)| Chip::new(label, off(names), true)).collect();
        let any = !chips.is_empty();
        html! {
            (self.views())
            (self.form)
            @if any { (Filters::new(chips).clear(self.base)) }
        }
    }

    fn says(&self) -> String {
        self.params.only(self.kept_at.0.names()).query()
    }

    fn views(&self) -> Markup {
        let (page, slug, event) = &self.kept_at;
        let says = self.says();
        let keeps = format!("/console/{slug}/views");
        let mine: Vec<&SavedView> = self.views.iter().filter(|view| view.removable).collect();
        html! {
            @if !self.views.is_empty() || !says.is_empty() {
                div class="views" {
                    @if !self.views.is_empty() {
                        nav aria-label=(t!("console-views-label")) {
                            ul class="views__list" role="list" {
                                @for view in self.views {
                                    li { a class="chip" href=(Params::read(&view.query).href(self.base)) aria-current=[(view.query == says).then_some("true")] {
                                        (view.name) @if view.shared { " " (Icon::Users.labelled(&t!("console-views-shared"))) }
                                    } }
                                }
                            }
                        }
                    }
                    details class="views__keep" {
                        summary class="filter-form__open" { (Icon::Pencil) @if says.is_empty() { (t!("console-views-change")) } @else { (t!("console-views-keep")) } }
                        div class="views__sheet stack" {
                            @if !says.is_empty() {
                                form class="cluster" method="post" action=(keeps) {
                                    input type="hidden" name="page" value=(page.as_str());
                                    @if let Some(event) = event { input type="hidden" name="event" value=(event); }
                                    input type="hidden" name="query" value=(says);
                                    (Field::text("view_name", t!("console-views-name")).required().max_length(60))
                                    (Field::checkbox("shared", t!("console-views-everybody"), false))
                                    (Button::submit(t!("console-views-keep-button")).main())
                                }
                            }
                            @if !mine.is_empty() {
                                ul class="views__mine" role="list" {
                                    @for view in mine {
                                        li class="ends ends--together" {
                                            span { (view.name) @if view.shared { " " span class="muted small" { (t!("console-views-for-everybody")) } } }
                                            form method="post" action={ (keeps) "/" (view.id) "/remove" } {
                                                input type="hidden" name="page" value=(page.as_str());
                                                @if let Some(event) = event { input type="hidden" name="event" value=(event); }
                                                button class="button button--quiet button--small" type="submit" { (t!("console-views-remove")) span class="unseen" { " " (t!("console-views-remove-which", name = view.name)) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A column that can be sorted by `key`; a second click turns the order round. `by` is how the list is sorted now.
pub fn sorted_column(column: Column, key: &str, by: (&str, bool), base: &str, params: &Params) -> Column {
    let (now, down) = by;
    let next = if now == key && !down { format!("-{key}") } else { key.to_owned() };
    let sorted = match (now == key, down) {
        (false, _) => Sorted::No,
        (true, true) => Sorted::Down,
        (true, false) => Sorted::Up,
    };
    column.sort(params.with("sort", &next).with("after", "").with("before", "").href(base), sorted)
}

/// Asks how a file of all that match shall be; sends to `action`.
pub fn export_dialog(action: &str, params: &Params, says: &str) -> Markup {
    let body = html! {
        p { (says) }
        form method="post" action=(action) {
            @for (name, value) in params.pairs() { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="all" value="on";
            (Field::checkbox("bom", t!("console-export-excel"), false).help(t!("console-export-excel-help")))
            div class="dialog__buttons" { (Button::submit(t!("console-export-download")).main().icon(Icon::Download)) }
        }
    };
    html! { (Button::opens(t!("console-export-button"), "export").icon(Icon::Download)) (Dialog::new("export", t!("console-export-heading"), body)) }
}
