//! Roles in words: in which order they are offered, and what each allows.

use std::borrow::Cow;
use std::fmt::Display;

use platform_auth::roles::{Power, RoleDefinition};
use platform_texts::t;
use platform_ui::{Choice, DefinitionList, Disclosure, Markup, html};

/// The roles that box office and door live on, in the order they are needed.
const FIRST: [&str; 6] =
    ["GVTEWAY_EXPERIENCE_CREATOR", "STAFF", "GVTEWAY_VENUE_MANAGER", "FINANCE_ADMIN", "GVTEWAY_ADMIN", "ATLVS_SUPER_ADMIN"];

/// What a role is for, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    BoxOffice,
    OneEvent,
    BackOffice,
    Backstage,
    Others,
    TicketHolders,
}

impl Purpose {
    fn of(role: &RoleDefinition) -> Self {
        let apps: Vec<&str> = role.apps.iter().map(String::as_str).collect();
        match (role.kind.as_str(), apps.as_slice()) {
            _ if FIRST.contains(&role.code.as_str()) => Self::BoxOffice,
            // Nobody works as these: a purchase or a ticket makes somebody one.
            _ if role.code == "GVTEWAY_MEMBER_GUEST" => Self::TicketHolders,
            ("event", _) if role.scope_kinds.iter().all(|kind| kind == "event") => Self::TicketHolders,
            ("event", _) => Self::OneEvent,
            (_, ["backoffice"]) => Self::BackOffice,
            (_, ["backstage"]) => Self::Backstage,
            _ => Self::Others,
        }
    }

    fn label(self) -> Cow<'static, str> {
        match self {
            Self::BoxOffice => t!("team-purpose-box-office"),
            Self::OneEvent => t!("team-purpose-one-event"),
            Self::BackOffice => t!("team-purpose-back-office"),
            Self::Backstage => t!("team-purpose-backstage"),
            Self::Others => t!("team-purpose-others"),
            Self::TicketHolders => t!("team-purpose-ticket-holders"),
        }
    }
}

/// Whether somebody works as this: not what a ticket makes of its holder.
pub fn is_work(role: &RoleDefinition) -> bool {
    Purpose::of(role) != Purpose::TicketHolders
}

/// Roles in the order of a list, each once: by what they are for, first those that whoever puts on events needs first.
pub fn offered<'a>(roles: impl IntoIterator<Item = &'a RoleDefinition>) -> Vec<&'a RoleDefinition> {
    let mut sorted: Vec<&RoleDefinition> = Vec::new();
    for role in roles {
        if !sorted.iter().any(|known| known.code == role.code) {
            sorted.push(role);
        }
    }
    sorted.sort_by_key(|role| (Purpose::of(role), FIRST.iter().position(|code| *code == role.code)));
    sorted
}

/// The choices of a field; `where_held` adds to a role's name where it is held, when that is not everywhere.
pub fn role_choices<W: Display>(roles: &[&RoleDefinition], where_held: impl Fn(&RoleDefinition) -> W) -> Vec<Choice> {
    let choice = |role: &&RoleDefinition| {
        Choice::new(&role.code, format!("{}{}: {}", role.label, where_held(role), role.description)).group(Purpose::of(role).label())
    };
    roles.iter().map(choice).collect()
}

/// What each role allows, in words by area, folded away until it is asked for.
pub fn explained(roles: &[&RoleDefinition], powers: &[Power]) -> Markup {
    html! {
        @for role in roles {
            (Disclosure::new(html! { strong { (role.label) } ": " (role.description) }, allowed(role, powers)))
        }
    }
}

/// An area of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Area {
    Events,
    Tickets,
    Money,
    Figures,
    People,
    Backstage,
    Zones,
    Own,
}

impl Area {
    fn label(self) -> Cow<'static, str> {
        match self {
            Self::Events => t!("team-area-events"),
            Self::Tickets => t!("team-area-tickets"),
            Self::Money => t!("team-area-money"),
            Self::Figures => t!("team-area-figures"),
            Self::People => t!("team-area-people"),
            Self::Backstage => t!("team-area-backstage"),
            Self::Zones => t!("team-area-zones"),
            Self::Own => t!("team-area-own"),
        }
    }
}

/// Areas of work in the order of a list, with the permissions that belong to each.
const AREAS: [(Area, &[&str]); 8] = [
    (Area::Events, &["events", "venues"]),
    (Area::Tickets, &["tickets"]),
    (Area::Money, &["orders", "payments", "ledger", "invoices", "expenses", "purchasing", "budgets", "commissions", "payouts"]),
    (Area::Figures, &["analytics", "marketing", "reports", "data", "referrals", "media_kit"]),
    (Area::People, &["members", "roles", "settings", "audit", "organizations", "users", "employees"]),
    (
        Area::Backstage,
        &[
            "projects",
            "tasks",
            "time",
            "comments",
            "documents",
            "clients",
            "vendors",
            "assets",
            "productions",
            "schedules",
            "crew",
            "advancing",
        ],
    ),
    (Area::Zones, &["zones"]),
    (Area::Own, &[]),
];

/// The area of a permission: the last one takes what no other does.
fn area(permission: &str) -> Area {
    let what = permission.split(':').next().unwrap_or_default();
    AREAS.iter().find(|(_, of)| of.contains(&what)).map_or(Area::Own, |(area, _)| *area)
}

fn allowed(role: &RoleDefinition, powers: &[Power]) -> Markup {
    let own: Vec<&Power> = powers.iter().filter(|p| p.role == role.code).collect();
    let mut list = DefinitionList::columns();
    for (one, _) in AREAS {
        let words: Vec<&str> = own.iter().filter(|p| area(&p.permission) == one).map(|p| p.description.as_str()).collect();
        if !words.is_empty() {
            list = list.text(one.label(), &format!("{}.", words.join(". ")));
        }
    }
    list.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(code: &str, scope_kinds: &[&str]) -> RoleDefinition {
        RoleDefinition {
            code: code.into(),
            kind: "event".into(),
            label: code.into(),
            description: "Works".into(),
            apps: vec![],
            scope_kinds: scope_kinds.iter().map(|k| (*k).to_owned()).collect(),
        }
    }

    #[test]
    fn a_role_is_told_in_words_by_area_and_not_in_codes() {
        let staff = role("STAFF", &["project", "event"]);
        let power = |permission: &str, description: &str| Power {
            role: "STAFF".into(),
            permission: permission.into(),
            description: description.into(),
        };
        let powers = [
            power("events:view", "See events of the organization, drafts included"),
            power("tickets:scan", "Admit people at the door"),
            power("zones:staff", "Enter the staff zone"),
            Power { role: "OTHER".into(), ..power("orders:refund", "Refund and cancel orders") },
        ];
        let told = explained(&[&staff], &powers).into_string();
        for says in ["Events and places", "Tickets and the door", "Admit people at the door.", "Where they may go"] {
            assert!(told.contains(says), "{says}: {told}");
        }
        assert!(!told.contains("tickets:scan") && !told.contains("Refund") && !told.contains("Orders and money"), "{told}");
    }

    #[test]
    fn nobody_works_as_what_a_ticket_makes_of_its_holder() {
        assert!(is_work(&role("CREW", &["project", "event"])) && !is_work(&role("GA_L1", &["event"])));
        assert!(!is_work(&role("GVTEWAY_MEMBER_GUEST", &["platform", "event"])), "a guest who buys");
        let (crew, staff) = (role("CREW", &["project", "event"]), role("STAFF", &["project", "event"]));
        let codes: Vec<&str> = offered([&crew, &staff, &crew]).into_iter().map(|r| r.code.as_str()).collect();
        assert_eq!(codes, ["STAFF", "CREW"], "once, what is needed first standing first");
    }

    #[test]
    fn every_permission_has_an_area() {
        for permission in platform_auth::permission::ALL {
            assert!(!area(permission.code()).label().is_empty(), "{permission}");
        }
        assert_eq!((area("tickets:buy"), area("favourites:keep")), (Area::Tickets, Area::Own));
    }
}
