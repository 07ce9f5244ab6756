//! `tickets/{event}`: what can be had now, for everybody.

use async_trait::async_trait;
use commons::events;
use platform_http::Fault;
use platform_realtime::{Caller, Now, Reach, Source, Watch};
use platform_types::{EventId, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::BoxOffice;
use crate::catalogue::{self, Offer};
use crate::shop::{Closed, Standing, closed, field_name, standing};

/// The tickets of an event.
pub(crate) struct Tickets(BoxOffice);

impl Tickets {
    pub(crate) fn new(office: BoxOffice) -> Self {
        Self(office)
    }

    /// The name of an event's topic.
    pub(crate) fn topic(event: EventId) -> String {
        format!("{KIND}/{event}")
    }
}

const KIND: &str = "tickets";

#[async_trait]
impl Source for Tickets {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn reach(&self) -> Reach {
        Reach::Public
    }

    fn watches(&self) -> &'static [Watch] {
        const fn of_event(table: &'static str) -> Watch {
            Watch { table, column: "event_id" }
        }
        const WATCHES: [Watch; 6] = [
            of_event("public.pools"),
            of_event("public.ticket_types"),
            of_event("public.ticket_type_pools"),
            of_event("public.fee_rules"),
            of_event("public.tax_rules"),
            Watch { table: "public.events", column: "id" },
        ];
        &WATCHES
    }

    /// What the event's page shows to everybody: ticket types that are hidden are not in it.
    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        let now = self.0.clock().now();
        let mut tx = self.0.db().read(caller.actor).await?;
        let Some(event) = events::find_event(&mut tx, id.into()).await? else { return Ok(None) };
        let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
        let offers = catalogue::list_offers(&mut tx, event.id, event.starts_at, &tariff, now, false).await.map_err(Fault::internal)?;
        tx.rollback().await?;
        let rows: Map<String, Value> = offers.iter().map(|offer| (field_name(offer.id), row(offer))).collect();
        let value = json!({ "closed": closed(&event, offers.is_empty(), now).map(Closed::name), "rows": rows });
        let turns = offers.iter().flat_map(|o| [o.sale_starts_at, o.sale_ends_at]).chain([event.starts_at, event.ends_at]);
        Ok(Some(Now { value, again_at: turns.flatten().filter(|at: &Timestamp| *at > now).min() }))
    }
}

fn row(offer: &Offer) -> Value {
    let price = offer.unit.all_in_minor();
    match standing(offer) {
        Standing::OnSale { max, left } => json!({ "is": "on_sale", "price": price, "max": max, "left": left }),
        Standing::InCarts => json!({ "is": "in_carts", "price": price }),
        Standing::SoldOut => json!({ "is": "sold_out", "price": price }),
        Standing::NotYet => json!({ "is": "not_yet", "price": price }),
        Standing::Ended => json!({ "is": "ended", "price": price }),
    }
}
