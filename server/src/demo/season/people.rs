//! Who is who in the demo house.

/// Somebody to sign in as.
pub(super) struct Person {
    pub email: &'static str,
    pub name: &'static str,
    /// A role on the whole organization; the owner's comes with founding it.
    pub role: Option<&'static str>,
    /// What the list of logins says.
    pub who: &'static str,
}

/// The password of all.
pub(super) const PASSWORD: &str = "callboard demo";

pub(super) const OWNER: usize = 0;
pub(super) const BOX_OFFICE: usize = 2;
pub(super) const VENUE: usize = 3;
pub(super) const DOOR: usize = 4;
pub(super) const FAN: usize = 6;

/// One for each role that has pages of its own.
pub(super) const PEOPLE: [Person; 7] = [
    Person { email: "owner@lantern.example", name: "Mira Okafor", role: None, who: "owner of The Lantern House" },
    Person {
        email: "manager@lantern.example",
        name: "Tomasz Lindqvist",
        role: Some("GVTEWAY_ADMIN"),
        who: "manager: everything but the house itself",
    },
    Person {
        email: "tickets@lantern.example",
        name: "Amara Diallo",
        role: Some("GVTEWAY_EXPERIENCE_CREATOR"),
        who: "box office: events, prices, orders, refunds",
    },
    Person { email: "door@lantern.example", name: "Jonas Weber", role: Some("GVTEWAY_VENUE_MANAGER"), who: "venues, and every door" },
    Person { email: "gate@lantern.example", name: "Noor Haddad", role: None, who: "door staff of two events" },
    Person { email: "finance@lantern.example", name: "Priya Raman", role: Some("FINANCE_ADMIN"), who: "books, orders and refunds" },
    Person { email: "fan@lantern.example", name: "Sam Delacroix", role: None, who: "a fan with tickets" },
];

/// Guests of the past, in many scripts: the house's mails, lists and tickets show them all.
pub(super) const GUESTS: [&str; 24] = [
    "Ada Ferreira",
    "Björn Åkesson",
    "Chidi Eze",
    "Dörte Vogel",
    "Élodie Martin",
    "Farah Nasser",
    "Giulia Conti",
    "Hana Nováková",
    "İpek Yılmaz",
    "José Núñez",
    "Kateryna Шевченко",
    "Lạc Nguyễn",
    "María Ibáñez",
    "Nikos Παπαδόπουλος",
    "Oyelaran Bello",
    "Pādma Rao",
    "陈美玲",
    "佐藤 健",
    "김서연",
    "محمد العلي",
    "דנה כהן",
    "Tove Jørgensen",
    "Uwe Schröder",
    "Zoë van der Berg",
];
