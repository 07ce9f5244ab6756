//! A place as it is typed.

use commons::venues::{NewVenue, countries, read_country};
use platform_http::Check;
use platform_texts::t;
use platform_types::{Zone, is_blank};
use platform_ui::{Choice, Field, FieldErrors, Markup, html};
use serde::{Deserialize, Serialize};

use crate::console::typed;

/// The fields of a new place, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VenueForm {
    /// Its name.
    pub venue_name: String,
    /// Street and number.
    pub venue_address: String,
    /// Town.
    pub venue_city: String,
    /// Two letters, or the English name.
    pub venue_country: String,
    /// IANA name.
    pub venue_zone: String,
    /// How many people it holds.
    pub venue_capacity: String,
}

impl VenueForm {
    /// As it opens: in the organization's own zone.
    pub fn fresh(home: Zone) -> Self {
        Self { venue_zone: home.name().to_owned(), ..Self::default() }
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, check: &mut Check) -> Option<NewVenue> {
        let name = check.field("venue_name", typed::line(&self.venue_name, 200));
        let name_fine = name.as_ref().is_some_and(|n| !is_blank(n));
        check.that(name.is_none() || name_fine, "venue_name", &t!("console-venue-name-missing"));
        let address = check.field("venue_address", typed::line(&self.venue_address, 500));
        let city = check.field("venue_city", typed::line(&self.venue_city, 120));
        let country = check.field("venue_country", read_country(&self.venue_country));
        let zone = check.field("venue_zone", self.venue_zone.trim().parse::<Zone>());
        let capacity = check.field("venue_capacity", typed::count(&self.venue_capacity, 1, 10_000_000));
        if !name_fine {
            return None;
        }
        Some(NewVenue {
            name: name?,
            names: serde_json::json!({}),
            address: address?,
            city: city?,
            country: country?,
            position: None,
            zone: zone?,
            capacity: capacity?,
        })
    }
}

/// The fields themselves, for the venue's own form and inside an event's.
pub fn fields(form: &VenueForm, errors: &FieldErrors) -> Markup {
    let countries = countries().map(|(code, name)| Choice::new(code, name)).collect();
    // A program may have sent a name or small letters.
    let country = read_country(&form.venue_country).unwrap_or_default();
    html! {
        (Field::text("venue_name", t!("console-venue-name")).value(&form.venue_name).required().max_length(200).error(errors.of("venue_name")))
        (Field::text("venue_address", t!("console-venue-address")).value(&form.venue_address).max_length(500).autocomplete("street-address").error(errors.of("venue_address")))
        div class="form__row" {
            (Field::text("venue_city", t!("console-venue-city")).value(&form.venue_city).max_length(120).error(errors.of("venue_city")))
            (Field::select("venue_country", t!("console-venue-country"), countries).value(country).error(errors.of("venue_country")))
        }
        div class="form__row" {
            (Field::text("venue_zone", t!("console-venue-zone")).value(&form.venue_zone).required().help(t!("console-venue-zone-help")).error(errors.of("venue_zone")))
            (Field::number("venue_capacity", t!("console-venue-capacity")).value(&form.venue_capacity).min(1).error(errors.of("venue_capacity")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_named_at_once() {
        let form = VenueForm {
            venue_name: " \u{200B}".into(),
            venue_country: "zz".into(),
            venue_zone: "Berlin".into(),
            venue_capacity: "lots".into(),
            ..VenueForm::default()
        };
        let mut check = Check::new();
        assert!(form.read(&mut check).is_none());
        let fields: Vec<String> = check.faults().into_iter().map(|f| f.field).collect();
        assert_eq!(fields, ["venue_name", "venue_country", "venue_zone", "venue_capacity"]);
    }

    #[test]
    fn a_country_is_chosen_by_its_name_and_stays_chosen() {
        let form = VenueForm { venue_country: "Japan".into(), ..VenueForm::default() };
        let page = fields(&form, &FieldErrors::new()).into_string();
        assert!(page.contains("<option value=\"JP\" selected>Japan</option>"), "{page}");
        assert_eq!(page.matches("<option").count(), 249);
    }

    #[test]
    fn a_place_needs_little() {
        let form =
            VenueForm { venue_name: "Café Nord".into(), venue_country: "de".into(), ..VenueForm::fresh("Europe/Berlin".parse().unwrap()) };
        let mut check = Check::new();
        let venue = form.read(&mut check).unwrap();
        assert!(check.is_fine());
        assert_eq!(
            (venue.name.as_str(), venue.country.as_str(), venue.zone.name(), venue.capacity),
            ("Café Nord", "DE", "Europe/Berlin", None)
        );
    }
}
