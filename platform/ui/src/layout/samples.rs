//! Whole pages, put together as page authors would: they are examples, and what screenshots are taken of.

use maud::{Markup, html};
use platform_types::{Currency, Money, Timestamp, Zone};

use super::{App, House, LivePage, NavLink, PublicPage, Rail, RailItem, StaffPage};
use crate::sample::Sample;
use crate::{
    Availability, Badge, Banner, Button, BuyBar, Category, Chip, CopyText, Countdown, DefinitionList, EventCard, EventHero, Field, Figure,
    Figures, Filters, Form, Icon, OrderLine, OrderSummary, Pagination, Poster, PriceRow, Ruling, Scanner, Steps, Table, Tabs, TicketBox,
    Toast, Tone, Verdict,
};

impl House {
    /// A house for samples.
    pub(crate) fn sampled() -> Self {
        Self {
            links: vec![NavLink::new("Events", "/events").current(true), NavLink::new("My tickets", "/tickets")],
            person_fragment: Some("/me/header".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            footer_links: vec![NavLink::new("Privacy", "#"), NavLink::new("Terms", "#"), NavLink::new("Imprint", "#")],
            languages: platform_types::Lang::PUBLIC.map(|lang| (lang, "#".to_owned())).to_vec(),
            palette: Some("#".to_owned()),
            footer_note: Some("Tickets, and the house behind them.".to_owned()),
            banners: vec![Banner::test_mode()],
            ..Self::default()
        }
    }
}

impl Rail {
    pub(crate) fn sampled() -> Self {
        Self::new(App::Boxoffice, "/manage/events")
            .organization("Lantern House", Some("#"))
            .group(
                None,
                vec![
                    RailItem::new("Overview", "/manage", Icon::LayoutDashboard),
                    RailItem::new("Events", "/manage/events", Icon::CalendarDays),
                    RailItem::new("Orders", "/manage/orders", Icon::Receipt).count(12),
                    RailItem::new("Venues", "/manage/venues", Icon::Building2),
                ],
            )
            .group(Some("Tonight"), vec![RailItem::new("Door", "/door", Icon::ScanLine)])
            .group(
                Some("House"),
                vec![RailItem::new("People", "/manage/people", Icon::Users), RailItem::new("Settings", "/manage/settings", Icon::Settings)],
            )
            .person("Mei Chan", "/account")
    }
}

impl PublicPage {
    /// A listing, an event on sale, a checkout, a confirmation.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("listing", listing().render()),
            Sample::new("event", event().render()),
            Sample::new("checkout", checkout().render()),
            Sample::new("confirmation", confirmation().render()),
        ]
    }
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn listing() -> PublicPage {
    let filters = Filters::new(vec![
        Chip::new("This week", "#", true),
        Chip::new("Music", "#", false),
        Chip::new("Theatre", "#", false),
        Chip::new("Family", "#", false),
        Chip::new("Free", "#", false),
    ]);
    let main = html! {
        div class="listing__head" { h1 class="listing__title" { "What is on" } (filters.clear("#")) }
        @for sample in EventCard::sample() { (sample.markup) }
    };
    PublicPage::new(&House::sampled(), "What is on", main).description("Everything at the house this week.").style("css/apps/boxoffice.css")
}

fn event() -> PublicPage {
    let rows = vec![
        PriceRow::new("stalls", "Stalls", eur(4250), Availability::OnSale { max: 8, left: Some(6) }).note("Rows A to M"),
        PriceRow::new("balcony", "Balcony", eur(2850), Availability::OnSale { max: 8, left: None }),
        PriceRow::new("box", "Box for four", eur(12_000), Availability::SoldOut),
    ];
    let tickets =
        TicketBox::new("/events/tempest/hold", "Tickets", "Get tickets", Currency::EUR, rows).note("Held for 15 minutes while you pay.");
    let hero = EventHero {
        title: "The Tempest".to_owned(),
        title_lang: None,
        other_title: Some(("暴風雨".to_owned(), "zh-Hant".to_owned())),
        kicker: Some("Theatre · Lantern House presents".to_owned()),
        badge: Some(Badge::new(Tone::Care, "Few left")),
        facts: DefinitionList::new()
            .signed(Icon::Calendar, "When", html! { "Sat 14 March 2026, 19:30" })
            .signed(Icon::MapPin, "Where", html! { a href="#" { "Kwai Tsing Theatre" } ", Hong Kong" })
            .signed(Icon::DoorOpen, "Doors", html! { "18:45" }),
        poster: Poster::new("The Tempest", Category::Theatre).date("Sat 14 Mar"),
        picture: None,
    };
    let main = html! {
        div class="split" {
            div class="stack stack--loose" {
                (hero)
                section class="prose" {
                    h2 class="section-title" { "About the show" }
                    p { "A shipwreck, an island, a father who has had twelve years to think. Two hours and ten minutes, one interval." }
                    p { "In English with Chinese surtitles. The balcony has step-free access; call us and we keep a place." }
                }
            }
            aside class="split__aside" { (tickets) }
        }
    };
    PublicPage::new(&House::sampled(), "The Tempest", main).canonical("https://example.org/events/the-tempest").bar(
        BuyBar::new("from €28.50", Button::submit("Get tickets").of_form("tickets"))
            .note("incl. fees and taxes")
            .follows("tickets")
            .render(),
    )
}

fn hold_clock() -> Countdown {
    let now = Timestamp::UNIX_EPOCH;
    Countdown::hold(now + std::time::Duration::from_secs(754), now, Zone::UTC).stay()
}

fn summary() -> OrderSummary {
    OrderSummary::new(vec![OrderLine::new("Stalls", 2, eur(8000)).note("The Tempest · Sat 14 Mar, 19:30")], eur(8500))
        .extra("Booking fee", eur(500))
        .contained("incl. 19 % VAT", eur(1357))
}

fn checkout() -> PublicPage {
    let fields = html! {
        div class="form__row" {
            (Field::text("buyer_name", "Name").required().autocomplete("name").value("Mei Chan"))
            (Field::email("buyer_email", "E-mail").required().value("mei@example.org").help("The tickets go here."))
        }
        (Field::checkbox("terms", "I accept the house rules", true).required())
    };
    let form =
        Form::post("#", fields).id("details").button(Button::submit("Continue to payment").main().large().icon_after(Icon::ArrowRight));
    let main = html! {
        div class="checkout" {
            div class="ends" { (Steps::new(&["Tickets", "Details", "Payment", "Done"], 1).back_to(0, "#")) (hold_clock()) }
            div class="split" {
                div class="stack" { h1 { "Who is coming?" } (form) }
                aside class="split__aside" { (summary()) }
            }
        }
    };
    PublicPage::new(&House::sampled(), "Your details", main).noindex().style("css/apps/boxoffice.css")
}

fn confirmation() -> PublicPage {
    let main = html! {
        div class="stack" {
            span class="thanks__sign" { (Icon::CircleCheck) }
            h1 { "See you on Saturday" }
            p { "Order " (CopyText::new("4F7K-22QP", "order code")) " is paid. The tickets are on their way to mei@example.org." }
            div class="cluster" {
                (Button::link("Show tickets", "#").main().icon(Icon::Ticket))
                (Button::link("Add to calendar", "#").icon(Icon::CalendarPlus))
                (Button::link("PDF", "#").icon(Icon::Download))
            }
            (summary())
        }
    };
    PublicPage::new(&House::sampled(), "Thank you", main).narrow().noindex().style("css/apps/boxoffice.css")
}

impl StaffPage {
    /// An event's orders.
    pub fn sample() -> Vec<Sample> {
        let table = Table::sample().into_iter().next().map_or_else(|| html! {}, |sample| sample.markup);
        let main = html! {
            (Figures(vec![
                Figure::new("Sold", 312).note("of 420 seats").percent(74),
                Figure::new("Takings", "€8,736.00").note("after refunds"),
                Figure::new("Waiting for the bank", 1).note("€1,140.00"),
            ]))
            (Filters::new(vec![Chip::new("Paid", "#", true).count(148), Chip::new("Waiting", "#", false).count(1), Chip::new("Refunded", "#", false).count(3)]).clear("#"))
            (table)
            (Pagination { previous: None, next: Some("#".to_owned()), range: Some((1, 50, 148)), of: None })
        };
        let tabs = Tabs::new("The Tempest")
            .tab(NavLink::new("Overview", "#"))
            .counted(NavLink::new("Orders", "#").current(true), 148)
            .tab(NavLink::new("Tickets", "#"))
            .tab(NavLink::new("Settings", "#"));
        let page = Self::new(&House::sampled(), Rail::sampled(), "The Tempest", main)
            .trail("Events", "#")
            .mark(Badge::new(Tone::Good, "On sale").render())
            .lead("Sat 14 March 2026, 19:30 · Kwai Tsing Theatre")
            .tabs(tabs.render())
            .flash(Toast::good("Order 4F6Z-9B was refunded. The seat is on sale again."))
            .more(Button::link("Show page", "#").icon(Icon::ExternalLink).render())
            .action(Button::link("Open the door", "#").icon(Icon::ScanLine));
        vec![Sample::new("orders", page.render())]
    }
}

impl LivePage {
    /// The door, waiting and with a verdict.
    pub fn sample() -> Vec<Sample> {
        let waiting = html! { p class="door__waiting" { "Hold a code before the camera, or type it." } };
        let verdict =
            Verdict::new(Ruling::Refuse, "Already used").detail("Today at 19:12, gate A").fact("Name", "Mei Chan").fact("Ticket", "Stalls");
        vec![Sample::new("waiting", door(waiting).render()), Sample::new("verdict", door(verdict.render()).render())]
    }
}

fn door(verdict: Markup) -> LivePage {
    let main = html! {
        div class="door" {
            (Scanner::new("#", "#verdict").hidden("gate", "A"))
            div class="door__verdict" id="verdict" aria-live="assertive" { (verdict) }
        }
    };
    LivePage::new(&House::sampled(), "The Tempest", main)
        .detail("Gate A · Sat 14 Mar, 19:30")
        .leave("Leave the door", "#")
        .tools(html! { span class="door__counts" { "128 / 420" } })
        .style("css/apps/door.css")
}
