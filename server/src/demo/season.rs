//! A season of our own, made through the product's own use cases, with the clock where each thing happened: founded a year
//! ago, announced, sold, scanned, given back. Filled once per database.

use boxoffice::orders::expire_lapsed;
use chrono::Duration;
use futures::future::try_join_all;
use platform_auth::Auth;
use platform_auth::organizations::NewOrganization;
use platform_auth::people::NewPerson;
use platform_auth::roles::{Grant, PLATFORM};
use platform_db::{Db, DbOptions};
use platform_types::{Actor, Clock, Entropy, OrganizationId, SecretString, Timestamp, UserId, Zone};
use tokio::task::JoinSet;

use crate::cli::Start;
use crate::compose::{Ground, Parts, SimulatorSecrets, TryAs, parts};
use crate::failure::{Failure, say};
use crate::open::Opened;

mod again;
mod bank;
mod doors;
mod houses;
mod lane;
mod people;
mod plan;
mod programme;
mod sales;
mod show;
mod stage;
mod tally;

pub(super) use again::clear_half_made;
use bank::Bank;
pub(super) use bank::books;
pub(crate) use houses::Size;
use houses::{House, houses};
use lane::Lane;
use people::{DOOR, OTHERS, PASSWORD, Person};
use tally::Tally;

/// What the season is drawn from: the same day makes the same one.
const SEED: u64 = 2_026;

/// What was asked for longer ago is not mailed when the house opens: nobody mails tickets for a night that is over.
const STILL_MAILED: Duration = Duration::hours(36);

/// The people of the demo house who are there, in the order of their list.
pub(crate) async fn logins(db: &Db) -> Result<TryAs, Failure> {
    let mut tx = db.as_system("list the demo's logins").await?;
    let there: Vec<String> = sqlx::query_scalar("SELECT email FROM auth.users WHERE email IS NOT NULL").fetch_all(&mut *tx).await?;
    tx.rollback().await?;
    let all = houses(Size::Full).iter().flat_map(|house| house.people);
    let (buyers, platform) = OTHERS.split_at(people::BUYERS);
    let listed = all.chain(buyers).chain(platform).filter(|p| there.iter().any(|email| email == p.email));
    Ok(TryAs { people: listed.map(|p| (p.email.to_owned(), p.who.to_owned())).collect(), password: PASSWORD.to_owned() })
}

fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::Refused(format!("the demo house: {error}"))
}

/// Makes the season in an empty house; leaves a filled one alone. Before the simulator runs as its own process.
pub(crate) async fn fill(start: &Start, opened: &Opened, ground: &Ground, secrets: &SimulatorSecrets, size: Size) -> Result<(), Failure> {
    let mut tx = ground.db.as_system("look for the demo").await?;
    let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organizations)").fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    if known {
        return Ok(());
    }
    say("Filling the demo house with a season …");
    again::begin(start, &ground.db).await?;
    let made = tokio::select! {
        made = make(start, opened, ground, secrets, size) => made,
        () = crate::serve::until_told_to_stop() => Err(refused("stopped while it was being made")),
    };
    if let Err(failure) = made {
        if let Some(cluster) = &opened.cluster {
            cluster.stop().await?;
        }
        return Err(failure);
    }
    again::end(start)
}

/// Doors for the making: in a database of our own nothing is waited for, because what a crash takes away is made anew.
fn hasty(opened: &Opened) -> DbOptions {
    let mut options = opened.options.clone();
    options.connections = 8;
    if opened.cluster.is_some() {
        options.base = options.base.options([("synchronous_commit", "off")]);
    }
    options
}

async fn make(start: &Start, opened: &Opened, ground: &Ground, secrets: &SimulatorSecrets, size: Size) -> Result<(), Failure> {
    let (options, today) = (hasty(opened), ground.clock.now());
    let founded = today - sales::founded(size);
    let clock = Clock::manual(founded);
    let at_first = Ground { clock: clock.clone(), db: Db::new(&options, clock), ..ground.clone() };
    let Parts { auth, .. } = parts(start, &at_first, secrets).await?;
    let others = add_people(&auth, &OTHERS).await?;
    for (person, user) in OTHERS.iter().zip(&others) {
        grant(&auth, *user, person, PLATFORM).await?;
    }
    let tally = Tally::default();
    let mut running = JoinSet::new();
    for (number, house) in houses(size).iter().enumerate() {
        let people = add_people(&auth, house.people).await?;
        let organization = found(&auth, house, &people).await?;
        let clock = Clock::manual(founded);
        let then = Ground { clock: clock.clone(), db: Db::new(&options, clock.clone()), ..ground.clone() };
        let bank = Bank::open(start, &then, &clock, secrets, number).await?;
        let mut own = start.beside();
        if let Some(bank) = &bank {
            own.config.payments.api_base = bank.api.clone();
        }
        let Parts { auth, shop, .. } = parts(&own, &then, secrets).await?;
        let zone: Zone = house.zone.parse().map_err(refused)?;
        let visitor = bank.as_ref().map(|b| b.visitor.clone());
        let (others, tally) = (others.clone(), tally.clone());
        let lane = Lane {
            house,
            number,
            size,
            clock,
            founded,
            today,
            zone,
            shop,
            auth,
            organization,
            people,
            others,
            venues: Vec::new(),
            visitor,
            tally,
        };
        running.spawn(async move { (play(lane).await, then.db, bank) });
    }
    at_first.db.close().await;
    let mut banks = Vec::new();
    while let Some(ended) = running.join_next().await {
        let (played, db, bank) = ended.map_err(|_| refused("a house's season broke off"))?;
        db.close().await;
        played?;
        banks.extend(bank);
    }
    banks.sort_by_key(|bank: &Bank| bank.number);
    for bank in banks {
        bank.close(start).await?;
    }
    finish(start, ground, secrets, today).await?;
    say(&format!("  {}: all of it through the product, on clocks that were set back.", tally.words()));
    Ok(())
}

async fn play(mut lane: Lane) -> Result<(), Failure> {
    lane.open_venues().await?;
    let number = u64::try_from(lane.number).unwrap_or(0);
    let staged = sales::play(&lane, &Entropy::seeded(SEED + number)).await?;
    match lane.people.get(DOOR) {
        Some(door) => lane.staff_doors(*door, &sales::two_doors(&lane, &staged)).await,
        None => Ok(()),
    }
}

/// What the house's own jobs would do next, done before it opens: carts that lapsed are emptied, the audit is sealed.
async fn finish(start: &Start, ground: &Ground, secrets: &SimulatorSecrets, today: Timestamp) -> Result<(), Failure> {
    let Parts { shop, .. } = parts(start, ground, secrets).await?;
    while expire_lapsed(&shop, 500).await.map_err(refused)? > 0 {}
    let mut tx = ground.db.as_system("seal the season").await?;
    // Mails nobody waits for any more, and money that was sent already.
    let late = sqlx::query("DELETE FROM jobs.outbox WHERE enqueued_at < $1").bind(today - STILL_MAILED);
    late.execute(&mut *tx).await?;
    tx.commit().await?;
    let mut tx = ground.db.as_system("seal the season").await?;
    platform_audit::seal(&mut tx).await?;
    Ok(tx.commit().await?)
}

async fn add_people(auth: &Auth, people: &'static [Person]) -> Result<Vec<UserId>, Failure> {
    let add = |person: &'static Person| async move {
        let new = NewPerson {
            email: person.email.parse().map_err(refused)?,
            full_name: person.name.parse().map_err(refused)?,
            locale: "en".to_owned(),
            password: Some(SecretString::from(PASSWORD)),
        };
        Ok::<UserId, Failure>(auth.add_person(new).await.map_err(refused)?.id)
    };
    try_join_all(people.iter().map(add)).await
}

async fn found(auth: &Auth, house: &House, people: &[UserId]) -> Result<OrganizationId, Failure> {
    let owner = people.first().map_or_else(Actor::anonymous, |id| Actor::user(*id, None));
    let zone = house.zone.parse().map_err(refused)?;
    let new = NewOrganization { name: house.name.to_owned(), slug: house.slug.to_owned(), zone, currency: house.currency };
    let organization = auth.create_organization(&owner, &new).await.map_err(refused)?;
    for (person, user) in house.people.iter().zip(people) {
        grant(auth, *user, person, organization.0).await?;
    }
    Ok(organization)
}

async fn grant(auth: &Auth, user: UserId, person: &Person, scope: uuid::Uuid) -> Result<(), Failure> {
    let Some(role) = person.role else { return Ok(()) };
    let grant = Grant { user, role: role.to_owned(), scope, expires_at: None };
    auth.grant_as_house("demo", &grant).await.map_err(refused)
}
