//! The form that brings a programme's file, and what the file does.

use commons::files::size_in_words;
use commons::programme::ImportSource;
use platform_storage::FIELD;
use platform_texts::{t, t_html};
use platform_ui::{
    Badge, Banner, Button, Card, Choice, Column, DefinitionList, Disclosure, Field, FieldErrors, Figure, Figures, Form, Icon, Markup,
    Moment, Pagination, Programme, Steps, Table, Tone, html,
};

use super::look::{How, Look, RefusedRow, Summary};
use super::queries::Upload;
use super::sent::LONGEST;
use crate::console::access::Desk;
use crate::console::frame::{EventTab, Frame};
use crate::shop::programme_days;

/// Refused rows on one page.
const ROWS: usize = 100;
/// Items named one by one.
const NAMED: usize = 200;

/// What the form shows.
#[derive(Clone, Copy, Debug)]
pub struct FormPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Where its items come from already.
    pub sources: &'a [ImportSource],
    /// Which of them was chosen.
    pub chosen: &'a str,
    /// What is wrong.
    pub errors: &'a FieldErrors,
    /// The code of what is wrong.
    pub code: Option<&'a str>,
}

fn steps(desk: &Desk, current: usize) -> Steps {
    let steps = Steps::new(&[&t!("upload-step-choose"), &t!("upload-step-look"), &t!("upload-step-done")], current);
    if current == 1 { steps.back_to(0, format!("/console/events/{}/programme/upload", desk.event.id)) } else { steps }
}

/// The form.
pub fn form_page(frame: &Frame, model: &FormPage<'_>) -> Markup {
    let programme = format!("/console/events/{}/programme", model.desk.event.id);
    let help = t!("upload-file-help", most = LONGEST >> 20, zone = model.desk.event.zone.name());
    let fields = html! {
        (Card::new(html! {
            (Field::file(FIELD, t!("upload-file"), ".ics,.ical,.xml,.json,.csv,.tsv,text/calendar,application/xml,application/json,text/csv").required().help(help).error(model.errors.of(FIELD)))
            @if let Some(code) = model.code { p class="muted small" { (t_html!("upload-code", code = html! { code { (code) } })) } }
            @if !model.sources.is_empty() { (edition(model)) }
        }).title(t!("upload-the-file")))
    };
    let form = Form::upload(format!("{programme}/upload"), fields)
        .errors(model.errors)
        .button(Button::submit(t!("upload-look")).main().large().icon(Icon::Upload))
        .button(Button::link(t!("upload-cancel"), programme.clone()).quiet());
    let main = html! {
        (steps(model.desk, 0))
        p { (t!("upload-lead")) }
        (form)
    };
    let mut page = frame.event_page(model.desk, EventTab::Programme, main).trail(t!("upload-programme"), programme);
    page.document.title = format!("{} · {}", t!("upload-title"), model.desk.event.name);
    page.render()
}

/// Which programme it replaces, where there is one.
fn edition(model: &FormPage<'_>) -> Field {
    let of = |source: &ImportSource| t!("upload-edition-of", name = source.name.as_str(), count = source.items);
    let mut choices: Vec<Choice> = model.sources.iter().map(|source| Choice::new(&source.name, of(source))).collect();
    choices.push(Choice::new("+", t!("upload-edition-none")));
    let chosen = if model.chosen.is_empty() { model.sources.first().map_or("", |newest| newest.name.as_str()) } else { model.chosen };
    Field::select("source", t!("upload-edition"), choices)
        .required()
        .value(chosen)
        .help(t!("upload-edition-help"))
        .error(model.errors.of("source"))
}

/// Before or after.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// What it would do.
    Preview {
        /// All of it.
        look: &'a Look,
        /// Whether it was something else when it was confirmed.
        quarrel: bool,
    },
    /// What it did.
    Done,
}

/// What a file's page shows.
#[derive(Clone, Copy, Debug)]
pub struct LookPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// The file.
    pub upload: &'a Upload,
    /// What it does.
    pub summary: &'a Summary,
    /// Before or after.
    pub shown: Shown<'a>,
    /// The first refused row shown.
    pub from: usize,
}

/// What a file would do, or did.
pub fn look_page(frame: &Frame, model: &LookPage<'_>) -> Markup {
    let programme = format!("/console/events/{}/programme", model.desk.event.id);
    let here = format!("{programme}/uploads/{}", model.upload.id);
    let done = matches!(model.shown, Shown::Done);
    let main = html! {
        (steps(model.desk, if done { 2 } else { 1 }))
        (banners(model))
        (Card::new(html! {
            div class="stack" {
                (facts(model))
                (figures(model.summary, done))
                @match model.shown {
                    Shown::Preview { look, .. } => { (ask(model, look, &here, &programme)) }
                    Shown::Done => { (after(model, &programme)) }
                }
            }
        }).title(if done { t!("upload-came-in") } else { t!("upload-would-come-in") }))
        @if !model.summary.refused.is_empty() { (refused(model, &here)) }
        @if !model.summary.left_out.is_empty() { (left_out(model.summary)) }
        @if !model.summary.changes.is_empty() { (changes(model.summary, done)) }
        @if let Shown::Preview { look, .. } = model.shown { (beginning(model.desk, look)) }
    };
    let mut page = frame.event_page(model.desk, EventTab::Programme, main).trail(t!("upload-programme"), programme);
    page.document.title = format!("{} · {}", model.upload.name, model.desk.event.name);
    page.render()
}

fn banners(model: &LookPage<'_>) -> Markup {
    let summary = model.summary;
    let (preview, quarrel) = match model.shown {
        Shown::Preview { quarrel, .. } => (true, quarrel),
        Shown::Done => (false, false),
    };
    html! {
        @if quarrel {
            (Banner::new(Tone::Care, t!("upload-changed-meanwhile")))
        }
        @if summary.taken == 0 && !summary.refused.is_empty() {
            (Banner::new(Tone::Bad, t!("upload-nothing-fits")))
        } @else if preview && summary.taken == 0 {
            (Banner::new(Tone::Care, t!("upload-no-session")))
        }
        @if preview && summary.removed > 0 {
            (Banner::new(Tone::Care, t!("upload-goes", count = summary.removed)))
        }
    }
}

/// What a file was recognised as, in words.
fn format_words(code: &str) -> std::borrow::Cow<'static, str> {
    match code {
        "icalendar" => t!("upload-format-icalendar"),
        "frab_xml" => t!("upload-format-frab-xml"),
        "frab_json" => t!("upload-format-frab-json"),
        _ => t!("upload-format-table"),
    }
}

fn facts(model: &LookPage<'_>) -> Markup {
    let size = size_in_words(u64::try_from(model.upload.size).unwrap_or_default());
    let mut facts = DefinitionList::columns()
        .text(t!("upload-fact-file"), &format!("{}, {size}", model.upload.name))
        .text(t!("upload-fact-format"), &format_words(&model.summary.format));
    if !model.summary.title.is_empty() {
        facts = facts.text(t!("upload-fact-title"), &model.summary.title);
    }
    if !model.summary.unread.is_empty() {
        facts = facts.text(t!("upload-fact-unread"), &model.summary.unread.join(", "));
    }
    facts.text(t!("upload-programme"), &format!("“{}”", model.upload.source)).render()
}

fn figures(summary: &Summary, done: bool) -> Markup {
    let mut figures = vec![
        Figure::new(t!("upload-new"), summary.added),
        Figure::new(t!("upload-changed"), summary.changed),
        Figure::new(t!("upload-unchanged"), summary.unchanged),
        Figure::new(t!("upload-gone"), summary.removed).note(t!("upload-gone-note")),
        Figure::new(t!("upload-refused"), summary.refused.len()).note(if summary.refused.is_empty() {
            t!("upload-all-fit")
        } else {
            t!("upload-see-below")
        }),
    ];
    if summary.kept > 0 {
        figures.push(
            Figure::new(if done { t!("upload-left-alone") } else { t!("upload-would-be-left-alone") }, summary.kept)
                .note(t!("upload-left-alone-note")),
        );
    }
    Figures(figures).render()
}

/// The button, or why there is none.
fn ask(model: &LookPage<'_>, look: &Look, here: &str, programme: &str) -> Markup {
    let summary = model.summary;
    let other = Button::link(t!("upload-another"), format!("{programme}/upload")).quiet();
    if !summary.writes() {
        return html! {
            p { (t!("upload-same")) }
            p { (Button::link(t!("upload-back"), programme)) (other) }
        };
    }
    let label = match (summary.added + summary.changed, summary.removed) {
        (0, gone) => t!("upload-take-out", count = gone),
        (come, _) => t!("upload-bring-in", count = come),
    };
    let seen = if model.desk.event.notes.programme_published_at.is_some() { t!("upload-is-published") } else { t!("upload-is-hidden") };
    let until = Moment::clock(model.upload.expires_at, model.desk.event.zone).with_zone();
    html! {
        p { (seen) " " (t!("upload-will-have", count = look.total)) }
        (Form::post(here, html! {}).hidden("seen", &look.seen).button(Button::submit(label).main().large().icon(Icon::Check)).button(other))
        p class="muted small" { (t_html!("upload-kept-until", until = until)) }
    }
}

fn after(model: &LookPage<'_>, programme: &str) -> Markup {
    let hidden = model.desk.event.notes.programme_published_at.is_none();
    html! {
        @if hidden { p { (t!("upload-publish-next")) } }
        p {
            (Button::link(t!("upload-open"), programme).main().icon(Icon::CalendarDays))
            (Button::link(t!("upload-once-more"), format!("{programme}/upload")).quiet())
        }
    }
}

fn refused(model: &LookPage<'_>, here: &str) -> Markup {
    let all = &model.summary.refused;
    let from = if model.from < all.len() { model.from / ROWS * ROWS } else { 0 };
    let to = (from + ROWS).min(all.len());
    let row = |r: &RefusedRow| {
        vec![
            html! { span class="as-typed" { (r.row) } },
            html! { (r.field) },
            html! { @if r.value.is_empty() { span class="muted" { (t!("upload-nothing")) } } @else { span class="as-typed" { (r.value) } } },
            html! { (r.reason) " " code class="muted small" { (r.code) } },
        ]
    };
    let columns = vec![
        Column::new(t!("upload-row")),
        Column::new(t!("upload-field")),
        Column::prose(t!("upload-value")),
        Column::prose(t!("upload-why")),
    ];
    let page = |at: usize| format!("{here}?from={at}");
    let pages = Pagination {
        previous: (from > 0).then(|| page(from - ROWS)),
        next: (to < all.len()).then(|| page(to)),
        range: (all.len() > ROWS).then_some((from as u64 + 1, to as u64, all.len() as u64)),
        of: Some(t!("upload-refused-rows").into_owned()),
    };
    html! {
        (Card::new(html! {
            (Table::new(t!("upload-refused-rows"), columns).rows(all[from..to].iter().map(row)).render())
            (pages.render())
        }).title(t!("upload-refused-rows")).flush())
        p class="muted" { (t!("upload-refused-stay")) }
    }
}

fn left_out(summary: &Summary) -> Markup {
    let count = summary.left_out.len();
    let head = t!("upload-left-out", count = count);
    Disclosure::new(html! { (head) }, html! { ul { @for title in summary.left_out.iter().take(NAMED) { li dir="auto" { (title) } } } @if count > NAMED { p { (t!("upload-more", count = count - NAMED)) } } }).render()
}

fn changes(summary: &Summary, done: bool) -> Markup {
    let badge = |how: How| match how {
        How::Changed => Badge::plain(t!("upload-changed")),
        How::Removed => Badge::new(Tone::Care, if done { t!("upload-taken-out") } else { t!("upload-would-go") }),
        How::Kept => Badge::new(Tone::Note, t!("upload-left-alone")),
    };
    let count = summary.changes.len();
    let rows = summary
        .changes
        .iter()
        .take(NAMED)
        .map(|touched| vec![html! { span dir="auto" { (touched.title) } }, html! { (badge(touched.how)) }]);
    Card::new(html! {
        (Table::new(t!("upload-here"), vec![Column::new(t!("upload-item")), Column::new(t!("upload-what-happens"))]).rows(rows).render())
        @if count > NAMED { p class="muted" { (t!("upload-more", count = count - NAMED)) } }
    })
    .title(t!("upload-here"))
    .flush()
    .render()
}

/// The first sessions as everybody will see them.
fn beginning(desk: &Desk, look: &Look) -> Markup {
    if look.first.is_empty() {
        return html! {};
    }
    let shown = look.first.len();
    let title = if usize::try_from(look.total).is_ok_and(|total| total > shown) {
        t!("upload-begins", count = shown)
    } else {
        t!("upload-will-look")
    };
    Card::new(Programme::new(programme_days(&desk.event, &look.first)).under_heading().render()).title(title).render()
}
