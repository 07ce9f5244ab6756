//! Every kind of field, and the states that matter.

use maud::html;
use platform_types::Currency;

use super::{Choice, Field};
use crate::sample::Sample;

impl Field {
    /// Kinds, help, errors, choices.
    pub fn sample() -> Vec<Sample> {
        let venues = || vec![Choice::new("kt", "Kwai Tsing Theatre"), Choice::new("ch", "City Hall, Concert Hall")];
        vec![
            Sample::new(
                "text",
                html! {
                    (Field::text("s-title", "Title").required().value("The Tempest").help("As it stands on the poster."))
                    (Field::email("s-email", "E-mail").required().placeholder("you@example.org"))
                    (Field::phone("s-phone", "Telephone"))
                    (Field::password("s-password", "Password").required())
                },
            ),
            Sample::new(
                "figures and times",
                html! {
                    (Field::number("s-capacity", "Capacity").required().value("420").min(1).suffix("seats"))
                    (Field::money("s-price", "Price", Currency::EUR).required().value("28.50"))
                    (Field::datetime_local("s-starts", "Starts").required().value("2026-03-14T19:30").help("Hong Kong time."))
                },
            ),
            Sample::new(
                "wrong",
                html! {
                    (Field::email("s-wrong", "E-mail").required().value("ada@").error(Some("Add what comes after the @, like example.org."))
                        .help("The tickets go to this address."))
                    (Field::money("s-wrong-price", "Price", Currency::HKD).required().value("seventy")
                        .error(Some("Enter an amount like 12.50.")))
                    (Field::checkbox("s-wrong-terms", "I accept the house rules", false).required()
                        .error(Some("Tick this to go on.")))
                },
            ),
            Sample::new(
                "choices",
                html! {
                    (Field::select("s-venue", "Venue", venues()).required().value("ch"))
                    (Field::select("s-role", "Role", vec![
                        Choice::new("organizer", "Organizer").group("Box office"),
                        Choice::new("door", "Door").group("Box office"),
                        Choice::new("crew", "Crew").group("Production"),
                    ]).required().value("door"))
                    (Field::choices("s-send", "How you get the tickets", vec![
                        Choice::new("mail", "By e-mail").hint("At once, as PDF and as codes for the phone."),
                        Choice::new("desk", "At the box office").hint("From one hour before the show."),
                    ]).required().value("mail"))
                    (Field::checkbox("s-news", "Tell me about new shows", true).help("One mail a month. Each has a link to stop."))
                },
            ),
            Sample::new(
                "long text, and one that cannot be changed",
                html! {
                    (Field::textarea("s-about", "About the show").value("Two brothers, one island.\n\nEnds at 22:15.").max_length(4000))
                    (Field::text("s-slug", "Address of the page").value("the-tempest").disabled(true))
                },
            ),
        ]
    }
}
