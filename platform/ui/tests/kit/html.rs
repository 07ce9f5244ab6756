//! Every sample through an HTML parser.

use std::collections::HashSet;

use platform_types::{Currency, Money};
use platform_ui::{
    Availability, Badge, Banner, Button, Card, Category, Choice, Column, DefinitionList, EventCard, Field, FieldErrors, Form, House,
    Poster, PriceRow, PublicPage, Ruling, Table, TicketBox, Toast, Tone, Verdict, asset, gallery, gallery::Gallery, html,
};
use scraper::{ElementRef, Html, Selector};

use crate::{all_samples, files_in};

const TAGS: &str = "html head meta kbd title link script bdi body header footer main nav aside section article div p pre span a ul ol li dl dt dd h1 h2 h3 h4 \
    form label input select optgroup option textarea button fieldset legend output meter table caption thead tbody tr th td time code figure \
    figcaption details summary dialog template video picture source img svg path circle rect line polyline polygon ellipse g text style";

/// What is wrong with a page; nothing when it is whole.
fn faults(page: &str) -> Vec<String> {
    let fragment = !page.starts_with("<!DOCTYPE");
    let whole = if fragment {
        format!("<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{page}</body></html>")
    } else {
        page.to_owned()
    };
    let dom = Html::parse_document(&whole);
    let mut faults: Vec<String> = dom.errors.iter().map(ToString::to_string).collect();
    let mut ids = HashSet::new();
    for element in elements(&dom) {
        if let Some(id) = element.attr("id")
            && !ids.insert(id)
        {
            faults.push(format!("id {id} occurs twice"));
        }
        faults.extend(element_faults(element));
    }
    for element in elements(&dom) {
        faults.extend(dangling(element, &ids));
    }
    faults
}

fn elements(dom: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    dom.tree.root().descendants().filter_map(ElementRef::wrap)
}

fn element_faults(element: ElementRef<'_>) -> Vec<String> {
    let tag = element.value().name();
    let mut faults = Vec::new();
    let custom: HashSet<String> = files_in("js/elements", "js").iter().map(|f| f.rsplit('/').next().unwrap().replace(".js", "")).collect();
    if !TAGS.split_whitespace().any(|known| known == tag) && !custom.contains(tag) {
        faults.push(format!("<{tag}> is no element we know"));
    }
    for (name, value) in element.value().attrs() {
        if name == "style" || name.starts_with("on") || name.starts_with("hx-on") {
            faults.push(format!("<{tag} {name}> is inline style or script"));
        }
        if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
            faults.push(format!("<{tag} {name}> is a script address"));
        }
    }
    let inline = element.text().collect::<String>();
    match tag {
        "style"
            if ["css/public.css", "css/apps/boxoffice.css", "css/print.css"]
                .iter()
                .any(|name| asset::inline_style(name) == Some(&inline)) => {}
        "style" => faults.push("<style> is none of the house's".to_owned()),
        "script" if element.attr("src").is_none() => match element.attr("type") {
            Some("importmap") if inline == asset::import_map() => {}
            Some("application/ld+json") => {}
            None if inline == asset::start_script() => {}
            other => faults.push(format!("inline script of type {other:?}")),
        },
        "button" if element.attr("type").is_none() => faults.push("a button without type sends forms".to_owned()),
        "input" | "select" | "textarea" if element.attr("type") != Some("hidden") && !has_name(element) => {
            faults.push(format!("<{tag} name={:?}> has no label", element.attr("name")));
        }
        "button" | "a" if inline.trim().is_empty() && element.attr("aria-label").is_none() => faults.push(format!("<{tag}> says nothing")),
        "img" if ["alt", "width", "height"].iter().any(|name| element.attr(name).is_none()) => {
            faults.push("<img> does not say what it shows or how large it is".to_owned());
        }
        "svg" if element.attr("aria-hidden").is_none() && element.attr("role") != Some("img") => {
            let within_image =
                element.ancestors().filter_map(ElementRef::wrap).any(|a| a.attr("role") == Some("img") || a.value().name() == "svg");
            if !within_image {
                faults.push("<svg> is neither decoration nor an image".to_owned());
            }
        }
        _ => {}
    }
    faults
}

/// Whether a control is named by a label that points at it, that holds it, or by an attribute.
fn has_name(element: ElementRef<'_>) -> bool {
    let named = element.attr("aria-label").is_some();
    let held = element.ancestors().filter_map(ElementRef::wrap).any(|a| a.value().name() == "label");
    let root = element.ancestors().last().and_then(|root| root.children().find_map(ElementRef::wrap));
    let pointed = root
        .zip(element.attr("id"))
        .is_some_and(|(root, id)| root.select(&Selector::parse("label[for]").unwrap()).any(|label| label.attr("for") == Some(id)));
    named || held || pointed
}

/// References to ids that are not there.
fn dangling(element: ElementRef<'_>, ids: &HashSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for name in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "form", "data-follows"] {
        for id in element.attr(name).unwrap_or_default().split_whitespace() {
            if !ids.contains(id) {
                faults.push(format!("{name}={id} leads nowhere"));
            }
        }
    }
    for name in ["href", "hx-target"] {
        let id = element.attr(name).and_then(|value| value.strip_prefix('#')).filter(|id| !id.is_empty());
        if let Some(id) = id.filter(|id| !ids.contains(id)) {
            faults.push(format!("{name}=#{id} leads nowhere"));
        }
    }
    faults
}

#[test]
fn every_sample_is_whole_html() {
    for (name, markup) in all_samples() {
        let found = faults(&markup);
        assert!(found.is_empty(), "{name}: {found:#?}\n{markup}");
    }
}

#[test]
fn the_gallery_is_one_whole_page() {
    let served = Gallery { house: House::default(), theme: Some("dark"), address: Some("/dev/gallery".to_owned()) };
    let alone = gallery::samples().into_iter().map(|(name, _)| served.component(name).unwrap());
    let pages = gallery::pages().into_iter().flat_map(|(name, states)| states.into_iter().map(move |s| (name, s.state)));
    let pages = pages.map(|(name, state)| served.page(name, state).unwrap());
    for page in [served.all(), Gallery { address: None, ..served.clone() }.all()].into_iter().chain(alone).chain(pages) {
        let text = page.into_string();
        let found = faults(&text);
        assert!(found.is_empty(), "{found:#?}\n{text}");
        assert!(text.contains("<html lang=\"en\" dir=\"ltr\" data-theme=\"dark\">"), "{text}");
    }
    assert!(served.component("NoSuch").is_none() && served.page("PublicPage", "no-such").is_none());
}

#[test]
fn the_check_finds_what_it_looks_for() {
    for (bad, word) in [
        ("<p><div>x</div></p>", "tag"),
        ("<blink>x</blink>", "no element"),
        ("<p style='color:red'>x</p>", "inline"),
        ("<p onclick='x()'>x</p>", "inline"),
        ("<p hx-on:click='x()'>x</p>", "inline"),
        ("<p id=a>x</p><p id=a>x</p>", "twice"),
        ("<label for=b>x</label>", "nowhere"),
        ("<input name=c>", "no label"),
        ("<button>x</button>", "type"),
        ("<a href='#d'>x</a>", "nowhere"),
        ("<a href='javascript:x'>x</a>", "script address"),
        ("<script>x()</script>", "inline script"),
        ("<style>p { color: red }</style>", "none of the house's"),
        ("<button type=button></button>", "says nothing"),
        ("<svg></svg>", "neither"),
    ] {
        let found = faults(bad);
        assert!(found.iter().any(|fault| fault.to_ascii_lowercase().contains(word)), "{bad}: {found:?}");
    }
}

#[test]
fn whatever_people_type_stays_text() {
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let money = Money::new(100, Currency::EUR);
    let mut errors = FieldErrors::new();
    errors.add("x", evil);
    errors.add_form(evil);
    let main = html! {
        (Field::text("x", evil).value(evil).help(evil).error(Some(evil)).placeholder(evil).suffix(evil))
        (Field::textarea("y", evil).value("</textarea><script>alert(1)</script>"))
        (Field::select("z", evil, vec![Choice::new(evil, evil)]).value(evil))
        (Field::choices("q", evil, vec![Choice::new(evil, evil).hint(evil)]))
        (Form::post("/x", html! {}).errors(&errors).hidden("h", evil))
        (Button::link(evil, "/x").icon_only(platform_ui::Icon::X))
        (Banner::new(Tone::Note, evil).link(evil, "/x"))
        (Toast::good(evil))
        (Badge::plain(evil))
        (Card::new(html! { (evil) }).title(evil))
        (DefinitionList::new().text(evil, evil))
        (Table::new(evil, vec![Column::new(evil), Column::new(evil)]).row(vec![html! { (evil) }, html! { (evil) }]))
        (TicketBox::new("/x", evil, evil, Currency::EUR, vec![PriceRow::new("t", evil, money, Availability::NotNow(evil.to_owned())).note(evil)]))
        (EventCard::new("/x", evil, html! { (evil) }, Poster::new(evil, Category::Music).date(evil)).place(evil).other_title(evil, "zh"))
        (Verdict::new(Ruling::Refuse, evil).detail(evil).fact(evil, evil))
    };
    let page =
        PublicPage::new(&House::default(), evil, main).description(evil).json_ld(format!("{{\"name\":{evil:?}}}")).render().into_string();
    let dom = Html::parse_document(&page);
    assert!(dom.select(&Selector::parse("img, [onerror]").unwrap()).next().is_none());
    let scripts = dom.select(&Selector::parse("script:not([src])").unwrap()).count();
    assert_eq!(scripts, 3, "the import map, the start and the structured data, nothing else");
    let found: Vec<String> = faults(&page).into_iter().filter(|f| !f.contains("leads nowhere")).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_textarea_gives_back_a_leading_line_end() {
    let page = Field::textarea("t", "Text").value("\nsecond line").render().into_string();
    let dom = Html::parse_fragment(&page);
    let text: String = dom.select(&Selector::parse("textarea").unwrap()).next().unwrap().text().collect();
    assert_eq!(text, "\nsecond line");
}

#[test]
fn a_password_is_not_sent_back() {
    assert!(!Field::password("p", "Password").value("hunter2").render().into_string().contains("hunter2"));
}

#[test]
fn errors_are_tied_to_their_field() {
    let page = Field::email("mail", "E-mail").help("Where tickets go.").error(Some("Add an @.")).render().into_string();
    let dom = Html::parse_fragment(&page);
    let input = dom.select(&Selector::parse("input").unwrap()).next().unwrap();
    assert_eq!(input.attr("aria-invalid"), Some("true"));
    let told: Vec<String> = input
        .attr("aria-describedby")
        .unwrap()
        .split(' ')
        .map(|id| dom.select(&Selector::parse(&format!("[id='{id}']")).unwrap()).next().unwrap().text().collect())
        .collect();
    assert_eq!(told, ["Add an @.", "Where tickets go."]);
}

#[test]
fn pages_say_their_language_and_direction() {
    let house = House { lang: "ar".to_owned(), dir: platform_ui::Dir::Rtl, ..House::default() };
    let page = PublicPage::new(&house, "x", html! {}).render().into_string();
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\""), "{page}");
}
