//! A guest on the way to a ticket, through the pages that people use.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use url::Url;

use crate::failure::{Failure, wrong};
use crate::house::House;
use crate::http::Browser;
use crate::organizer::{Show, words};

/// The simulator's card that always pays.
pub const GOOD_CARD: &str = "4242424242424242";

/// The page asks again by itself for about two minutes; nobody waits longer.
const CONFIRMATION: Duration = Duration::from_secs(60);

/// One guest.
pub struct Guest {
    /// What they sit at.
    pub browser: Browser,
    name: String,
    /// Where the tickets go; the simulator's tags may be in it.
    pub email: String,
}

/// What became of a wish for tickets.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Set aside: the address of the checkout.
    Held(String),
    /// Told that there are none left.
    SoldOut,
    /// Anything else: a status and the page's words.
    Refused(u16, String),
}

/// An order that was placed.
#[derive(Clone, Debug)]
pub enum Placed {
    /// To be paid on this page.
    ToPay(Url),
    /// Nothing to pay: the address of the order.
    Done(String),
}

impl Guest {
    /// Number `n`, at an address that four share.
    pub fn number(n: u32) -> Self {
        let (third, fourth) = (n / 4 / 200, n / 4 % 200 + 1);
        let at = Ipv4Addr::new(127, 1, u8::try_from(third).unwrap_or(255), u8::try_from(fourth).unwrap_or(1));
        Self { browser: Browser::at(at), name: format!("Guest {n} of the Drill"), email: format!("guest{n}@drill.example") }
    }

    /// With a tag for the simulator: `webhook-never`.
    pub fn tagged(n: u32, tag: &str) -> Self {
        Self { email: format!("guest{n}+{tag}@drill.example"), ..Self::number(n) }
    }

    /// Asks for `n` tickets.
    pub async fn wish(&mut self, house: &House, show: &Show, n: u32) -> Result<Wish, Failure> {
        let url = house.url(&format!("/events/{}/hold", show.slug))?;
        let answer = self.browser.submit(&url, &[(&format!("quantity[{}]", show.ticket), &n.to_string())]).await?;
        Ok(match (answer.status, answer.location) {
            (303, Some(checkout)) if checkout.starts_with("/checkout/") => Wish::Held(checkout),
            // As a browser does, the page behind it is loaded too.
            (303, Some(refusal)) => {
                let page = self.browser.get(&house.url(&refusal)?).await?;
                if page.status == 200 && refusal.contains("refused=sold_out") {
                    Wish::SoldOut
                } else {
                    Wish::Refused(page.status, words(&page.body))
                }
            }
            (status, _) => Wish::Refused(status, words(&answer.body)),
        })
    }

    /// The same, and nothing but a place in the cart will do.
    pub async fn hold(&mut self, house: &House, show: &Show, n: u32) -> Result<String, Failure> {
        match self.wish(house, show, n).await? {
            Wish::Held(checkout) => Ok(checkout),
            other => Err(wrong(format!("a hold was answered {other:?}"))),
        }
    }

    /// Says who they are.
    pub async fn place(&mut self, house: &House, checkout: &str) -> Result<Placed, Failure> {
        let fields = [("name", self.name.as_str()), ("email", self.email.as_str())];
        let answer = self.browser.submit(&house.url(checkout)?, &fields).await?;
        match (answer.status, answer.location) {
            (303, Some(to)) if to.starts_with("/orders/") && to.contains("provider=away") => {
                Err(wrong("the payment page could not be opened"))
            }
            (303, Some(to)) if to.starts_with("/orders/") => Ok(Placed::Done(to)),
            (303, Some(to)) => Url::parse(&to).map(Placed::ToPay).map_err(|e| wrong(format!("{to}: {e}"))),
            (status, _) => Err(wrong(format!("the checkout was answered {status}: {}", words(&answer.body)))),
        }
    }

    /// Hold and checkout: the payment page.
    pub async fn to_pay(&mut self, house: &House, show: &Show, n: u32) -> Result<Url, Failure> {
        let checkout = self.hold(house, show, n).await?;
        match self.place(house, &checkout).await? {
            Placed::ToPay(page) => Ok(page),
            Placed::Done(order) => Err(wrong(format!("{order} had nothing to pay"))),
        }
    }

    /// Pays on the simulator's page; where it sends the guest.
    pub async fn pay(&mut self, page: &Url, card: &str) -> Result<Url, Failure> {
        let expiry = (platform_types::Clock::system().now() + chrono::Duration::days(900)).format("%m/%y").to_string();
        let fields = [("number", card), ("expiry", expiry.as_str()), ("cvc", "123")];
        let answer = self.browser.submit(page, &fields).await?;
        match (answer.status, answer.location) {
            (303, Some(to)) => page.join(&to).map_err(|e| wrong(format!("{to}: {e}"))),
            (status, _) => Err(wrong(format!("the payment page answered {status}: {}", words(&answer.body)))),
        }
    }

    /// Comes back from paying and waits, as the page does, until it shows tickets. The order's address.
    pub async fn come_back(&mut self, house: &House, back: &Url) -> Result<String, Failure> {
        let since = Instant::now();
        let mut to = back.clone();
        loop {
            let answer = self.browser.get(&to).await?;
            match (answer.status, &answer.location) {
                (303, Some(next)) => to = house.url(next)?,
                (200, _) if answer.body.contains("/tickets.pdf") => return Ok(to.path().to_owned()),
                (200, _) if to.query().is_some_and(|q| q.contains("wait=")) && since.elapsed() < CONFIRMATION => {
                    tokio::time::sleep(Duration::from_millis(250)).await;
                    to = house.url(&format!("{}/return?wait=1", to.path()))?;
                }
                (status, _) => return Err(wrong(format!("a paid order shows {status}: {}", words(&answer.body)))),
            }
        }
    }

    /// From the wish to the tickets; the order's id.
    pub async fn buy(&mut self, house: &House, show: &Show, n: u32, card: &str) -> Result<String, Failure> {
        let checkout = self.hold(house, show, n).await?;
        let order = match self.place(house, &checkout).await? {
            Placed::Done(order) => order,
            Placed::ToPay(page) => {
                let back = self.pay(&page, card).await?;
                self.come_back(house, &back).await?
            }
        };
        Ok(order_id(&order))
    }
}

/// `/orders/{id}/return` and `/orders/{id}?wait=1` are about one order.
pub fn order_id(path: &str) -> String {
    path.trim_start_matches("/orders/").split(['/', '?']).next().unwrap_or_default().to_owned()
}
