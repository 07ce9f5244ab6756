//! The page of an event's files.

use commons::files::{Document, EventPicture, Plan, size_in_words};
use platform_auth::permission as may;
use platform_storage::{FIELD, FORM_KEY, Purpose};
use platform_texts::t;
use platform_ui::{Badge, Button, Card, Column, Dialog, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table, Tone, html};

use crate::console::access::Desk;
use crate::console::frame::{EventTab, Frame};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct FilesPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its picture.
    pub picture: Option<&'a EventPicture>,
    /// Its papers, as far as the caller may read them.
    pub documents: &'a [Document],
    /// Plans of its place.
    pub plans: &'a [Plan],
    /// What was typed as the picture's description; else what is stored.
    pub alt: Option<&'a str>,
    /// What makes a double click of either form one upload.
    pub keys: [String; 2],
    /// What is wrong with the picture's form, with the form of its description, with the document's.
    pub upload: &'a FieldErrors,
    pub words: &'a FieldErrors,
    pub document: &'a FieldErrors,
}

/// Whoever changes the event or reads documents reads its papers.
pub fn may_read(desk: &Desk) -> bool {
    desk.held.may(may::EVENTS_EDIT) || desk.held.may(may::DOCUMENTS_VIEW)
}

/// Whoever changes the event or documents keeps and removes them.
pub fn may_keep(desk: &Desk) -> bool {
    desk.held.may(may::EVENTS_EDIT) || desk.held.may(may::DOCUMENTS_EDIT)
}

/// The page.
pub fn page(frame: &Frame, model: &FilesPage<'_>) -> Markup {
    let main = html! {
        (Card::new(picture(model)).title(t!("console-files-picture")))
        @if may_read(model.desk) { (Card::new(documents(model).render()).title(t!("console-files-documents")).flush()) }
        @if may_keep(model.desk) { (Card::new(add_document(model)).title(t!("console-files-add-document"))) }
        @if model.desk.event.venue.is_some() { (Card::new(plans(model)).title(t!("console-files-plans"))) }
    };
    frame.event_page(model.desk, EventTab::Files, main).lead(t!("console-files-lead")).render()
}

fn picture(model: &FilesPage<'_>) -> Markup {
    let base = format!("/console/events/{}/picture", model.desk.event.id);
    let may_edit = model.desk.held.may(may::EVENTS_EDIT);
    let errors = model.upload;
    let alt = model.alt.or(model.picture.map(|p| p.alt.as_str())).unwrap_or_default();
    let fields = html! {
        (Field::file(FIELD, if model.picture.is_some() { t!("console-files-another-picture") } else { t!("console-files-picture") }, Purpose::Picture.accept()).required()
            .help(t!("console-files-picture-help"))
            .error(errors.of(FIELD)))
        (Field::text("alt", t!("console-files-alt")).value(alt).required().max_length(300).error(errors.of("alt")).help(t!("console-files-alt-help")))
    };
    let upload = Form::upload(base.as_str(), fields).errors(errors).hidden(FORM_KEY, &model.keys[0]).button(
        Button::submit(if model.picture.is_some() { t!("console-files-replace") } else { t!("console-files-keep") })
            .main()
            .icon(Icon::Upload),
    );
    html! {
        div class="stack" {
            @match model.picture {
                Some(shown) => {
                    div class="files__picture" { (shown.picture.clone().sizes("(max-width: 34rem) 100vw, 22rem")) }
                    p class="muted small" { (shown.name) }
                    @if may_edit {
                        (Form::post(format!("{base}/words"), html! {
                            (Field::text("alt", t!("console-files-alt")).id("field-words").value(alt).required().max_length(300).error(model.words.of("words")))
                        }).errors(model.words).button(Button::submit(t!("console-files-alt-save"))))
                    } @else { p { (shown.alt) } }
                }
                None => {
                    (EmptyState::new(Icon::Camera, t!("console-files-no-picture"), t!("console-files-no-picture-help")))
                }
            }
            @if may_edit {
                (upload)
                @if model.picture.is_some() {
                    div {
                        (Button::opens(t!("console-files-remove-picture"), "remove-picture").danger().quiet())
                        (Dialog::confirm("remove-picture", t!("console-files-remove-picture-question"), &t!("console-files-remove-picture-says"), &format!("{base}/remove"), Button::submit(t!("console-files-remove")).danger()))
                    }
                }
            }
        }
    }
}

fn documents(model: &FilesPage<'_>) -> Table {
    let zone = model.desk.event.zone;
    let base = format!("/console/events/{}/documents", model.desk.event.id);
    let row = |document: &Document| {
        let id = format!("remove-{}", document.id);
        vec![
            html! { a href=(document.href) { (document.name) } },
            html! { (size_in_words(document.size)) },
            html! { @if document.by.is_empty() { span class="muted" { (t!("console-files-hidden")) } } @else { (document.by) } },
            html! { span class="nowrap" { (Moment::short(document.at, zone)) } },
            html! {
                @if may_keep(model.desk) {
                    (Button::opens(t!("console-files-remove"), id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), t!("console-files-remove-document"), &t!("console-files-remove-document-says", name = document.name), &format!("{base}/{}/remove", document.id), Button::submit(t!("console-files-remove")).danger()))
                }
            },
        ]
    };
    let columns = vec![
        Column::new(t!("console-files-column-name")),
        Column::figures(t!("console-files-column-size")),
        Column::new(t!("console-files-column-by")),
        Column::new(t!("console-files-column-when")),
        Column::new(t!("console-files-column-change")),
    ];
    Table::new(t!("console-files-documents-caption"), columns).rows(model.documents.iter().map(row)).empty(EmptyState::new(
        Icon::FileText,
        t!("console-files-no-documents"),
        t!("console-files-no-documents-help"),
    ))
}

fn add_document(model: &FilesPage<'_>) -> Markup {
    let fields = html! {
        (Field::file(FIELD, t!("console-files-document"), Purpose::Document.accept()).id("field-document").required()
            .help(t!("console-files-document-help")).error(model.document.of("document")))
    };
    Form::upload(format!("/console/events/{}/documents", model.desk.event.id), fields)
        .errors(model.document)
        .hidden(FORM_KEY, &model.keys[1])
        .button(Button::submit(t!("console-files-keep-document")).icon(Icon::Upload))
        .render()
}

fn plans(model: &FilesPage<'_>) -> Markup {
    let Some(venue) = &model.desk.event.venue else { return html! {} };
    let may_manage = model.desk.place.held.may(may::VENUES_MANAGE);
    html! {
        div class="stack" {
            @if model.plans.is_empty() {
                p class="muted" { (t!("console-files-no-plan", venue = venue.name)) }
            } @else {
                ul class="stack" role="list" {
                    @for plan in model.plans {
                        li { a href=(plan.href) { (plan.title) } " " span class="muted small" { (size_in_words(plan.size)) } " " (seen_by(plan)) }
                    }
                }
            }
            @if may_manage { p { (Button::link(t!("console-files-plans-link"), format!("/console/venues/{}/plans", venue.id)).icon(Icon::Building2)) } }
        }
    }
}

/// Who sees a plan, in a word.
pub fn seen_by(plan: &Plan) -> Badge {
    if plan.is_public { Badge::new(Tone::Good, t!("console-files-everybody")) } else { Badge::plain(t!("console-files-staff-only")) }
}
