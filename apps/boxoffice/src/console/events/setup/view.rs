//! The frame around the steps: where one is, the step, and what is missing.

use platform_ui::{Button, Card, Markup, Steps, html};

use super::super::Requirement;
use super::super::checklist::{lacking_words, list};
use super::Step;
use crate::console::access::{Desk, Place};
use crate::console::frame::Frame;

fn names() -> [&'static str; 6] {
    Step::ALL.map(Step::name)
}

/// The first step of an event that is not there yet.
pub fn first(frame: &Frame, place: &Place, main: Markup) -> Markup {
    let events = format!("/console/{}/events", place.slug);
    let steps = Steps::new(&names(), 0);
    frame
        .page(Some(place), &events, "New event", html! { (steps) (main) })
        .trail("Events", events)
        .lead("Saved as a draft with every step; nobody outside sees it until you publish it.")
        .render()
}

/// A step of an event that is there, every other one a press away.
pub fn page(frame: &Frame, desk: &Desk, step: Step, requirements: &[Requirement], main: Markup) -> Markup {
    let events = format!("/console/{}/events", desk.place.slug);
    let mut steps = Steps::new(&names(), step.index());
    for other in Step::ALL.into_iter().filter(|other| other.is_for(&desk.held)) {
        steps = steps.to(other.index(), other.href(desk.event.id));
    }
    let main = html! {
        (steps)
        (main)
        @if step != Step::Review && requirements.iter().any(|r| r.missing.is_some()) {
            (Card::new(list(requirements, None, &|mend| Step::of_mend(mend).href(desk.event.id))).title(lacking_words(requirements)))
        }
    };
    let mut page = frame.page(Some(&desk.place), &events, &desk.event.name, main).trail("Events", events.clone());
    page.document.title = format!("{} · {}", step.name(), desk.event.name);
    page.more(Button::link("Leave it for now", format!("/console/events/{}", desk.event.id)).quiet().render()).render()
}

/// The way back, to the step before or out of the setup.
pub fn back(desk: &Desk, step: Step) -> Button {
    let href = step.before(&desk.held).map_or_else(|| format!("/console/events/{}", desk.event.id), |before| before.href(desk.event.id));
    Button::link("Back", href).quiet()
}
