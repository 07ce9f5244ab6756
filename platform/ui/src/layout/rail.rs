//! The staff rail: apps and places at the left, a menu on phones.

use maud::{Markup, html};
use platform_texts::{Lang, t};

use super::{App, House, header::brand};
use crate::button::Button;
use crate::icon::Icon;
use crate::palette::Palette;

/// A place of the rail.
#[derive(Clone, Debug)]
pub struct RailItem {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its sign.
    pub icon: Icon,
    /// How much waits there.
    pub count: Option<u64>,
}

impl RailItem {
    /// Reads `label`, leads to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self { label: label.into(), href: href.into(), icon, count: None }
    }

    /// How much waits there; nothing is shown for 0.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = (count > 0).then_some(count);
        self
    }
}

/// Places that belong together.
#[derive(Clone, Debug)]
pub struct RailGroup {
    /// Their name; the first group needs none.
    pub label: Option<String>,
    /// The places.
    pub items: Vec<RailItem>,
}

/// The rail.
#[derive(Clone, Debug, Default)]
pub struct Rail {
    /// Whose hue it carries.
    pub app: App,
    /// Name of the organization one works in.
    pub organization: Option<String>,
    /// Where one changes the organization.
    pub switch: Option<String>,
    /// The places.
    pub groups: Vec<RailGroup>,
    /// Address of the current place.
    pub current: String,
    /// Who is here, and where the account is: name and address.
    pub person: Option<(String, String)>,
}

impl Rail {
    /// A rail of `app` standing at the place with address `current`.
    pub fn new(app: App, current: impl Into<String>) -> Self {
        Self { app, current: current.into(), ..Self::default() }
    }

    /// Adds places under a name.
    #[must_use]
    pub fn group(mut self, label: Option<&str>, items: Vec<RailItem>) -> Self {
        self.groups.push(RailGroup { label: label.map(str::to_owned), items });
        self
    }

    /// The organization one works in and where to change it.
    #[must_use]
    pub fn organization(mut self, name: impl Into<String>, switch: Option<&str>) -> Self {
        self.organization = Some(name.into());
        self.switch = switch.map(str::to_owned);
        self
    }

    /// Who is here.
    #[must_use]
    pub fn person(mut self, name: impl Into<String>, account: impl Into<String>) -> Self {
        self.person = Some((name.into(), account.into()));
        self
    }

    pub(super) fn render_in(&self, house: &House) -> Markup {
        html! {
            header class="rail-bar" {
                a class="rail-bar__name" href=(house.home) { (brand(&house.name)) }
                @if let Some(address) = &house.palette {
                    a class="button button--quiet button--icon rail-bar__palette" href=(address) data-opens-palette
                        aria-label=(t!("palette-label")) title=(t!("palette-label")) { (Icon::Search) }
                }
                (Button::opens(t!("layout-menu"), "rail").quiet().icon_only(Icon::Menu))
            }
            // A popover on phones, laid open in the page by CSS where there is room.
            nav class={ "rail app--" (self.app.name()) } id="rail" popover="auto" aria-label=(t!("staff-rail")) {
                div class="rail__head" {
                    a class="rail__name" href=(house.home) { (brand(&house.name)) }
                    @if let Some(address) = &house.bell { div class="rail__bell" hx-get=(address) hx-trigger="load" {} }
                }
                @if let Some(name) = &self.organization { (self.render_organization(name)) }
                @if let Some(address) = &house.palette { (Palette::opener(address)) }
                @for group in &self.groups {
                    div class="rail__group" {
                        @if let Some(label) = &group.label { p class="rail__label" { (label) } }
                        ul role="list" { @for item in &group.items { (self.place(item)) } }
                    }
                }
                (languages(house))
                @if let Some((name, href)) = &self.person {
                    a class="rail__person" href=(href) { span class="rail__initial" aria-hidden="true" { (initial(name)) } span { (name) } }
                }
            }
        }
    }

    fn render_organization(&self, name: &str) -> Markup {
        html! {
            @if let Some(href) = &self.switch {
                a class="rail__organization" href=(href) { span { (name) } (Icon::ChevronsUpDown) }
            } @else {
                p class="rail__organization" { span { (name) } }
            }
        }
    }

    fn place(&self, item: &RailItem) -> Markup {
        html! {
            li {
                a class="rail__item" href=(item.href) aria-current=[(item.href == self.current).then_some("page")] {
                    (item.icon) span class="rail__text" { (item.label) }
                    @if let Some(count) = item.count { span class="rail__count" { (count) } }
                }
            }
        }
    }
}

/// The languages staff pages are told in.
fn languages(house: &House) -> Markup {
    html! {
        @if !house.languages.is_empty() {
            ul class="rail__languages" role="list" aria-label=(t!("layout-languages")) {
                @for (lang, href) in house.languages.iter().filter(|(lang, _)| Lang::STAFF.contains(lang)) {
                    li {
                        a href=(href) lang=(lang.tag()) hreflang=(lang.tag()) aria-current=[(house.lang == lang.tag()).then_some("true")] { (lang.own_name()) }
                    }
                }
            }
        }
    }
}

/// First letter of a name, as a mark. Scripts without capitals stay as they are.
fn initial(name: &str) -> String {
    name.trim().chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default()
}
