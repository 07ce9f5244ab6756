//! Tenants, who belongs to them, and how people are asked in.

mod accept;
mod create;
mod invite;
mod members;

pub use accept::{AcceptError, InvitationPreview};
pub use create::{CreateOrganizationError, NewOrganization, slug_of};
pub use invite::{Invitation, InvitationId, InviteError};
pub use members::{Member, Organization, find, own};
