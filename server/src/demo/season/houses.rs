//! The houses of the season: each with its town, its money and its people.

use platform_types::{Currency, Lang};

use super::people::{self, Person};
use super::programme::{hamburg, hong_kong, london, new_york};
use super::show::{Show, Told};

/// How much is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Size {
    /// Four houses and a year: for people who look around
    #[default]
    Full,
    /// One house and six weeks, without codes: for tests, which start many
    Small,
}

/// A place where a house plays.
pub(super) struct Venue {
    pub name: &'static str,
    pub names: Told,
    pub address: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub position: (f64, f64),
    pub capacity: i32,
}

/// An organization and everything it has.
pub(super) struct House {
    pub name: &'static str,
    pub slug: &'static str,
    pub zone: &'static str,
    pub currency: Currency,
    /// Parts per million and minor units on top of each ticket.
    pub fees: (i64, i64),
    /// Its name, parts per million, and whether prices contain it.
    pub tax: Option<(&'static str, i64, bool)>,
    pub venues: &'static [Venue],
    /// Its people; the first founds it, the second stands at its doors, the third gives money back.
    pub people: &'static [Person],
    pub guests: &'static [&'static str],
    /// Where its guests have their mail.
    pub mail: &'static str,
    /// What its guests read, drawn with equal chances.
    pub reads: &'static [Lang],
    pub shows: &'static [Show],
}

/// As many as there may ever be.
pub(super) const MOST: usize = 8;

/// Of the small season only the first.
pub(super) fn houses(size: Size) -> &'static [House] {
    match size {
        Size::Full => HOUSES,
        Size::Small => HOUSES.get(..1).unwrap_or(HOUSES),
    }
}

const HOUSES: &[House] = &[
    House {
        name: "The Lantern House",
        slug: "the-lantern-house",
        zone: "Europe/Berlin",
        currency: Currency::EUR,
        fees: (50_000, 100),
        tax: Some(("VAT 7 %", 70_000, true)),
        venues: &[
            Venue {
                name: "Lantern Hall",
                names: &[("de", "Laternenhalle")],
                address: "Speicherstraße 14",
                city: "Hamburg",
                country: "DE",
                position: (53.5441, 9.9980),
                capacity: 420,
            },
            Venue {
                name: "The Cellar",
                names: &[("de", "Der Keller")],
                address: "Kleine Gasse 3",
                city: "Leipzig",
                country: "DE",
                position: (51.3406, 12.3747),
                capacity: 90,
            },
        ],
        people: &people::LANTERN,
        guests: &people::GUESTS,
        mail: "example.org",
        reads: &[Lang::De, Lang::De, Lang::En, Lang::De, Lang::Ar],
        shows: hamburg::SHOWS,
    },
    House {
        name: "Saltmarsh Rooms",
        slug: "saltmarsh-rooms",
        zone: "Europe/London",
        currency: Currency::GBP,
        fees: (40_000, 75),
        tax: Some(("VAT 20 %", 200_000, true)),
        venues: &[
            Venue {
                name: "Saltmarsh Sail Loft",
                names: &[],
                address: "19 Tidewharf Lane",
                city: "London",
                country: "GB",
                position: (51.5039, -0.0571),
                capacity: 340,
            },
            Venue {
                name: "Saltmarsh Studio",
                names: &[],
                address: "21 Tidewharf Lane",
                city: "London",
                country: "GB",
                position: (51.5040, -0.0569),
                capacity: 60,
            },
        ],
        people: &people::SALTMARSH,
        guests: &people::GUESTS_OF_LONDON,
        mail: "mail.example",
        reads: &[Lang::En, Lang::En, Lang::En, Lang::En, Lang::De, Lang::Ar],
        shows: london::SHOWS,
    },
    House {
        name: "Ferry Landing Theatre 渡口劇場",
        slug: "ferry-landing",
        zone: "Asia/Hong_Kong",
        currency: Currency::HKD,
        fees: (0, 1_000),
        tax: None,
        venues: &[Venue {
            name: "渡口劇場",
            names: &[("en", "Ferry Landing Theatre")],
            address: "渡輪里 12 號",
            city: "Hong Kong",
            country: "HK",
            position: (22.2861, 114.1431),
            capacity: 180,
        }],
        people: &people::FERRY_LANDING,
        guests: &people::GUESTS_OF_HONG_KONG,
        mail: "post.example",
        reads: &[Lang::En],
        shows: hong_kong::SHOWS,
    },
    House {
        name: "Fourth Floor Presents",
        slug: "fourth-floor",
        zone: "America/New_York",
        currency: Currency::USD,
        fees: (60_000, 150),
        tax: Some(("Sales tax", 88_750, false)),
        venues: &[Venue {
            name: "The Paper Mill Annex",
            names: &[],
            address: "88 Gantry Street",
            city: "New York",
            country: "US",
            position: (40.7021, -73.9869),
            capacity: 150,
        }],
        people: &people::FOURTH_FLOOR,
        guests: &people::GUESTS_OF_NEW_YORK,
        mail: "inbox.example",
        reads: &[Lang::En],
        shows: new_york::SHOWS,
    },
];
