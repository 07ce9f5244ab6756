//! The bar at the lower edge of a phone: what it costs, how long it is held, the one way on.

use maud::{Markup, html};

use crate::button::Button;
use crate::countdown::Countdown;
use crate::sample::{Sample, splices};

/// A bar that stays in view on phones; where there is room the ticket box itself does.
#[derive(Clone, Debug)]
pub struct BuyBar {
    /// The total, or “from €18.00”.
    pub amount: String,
    /// A second, quieter line.
    pub note: Option<String>,
    /// How long it is held.
    pub clock: Option<Countdown>,
    /// The way on.
    pub button: Button,
    /// Id of the [`crate::TicketBox`] form whose choice the bar repeats.
    pub form: Option<String>,
    /// Not shown until the box has something to sell.
    pub unseen: bool,
}

impl BuyBar {
    /// A bar.
    pub fn new(amount: impl Into<String>, button: Button) -> Self {
        Self { amount: amount.into(), note: None, clock: None, button: button.main().large(), form: None, unseen: false }
    }

    /// A second line.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// How long it is held.
    #[must_use]
    pub fn clock(mut self, clock: Countdown) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Repeats the choice made in the ticket box with this form id.
    #[must_use]
    pub fn follows(mut self, form_id: impl Into<String>) -> Self {
        self.form = Some(form_id.into());
        self
    }

    /// Not shown until the live box that it follows has something to sell.
    #[must_use]
    pub fn unseen(mut self, unseen: bool) -> Self {
        self.unseen = unseen;
        self
    }

    /// The bar.
    pub fn render(&self) -> Markup {
        html! {
            section class="buy-bar" aria-label=(self.button.label()) data-follows=[self.form.as_ref()] hidden[self.unseen] {
                div class="buy-bar__what" {
                    @if let Some(clock) = &self.clock { (clock) }
                    p class="buy-bar__amount" { (self.amount) }
                    @if let Some(note) = &self.note { p class="buy-bar__note" { (note) } }
                }
                (self.button)
            }
        }
    }

    /// Before choosing, and while paying.
    pub fn sample() -> Vec<Sample> {
        use platform_types::{Timestamp, Zone};
        let now = Timestamp::UNIX_EPOCH;
        let clock = Countdown::hold(now + std::time::Duration::from_secs(754), now, Zone::UTC).stay();
        vec![
            Sample::new(
                "before choosing",
                Self::new("from €18.00", Button::link("Get tickets", "#")).note("incl. fees and taxes").render(),
            ),
            Sample::new("while paying", Self::new("€85.00", Button::submit("Pay")).clock(clock).render()),
        ]
    }
}

splices!(BuyBar);
