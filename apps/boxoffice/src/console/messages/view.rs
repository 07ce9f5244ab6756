//! The form for a message, and how it will look.

use platform_texts::{t, t_html};
use platform_ui::{Button, Card, Choice, DefinitionList, Field, FieldErrors, Form, Icon, Markup, html, words};
use uuid::Uuid;

use super::{Audience, Draft};
use crate::console::access::Desk;
use crate::console::attendees::Inside;
use crate::console::frame::{EventTab, Frame};
use crate::messages::{PLACEHOLDERS, meaning};

/// The message as one real recipient will read it.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Who that is.
    pub to: String,
    /// Filled in.
    pub subject: String,
    /// Filled in.
    pub text: String,
    /// How many it would go to.
    pub addresses: usize,
    /// Who they are.
    pub audience: String,
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct MessagePage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its ticket types.
    pub types: &'a [(Uuid, String)],
    /// What was typed.
    pub draft: &'a Draft,
    /// Who it is for, as far as that was understood.
    pub audience: Option<&'a Audience>,
    /// What is wrong.
    pub errors: &'a FieldErrors,
    /// How it will look, once somebody asked.
    pub preview: Option<&'a Preview>,
}

impl MessagePage<'_> {
    fn base(&self) -> String {
        format!("/console/events/{}/messages", self.desk.event.id)
    }

    /// What is sent along unseen with every step: who was chosen, and which message this is.
    fn hidden(&self) -> Vec<(String, String)> {
        let mut hidden = vec![("message".to_owned(), self.draft.id.map(|id| id.to_string()).unwrap_or_default())];
        if let Some(audience) = self.audience {
            hidden.extend(audience.choice.ids().unwrap_or_default().iter().map(|id| ("id".to_owned(), id.to_string())));
            if audience.choice.ids().is_none() {
                hidden.extend(audience.params.pairs().iter().filter(|(name, _)| !matches!(name.as_str(), "type" | "in")).cloned());
            }
        }
        hidden
    }
}

/// The page.
pub fn page(frame: &Frame, model: &MessagePage<'_>) -> Markup {
    let main = html! {
        @if let Some(preview) = model.preview { (shown(model, preview)) }
        (Card::new(form(model)).title(if model.preview.is_some() { t!("console-message-change") } else { t!("console-message-card") }))
    };
    let mut page = frame.event_page(model.desk, EventTab::Messages, main);
    page.heading = t!("console-message-heading").into_owned();
    page = page
        .trail(&model.desk.event.name, format!("/console/events/{}", model.desk.event.id))
        .trail(t!("console-message-trail"), model.base());
    page.render()
}

fn shown(model: &MessagePage<'_>, preview: &Preview) -> Markup {
    let (count, n) = (preview.addresses, words::grouped(preview.addresses as u64));
    let people = html! { strong { (t!("console-message-addresses", count = count, n = n)) } };
    let facts = DefinitionList::new()
        .text(t!("console-message-from"), &model.desk.event.organizer)
        .text(t!("console-message-to"), &preview.to)
        .text(t!("console-message-subject"), &preview.subject)
        .render();
    let type_and_in = ["type", "in"].map(|name| (name.to_owned(), model.audience.map_or("", |a| a.params.get(name)).to_owned()));
    let also = type_and_in.into_iter().filter(|(_, value)| !value.is_empty() && model.audience.is_some_and(|a| a.choice.ids().is_none()));
    let body = html! {
        (facts)
        p class="as-typed letter-preview" { (preview.text) }
        p { (t_html!("console-message-goes-to", people = people, audience = preview.audience)) }
        form method="post" action=(model.base()) {
            @for (name, value) in model.hidden().into_iter().chain(also) { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="subject" value=(model.draft.subject);
            textarea name="text" aria-label=(t!("console-message-text")) hidden { @if model.draft.body.starts_with('\n') { "\n" } (model.draft.body) }
            (Button::submit(t!("console-message-send", count = count, n = n)).main().large().icon(Icon::Send))
        }
    };
    Card::new(html! { div class="stack stack--tight" { (body) } }).title(t!("console-message-preview")).render()
}

fn form(model: &MessagePage<'_>) -> Markup {
    let said = |name: &str| model.audience.map_or("", |a| a.params.get(name)).to_owned();
    let chosen = model.audience.is_some_and(|a| a.choice.ids().is_some());
    let types = model.types.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let insides = Inside::ALL.into_iter().map(|i| Choice::new(i.as_str(), i.label())).collect();
    let fields = html! {
        @if chosen {
            @let audience = html! { strong { (model.audience.map(|a| a.words(model.types)).unwrap_or_default()) } };
            p { (t_html!("console-message-to-chosen", audience = audience)) " "
                a href={ (model.base()) "/new" } { (t!("console-message-everybody")) } }
        } @else {
            div class="form__row" {
                (Field::select("type", t!("console-message-holders"), types).value(said("type")).placeholder(t!("console-message-any-ticket")).error(model.errors.of("type")))
                (Field::select("in", t!("console-message-at-door"), insides).value(said("in")).placeholder(t!("console-message-in-or-not")).error(model.errors.of("in")))
            }
            @if model.audience.is_some_and(|a| !a.filter.q.is_empty() || !a.params.get("status").is_empty()) {
                p class="muted" { (t!("console-message-of-list", audience = model.audience.map(|a| a.words(model.types)).unwrap_or_default())) " " a href={ (model.base()) "/new" } { (t!("console-message-everybody")) } }
            }
        }
        (Field::text("subject", t!("console-message-subject")).value(&model.draft.subject).required().max_length(150).error(model.errors.of("subject")))
        (Field::textarea("text", t!("console-message-text")).value(&model.draft.body).required().max_length(5_000).rows(12).help(t!("console-message-text-help")).error(model.errors.of("text")))
        div class="muted small" {
            p { (t!("console-message-filled")) }
            ul class="placeholders" role="list" { @for word in PLACEHOLDERS { li { code { (word) } " " (meaning(word)) } } }
        }
    };
    let mut form = Form::post(format!("{}/preview", model.base()), fields).errors(model.errors);
    for (name, value) in model.hidden() {
        form = form.hidden(name, value);
    }
    let look = if model.preview.is_some() {
        Button::submit(t!("console-message-look-again"))
    } else {
        Button::submit(t!("console-message-look")).main().large()
    };
    form.button(look.icon(Icon::Eye)).button(Button::link(t!("console-message-leave"), model.base()).quiet()).render()
}
