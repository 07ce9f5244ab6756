//! What plays in the demo house.

use commons::events::EventStatus;

/// Name, street, town, north and east, people.
pub(super) const VENUES: &[(&str, &str, &str, (f64, f64), i32)] = &[
    ("Lantern Hall", "Speicherstraße 14", "Hamburg", (53.5441, 9.9980), 420),
    ("The Cellar", "Kleine Gasse 3", "Leipzig", (51.3406, 12.3747), 90),
];

/// One line of the season; days count from the day the demo is made.
pub(super) struct Show {
    pub title: &'static str,
    pub title_de: Option<&'static str>,
    pub category: &'static str,
    pub story: &'static str,
    pub venue: usize,
    pub in_days: i64,
    pub hour: u32,
    pub minutes: i64,
    pub age: &'static str,
    pub capacity: i32,
    /// Name, what it includes, price in cents, how many.
    pub tickets: &'static [(&'static str, &'static str, i64, i32)],
    /// When sales open; none: at once.
    pub sale_in_days: Option<i64>,
    /// Where it stands today.
    pub status: EventStatus,
    /// What was bought before today: which ticket, how many orders, how many tickets in each.
    pub bought: &'static [(usize, usize, i32)],
    /// Of these orders, how many were given back.
    pub refunded: usize,
    /// What happens on the evening: minutes after the start, how long, what, who.
    pub running: &'static [(i64, i64, &'static str, &'static [&'static str])],
}

const EVENING: Show = Show {
    title: "",
    title_de: None,
    category: "music",
    story: "",
    venue: 0,
    in_days: 14,
    hour: 20,
    minutes: 150,
    age: "",
    capacity: 400,
    tickets: &[],
    sale_in_days: None,
    status: EventStatus::Published,
    bought: &[],
    refunded: 0,
    running: &[],
};

/// Past and coming, free and dear, on sale, not yet, postponed, cancelled, and one still in the drawer.
pub(super) const SHOWS: &[Show] = &[
    Show {
        title: "Orchestra of Small Hours",
        title_de: Some("Orchester der kleinen Stunden"),
        running: &[
            (0, 25, "Ravel: Ma mère l’Oye", &["Orchestra of Small Hours"]),
            (30, 20, "Shaw: Entr’acte", &["Orchestra of Small Hours"]),
            (50, 25, "Interval", &[]),
            (75, 60, "Night pieces", &["Orchestra of Small Hours", "Mei Chan, glass harp"]),
        ],
        story: "Thirty players, no conductor, one lamp. The orchestra plays Ravel, Shaw and its own night pieces, from the first pizzicato to the last bus home.",
        in_days: 12,
        tickets: &[
            ("Stalls", "Numbered rows 1 to 14", 3_800, 220),
            ("Balcony", "Free choice of seat", 2_400, 140),
            ("Standing", "At the back, with a good view", 1_500, 60),
        ],
        bought: &[(0, 8, 2), (1, 5, 2), (2, 5, 1)],
        refunded: 1,
        ..EVENING
    },
    Show {
        title: "Kite & Anchor",
        category: "music",
        story: "Two voices, a harmonium and a lot of weather. Songs about leaving and about not leaving.",
        venue: 1,
        in_days: 5,
        tickets: &[("Entry", "One drink included", 1_800, 90)],
        capacity: 90,
        age: "From 16",
        bought: &[(0, 9, 2)],
        ..EVENING
    },
    Show {
        title: "The Night Market",
        category: "art",
        story: "Forty stalls, three stages and the long table in the hall. Come hungry.",
        in_days: 20,
        hour: 17,
        minutes: 360,
        tickets: &[("Free entry", "Reserve your place, it fills up", 0, 300)],
        capacity: 300,
        bought: &[(0, 7, 2)],
        ..EVENING
    },
    Show {
        title: "Hamlet, after Midnight",
        category: "theatre",
        story: "The play from the guards' point of view. Two hours, no interval, one very tired horse.",
        in_days: 33,
        minutes: 125,
        tickets: &[("Seat", "Free choice of seat", 2_900, 300), ("Student", "With a card, shown at the door", 1_200, 60)],
        capacity: 340,
        bought: &[(0, 4, 2), (1, 2, 1)],
        ..EVENING
    },
    Show {
        title: "Stand-up at the Cellar",
        category: "comedy",
        story: "Five people you do not know yet, ten minutes each, and one you do.",
        venue: 1,
        in_days: 9,
        minutes: 100,
        tickets: &[("Entry", "", 1_400, 80)],
        capacity: 80,
        age: "From 18",
        ..EVENING
    },
    Show {
        title: "Winter Light Festival",
        title_de: Some("Winterlicht"),
        category: "art",
        story: "Three evenings of light, glass and brass along the canal.",
        in_days: 48,
        hour: 18,
        minutes: 300,
        tickets: &[("Evening", "One evening of your choice", 2_200, 250), ("All three", "Every evening, come and go", 5_400, 120)],
        sale_in_days: Some(3),
        ..EVENING
    },
    Show {
        title: "Last Tickets: Paper Moon Quartet",
        category: "music",
        story: "The quartet's only evening in town this year. Nearly gone.",
        venue: 1,
        in_days: 7,
        tickets: &[("Entry", "", 2_600, 46)],
        capacity: 46,
        bought: &[(0, 5, 8)],
        ..EVENING
    },
    Show {
        title: "A Talk with Ines Solberg",
        category: "talk",
        story: "The engineer who lit the bridge explains why she left half of it dark.",
        venue: 1,
        in_days: 16,
        hour: 19,
        minutes: 90,
        tickets: &[("Seat", "", 900, 80)],
        capacity: 80,
        ..EVENING
    },
    Show {
        title: "Brass in the Yard",
        category: "music",
        story: "Open air. The band has a new date in spring; tickets stay good.",
        in_days: 26,
        hour: 16,
        tickets: &[("Entry", "", 1_600, 200)],
        status: EventStatus::Postponed,
        ..EVENING
    },
    Show {
        title: "The Glass Cabaret",
        category: "theatre",
        story: "Called off: the house in which it was to be built has no roof.",
        in_days: 18,
        tickets: &[("Seat", "", 3_200, 150)],
        status: EventStatus::Cancelled,
        bought: &[(0, 3, 2)],
        refunded: 3,
        ..EVENING
    },
    Show {
        title: "Harvest Ball",
        category: "dance",
        story: "Dancing until the lamps go out. A band, a floor, and someone who shows you the steps.",
        in_days: 41,
        minutes: 300,
        tickets: &[("Couple's ticket", "For two", 4_800, 90), ("Single", "", 2_600, 100)],
        capacity: 280,
        ..EVENING
    },
    Show {
        title: "Tea with the Lamplighters",
        category: "talk",
        story: "Twenty-four chairs, one samovar, and the last three people who lit this street by hand.",
        venue: 1,
        in_days: 10,
        hour: 16,
        minutes: 90,
        tickets: &[("Chair", "Tea included", 1_100, 24)],
        capacity: 24,
        bought: &[(0, 3, 8)],
        ..EVENING
    },
    Show {
        title: "Opening Night",
        title_de: Some("Eröffnungsabend"),
        story: "The house opened with everybody who had helped to build it, and a brass band.",
        in_days: -20,
        tickets: &[("Seat", "", 2_200, 200), ("Standing", "", 900, 100)],
        bought: &[(0, 8, 2), (1, 4, 1)],
        status: EventStatus::Completed,
        ..EVENING
    },
    Show {
        title: "Jazz below the Stairs",
        story: "A trio, a cellar, and the neighbours' blessing until eleven.",
        venue: 1,
        in_days: -8,
        tickets: &[("Entry", "", 1_500, 80)],
        capacity: 80,
        bought: &[(0, 8, 2)],
        refunded: 1,
        ..EVENING
    },
    Show {
        title: "Matinee: The Tin Whale",
        category: "family",
        story: "A puppet play for people from four years on, and the grown-ups they bring.",
        in_days: -1,
        hour: 11,
        minutes: 60,
        tickets: &[("Free seat", "Register each child", 0, 60)],
        capacity: 60,
        bought: &[(0, 6, 3)],
        ..EVENING
    },
    Show {
        title: "Spring Season, to be announced",
        category: "theatre",
        story: "Still being put together.",
        in_days: 120,
        tickets: &[("Seat", "", 2_500, 300)],
        status: EventStatus::Draft,
        ..EVENING
    },
    Show {
        title: "Late Set: Harbour Fog",
        story: "Bass, brushes and a muted trumpet, in the dark. The doors are open.",
        venue: 1,
        in_days: 0,
        minutes: 120,
        tickets: &[("Entry", "", 1_200, 70)],
        capacity: 70,
        bought: &[(0, 6, 2)],
        ..EVENING
    },
];
