//! What an event offers its makers before it is on sale for real: a look at its page, test mode, the way on.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use commons::events::EventStatus;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, redirect};
use platform_texts::{t, t_html};
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, Dialog, Icon, Markup, Tone, html};

use super::setup::Step;
use super::{Requirement, Tests, overview, start_test};
use crate::console::Console;
use crate::console::access::{self, Desk};
use crate::readable::test_mode;
use crate::shop;

/// `/console/events/{id}/preview`: the public page as it would be, for whoever may see the event here. What everybody may
/// see is shown where everybody sees it.
pub(in crate::console) async fn preview(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let event = desk.event;
    if event.status != EventStatus::Draft && event.visibility != "private" {
        return Ok(redirect(&format!("/events/{}", event.slug)));
    }
    let page = shop::preview(&mut tx, &console.shell.house(), event, ctx.now()).await?;
    Ok(Page(page).into_response())
}

/// `POST /console/events/{id}/test`: into test mode.
pub(in crate::console) async fn start(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let done = start_test(console.office(), &ctx.actor, id).await;
    overview::answer(&console, &ctx, id, done, "test-started").await
}

/// Beside the main action of the event's page.
pub fn buttons(desk: &Desk, requirements: &[Requirement]) -> Vec<Markup> {
    let event = &desk.event;
    let mut buttons = Vec::new();
    if desk.place.held.may(may::EVENTS_CREATE) {
        buttons.push(Button::link(t!("console-making-duplicate"), format!("/console/events/{}/duplicate", event.id)).quiet().render());
    }
    if !event.status.is_being_made() {
        return buttons;
    }
    if event.status == EventStatus::Test {
        if desk.held.may(may::EVENTS_PUBLISH) {
            buttons.push(end_test(desk));
        }
        if event.visibility != "private" {
            buttons
                .push(Button::link(t!("console-making-public-page"), format!("/events/{}", event.slug)).icon(Icon::ExternalLink).render());
        }
    } else {
        buttons.push(Button::link(t!("console-making-preview"), format!("/console/events/{}/preview", event.id)).icon(Icon::Eye).render());
        if desk.held.may(may::EVENTS_PUBLISH) && requirements.iter().all(|r| r.missing.is_none()) {
            buttons.push(try_out(desk));
        }
    }
    if desk.held.may(may::EVENTS_EDIT) {
        buttons.push(Button::link(t!("console-making-setup"), Step::first_lacking(requirements).href(event.id)).render());
    }
    buttons
}

/// Into test mode.
pub fn try_out(desk: &Desk) -> Markup {
    let action = format!("/console/events/{}/test", desk.event.id);
    html! { @if desk.event.status == EventStatus::Draft { form method="post" action=(action) { (Button::submit(t!("console-making-try"))) } } }
}

/// Asks once more where something is lost by it: tests, or more people than the place holds.
pub fn publish(desk: &Desk, crowded: Option<&str>, tests: Tests) -> Markup {
    let action = format!("/console/events/{}/publish", desk.event.id);
    let test = desk.event.status == EventStatus::Test;
    if crowded.is_none() && !test {
        return html! { form method="post" action=(action) { (Button::submit(t!("console-making-publish")).main()) } };
    }
    let label = if test { t!("console-making-publish-real") } else { t!("console-making-publish") };
    let question = match (test, crowded) {
        (true, None) => t!("console-making-publish-real-question"),
        _ => t!("console-making-crowded-question"),
    };
    let mut says = Vec::new();
    if let Some(why) = crowded {
        says.push(t!("console-making-crowded", why = why).into_owned());
    }
    if test {
        says.push(voids(tests));
    }
    let go = Button::submit(if crowded.is_some() { t!("console-making-publish-anyway") } else { label.clone() }).main();
    html! {
        (Button::opens(label, "publish").main())
        (Dialog::confirm("publish", question, &says.join(" "), &action, go))
    }
}

fn end_test(desk: &Desk) -> Markup {
    let action = format!("/console/events/{}/unpublish", desk.event.id);
    let says = t!("console-making-test-end-says");
    html! {
        (Button::opens(t!("console-making-test-end"), "end-test").quiet())
        (Dialog::confirm("end-test", t!("console-making-draft-question"), &says, &action, Button::submit(t!("console-making-test-end")).danger()))
    }
}

/// What leaving test mode voids, in numbers.
fn voids(tests: Tests) -> String {
    t!("console-making-voids", orders = tests.orders, tickets = tests.tickets, carts = tests.carts).into_owned()
}

/// What test mode means, while it is on.
pub fn test_card(desk: &Desk, tests: Tests) -> Markup {
    let event = &desk.event;
    html! {
        @if event.status == EventStatus::Test {
            (Card::new(html! {
                div class="stack stack--tight" {
                    (Banner::new(Tone::Care, test_mode()))
                    @let door = html! { a href={ "/gate/" (event.id) } { (t!("console-making-test-door")) } };
                    p { (t_html!("console-making-test-says", door = door)) }
                    p { (t!("console-making-test-voids", voids = voids(tests))) }
                }
            }).title(t!("console-making-test-heading")))
        }
    }
}
