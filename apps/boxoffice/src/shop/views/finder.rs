//! The form that asks the list: words, chips for what is asked most, and the rest folded away. Everything is in the address, so that
//! it works without a script, can be sent to a friend, and the button back goes back.

use platform_http::FieldFault;
use platform_texts::{Telling, on_day, t};
use platform_types::{Currency, Money};
use platform_ui::{Button, Category, Chip, Choice, Field, Filters, Icon, Markup, NavLink, Tabs, html};

use crate::discover::{Facets, Search, Sort, When};

/// What the form shows.
#[derive(Clone, Copy)]
pub(in crate::shop) struct Finder<'a> {
    pub(in crate::shop) search: &'a Search,
    pub(in crate::shop) facets: &'a Facets,
    /// The currency of a price without one.
    pub(in crate::shop) usual: Currency,
    pub(in crate::shop) faults: &'a [FieldFault],
    /// What the address says, to be shown again where it cannot be read.
    pub(in crate::shop) typed: &'a [(String, String)],
    /// Whether the answer is a calendar.
    pub(in crate::shop) calendar: bool,
}

/// Letters of what cannot be read that are shown again.
const SHOWN: usize = 300;
const VIEW: (&str, &str) = ("view", "calendar");

impl Finder<'_> {
    /// The address of another question in the same view.
    pub(in crate::shop) fn href(&self, search: &Search) -> String {
        search.href("/events", if self.calendar { &[VIEW] } else { &[] })
    }

    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }

    /// What stands in a field: what was understood, or else what was typed.
    fn shown(&self, field: &str, understood: Option<String>) -> String {
        let typed = || self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.chars().take(SHOWN).collect());
        understood.or_else(|| self.fault(field).and_then(|_| typed())).unwrap_or_default()
    }

    pub(in crate::shop) fn render(&self) -> Markup {
        html! {
            search class="finder" {
                form class="finder__form" method="get" action="/events" {
                    (search_line(&self.shown("q", Some(self.search.text.clone()).filter(|text| !text.is_empty())), self.fault("q")))
                    // Chips are links; sending the form keeps what they chose.
                    @for (name, value) in self.search.pairs().iter().filter(|(name, _)| matches!(*name, "category" | "when" | "free" | "available")) {
                        input type="hidden" name=(name) value=(value);
                    }
                    @if self.calendar { input type="hidden" name=(VIEW.0) value=(VIEW.1); }
                    (self.more())
                }
                (self.quick_chips())
                (category_chips(self.search, self.facets, self.calendar))
                (self.chosen())
            }
        }
    }

    /// List or calendar.
    pub(in crate::shop) fn views(&self) -> Markup {
        let list = NavLink::new(t!("finder-list"), self.search.href("/events", &[])).current(!self.calendar);
        let calendar = NavLink::new(t!("finder-calendar"), self.search.href("/events", &[VIEW])).current(self.calendar);
        Tabs::new(t!("finder-views")).tab(list).tab(calendar).render()
    }

    fn quick_chips(&self) -> Filters {
        let search = self.search;
        let toggled = |when: When| {
            let on = search.when == Some(when);
            let other = search.with(|s| (s.when, s.from, s.to) = (if on { None } else { Some(when) }, None, None));
            Chip::new(when.label(), self.href(&other), on)
        };
        let mut chips: Vec<Chip> = When::ALL.into_iter().map(toggled).collect();
        chips.push(Chip::new(t!("finder-free"), self.href(&search.with(|s| s.free = !s.free)), search.free));
        chips.push(Chip::new(t!("finder-available"), self.href(&search.with(|s| s.available = !s.available)), search.available));
        Filters::new(chips).named(t!("finder-quick"))
    }

    /// What was chosen in the folded part, to be taken away one by one.
    fn chosen(&self) -> Markup {
        let search = self.search;
        let mut chips = Vec::new();
        let mut chip = |label: String, without: Search| chips.push(Chip::new(label, self.href(&without), true));
        if !search.text.is_empty() {
            chip(t!("finder-words", text = search.text).into_owned(), search.with(|s| s.text.clear()));
        }
        if let Some(city) = &search.city {
            chip(city.clone(), search.with(|s| s.city = None));
        }
        if let Some(from) = search.from {
            chip(t!("finder-from", what = on_day(from, Telling::ShortDate)).into_owned(), search.with(|s| s.from = None));
        }
        if let Some(to) = search.to {
            chip(t!("finder-until", day = on_day(to, Telling::ShortDate)).into_owned(), search.with(|s| s.to = None));
        }
        if let Some(least) = search.price_from {
            chip(t!("finder-from", what = least.to_string()).into_owned(), search.with(|s| s.price_from = None));
        }
        if let Some(most) = search.price_to {
            chip(t!("finder-up-to", price = most.to_string()).into_owned(), search.with(|s| s.price_to = None));
        }
        if let (Some(currency), None, None) = (search.currency, search.price_from, search.price_to) {
            chip(t!("finder-in-currency", currency = currency.code()).into_owned(), search.with(|s| s.currency = None));
        }
        if chips.is_empty() {
            return html! {};
        }
        Filters::new(chips).clear(self.href(&Search::default())).named(t!("finder-chosen")).render()
    }

    fn more(&self) -> Markup {
        let search = self.search;
        let day = |field: &str, day: Option<chrono::NaiveDate>| self.shown(field, day.map(|day| day.to_string()));
        let amount = |field: &str, price: Option<Money>| self.shown(field, price.map(Money::decimal));
        let currency = search.currency.unwrap_or(self.usual);
        let wrong = ["from", "to", "price_from", "price_to", "currency", "city", "sort", "when", "category", "free", "available"];
        let other_faults: Vec<&str> = wrong[5..].iter().filter_map(|field| self.fault(field)).collect();
        let is_open = wrong.iter().any(|field| self.fault(field).is_some());
        html! {
            details class="finder__more" open[is_open] {
                summary class="button button--small" { (Icon::Funnel) span class="button__label" { (t!("finder-more")) } }
                div class="finder__fields" {
                    @for fault in &other_faults { p class="field__error finder__fault" { (fault) } }
                    @if self.facets.cities.len() > 1 || search.city.is_some() {
                        (Field::select("city", t!("finder-town"), self.towns()).placeholder(t!("finder-everywhere")).value(search.city.clone().unwrap_or_default()).narrowing())
                    }
                    div class="form__row" {
                        (Field::date("from", t!("finder-day-from")).value(day("from", search.from)).error(self.fault("from")).narrowing())
                        (Field::date("to", t!("finder-day-until")).value(day("to", search.to)).error(self.fault("to")).narrowing())
                    }
                    div class="form__row" {
                        (Field::money("price_from", t!("finder-price-from"), currency).value(amount("price_from", search.price_from)).error(self.fault("price_from")).narrowing())
                        (Field::money("price_to", t!("finder-price-to"), currency).value(amount("price_to", search.price_to)).error(self.fault("price_to")).narrowing())
                    }
                    @if self.facets.currencies.len() > 1 || search.currency.is_some() {
                        (Field::select("currency", t!("finder-prices-in"), self.currencies()).value(search.currency.unwrap_or(self.usual).code()).error(self.fault("currency")).narrowing())
                    }
                    (Field::select("sort", t!("finder-sorted"), self.sorts()).value(search.sort().as_str()).narrowing())
                    (Button::submit(t!("finder-show")).main())
                }
            }
        }
    }

    fn towns(&self) -> Vec<Choice> {
        let mut towns: Vec<String> = self.facets.cities.iter().map(|town| town.value.clone()).collect();
        towns.extend(self.search.city.clone().filter(|city| !towns.contains(city)));
        towns.sort_unstable();
        towns.into_iter().map(|town| Choice::new(town.clone(), town)).collect()
    }

    fn currencies(&self) -> Vec<Choice> {
        let mut known: Vec<Currency> = self.facets.currencies.iter().map(|(currency, _)| *currency).collect();
        let chosen = self.search.currency.unwrap_or(self.usual);
        if !known.contains(&chosen) {
            known.push(chosen);
        }
        known.into_iter().map(|currency| Choice::new(currency.code(), currency.code())).collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        let offered = Sort::ALL.into_iter().filter(|sort| *sort != Sort::Fit || !self.search.text.is_empty());
        offered.map(|sort| Choice::new(sort.as_str(), sort.label())).collect()
    }
}

/// The line to write into, and its button.
pub(super) fn search_line(words: &str, fault: Option<&str>) -> Markup {
    let field = Field::search("q", t!("finder-search-label"))
        .placeholder(t!("finder-search-placeholder"))
        .value(words)
        .max_length(200)
        .error(fault);
    html! { div class="finder__line" { (field) (Button::submit(t!("finder-search")).main().icon(Icon::Search)) } }
}

/// The kinds of things that are on, with how many.
pub(super) fn category_chips(search: &Search, facets: &Facets, calendar: bool) -> Markup {
    let chosen = search.category.as_deref();
    let mut chips: Vec<Chip> = Vec::new();
    let known: Vec<(&str, i64)> = facets.categories.iter().map(|facet| (facet.value.as_str(), facet.count)).collect();
    let alone = chosen.filter(|chosen| known.iter().all(|(value, _)| value != chosen)).map(|chosen| (chosen, 0));
    for (value, count) in known.iter().copied().chain(alone) {
        let on = chosen == Some(value);
        let other = search.with(|s| s.category = if on { None } else { Some(value.to_owned()) });
        let href = other.href("/events", if calendar { &[VIEW] } else { &[] });
        chips.push(Chip::new(category_label(value), href, on).count(u64::try_from(count).unwrap_or(0)));
    }
    if chips.len() < 2 && chosen.is_none() {
        return html! {};
    }
    Filters::new(chips).named(t!("finder-categories")).render()
}

/// A category as people read it; one that is none of ours as it is written.
fn category_label(slug: &str) -> String {
    Category::ALL
        .into_iter()
        .find(|category| category.slug() == slug)
        .map_or_else(|| slug.to_owned(), |category| category.label().to_string())
}
