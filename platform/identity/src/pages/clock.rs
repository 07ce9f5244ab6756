//! By whose clock one's own pages tell when something was.

use maud::Markup;
use platform_db::{DbError, Tx};
use platform_http::Ctx;
use platform_types::{Timestamp, Zone};
use platform_ui::Moment;

/// The clock of whoever looks at their own account.
#[derive(Clone, Copy)]
pub(super) struct OwnClock(Option<Zone>);

impl OwnClock {
    /// The one they chose for their notices, else their house's. Nothing tells the house any other, but their browser knows.
    pub(super) async fn of(tx: &mut Tx, ctx: &Ctx) -> Result<Self, DbError> {
        let Some(user) = ctx.actor.user_id() else { return Ok(Self(None)) };
        Ok(Self(platform_inbox::known_zone(tx, user).await?))
    }

    /// “Sat 14 Mar, 19:30”.
    pub(super) fn tell(self, at: Timestamp) -> Markup {
        match self.0 {
            Some(zone) => Moment::short(at, zone).render(),
            None => Moment::short(at, Zone::UTC).for_reader().render(),
        }
    }
}
