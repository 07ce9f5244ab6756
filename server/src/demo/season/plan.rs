//! When everything of a house's year happens: drawn from a seed, so that the same day makes the same season. What is
//! planned is data; nothing happens here.

use chrono::{Datelike, Duration, NaiveDateTime, NaiveTime, Timelike};
use commons::events::EventStatus;
use platform_types::{Entropy, Lang, Timestamp, Zone};

use super::houses::{House, Size};
use super::people::BUYERS;
use super::refused;
use super::show::{Kind, Off, Show};
use crate::failure::Failure;

/// Something that happens to a show.
#[derive(Debug)]
pub(super) enum Deed {
    /// It is made and, unless it stays a draft, announced.
    Announce,
    /// Tickets are given away.
    Comps(usize),
    /// Somebody buys, or nearly.
    Buy(Purchase),
    /// An order is given back, whole or one ticket of it.
    Refund { whole: bool },
    /// It moves to where it stands today.
    Turn,
    /// People come.
    Doors,
}

/// What somebody puts into their cart.
#[derive(Debug)]
pub(super) struct Purchase {
    pub kind: usize,
    pub tickets: i32,
    /// What they choose to pay for each, where they choose.
    pub chosen: Option<i64>,
    /// The code they bring.
    pub code: Option<&'static str>,
    pub buyer: Buyer,
    pub reads: Lang,
    pub end: End,
}

/// Who buys.
#[derive(Clone, Copy, Debug)]
pub(super) enum Buyer {
    /// Somebody with an account, by their place among the others.
    Person(usize),
    /// A guest's name and their number.
    Guest(&'static str, u64),
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Paid,
    /// Given back on the way to the payment.
    GivenUp,
    /// Left alone; the reservation lapses.
    Forgotten,
}

/// A deed, when, and of which show.
#[derive(Debug)]
pub(super) struct Planned {
    pub at: Timestamp,
    pub show: usize,
    pub deed: Deed,
}

/// What a plan is made of.
pub(super) struct Planner<'a> {
    pub house: &'static House,
    pub zone: Zone,
    pub size: Size,
    pub founded: Timestamp,
    pub today: Timestamp,
    pub chance: &'a Entropy,
}

/// How many of a hundred purchases come on each hour of the place's clocks.
const HOURS: [u64; 24] = [30, 10, 5, 5, 5, 15, 60, 140, 220, 300, 340, 360, 440, 360, 300, 300, 320, 380, 480, 620, 700, 580, 320, 120];
/// From Monday to Sunday.
const WEEK: [u64; 7] = [95, 85, 92, 108, 126, 88, 106];
/// How many tickets an order has: the number and how often.
const SIZES: [(i32, u64); 6] = [(1, 20), (2, 46), (3, 12), (4, 14), (5, 4), (6, 4)];
/// In hundredths of what is suggested.
const GENEROUS: [i64; 6] = [50, 75, 100, 100, 150, 200];
/// Every so many orders are placed by somebody with an account.
const WITH_ACCOUNT: usize = 11;
/// One of so many carts comes to nothing, where there is room for it.
const COME_TO_NOTHING: u64 = 14;

impl Planner<'_> {
    /// So many days from today at a full hour of the place's clocks. Today's show starts within the hour, whenever
    /// today is: its doors are open for who tries them.
    pub(super) fn starts_at(&self, show: &Show) -> Result<Timestamp, Failure> {
        if show.in_days == 0 {
            let quarter = 15 * 60;
            let soon = (self.today + Duration::minutes(30)).timestamp().div_euclid(quarter) * quarter + quarter;
            return Timestamp::from_timestamp(soon, 0).ok_or_else(|| refused("today has no evening"));
        }
        let day = self.zone.local(self.today).date_naive() + Duration::days(show.in_days);
        let time = NaiveTime::from_hms_opt(show.hour, 0, 0).unwrap_or_default();
        self.zone.instant(NaiveDateTime::new(day, time)).map_err(refused)
    }

    /// Everything, in the order in which it happens.
    pub(super) fn plan(&self) -> Result<Vec<Planned>, Failure> {
        let mut all = Vec::new();
        let mut orders = 0;
        let shows = self.house.shows.iter().enumerate().filter(|(_, show)| self.size == Size::Full || show.small);
        for (place, (show, of)) in shows.enumerate() {
            let starts_at = self.starts_at(of)?;
            let announced = self.announced(of, starts_at, place);
            all.push(Planned { at: announced, show, deed: Deed::Announce });
            let until = self.until(of, starts_at);
            let from = announced + Duration::minutes(30);
            if self.size == Size::Full && from + Duration::days(1) < until {
                let given = (0..of.comps.len()).map(|comp| Planned { at: from + Duration::hours(20), show, deed: Deed::Comps(comp) });
                all.extend(given);
            }
            for purchase in self.purchases(of, &mut orders) {
                all.push(Planned { at: self.moment(from, until), show, deed: Deed::Buy(purchase) });
            }
            for n in 0..self.of_size(of.refunded.0, of.refunded.1) {
                let late = from + (until - from) / 2;
                all.push(Planned {
                    at: self.moment(late, until),
                    show,
                    deed: Deed::Refund { whole: n % 3 != 1 || self.size == Size::Small },
                });
            }
            if !matches!(of.status, EventStatus::Draft | EventStatus::Published) {
                let at = match of.status {
                    EventStatus::Completed => starts_at + Duration::minutes(of.minutes + 180),
                    _ => until + Duration::minutes(60),
                };
                all.push(Planned { at, show, deed: Deed::Turn });
            }
            if starts_at < self.today && of.status != EventStatus::Cancelled {
                all.push(Planned { at: starts_at - Duration::minutes(58), show, deed: Deed::Doors });
            }
        }
        all.sort_by_key(|planned| planned.at);
        Ok(all)
    }

    fn of_size<T>(&self, full: T, small: T) -> T {
        if self.size == Size::Full { full } else { small }
    }

    /// A house announces one thing after the other, on a day of its own choice; the small one everything when it opens.
    fn announced(&self, show: &Show, starts_at: Timestamp, place: usize) -> Timestamp {
        let turn = Duration::minutes(20 * i64::try_from(place).unwrap_or(0));
        let first = self.founded + Duration::hours(2) + turn;
        if self.size == Size::Small {
            return first;
        }
        let morning = starts_at - Duration::days(show.announced) - Duration::hours(9) + turn;
        morning.max(first).min(self.today - Duration::days(2) - turn)
    }

    /// Until when tickets are bought.
    fn until(&self, show: &Show, starts_at: Timestamp) -> Timestamp {
        let before_doors = (self.today - Duration::minutes(20)).min(starts_at - Duration::minutes(75));
        match show.status {
            EventStatus::Cancelled => before_doors.min(self.today - Duration::days(4)).min(starts_at - Duration::hours(6)),
            EventStatus::Postponed => before_doors.min(self.today - Duration::days(3)),
            _ => before_doors,
        }
    }

    /// A moment between two: many come in the first days and in the last ones, at hours when people buy.
    fn moment(&self, from: Timestamp, until: Timestamp) -> Timestamp {
        let days = (until - from).num_days().max(0);
        let weights = (0..=days).map(|day| {
            let weekday = self.zone.local(from + Duration::days(day)).weekday().num_days_from_monday();
            let (since, left) = (u64::try_from(day).unwrap_or(0), u64::try_from(days - day).unwrap_or(0));
            (40 + 700 / (1 + since * since) + 420 / (1 + left)) * WEEK.get(usize::try_from(weekday).unwrap_or(0)).copied().unwrap_or(100)
        });
        let day = from + Duration::days(i64::try_from(self.draw(weights)).unwrap_or(0));
        let hour = i64::try_from(self.draw(HOURS)).unwrap_or(12);
        let local = self.zone.local(day);
        let midnight = day - Duration::seconds(i64::from(local.num_seconds_from_midnight()));
        let within = i64::try_from(self.chance.below(3_600)).unwrap_or(0);
        let at = midnight + Duration::hours(hour) + Duration::seconds(within);
        if (from..=until).contains(&at) { at } else { self.anywhere(from, until) }
    }

    fn anywhere(&self, from: Timestamp, until: Timestamp) -> Timestamp {
        let span = u64::try_from((until - from).num_seconds()).unwrap_or(0);
        from + Duration::seconds(i64::try_from(self.chance.below(span)).unwrap_or(0))
    }

    /// The place of what was drawn; each as often as it weighs.
    fn draw(&self, weights: impl IntoIterator<Item = u64>) -> usize {
        let weights: Vec<u64> = weights.into_iter().collect();
        let mut left = self.chance.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }

    fn purchases(&self, show: &Show, orders: &mut usize) -> Vec<Purchase> {
        let mut all = Vec::new();
        let sold: i32 = show.sold.iter().map(|(_, full, small)| self.of_size(*full, *small)).sum();
        let roomy = self.size == Size::Full && show.capacity - sold >= 24;
        for (kind, full, small) in show.sold {
            let Some(of) = show.tickets.get(*kind) else { continue };
            let mut left = self.of_size(*full, *small);
            while left > 0 {
                let tickets = SIZES.get(self.draw(SIZES.map(|(_, weight)| weight))).map_or(1, |(n, _)| *n).min(left);
                let end = match self.chance.below(COME_TO_NOTHING * 2) {
                    0 if roomy && of.quantity - full >= 24 => End::GivenUp,
                    1 if roomy && of.quantity - full >= 24 => End::Forgotten,
                    _ => End::Paid,
                };
                if end == End::Paid {
                    left -= tickets;
                }
                all.push(self.purchase(show, (*kind, of), tickets, end, *orders));
                *orders += 1;
            }
        }
        all
    }

    fn purchase(&self, show: &Show, (kind, of): (usize, &Kind), tickets: i32, end: End, number: usize) -> Purchase {
        let mut codes = show.codes.iter().filter(|_| self.size == Size::Full);
        let brings = codes.find(|code| {
            let counts = code.kinds.is_empty() || code.kinds.contains(&kind);
            match code.off {
                Off::Opens => of.hidden && counts,
                _ => !of.hidden && counts && of.price > 0 && code.one_in > 0 && self.chance.below(code.one_in) == 0,
            }
        });
        let chosen = of.suggested.map(|suggested| {
            let share = GENEROUS.get(self.draw(GENEROUS.map(|_| 1))).copied().unwrap_or(100);
            (suggested * share / 100).max(of.price)
        });
        let reads = self.house.reads;
        let guest = self.chance.below(u64::try_from(self.house.guests.len() * 7).unwrap_or(1));
        let name = self.house.guests.get(usize::try_from(guest).unwrap_or(0) % self.house.guests.len().max(1)).copied();
        let buyer = if number.is_multiple_of(WITH_ACCOUNT) {
            Buyer::Person(self.of_size((number / WITH_ACCOUNT) % BUYERS, 0))
        } else {
            Buyer::Guest(name.unwrap_or("Guest"), guest)
        };
        let reads = reads.get(self.draw(reads.iter().map(|_| 1))).copied().unwrap_or_default();
        Purchase { kind, tickets, chosen, code: brings.map(|code| code.text), buyer, reads, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::season::houses::houses;

    const SEED: u64 = 3;

    fn today() -> Timestamp {
        "2026-11-30T13:07:00Z".parse().unwrap()
    }

    fn planned(house: &'static House, size: Size, founded: i64) -> Vec<Planned> {
        let chance = Entropy::seeded(SEED);
        let (zone, today) = (house.zone.parse().unwrap(), today());
        Planner { house, zone, size, founded: today - Duration::days(founded), today, chance: &chance }.plan().unwrap()
    }

    #[test]
    fn the_same_day_and_seed_make_the_same_season() {
        for house in houses(Size::Full) {
            let (a, b) = (planned(house, Size::Full, 380), planned(house, Size::Full, 380));
            assert_eq!(format!("{a:?}"), format!("{b:?}"), "{}", house.name);
        }
    }

    #[test]
    fn nothing_is_planned_that_stock_or_clock_would_refuse() {
        for (size, founded) in [(Size::Full, 380), (Size::Small, 45)] {
            for house in houses(size) {
                let all = planned(house, size, founded);
                for (n, show) in house.shows.iter().enumerate() {
                    let of_show: Vec<&Planned> = all.iter().filter(|p| p.show == n).collect();
                    let Some(first) = of_show.first() else { continue };
                    assert!(matches!(first.deed, Deed::Announce), "{}: nothing before it is announced", show.title);
                    let mut by_kind = vec![0; show.tickets.len()];
                    let mut carts = 0;
                    for planned in &of_show {
                        if let Deed::Buy(buy) = &planned.deed {
                            assert!(planned.at < today(), "{}: bought tomorrow", show.title);
                            assert!(!show.tickets[buy.kind].hidden || buy.code.is_some(), "{}: hidden without a code", show.title);
                            match buy.end {
                                End::Paid => by_kind[buy.kind] += buy.tickets,
                                End::Forgotten => carts += buy.tickets,
                                End::GivenUp => {}
                            }
                        }
                    }
                    for comp in show.comps.iter().filter(|_| size == Size::Full) {
                        by_kind[comp.kind] += i32::try_from(comp.tickets).unwrap();
                    }
                    for (kind, sold) in show.tickets.iter().zip(&by_kind) {
                        assert!(*sold <= kind.quantity, "{}: {} of {} {}", show.title, sold, kind.quantity, kind.name);
                    }
                    let sold: i32 = by_kind.iter().sum();
                    assert!(sold <= show.capacity, "{}: {sold} of {}", show.title, show.capacity);
                    assert!(carts == 0 || sold + carts <= show.capacity, "{}: carts leave no room", show.title);
                    if let Some((_, most, kinds)) = show.quota {
                        assert!(kinds.iter().map(|k| by_kind[*k]).sum::<i32>() + carts <= most, "{}: the quota", show.title);
                    }
                }
            }
        }
    }

    #[test]
    fn sales_have_a_first_rush_and_people_sleep() {
        let house = &houses(Size::Full)[0];
        let zone: Zone = house.zone.parse().unwrap();
        let all = planned(house, Size::Full, 380);
        let hours: Vec<u32> = all.iter().filter(|p| matches!(p.deed, Deed::Buy(_))).map(|p| zone.local(p.at).hour()).collect();
        let between = |from, to| hours.iter().filter(|h| (from..to).contains(*h)).count();
        assert!(between(18, 22) > 4 * between(1, 6), "{} in the evening, {} at night", between(18, 22), between(1, 6));
        let orchestra: Vec<Timestamp> = all.iter().filter(|p| p.show == 0 && matches!(p.deed, Deed::Buy(_))).map(|p| p.at).collect();
        let (first, last) = (orchestra[0], orchestra[orchestra.len() - 1]);
        let early = orchestra.iter().filter(|at| **at < first + (last - first) / 8).count();
        assert!(early * 4 > orchestra.len(), "{early} of {} in the first eighth", orchestra.len());
    }
}
