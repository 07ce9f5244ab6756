//! Which orders a list shows, as its address says it.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use platform_http::{Check, FieldFault};
use platform_texts::t;
use platform_types::{Currency, Money, TicketTypeId, Timestamp, Zone};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::console::lists::{Params, begins, day, patterns};
use crate::orders::OrderStatus;

/// What the address of a list of orders may say, but for the place in it.
pub const FILTER_NAMES: [&str; 10] = ["q", "status", "from", "until", "type", "least", "most", "payment", "kind", "sort"];

/// How its money stands, as far as the caller may see payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// A page of the provider's is open, or the money is being taken.
    Open,
    /// It is here.
    Received,
    /// The last try came to nothing.
    Failed,
    /// Some of it is on its way back.
    Returning,
    /// Some of it should have gone back and did not.
    Stuck,
}

impl Payment {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Received, Self::Failed, Self::Returning, Self::Stuck];

    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Received => "received",
            Self::Failed => "failed",
            Self::Returning => "returning",
            Self::Stuck => "stuck",
        }
    }

    /// In words.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Open => t!("console-filter-payment-open"),
            Self::Received => t!("console-filter-payment-received"),
            Self::Failed => t!("console-filter-payment-failed"),
            Self::Returning => t!("console-filter-payment-returning"),
            Self::Stuck => t!("console-filter-payment-stuck"),
        }
    }
}

/// What is paid for and what is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Costs something.
    Paid,
    /// Costs nothing.
    Free,
    /// Was given away by the organizer.
    Comp,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Paid, Self::Free, Self::Comp];

    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Free => "free",
            Self::Comp => "comp",
        }
    }

    /// In words.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Paid => t!("console-filter-kind-paid"),
            Self::Free => t!("console-filter-kind-free"),
            Self::Comp => t!("console-filter-kind-comp"),
        }
    }
}

/// What a list of orders is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When they were placed.
    #[default]
    Placed,
    /// What they cost.
    Total,
    /// Who bought.
    Buyer,
}

impl Sort {
    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Total => "total",
            Self::Buyer => "buyer",
        }
    }

    /// The column, and its type for what comes back from an address.
    pub(super) fn column(self) -> (&'static str, &'static str) {
        match self {
            Self::Placed => ("o.created_at", "timestamptz"),
            Self::Total => ("o.total_minor", "bigint"),
            Self::Buyer => ("o.buyer_bare", "text"),
        }
    }

    /// Whether a text from an address can be one of its values.
    pub(super) fn reads(self, value: &str) -> bool {
        match self {
            Self::Placed => value.parse::<Timestamp>().is_ok(),
            Self::Total => value.parse::<i64>().is_ok(),
            Self::Buyer => !value.contains('\0'),
        }
    }
}

/// Which orders, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Number, name, address, code.
    pub q: String,
    /// Where they stand.
    pub status: Option<OrderStatus>,
    /// Placed on this day or later, by the clocks of the place.
    pub from: Option<(NaiveDate, Timestamp)>,
    /// Placed on this day or earlier: the day, and when the next one begins.
    pub until: Option<(NaiveDate, Timestamp)>,
    /// With such a ticket.
    pub ticket_type: Option<TicketTypeId>,
    /// Costing at least so much.
    pub least: Option<Money>,
    /// Costing at most so much.
    pub most: Option<Money>,
    /// How the money stands.
    pub payment: Option<Payment>,
    /// For money or not.
    pub kind: Option<Kind>,
    /// Sorted by.
    pub sort: Sort,
    /// Largest first.
    pub down: bool,
}

impl OrderFilter {
    /// From an address; what is not understood is left out and named.
    pub fn read(params: &Params, zone: Zone, currency: Currency) -> (Self, Vec<FieldFault>) {
        let mut check = Check::new();
        let known = |name: &str, check: &mut Check, found: bool| {
            check.that(params.get(name).is_empty() || found, name, &t!("console-filter-choose"))
        };
        let status = OrderStatus::parse(params.get("status"));
        known("status", &mut check, status.is_some());
        let payment = Payment::ALL.into_iter().find(|p| p.as_str() == params.get("payment"));
        known("payment", &mut check, payment.is_some());
        let kind = Kind::ALL.into_iter().find(|k| k.as_str() == params.get("kind"));
        known("kind", &mut check, kind.is_some());
        let ticket_type = params.get("type").parse::<Uuid>().ok().map(TicketTypeId);
        known("type", &mut check, ticket_type.is_some());
        let from = check.field("from", day(params.get("from"))).flatten();
        let until = check.field("until", day(params.get("until"))).flatten();
        check.that(from.zip(until).is_none_or(|(from, until)| from <= until), "until", &t!("console-filter-days"));
        let mut amount = |name: &str| {
            let text = params.get(name);
            if text.is_empty() { None } else { check.field(name, Money::parse(text, currency)) }
        };
        let (least, most) = (amount("least"), amount("most"));
        check.that(least.zip(most).is_none_or(|(least, most)| least.minor <= most.minor), "most", &t!("console-filter-amounts"));
        let said = params.get("sort");
        let sort = [Sort::Placed, Sort::Total, Sort::Buyer].into_iter().find(|s| s.as_str() == said.trim_start_matches('-'));
        let filter = Self {
            q: params.get("q").chars().take(200).collect(),
            status,
            from: from.map(|day| (day, begins(day, zone))),
            until: until.and_then(|day| Some((day, begins(day.checked_add_days(Days::new(1))?, zone)))),
            ticket_type,
            least,
            most,
            payment,
            kind,
            sort: sort.unwrap_or_default(),
            down: sort.is_none() || said.starts_with('-'),
        };
        (filter, check.faults())
    }

    /// Adds its conditions to a query over `orders o` that has named the scope already: what row level security must
    /// look at first finds the rows, and the rest is looked at only there.
    pub(super) fn narrow(&self, query: &mut QueryBuilder<Postgres>) {
        if let Some(status) = self.status {
            query.push(" AND o.status = ").push_bind(status.as_str());
        }
        if let Some((_, at)) = self.from {
            query.push(" AND o.created_at >= ").push_bind(at);
        }
        if let Some((_, at)) = self.until {
            query.push(" AND o.created_at < ").push_bind(at);
        }
        match self.kind {
            Some(Kind::Paid) => drop(query.push(" AND o.total_minor > 0")),
            Some(Kind::Free) => drop(query.push(" AND o.total_minor = 0")),
            Some(Kind::Comp) => drop(query.push(" AND o.kind = 'comp'")),
            None => {}
        }
        for (money, sign) in [(self.least, " >= "), (self.most, " <= ")] {
            if let Some(money) = money {
                query.push(" AND o.currency = ").push_bind(money.currency.code().to_owned());
                query.push(" AND o.total_minor").push(sign).push_bind(money.minor);
            }
        }
        if let Some(kind) = self.ticket_type {
            query.push(" AND o.id IN (SELECT i.order_id FROM order_items i WHERE i.ticket_type_id = ").push_bind(kind.0).push(")");
        }
        if let Some(payment) = self.payment {
            query.push(" AND ").push(money_stands(payment));
        }
        for pattern in patterns(&self.q) {
            // Codes are read out in groups and stored without the strokes between them.
            query.push(" AND (o.sought LIKE ").push(BARE_OPEN).push_bind(pattern.clone()).push(BARE_CLOSE);
            query.push(" OR o.sought LIKE ").push(BARE_OPEN).push_bind(pattern.replace('-', "")).push(BARE_CLOSE);
            // Read out as a whole or not at all: guessed letter by letter it would open the order as its buyer's.
            query.push(" OR o.lookup_code = ").push_bind(pattern.replace(['-', '%'], "").to_uppercase()).push(")");
        }
    }
}

/// Around a bound text: without accents and case, as the searched columns are stored. A query of its own, so that it is
/// made once and not for every row, whatever plan is taken.
pub(in crate::console) const BARE_OPEN: &str = "(SELECT lower(regexp_replace(normalize(";
/// Its end.
pub(in crate::console) const BARE_CLOSE: &str = "::text, NFKD), '[\\u0300-\\u036f]', '', 'g')))";

fn money_stands(payment: Payment) -> &'static str {
    match payment {
        Payment::Open => {
            "EXISTS (SELECT 1 FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id AND p.status IN ('created', 'open', 'capturing', 'cancelling'))"
        }
        Payment::Received => {
            "EXISTS (SELECT 1 FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id AND p.status = 'captured')"
        }
        Payment::Failed => {
            "(SELECT p.status FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id ORDER BY p.attempt DESC LIMIT 1) IN ('failed', 'expired')"
        }
        Payment::Returning => {
            "EXISTS (SELECT 1 FROM payments p JOIN payment_refunds r ON r.payment_id = p.id WHERE p.subject_type = 'order' AND p.subject_id = o.id AND r.status NOT IN ('done', 'failed'))"
        }
        Payment::Stuck => {
            "EXISTS (SELECT 1 FROM payments p JOIN payment_refunds r ON r.payment_id = p.id WHERE p.subject_type = 'order' AND p.subject_id = o.id AND r.status = 'failed')"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (OrderFilter, Vec<String>) {
        let (filter, faults) = OrderFilter::read(&Params::read(query), "Asia/Hong_Kong".parse().unwrap(), "HKD".parse().unwrap());
        (filter, faults.into_iter().map(|f| f.field).collect())
    }

    #[test]
    fn an_address_says_which_orders() {
        let (filter, faults) = read("q=mei&status=paid&from=2026-03-01&until=2026-03-14&least=12,50&kind=paid&payment=stuck&sort=total");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(filter.until.unwrap().1.to_rfc3339(), "2026-03-14T16:00:00+00:00", "the whole last day, by the clocks there");
        assert_eq!((filter.least.unwrap().minor, filter.sort, filter.down), (1_250, Sort::Total, false));
        assert_eq!((read("").0.sort, read("").0.down), (Sort::Placed, true), "the newest first");
        assert!(read("sort=-buyer").0.down);
    }

    #[test]
    fn what_is_not_understood_is_named_and_left_out() {
        let (filter, faults) = read("status=sold&from=14.3.&until=2026-03-01&least=many&type=x&payment=y&kind=z");
        assert_eq!(faults, ["status", "payment", "kind", "type", "from", "least"]);
        assert_eq!((filter.status, filter.from, filter.least), (None, None, None));
        assert_eq!(read("from=2026-03-02&until=2026-03-01").1, ["until"]);
        assert_eq!(read("least=5&most=4").1, ["most"]);
    }
}
