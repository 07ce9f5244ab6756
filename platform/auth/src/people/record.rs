//! A person as Supabase's API shows one.

use platform_db::{DbError, Tx};
use platform_types::{Timestamp, UserId};
use serde_json::{Value, json};

/// One person with their identities.
#[derive(Clone, Debug)]
pub struct UserRecord {
    /// Who.
    pub id: UserId,
    /// Their address; empty if none.
    pub email: String,
    /// When the address was proven.
    pub email_confirmed_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When the row was last changed.
    pub updated_at: Timestamp,
    /// How they may sign in.
    pub app_metadata: Value,
    /// What they told about themselves.
    pub user_metadata: Value,
    /// Whether they are nobody in particular.
    pub is_anonymous: bool,
    /// Ways to prove who they are.
    pub identities: Value,
    /// Authenticator apps.
    pub factors: Value,
}

/// Loads one, behind the system door.
pub(crate) async fn load(tx: &mut Tx, id: UserId) -> Result<Option<UserRecord>, DbError> {
    let row = sqlx::query!(
        r#"SELECT u.email, u.email_confirmed_at, u.last_sign_in_at, u.created_at, u.updated_at, u.raw_app_meta_data, u.is_anonymous,
                  -- The profile has the last word on what both hold.
                  u.raw_user_meta_data || jsonb_build_object('full_name', p.full_name, 'locale', p.locale) AS "user_meta_data!",
                  (SELECT coalesce(jsonb_agg(jsonb_build_object('identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
                     'provider', i.provider, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at, 'email', i.email) ORDER BY i.created_at), '[]')
                   FROM auth.identities i WHERE i.user_id = u.id) AS "identities!",
                  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'friendly_name', f.friendly_name, 'factor_type', f.factor_type, 'status', f.status,
                     'created_at', f.created_at, 'updated_at', f.updated_at) ORDER BY f.created_at, f.id), '[]')
                   FROM auth.mfa_factors f WHERE f.user_id = u.id) AS "factors!"
           FROM auth.users u JOIN public.platform_users p ON p.id = u.id WHERE u.id = $1 AND u.deleted_at IS NULL"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| UserRecord {
        id,
        email: r.email.unwrap_or_default(),
        email_confirmed_at: r.email_confirmed_at,
        last_sign_in_at: r.last_sign_in_at,
        created_at: r.created_at,
        updated_at: r.updated_at,
        app_metadata: r.raw_app_meta_data,
        user_metadata: r.user_meta_data,
        is_anonymous: r.is_anonymous,
        identities: r.identities,
        factors: r.factors,
    }))
}

impl UserRecord {
    /// The JSON the official clients read.
    pub fn to_json(&self) -> Value {
        let mut user = json!({
            "id": self.id, "aud": "authenticated", "role": "authenticated", "email": self.email, "phone": "",
            "app_metadata": self.app_metadata, "user_metadata": self.user_metadata, "identities": self.identities,
            "created_at": self.created_at, "updated_at": self.updated_at, "is_anonymous": self.is_anonymous,
        });
        if self.factors.as_array().is_some_and(|factors| !factors.is_empty()) {
            user["factors"] = self.factors.clone();
        }
        if let Some(at) = self.email_confirmed_at {
            user["email_confirmed_at"] = json!(at);
            user["confirmed_at"] = json!(at);
        }
        if let Some(at) = self.last_sign_in_at {
            user["last_sign_in_at"] = json!(at);
        }
        user
    }
}

impl crate::Auth {
    /// The person of this id, for `/auth/v1/user`.
    pub async fn user_record(&self, id: UserId) -> Result<Option<UserRecord>, DbError> {
        let mut tx = self.db().as_system("showing a person their account").await?;
        load(&mut tx, id).await
    }
}
