//! The files that come with a mail, made when it is delivered.

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use commons::events::{self, Event};
use platform_db::Service;
use platform_documents::Documents;
use platform_documents::pdf::MAX_SHEETS;
use platform_notify::{Attachment, AttachmentSource, Attachments, ContentType};
use platform_types::{Actor, OrderId};
use uuid::Uuid;

use crate::BoxOffice;
use crate::catalogue::Kinds;
use crate::orders::{OrderTicket, OrderView, find_order, ticket_prices};
use crate::shop::paper;

/// Kind of the attachment with an order's tickets.
pub const TICKETS_PDF: &str = "boxoffice.tickets_pdf";
/// Kind of the attachment with the event's date.
pub const CALENDAR: &str = "boxoffice.calendar";

/// Adds both sources.
pub fn register(attachments: Attachments, shop: &BoxOffice, documents: &Documents) -> Attachments {
    let tickets = TicketsPdf { shop: shop.clone(), documents: documents.clone() };
    attachments.source(TICKETS_PDF, Arc::new(tickets)).source(CALENDAR, Arc::new(Calendar { shop: shop.clone() }))
}

struct Papers {
    order: OrderView,
    event: Event,
    tickets: Vec<OrderTicket>,
    prices: std::collections::HashMap<platform_types::TicketId, i64>,
}

async fn open(shop: &BoxOffice, id: Uuid) -> Result<Option<Papers>, Box<dyn Error + Send + Sync>> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("mail attachment")).await?;
    let Some(order) = find_order(&mut tx, OrderId(id)).await? else { return Ok(None) };
    let Some(event) = events::find_event(&mut tx, order.event).await? else { return Ok(None) };
    let kinds = Kinds::of(&mut tx, order.event).await?;
    let mut tickets = order.tickets(&mut tx).await?;
    for ticket in &mut tickets {
        ticket.type_name = kinds.told(&ticket.type_name, order.language);
    }
    let prices = ticket_prices(&mut tx, order.id).await?;
    if !tickets.iter().any(paper::is_live) {
        return Ok(None);
    }
    Ok(Some(Papers { order, event, tickets, prices }))
}

struct TicketsPdf {
    shop: BoxOffice,
    documents: Documents,
}

#[async_trait]
impl AttachmentSource for TicketsPdf {
    async fn make(&self, id: Uuid) -> Result<Option<Attachment>, Box<dyn Error + Send + Sync>> {
        let Some(papers) = open(&self.shop, id).await? else { return Ok(None) };
        let sheets = paper::sheets(&papers.event, &papers.order, &papers.tickets, &papers.prices);
        // Never so many that the mail does not leave at all: the order's page shows every ticket.
        if sheets.len() > MAX_SHEETS {
            return Ok(None);
        }
        let bytes = self.documents.tickets_pdf(sheets).await?;
        Ok(Some(Attachment::new(&format!("tickets-{}.pdf", papers.order.number), ContentType::Pdf, bytes)))
    }
}

struct Calendar {
    shop: BoxOffice,
}

#[async_trait]
impl AttachmentSource for Calendar {
    async fn make(&self, id: Uuid) -> Result<Option<Attachment>, Box<dyn Error + Send + Sync>> {
        let Some(papers) = open(&self.shop, id).await? else { return Ok(None) };
        let live = papers.tickets.iter().filter(|t| paper::is_live(t)).count();
        let text = paper::calendar(&papers.event, &papers.order, live, self.shop.public_url(), self.shop.clock().now());
        Ok(text.map(|text| Attachment::new(&format!("{}.ics", papers.event.slug), ContentType::Calendar, text.into_bytes())))
    }
}
