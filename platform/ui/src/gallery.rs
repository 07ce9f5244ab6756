//! Every component in every state on one page: for eyes, for screenshots, for the HTML tests.

use maud::{Markup, html};

use crate::layout::{House, PublicPage};
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
        ("Disclosure", crate::Disclosure::sample()),
        ("EmptyState", crate::EmptyState::sample()),
        ("ErrorPage", crate::ErrorPage::sample()),
        ("Dialog", crate::Dialog::sample()),
        ("Verdict", crate::Verdict::sample()),
        ("Scanner", crate::Scanner::sample()),
        ("Moment", crate::Moment::sample()),
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

/// The gallery. `theme` forces `light` or `dark`; `house` gives language and direction.
pub fn gallery(house: &House, theme: Option<&'static str>) -> Markup {
    let main = html! {
        div class="gallery" {
            h1 { "Gallery" }
            @for (name, states) in samples() {
                section class="gallery__component" aria-label=(name) {
                    h2 class="gallery__name" { (name) }
                    @for sample in states {
                        div class="gallery__state" {
                            p class="gallery__label" { (sample.state) }
                            div class="gallery__sample" { (sample.markup) }
                        }
                    }
                }
            }
        }
    };
    let mut page = PublicPage::new(house, "Gallery", main).noindex().style("css/apps/gallery.css");
    page.document.theme = theme;
    page.render()
}
