//! Tenants, who belongs to them, and how people are asked in.

mod accept;
mod applications;
mod apply;
mod create;
mod decide;
mod directory;
mod invite;
mod members;

pub use accept::{AcceptError, InvitationPreview};
pub use applications::{Application, ApplicationId, ApplicationStatus, applications, find_application, needs_approval, own_applications};
pub use apply::{ApplyError, NewApplication};
pub use create::{CreateOrganizationError, NewOrganization, slug_of};
pub use decide::DecideError;
pub use directory::{ListedOrganization, OrganizationsFilter, id_of_slug, list_organizations, names_of};
pub use invite::{Invitation, InvitationId, InviteError};
pub use members::{Member, Organization, find, own};
