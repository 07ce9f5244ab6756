//! The organizer of the demo house, at the console's own forms.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use crate::failure::{Failure, wrong};
use crate::house::House;
use crate::http::{Answer, Browser};

static SIGN_INS: AtomicU32 = AtomicU32::new(1);

/// An event that is on sale.
#[derive(Clone, Debug)]
pub struct Show {
    /// Its id.
    pub id: Uuid,
    /// Its place in addresses.
    pub slug: String,
    /// The one kind of ticket it sells.
    pub ticket: String,
}

/// Signed in.
pub struct Organizer {
    browser: Browser,
}

impl Organizer {
    /// Signs in as the demo's owner.
    pub async fn sign_in(house: &House) -> Result<Self, Failure> {
        // From a new address each time: attempts to sign in are counted by address.
        let turn = SIGN_INS.fetch_add(1, Ordering::Relaxed);
        let [.., third, fourth] = turn.to_be_bytes();
        let mut browser = Browser::at(Ipv4Addr::new(127, 2, third, fourth));
        let fields = [("email", "owner@lantern.example"), ("password", "callboard demo")];
        let answer = browser.submit(&house.url("/sign-in")?, &fields).await?;
        leads(&answer, "the sign-in")?;
        Ok(Self { browser })
    }

    /// What they sit at, signed in.
    pub fn into_browser(self) -> Browser {
        self.browser
    }

    /// Makes an event with so many tickets, priced as typed, and publishes it.
    pub async fn put_on_sale(&mut self, house: &House, title: &str, price: &str, tickets: u32) -> Result<Show, Failure> {
        let count = tickets.to_string();
        let starts = (house.now() + chrono::Duration::days(300)).format("%Y-%m-%dT19:30").to_string();
        let event = [
            ("title", title),
            ("venue", "new"),
            ("venue_name", title),
            ("venue_zone", "Europe/Berlin"),
            ("starts", starts.as_str()),
            ("currency", "EUR"),
            ("capacity", count.as_str()),
            ("visibility", "public"),
        ];
        let made = self.browser.submit(&house.url("/console/the-lantern-house/events/new")?, &event).await?;
        let location = leads(&made, "a new event")?;
        let id = location.strip_prefix("/console/events/").and_then(|rest| rest.split('?').next()).unwrap_or_default().to_owned();
        let kind = [("type_name", "Admission"), ("price", price), ("quantity", count.as_str())];
        let added = self.browser.submit(&house.url(&format!("/console/events/{id}/ticket-types"))?, &kind).await?;
        leads(&added, "a ticket type")?;
        let published = self.browser.submit(&house.url(&format!("/console/events/{id}/publish"))?, &[]).await?;
        leads(&published, "publishing")?;
        let shown = self.browser.get_json(&house.url(&format!("/api/events/{id}"))?).await?.json();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let found = (id.parse().ok(), text(&shown["slug"]), text(&shown["ticket_types"][0]["id"]));
        let (Some(id), Some(slug), Some(ticket)) = found else { return Err(wrong(format!("the new event is not shown: {shown}"))) };
        Ok(Show { id, slug, ticket })
    }

    /// Calls an event off: everything that was paid for it goes back.
    pub async fn call_off(&mut self, house: &House, show: &Show) -> Result<(), Failure> {
        let url = house.url(&format!("/console/events/{}/cancel", show.id))?;
        let answer = self.browser.submit(&url, &[("reason", "The drill calls it off")]).await?;
        leads(&answer, "calling an event off").map(drop)
    }

    /// Gives tickets away to people of many scripts who share one address; the order's id.
    pub async fn give_away(&mut self, house: &House, show: &Show, tickets: u32) -> Result<String, Failure> {
        let names = ["Ada Škvorecká", "陳大文", "さくら 花子", "김민준", "عبد الرحمن", "สมชาย ใจดี", "Ελένη Παππά", "Олена Шевченко"];
        let people: Vec<String> =
            names.iter().cycle().take(tickets as usize).enumerate().map(|(n, name)| format!("{name} {n}, party@drill.example")).collect();
        let fields = [("kind", show.ticket.as_str()), ("people", &people.join("\n")), ("reason", "The drill reads papers")];
        let given = self.browser.submit(&house.url(&format!("/console/events/{}/comps", show.id))?, &fields).await?;
        leads(&given, "tickets that are given away")?;
        let orders = self.browser.get(&house.url(&format!("/console/events/{}/orders?q=party", show.id))?).await?;
        let id = orders.body.split("/console/orders/").nth(1).and_then(|rest| rest.get(..36)).map(str::to_owned);
        id.ok_or_else(|| wrong(format!("the order of the tickets that were given away is not listed: {}", words(&orders.body))))
    }

    /// All attendees of an event as a list on paper.
    pub async fn print_attendees(&mut self, house: &House, show: &Show) -> Result<Answer, Failure> {
        let url = house.url(&format!("/console/events/{}/attendees/list.pdf", show.id))?;
        Ok(self.browser.submit(&url, &[("all", "on")]).await?)
    }

    /// Every ticket of an order.
    pub async fn print_tickets(&mut self, house: &House, order: &str) -> Result<Answer, Failure> {
        let url = house.url(&format!("/console/orders/{order}/tickets.pdf"))?;
        Ok(self.browser.submit(&url, &[]).await?)
    }

    /// Keeps a document of several parts with an event.
    pub async fn add_document(&mut self, house: &House, show: &Show) -> Result<(), Failure> {
        let url = house.url(&format!("/console/events/{}/documents", show.id))?;
        let answer = self.browser.upload(&url, "rider.txt", &"Two chairs and a table. ".repeat(300_000)).await?;
        leads(&answer, "a document").map(drop)
    }

    /// Removes every document of an event.
    pub async fn remove_documents(&mut self, house: &House, show: &Show) -> Result<(), Failure> {
        let page = self.browser.get(&house.url(&format!("/console/events/{}/files", show.id))?).await?.body;
        for rest in page.split("action=\"").skip(1).filter(|rest| rest.starts_with(&format!("/console/events/{}/documents/", show.id))) {
            let action = rest.split('"').next().unwrap_or_default();
            let answer = self.browser.submit(&house.url(action)?, &[]).await?;
            leads(&answer, "the removal of a document")?;
        }
        Ok(())
    }

    /// Gives an order's money back.
    pub async fn refund(&mut self, house: &House, order: &str) -> Result<(), Failure> {
        let url = house.url(&format!("/console/orders/{order}/refund"))?;
        let answer = self.browser.submit(&url, &[("reason", "The drill wants it back")]).await?;
        leads(&answer, "a refund").map(drop)
    }
}

fn leads(answer: &Answer, what: &str) -> Result<String, Failure> {
    match (&answer.location, answer.status) {
        (Some(location), 303) => Ok(location.clone()),
        _ => Err(wrong(format!("{what} was answered {}: {}", answer.status, words(&answer.body)))),
    }
}

/// A page's words, the first few hundred letters of them.
pub fn words(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or(page);
    let mut out = String::new();
    let mut in_tag = false;
    for letter in main.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                out.push(' ');
            }
            _ if !in_tag => out.push(letter),
            _ => {}
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // Without the number of the request, equal faults read equal.
    out.split(" Request ").next().unwrap_or_default().chars().take(300).collect()
}
