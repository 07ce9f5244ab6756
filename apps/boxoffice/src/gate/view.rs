//! Markup of the door: one thing at a time, huge.

use std::borrow::Cow;

use platform_http::Ctx;
use platform_texts::{t, t_html};
use platform_types::Timestamp;
use platform_ui::{
    Badge, Banner, Button, Choice, EmptyState, Field, House, Icon, LivePage, Markup, Moment, Scanner, Tone, Verdict as VerdictView, html,
};
use uuid::Uuid;

use super::event::AtDoor;
use super::input::gate_name;
use super::names::Found;
use super::queries::{Door, PastScan};
use super::words::{Evening, Told, told};
use crate::catalogue::ZoneRow;
use crate::door::{NameHit, Verdict};
use crate::live::Counts;
use crate::tickets::TicketStatus;

/// Ids for the forms of a page: one for the scanner, one for each line of a list of names.
pub const FORM_IDS: usize = 21;

/// Unused ids.
pub fn fresh_ids(ctx: &Ctx) -> Vec<Uuid> {
    (0..FORM_IDS).map(|_| ctx.entropy().uuid_v7(ctx.now())).collect()
}

/// What the door's page shows.
#[derive(Clone, Copy, Debug)]
pub struct DoorPage<'a> {
    /// The event, its counter, its last scans.
    pub at: &'a AtDoor,
    /// This gate's name.
    pub gate: &'a str,
    /// The zone it stands before; none is the main entrance.
    pub zone: Option<&'a ZoneRow>,
    /// Whether the address named it; otherwise the device may remember one.
    pub said: bool,
    /// What words are chosen by.
    pub evening: Evening,
    /// Ids for the forms.
    pub fresh: &'a [Uuid],
    /// The answer to the scan that was sent.
    pub verdict: Option<(&'a Verdict, &'a Told)>,
    /// Names that were looked for.
    pub hits: Option<&'a Found>,
}

impl DoorPage<'_> {
    fn path(&self, rest: &str) -> String {
        format!("/gate/{}{rest}", self.at.event.id)
    }

    /// The same with the gate's name, and its zone.
    fn path_at_gate(&self, rest: &str) -> String {
        let pairs = [("gate", Some(self.gate)), ("zone", self.zone.map(|zone| zone.code.as_str()))];
        let pairs: Vec<_> = pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        format!("{}?{}", self.path(rest), serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    fn zone_code(&self) -> &str {
        self.zone.map_or("", |zone| zone.code.as_str())
    }

    fn form_id(&self, n: usize) -> String {
        self.fresh.get(n).map(Uuid::to_string).unwrap_or_default()
    }
}

/// Which door.
pub fn choose(house: &House, doors: &[Door], now: Timestamp) -> Markup {
    let main = html! {
        div class="doors" {
            @if doors.is_empty() {
                (EmptyState::new(Icon::DoorOpen, t!("gate-no-door"), t!("gate-no-door-help")))
            } @else {
                ul class="doors__list" role="list" { @for door in doors { li { (choice(door, now)) } } }
            }
        }
    };
    LivePage::new(house, t!("gate-heading"), main)
        .detail(t!("gate-choose"))
        .leave(t!("gate-overview"), "/console")
        .style("css/apps/door.css")
        .style("css/apps/gate.css")
        .render()
}

fn choice(door: &Door, now: Timestamp) -> Markup {
    let today = door.starts_at.is_some_and(|at| door.zone.local(at).date_naive() == door.zone.local(now).date_naive());
    html! {
        a class="doors__door" href={ "/gate/" (door.event) } {
            span class="doors__name" { (door.name) }
            span class="doors__facts" {
                @if door.test { (Badge::new(Tone::Care, t!("gate-test"))) " " }
                @if today { (Badge::new(Tone::Good, t!("gate-today"))) " " }
                @if let Some(at) = door.starts_at { (Moment::full(at, door.zone)) }
                @if let Some(at) = door.doors_at { ", " (t_html!("gate-doors", time = Moment::clock(at, door.zone))) }
                @if let Some(venue) = &door.venue { ", " (venue) }
            }
            (Icon::ChevronRight)
        }
    }
}

/// The door.
pub fn door(house: &House, page: &DoorPage<'_>) -> Markup {
    let event = &page.at.event;
    let main = html! {
        div class="door" {
            div class="door__desk" { (desk(page)) }
            div class="door__verdict" id="verdict" aria-live="assertive" data-own-failures {
                @match page.verdict {
                    Some((verdict, words)) => (ruling(verdict, words)),
                    None => p class="door__waiting" { (Icon::QrCode) (t!("gate-waiting")) },
                }
            }
        }
    };
    let when = event.starts_at.map(|at| Moment::short(at, event.zone).text());
    let place = event.venue.as_ref().map(|v| v.name.clone());
    let detail = [when, place].into_iter().flatten().collect::<Vec<_>>().join(", ");
    LivePage::new(&marked(house, page.evening.test), &event.name, main)
        .detail(detail)
        .leave(t!("gate-another"), "/gate")
        .tools(html! { live-part id="counter" data-topic=(Counts::topic(page.at.event.id)) hx-get=(page.path_at_gate("/now")) hx-trigger="live-changed, every 20s" hx-swap="none" { (counter(page.at)) } })
        .style("css/apps/door.css")
        .style("css/apps/gate.css")
        .render()
}

/// What the main entrance is called beside the zones.
fn entrance() -> Cow<'static, str> {
    t!("gate-entrance")
}

/// The house with the test's label on each page.
fn marked(house: &House, test: bool) -> House {
    let mut house = house.clone();
    if test {
        house.banners.push(Banner::new(Tone::Care, t!("gate-test-banner")));
    }
    house
}

fn desk(page: &DoorPage<'_>) -> Markup {
    html! {
        @if let Some(zone) = page.zone { p class="door__zone" { (Icon::MapPin) span { (t_html!("gate-zone", zone = html! { strong { (zone.name) } })) } } }
        @match page.verdict {
            // After a scan without JavaScript: the next code, with the cursor in the field.
            Some(_) => (next_code(page)),
            None => (Scanner::new(page.path("/scan"), "#verdict").hidden("client_id", page.form_id(0)).hidden("form", "1").hidden("gate", page.gate).hidden("zone", page.zone_code())),
        }
        (names(page))
        details class="door__more" {
            summary { (t!("gate-gate")) " " span class="door__gate" { (gate_name(page.gate)) @if !page.at.zones.is_empty() { " · " (page.zone.map_or_else(entrance, |zone| zone.name.clone().into())) } } (Icon::ChevronDown) }
            (gate_form(page))
        }
        details class="door__more" {
            summary { (t!("gate-last-scans")) " " span class="door__gate" id="newest-scan" { (newest_scan(&page.at.last, page.evening)) } (Icon::ChevronDown) }
            div id="last-scans" { (last_scans(&page.at.last, page.evening)) }
        }
    }
}

fn next_code(page: &DoorPage<'_>) -> Markup {
    html! {
        form class="scanner__form" method="post" action=(page.path("/scan")) {
            (hidden(page, 0))
            label class="unseen" for="next-code" { (platform_ui::words::type_code()) }
            input class="field__box scanner__code" id="next-code" name="code" type="text" required autofocus autocomplete="off"
                autocapitalize="characters" spellcheck="false" enterkeyhint="go" placeholder=(platform_ui::words::type_code());
            (Button::submit(platform_ui::words::check_code()).main().large())
        }
        p class="door__back" { (Button::link(t!("gate-back-to-camera"), page.path_at_gate("")).icon(Icon::Camera)) }
    }
}

/// What each form that scans sends along.
fn hidden(page: &DoorPage<'_>, n: usize) -> Markup {
    html! {
        input type="hidden" name="client_id" value=(page.form_id(n));
        input type="hidden" name="form" value="1";
        input type="hidden" name="gate" value=(page.gate);
        @if page.zone.is_some() { input type="hidden" name="zone" value=(page.zone_code()); }
    }
}

fn gate_form(page: &DoorPage<'_>) -> Markup {
    html! {
        kept-field data-key="gate" data-said[page.said] {
            form class="stack stack--tight" method="get" action=(page.path("")) {
                (Field::text("gate", t!("gate-gate-name")).value(page.gate).required().max_length(60).help(t!("gate-gate-name-help")))
                @if !page.at.zones.is_empty() { (zone_field(page)) }
                div { (Button::submit(t!("gate-gate-use"))) }
            }
        }
    }
}

/// The zones are radio buttons: each is one tap, and none is hidden.
fn zone_field(page: &DoorPage<'_>) -> Field {
    let zones = page.at.zones.iter().map(|zone| Choice::new(&zone.code, &zone.name).hint(t!("gate-zone-hint")));
    let entrance = Choice::new("", entrance()).hint(t!("gate-entrance-hint"));
    Field::choices("zone", t!("gate-scan-for"), std::iter::once(entrance).chain(zones).collect()).value(page.zone_code())
}

fn names(page: &DoorPage<'_>) -> Markup {
    let path = page.path("/search");
    html! {
        details class="door__more" open[page.hits.is_some()] {
            summary { (t!("gate-find-by-name")) (Icon::ChevronDown) }
            form class="cluster" method="get" action=(path) role="search" hx-get=(path) hx-target="#names" hx-swap="innerHTML" {
                input type="hidden" name="gate" value=(page.gate);
                @if page.zone.is_some() { input type="hidden" name="zone" value=(page.zone_code()); }
                (Field::search("q", t!("gate-part-of-name")).value(page.hits.map(|f| f.q.as_str()).unwrap_or_default()).required().max_length(200).autocomplete("off"))
                (Button::submit(t!("gate-find")).icon(Icon::Search))
            }
            div id="names" aria-live="polite" { (results(page)) }
        }
    }
}

/// Names that were found, each with what can be done.
pub fn results(page: &DoorPage<'_>) -> Markup {
    let Some(found) = page.hits else { return html! {} };
    html! {
        @if found.short {
            p class="muted" { (t!("gate-two-letters")) }
        } @else if found.hits.is_empty() {
            p class="muted" { (t!("gate-no-such-name")) }
        } @else {
            ul class="names" role="list" { @for (i, hit) in found.hits.iter().enumerate() { li class="names__hit" { (hit_line(page, i, hit)) } } }
            @if found.hits.len() >= FORM_IDS - 1 { p class="muted small" { (t!("gate-maybe-more")) } }
        }
    }
}

fn hit_line(page: &DoorPage<'_>, i: usize, hit: &NameHit) -> Markup {
    let path = page.path("/scan");
    html! {
        span class="names__who" { span class="names__name" { (hit.attendee) } span class="muted small" { (hit.type_name) } }
        @match TicketStatus::parse(&hit.status) {
            status if status == Some(TicketStatus::Valid) || (status == Some(TicketStatus::CheckedIn) && page.zone.is_some()) => {
                form method="post" action=(path) hx-post=(path) hx-target="#verdict" hx-swap="innerHTML" hx-sync="this:drop" {
                    (hidden(page, i + 1))
                    input type="hidden" name="ticket" value=(hit.ticket);
                    (Button::submit(t!("gate-let-in")).main().large())
                }
            },
            Some(TicketStatus::CheckedIn) => span class="names__state" {
                (Badge::new(Tone::Care, t!("gate-in-already"))) @if let Some(at) = hit.checked_in_at { " " span class="muted small" { (Moment::short(at, page.at.event.zone)) } }
            },
            Some(TicketStatus::Refunded) => (Badge::new(Tone::Bad, t!("gate-refunded"))),
            Some(TicketStatus::TransferPending) => (Badge::new(Tone::Care, t!("gate-passed-on"))),
            Some(TicketStatus::Listed) => (Badge::new(Tone::Care, t!("gate-resale"))),
            _ => (Badge::new(Tone::Bad, t!("gate-revoked"))),
        }
    }
}

/// The verdict, and what changes with it elsewhere on the page: a new id for the scanner's form, the counter, the
/// last scans; names are taken away, so that no button of the person before is left.
pub fn answer(page: &DoorPage<'_>) -> Markup {
    html! {
        @if let Some((verdict, words)) = page.verdict { (ruling(verdict, words)) }
        input type="hidden" name="client_id" value=(page.form_id(0)) hx-swap-oob="outerHTML:.scanner__form [name=client_id]";
        div id="names" aria-live="polite" hx-swap-oob="true" {}
        (now(page.at, page.evening))
    }
}

/// The counter and the last scans, each for its place.
pub fn now(at: &AtDoor, evening: Evening) -> Markup {
    html! {
        div hx-swap-oob="innerHTML:#counter" { (counter(at)) }
        div hx-swap-oob="innerHTML:#newest-scan" { (newest_scan(&at.last, evening)) }
        div hx-swap-oob="innerHTML:#last-scans" { (last_scans(&at.last, evening)) }
    }
}

fn counter(at: &AtDoor) -> Markup {
    html! { p class="door__counts" { span class="unseen" { (t!("gate-count-in")) " " } (at.inside) span aria-hidden="true" { " / " } span class="unseen" { " " (t!("gate-count-of")) " " } (at.sold) } }
}

fn ruling(verdict: &Verdict, words: &Told) -> Markup {
    let mut view = VerdictView::new(words.ruling, words.reason.as_str());
    if !words.detail.is_empty() {
        view = view.detail(words.detail.as_str());
    }
    if let Some(name) = verdict.attendee.as_deref().filter(|n| !n.is_empty()) {
        view = view.fact(t!("gate-fact-name"), name);
    }
    if let Some(kind) = verdict.ticket_type.as_deref().filter(|t| !t.is_empty() && *t != words.reason) {
        view = view.fact(t!("gate-fact-ticket"), kind);
    }
    view.render()
}

/// What became of a scan, in a few words.
fn outcome(scan: &PastScan, evening: Evening) -> String {
    if scan.admitted {
        return scan.zone.as_ref().map_or_else(|| t!("gate-came-in").into_owned(), |zone| t!("gate-into", zone = zone).into_owned());
    }
    let verdict = Verdict {
        admitted: false,
        reason: scan.reason.clone(),
        first_at: None,
        first_gate: None,
        attendee: None,
        ticket_type: None,
        zone: scan.zone.clone(),
        zones: Vec::new(),
        repeated: false,
    };
    told(&verdict, evening).reason
}

/// The newest scan beside the folded list, so that a page opened anew shows that nothing was lost; without a name,
/// because those who queue can read it.
fn newest_scan(scans: &[PastScan], evening: Evening) -> Markup {
    html! { @if let Some(scan) = scans.first() { (Moment::time(scan.at, evening.zone)) " " (outcome(scan, evening)) } }
}

fn last_scans(scans: &[PastScan], evening: Evening) -> Markup {
    html! {
        @if scans.is_empty() { p class="muted" { (t!("gate-nobody-yet")) } } @else { p class="muted small" { (t!("gate-yours")) } }
        ol class="scans" role="list" {
            @for scan in scans {
                li class="scans__scan" {
                    (if scan.admitted { Icon::Check } else { Icon::X })
                    span class="scans__time" { (Moment::time(scan.at, evening.zone)) }
                    span { (outcome(scan, evening)) @if let Some(name) = &scan.attendee { ", " (name) } }
                    span class="muted small" { (gate_name(&scan.gate)) }
                }
            }
        }
    }
}
