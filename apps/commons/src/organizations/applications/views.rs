//! The applicant's page, the administrators' list, and one application with its two buttons.

use platform_auth::organizations::{Application, ApplicationStatus};
use platform_http::FieldFault;
use platform_types::Zone;
use platform_ui::{
    Badge, Banner, Button, Card, Chip, Column, DefinitionList, Dialog, EmptyState, Field, Filters, Form, Icon, Markup, Moment, Table, Tone,
    html,
};

use super::form::ApplyForm;
use crate::organizations::Frame;
use crate::organizations::views::{errors_of, house_fields};

fn zone(application: &Application) -> Zone {
    application.timezone.parse().unwrap_or(Zone::UTC)
}

fn badge(status: ApplicationStatus) -> Badge {
    match status {
        ApplicationStatus::Open => Badge::new(Tone::Care, "Waiting"),
        ApplicationStatus::Withdrawn => Badge::plain("Withdrawn"),
        ApplicationStatus::Approved => Badge::new(Tone::Good, "Approved"),
        ApplicationStatus::Declined => Badge::new(Tone::Bad, "Declined"),
    }
}

/// What was asked, as the applicant or as whoever decides reads it.
fn facts(application: &Application, own: bool) -> DefinitionList {
    let (put_on, reach) = if own { ("What you put on", "How to reach you") } else { ("What they put on", "How to reach them") };
    let mut list = DefinitionList::columns()
        .text("Name", &application.name)
        .fact(put_on, html! { span class="as-typed" { (application.about) } })
        .text(reach, &application.contact);
    if !application.website.is_empty() {
        list = list.fact("Website", html! { a href=(application.website) rel="noopener nofollow" { (application.website) } });
    }
    list = list
        .text("Short name", &application.slug)
        .text("Time zone", &application.timezone)
        .text("Currency", &application.currency)
        .fact("Asked", Moment::full(application.created_at, zone(application)).with_zone().render());
    if let Some(at) = application.decided_at {
        list = list.fact("Decided", Moment::full(at, zone(application)).with_zone().render());
    }
    if !application.reason.is_empty() {
        list = list.fact("Reason", html! { span class="as-typed" { (application.reason) } });
    }
    list
}

/// What the applicant's page shows.
#[derive(Clone, Copy, Debug)]
pub(in crate::organizations) struct ApplyPage<'a> {
    /// The caller's applications, the waiting one first.
    pub(in crate::organizations) own: &'a [Application],
    /// Whether no application is needed.
    pub(in crate::organizations) open: bool,
    /// As typed.
    pub(in crate::organizations) form: &'a ApplyForm,
    /// What is wrong with it.
    pub(in crate::organizations) faults: &'a [FieldFault],
}

/// Ask, or see how it stands.
pub(in crate::organizations) fn apply_page(frame: &Frame, model: &ApplyPage<'_>) -> Markup {
    let waiting = model.own.iter().any(|a| a.status == ApplicationStatus::Open);
    let main = html! {
        @if model.open { (Banner::new(Tone::Note, "No application is needed here any more.").link("Found an organization", "/organizations/new")) }
        @for application in model.own { (own(application)) }
        @if !waiting && !model.open { (form(model)) }
    };
    let lead = if waiting {
        "You get a mail as soon as it is decided."
    } else {
        "Say who you are and what you put on. You get a mail as soon as it is decided."
    };
    frame.page(None, "/organizations", "Become an organizer", main).trail("Organizations", "/organizations").lead(lead).render()
}

fn own(application: &Application) -> Markup {
    let id = format!("withdraw-{}", application.id);
    let withdraw = format!("/organizers/applications/{}/withdraw", application.id);
    let body = html! {
        (facts(application, true))
        @if application.status == ApplicationStatus::Open {
            p { (Button::opens("Withdraw", id.as_str()).quiet()) }
            (Dialog::confirm(id.as_str(), "Withdraw the application?", "Nobody decides it then. You can apply again.", &withdraw, Button::submit("Withdraw").danger()))
        }
        @if let Some(slug) = &application.organization_slug { p { (Button::link("Open the console", format!("/console/{slug}/events")).main()) } }
    };
    Card::new(body).title(format!("Application for {}", application.name)).action(badge(application.status).render()).render()
}

fn form(model: &ApplyPage<'_>) -> Markup {
    let errors = errors_of(model.faults);
    let form = model.form;
    let fields = html! {
        (house_fields(&form.house(), &errors))
        (Field::textarea("about", "What you put on").value(&form.about).required().rows(5).max_length(2000).help("A few sentences: what kind of events, how often, for how many people.").error(errors.of("about")))
        (Field::text("website", "Website").value(&form.website).max_length(300).placeholder("https://").error(errors.of("website")))
        (Field::text("contact", "How to reach you").value(&form.contact).required().max_length(300).help("A telephone number or an address, for questions about your application.").error(errors.of("contact")))
    };
    Form::post("/organizers/apply", Card::new(fields).render()).errors(&errors).button(Button::submit("Apply").main().large()).render()
}

/// What waits, or everything that was ever asked.
pub(in crate::organizations) fn list_page(frame: &Frame, list: &[Application], all: bool) -> Markup {
    let row = |a: &Application| {
        vec![
            html! { a href={ "/organizers/applications/" (a.id) } { (a.name) } },
            html! { (a.applicant_name) div class="muted small" { (a.applicant_email) } },
            html! { (Moment::short(a.created_at, zone(a))) },
            badge(a.status).render(),
        ]
    };
    let chips = vec![Chip::new("Waiting", "/organizers/applications", !all), Chip::new("All", "/organizers/applications?show=all", all)];
    let empty = if all {
        EmptyState::new(
            Icon::Building2,
            "Nobody has applied yet",
            "Whoever wants to put on events here applies first; it stands here then.",
        )
    } else {
        EmptyState::new(Icon::CircleCheck, "Nothing waits for a decision", "New applications stand here until they are decided.")
    };
    let table = Table::new("Applications", vec![Column::new("Name"), Column::new("Who asks"), Column::new("Asked"), Column::new("State")])
        .rows(list.iter().map(row))
        .empty(empty);
    let main = html! { (Filters::new(chips)) (table) };
    frame
        .page(None, "/organizations", "Applications", main)
        .trail("Organizations", "/organizations")
        .lead("Who asks to put on events here.")
        .render()
}

/// What one application's page shows.
#[derive(Clone, Copy, Debug)]
pub(in crate::organizations) struct ReviewPage<'a> {
    /// The application.
    pub(in crate::organizations) application: &'a Application,
    /// The name in addresses, as typed.
    pub(in crate::organizations) slug: &'a str,
    /// The reason, as typed.
    pub(in crate::organizations) reason: &'a str,
    /// What is wrong with either.
    pub(in crate::organizations) faults: &'a [FieldFault],
    /// Why nothing was done.
    pub(in crate::organizations) refusal: Option<&'a str>,
}

/// One application, for whoever decides.
pub(in crate::organizations) fn review_page(frame: &Frame, model: &ReviewPage<'_>) -> Markup {
    let application = model.application;
    let errors = errors_of(model.faults);
    let at = |verb: &str| format!("/organizers/applications/{}/{verb}", application.id);
    let who = facts(application, false).fact(
        "Who asks",
        html! { (application.applicant_name) " " a href={ "mailto:" (application.applicant_email) } { (application.applicant_email) } },
    );
    let main = html! {
        @if let Some(why) = model.refusal { (Banner::new(Tone::Bad, format!("Nothing was changed. {why}"))) }
        (Card::new(who.render()).title("What was asked"))
        @if application.status == ApplicationStatus::Open {
            (Card::new(Form::post(at("approve"), html! {
                p { "Founds the organization. Whoever asks owns it and is told by mail." }
                (Field::text("slug", "Short name for addresses").value(model.slug).required().max_length(60).error(errors.of("slug").or(errors.of("name"))))
            }).button(Button::submit("Approve").main()).render()).title("Approve"))
            (Card::new(Form::post(at("decline"), html! {
                (Field::textarea("reason", "Reason").value(model.reason).required().rows(3).max_length(1000).help("Whoever asks reads it in a mail and on their page.").error(errors.of("reason")))
            }).button(Button::submit("Decline").danger()).render()).title("Decline"))
        }
    };
    frame
        .page(None, "/organizations", &application.name, main)
        .trail("Organizations", "/organizations")
        .trail("Applications", "/organizers/applications")
        .mark(badge(application.status).render())
        .render()
}
