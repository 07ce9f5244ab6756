//! The applicant's page, the administrators' list, and one application with its two buttons.

use platform_auth::organizations::{Application, ApplicationStatus};
use platform_http::FieldFault;
use platform_texts::t;
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
        ApplicationStatus::Open => Badge::new(Tone::Care, t!("status-open")),
        ApplicationStatus::Withdrawn => Badge::plain(t!("status-withdrawn")),
        ApplicationStatus::Approved => Badge::new(Tone::Good, t!("status-approved")),
        ApplicationStatus::Declined => Badge::new(Tone::Bad, t!("status-declined")),
    }
}

/// What was asked, as the applicant or as whoever decides reads it.
fn facts(application: &Application, own: bool) -> DefinitionList {
    let (put_on, reach) = if own { (t!("about-own"), t!("contact-own")) } else { (t!("about-theirs"), t!("contact-theirs")) };
    let mut list = DefinitionList::columns()
        .text(t!("facts-name"), &application.name)
        .fact(put_on, html! { span class="as-typed" { (application.about) } })
        .text(reach, &application.contact);
    if !application.website.is_empty() {
        list = list.fact(t!("facts-website"), html! { a href=(application.website) rel="noopener nofollow" { (application.website) } });
    }
    list = list
        .text(t!("facts-slug"), &application.slug)
        .text(t!("facts-zone"), &application.timezone)
        .text(t!("facts-currency"), &application.currency)
        .fact(t!("facts-asked"), Moment::full(application.created_at, zone(application)).with_zone().render());
    if let Some(at) = application.decided_at {
        list = list.fact(t!("facts-decided"), Moment::full(at, zone(application)).with_zone().render());
    }
    if !application.reason.is_empty() {
        list = list.fact(t!("facts-reason"), html! { span class="as-typed" { (application.reason) } });
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
        @if model.open { (Banner::new(Tone::Note, t!("apply-not-needed")).link(t!("found-title"), "/organizations/new")) }
        @for application in model.own { (own(application)) }
        @if !waiting && !model.open { (form(model)) }
    };
    let lead = if waiting { t!("apply-lead-waiting") } else { t!("apply-lead") };
    frame.page(None, "/organizations", &t!("apply-title"), main).trail(t!("list-title"), "/organizations").lead(lead).render()
}

fn own(application: &Application) -> Markup {
    let id = format!("withdraw-{}", application.id);
    let withdraw = format!("/organizers/applications/{}/withdraw", application.id);
    let body = html! {
        (facts(application, true))
        @if application.status == ApplicationStatus::Open {
            p { (Button::opens(t!("withdraw-do"), id.as_str()).quiet()) }
            (Dialog::confirm(id.as_str(), t!("withdraw-title"), &t!("withdraw-text"), &withdraw, Button::submit(t!("withdraw-do")).danger()))
        }
        @if let Some(slug) = &application.organization_slug { p { (Button::link(t!("apply-console"), format!("/console/{slug}/events")).main()) } }
    };
    Card::new(body).title(t!("apply-for", name = application.name)).action(badge(application.status).render()).render()
}

fn form(model: &ApplyPage<'_>) -> Markup {
    let errors = errors_of(model.faults);
    let form = model.form;
    let fields = html! {
        (house_fields(&form.house(), &errors))
        (Field::textarea("about", t!("about-own")).value(&form.about).required().rows(5).max_length(2000).help(t!("apply-about-help")).error(errors.of("about")))
        (Field::text("website", t!("facts-website")).value(&form.website).max_length(300).placeholder("https://").error(errors.of("website")))
        (Field::text("contact", t!("contact-own")).value(&form.contact).required().max_length(300).help(t!("apply-contact-help")).error(errors.of("contact")))
    };
    Form::post("/organizers/apply", Card::new(fields).render())
        .errors(&errors)
        .button(Button::submit(t!("apply-do")).main().large())
        .render()
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
    let chips = vec![
        Chip::new(t!("status-open"), "/organizers/applications", !all),
        Chip::new(t!("review-all"), "/organizers/applications?show=all", all),
    ];
    let empty = if all {
        EmptyState::new(Icon::Building2, t!("review-none-ever"), t!("review-none-ever-text"))
    } else {
        EmptyState::new(Icon::CircleCheck, t!("review-none"), t!("review-none-text"))
    };
    let table = Table::new(
        t!("review-title"),
        vec![Column::new(t!("facts-name")), Column::new(t!("review-who")), Column::new(t!("facts-asked")), Column::new(t!("review-state"))],
    )
    .rows(list.iter().map(row))
    .empty(empty);
    let main = html! { (Filters::new(chips)) (table) };
    frame.page(None, "/organizations", &t!("review-title"), main).trail(t!("list-title"), "/organizations").lead(t!("review-lead")).render()
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
        t!("review-who"),
        html! { (application.applicant_name) " " a href={ "mailto:" (application.applicant_email) } { (application.applicant_email) } },
    );
    let main = html! {
        @if let Some(why) = model.refusal { (Banner::new(Tone::Bad, t!("nothing-changed", why = why))) }
        (Card::new(who.render()).title(t!("review-asked")))
        @if application.status == ApplicationStatus::Open {
            (Card::new(Form::post(at("approve"), html! {
                p { (t!("review-approve-text")) }
                (Field::text("slug", t!("house-slug")).value(model.slug).required().max_length(60).error(errors.of("slug").or(errors.of("name"))))
            }).button(Button::submit(t!("review-approve")).main()).render()).title(t!("review-approve")))
            (Card::new(Form::post(at("decline"), html! {
                (Field::textarea("reason", t!("facts-reason")).value(model.reason).required().rows(3).max_length(1000).help(t!("review-reason-help")).error(errors.of("reason")))
            }).button(Button::submit(t!("review-decline")).danger()).render()).title(t!("review-decline")))
        }
    };
    frame
        .page(None, "/organizations", &application.name, main)
        .trail(t!("list-title"), "/organizations")
        .trail(t!("review-title"), "/organizers/applications")
        .mark(badge(application.status).render())
        .render()
}
