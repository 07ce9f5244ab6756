//! What an event offers its makers before it is on sale for real: a look at its page, test mode, the way on.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use commons::events::EventStatus;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, redirect};
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, Dialog, Icon, Markup, Tone, html};

use super::setup::Step;
use super::{Requirement, Tests, overview, start_test};
use crate::console::Console;
use crate::console::access::{self, Desk};
use crate::readable::TEST_MODE;
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
        buttons.push(Button::link("Duplicate", format!("/console/events/{}/duplicate", event.id)).quiet().render());
    }
    if !event.status.is_being_made() {
        return buttons;
    }
    if event.status == EventStatus::Test {
        if desk.held.may(may::EVENTS_PUBLISH) {
            buttons.push(end_test(desk));
        }
        if event.visibility != "private" {
            buttons.push(Button::link("Public page", format!("/events/{}", event.slug)).icon(Icon::ExternalLink).render());
        }
    } else {
        buttons.push(Button::link("Preview", format!("/console/events/{}/preview", event.id)).icon(Icon::Eye).render());
        if desk.held.may(may::EVENTS_PUBLISH) && requirements.iter().all(|r| r.missing.is_none()) {
            buttons.push(try_out(desk));
        }
    }
    if desk.held.may(may::EVENTS_EDIT) {
        buttons.push(Button::link("Go on with the setup", Step::first_lacking(requirements).href(event.id)).render());
    }
    buttons
}

/// Into test mode.
pub fn try_out(desk: &Desk) -> Markup {
    let action = format!("/console/events/{}/test", desk.event.id);
    html! { @if desk.event.status == EventStatus::Draft { form method="post" action=(action) { (Button::submit("Try it in test mode")) } } }
}

/// Asks once more where something is lost by it: tests, or more people than the place holds.
pub fn publish(desk: &Desk, crowded: Option<&str>, tests: Tests) -> Markup {
    let action = format!("/console/events/{}/publish", desk.event.id);
    let test = desk.event.status == EventStatus::Test;
    if crowded.is_none() && !test {
        return html! { form method="post" action=(action) { (Button::submit("Publish").main()) } };
    }
    let label = if test { "Publish for real" } else { "Publish" };
    let question = match (test, crowded) {
        (true, None) => "Publish for real?",
        _ => "Publish with more people than the place holds?",
    };
    let mut says = Vec::new();
    if let Some(why) = crowded {
        says.push(format!("{why} Lower the capacity, or publish it as it is if you know that they fit."));
    }
    if test {
        says.push(voids(tests));
    }
    let go = Button::submit(if crowded.is_some() { "Publish anyway" } else { label }).main();
    html! {
        (Button::opens(label, "publish").main())
        (Dialog::confirm("publish", question, &says.join(" "), &action, go))
    }
}

fn end_test(desk: &Desk) -> Markup {
    let action = format!("/console/events/{}/unpublish", desk.event.id);
    let says = "All test orders and test tickets are voided, and nobody outside sees the event any more.";
    html! {
        (Button::opens("End the test", "end-test").quiet())
        (Dialog::confirm("end-test", "Back to a draft?", says, &action, Button::submit("End the test").danger()))
    }
}

/// What leaving test mode voids, in numbers.
fn voids(tests: Tests) -> String {
    let of = |n: i32, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    format!(
        "{}, {} and {} are voided, and their places go on sale. Test tickets are refused at the door from then on.",
        of(tests.orders, "test order", "test orders"),
        of(tests.tickets, "test ticket", "test tickets"),
        of(tests.carts, "cart", "carts"),
    )
}

/// What test mode means, while it is on.
pub fn test_card(desk: &Desk, tests: Tests) -> Markup {
    let event = &desk.event;
    html! {
        @if event.status == EventStatus::Test {
            (Card::new(html! {
                div class="stack stack--tight" {
                    (Banner::new(Tone::Care, TEST_MODE))
                    p { "Whoever knows the address can buy; it stands in no list and in no search. Scan the tickets at " a href={ "/gate/" (event.id) } { "its door" } " as on the day." }
                    p { "When you publish it for real: " (voids(tests)) }
                }
            }).title("Test mode"))
        }
    }
}
