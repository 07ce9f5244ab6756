//! Roles: granted, taken, listed. All of it as the person who asks; row level security decides.

mod grant;
mod list;
mod scope;
mod words;

pub use grant::{Grant, GrantError, GrantId};
pub use list::{
    Held, Power, RoleDefinition, definitions, grantable, held_at, held_in, holds, on_platform, organizations_with, permissions_held, powers,
};
pub use scope::{PLATFORM, ScopeId, ScopeKind};
pub use words::{brief_told, label_told, permission_told};

/// The roles an organization's founder gets there, and whoever they share it with as an equal.
pub const OWNER_ROLES: [&str; 2] = ["ATLVS_SUPER_ADMIN", "GVTEWAY_ADMIN"];
