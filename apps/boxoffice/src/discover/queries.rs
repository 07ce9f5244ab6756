//! The questions to the list. One text of conditions for all of them, so that what is counted is what is shown.
//!
//! They are planned anew each time ([`begin`]): which of the conditions are asked decides which index serves, and a plan made for
//! all of them reads the whole list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use commons::told::told;
use platform_db::Tx;
use platform_types::{Currency, EventId, Lang, Timestamp, Zone};
use uuid::Uuid;

use super::{Dated, Search, When};

/// How the words of a question are held against an event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// No words were asked.
    Everything,
    /// All words, as they begin or by their stem.
    All,
    /// All words, where similar ones count: somebody mistyped.
    Near,
    /// Any of the words.
    Any,
}

impl Matching {
    fn as_str(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::All => "all",
            Self::Near => "near",
            Self::Any => "any",
        }
    }
}

/// How alike a mistyped word must be, 0 to 1, where nothing is more alike: `concret` and `concert` are 0.5.
const NEAR: &str = "0.45";
/// Of a word that is as alike as this, as `hamlt` is to `hamlet`, what is less alike is not meant.
const NEARER: &str = "0.6";

/// A part of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The events, in order.
    pub ids: Vec<EventId>,
    /// Whether there are more after them.
    pub more: bool,
}

/// `$head` and `$tail` are literals of ours; the parameters 1 to 13 are the conditions.
macro_rules! listed {
    ($row:ty, $head:literal, $tail:literal, $asked:expr $(, $arg:expr)*) => {
        sqlx::query_as!(
            $row,
            $head + r#" FROM listed_events l
            WHERE l.ends_at > $1 AND ($2 OR l.starts_at >= $1)
              AND ($3::text = 'everything'
                OR ($3::text = 'all' AND l.words @@ (SELECT boxoffice.all_of(a.question) FROM boxoffice.asked($4::text) a))
                OR ($3::text = 'any' AND l.words @@ (SELECT boxoffice.any_of(a.question) FROM boxoffice.asked($4::text) a))
                OR ($3::text = 'near' AND l.brief %> ANY ((SELECT array_agg(a.word) FROM boxoffice.asked($4::text) a)::text[])
                    AND NOT EXISTS (SELECT 1 FROM boxoffice.asked($4::text) a WHERE NOT (l.words @@ a.question OR l.brief %> a.word))))
              AND ($5::text IS NULL OR l.category = $5::text)
              AND ($6::text IS NULL OR l.city_key = boxoffice.fold($6::text))
              AND ($7::text IS NULL OR (l.starts_on <= boxoffice.last_day($7::text, ($1 AT TIME ZONE l.timezone)::date)
                                        AND l.ends_on >= boxoffice.first_day($7::text, ($1 AT TIME ZONE l.timezone)::date)))
              AND ($8::date IS NULL OR l.ends_on >= $8::date)
              AND ($9::date IS NULL OR l.starts_on <= $9::date)
              AND ($10::bigint IS NULL OR EXISTS (SELECT 1 FROM listed_prices p WHERE p.event_id = l.event_id AND coalesce(p.closes_at > $1, true)
                                                    AND p.all_in_minor BETWEEN $10::bigint AND $11::bigint AND (p.all_in_minor = 0 OR l.currency = $12::text)))
              AND (NOT $13 OR l.event_id IN (SELECT s.event_id FROM boxoffice.listed_stock() s)) "# + $tail,
            $asked.now, $asked.begun, $asked.matching, $asked.text, $asked.category, $asked.city, $asked.when, $asked.from, $asked.to,
            $asked.least, $asked.most, $asked.currency, $asked.available $(, $arg)*
        )
    };
}

/// The conditions as the query wants them.
struct Conditions<'a> {
    now: Timestamp,
    begun: bool,
    matching: &'static str,
    text: &'a str,
    category: Option<&'a str>,
    city: Option<&'a str>,
    when: Option<&'static str>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    least: Option<i64>,
    most: Option<i64>,
    currency: &'a str,
    available: bool,
}

impl<'a> Conditions<'a> {
    fn new(search: &'a Search, matching: Matching, usual: &'a Currency, now: Timestamp) -> Self {
        let priced = search.free || search.price_from.is_some() || search.price_to.is_some() || search.currency.is_some();
        let least = search.price_from.filter(|_| !search.free).map_or(0, |price| price.minor);
        let most = if search.free { 0 } else { search.price_to.map_or(i64::MAX, |price| price.minor) };
        Self {
            now,
            begun: search.has_days(),
            matching: matching.as_str(),
            text: &search.text,
            category: search.category.as_deref(),
            city: search.city.as_deref(),
            when: search.when.filter(|_| search.from.is_none() && search.to.is_none()).map(When::as_str),
            from: search.from,
            to: search.to,
            least: priced.then_some(least),
            most: priced.then_some(most),
            currency: search.currency.as_ref().unwrap_or(usual).code(),
            available: search.available,
        }
    }
}

struct Id {
    event_id: Uuid,
}

/// A part of the list: at most `limit` events, after the event of `after` (order of time) or after `skip` of them (other orders).
/// `usual` is the currency of prices without one.
pub async fn find(
    tx: &mut Tx,
    search: &Search,
    matching: Matching,
    usual: Currency,
    now: Timestamp,
    after: Option<(Timestamp, EventId)>,
    skip: i64,
    limit: i64,
) -> Result<Found, sqlx::Error> {
    let asked = Conditions::new(search, matching, &usual, now);
    let (after_time, after_id) = after.map_or((None, Uuid::nil()), |(at, id)| (Some(at), id.0));
    let rows = listed!(
        Id,
        "SELECT l.event_id",
        r#" AND ($14::timestamptz IS NULL OR (l.starts_at, l.event_id) > ($14::timestamptz, $15::uuid))
          ORDER BY
            CASE WHEN $16::text = 'fit' AND $3::text = 'near' THEN (SELECT sum(word_similarity(a.word, l.brief)) FROM boxoffice.asked($4::text) a)
                 WHEN $16::text = 'fit' THEN boxoffice.fit(l.words, l.title, boxoffice.fold($4::text), (SELECT boxoffice.any_of(a.question) FROM boxoffice.asked($4::text) a))
            END DESC NULLS LAST,
            CASE WHEN $16::text = 'price' THEN (SELECT min(p.all_in_minor) FROM listed_prices p WHERE p.event_id = l.event_id AND coalesce(p.closes_at > $1, true)) END NULLS LAST,
            CASE WHEN $16::text = 'new' THEN l.listed_at END DESC NULLS LAST,
            l.starts_at, l.event_id
          LIMIT $17 OFFSET $18"#,
        asked,
        after_time,
        after_id,
        search.sort().as_str(),
        limit + 1,
        skip
    )
    .fetch_all(&mut **tx)
    .await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Found { more: rows.len() > wanted, ids: rows.into_iter().take(wanted).map(|row| row.event_id.into()).collect() })
}

/// How much one value of a filter lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The value, as an address has it.
    pub value: String,
    /// How many events, with every other condition as it is asked.
    pub count: i64,
}

/// How many events the question has, and how many each other category and town would have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// All that match.
    pub total: i64,
    /// By category, the largest first; those without one are left out.
    pub categories: Vec<Facet>,
    /// By town, the largest first; those without one are left out.
    pub cities: Vec<Facet>,
    /// By currency, the largest first.
    pub currencies: Vec<(Currency, i64)>,
}

struct Cell {
    category: String,
    city: String,
    city_key: String,
    currency: String,
    asked_city: bool,
    count: i64,
}

/// Counts the answers.
pub async fn facets(tx: &mut Tx, search: &Search, matching: Matching, usual: Currency, now: Timestamp) -> Result<Facets, sqlx::Error> {
    let open = search.with(|s| (s.category, s.city) = (None, None));
    let asked = Conditions::new(&open, matching, &usual, now);
    let cells = listed!(
        Cell,
        r#"SELECT l.category, min(l.city) AS "city!", l.city_key, l.currency, l.city_key = boxoffice.fold($14::text) AS "asked_city!", count(*) AS "count!""#,
        " GROUP BY l.category, l.city_key, l.currency",
        asked,
        search.city.as_deref().unwrap_or_default()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(sum(&cells, search))
}

fn sum(cells: &[Cell], search: &Search) -> Facets {
    let in_category = |cell: &Cell| search.category.as_ref().is_none_or(|wanted| *wanted == cell.category);
    let in_city = |cell: &Cell| search.city.is_none() || cell.asked_city;
    let mut facets = Facets::default();
    let (mut categories, mut cities, mut currencies) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for cell in cells {
        if in_category(cell) && in_city(cell) {
            facets.total += cell.count;
        }
        if in_city(cell) {
            *categories.entry(cell.category.clone()).or_insert(0) += cell.count;
        }
        if in_category(cell) {
            cities.entry(cell.city_key.clone()).or_insert((cell.city.clone(), 0)).1 += cell.count;
        }
        *currencies.entry(cell.currency.clone()).or_insert(0) += cell.count;
    }
    facets.categories = largest_first(categories);
    facets.cities = largest_first(cities.into_values().collect());
    facets.currencies = largest_first(currencies).into_iter().filter_map(|facet| Some((facet.value.parse().ok()?, facet.count))).collect();
    facets
}

fn largest_first(counts: BTreeMap<String, i64>) -> Vec<Facet> {
    let mut facets: Vec<Facet> =
        counts.into_iter().filter(|(value, _)| !value.is_empty()).map(|(value, count)| Facet { value, count }).collect();
    facets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    facets
}

struct Day {
    event_id: Uuid,
    slug: String,
    name: String,
    names: serde_json::Value,
    starts_at: Timestamp,
    timezone: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// Events with their days, for a calendar: those that match and take a day between the question's `from` and `to`.
pub async fn list_days(
    tx: &mut Tx,
    search: &Search,
    matching: Matching,
    usual: Currency,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Dated>, sqlx::Error> {
    let asked = Conditions::new(search, matching, &usual, now);
    let rows = listed!(
        Day,
        r#"SELECT d.event_id, e.slug, e.name, e.names, d.starts_at, d.timezone, d.starts_on AS "starts_on!", d.ends_on AS "ends_on!" FROM (SELECT l.event_id, l.starts_at, l.timezone, l.starts_on, l.ends_on"#,
        " ORDER BY l.starts_at, l.event_id LIMIT $14) d JOIN events e ON e.id = d.event_id WHERE d.starts_on IS NOT NULL ORDER BY d.starts_at, d.event_id",
        asked,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    let dated = |row: Day| Dated {
        id: row.event_id.into(),
        slug: row.slug,
        name: told(&row.name, &row.names, Lang::current()).to_owned(),
        starts_at: row.starts_at,
        zone: row.timezone.parse().unwrap_or(Zone::UTC),
        days: (row.starts_on, row.ends_on),
    };
    Ok(rows.into_iter().map(dated).collect())
}

/// How the question's words match: all of them where any event has them all, else nearly, else any of them. Decided by the words
/// alone, so that a filter never makes a list of guesses. Questions of the same transaction take similar words as this found them.
pub async fn matching_of(tx: &mut Tx, search: &Search, now: Timestamp) -> Result<Matching, sqlx::Error> {
    if search.text.is_empty() {
        return Ok(Matching::Everything);
    }
    let nearer_first = [(Matching::All, NEAR), (Matching::Near, NEARER), (Matching::Near, NEAR), (Matching::Any, NEAR)];
    for (matching, alike) in nearer_first {
        if matching == Matching::Near {
            sqlx::query("SELECT set_config('pg_trgm.word_similarity_threshold', $1, true)").bind(alike).execute(&mut **tx).await?;
        }
        let bare = Search { text: search.text.clone(), ..Search::default() };
        let asked = Conditions::new(&bare, matching, &Currency::EUR, now);
        let any = listed!(Id, "SELECT l.event_id", " LIMIT 1", asked).fetch_optional(&mut **tx).await?;
        if any.is_some() {
            return Ok(matching);
        }
    }
    Ok(Matching::All)
}

/// Makes a transaction ready for questions, once: each is planned for what it asks, and similar words count from [`NEAR`] on. Gives
/// the currency of most public events; euros where there are none.
pub async fn begin(tx: &mut Tx) -> Result<Currency, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT set_config('plan_cache_mode', 'force_custom_plan', true) AS planned, set_config('pg_trgm.word_similarity_threshold', $1, true) AS near,
             (SELECT currency FROM listed_events GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1) AS currency"#,
        NEAR
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.currency.and_then(|code| code.parse().ok()).unwrap_or(Currency::EUR))
}

/// Events that sell now and of which no kind has as many as `few` left, the fewest first.
pub async fn list_almost_gone(tx: &mut Tx, few: i32, limit: i64) -> Result<Vec<EventId>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Id,
        r#"SELECT s.event_id AS "event_id!" FROM boxoffice.listed_stock() s JOIN listed_events l ON l.event_id = s.event_id
           WHERE s.most_left < $1 ORDER BY s.most_left, l.starts_at, l.event_id LIMIT $2"#,
        few,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.event_id.into()).collect())
}
