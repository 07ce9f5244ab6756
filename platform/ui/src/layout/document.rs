//! The outermost tags: what a browser, a search engine and a screen reader are told first.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use platform_texts::t;

use super::House;
use crate::asset;

/// The browser's bar in light: the token `--color-canvas` as sRGB (a test compares them).
pub const THEME_LIGHT: &str = "#f9f6ef";
/// The browser's bar in dark.
pub const THEME_DARK: &str = "#120e0b";

/// htmx as this house uses it: no evaluation, no foreign hosts, no style tag of its own, no private
/// pages in local storage; a form that comes back with 422 is swapped in, other errors become toasts.
const HTMX_CONFIG: &str = r#"{"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"includeIndicatorStyles":false,"historyCacheSize":0,"scrollIntoViewOnBoost":false,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}"#;

/// Direction of the script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dir {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Dir {
    /// The attribute's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// The head's facts about one page.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The page's own title, without the house's name.
    pub title: String,
    /// One or two sentences for search results and shared links.
    pub description: Option<String>,
    /// The one address of this page, absolute.
    pub canonical: Option<String>,
    /// The picture for shared links.
    pub image: Option<SocialImage>,
    /// Keeps search engines away: everything behind a sign-in.
    pub noindex: bool,
    /// Further style sheets by plain name, `css/apps/door.css`.
    pub styles: Vec<&'static str>,
    /// The page carries its style sheets (`css/public.css` and what it adds) and is drawn before anything else is fetched;
    /// with `false` it links `css/app.css`, which has every component.
    pub inlined: bool,
    /// Structured data (schema.org) as JSON text.
    pub json_ld: Option<String>,
    /// Forces `light` or `dark`; pages follow the system otherwise.
    pub theme: Option<&'static str>,
}

/// What a shared link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocialImage {
    /// Where it is, absolute.
    pub address: String,
    /// What it shows, for whoever does not see it.
    pub alt: String,
    /// What it is.
    pub content_type: &'static str,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

impl SocialImage {
    /// A drawing of our own: PNG, 1200 by 630, as networks want it.
    pub fn drawn(address: impl Into<String>, alt: impl Into<String>) -> Self {
        Self { address: address.into(), alt: alt.into(), content_type: "image/png", size: (1200, 630) }
    }

    /// A photo of this size: JPEG.
    pub fn photo(address: impl Into<String>, alt: impl Into<String>, size: (u32, u32)) -> Self {
        Self { address: address.into(), alt: alt.into(), content_type: "image/jpeg", size }
    }
}

impl Document {
    /// The whole page; `class` names the shell.
    pub(crate) fn wrap(&self, house: &House, class: &str, body: Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(house.lang) dir=(house.dir.as_str()) data-theme=[self.theme] {
                (self.head(house))
                body class=(class) data-words-unreachable=(t!("layout-unreachable")) data-words-failed=(t!("layout-failed"))
                    data-words-signed-out=(t!("layout-signed-out")) data-words-close=(t!("layout-close")) {
                    a class="skip" href="#main" { (t!("layout-skip")) }
                    (body)
                }
            }
        }
    }

    fn head(&self, house: &House) -> Markup {
        let title = self.full_title(house);
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content";
                title { (title) }
                @if let Some(text) = &self.description { meta name="description" content=(text); }
                @if self.noindex { meta name="robots" content="noindex"; }
                (self.addresses(house))
                (self.sharing(house))
                meta name="color-scheme" content=(self.theme.unwrap_or("light dark"));
                meta name="theme-color" content=(THEME_LIGHT) media="(prefers-color-scheme: light)";
                meta name="theme-color" content=(THEME_DARK) media="(prefers-color-scheme: dark)";
                meta name="format-detection" content="telephone=no";
                meta name="htmx-config" content=(HTMX_CONFIG);
                (self.dress())
                @if let Some(json) = &self.json_ld {
                    script type="application/ld+json" { (PreEscaped(inside_script(json))) }
                }
            }
        }
    }

    /// The mark, the style sheets and the script that fetches the others.
    fn dress(&self) -> Markup {
        let htmx = asset::url("vendor/htmx.min.js");
        html! {
            @if self.inlined {
                // Most who come from elsewhere see one of these pages first, over a slow line: all it takes to draw it is in it.
                link rel="icon" href=(asset::mark_address()) type="image/svg+xml";
                (style("css/public.css", None))
                @for sheet in &self.styles { (style(sheet, None)) }
                (style("css/print.css", Some("print")))
                script type="importmap" { (PreEscaped(asset::import_map())) }
                script data-htmx=(htmx) { (PreEscaped(asset::start_script())) }
            } @else {
                link rel="icon" href=(asset::url("brand/mark.svg")) type="image/svg+xml";
                @for sheet in std::iter::once(&"css/app.css").chain(&self.styles) { (link(sheet, None)) }
                (link("css/print.css", Some("print")))
                script type="importmap" { (PreEscaped(asset::import_map())) }
                // What is read first comes first: on a slow line the letters (91 KB) and htmx would hold up the sheets.
                script type="module" src=(asset::url("js/boot.js")) data-htmx=(htmx) {}
            }
        }
    }

    /// The page's own address, and where it is in the other languages (hreflang): each names all, as search engines want it.
    fn addresses(&self, house: &House) -> Markup {
        html! {
            @if let Some(address) = &self.canonical {
                link rel="canonical" href=(told_in(address, &house.lang));
                @if !house.languages.is_empty() {
                    @for (lang, _) in &house.languages { link rel="alternate" hreflang=(lang.tag()) href=(told_in(address, lang.tag())); }
                    link rel="alternate" hreflang="x-default" href=(address);
                }
            }
        }
    }

    fn sharing(&self, house: &House) -> Markup {
        html! {
            @if self.canonical.is_some() {
                meta property="og:title" content=(self.title);
                meta property="og:site_name" content=(house.name);
                meta property="og:type" content="website";
                @if let Some(text) = &self.description { meta property="og:description" content=(text); }
                @if let Some(address) = &self.canonical { meta property="og:url" content=(told_in(address, &house.lang)); }
                @match &self.image {
                    Some(image) => {
                        meta property="og:image" content=(image.address);
                        meta property="og:image:type" content=(image.content_type);
                        meta property="og:image:width" content=(image.size.0);
                        meta property="og:image:height" content=(image.size.1);
                        meta property="og:image:alt" content=(image.alt);
                        meta name="twitter:card" content="summary_large_image";
                        meta name="twitter:image:alt" content=(image.alt);
                    }
                    None => { meta name="twitter:card" content="summary"; }
                }
            }
        }
    }

    fn full_title(&self, house: &House) -> String {
        if self.title.is_empty() || self.title == house.name { house.name.clone() } else { format!("{} · {}", self.title, house.name) }
    }
}

/// The sheet itself, or its address where it is none of those that pages carry.
fn style(sheet: &str, media: Option<&str>) -> Markup {
    match asset::inline_style(sheet) {
        Some(text) => html! { style media=[media] { (PreEscaped(text)) } },
        None => link(sheet, media),
    }
}

fn link(sheet: &str, media: Option<&str>) -> Markup {
    html! { link rel="stylesheet" href=(asset::url(sheet)) media=[media]; }
}

/// The address under which a page is told in this language whoever asks; English is what it is told in by itself.
fn told_in(address: &str, tag: &str) -> String {
    match (tag, address.contains('?')) {
        ("en", _) => address.to_owned(),
        (_, false) => format!("{address}?lang={tag}"),
        (_, true) => format!("{address}&lang={tag}"),
    }
}

/// JSON that cannot end the script it stands in: `<`, `>` and `&` only occur inside JSON strings,
/// where their escapes mean the same.
fn inside_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '<' | '>' | '&') {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_leave_its_script() {
        let text = inside_script(r#"{"name":"</script><b>&"}"#);
        assert_eq!(text, r#"{"name":"\u003c/script\u003e\u003cb\u003e\u0026"}"#);
    }

    #[test]
    fn a_page_names_itself_in_every_language() {
        let house = House { languages: platform_types::Lang::PUBLIC.map(|lang| (lang, String::new())).to_vec(), ..House::default() };
        let page = Document { canonical: Some("https://h.test/events?page=2".into()), ..Document::default() };
        let links = |house: &House| page.addresses(house).into_string();
        let alternates = r#"<link rel="alternate" hreflang="en" href="https://h.test/events?page=2"><link rel="alternate" hreflang="de" href="https://h.test/events?page=2&amp;lang=de"><link rel="alternate" hreflang="ar" href="https://h.test/events?page=2&amp;lang=ar"><link rel="alternate" hreflang="x-default" href="https://h.test/events?page=2">"#;
        assert_eq!(links(&house), format!(r#"<link rel="canonical" href="https://h.test/events?page=2">{alternates}"#));
        let german = House { lang: "de".into(), ..house };
        assert_eq!(links(&german), format!(r#"<link rel="canonical" href="https://h.test/events?page=2&amp;lang=de">{alternates}"#));
        assert_eq!(links(&House::default()), r#"<link rel="canonical" href="https://h.test/events?page=2">"#);
    }

    #[test]
    fn the_house_stands_behind_the_title_once() {
        let house = House::default();
        let of = |title: &str| Document { title: title.into(), ..Document::default() }.full_title(&house);
        assert_eq!(of("The Tempest"), "The Tempest · Callboard");
        assert_eq!(of("Callboard"), "Callboard");
    }
}
