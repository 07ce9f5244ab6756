//! `callboard admin add-person`, `callboard admin grant` and `callboard admin remove-second-factor`.

use std::io::Read as _;
use std::process::ExitCode;

use platform_auth::Auth;
use platform_auth::people::{AddPersonError, Broken, NewPerson};
use platform_auth::roles::{self, Grant, GrantError, PLATFORM, ScopeKind};
use platform_db::{DbError, constraint_of};
use platform_types::{EmailAddress, PersonName, SecretString, UserId};
use serde_json::json;
use uuid::Uuid;

use super::AddPerson;
use crate::cli::Start;
use crate::compose::{self, Ground};
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::{organization, sql};

/// What was typed, read.
pub(super) struct Wanted(NewPerson);

impl Wanted {
    /// Every field, with what would be right when it is not.
    pub(super) fn read(args: &AddPerson) -> Result<Self, Failure> {
        let password = if args.password_stdin {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(Failure::io("cannot read the password from standard input"))?;
            Some(SecretString::from(text.trim_end_matches(['\r', '\n'])))
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
    let locale = wanted.0.locale.clone();
    let added = auth.add_person(wanted.0).await.map_err(|e| refused(&e, &locale))?;
    ground.db.close().await;
    if as_json {
        say(&json!({ "id": added.id, "email": address, "added": added.is_new }).to_string());
    } else if !added.is_new {
        say(&format!("{address} was there already; their name and password stay as they are."));
    } else {
        say(&format!("{address} can sign in."));
    }
    Ok(())
}

/// Why nobody was added; the table decides what a language is.
fn refused(error: &AddPersonError, locale: &str) -> Failure {
    match error {
        AddPersonError::Password(e) => Failure::Refused(format!("the password on standard input: {e}")),
        AddPersonError::Broken(Broken::Database(DbError::Query(query))) if constraint_of(query) == Some("platform_users_locale_check") => {
            Failure::Refused(format!("--locale: “{locale}” is no language; one like en, de or zh-Hant would be right"))
        }
        AddPersonError::Broken(_) => Failure::Refused(error.to_string()),
    }
}

/// Removes a lost second factor in the house's own name.
pub(super) async fn remove_second_factor(start: Start, address: String, as_json: bool) -> Result<ExitCode, Failure> {
    let address = email(&address)?;
    let opened = Opened::open_beside(&start).await?;
    let worked = remove_second_factor_in(&start, &opened, &address, as_json).await;
    ended(opened, worked).await
}

async fn remove_second_factor_in(start: &Start, opened: &Opened, address: &EmailAddress, as_json: bool) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let ground = compose::ground(start, opened).await?;
    let auth = compose::sign_in(&ground).await?;
    let Found { user, .. } = find(&ground, &auth, address, None).await?;
    let removed = auth.remove_factors_as_house(user).await.map_err(|e| Failure::Refused(e.to_string()))?;
    ground.db.close().await;
    if as_json {
        say(&json!({ "id": user, "email": address, "removed": removed }).to_string());
    } else if removed {
        say(&format!("{address} signs in without a second factor again; they are told by mail."));
    } else {
        say(&format!("{address} has no second factor."));
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

/// To whom a role goes, and where it holds.
struct Found {
    user: UserId,
    scope: Uuid,
    /// In words: “in Harbour Arts”.
    place: String,
}

async fn grant_in(start: &Start, opened: &Opened, address: &EmailAddress, args: super::Grant) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let ground = compose::ground(start, opened).await?;
    let auth = compose::sign_in(&ground).await?;
    let Found { user, scope, place } = find(&ground, &auth, address, args.organization.as_deref()).await?;
    let grant = Grant { user, role: args.role.clone(), scope, expires_at: args.expires };
    if let Err(error) = auth.grant_as_house("administrator at the machine", &grant).await {
        return Err(match error {
            GrantError::EndsInThePast => Failure::Refused(format!("--expires: {error}")),
            GrantError::WrongPlace => wrong_place(&ground, &args.role, args.organization.is_some(), &place).await?,
            _ => Failure::Refused(format!("--role {}: {error}", args.role)),
        });
    }
    ground.db.close().await;
    if args.json {
        say(&json!({ "user": user, "role": args.role, "scope": scope, "expires": args.expires }).to_string());
    } else {
        say(&format!("{address} holds {} {place}.", args.role));
    }
    Ok(())
}

/// A role that does not exist, or is held elsewhere; says which can be held there.
async fn wrong_place(ground: &Ground, role: &str, in_organization: bool, place: &str) -> Result<Failure, Failure> {
    let mut tx = ground.db.as_system("list the roles there are").await?;
    let all = roles::definitions(&mut tx).await?;
    let kind = if in_organization { ScopeKind::Organization } else { ScopeKind::Platform };
    let fits = |kinds: &[String], kind: ScopeKind| kinds.iter().any(|k| k == kind.name());
    let why = match all.iter().find(|known| known.code == role) {
        None => "there is no such role".to_owned(),
        Some(known) if !in_organization && fits(&known.scope_kinds, ScopeKind::Organization) => {
            format!("“{}” cannot be held {place}: name an organization with --organization", known.label)
        }
        Some(known) => format!("“{}” cannot be held {place}; it goes with: {}", known.label, known.scope_kinds.join(", ")),
    };
    let list = all.iter().filter(|known| fits(&known.scope_kinds, kind));
    let list = list.map(|known| format!("  {:<28} {}", known.code, known.label)).collect::<Vec<_>>().join("\n");
    Ok(Failure::Refused(format!("--role {role}: {why}. What can be held {place}:\n{list}")))
}

async fn find(ground: &Ground, auth: &Auth, address: &EmailAddress, organization: Option<&str>) -> Result<Found, Failure> {
    let mut tx = ground.db.as_system("find a person and an organization").await?;
    let user = auth.find_person(&mut tx, address).await?.ok_or_else(|| {
        Failure::Refused(format!("--email: nobody has the address {address}; add them with `callboard admin add-person`"))
    })?;
    Ok(match organization {
        None => Found { user, scope: PLATFORM, place: "on the whole platform".to_owned() },
        Some(wanted) => {
            let found = organization::named(&mut tx, wanted).await?;
            Found { user, scope: found.id.0, place: format!("in {}", found.name) }
        }
    })
}
