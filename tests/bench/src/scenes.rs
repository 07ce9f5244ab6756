//! What visitors do.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use drills::failure::Failure;
use drills::guest::{GOOD_CARD, Guest};
use drills::house::House;
use drills::http::Browser;
use drills::organizer::{Organizer, Show};
use http::Method;
use platform_types::{Clock, Entropy};
use serde_json::json;
use url::Url;

use crate::load::Scene;

/// Each connection from an address of its own.
fn browser(n: u32) -> Browser {
    let [.., third, fourth] = (n + 1).to_be_bytes();
    Browser::at(Ipv4Addr::new(127, 3, third, fourth))
}

/// Loads pages, one after the other.
pub struct Pages {
    pages: Vec<Url>,
    next: AtomicUsize,
}

impl Pages {
    /// These.
    pub fn new(pages: Vec<Url>) -> Self {
        Self { pages, next: AtomicUsize::new(0) }
    }
}

impl Scene for Pages {
    type Visitor = Browser;

    async fn come(&self, n: u32) -> Browser {
        browser(n)
    }

    async fn act(&self, visitor: &mut Browser) -> Result<(), String> {
        let page = &self.pages[self.next.fetch_add(1, Ordering::Relaxed) % self.pages.len()];
        visitor.forget();
        let answer = visitor.get(page).await.map_err(|cut| cut.to_string())?;
        if answer.status == 200 { Ok(()) } else { Err(format!("a page was answered {}", answer.status)) }
    }
}

/// Asks for one ticket, each time as somebody new.
pub struct Holds {
    url: Url,
    field: String,
}

impl Holds {
    /// Of this show.
    pub fn new(url: Url, show: &Show) -> Self {
        Self { url, field: format!("quantity[{}]", show.ticket) }
    }
}

impl Scene for Holds {
    type Visitor = Browser;

    async fn come(&self, n: u32) -> Browser {
        browser(n)
    }

    async fn act(&self, visitor: &mut Browser) -> Result<(), String> {
        visitor.forget();
        let answer = visitor.submit(&self.url, &[(&self.field, "1")]).await.map_err(|cut| cut.to_string())?;
        match answer.location {
            Some(to) if answer.status == 303 && to.starts_with("/checkout/") => Ok(()),
            other => Err(format!("a hold was answered {} {other:?}", answer.status)),
        }
    }
}

/// Buys: hold, checkout, the simulator's page, the way back, and the page with the tickets.
pub struct Purchases {
    house: Arc<House>,
    show: Show,
    next: AtomicU32,
}

impl Purchases {
    /// In this house.
    pub fn new(house: Arc<House>, show: Show) -> Self {
        Self { house, show, next: AtomicU32::new(0) }
    }
}

impl Scene for Purchases {
    type Visitor = ();

    async fn come(&self, _n: u32) {}

    async fn act(&self, (): &mut ()) -> Result<(), String> {
        let n = self.next.fetch_add(1, Ordering::Relaxed) % 40_000;
        Guest::number(n).buy(&self.house, &self.show, 1, GOOD_CARD).await.map(drop).map_err(|failure| failure.to_string())
    }
}

/// Shows tickets at doors, each once.
pub struct Scans {
    url: Url,
    doors: Mutex<Vec<Browser>>,
    codes: Vec<String>,
    next: AtomicUsize,
    entropy: Entropy,
}

impl Scans {
    /// These tickets.
    pub fn new(url: Url, codes: Vec<String>) -> Self {
        Self { url, doors: Mutex::default(), codes, next: AtomicUsize::new(0), entropy: Entropy::from_os() }
    }

    /// So many scanners sign in, and come next.
    pub async fn open_doors(&self, house: &House, doors: u32) -> Result<(), Failure> {
        for _ in 0..doors {
            let door = Organizer::sign_in(house).await?.into_browser();
            self.doors.lock().unwrap_or_else(PoisonError::into_inner).push(door);
        }
        Ok(())
    }

    /// The number of the ticket that is shown next.
    pub fn shown(&self) -> usize {
        self.next.load(Ordering::Relaxed)
    }
}

impl Scene for Scans {
    type Visitor = Option<Browser>;

    async fn come(&self, _n: u32) -> Option<Browser> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    async fn act(&self, visitor: &mut Option<Browser>) -> Result<(), String> {
        let Some(door) = visitor else { return Err("fewer doors than scanners".to_owned()) };
        let Some(code) = self.codes.get(self.next.fetch_add(1, Ordering::Relaxed)) else {
            // Nobody is left outside; asking on would only burn time.
            tokio::time::sleep(Duration::from_millis(50)).await;
            return Err("no ticket is left".to_owned());
        };
        let client = self.entropy.uuid_v7(Clock::system().now());
        let said = json!({"client_id": client, "gate": "Bench", "code": code}).to_string();
        let sent = door.program(Method::POST, &self.url, Some(said), &[("accept", "application/json")]).await;
        let answer = sent.map_err(|cut| cut.to_string())?;
        if answer.status == 200 && answer.json()["admitted"] == true {
            Ok(())
        } else {
            Err(format!("a scan was answered {}: {}", answer.status, answer.json()["reason"]))
        }
    }
}
