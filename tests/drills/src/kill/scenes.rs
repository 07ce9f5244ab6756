//! What people do so that a named place is passed.

use std::time::{Duration, Instant};

use chrono::Duration as Span;
use platform_types::failpoint::Process;

use super::is_house;
use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest, Wish};
use crate::house::{House, TICK, within};
use crate::organizer::{Organizer, Show};
use crate::simulator;

/// A process that was told to die reaches the place by then.
const DEATH: Duration = Duration::from_secs(45);

/// Which process dies, and where.
pub(super) struct Stage {
    pub armed: String,
    pub process: Process,
}

/// A short play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    /// Three guests buy at once.
    Buy,
    /// Three guests take free tickets.
    Free,
    /// A cart and its payment page are left alone until they lapse.
    Lapse,
    /// A payment arrives after the seat went to somebody else.
    Late,
    /// The same, and the money was already taken past the house.
    LateAndTaken,
    /// An order is refunded.
    Refund,
    /// An event is called off after two guests have paid.
    CallOff,
    /// A document comes in parts.
    Upload,
    /// A document was removed, and its bytes are to go.
    Sweep,
}

impl Scene {
    pub fn that_passes(point: &str) -> Self {
        match point {
            "place.free_before_commit" | "place.free_after_commit" => Self::Free,
            "settle.before_cancel" | "settle.after_cancel" | "expire.between" => Self::Lapse,
            "simulator.expire.before" | "simulator.expire.after" => Self::Lapse,
            "simulator.cancel.before" | "simulator.cancel.after" => Self::Late,
            "settle.before_give_back" => Self::LateAndTaken,
            point if point.contains("refund.") => Self::Refund,
            point if point.starts_with("cancel_event.") => Self::CallOff,
            point if point.starts_with("upload.") => Self::Upload,
            point if point.starts_with("sweep.") => Self::Sweep,
            _ => Self::Buy,
        }
    }

    /// Plays it until the process has been sent over the place. Both processes run before.
    pub async fn play(self, house: &mut House, stage: &Stage) -> Result<(), Failure> {
        match self {
            Self::Buy => buy(house, stage, "12").await,
            Self::Free => buy(house, stage, "0").await,
            Self::Lapse => lapse(house, stage).await,
            Self::Late => late(house, stage, false).await,
            Self::LateAndTaken => late(house, stage, true).await,
            Self::Refund => refund(house, stage).await,
            Self::CallOff => call_off(house, stage).await,
            Self::Upload => upload(house, stage).await,
            Self::Sweep => sweep(house, stage).await,
        }
    }
}

impl Stage {
    /// Starts the process again, this time to die.
    async fn arm(&self, house: &mut House) -> Result<(), Failure> {
        if is_house(self.process) {
            house.kill_server().await?;
            house.open_server(&self.armed).await
        } else {
            house.kill_simulator().await?;
            house.open_simulator(&self.armed).await
        }
    }

    fn for_server(&self) -> &str {
        if is_house(self.process) { &self.armed } else { "" }
    }

    fn for_simulator(&self) -> &str {
        if is_house(self.process) { "" } else { &self.armed }
    }

    pub async fn wait_for_death(&self, house: &mut House) -> Result<(), Failure> {
        let since = Instant::now();
        while !(if is_house(self.process) { house.server_ended()? } else { house.simulator_ended()? }) {
            within(since, DEATH, &format!("{} to be passed", self.armed))?;
            tokio::time::sleep(TICK).await;
        }
        Ok(())
    }
}

async fn show(house: &House, title: &str, price: &str, tickets: u32) -> Result<Show, Failure> {
    Organizer::sign_in(house).await?.put_on_sale(house, title, price, tickets).await
}

/// What a guest whose house dies sees is not looked at; what is left of it is, later.
async fn buy(house: &mut House, stage: &Stage, price: &str) -> Result<(), Failure> {
    let show = show(house, &format!("A night for {}", stage.armed), price, 10).await?;
    stage.arm(house).await?;
    let (mut a, mut b, mut c) = (Guest::number(1), Guest::number(5), Guest::number(9));
    let house = &*house;
    let buying =
        async { tokio::join!(a.buy(house, &show, 1, GOOD_CARD), b.buy(house, &show, 2, GOOD_CARD), c.buy(house, &show, 1, GOOD_CARD)) };
    let mortal = if is_house(stage.process) { house.server_pid() } else { house.simulator_pid() };
    tokio::select! {
        _ = buying => {}
        () = House::death_of(mortal) => {}
    }
    Ok(())
}

async fn lapse(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    let show = show(house, &format!("Nobody pays for {}", stage.armed), "12", 10).await?;
    Guest::number(1).to_pay(house, &show, 2).await?;
    Guest::number(5).hold(house, &show, 1).await?;
    house.kill_server().await?;
    house.kill_simulator().await?;
    house.travel(Span::minutes(20));
    house.open_simulator(stage.for_simulator()).await?;
    // It may die before it ever answers: that is what it was told to do.
    open_mortal(house, stage).await
}

async fn open_mortal(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    match house.open_server(stage.for_server()).await {
        Err(failure) if !house.server_ended()? || stage.for_server().is_empty() => Err(failure),
        _ => Ok(()),
    }
}

async fn late(house: &mut House, stage: &Stage, taken: bool) -> Result<(), Failure> {
    let show = show(house, &format!("One seat for {}", stage.armed), "12", 1).await?;
    let (mut slow, mut quick) = (Guest::number(1), Guest::number(5));
    let page = slow.to_pay(house, &show, 1).await?;
    pass_the_seat_on(house, &show, &mut quick).await?;
    house.kill_server().await?;
    house.open_simulator(stage.for_simulator()).await?;
    slow.pay(&page, GOOD_CARD).await?;
    if taken {
        simulator::capture_elsewhere(house, &simulator::session_of(&page)).await?;
    }
    // Long enough for the reconciler to ask again.
    house.travel(Span::minutes(2));
    open_mortal(house, stage).await
}

/// A quarter of an hour later the seat is another guest's. The provider is away meanwhile, so that the
/// first guest's page stays open.
pub async fn pass_the_seat_on(house: &mut House, show: &Show, to: &mut Guest) -> Result<(), Failure> {
    house.kill_server().await?;
    house.kill_simulator().await?;
    house.travel(Span::minutes(20));
    house.open_server("").await?;
    let since = Instant::now();
    loop {
        match to.wish(house, show, 1).await? {
            Wish::Held(_) => return Ok(()),
            Wish::SoldOut => within(since, Duration::from_secs(15), "the lapsed seat to come back")?,
            Wish::Refused(status, words) => return Err(wrong(format!("{status} {words}"))),
        }
        tokio::time::sleep(TICK * 2).await;
    }
}

async fn call_off(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    let show = show(house, &format!("Called off for {}", stage.armed), "12", 10).await?;
    for number in [1, 5] {
        Guest::number(number).buy(house, &show, 2, GOOD_CARD).await?;
    }
    stage.arm(house).await?;
    let mut organizer = Organizer::sign_in(house).await?;
    // The answer may be lost with the server; the refunds follow from a job, which dies or goes on after the start.
    drop(organizer.call_off(house, &show).await);
    Ok(())
}

async fn refund(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    let show = show(house, &format!("Money back for {}", stage.armed), "12", 10).await?;
    let order = Guest::number(1).buy(house, &show, 2, GOOD_CARD).await?;
    stage.arm(house).await?;
    let mut organizer = Organizer::sign_in(house).await?;
    // The answer may be lost with the server.
    drop(organizer.refund(house, &order).await);
    Ok(())
}

async fn upload(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    let show = show(house, &format!("Papers for {}", stage.armed), "12", 10).await?;
    stage.arm(house).await?;
    let mut organizer = Organizer::sign_in(house).await?;
    // The answer is lost with the server; what came of the document is swept.
    drop(organizer.add_document(house, &show).await);
    Ok(())
}

async fn sweep(house: &mut House, stage: &Stage) -> Result<(), Failure> {
    let show = show(house, &format!("Papers away for {}", stage.armed), "12", 10).await?;
    let mut organizer = Organizer::sign_in(house).await?;
    organizer.add_document(house, &show).await?;
    organizer.remove_documents(house, &show).await?;
    house.kill_server().await?;
    // The next sweep is due.
    house.travel(Span::minutes(6));
    open_mortal(house, stage).await
}
