//! `/console/events/{id}/messages/new` opens the form, `…/compose` opens it for those who were chosen in a list,
//! `…/preview` shows the message as one real recipient will read it. Nothing of this changes anything.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query};
use platform_texts::t;
use platform_types::{EventId, OrderId};
use platform_ui::Markup;
use uuid::Uuid;

use super::queries::{addresses, recipient};
use super::view::{MessagePage, Preview, page};
use super::{About, Audience, Draft};
use crate::console::access::Desk;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::lists::{Pairs, Params};
use crate::console::orders::list_types;
use crate::console::{Console, attendees, must};
use crate::messages::{MOST_RECIPIENTS, letter_of, subject_of};

/// An event whose ticket holders the caller may write to, with its ticket types.
pub(super) async fn prepare(tx: &mut Tx, id: EventId) -> Result<(Desk, Vec<(Uuid, String)>), Fault> {
    let desk = attendees::list::open(tx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let types = list_types(tx, id).await?;
    Ok((desk, types))
}

/// Who an audience is, or the fault at its field when they are none or too many.
pub(super) async fn find_addresses(
    tx: &mut Tx,
    desk: &Desk,
    audience: &Audience,
) -> Result<Result<Vec<(OrderId, String)>, Vec<FieldFault>>, Fault> {
    let found = addresses(tx, desk.event.id, audience).await?;
    let mut check = Check::new();
    check.that(!found.is_empty(), "type", &t!("console-message-nobody"));
    check.that(found.len() <= MOST_RECIPIENTS, "type", &t!("console-message-too-many"));
    Ok(if check.is_fine() { Ok(found) } else { Err(check.faults()) })
}

/// The form, as it stands.
pub(super) struct Shown<'a> {
    pub desk: &'a Desk,
    pub types: &'a [(Uuid, String)],
    pub draft: &'a Draft,
    pub pairs: &'a Pairs,
}

impl Shown<'_> {
    pub(super) fn page(&self, console: &Console, ctx: &Ctx, faults: &[FieldFault], preview: Option<&Preview>) -> Markup {
        let audience = Audience::read(self.pairs).ok();
        let model = MessagePage {
            desk: self.desk,
            types: self.types,
            draft: self.draft,
            audience: audience.as_ref(),
            errors: &errors_of(faults),
            preview,
        };
        page(&console.frame(ctx, &After::default()), &model)
    }

    /// The message and who gets it, or all that is wrong with both.
    pub(super) fn read(&self) -> Result<((Uuid, String, String), Audience), Vec<FieldFault>> {
        match (self.draft.read(), Audience::read(self.pairs)) {
            (Ok(message), Ok(audience)) => Ok((message, audience)),
            (message, audience) => Err([message.err(), audience.err()].into_iter().flatten().flatten().collect()),
        }
    }

    pub(super) fn refused(&self, console: &Console, ctx: &Ctx, faults: Vec<FieldFault>) -> Response {
        let markup = self.page(console, ctx, &faults, None);
        again(ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    }
}

async fn opened(console: &Console, ctx: &Ctx, id: EventId, pairs: &Pairs) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let (desk, types) = prepare(&mut tx, id).await?;
    tx.rollback().await?;
    let params = Params::of(pairs.0.clone());
    let draft = Draft::fresh(ctx.entropy().uuid_v7(ctx.now()), About::parse(params.get("about")));
    let shown = Shown { desk: &desk, types: &types, draft: &draft, pairs };
    match Audience::read(pairs) {
        Ok(_) => Ok(Page(shown.page(console, ctx, &[], None)).into_response()),
        Err(faults) => Ok(shown.refused(console, ctx, faults)),
    }
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Fault> {
    opened(&console, &ctx, id, &pairs).await
}

pub(in crate::console) async fn for_chosen(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    prepare(&mut tx, id).await?;
    tx.rollback().await?;
    attendees::list::chosen(&pairs)?;
    opened(&console, &ctx, id, &pairs).await
}

pub(in crate::console) async fn preview(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let draft = Draft::of(&Params::of(pairs.0.clone()));
    let mut tx = ctx.read().await?;
    let (desk, types) = prepare(&mut tx, id).await?;
    let shown = Shown { desk: &desk, types: &types, draft: &draft, pairs: &pairs };
    let ((_, subject, body), audience) = match shown.read() {
        Ok(read) => read,
        Err(faults) => return Ok(shown.refused(&console, &ctx, faults)),
    };
    let found = match find_addresses(&mut tx, &desk, &audience).await? {
        Ok(found) => found,
        Err(faults) => return Ok(shown.refused(&console, &ctx, faults)),
    };
    let (first, _) = found.first().ok_or_else(Fault::not_found)?;
    let mut to = recipient(&mut tx, *first).await?.ok_or_else(Fault::not_found)?;
    // Who has the real one is taken for the buyer: it goes into the mail alone.
    "XXXXXXXXXX".clone_into(&mut to.lookup_code);
    tx.rollback().await?;
    let public_url = console.office().public_url();
    let subject = subject_of(&subject, &desk.event, &to, public_url);
    let (text, _) = letter_of(subject.as_str(), &body, &desk.event, &to, public_url);
    let preview = Preview {
        to: format!("{} <{}>", to.name, to.email),
        subject: subject.as_str().to_owned(),
        text,
        addresses: found.len(),
        audience: audience.words(&types),
    };
    Ok(Page(shown.page(&console, &ctx, &[], Some(&preview))).into_response())
}
