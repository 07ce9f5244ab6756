//! Who works where, as what: the pieces that the members' page and an event's team page share.
//!
//! Owns no table and no rule: `platform_auth` has both, and row level security decides. To be used by every page that
//! offers roles, so that a role reads the same everywhere.

mod invitations;
mod roles;
mod until;

pub use invitations::{OpenInvitation, is_invitation_at, list_open_at, list_open_in};
pub use roles::{explained, is_work, offered, role_choices};
pub use until::{as_day, read_until};

use platform_auth::roles::{GrantError, Held, ScopeId, definitions, held_at};
use platform_db::{DbError, Tx};
use platform_http::Fault;

use crate::organizations::code;

/// What a refused grant is called.
pub fn fault_of(error: GrantError) -> Fault {
    match error {
        GrantError::NotAllowed | GrantError::WrongPlace | GrantError::EndsInThePast => Fault::new(code::ROLE_NOT_YOURS),
        GrantError::AlreadyHeld => Fault::new(code::ROLE_HELD),
        GrantError::LastOwner => Fault::new(code::LAST_OWNER),
        GrantError::NotFound => Fault::not_found(),
        GrantError::Database(error) => error.into(),
        error @ GrantError::NotTold(_) => Fault::internal(error),
    }
}

/// Roles that somebody works as on one scope itself, as far as the caller may see them; not what a ticket makes of its holder.
pub async fn working_at(tx: &mut Tx, scope: ScopeId) -> Result<Vec<Held>, DbError> {
    let known = definitions(tx).await?;
    let mut held = held_at(tx, scope).await?;
    held.retain(|held| known.iter().any(|role| role.code == held.role && is_work(role)));
    Ok(held)
}
