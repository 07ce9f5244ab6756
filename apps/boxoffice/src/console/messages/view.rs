//! The form for a message, and how it will look.

use platform_ui::{Button, Card, Choice, DefinitionList, Field, FieldErrors, Form, Icon, Markup, html, words};
use uuid::Uuid;

use super::{Audience, Draft};
use crate::console::access::Desk;
use crate::console::attendees::Inside;
use crate::console::frame::{EventTab, Frame};
use crate::messages::PLACEHOLDERS;

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
        (Card::new(form(model)).title(if model.preview.is_some() { "Change it" } else { "Message" }))
    };
    let mut page = frame.event_page(model.desk, EventTab::Messages, main);
    "Write to ticket holders".clone_into(&mut page.heading);
    page = page.trail(&model.desk.event.name, format!("/console/events/{}", model.desk.event.id)).trail("Messages", model.base());
    page.render()
}

fn shown(model: &MessagePage<'_>, preview: &Preview) -> Markup {
    let people = match preview.addresses {
        1 => "1 address".to_owned(),
        n => format!("{} addresses", words::grouped(n as u64)),
    };
    let facts =
        DefinitionList::new().text("From", &model.desk.event.organizer).text("To", &preview.to).text("Subject", &preview.subject).render();
    let type_and_in = ["type", "in"].map(|name| (name.to_owned(), model.audience.map_or("", |a| a.params.get(name)).to_owned()));
    let also = type_and_in.into_iter().filter(|(_, value)| !value.is_empty() && model.audience.is_some_and(|a| a.choice.ids().is_none()));
    let body = html! {
        (facts)
        p class="as-typed letter-preview" { (preview.text) }
        p { "It goes to " strong { (people) } " (" (preview.audience) "), to each once. This cannot be undone." }
        form method="post" action=(model.base()) {
            @for (name, value) in model.hidden().into_iter().chain(also) { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="subject" value=(model.draft.subject);
            textarea name="text" aria-label="Text" hidden { @if model.draft.body.starts_with('\n') { "\n" } (model.draft.body) }
            (Button::submit(format!("Send to {people}")).main().large().icon(Icon::Send))
        }
    };
    Card::new(html! { div class="stack stack--tight" { (body) } }).title("As one of them reads it").render()
}

fn form(model: &MessagePage<'_>) -> Markup {
    let said = |name: &str| model.audience.map_or("", |a| a.params.get(name)).to_owned();
    let chosen = model.audience.is_some_and(|a| a.choice.ids().is_some());
    let types = model.types.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let insides = Inside::ALL.into_iter().map(|i| Choice::new(i.as_str(), i.label())).collect();
    let fields = html! {
        @if chosen {
            p { "To " strong { (model.audience.map(|a| a.words(model.types)).unwrap_or_default()) } ", at the address of whoever bought the ticket. "
                a href={ (model.base()) "/new" } { "Write to everybody instead" } }
        } @else {
            div class="form__row" {
                (Field::select("type", "To holders of", types).value(said("type")).placeholder("Any ticket").error(model.errors.of("type")))
                (Field::select("in", "At the door", insides).value(said("in")).placeholder("Checked in or not").error(model.errors.of("in")))
            }
            @if model.audience.is_some_and(|a| !a.filter.q.is_empty() || !a.params.get("status").is_empty()) {
                p class="muted" { "Of those in the list: " (model.audience.map(|a| a.words(model.types)).unwrap_or_default()) ". " a href={ (model.base()) "/new" } { "Write to everybody instead" } }
            }
        }
        (Field::text("subject", "Subject").value(&model.draft.subject).required().max_length(150).error(model.errors.of("subject")))
        (Field::textarea("text", "Text").value(&model.draft.body).required().max_length(5_000).rows(12).help("An empty line begins a new paragraph.").error(model.errors.of("text")))
        div class="muted small" {
            p { "These are filled in for each recipient:" }
            ul class="placeholders" role="list" { @for (word, meaning) in PLACEHOLDERS { li { code { (word) } " " (meaning) } } }
        }
    };
    let mut form = Form::post(format!("{}/preview", model.base()), fields).errors(model.errors);
    for (name, value) in model.hidden() {
        form = form.hidden(name, value);
    }
    let look = if model.preview.is_some() { Button::submit("Look at it again") } else { Button::submit("Look at it").main().large() };
    form.button(look.icon(Icon::Eye)).button(Button::link("Leave it", model.base()).quiet()).render()
}
