//! An event as a program says it, read by the rules of the console's own form.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use commons::events::Event;
use commons::told::read_tag;
use commons::venues::VenueRow;
use platform_http::{Check, FieldFault};
use platform_types::{Timestamp, VenueId, Zone, is_blank};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::console::events::{Against, Draft, EventForm, NEW_VENUE, NotesForm, Times, in_order};
use crate::console::typed;
use crate::console::venues::VenueForm;
use crate::shop::api::shapes::Moment;

/// Texts by BCP 47 tag.
type Texts = BTreeMap<String, String>;

/// A place that is added with the event.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VenueBody {
    /// The name people know it by; at most 200 characters.
    name: String,
    /// Street and number.
    #[serde(default)]
    address: String,
    /// Town.
    #[serde(default)]
    city: String,
    /// ISO 3166 code, two letters.
    #[serde(default)]
    country: String,
    /// IANA zone, such as `Europe/Berlin`; the organization's where it is left out.
    #[serde(default)]
    timezone: String,
    /// How many people it holds.
    #[serde(default)]
    capacity: Option<u32>,
}

/// The fields that both bodies have, and what they are read as.
macro_rules! event_body {
    ($(#[$doc:meta])* $name:ident { $($extra:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($extra)*
            /// The title people look for, in the organizer's language; at most 300 characters.
            pub name: String,
            /// Titles in other languages.
            #[serde(default)]
            names: Texts,
            /// Such as `music`; see the public list for others. May be left out.
            #[serde(default)]
            category: String,
            /// What it is about; at most 20,000 characters.
            #[serde(default)]
            description: String,
            /// The same in other languages.
            #[serde(default)]
            descriptions: Texts,
            /// Who presents it; at most 500 characters.
            #[serde(default)]
            presenter: String,
            /// Where: one of the organization's places. Its clock becomes the event's.
            #[serde(default)]
            #[schemars(with = "Option<VenueId>")]
            venue_id: Option<String>,
            /// Where: a place that is not known yet. Needs `venues:manage`. Not together with `venue_id`.
            #[serde(default)]
            new_venue: Option<VenueBody>,
            /// Start. A draft may do without.
            #[serde(default)]
            #[schemars(with = "Option<Moment>")]
            starts_at: Option<String>,
            /// End, after the start.
            #[serde(default)]
            #[schemars(with = "Option<Moment>")]
            ends_at: Option<String>,
            /// Doors, not after the start.
            #[serde(default)]
            #[schemars(with = "Option<Moment>")]
            doors_at: Option<String>,
            /// `public` is listed, `unlisted` is found by its address, `private` by its own people.
            #[serde(default = "public")]
            #[schemars(extend("enum" = ["public", "unlisted", "private"]))]
            visibility: String,
            /// Age limit in words; at most 500 characters.
            #[serde(default)]
            age_limit: String,
            /// What people should know now; at most 300 characters.
            #[serde(default)]
            notice: String,
            /// Steps, lifts, hearing loops, whom to ask; at most 4,000 characters.
            #[serde(default)]
            accessibility: String,
        }

        impl $name {
            /// What both bodies say.
            fn said(&self) -> Said<'_> {
                Said {
                    form: EventForm {
                        title: self.name.clone(),
                        category: self.category.clone(),
                        description: self.description.clone(),
                        presenter: self.presenter.clone(),
                        venue: self.new_venue.as_ref().map_or_else(|| self.venue_id.clone().unwrap_or_default(), |_| NEW_VENUE.to_owned()),
                        visibility: self.visibility.clone(),
                        age_limit: self.age_limit.clone(),
                        notes: NotesForm { notice: self.notice.clone(), accessibility: self.accessibility.clone() },
                        ..EventForm::default()
                    },
                    names: &self.names,
                    descriptions: &self.descriptions,
                    place: self.new_venue.as_ref(),
                    both_places: self.new_venue.is_some() && self.venue_id.is_some(),
                    times: [self.starts_at.as_deref(), self.ends_at.as_deref(), self.doors_at.as_deref()],
                }
            }
        }
    };
}

event_body! {
    /// A new event: a draft, which nobody outside sees before it is published.
    NewEventBody {
        /// Whose event: slug or id of an organization. May be left out where there is one alone, as for a system token.
        #[serde(default)]
        pub organization: Option<String>,
        /// ISO 4217 code of all its prices; the organization's where it is left out. Stays.
        #[serde(default)]
        #[schemars(with = "Option<platform_types::Currency>")]
        currency: Option<String>,
        /// How many people may come in all. Needs `tickets:manage`.
        #[serde(default)]
        capacity: Option<u32>,
    }
}

event_body! {
    /// An event as it shall be: what is left out is emptied. Currency, capacity, tickets and status are not changed here.
    EventBody {
        /// The version you saw, where `If-Match` is not sent.
        #[serde(default)]
        pub version: Option<i32>,
        /// Where people hold tickets for another time or place, or the new start lies in the past: the text that the refusal asks for.
        #[serde(default)]
        pub agreed: Option<String>,
    }
}

fn public() -> String {
    "public".to_owned()
}

/// What both bodies say, half read.
struct Said<'a> {
    form: EventForm,
    names: &'a Texts,
    descriptions: &'a Texts,
    place: Option<&'a VenueBody>,
    both_places: bool,
    times: [Option<&'a str>; 3],
}

impl NewEventBody {
    /// What it means, or every mistake noted, by the names of the form's fields; [`renamed`] has those of the body's.
    pub fn read(&self, venues: &[VenueRow], home: Zone, currency: platform_types::Currency, check: &mut Check) -> Option<Draft> {
        let mut said = self.said();
        said.form.currency = self.currency.clone().unwrap_or_else(|| currency.code().to_owned());
        said.form.capacity = self.capacity.map(|n| n.to_string()).unwrap_or_default();
        said.read(Against { venues, home, was: None }, check)
    }
}

impl EventBody {
    /// The same for an event that is there.
    pub fn read(&self, venues: &[VenueRow], home: Zone, was: &Event, check: &mut Check) -> Option<Draft> {
        self.said().read(Against { venues, home, was: Some(was) }, check)
    }
}

impl Said<'_> {
    fn read(mut self, against: Against<'_>, check: &mut Check) -> Option<Draft> {
        if let Some(place) = self.place {
            self.form.place = VenueForm {
                venue_name: place.name.clone(),
                venue_address: place.address.clone(),
                venue_city: place.city.clone(),
                venue_country: place.country.clone(),
                venue_zone: if place.timezone.is_empty() { against.home.name().to_owned() } else { place.timezone.clone() },
                venue_capacity: place.capacity.map(|n| n.to_string()).unwrap_or_default(),
            };
        }
        check.that(!self.both_places, "venue", "give either venue_id or new_venue");
        let names = texts(self.names, "names", 300, false, check);
        let descriptions = texts(self.descriptions, "descriptions", 20_000, true, check);
        let times = self.times;
        let mut draft = self.form.read_with(against, check, |_, check| read_times(times, check))?;
        draft.event.names = names?;
        draft.event.descriptions = descriptions?;
        (!self.both_places).then_some(draft)
    }
}

/// Texts in other languages: each tag in its usual letters, each text as the console's pages take it.
fn texts(of: &Texts, field: &str, most: usize, lines: bool, check: &mut Check) -> Option<Value> {
    let mut map = Map::new();
    let mut fine = true;
    for (tag, text) in of {
        let name = format!("{field}.{tag}");
        let known = read_tag(tag);
        check.that(known.is_some(), &name, "name a language by its tag, such as fr or zh-Hant");
        let text = check.field(&name, if lines { typed::text(text, most) } else { typed::line(text, most) });
        let said = text.as_ref().is_none_or(|text| !is_blank(text));
        check.that(said, &name, "write the text, or leave the language out");
        match (known, text) {
            (Some(tag), Some(text)) if said => {
                map.insert(tag, Value::String(text));
            }
            _ => fine = false,
        }
    }
    fine.then_some(Value::Object(map))
}

#[allow(clippy::option_option, reason = "wrong, none, that one")]
fn read_times(times: [Option<&str>; 3], check: &mut Check) -> Option<Times> {
    let mut read = |text: Option<&str>, field: &str| -> Option<Option<Timestamp>> {
        let Some(text) = text else { return Some(None) };
        let at = DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
        check.that(at.is_some(), field, "give a time with its offset, such as 2026-03-14T19:30:00Z");
        let fits = at.filter(|at| (2000..2200).contains(&at.year()));
        check.that(at.is_none() || fits.is_some(), field, "give a year from 2000 to 2199");
        fits.map(Some)
    };
    let (starts, ends, doors) = (read(times[0], "starts"), read(times[1], "ends"), read(times[2], "doors"));
    in_order((starts?, ends?, doors?), check)
}

/// Faults under the names that the body has for its fields.
pub fn renamed(faults: Vec<FieldFault>) -> Vec<FieldFault> {
    let name = |field: &str| match field {
        "title" => "name".to_owned(),
        "starts" | "ends" | "doors" => format!("{field}_at"),
        "venue" => "venue_id".to_owned(),
        "venue_zone" => "new_venue.timezone".to_owned(),
        other => other.strip_prefix("venue_").map_or_else(|| other.to_owned(), |part| format!("new_venue.{part}")),
    };
    faults.into_iter().map(|fault| FieldFault { field: name(&fault.field), ..fault }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: serde_json::Value) -> Result<Draft, Vec<(String, String)>> {
        let body: NewEventBody = serde_json::from_value(body).unwrap();
        let mut check = Check::new();
        let draft = body.read(&[], "Europe/Berlin".parse().unwrap(), platform_types::Currency::EUR, &mut check);
        let faults = renamed(check.faults());
        draft.ok_or_else(|| faults.into_iter().map(|f| (f.field, f.message)).collect())
    }

    #[test]
    fn an_event_is_read_by_the_rules_of_its_form() {
        let draft = read(serde_json::json!({
            "name": " The\tTempest ", "names": {"ZH-hant": "暴風雨"}, "category": "theatre", "starts_at": "2026-07-01T20:00:00+02:00",
            "new_venue": {"name": "Barn", "timezone": "America/New_York"}, "capacity": 300,
        }))
        .unwrap();
        assert_eq!((draft.event.name.as_str(), draft.event.zone.name()), ("The Tempest", "America/New_York"));
        assert_eq!(draft.event.starts_at.unwrap().to_rfc3339(), "2026-07-01T18:00:00+00:00");
        assert_eq!(draft.event.names, serde_json::json!({"zh-Hant": "暴風雨"}));
        assert_eq!((draft.event.currency, draft.capacity), (platform_types::Currency::EUR, Some(300)));
    }

    #[test]
    fn everything_wrong_is_named_at_once_by_the_names_that_were_sent() {
        let wrong = read(serde_json::json!({
            "name": " ", "names": {"english": "x", "fr": " "}, "category": "cars", "visibility": "secret", "currency": "XYZ", "capacity": 0,
            "venue_id": "nowhere", "starts_at": "soon", "ends_at": "1999-01-01T00:00:00Z", "age_limit": "x".repeat(501),
        }))
        .unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "names.english",
                "names.fr",
                "name",
                "age_limit",
                "category",
                "visibility",
                "venue_id",
                "starts_at",
                "ends_at",
                "currency",
                "capacity"
            ]
        );
        let before = read(serde_json::json!({"name": "x", "starts_at": "2026-07-01T20:00:00Z", "ends_at": "2026-07-01T19:00:00Z"}));
        assert_eq!(before.unwrap_err()[0].0, "ends_at");
        let both = read(serde_json::json!({"name": "x", "venue_id": "y", "new_venue": {"name": " ", "timezone": "Mars"}}));
        assert_eq!(both.unwrap_err().into_iter().map(|f| f.0).collect::<Vec<_>>(), ["venue_id", "new_venue.name", "new_venue.timezone"]);
    }
}
