//! Typed ids: a ticket's id cannot be passed where an order's is wanted.

/// Declares a UUID newtype that serialises, parses, prints and (the `sqlx` crate at hand) stores as the bare UUID.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new id that sorts by `at`.
            pub fn new(entropy: &$crate::Entropy, at: $crate::Timestamp) -> Self {
                Self(entropy.uuid_v7(at))
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(s).map(Self)
            }
        }
        impl $crate::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $crate::schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> uuid::Uuid {
                id.0
            }
        }
    };
}

define_id!(/// A signed-up person (`auth.users`).
    UserId);
define_id!(/// A visitor without an account, known by a signed cookie.
    GuestId);
define_id!(/// A sign-in of one person on one device (`auth.sessions`).
    SessionId);
define_id!(/// A key with which a program acts for an organization.
    KeyId);
define_id!(/// A tenant.
    OrganizationId);
define_id!(/// A place where events happen.
    VenueId);
define_id!(/// A production, show or party.
    EventId);
define_id!(/// One item of an event's running order.
    ProgrammeItemId);
define_id!(/// What can be bought for an event.
    TicketTypeId);
define_id!(/// A countable stock.
    PoolId);
define_id!(/// Stock set aside for one buyer for a while.
    HoldId);
define_id!(/// A purchase.
    OrderId);
define_id!(/// One admission.
    TicketId);
define_id!(/// A payment as we intend it, whatever its provider calls it.
    PaymentId);
define_id!(/// One request, as told to the person and written in the logs.
    RequestId);
