//! One house on its way through its year, with the product on a clock that stands where the story is. Houses go side by
//! side, each on a clock of its own: what one house's audit says stays in the order in which it happened.

use boxoffice::BoxOffice;
use chrono::Duration;
use commons::venues::{NewVenue, create_venue};
use payment_simulator::Visitor;
use platform_audit::Entry;
use platform_auth::Auth;
use platform_types::{Actor, Clock, EventId, OrganizationId, Timestamp, UserId, VenueId, Zone};
use serde_json::{Map, Value, json};

use super::houses::{House, Size};
use super::people::{BOX_OFFICE, OWNER, VENUE};
use super::refused;
use super::show::Told;
use super::tally::Tally;
use crate::failure::Failure;

/// What a house's season is made with.
pub(super) struct Lane {
    pub house: &'static House,
    /// Its place among the houses.
    pub number: usize,
    pub size: Size,
    pub clock: Clock,
    pub founded: Timestamp,
    pub today: Timestamp,
    pub zone: Zone,
    pub shop: BoxOffice,
    pub auth: Auth,
    pub organization: OrganizationId,
    pub people: Vec<UserId>,
    /// People who belong to no house.
    pub others: Vec<UserId>,
    pub venues: Vec<VenueId>,
    /// Pays on the simulator's page; none where the house has another provider, and then nothing was sold for money.
    pub visitor: Option<Visitor>,
    pub tally: Tally,
}

impl Lane {
    pub(super) fn owner(&self) -> Actor {
        self.person(OWNER)
    }

    pub(super) fn box_office(&self) -> Actor {
        self.person(BOX_OFFICE)
    }

    pub(super) fn door(&self) -> Actor {
        self.person(VENUE)
    }

    fn person(&self, index: usize) -> Actor {
        self.people.get(index).map_or_else(Actor::anonymous, |id| Actor::user(*id, None))
    }

    /// Moves on to a moment; never back.
    pub(super) fn reach(&self, at: Timestamp) {
        if at > self.clock.now() {
            self.clock.set(at);
        }
    }

    /// The places where it plays, from its first day.
    pub(super) async fn open_venues(&mut self) -> Result<(), Failure> {
        for place in self.house.venues {
            self.clock.advance(Duration::minutes(10));
            let venue = NewVenue {
                name: place.name.to_owned(),
                names: told(place.names),
                address: place.address.to_owned(),
                city: place.city.to_owned(),
                country: place.country.to_owned(),
                position: Some(place.position),
                zone: self.zone,
                capacity: Some(place.capacity),
            };
            let mut tx = self.shop.db().as_actor(&self.owner()).await?;
            let id = create_venue(&mut tx, self.shop.entropy(), self.clock.now(), self.organization, &venue).await?;
            let entry = Entry::new("venue.created", "venues").on(id.0).within(self.organization).after(json!({ "name": place.name }));
            platform_audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            self.venues.push(id);
        }
        Ok(())
    }

    /// One person works at the doors of two events only: the first that is coming, and the last that was.
    pub(super) async fn staff_doors(&self, user: UserId, events: &[EventId]) -> Result<(), Failure> {
        for event in events {
            let grant = platform_auth::roles::Grant { user, role: "STAFF".to_owned(), scope: event.0, expires_at: None };
            self.auth.grant_as_house("demo", &grant).await.map_err(refused)?;
        }
        Ok(())
    }
}

/// Texts in other languages as they are stored.
pub(super) fn told(texts: Told) -> Value {
    let map: Map<String, Value> = texts.iter().map(|(tag, text)| ((*tag).to_owned(), Value::from(*text))).collect();
    Value::Object(map)
}
