//! `/palette`: the pages somebody may open from where they stand, their events by name, their orders by number.
//!
//! The pages are those of the route registry that have a title. A page is listed where what its route asks for is held at the
//! very place it is about; who holds it elsewhere alone does not see it here.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use boxoffice::console::palette::{At, at_event, find};
use maud::html;
use platform_auth::organizations::{Organization, own};
use platform_auth::{Permission, permission, roles};
use platform_db::Tx;
use platform_http::{Access, Ctx, Fault, GET, Page, Query, Route, RouteMeta, Routes, Wants, came_from};
use platform_texts::t;
use platform_types::OrganizationId;
use platform_ui::{Icon, Palette, PaletteEntry, PublicPage};
use serde::Deserialize;
use uuid::Uuid;

use crate::presentation::Pages;

/// Where it is.
pub(crate) const ADDRESS: &str = "/palette";

/// The pages of as many organizations are listed; of more only of the one somebody stands in.
const ORGANIZATIONS: usize = 5;

/// Longest text looked for.
const LONGEST: usize = 80;

/// What addresses are about, by how they begin: the one parameter that is known from where somebody stands.
const ABOUT: [(&str, About); 4] = [
    ("/console/events/{id}", About::Event),
    ("/gate/{event}", About::Event),
    ("/console/{org}", About::Organization),
    ("/organizations/{slug}", About::Organization),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Event,
    Organization,
}

/// What the palette works with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Finder {
    pages: Pages,
    titled: Arc<[RouteMeta]>,
}

impl Finder {
    /// From the routes there are.
    pub(crate) fn new(pages: &Pages, routes: &[RouteMeta]) -> Self {
        Self { pages: pages.clone(), titled: routes.iter().filter(|route| route.title.is_some()).cloned().collect() }
    }
}

pub(crate) fn routes(finder: &Finder) -> Routes<Finder> {
    Routes::new(finder.clone()).add(Route::page(GET, "/palette", "palette.show").signed_in(), show)
}

/// Where somebody stands, and what they look for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    at: String,
    q: String,
}

async fn show(State(finder): State<Finder>, ctx: Ctx, Query(asked): Query<Asked>, headers: HeaderMap) -> Result<Page, Fault> {
    let typed: String = asked.q.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let typed = typed.trim();
    let came = came_from(&headers, &ctx.url("")).unwrap_or_default();
    let at = if asked.at.is_empty() { came } else { asked.at.as_str() };
    let at = at.split(['?', '#']).next().unwrap_or_default();
    let mut tx = ctx.read().await?;
    let caller = Caller::of(&mut tx, at).await?;
    let mut pages = caller.pages(&mut tx, &finder.titled).await?;
    let found = if typed.is_empty() { Vec::new() } else { find(&mut tx, typed).await? };
    tx.rollback().await?;
    if ctx.wants == Wants::Fragment {
        // The browser filters the pages itself while somebody types.
        return Ok(Page(Palette { pages, found, typed: typed.to_owned() }.lines()));
    }
    let words: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    pages.retain(|page| {
        let text = format!("{} {}", page.label, page.detail).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    });
    let palette = Palette { pages, found, typed: typed.to_owned() };
    let main = html! { div class="stack" { h1 { (t!("palette-title")) } (palette.render_page(ADDRESS, at)) } };
    Ok(Page(PublicPage::new(&finder.pages.house(), t!("palette-title"), main).narrow().noindex().every_component().render()))
}

/// Who asks, from where, and what they hold.
struct Caller {
    /// The organization somebody stands in first, then the others.
    organizations: Vec<Organization>,
    event: Option<At>,
    held: Vec<Permission>,
}

impl Caller {
    async fn of(tx: &mut Tx, at: &str) -> Result<Self, Fault> {
        let event = match value(at, About::Event).and_then(|id| id.parse::<Uuid>().ok()) {
            Some(id) => at_event(tx, id).await?,
            None => None,
        };
        let here = event.as_ref().map(At::organization).or_else(|| value(at, About::Organization));
        let mut organizations = own(tx).await?;
        organizations.sort_by_key(|organization| Some(organization.slug.as_str()) != here);
        if organizations.len() > ORGANIZATIONS {
            organizations.retain(|organization| Some(organization.slug.as_str()) == here);
        }
        let held = roles::permissions_held(tx).await?;
        Ok(Self { organizations, event, held })
    }

    /// Pages about the event first, then those of organizations, then the others.
    async fn pages(&self, tx: &mut Tx, titled: &[RouteMeta]) -> Result<Vec<PaletteEntry>, Fault> {
        let mut of_organizations: HashMap<Permission, Vec<OrganizationId>> = HashMap::new();
        let mut lists: [Vec<PaletteEntry>; 3] = Default::default();
        for route in titled {
            let Some(title) = route.title else { continue };
            match about(route.path) {
                Some((_, About::Event)) => {
                    if let Some(event) = self.event.as_ref().filter(|event| at_place(route.access, |p| event.may(p))) {
                        lists[0].push(PaletteEntry::new(
                            title(),
                            event.name(),
                            filled(route.path, &event.id().to_string()),
                            Icon::CalendarDays,
                        ));
                    }
                }
                Some((_, About::Organization)) => {
                    if let Access::Permission(permission) = route.access
                        && !of_organizations.contains_key(&permission)
                    {
                        of_organizations.insert(permission, roles::organizations_with(tx, permission).await?);
                    }
                    let may =
                        |id: OrganizationId| at_place(route.access, |p| of_organizations.get(&p).is_some_and(|ids| ids.contains(&id)));
                    for organization in self.organizations.iter().filter(|o| may(o.id)) {
                        lists[1].push(PaletteEntry::new(
                            title(),
                            &organization.name,
                            filled(route.path, &organization.slug),
                            Icon::Building2,
                        ));
                    }
                }
                None if !route.path.contains('{') => {
                    let may = match route.access {
                        Access::Operator => roles::on_platform(tx, permission::SETTINGS_MANAGE).await?,
                        Access::Platform(permission) => roles::on_platform(tx, permission).await?,
                        access => at_place(access, |p| self.held.contains(&p)),
                    };
                    if may {
                        lists[2].push(PaletteEntry::new(title(), "", route.path, Icon::ArrowRight));
                    }
                }
                None => {}
            }
        }
        Ok(lists.concat())
    }
}

/// Whether the route lets somebody in who holds these permissions at the place it is about.
fn at_place(access: Access, holds: impl Fn(Permission) -> bool) -> bool {
    match access {
        Access::Public | Access::SignedIn => true,
        Access::Permission(permission) => holds(permission),
        Access::Platform(_) | Access::Operator | Access::Loopback | Access::Signed => false,
    }
}

/// What the pattern is about, when that is all it asks for.
fn about(pattern: &str) -> Option<(&'static str, About)> {
    let known =
        ABOUT.into_iter().find(|(begin, _)| pattern.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))?;
    (!pattern[known.0.len()..].contains('{')).then_some(known)
}

/// The pattern with its one parameter put in.
fn filled(pattern: &str, value: &str) -> String {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern.to_owned() };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    format!("{before}{value}{after}")
}

/// What stands in an address where patterns of this kind have their parameter.
fn value(address: &str, wanted: About) -> Option<&str> {
    ABOUT.into_iter().filter(|(_, about)| *about == wanted).find_map(|(pattern, _)| {
        let rest = address.strip_prefix(pattern.split('{').next()?)?;
        rest.split('/').next().filter(|part| !part.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_somebody_stands_is_read_from_the_address() {
        let id = "01890000-0000-7000-8000-000000000000";
        assert_eq!(value(&format!("/console/events/{id}/orders"), About::Event), Some(id));
        assert_eq!(value(&format!("/gate/{id}"), About::Event), Some(id));
        assert_eq!(value("/console/lantern/events", About::Organization), Some("lantern"));
        assert_eq!(value("/organizations/lantern", About::Organization), Some("lantern"));
        assert_eq!(value("/console", About::Organization), None);
        assert_eq!(value("/events/the-tempest", About::Event), None);
    }

    #[test]
    fn pages_that_need_more_than_is_known_are_about_nothing() {
        assert_eq!(about("/console/events/{id}/orders").map(|(_, about)| about), Some(About::Event));
        assert_eq!(about("/console/{org}").map(|(_, about)| about), Some(About::Organization));
        assert_eq!(about("/console/events/{id}/ticket-types/{kind}"), None);
        assert_eq!(about("/console/orders/{id}"), None);
        assert_eq!(filled("/console/{org}/events/new", "lantern"), "/console/lantern/events/new");
    }
}
