//! A ticket as its holder shows it: the stub with the code.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};

use crate::definition_list::DefinitionList;
use crate::sample::{Sample, splices};

/// The place for a QR code: always dark on white, with its quiet zone, whatever the theme.
#[derive(Clone, Debug)]
pub struct QrSlot {
    /// The code as SVG from a trusted encoder, never from outside.
    pub svg: Option<PreEscaped<String>>,
    /// What stands here while there is none: “Refunded”, “From Sat 14 Mar”.
    pub without: String,
    /// What the code in characters is called.
    pub name: String,
    /// The code in characters, to be typed at the door.
    pub code: String,
    /// What the code is, for screen readers.
    pub label: String,
}

impl QrSlot {
    /// A code drawn by our encoder.
    pub fn new(svg: PreEscaped<String>, code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { svg: Some(svg), without: String::new(), name: String::new(), code: code.into(), label: label.into() }
    }

    /// What the code in characters is called.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// No code, and why.
    pub fn void(why: impl Into<String>) -> Self {
        Self { svg: None, without: why.into(), name: String::new(), code: String::new(), label: String::new() }
    }

    /// The slot.
    pub fn render(&self) -> Markup {
        html! {
            figure class="qr" {
                @match &self.svg {
                    Some(svg) => div class="qr__code" role="img" aria-label=(self.label) { (svg) },
                    None => div class="qr__void" { (self.without) },
                }
                @if !self.code.is_empty() { figcaption class="qr__text" { @if !self.name.is_empty() { span class="qr__name" { (self.name) } } code { (self.code) } } }
            }
        }
    }
}

/// One ticket.
#[derive(Clone, Debug)]
pub struct TicketPass {
    /// The event.
    pub title: String,
    /// Above it: the kind of ticket.
    pub kind: String,
    /// When, where, for whom.
    pub facts: DefinitionList,
    /// The code.
    pub qr: QrSlot,
    /// A status.
    pub badge: Option<crate::Badge>,
    /// PDF, calendar, transfer.
    pub actions: Option<Markup>,
}

impl TicketPass {
    /// The ticket.
    pub fn render(&self) -> Markup {
        html! {
            article class="pass" {
                div class="pass__main" {
                    p class="pass__kind" { span { (self.kind) } @if let Some(badge) = &self.badge { (badge) } }
                    h2 class="pass__title" { (self.title) }
                    (self.facts)
                    @if let Some(actions) = &self.actions { div class="pass__actions" { (actions) } }
                }
                div class="pass__stub" { (self.qr) }
            }
        }
    }

    /// Good, and void.
    pub fn sample() -> Vec<Sample> {
        let facts =
            || DefinitionList::new().text("When", "Sat 14 Mar 2026, 19:30").text("Where", "Kwai Tsing Theatre").text("Name", "Mei Chan");
        let good = Self {
            title: "The Tempest".to_owned(),
            kind: "Stalls".to_owned(),
            facts: facts(),
            qr: QrSlot::new(sample_code(), "7K2M-9QX-D4F", "QR code of this ticket").named("Ticket code"),
            badge: None,
            actions: Some(html! { (crate::Button::link("PDF", "#").small().icon(crate::Icon::Download)) }),
        };
        let void = Self {
            qr: QrSlot::void("Refunded on 2 Mar"),
            badge: Some(crate::Badge::new(crate::Tone::Bad, "Refunded")),
            actions: None,
            ..good.clone()
        };
        vec![Sample::new("good", good.render()), Sample::new("void", void.render())]
    }
}

/// A drawing that looks like a code and says nothing: the kit has no encoder.
fn sample_code() -> PreEscaped<String> {
    let finder = |x: u32, y: u32| format!("M{x} {y}h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z");
    let mut path = [finder(0, 0), finder(14, 0), finder(0, 14)].concat();
    for i in 0..441_u32 {
        let (x, y) = (i % 21, i / 21);
        let in_finder = (x < 8 && !(8..=12).contains(&y)) || (x > 12 && y < 8);
        if !in_finder && (x * 7 + y * 13 + x * y) % 5 < 2 {
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    html! { svg viewBox="-2 -2 25 25" shape-rendering="crispEdges" { path d=(path) fill-rule="evenodd" {} } }
}

splices!(QrSlot, TicketPass);
