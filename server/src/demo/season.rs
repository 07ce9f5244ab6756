//! A small season of our own, made through the product's own use cases, with the clock where each thing
//! happened: founded some weeks ago, announced, sold, scanned, given back. Filled once per database.

use std::path::PathBuf;

use boxoffice::BoxOffice;
use chrono::{Duration, NaiveDateTime, NaiveTime};
use commons::venues::{NewVenue, create_venue};
use payment_simulator::{Simulator, SimulatorConfig, Visitor};
use platform_auth::Auth;
use platform_auth::organizations::NewOrganization;
use platform_auth::people::NewPerson;
use platform_auth::roles::Grant;
use platform_config::PaymentProvider;
use platform_db::Db;
use platform_types::{Actor, Clock, Currency, OrganizationId, SecretString, Timestamp, UserId, VenueId, Zone};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::cli::Start;
use crate::compose::{Ground, Parts, SimulatorSecrets, TryAs, parts};
use crate::failure::{Failure, say};
use crate::open::Opened;

mod people;
mod programme;
mod sales;
mod stage;

use people::{PASSWORD, PEOPLE};

/// How long ago the house was founded.
const FOUNDED: Duration = Duration::days(45);

/// There while the season is being made, so that a half made one is never taken for the whole.
const UNFINISHED: &str = "demo.unfinished";

/// The people of the demo house, in the order of their list.
pub(crate) fn logins() -> TryAs {
    let people = PEOPLE.iter().map(|p| (p.email.to_owned(), p.who.to_owned())).collect();
    TryAs { people, password: PASSWORD.to_owned() }
}

fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::Refused(format!("the demo house: {error}"))
}

/// What the season is made with: the product, on a clock that stands where the story is.
struct Past {
    clock: Clock,
    today: Timestamp,
    zone: Zone,
    shop: BoxOffice,
    auth: Auth,
    organization: OrganizationId,
    people: Vec<UserId>,
    venues: Vec<VenueId>,
    /// Pays on the simulator's page; none where the house has another provider, and then nothing was sold for money.
    visitor: Option<Visitor>,
}

impl Past {
    fn person(&self, index: usize) -> Actor {
        self.people.get(index).map_or_else(Actor::anonymous, |id| Actor::user(*id, None))
    }

    /// So many days from today at a full hour of the house's clocks. Today's show starts within the hour, whenever
    /// today is: its doors are open for who tries them.
    fn evening(&self, in_days: i64, hour: u32) -> Result<Timestamp, Failure> {
        if in_days == 0 {
            let quarter = 15 * 60;
            let soon = (self.today + Duration::minutes(30)).timestamp().div_euclid(quarter) * quarter + quarter;
            return Timestamp::from_timestamp(soon, 0).ok_or_else(|| refused("today has no evening"));
        }
        let day = self.zone.local(self.today).date_naive() + Duration::days(in_days);
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        self.zone.instant(NaiveDateTime::new(day, time)).map_err(refused)
    }
}

/// Makes the season in an empty house; leaves a filled one alone. Before the simulator runs as its own process.
pub(crate) async fn fill(start: &Start, opened: &Opened, ground: &Ground, secrets: &SimulatorSecrets) -> Result<(), Failure> {
    let mark = start.folder.join(UNFINISHED);
    if mark.exists() {
        let folder = start.folder.display();
        return Err(refused(format!("it was left half made. Remove {folder} (and the database, if it is elsewhere) and start again")));
    }
    let mut tx = ground.db.as_system("look for the demo").await?;
    let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organizations)").fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    if known {
        return Ok(());
    }
    say("Filling the demo house with a season …");
    std::fs::write(&mark, "").map_err(Failure::io(format!("cannot write {}", mark.display())))?;
    let today = ground.clock.now();
    let clock = Clock::manual(today - FOUNDED);
    let db = Db::new(&opened.options, clock.clone());
    let then = Ground { clock, db: db.clone(), ..ground.clone() };
    let made = tokio::select! {
        made = make(start, &then, today, secrets) => made,
        () = crate::serve::until_told_to_stop() => Err(refused("stopped while it was being made")),
    };
    db.close().await;
    if let Err(failure) = made {
        if let Some(cluster) = &opened.cluster {
            cluster.stop().await?;
        }
        return Err(failure);
    }
    std::fs::remove_file(&mark).map_err(Failure::io(format!("cannot remove {}", mark.display())))
}

async fn make(start: &Start, ground: &Ground, today: Timestamp, secrets: &SimulatorSecrets) -> Result<(), Failure> {
    let Parts { auth, shop, .. } = parts(start, ground, secrets).await?;
    let bank = Bank::open(start, ground, secrets).await?;
    let zone: Zone = "Europe/Berlin".parse().map_err(refused)?;
    let people = add_people(&auth).await?;
    let owner = people.first().map_or_else(Actor::anonymous, |id| Actor::user(*id, None));
    let new = NewOrganization { name: "The Lantern House".to_owned(), slug: "the-lantern-house".to_owned(), zone, currency: Currency::EUR };
    let organization = auth.create_organization(&owner, &new).await.map_err(refused)?;
    grant_roles(&auth, organization, &people).await?;
    let venues = make_venues(&shop, &owner, organization, zone).await?;
    let visitor = bank.as_ref().map(|b| b.visitor.clone());
    let past = Past { clock: ground.clock.clone(), today, zone, shop, auth, organization, people, venues, visitor };
    let told = sales::play(&past).await;
    drop(past);
    if let Some(bank) = bank {
        bank.close().await;
    }
    say(&told?);
    Ok(())
}

async fn add_people(auth: &Auth) -> Result<Vec<UserId>, Failure> {
    let mut ids = Vec::new();
    for person in &PEOPLE {
        let new = NewPerson {
            email: person.email.parse().map_err(refused)?,
            full_name: person.name.parse().map_err(refused)?,
            locale: "en".to_owned(),
            password: Some(SecretString::from(PASSWORD)),
        };
        ids.push(auth.add_person(new).await.map_err(refused)?.id);
    }
    Ok(ids)
}

async fn grant_roles(auth: &Auth, organization: OrganizationId, people: &[UserId]) -> Result<(), Failure> {
    for (person, user) in PEOPLE.iter().zip(people) {
        if let Some(role) = person.role {
            let grant = Grant { user: *user, role: role.to_owned(), scope: organization.0, expires_at: None };
            auth.grant_as_house("demo", &grant).await.map_err(refused)?;
        }
    }
    Ok(())
}

async fn make_venues(shop: &BoxOffice, owner: &Actor, organization: OrganizationId, zone: Zone) -> Result<Vec<VenueId>, Failure> {
    let mut made = Vec::new();
    for (name, address, city, position, capacity) in programme::VENUES {
        let venue = NewVenue {
            name: (*name).to_owned(),
            names: json!({}),
            address: (*address).to_owned(),
            city: (*city).to_owned(),
            country: "DE".to_owned(),
            position: Some(*position),
            zone,
            capacity: Some(*capacity),
        };
        let mut tx = shop.db().as_actor(owner).await?;
        let id = create_venue(&mut tx, shop.entropy(), shop.clock().now(), organization, &venue).await?;
        let entry = platform_audit::Entry::new("venue.created", "venues").on(id.0).within(organization).after(json!({ "name": name }));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        made.push(id);
    }
    Ok(made)
}

/// The payment simulator on the season's own clock, with the books that the one beside the house will open.
struct Bank {
    visitor: Visitor,
    stop: CancellationToken,
    serving: JoinHandle<Result<(), payment_simulator::StartError>>,
}

impl Bank {
    async fn open(start: &Start, ground: &Ground, secrets: &SimulatorSecrets) -> Result<Option<Self>, Failure> {
        if start.config.payments.provider != PaymentProvider::Simulator {
            return Ok(None);
        }
        let config = SimulatorConfig {
            listen: super::simulator_address(start)?,
            public_url: None,
            data_dir: books(start),
            secret_key: secrets.key.clone(),
            webhook: None,
            clock: ground.clock.clone(),
            entropy: ground.entropy.clone(),
        };
        let simulator = Simulator::start(config).await?;
        let (visitor, stop) = (simulator.visitor(), CancellationToken::new());
        let serving = tokio::spawn(simulator.serve(stop.clone().cancelled_owned()));
        Ok(Some(Self { visitor, stop, serving }))
    }

    async fn close(self) {
        self.visitor.keep_silent().await;
        self.stop.cancel();
        self.serving.await.ok();
    }
}

/// Where the simulator keeps its books.
pub(super) fn books(start: &Start) -> PathBuf {
    start.folder.join("payments")
}
