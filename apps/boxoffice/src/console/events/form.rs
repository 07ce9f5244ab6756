//! An event as it is typed, and what it means.

use std::borrow::Cow;

use commons::events::{Event, NewEvent};
use commons::venues::{NewVenue, VenueRow};
use platform_http::Check;
use platform_texts::t;
use platform_types::{Currency, Timestamp, VenueId, Zone, is_blank};
use platform_ui::{Category, Choice};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::NotesForm;
use crate::console::typed;
use crate::console::venues::VenueForm;

/// Sent for a place that is typed in with the event.
pub const NEW_VENUE: &str = "new";

/// The fields of an event, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventForm {
    /// Title.
    pub title: String,
    /// Title in another language.
    pub other_title: String,
    /// Which language that is (BCP 47).
    pub other_lang: String,
    /// Category.
    pub category: String,
    /// What it is about.
    pub description: String,
    /// Who presents it.
    pub presenter: String,
    /// Nothing, an id, or [`NEW_VENUE`].
    pub venue: String,
    /// The new place.
    #[serde(flatten)]
    pub place: VenueForm,
    /// Start, by the place's clock.
    pub starts: String,
    /// End.
    pub ends: String,
    /// Doors.
    pub doors: String,
    /// Of all prices; only new events choose it.
    pub currency: String,
    /// How many people may come; only new events say it here.
    pub capacity: String,
    /// `public`, `unlisted`, `private`.
    pub visibility: String,
    /// In words.
    pub age_limit: String,
    /// Notice and accessibility.
    #[serde(flatten)]
    pub notes: NotesForm,
}

/// Where an event happens.
#[derive(Clone, Debug)]
pub enum VenueChoice {
    /// Not known yet.
    None,
    /// One of the organization's.
    Known(VenueId),
    /// Typed in with the event.
    New(NewVenue),
}

/// An event that was read without a mistake.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is stored; its venue follows from `venue`.
    pub event: NewEvent,
    /// Where.
    pub venue: VenueChoice,
    /// How many people may come.
    pub capacity: Option<i32>,
}

/// What a form is read against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// Places to choose from.
    pub venues: &'a [VenueRow],
    /// The organization's clocks, for an event without a place.
    pub home: Zone,
    /// What is stored, when it is being changed.
    pub was: Option<&'a Event>,
}

/// Which part of the form a page shows; what it does not show stays as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What it is.
    What,
    /// Where and when.
    Where,
    /// Who may come.
    Who,
}

/// Languages a second title can be in, as told to people.
const LANGUAGES: [&str; 16] = ["ar", "zh-Hans", "zh-Hant", "da", "nl", "en", "fr", "de", "hi", "it", "ja", "ko", "pl", "pt", "es", "tr"];

/// What a language is called, by its tag; none when it is not one that forms offer.
pub fn language_name(tag: &str) -> Option<Cow<'static, str>> {
    Some(match tag {
        "ar" => t!("console-language-ar"),
        "zh-Hans" => t!("console-language-zh-hans"),
        "zh-Hant" => t!("console-language-zh-hant"),
        "da" => t!("console-language-da"),
        "nl" => t!("console-language-nl"),
        "en" => t!("console-language-en"),
        "fr" => t!("console-language-fr"),
        "de" => t!("console-language-de"),
        "hi" => t!("console-language-hi"),
        "it" => t!("console-language-it"),
        "ja" => t!("console-language-ja"),
        "ko" => t!("console-language-ko"),
        "pl" => t!("console-language-pl"),
        "pt" => t!("console-language-pt"),
        "es" => t!("console-language-es"),
        "tr" => t!("console-language-tr"),
        _ => return None,
    })
}

/// The languages a form offers, by their names.
pub fn language_choices() -> Vec<Choice> {
    let mut named: Vec<(&str, Cow<'static, str>)> = LANGUAGES.into_iter().filter_map(|tag| Some((tag, language_name(tag)?))).collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named.into_iter().map(|(tag, name)| Choice::new(tag, name)).collect()
}

/// Who may find an event, as stored and as told to people.
pub const VISIBILITIES: [&str; 3] = ["public", "unlisted", "private"];

/// What a visibility is called; an unknown one counts as public.
pub fn visibility_name(visibility: &str) -> Cow<'static, str> {
    match visibility {
        "unlisted" => t!("console-visibility-unlisted"),
        "private" => t!("console-visibility-private"),
        _ => t!("console-visibility-public"),
    }
}

/// What a visibility means.
pub fn visibility_hint(visibility: &str) -> Cow<'static, str> {
    match visibility {
        "unlisted" => t!("console-visibility-unlisted-hint"),
        "private" => t!("console-visibility-private-hint"),
        _ => t!("console-visibility-public-hint"),
    }
}

impl EventForm {
    /// As it opens for a new event.
    pub fn fresh(home: Zone, currency: Currency) -> Self {
        Self { currency: currency.code().to_owned(), visibility: "public".to_owned(), place: VenueForm::fresh(home), ..Self::default() }
    }

    /// As it opens for an event that is there.
    pub fn of(event: &Event, home: Zone) -> Self {
        let local = |at: Option<Timestamp>| at.map(|at| typed::as_local(at, event.zone)).unwrap_or_default();
        let other =
            event.names.as_object().and_then(|names| names.iter().find_map(|(tag, name)| Some((tag.clone(), name.as_str()?.to_owned()))));
        let (other_lang, other_title) = other.unwrap_or_default();
        Self {
            title: event.name.clone(),
            other_title,
            other_lang,
            category: event.category.clone(),
            description: event.description.clone(),
            presenter: event.presenter.clone(),
            venue: event.venue.as_ref().map(|v| v.id.to_string()).unwrap_or_default(),
            place: VenueForm::fresh(home),
            starts: local(event.starts_at),
            ends: local(event.ends_at),
            doors: local(event.doors_at),
            currency: event.currency.code().to_owned(),
            capacity: String::new(),
            visibility: event.visibility.clone(),
            age_limit: event.age_limit.clone(),
            notes: NotesForm::of(&event.notes),
        }
    }

    /// What one part of the form said, over what is stored.
    pub fn over(self, stored: Self, part: Part) -> Self {
        match part {
            Part::Whole => self,
            Part::What => Self {
                title: self.title,
                other_title: self.other_title,
                other_lang: self.other_lang,
                category: self.category,
                description: self.description,
                presenter: self.presenter,
                ..stored
            },
            Part::Where => Self { venue: self.venue, place: self.place, starts: self.starts, ends: self.ends, doors: self.doors, ..stored },
            Part::Who => Self { visibility: self.visibility, age_limit: self.age_limit, ..stored },
        }
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, against: Against<'_>, check: &mut Check) -> Option<Draft> {
        self.read_with(against, check, |zone, check| self.read_times(zone, against.was, check))
    }

    /// The same with times that are read otherwise than by the place's clock.
    pub fn read_with(
        &self,
        against: Against<'_>,
        check: &mut Check,
        times: impl FnOnce(Zone, &mut Check) -> Option<Times>,
    ) -> Option<Draft> {
        let title = self.read_title(check);
        let names = self.read_names(against, check);
        let description = check.field("description", typed::text(&self.description, 20_000));
        let presenter = check.field("presenter", typed::line(&self.presenter, 500));
        let age_limit = check.field("age_limit", typed::line(&self.age_limit, 500));
        let notes = self.notes.read(check);
        let known_category = self.category.is_empty()
            || Category::ALL.iter().any(|c| c.slug() == self.category)
            || against.was.is_some_and(|w| w.category == self.category);
        check.that(known_category, "category", &t!("console-edit-category-wrong"));
        let known_visibility = VISIBILITIES.contains(&self.visibility.as_str());
        check.that(known_visibility, "visibility", &t!("console-edit-visibility-wrong"));
        let place = self.read_venue(against, check);
        let zone = place.as_ref().map_or(against.home, |(_, zone)| *zone);
        let times = times(zone, check);
        let currency = match against.was {
            Some(was) => Some(was.currency),
            None => check.field("currency", self.currency.parse::<Currency>()),
        };
        let capacity = check.field("capacity", typed::count(&self.capacity, 1, 10_000_000));
        if !known_category || !known_visibility {
            return None;
        }
        let (venue, zone) = place?;
        let (starts_at, ends_at, doors_at) = times?;
        let event = NewEvent {
            name: title?,
            names: names?,
            category: self.category.clone(),
            description: description?,
            descriptions: against.was.map_or_else(|| Value::Object(Map::new()), |was| was.descriptions.clone()),
            presenter: presenter?,
            venue: None,
            starts_at,
            ends_at,
            doors_at,
            zone,
            currency: currency?,
            visibility: self.visibility.clone(),
            age_limit: age_limit?,
            notes: notes?,
        };
        Some(Draft { event, venue, capacity: capacity? })
    }

    fn read_title(&self, check: &mut Check) -> Option<String> {
        let title = check.field("title", typed::line(&self.title, 300))?;
        let blank = is_blank(&title);
        check.that(!blank, "title", &t!("console-edit-title-missing"));
        (!blank).then_some(title)
    }

    /// Other titles stay; the one shown in the form is replaced, or removed when it was emptied.
    fn read_names(&self, against: Against<'_>, check: &mut Check) -> Option<Value> {
        let mut names = against.was.and_then(|was| was.names.as_object().cloned()).unwrap_or_default();
        if let Some(was) = against.was {
            names.remove(&Self::of(was, against.home).other_lang);
        }
        let title = check.field("other_title", typed::line(&self.other_title, 300))?;
        if is_blank(&title) {
            return Some(Value::Object(names));
        }
        let known = language_name(&self.other_lang).is_some() || against.was.is_some_and(|was| was.names.get(&self.other_lang).is_some());
        check.that(known, "other_lang", &t!("console-edit-other-lang-missing"));
        names.insert(self.other_lang.clone(), Value::String(title));
        known.then_some(Value::Object(names))
    }

    /// Where, and the clock that follows from it.
    fn read_venue(&self, against: Against<'_>, check: &mut Check) -> Option<(VenueChoice, Zone)> {
        match self.venue.as_str() {
            "" => Some((VenueChoice::None, against.home)),
            NEW_VENUE => {
                let venue = self.place.read(check)?;
                let zone = venue.zone;
                Some((VenueChoice::New(venue), zone))
            }
            id => {
                let row = against.venues.iter().find(|v| v.id.to_string() == id);
                check.that(row.is_some(), "venue", &t!("console-edit-venue-wrong"));
                let row = row?;
                let zone = check.field("venue", row.timezone.parse::<Zone>())?;
                Some((VenueChoice::Known(row.id), zone))
            }
        }
    }

    fn read_times(&self, zone: Zone, was: Option<&Event>, check: &mut Check) -> Option<Times> {
        // A stored instant keeps only while the clock it is told by stays.
        let was = was.filter(|was| was.zone == zone);
        let starts = check.field("starts", typed::local_time(&self.starts, zone, was.and_then(|w| w.starts_at)));
        let ends = check.field("ends", typed::local_time(&self.ends, zone, was.and_then(|w| w.ends_at)));
        let doors = check.field("doors", typed::local_time(&self.doors, zone, was.and_then(|w| w.doors_at)));
        in_order((starts?, ends?, doors?), check)
    }
}

/// Start, end, doors.
pub type Times = (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>);

/// The times, if they follow each other as they do in the world.
pub fn in_order(times: Times, check: &mut Check) -> Option<Times> {
    let (starts, ends, doors) = times;
    let mut fine = true;
    let mut hold = |holds: bool, field: &str, message: &str| {
        check.that(holds, field, message);
        fine &= holds;
    };
    hold(starts.is_some() || (ends.is_none() && doors.is_none()), "starts", &t!("console-edit-starts-missing"));
    hold(starts.zip(ends).is_none_or(|(s, e)| e > s), "ends", &t!("console-edit-ends-early"));
    hold(starts.zip(doors).is_none_or(|(s, d)| d <= s), "doors", &t!("console-edit-doors-late"));
    fine.then_some(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn venues() -> Vec<VenueRow> {
        vec![VenueRow {
            id: VenueId(uuid::Uuid::from_u128(7)),
            name: "Hall".into(),
            city: "Berlin".into(),
            timezone: "Europe/Berlin".into(),
            capacity: Some(300),
        }]
    }

    fn hong_kong() -> Zone {
        "Asia/Hong_Kong".parse().unwrap()
    }

    fn typed_form() -> EventForm {
        EventForm {
            title: "The Tempest".into(),
            venue: venues()[0].id.to_string(),
            starts: "2026-07-01T20:00".into(),
            ..EventForm::fresh(hong_kong(), Currency::HKD)
        }
    }

    fn mistakes(form: &EventForm) -> Vec<(String, String)> {
        let mut check = Check::new();
        let draft = form.read(Against { venues: &venues(), home: hong_kong(), was: None }, &mut check);
        let faults = check.faults();
        assert_eq!(draft.is_none(), !faults.is_empty(), "a mistake is noted exactly when nothing is read: {faults:?}");
        faults.into_iter().map(|f| (f.field, f.message)).collect()
    }

    #[test]
    fn times_are_read_by_the_clock_of_the_chosen_place() {
        let venues = venues();
        let mut check = Check::new();
        let draft = typed_form().read(Against { venues: &venues, home: hong_kong(), was: None }, &mut check).unwrap();
        assert_eq!(draft.event.starts_at.unwrap().to_rfc3339(), "2026-07-01T18:00:00+00:00");
        assert_eq!(draft.event.zone.name(), "Europe/Berlin");
    }

    #[test]
    fn a_skipped_hour_is_said_beside_the_start() {
        let form = EventForm { starts: "2026-03-29T02:30".into(), ..typed_form() };
        let found = mistakes(&form);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "starts");
        assert!(found[0].1.contains("skip this hour"), "{}", found[0].1);
    }

    #[test]
    fn order_of_times_is_said_beside_the_field_that_is_wrong() {
        let before = EventForm { ends: "2026-07-01T19:00".into(), doors: "2026-07-01T20:30".into(), ..typed_form() };
        assert_eq!(mistakes(&before).into_iter().map(|m| m.0).collect::<Vec<_>>(), ["ends", "doors"]);
        let alone = EventForm { starts: String::new(), ends: "2026-07-01T22:00".into(), ..typed_form() };
        assert_eq!(mistakes(&alone)[0].0, "starts");
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let form = EventForm {
            title: " ".into(),
            other_title: "暴風雨".into(),
            other_lang: "xx".into(),
            category: "cars".into(),
            venue: uuid::Uuid::nil().to_string(),
            currency: "XYZ".into(),
            capacity: "1.5".into(),
            visibility: "secret".into(),
            ..typed_form()
        };
        let fields: Vec<String> = mistakes(&form).into_iter().map(|m| m.0).collect();
        assert_eq!(fields, ["title", "other_lang", "category", "visibility", "venue", "currency", "capacity"]);
    }

    #[test]
    fn a_place_typed_in_with_the_event_sets_its_clock() {
        let place = VenueForm { venue_name: "Barn".into(), ..VenueForm::fresh("America/New_York".parse().unwrap()) };
        let form = EventForm { venue: NEW_VENUE.into(), place, ..typed_form() };
        let mut check = Check::new();
        let draft = form.read(Against { venues: &[], home: hong_kong(), was: None }, &mut check).unwrap();
        assert_eq!(draft.event.starts_at.unwrap().to_rfc3339(), "2026-07-02T00:00:00+00:00");
        assert!(matches!(draft.venue, VenueChoice::New(_)));
    }

    #[test]
    fn fields_of_a_form_arrive_by_their_names() {
        let form: EventForm = serde_json::from_value(serde_json::json!({"title": "T", "venue": "new", "venue_name": "Barn"})).unwrap();
        assert_eq!((form.title.as_str(), form.place.venue_name.as_str()), ("T", "Barn"));
    }
}
