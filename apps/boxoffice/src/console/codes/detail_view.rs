//! One code.

use platform_texts::t;
use platform_types::{Money, Timestamp};
use platform_ui::{
    Badge, Button, Card, Column, CopyText, DefinitionList, EmptyState, FieldErrors, Form, Icon, Markup, Moment, Table, Toast, Tone, html,
};

use super::form_view::{fields, limits, what};
use super::list_view::{state, uses};
use super::{CodeForm, CodeRow, RedemptionRow, Scope};
use crate::console::access::Place;
use crate::console::frame::Frame;
use crate::console::orders::status_badge;
use crate::orders::OrderStatus;
use crate::readable::order_number;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct CodePage<'a> {
    /// Whose.
    pub place: &'a Place,
    /// The code.
    pub row: &'a CodeRow,
    /// Where it counts.
    pub scope: &'a Scope,
    /// Who used it, the newest first.
    pub redemptions: &'a [RedemptionRow],
    /// What is typed.
    pub form: &'a CodeForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Why nothing was saved.
    pub notice: Option<&'a str>,
    /// Now.
    pub now: Timestamp,
}

/// The page.
pub fn page(frame: &Frame, model: &CodePage<'_>) -> Markup {
    let row = model.row;
    let codes = format!("/console/{}/codes", model.place.slug);
    let at = format!("/console/codes/{}", row.id);
    let main = html! {
        @if let Some(notice) = model.notice { (Toast::new(Tone::Care, notice).flash()) }
        (Card::new(facts(model)).title(t!("console-code-glance")))
        (Card::new(redemptions(model)).title(t!("console-code-uses")).flush())
        (Card::new(html! {
            (Form::post(at.as_str(), fields(model.scope, model.form, model.errors)).errors(model.errors).hidden("version", &model.form.version).button(Button::submit(t!("console-code-save")).main()))
        }).title(t!("console-code-change")))
    };
    let (word, path) = if row.paused { (t!("console-code-use-again"), "resume") } else { (t!("console-code-pause"), "pause") };
    let switch = html! { form method="post" action={ (at) "/" (path) } { (Button::submit(word)) } };
    frame
        .page(Some(model.place), &codes, &row.code, main)
        .trail(t!("console-code-trail"), codes.clone())
        .mark(state(row, model.now).render())
        .action_markup(switch)
        .render()
}

fn facts(model: &CodePage<'_>) -> Markup {
    let row = model.row;
    let only: Vec<&str> = model.scope.types.iter().filter(|t| row.types.contains(&t.id)).map(|t| t.name.as_str()).collect();
    let limits = limits(row, model.scope.zone);
    let mut list = DefinitionList::columns()
        .fact(t!("console-code-code"), CopyText::new(&row.code, t!("console-code-code")).render())
        .text(t!("console-code-what"), &what(row))
        .text(t!("console-code-used"), &uses(row));
    list = list.text(t!("console-code-event"), &row.event.as_ref().map_or_else(|| t!("console-code-all-events"), |(_, name)| name.into()));
    if !only.is_empty() {
        list = list.text(t!("console-code-only-for"), &only.join(", "));
    }
    if !limits.is_empty() {
        list = list.text(t!("console-code-limits"), &limits.join(", "));
    }
    if !row.note.is_empty() {
        list = list.text(t!("console-code-note"), &row.note);
    }
    list.render()
}

fn redemptions(model: &CodePage<'_>) -> Markup {
    let row = |r: &RedemptionRow| {
        vec![
            html! { @match &r.order { Some((id, number, _)) => a class="figures-only" href={ "/console/orders/" (id) } { (order_number(number)) }, None => span class="muted" { (if r.email.is_empty() { t!("console-code-in-cart") } else { t!("console-code-hidden") }) } } },
            html! { (r.email) },
            html! { (r.event) },
            html! { span class="nowrap" { (Moment::short(r.created_at, r.zone)) } },
            html! { (standing(r)) },
            html! { (Money::new(r.discount_minor, r.currency)) },
        ]
    };
    let columns = vec![
        Column::new(t!("console-code-column-order")),
        Column::new(t!("console-code-column-buyer")),
        Column::new(t!("console-code-column-event")),
        Column::new(t!("console-code-column-when")),
        Column::new(t!("console-code-column-state")),
        Column::figures(t!("console-code-column-off")),
    ];
    Table::new(t!("console-code-uses-caption"), columns)
        .rows(model.redemptions.iter().map(row))
        .empty(EmptyState::new(Icon::Receipt, t!("console-code-nobody"), t!("console-code-nobody-help")))
        .render()
}

fn standing(r: &RedemptionRow) -> Badge {
    match &r.order {
        _ if r.given_back => Badge::plain(t!("console-code-given-back")),
        Some((_, _, status)) => status_badge(OrderStatus::parse(status).unwrap_or(OrderStatus::Failed)),
        None => Badge::new(Tone::Note, t!("console-code-counted")),
    }
}
