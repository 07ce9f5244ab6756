//! What a role can be held on.

use uuid::Uuid;

/// The id of a scope, which is the id of its row: an organization's, an event's, a venue's.
pub type ScopeId = Uuid;

/// The whole platform.
pub const PLATFORM: ScopeId = Uuid::from_u128(1);

/// Kinds of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// Everything.
    Platform,
    /// A tenant.
    Organization,
    /// A part of a tenant.
    Department,
    /// A site of a tenant.
    Location,
    /// A place where events happen.
    Venue,
    /// A project.
    Project,
    /// An event.
    Event,
    /// A private party.
    Party,
}

impl ScopeKind {
    /// As policies and triggers name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Organization => "organization",
            Self::Department => "department",
            Self::Location => "location",
            Self::Venue => "venue",
            Self::Project => "project",
            Self::Event => "event",
            Self::Party => "party",
        }
    }
}
