//! `callboard admin add-person` and `callboard admin grant`.

use std::io::Read as _;
use std::process::ExitCode;

use platform_auth::people::NewPerson;
use platform_auth::roles::{Grant, PLATFORM};
use platform_types::{EmailAddress, PersonName, SecretString, UserId};
use serde_json::json;
use uuid::Uuid;

use super::AddPerson;
use crate::cli::Start;
use crate::compose;
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::sql;

/// What was typed, read.
pub(super) struct Wanted(NewPerson);

impl Wanted {
    /// Every field, with what would be right when it is not.
    pub(super) fn read(args: &AddPerson) -> Result<Self, Failure> {
        let password = if args.password_stdin {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(Failure::io("cannot read the password from standard input"))?;
            let text = text.trim_end_matches(['\r', '\n']).to_owned();
            // The same least length as at sign-up (NIST SP 800-63B, 3.1.1.2).
            if text.chars().count() < 8 {
                return Err(Failure::Refused("the password on standard input is shorter than 8 characters".to_owned()));
            }
            Some(SecretString::from(text))
        } else {
            None
        };
        Ok(Self(NewPerson {
            email: email(&args.email)?,
            full_name: args.name.parse::<PersonName>().map_err(|e| Failure::Refused(format!("--name: {e}")))?,
            locale: args.locale.clone(),
            password,
        }))
    }
}

fn email(text: &str) -> Result<EmailAddress, Failure> {
    text.parse().map_err(|e| Failure::Refused(format!("--email: {e}")))
}

/// Adds a person, or says that they are there.
pub(super) async fn add(start: Start, wanted: Wanted, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let worked = add_in(&start, &opened, wanted, as_json).await;
    ended(opened, worked).await
}

async fn add_in(start: &Start, opened: &Opened, wanted: Wanted, as_json: bool) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let ground = compose::ground(start, opened).await?;
    let auth = compose::sign_in(&ground).await?;
    let address = wanted.0.email.clone();
    let id = auth.add_person(wanted.0).await.map_err(|e| Failure::Refused(e.to_string()))?;
    ground.db.close().await;
    if as_json {
        say(&json!({ "id": id, "email": address }).to_string());
    } else {
        say(&format!("{address} can sign in."));
    }
    Ok(())
}

/// Grants a role in the house's own name.
pub(super) async fn grant(start: Start, args: super::Grant) -> Result<ExitCode, Failure> {
    let address = email(&args.email)?;
    let opened = Opened::open_beside(&start).await?;
    let worked = grant_in(&start, &opened, &address, args).await;
    ended(opened, worked).await
}

async fn grant_in(start: &Start, opened: &Opened, address: &EmailAddress, args: super::Grant) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let ground = compose::ground(start, opened).await?;
    let auth = compose::sign_in(&ground).await?;
    let (user, scope) = find(&ground, address, args.organization.as_deref()).await?;
    let grant = Grant { user, role: args.role.clone(), scope, expires_at: args.expires };
    auth.grant_as_house("administrator at the machine", &grant)
        .await
        .map_err(|e| Failure::Refused(format!("--role {}: {e}", args.role)))?;
    ground.db.close().await;
    let place = args.organization.unwrap_or_else(|| "the whole platform".to_owned());
    if args.json {
        say(&json!({ "user": user, "role": args.role, "scope": scope, "expires": args.expires }).to_string());
    } else {
        say(&format!("{address} holds {} in {place}.", args.role));
    }
    Ok(())
}

async fn find(ground: &compose::Ground, address: &EmailAddress, organization: Option<&str>) -> Result<(UserId, Uuid), Failure> {
    let mut tx = ground.db.as_system("find a person and an organization").await?;
    let user: Option<Uuid> = sqlx::query_scalar("SELECT id FROM auth.users WHERE email = $1 AND deleted_at IS NULL")
        .bind(address.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    let user = user.ok_or_else(|| {
        Failure::Refused(format!("--email: nobody has the address {address}; add them with `callboard admin add-person`"))
    })?;
    let scope = match organization {
        None => PLATFORM,
        Some(slug) => {
            let found: Option<Uuid> =
                sqlx::query_scalar("SELECT id FROM organizations WHERE slug = $1").bind(slug).fetch_optional(&mut *tx).await?;
            found.ok_or_else(|| {
                Failure::Refused(format!(
                    "--organization: there is no organization “{slug}”; its short name is in the address of its pages"
                ))
            })?
        }
    };
    tx.commit().await?;
    Ok((UserId(user), scope))
}
