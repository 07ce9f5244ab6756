//! `/admin/audit`: who did what, when and where; whether the rows are as they were; all of it as a file.

mod asked;
mod export;
mod list;
mod one;
mod verify;

pub use export::export;
pub use list::list;
pub use one::show;
pub use verify::verify;

use std::collections::BTreeMap;

use platform_audit::Event;
use platform_db::Tx;
use platform_http::Fault;
use platform_texts::t;
use uuid::Uuid;

/// Names of the people and organizations in some rows, as far as the reader may know them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: BTreeMap<Uuid, String>,
    organizations: BTreeMap<Uuid, String>,
}

impl Names {
    /// Of these rows.
    pub async fn of(tx: &mut Tx, events: &[Event]) -> Result<Self, Fault> {
        let people: Vec<Uuid> = events.iter().flat_map(|e| [e.user, e.impersonator]).flatten().map(|u| u.0).collect();
        let organizations: Vec<Uuid> = events.iter().filter_map(|e| e.organization).map(|o| o.0).collect();
        Ok(Self {
            people: platform_auth::people::names_of(tx, &people).await?,
            organizations: platform_auth::organizations::names_of(tx, &organizations).await?,
        })
    }

    /// A person's name, else their id.
    pub fn person(&self, id: Uuid) -> String {
        self.people.get(&id).filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| id.to_string())
    }

    /// An organization's name, else its id.
    pub fn organization(&self, id: Uuid) -> String {
        self.organizations.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Who did it, in words.
    pub fn who(&self, event: &Event) -> String {
        let by = match (event.user, event.guest, &event.system_why) {
            (Some(user), _, _) => self.person(user.0),
            (None, Some(_), _) => t!("admin-a-guest").into_owned(),
            (None, None, Some(why)) => t!("admin-the-house-because", why = why.as_str()).into_owned(),
            (None, None, None) => t!("admin-somebody").into_owned(),
        };
        match event.impersonator {
            Some(other) => t!("admin-in-their-name", other = self.person(other.0), person = by).into_owned(),
            None => by,
        }
    }
}
