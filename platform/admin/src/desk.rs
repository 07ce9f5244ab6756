//! Who works here, and what they may.

use platform_auth::permission as may;
use platform_auth::{Permission, roles};
use platform_db::Tx;
use platform_http::{Ctx, Fault};

/// Permissions these pages ask about; each counts only where it is held on the platform.
const ASKED: [Permission; 9] = [
    may::SYSTEM_VIEW,
    may::MEMBERS_VIEW,
    may::ORGANIZATIONS_VIEW,
    may::ORGANIZATIONS_APPROVE,
    may::JOBS_VIEW,
    may::JOBS_MANAGE,
    may::AUDIT_VIEW,
    may::USERS_SUSPEND,
    may::ROLES_GRANT,
];

/// What the caller holds on the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held(Vec<Permission>);

impl Held {
    /// Whether this one is among them.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Asks for all of them.
    pub async fn of(tx: &mut Tx) -> Result<Self, Fault> {
        let mut held = Vec::new();
        for permission in ASKED {
            if roles::on_platform(tx, permission).await? {
                held.push(permission);
            }
        }
        Ok(Self(held))
    }

    /// The same for one request.
    pub async fn in_request(ctx: &Ctx) -> Result<Self, Fault> {
        Self::of(&mut ctx.read().await?).await
    }

    /// Of a list.
    #[cfg(test)]
    pub fn these(permissions: &[Permission]) -> Self {
        Self(permissions.to_vec())
    }
}
