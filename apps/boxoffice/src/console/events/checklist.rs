//! What an event has and what it lacks, in words, with the way to put it right.

use platform_texts::t;
use platform_ui::{Icon, Markup, html};

use super::{Mend, Requirement};

/// The list's heading.
pub fn lacking_words(requirements: &[Requirement]) -> String {
    match requirements.iter().filter(|r| r.missing.is_some()).count() {
        0 => t!("console-checklist-ready").into_owned(),
        n => t!("console-checklist-lacking", count = n).into_owned(),
    }
}

/// The list; `crowded` is something to look at that is no obstacle.
pub fn list(requirements: &[Requirement], crowded: Option<&str>, href: &dyn Fn(Mend) -> String) -> Markup {
    html! {
        ul class="checklist" role="list" {
            @for requirement in requirements {
                li class=(if requirement.missing.is_some() { "checklist__item" } else { "checklist__item checklist__item--done" }) {
                    @match &requirement.missing {
                        None => { (Icon::CircleCheck.labelled(&t!("console-checklist-done"))) span { (requirement.label) } },
                        Some(missing) => { (Icon::TriangleAlert.labelled(&t!("console-checklist-missing"))) span { (requirement.label) ": " (missing) " " a href=(href(requirement.mend)) { (t!("console-checklist-mend")) } } },
                    }
                }
            }
            @if let Some(why) = crowded {
                li class="checklist__item" { (Icon::TriangleAlert.labelled(&t!("console-checklist-look"))) span { (t!("console-checklist-crowded", why = why)) " " a href=(href(Mend::Tickets)) { (t!("console-checklist-look-link")) } } }
            }
        }
    }
}
