//! The frame around the steps: where one is, the step, and what is missing.

use platform_texts::t;
use platform_ui::{Button, Card, Markup, Steps, html};

use super::super::Requirement;
use super::super::checklist::{lacking_words, list};
use super::Step;
use crate::console::access::{Desk, Place};
use crate::console::frame::Frame;

fn steps_at(current: usize) -> Steps {
    let names = Step::ALL.map(Step::name);
    Steps::new(&names.each_ref().map(AsRef::as_ref), current)
}

/// The first step of an event that is not there yet.
pub fn first(frame: &Frame, place: &Place, main: Markup) -> Markup {
    let events = format!("/console/{}/events", place.slug);
    let steps = steps_at(0);
    frame
        .page(Some(place), &events, &t!("console-setup-new"), html! { (steps) (main) })
        .trail(t!("console-setup-trail"), events)
        .lead(t!("console-setup-lead"))
        .render()
}

/// A step of an event that is there, every other one a press away.
pub fn page(frame: &Frame, desk: &Desk, step: Step, requirements: &[Requirement], main: Markup) -> Markup {
    let events = format!("/console/{}/events", desk.place.slug);
    let mut steps = steps_at(step.index());
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
    let mut page = frame.page(Some(&desk.place), &events, &desk.event.name, main).trail(t!("console-setup-trail"), events.clone());
    page.document.title = format!("{} · {}", step.name(), desk.event.name);
    page.more(Button::link(t!("console-setup-leave"), format!("/console/events/{}", desk.event.id)).quiet().render()).render()
}

/// The way back, to the step before or out of the setup.
pub fn back(desk: &Desk, step: Step) -> Button {
    let href = step.before(&desk.held).map_or_else(|| format!("/console/events/{}", desk.event.id), |before| before.href(desk.event.id));
    Button::link(t!("console-setup-back"), href).quiet()
}
