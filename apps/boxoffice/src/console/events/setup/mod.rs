//! `/console/events/{id}/setup/…`: from an idea to an event on sale, one step after the other.
//!
//! Every step saves the draft at once and is one of the forms that change the event later, in another frame: no rule
//! stands here a second time. Invariants: a step that is sent twice saves once; what a step does not show stays.

mod fees;
mod review;
mod routes;
mod tickets;
mod view;

pub use routes::routes;
pub use view::{back, first, page};

use std::borrow::Cow;

use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, redirect};
use platform_texts::t;
use platform_types::EventId;

use super::{Mend, Part, Requirement, requirements_of, stock_of};
use crate::console::Console;
use crate::console::access::{Desk, Held};

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Title, category, story.
    What,
    /// Place and times.
    Where,
    /// First ticket types and the capacity.
    Tickets,
    /// Fees and tax.
    Fees,
    /// Who may come.
    Who,
    /// What is missing, and the button.
    Review,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::What, Self::Where, Self::Tickets, Self::Fees, Self::Who, Self::Review];

    /// In addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Where => "where",
            Self::Tickets => "tickets",
            Self::Fees => "fees",
            Self::Who => "who",
            Self::Review => "review",
        }
    }

    /// For people: short enough that six of them fit a phone.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::What => t!("console-setup-step-what"),
            Self::Where => t!("console-setup-step-where"),
            Self::Tickets => t!("console-setup-step-tickets"),
            Self::Fees => t!("console-setup-step-fees"),
            Self::Who => t!("console-setup-step-who"),
            Self::Review => t!("console-setup-step-review"),
        }
    }

    /// Its address.
    pub fn href(self, event: EventId) -> String {
        format!("/console/events/{event}/setup/{}", self.slug())
    }

    /// The step that shows this part of the event's form; the whole form is none.
    pub fn of_part(part: Part) -> Option<Self> {
        match part {
            Part::Whole => None,
            Part::What => Some(Self::What),
            Part::Where => Some(Self::Where),
            Part::Who => Some(Self::Who),
        }
    }

    /// Where something missing is put right.
    pub fn of_mend(mend: Mend) -> Self {
        match mend {
            Mend::Event => Self::Where,
            Mend::Tickets => Self::Tickets,
        }
    }

    /// The first step that something is missing in.
    pub fn first_lacking(requirements: &[Requirement]) -> Self {
        requirements.iter().find(|r| r.missing.is_some()).map_or(Self::Review, |r| Self::of_mend(r.mend))
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    /// Whether whoever holds this may do it.
    fn is_for(self, held: &Held) -> bool {
        match self {
            Self::Tickets | Self::Fees => held.may(may::TICKETS_MANAGE),
            Self::What | Self::Where | Self::Who | Self::Review => true,
        }
    }

    /// The next one that the caller may do.
    pub fn next(self, held: &Held) -> Self {
        Self::ALL.into_iter().skip(self.index() + 1).find(|step| step.is_for(held)).unwrap_or(Self::Review)
    }

    /// The one before that the caller may do.
    pub fn before(self, held: &Held) -> Option<Self> {
        Self::ALL.into_iter().take(self.index()).rev().find(|step| step.is_for(held))
    }
}

/// Where a part of the form leads once it is saved.
pub fn after(desk: &Desk, part: Part) -> String {
    match Step::of_part(part) {
        Some(step) => step.next(&desk.held).href(desk.event.id),
        None => format!("/console/events/{}", desk.event.id),
    }
}

/// Once an event was on sale there is no setup any more: its pages are where it is changed.
pub fn elsewhere(desk: &Desk, part: Part) -> Option<Response> {
    let over = part != Part::Whole && !desk.event.status.is_being_made();
    over.then(|| redirect(&format!("/console/events/{}/edit", desk.event.id)))
}

/// What is missing before the event can be published, as it is now.
pub async fn lacking(console: &Console, ctx: &Ctx, desk: &Desk) -> Result<Vec<Requirement>, Fault> {
    let mut tx = ctx.read().await?;
    let stock = stock_of(&mut tx, &desk.event, ctx.now()).await.map_err(Fault::from)?;
    Ok(requirements_of(console.office(), &desk.event, &stock, ctx.now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_does_not_manage_tickets_is_led_past_them() {
        let editor = Held::of(&[may::EVENTS_EDIT]);
        assert_eq!(Step::Where.next(&editor), Step::Who);
        assert_eq!(Step::Who.before(&editor), Some(Step::Where));
        assert_eq!(Step::Where.next(&Held::all()), Step::Tickets);
        assert_eq!((Step::Review.next(&editor), Step::What.before(&editor)), (Step::Review, None));
    }

    #[test]
    fn what_is_missing_first_is_the_step_to_go_on_with() {
        let of = |mend, missing: Option<&str>| Requirement { label: "x".into(), missing: missing.map(Into::into), mend };
        assert_eq!(Step::first_lacking(&[of(Mend::Event, None), of(Mend::Tickets, Some("y"))]), Step::Tickets);
        assert_eq!(Step::first_lacking(&[of(Mend::Event, None)]), Step::Review);
    }
}
