//! `POST …/orders/export`: orders as a file for a spreadsheet. A POST, because who took a list of buyers away is written down.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_http::{Check, Ctx, Fault, Form, Path};
use platform_texts::t;
use platform_types::{EventId, Lang, Money};

use super::filter::{FILTER_NAMES, OrderFilter, Sort};
use super::list::{At, at_event, at_organization};
use super::search::{OrderRow, Scope, count, rows};
use super::status_words;
use crate::console::Console;
use crate::console::lists::{Choice, Pairs, Params, Place, Spot, csv};
use crate::readable::order_number;

const COLUMNS: [&str; 15] = [
    "Order number",
    "Event",
    "State",
    "Placed",
    "Paid",
    "Time zone",
    "Buyer",
    "E-mail",
    "Tickets",
    "Currency",
    "Total",
    "Fees within",
    "Tax within",
    "Given back",
    "Order id",
];

pub(in crate::console) async fn of_event(
    State(_): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_event(&mut tx, id).await?;
    tx.rollback().await?;
    export(ctx, &at, &pairs).await
}

pub(in crate::console) async fn of_organization(
    State(_): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_organization(&mut tx, &slug).await?;
    tx.rollback().await?;
    export(ctx, &at, &pairs).await
}

/// What was chosen, and by which filter; a filter that is not understood chooses nothing.
pub(super) fn read(at: &At, pairs: &Pairs) -> Result<(OrderFilter, Choice, Params), Fault> {
    let params = Params::of(pairs.0.clone()).only(&FILTER_NAMES);
    let (zone, currency) = at.clocks();
    let (filter, mut faults) = OrderFilter::read(&params, zone, currency);
    match Choice::read(pairs, &t!("console-orders-choose-one")) {
        Ok(choice) if faults.is_empty() => return Ok((filter, choice, params)),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    let mut check = Check::new();
    for fault in faults {
        check.wrong(&fault.field, fault.message);
    }
    Err(check.into_fault())
}

async fn export(ctx: Ctx, at: &At, pairs: &Pairs) -> Result<Response, Fault> {
    let (mut filter, choice, params) = read(at, pairs)?;
    let bom = pairs.0.iter().any(|(name, _)| name == "bom");
    let scope = at.scope();
    let mut tx = ctx.write().await?;
    let orders = count(&mut tx, scope, &filter, &choice).await?;
    let entry = Entry::new("orders.exported", "orders").within(at.place().id);
    let entry = match at.event() {
        Some(event) => entry.on(event.0),
        None => entry,
    };
    platform_audit::record(
        &mut tx,
        entry.after(serde_json::json!({"orders": orders, "filter": params.query(), "chosen": choice.ids().map(<[_]>::len)})),
    )
    .await?;
    tx.commit().await?;
    // Oldest first and none that come meanwhile: a row that is written while the file is made moves no other.
    (filter.sort, filter.down) = (Sort::Placed, false);
    let name = match at {
        At::Event(desk) => format!("orders-{}", desk.event.slug),
        At::Organization(place) => format!("orders-{}", place.slug),
    };
    Ok(csv::answer(&name, parts(ctx, scope, filter, choice, bom)))
}

fn parts(
    ctx: Ctx,
    scope: Scope,
    filter: OrderFilter,
    choice: Choice,
    bom: bool,
) -> impl futures::Stream<Item = Result<Bytes, Fault>> + Send {
    let until = ctx.now();
    let read = move |place: Place| {
        let (ctx, filter, choice) = (ctx.clone(), filter.clone(), choice.clone());
        async move {
            let mut tx = ctx.read().await?;
            let found = rows(&mut tx, scope, &filter, &choice, &place, csv::BATCH).await?;
            tx.rollback().await?;
            Ok(found)
        }
    };
    let placed = |row: &OrderRow| (row.created_at, Spot { number: 0, id: row.id.0, value: row.value(Sort::Placed) });
    csv::parts(COLUMNS, bom, until, read, placed, cells)
}

fn cells(order: &OrderRow) -> [String; 15] {
    let money = |minor| Money::new(minor, order.total.currency).decimal();
    [
        order_number(&order.number),
        order.event_name.clone(),
        // A file for programs is the same in every language.
        Lang::En.within(|| status_words(order.status)).into_owned(),
        csv::local(order.created_at, order.zone),
        order.paid_at.map(|at| csv::local(at, order.zone)).unwrap_or_default(),
        order.zone.name().to_owned(),
        order.buyer_name.clone(),
        order.email.clone(),
        order.tickets.to_string(),
        order.total.currency.code().to_owned(),
        order.total.decimal(),
        money(order.fees_minor),
        money(order.tax_minor),
        money(order.refunded_minor),
        order.id.to_string(),
    ]
}
