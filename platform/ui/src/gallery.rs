//! Every component in every state on one page: for eyes, for screenshots, for the HTML tests.

use maud::{Markup, PreEscaped, html};
use platform_texts::Lang;

use crate::layout::{Document, House, PublicPage};
use crate::sample::Sample;

/// Components by name, with their states.
pub fn samples() -> Vec<(&'static str, Vec<Sample>)> {
    vec![
        ("EventHero", crate::EventHero::sample()),
        ("EventCard", crate::EventCard::sample()),
        ("TicketBox", crate::TicketBox::sample()),
        ("BuyBar", crate::BuyBar::sample()),
        ("OrderSummary", crate::OrderSummary::sample()),
        ("TicketPass", crate::TicketPass::sample()),
        ("Steps", crate::Steps::sample()),
        ("Countdown", crate::Countdown::sample()),
        ("Button", crate::Button::sample()),
        ("Field", crate::Field::sample()),
        ("Form", crate::Form::sample()),
        ("Stepper", crate::Stepper::sample()),
        ("Banner", crate::Banner::sample()),
        ("Toast", crate::Toast::sample()),
        ("Badge", crate::Badge::sample()),
        ("Bell", crate::Bell::sample()),
        ("NoticeList", crate::NoticeList::sample()),
        ("Preference", crate::Preference::sample()),
        ("Card", crate::Card::sample()),
        ("DefinitionList", crate::DefinitionList::sample()),
        ("Figures", crate::Figures::sample()),
        ("LineChart", crate::LineChart::sample()),
        ("Columns", crate::Columns::sample()),
        ("Bars", crate::Bars::sample()),
        ("Sparkline", crate::Sparkline::sample()),
        ("Table", crate::Table::sample()),
        ("DataTable", crate::DataTable::sample()),
        ("Filters", crate::Filters::sample()),
        ("FilterForm", crate::FilterForm::sample()),
        ("Tabs", crate::Tabs::sample()),
        ("Pagination", crate::Pagination::sample()),
        ("Palette", crate::Palette::sample()),
        ("Disclosure", crate::Disclosure::sample()),
        ("EmptyState", crate::EmptyState::sample()),
        ("ErrorPage", crate::ErrorPage::sample()),
        ("Dialog", crate::Dialog::sample()),
        ("Verdict", crate::Verdict::sample()),
        ("Scanner", crate::Scanner::sample()),
        ("Moment", crate::Moment::sample()),
        ("CodeBlock", crate::CodeBlock::sample()),
        ("CopyText", crate::CopyText::sample()),
        ("Skeleton", crate::Skeleton::sample()),
        ("Programme", crate::Programme::sample()),
        ("TypedText", crate::TypedText::sample()),
        ("Poster", crate::Poster::sample()),
        ("Picture", crate::Picture::sample()),
        ("Icon", crate::Icon::sample()),
    ]
}

/// The whole pages.
pub fn pages() -> Vec<(&'static str, Vec<Sample>)> {
    vec![("PublicPage", PublicPage::sample()), ("StaffPage", crate::StaffPage::sample()), ("LivePage", crate::LivePage::sample())]
}

/// The gallery as somebody looks at it.
#[derive(Clone, Debug)]
pub struct Gallery {
    /// Gives language and direction.
    pub house: House,
    /// Forces `light` or `dark`.
    pub theme: Option<&'static str>,
    /// Where it is served: then it has switches, and a page for each component.
    pub address: Option<String>,
}

impl Gallery {
    /// Every component in every state on one page.
    pub fn all(&self) -> Markup {
        let main = html! {
            div class="gallery" {
                h1 { "Gallery" }
                @if let Some(address) = &self.address { (self.switches(address)) }
                nav class="gallery__index" aria-label="Components" {
                    ul role="list" {
                        @for (name, _) in samples() { li { a href={ "#" (name) } { (name) } } }
                        @if let Some(address) = &self.address { @for (name, states) in pages() { @for sample in states {
                            li { a href=(self.href(&format!("{address}/{name}/{}", sample.state), &self.look())) { (name) ", " (sample.state) } }
                        } } }
                    }
                }
                @for (name, states) in samples() {
                    section class="gallery__component" id=(name) aria-label=(name) {
                        h2 class="gallery__name" {
                            @match &self.address {
                                Some(address) => a href=(self.href(&format!("{address}/{name}"), &self.look())) { (name) },
                                None => (name),
                            }
                        }
                        (shown(&states))
                    }
                }
            }
        };
        let mut page = PublicPage::new(&self.house, "Gallery", main).noindex().every_component().style(SHEET);
        page.document.theme = self.theme;
        page.render()
    }

    /// One component alone, without a frame: for screenshots. Nothing where there is no such component.
    pub fn component(&self, name: &str) -> Option<Markup> {
        let (name, states) = samples().into_iter().find(|(known, _)| *known == name)?;
        let body =
            html! { main class="gallery gallery--alone" id="main" tabindex="-1" { h1 class="gallery__name" { (name) } (shown(&states)) } };
        let document = Document { title: name.to_owned(), noindex: true, styles: vec![SHEET], theme: self.theme, ..Document::default() };
        Some(document.wrap(&self.house, "gallery-page", body))
    }

    /// One whole page in one state.
    pub fn page(&self, name: &str, state: &str) -> Option<Markup> {
        let (_, states) = pages().into_iter().find(|(known, _)| *known == name)?;
        let PreEscaped(text) = states.into_iter().find(|sample| sample.state == state)?.markup;
        // Samples are made for nobody in particular; the first tag says how they are read.
        let first = text.find("<html").and_then(|at| Some((at, at + text[at..].find('>')? + 1)))?;
        let (lang, dir) = (&self.house.lang, self.house.dir.as_str());
        let tag = html! { html lang=(lang) dir=(dir) data-theme=[self.theme] {} }.into_string().replace("</html>", "");
        Some(PreEscaped(format!("{}{tag}{}", &text[..first.0], &text[first.1..])))
    }

    fn look(&self) -> Look<'_> {
        Look { theme: self.theme.unwrap_or("system"), dir: self.house.dir.as_str(), lang: &self.house.lang }
    }

    fn href(&self, address: &str, look: &Look<'_>) -> String {
        format!("{address}?theme={}&dir={}&lang={}", look.theme, look.dir, look.lang)
    }

    fn switches(&self, address: &str) -> Markup {
        let now = self.look();
        let themes = ["system", "light", "dark"].map(|theme| (theme, Look { theme, ..now }, theme == now.theme));
        let dirs = ["ltr", "rtl"].map(|dir| (dir, Look { dir, ..now }, dir == now.dir));
        let langs = Lang::PUBLIC.map(|lang| (lang.own_name(), Look { lang: lang.tag(), ..now }, lang.tag() == now.lang));
        let switch = |name: &str, ways: &[(&str, Look<'_>, bool)]| {
            html! {
                nav aria-label=(name) {
                    ul class="cluster" role="list" {
                        @for (label, look, on) in ways { li { a href=(self.href(address, look)) aria-current=[on.then_some("true")] { (label) } } }
                    }
                }
            }
        };
        html! {
            div class="gallery__switches" {
                (switch("Theme", &themes))
                (switch("Direction", &dirs))
                (switch("Language", &langs))
            }
        }
    }
}

/// How it is looked at, as its addresses say it.
#[derive(Clone, Copy)]
struct Look<'a> {
    theme: &'a str,
    dir: &'a str,
    lang: &'a str,
}

const SHEET: &str = "css/apps/gallery.css";

fn shown(states: &[Sample]) -> Markup {
    html! {
        @for sample in states {
            div class="gallery__state" {
                p class="gallery__label" { (sample.state) }
                div class="gallery__sample" { (sample.markup) }
            }
        }
    }
}
