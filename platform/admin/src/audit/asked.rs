//! What is looked for, as its address says it, and what it means.

use chrono::{Days, NaiveTime};
use platform_audit::Filter;
use platform_auth::people::id_of_address;
use platform_db::Tx;
use platform_http::{Check, Fault, FieldFault};
use platform_texts::t;
use platform_types::{OrganizationId, Timestamp, UserId};
use serde::Deserialize;
use uuid::Uuid;

use crate::list::day;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// An address or an id of a person.
    pub who: String,
    /// How the action begins.
    pub what: String,
    /// The id of a row it was done to.
    pub on: String,
    /// The short name or the id of an organization.
    pub organization: String,
    /// From this day on.
    pub from: String,
    /// Up to this day.
    pub until: String,
    /// The row the list goes on after.
    pub before: String,
    /// What an export is written in.
    pub format: String,
}

impl Asked {
    /// Without the page.
    pub fn says(&self) -> [(&str, &str); 6] {
        [
            ("who", self.who.trim()),
            ("what", self.what.trim()),
            ("on", self.on.trim()),
            ("organization", self.organization.trim()),
            ("from", self.from.trim()),
            ("until", self.until.trim()),
        ]
    }

    /// What it means, and what of it means nothing: then nothing is shown, and not everything.
    pub async fn read(&self, tx: &mut Tx) -> Result<(Filter, Vec<FieldFault>), Fault> {
        let mut check = Check::new();
        let mut filter = Filter { action: self.what.trim().to_lowercase(), ..Filter::default() };
        if !self.who.trim().is_empty() {
            filter.user = match self.who.trim().parse::<Uuid>() {
                Ok(id) => Some(UserId(id)),
                Err(_) => id_of_address(tx, &self.who).await?,
            };
            check.that(filter.user.is_some(), "who", &t!("admin-wrong-who"));
        }
        if !self.organization.trim().is_empty() {
            filter.organization = match self.organization.trim().parse::<Uuid>() {
                Ok(id) => Some(OrganizationId(id)),
                Err(_) => platform_auth::organizations::id_of_slug(tx, self.organization.trim()).await?,
            };
            check.that(filter.organization.is_some(), "organization", &t!("admin-wrong-organization"));
        }
        if !self.on.trim().is_empty() {
            filter.subject = self.on.trim().parse().ok();
            check.that(filter.subject.is_some(), "on", &t!("admin-wrong-id"));
        }
        let begins = |day: chrono::NaiveDate| -> Timestamp { day.and_time(NaiveTime::MIN).and_utc() };
        filter.from = check.field("from", day(&self.from)).flatten().map(begins);
        let last = check.field("until", day(&self.until)).flatten();
        filter.until = last.and_then(|day| day.checked_add_days(Days::new(1))).map(begins);
        filter.before = self.before.parse().ok();
        Ok((filter, check.faults()))
    }
}
