//! What is asked, as it stands in an address.

use std::borrow::Cow;

use chrono::NaiveDate;
use platform_http::Check;
use platform_texts::t;
use platform_types::{Currency, Money};

/// The names of everything that may be asked.
pub const PARAMETERS: [&str; 12] =
    ["q", "category", "city", "when", "from", "to", "free", "price_from", "price_to", "currency", "available", "sort"];

/// Letters of a question; what is longer is told.
const LONGEST: usize = 200;
/// Letters of a category or town.
const LONGEST_NAME: usize = 120;

/// A span of days that moves with the day, on the clocks of each event's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// This day.
    Today,
    /// The day after.
    Tomorrow,
    /// The coming Saturday and Sunday, or what is left of them.
    Weekend,
    /// This day and the six after it.
    Week,
    /// This day and the twenty-nine after it.
    Month,
}

impl When {
    /// All of them, the nearest first.
    pub const ALL: [Self; 5] = [Self::Today, Self::Tomorrow, Self::Weekend, Self::Week, Self::Month];

    /// As it stands in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::Weekend => "weekend",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// As a person reads it.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Today => t!("finder-today"),
            Self::Tomorrow => t!("finder-tomorrow"),
            Self::Weekend => t!("finder-weekend"),
            Self::Week => t!("finder-week"),
            Self::Month => t!("finder-month"),
        }
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What fits best; only where words are asked.
    Fit,
    /// What comes first.
    Date,
    /// What costs least, everything in.
    Price,
    /// What was published last.
    New,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Fit, Self::Date, Self::Price, Self::New];

    /// As it stands in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Date => "date",
            Self::Price => "price",
            Self::New => "new",
        }
    }

    /// As a person reads it.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Fit => t!("finder-by-fit"),
            Self::Date => t!("finder-by-date"),
            Self::Price => t!("finder-by-price"),
            Self::New => t!("finder-by-new"),
        }
    }
}

/// Everything that is asked of the list. The default asks for all that is coming, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words, as they were typed.
    pub text: String,
    /// A category's slug.
    pub category: Option<String>,
    /// A town, as it is written.
    pub city: Option<String>,
    /// Days that move with the day.
    pub when: Option<When>,
    /// From this day on, on the place's clocks.
    pub from: Option<NaiveDate>,
    /// Up to and with this day.
    pub to: Option<NaiveDate>,
    /// Only what costs nothing.
    pub free: bool,
    /// At least so much for one ticket, everything in.
    pub price_from: Option<Money>,
    /// At most so much for one ticket, everything in.
    pub price_to: Option<Money>,
    /// Only events in this currency (and free ones).
    pub currency: Option<Currency>,
    /// Only what can be bought now.
    pub available: bool,
    /// As it was asked; [`Search::sort`] has what that means.
    pub sorted: Option<Sort>,
}

impl Search {
    /// Reads `(name, value)` pairs; other names are nobody's here. Every wrong value is told by its field, and what was right
    /// stands. `usual` is the currency of a price without one.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, usual: Currency) -> (Self, Check) {
        let (mut search, mut check) = (Self::default(), Check::new());
        let (mut least, mut most) = (None, None);
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name {
                "q" if value.chars().count() <= LONGEST => value.clone_into(&mut search.text),
                "q" => check.wrong("q", t!("finder-wrong-long", most = LONGEST)),
                "category" => search.category = name_of(value, "category", &mut check),
                "city" => search.city = name_of(value, "city", &mut check),
                "when" => search.when = one_of(&When::ALL, When::as_str, value, "when", &mut check),
                "from" => search.from = day(value, "from", &mut check),
                "to" => search.to = day(value, "to", &mut check),
                "free" => search.free = switch(value, "free", &mut check),
                "available" => search.available = switch(value, "available", &mut check),
                "currency" => {
                    search.currency = value.to_ascii_uppercase().parse().ok();
                    check.that(search.currency.is_some(), "currency", &t!("finder-wrong-currency"));
                }
                "price_from" => least = Some(value),
                "price_to" => most = Some(value),
                "sort" => search.sorted = one_of(&Sort::ALL, Sort::as_str, value, "sort", &mut check),
                _ => {}
            }
        }
        let currency = search.currency.unwrap_or(usual);
        search.price_from = least.and_then(|text| price(text, currency, "price_from", &mut check));
        search.price_to = most.and_then(|text| price(text, currency, "price_to", &mut check));
        if let (Some(from), Some(to)) = (search.from, search.to) {
            check.that(from <= to, "to", &t!("finder-wrong-days"));
        }
        if let (Some(least), Some(most)) = (search.price_from, search.price_to) {
            check.that(least.minor <= most.minor, "price_to", &t!("finder-wrong-prices"));
        }
        (search, check)
    }

    /// The order, also where none was asked for.
    pub fn sort(&self) -> Sort {
        match self.sorted {
            Some(Sort::Fit) | None if self.text.is_empty() => Sort::Date,
            None => Sort::Fit,
            Some(sort) => sort,
        }
    }

    /// Whether anything narrows the list.
    pub fn narrows(&self) -> bool {
        *self != Self { sorted: self.sorted, ..Self::default() }
    }

    /// Whether days are asked for: then what has begun and is not over counts too.
    pub fn has_days(&self) -> bool {
        self.when.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// As it stands in an address: in one order, so that one question has one address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name: &'static str, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        put("q", (!self.text.is_empty()).then(|| self.text.clone()));
        put("category", self.category.clone());
        put("city", self.city.clone());
        put("when", self.when.map(|when| when.as_str().to_owned()));
        put("from", self.from.map(|day| day.to_string()));
        put("to", self.to.map(|day| day.to_string()));
        put("free", self.free.then(|| "1".to_owned()));
        put("price_from", self.price_from.map(Money::decimal));
        put("price_to", self.price_to.map(Money::decimal));
        put("currency", self.currency.map(|currency| currency.code().to_owned()));
        put("available", self.available.then(|| "1".to_owned()));
        put("sort", self.sorted.map(|sort| sort.as_str().to_owned()));
        pairs
    }

    /// An address below `path`, with more pairs at its end.
    pub fn href(&self, path: &str, more: &[(&str, &str)]) -> String {
        let pairs = self.pairs();
        if pairs.is_empty() && more.is_empty() {
            return path.to_owned();
        }
        let all = pairs.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied());
        format!("{path}?{}", serde_urlencoded::to_string(all.collect::<Vec<_>>()).unwrap_or_default())
    }

    /// The same question with one thing changed.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }
}

fn one_of<T: Copy>(all: &[T], word: fn(T) -> &'static str, value: &str, field: &str, check: &mut Check) -> Option<T> {
    let found = all.iter().copied().find(|one| word(*one) == value);
    let known = all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ");
    check.that(found.is_some(), field, &t!("finder-wrong-choice", known = known));
    found
}

fn name_of(value: &str, field: &str, check: &mut Check) -> Option<String> {
    let fits = value.chars().count() <= LONGEST_NAME;
    check.that(fits, field, &t!("finder-wrong-name", most = LONGEST_NAME));
    fits.then(|| value.to_owned())
}

fn day(value: &str, field: &str, check: &mut Check) -> Option<NaiveDate> {
    // Years that PostgreSQL and people know alike.
    let day = value.parse::<NaiveDate>().ok().filter(|day| (1970..=9999).contains(&chrono::Datelike::year(day)));
    check.that(day.is_some(), field, &t!("finder-wrong-day"));
    day
}

fn switch(value: &str, field: &str, check: &mut Check) -> bool {
    let known = matches!(value, "1" | "true" | "on" | "0" | "false");
    check.that(known, field, &t!("finder-wrong-switch"));
    matches!(value, "1" | "true" | "on")
}

fn price(value: &str, currency: Currency, field: &str, check: &mut Check) -> Option<Money> {
    let price = Money::parse(value, currency).ok().filter(|price| price.minor >= 0);
    check.that(
        price.is_some(),
        field,
        &t!("finder-wrong-amount", currency = currency.code(), example = Money::new(2_500, currency).typed()),
    );
    price
}
