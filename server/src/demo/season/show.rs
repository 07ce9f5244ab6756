//! What is said of an event of the season before it happens: data, no doing.

use commons::events::EventStatus;

/// Texts in other languages, by their tags.
pub(super) type Told = &'static [(&'static str, &'static str)];

/// One line of the season; days count from the day the demo is made.
pub(super) struct Show {
    pub title: &'static str,
    pub titles: Told,
    pub category: &'static str,
    pub story: &'static str,
    pub stories: Told,
    /// Who presents it; the house itself where it is empty.
    pub presenter: &'static str,
    pub access: &'static str,
    /// Told now, above everything else.
    pub notice: &'static str,
    /// Which of its house's venues.
    pub venue: usize,
    pub in_days: i64,
    pub hour: u32,
    pub minutes: i64,
    pub age: &'static str,
    pub capacity: i32,
    pub tickets: &'static [Kind],
    /// Stock that several kinds share: its name, how many, which kinds.
    pub quota: Option<(&'static str, i32, &'static [usize])>,
    pub codes: &'static [Code],
    pub comps: &'static [Comp],
    /// How many days before its start it is announced.
    pub announced: i64,
    /// When sales open; none: at once.
    pub sale_in_days: Option<i64>,
    /// Where it stands today.
    pub status: EventStatus,
    /// What is bought: which kind, how many tickets in the whole season, and how many in the small one.
    pub sold: &'static [(usize, i32, i32)],
    /// How many orders are given back, in the whole season and in the small one.
    pub refunded: (usize, usize),
    /// Why it is called off.
    pub called_off: &'static str,
    /// What happens: minutes after the start, how long, what, who.
    pub running: &'static [(i64, i64, &'static str, &'static [&'static str])],
    /// Whether the small season has it too.
    pub small: bool,
}

/// A kind of ticket.
pub(super) struct Kind {
    pub name: &'static str,
    pub names: Told,
    pub about: &'static str,
    /// In minor units; the least where the buyer chooses.
    pub price: i64,
    pub quantity: i32,
    /// What is suggested where the buyer chooses.
    pub suggested: Option<i64>,
    pub hidden: bool,
}

/// A kind with a fixed price.
pub(super) const fn kind(name: &'static str, about: &'static str, price: i64, quantity: i32) -> Kind {
    Kind { name, names: &[], about, price, quantity, suggested: None, hidden: false }
}

impl Kind {
    /// The same for whoever brings a code.
    pub(super) const fn hidden(self) -> Self {
        Self { hidden: true, ..self }
    }

    /// The same at a price that the buyer says.
    pub(super) const fn chosen(self, suggested: i64) -> Self {
        Self { suggested: Some(suggested), ..self }
    }

    /// The same with its name in other languages.
    pub(super) const fn told(self, names: Told) -> Self {
        Self { names, ..self }
    }
}

/// A code that some of the buyers bring.
pub(super) struct Code {
    pub text: &'static str,
    pub note: &'static str,
    pub off: Off,
    /// The only kinds it counts for; all where there are none.
    pub kinds: &'static [usize],
    /// One of so many buyers uses it.
    pub one_in: u64,
}

/// What a code does.
#[derive(Clone, Copy)]
pub(super) enum Off {
    /// Parts per million.
    Percent(i64),
    /// Minor units off the order.
    Fixed(i64),
    /// So many tickets free.
    Free(i32),
    /// Opens hidden tickets, and takes nothing off.
    Opens,
}

/// Tickets given away.
pub(super) struct Comp {
    pub kind: usize,
    pub tickets: usize,
    pub reason: &'static str,
}

/// What most evenings are like.
pub(super) const EVENING: Show = Show {
    title: "",
    titles: &[],
    category: "music",
    story: "",
    stories: &[],
    presenter: "",
    access: "",
    notice: "",
    venue: 0,
    in_days: 14,
    hour: 20,
    minutes: 150,
    age: "",
    capacity: 400,
    tickets: &[],
    quota: None,
    codes: &[],
    comps: &[],
    announced: 60,
    sale_in_days: None,
    status: EventStatus::Published,
    sold: &[],
    refunded: (0, 0),
    called_off: "",
    running: &[],
    small: false,
};
