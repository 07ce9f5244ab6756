//! The log.

use axum::extract::State;
use platform_audit::{Event, Standing, standing};
use platform_http::{Ctx, Fault, FieldFault, Page, Query};
use platform_texts::{t, t_html};
use platform_types::Zone;
use platform_ui::{Button, Column, DataRow, DataTable, Dialog, EmptyState, Field, FilterForm, Icon, Markup, Moment, html};

use super::Names;
use super::asked::Asked;
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place, errors_of};
use crate::list::{ONE_MORE, ROWS, chips, pages};

pub async fn list(State(admin): State<Admin>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let (filter, faults) = asked.read(&mut tx).await?;
    let events = if faults.is_empty() { platform_audit::list(&mut tx, &filter, ONE_MORE).await? } else { Vec::new() };
    let (names, sealed) = (Names::of(&mut tx, &events).await?, standing(&mut tx).await?);
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), &asked, &faults, events, &names, &sealed)))
}

fn page(frame: &Frame, asked: &Asked, faults: &[FieldFault], mut events: Vec<Event>, names: &Names, sealed: &Standing) -> Markup {
    let base = Place::Audit.path();
    let most = usize::try_from(ROWS).unwrap_or_default();
    let more = events.len() > most;
    events.truncate(most);
    let next = more.then(|| events.last().map(|last| last.id.to_string())).flatten();
    let errors = errors_of(faults);
    let form = FilterForm::new(base, Field::search("who", t!("admin-audit-who")).value(&asked.who).max_length(254).error(errors.of("who")))
        .field(Field::text("what", t!("admin-audit-what")).value(&asked.what).max_length(100).placeholder("order."))
        .field(
            Field::text("organization", t!("admin-audit-organization"))
                .value(&asked.organization)
                .max_length(100)
                .error(errors.of("organization")),
        )
        .field(Field::text("on", t!("admin-audit-on")).value(&asked.on).max_length(36).error(errors.of("on")))
        .field(Field::date("from", t!("admin-from-day")).value(&asked.from).error(errors.of("from")))
        .field(Field::date("until", t!("admin-until-day")).value(&asked.until).error(errors.of("until")))
        .open(!faults.is_empty());
    let on: Vec<(&str, String)> = asked
        .says()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let words = match name {
                "from" => t!("admin-from-is", day = value).into_owned(),
                "until" => t!("admin-until-is", day = value).into_owned(),
                _ => value.to_owned(),
            };
            (name, words)
        })
        .collect();
    let empty = if on.is_empty() {
        EmptyState::new(Icon::History, t!("admin-audit-none"), t!("admin-audit-none-text"))
    } else {
        EmptyState::new(Icon::Search, t!("admin-none-match"), t!("admin-none-match-text"))
    };
    let row = |event: &Event| {
        let cells = vec![
            html! { a class="nowrap" href={ (base) "/events/" (event.id) } { (Moment::short(event.at, Zone::UTC)) } },
            html! { span dir="auto" { (names.who(event)) } },
            html! { (event.action) },
            html! { (event.subject_type) },
            html! { @match event.organization { Some(id) => (names.organization(id.0)), None => span class="muted" { (t!("admin-the-house")) } } },
        ];
        DataRow::new(event.id, format!("{} {}", event.action, event.at), cells)
    };
    let columns = vec![
        Column::new(t!("admin-when")),
        Column::new(t!("admin-who")),
        Column::new(t!("admin-what")),
        Column::new(t!("admin-on")),
        Column::new(t!("admin-organization")),
    ];
    let main = html! {
        (seal(sealed))
        (form)
        (chips(base, &asked.says(), &on))
        (DataTable::new(t!("admin-audit"), "audit", columns).rows(events.iter().map(row)).empty(empty))
        (pages(base, &asked.says(), &asked.before, next))
    };
    let page = frame.page(Place::Audit, &t!("admin-audit"), main).lead(t!("admin-audit-lead"));
    if events.is_empty() { page.render() } else { page.more(export(asked, base)).render() }
}

/// How far the rows are sealed, and where one has that checked.
fn seal(sealed: &Standing) -> Markup {
    html! {
        p class="muted" {
            (t!("admin-sealed", rows = sealed.rows, seals = sealed.seals, chains = sealed.chains, pending = sealed.pending)) " "
            @if let Some(at) = sealed.sealed_at { (t_html!("admin-sealed-last", when = Moment::short(at, Zone::UTC).with_zone())) " " }
            a href={ (Place::Audit.path()) "/verify" } { (t!("admin-verify")) }
        }
    }
}

/// Asks what the file is written in.
fn export(asked: &Asked, base: &str) -> Markup {
    let body = html! {
        p { (t!("admin-export-text")) }
        form method="post" action={ (base) "/export" } {
            @for (name, value) in asked.says() { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
            div class="dialog__buttons" {
                (Button::submit("CSV").main().icon(Icon::Download).named("format", "csv"))
                (Button::submit("JSON").icon(Icon::Download).named("format", "json"))
            }
        }
    };
    html! { (Button::opens(t!("admin-export"), "export").icon(Icon::Download)) (Dialog::new("export", t!("admin-export-title"), body)) }
}
