//! What an event has and what it lacks, in words, with the way to put it right.

use platform_ui::{Icon, Markup, html};

use super::{Mend, Requirement};

/// The list's heading.
pub fn lacking_words(requirements: &[Requirement]) -> String {
    match requirements.iter().filter(|r| r.missing.is_some()).count() {
        0 => "Ready to be published".to_owned(),
        1 => "One thing is missing before it can be published".to_owned(),
        n => format!("{n} things are missing before it can be published"),
    }
}

/// The list; `crowded` is something to look at that is no obstacle.
pub fn list(requirements: &[Requirement], crowded: Option<&str>, href: &dyn Fn(Mend) -> String) -> Markup {
    html! {
        ul class="checklist" role="list" {
            @for requirement in requirements {
                li class=(if requirement.missing.is_some() { "checklist__item" } else { "checklist__item checklist__item--done" }) {
                    @match &requirement.missing {
                        None => { (Icon::CircleCheck.labelled("Done")) span { (requirement.label) } },
                        Some(missing) => { (Icon::TriangleAlert.labelled("Missing")) span { (requirement.label) ": " (missing) " " a href=(href(requirement.mend)) { "Put it right" } } },
                    }
                }
            }
            @if let Some(why) = crowded {
                li class="checklist__item" { (Icon::TriangleAlert.labelled("To look at")) span { "Capacity: " (why) " It can be published so. " a href=(href(Mend::Tickets)) { "Look at it" } } }
            }
        }
    }
}
