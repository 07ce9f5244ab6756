//! The places of the house's staff: one rail for the pages of every app, so that walking between them takes none away.

use platform_auth::{Permission, permission as may};
use platform_texts::t;
use platform_ui::{App, Icon, Rail, RailItem};

/// The organization that a page is about.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its name in addresses.
    pub slug: &'a str,
    /// Codes of permissions that the caller holds on the whole of it.
    pub held: &'a [String],
}

impl Here<'_> {
    fn may(&self, permission: Permission) -> bool {
        self.held.iter().any(|code| code == permission.code())
    }

    /// Only what the caller may open.
    fn places(&self) -> Vec<RailItem> {
        let slug = self.slug;
        let orders = || RailItem::new(t!("rail-orders"), format!("/console/{slug}/orders"), Icon::Receipt);
        let codes = || RailItem::new(t!("rail-codes"), format!("/console/{slug}/codes"), Icon::Tag);
        [
            Some(RailItem::new(t!("rail-figures"), format!("/console/{slug}"), Icon::ChartNoAxesColumn)),
            Some(RailItem::new(t!("rail-events"), format!("/console/{slug}/events"), Icon::CalendarDays)),
            self.may(may::ORDERS_VIEW).then(orders),
            self.may(may::MARKETING_MANAGE).then(codes),
            Some(RailItem::new(t!("rail-places"), format!("/console/{slug}/venues"), Icon::Building2)),
            Some(RailItem::new(t!("rail-members"), format!("/organizations/{slug}"), Icon::Users)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Of a page at `current`; `operates`: who is here runs the platform too.
pub fn rail(app: App, current: &str, here: Option<Here<'_>>, operates: bool, person: Option<&str>) -> Rail {
    let mut rail = Rail::new(app, current).group(
        None,
        vec![
            RailItem::new(t!("rail-overview"), "/console", Icon::LayoutDashboard),
            RailItem::new(t!("rail-door"), "/gate", Icon::ScanLine),
            RailItem::new(t!("rail-organizations"), "/organizations", Icon::Users),
        ],
    );
    if let Some(here) = here {
        rail = rail.organization(here.name, Some("/organizations")).group(Some(here.name), here.places());
    }
    if operates {
        rail = rail.group(None, vec![RailItem::new(t!("rail-platform"), "/admin", Icon::ShieldCheck)]);
    }
    match person {
        Some(person) => rail.person(person, "/account"),
        None => rail,
    }
}
