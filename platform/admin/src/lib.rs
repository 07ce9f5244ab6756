//! `/admin`: what whoever runs the platform sees and does, in a browser.
//!
//! Owns no table. Every page is read and every change is made as the person who asks; the database decides once more what they may
//! (`auth.on_platform`, policies and the functions of `auth_060_operators.sql`). Invariants: only a role held on the platform opens a
//! page, and for everybody else there is none (404); every change leaves one line in the audit, in its transaction, and is asked for
//! before it is made; sent twice it happens once; a body of a mail, a job's payload and an address of a network are on no list.
//!
//! To add a page: a folder with handler and view, a line in [`routes()`], a place in `frame::Place`.

mod audit;
mod desk;
mod frame;
mod jobs;
mod list;
mod messages;
mod organizations;
mod overview;
mod people;
mod queries;
mod routes;
mod texts;

use std::sync::Arc;

use platform_auth::Auth;
use platform_ui::{House, Markup};

pub use people::{PersonAction, Subject};
pub use routes::routes;

/// What these pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Admin {
    auth: Auth,
    house: Arc<dyn Fn() -> House + Send + Sync>,
    actions: Vec<Arc<dyn PersonAction>>,
}

impl Admin {
    /// Puts it together. `house` is how every page looks around its content; nothing in it depends on who asks.
    pub fn new(auth: Auth, house: Arc<dyn Fn() -> House + Send + Sync>) -> Self {
        Self { auth, house, actions: Vec::new() }
    }

    /// Adds something that can be done on a person's page.
    #[must_use]
    pub fn person_action(mut self, action: Arc<dyn PersonAction>) -> Self {
        self.actions.push(action);
        self
    }

    fn auth(&self) -> &Auth {
        &self.auth
    }

    fn actions(&self, on: &people::Subject<'_>) -> Vec<Markup> {
        self.actions.iter().filter_map(|action| action.offer(on)).collect()
    }
}
