//! An item of the running order as it is typed, and what it means.

use commons::programme::{ItemLink, NewItem};
use platform_http::Check;
use platform_texts::t;
use platform_types::{Timestamp, Zone, clean_line, is_blank};
use serde::Deserialize;

use crate::console::events::language_name;
use crate::console::typed;

/// The fields of an item, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// What it is called.
    pub title: String,
    /// Start, by the event's clock.
    pub starts: String,
    /// End.
    pub ends: String,
    /// Stage or room.
    pub stage: String,
    /// Track.
    pub track: String,
    /// Names, one on each line.
    pub people: String,
    /// What it is about.
    pub description: String,
    /// Addresses, one on each line, each with what is there behind it.
    pub links: String,
    /// BCP 47 tag, or nothing.
    pub language: String,
}

/// As many names or links as an item may have.
const MOST_PEOPLE: usize = 100;
const MOST_LINKS: usize = 20;

impl ItemForm {
    /// As it opens for an item that is there.
    pub fn of(item: &NewItem, zone: Zone) -> Self {
        let local = |at: Option<Timestamp>| at.map(|at| typed::as_local(at, zone)).unwrap_or_default();
        let link = |link: &ItemLink| format!("{} {}", link.url, link.label).trim().to_owned();
        Self {
            title: item.title.clone(),
            starts: local(item.starts_at),
            ends: local(item.ends_at),
            stage: item.stage.clone(),
            track: item.track.clone(),
            people: item.people.join("\n"),
            description: item.description.clone(),
            links: item.links.iter().map(link).collect::<Vec<_>>().join("\n"),
            language: item.language.clone(),
        }
    }

    /// What it means, or every mistake noted. `was` is what is stored, when it is being changed.
    pub fn read(&self, zone: Zone, was: Option<&NewItem>, check: &mut Check) -> Option<NewItem> {
        let title = check.field("title", typed::line(&self.title, 300)).filter(|title| {
            check.that(!is_blank(title), "title", &t!("console-item-title-missing"));
            !is_blank(title)
        });
        let starts = check.field("starts", typed::local_time(&self.starts, zone, was.and_then(|w| w.starts_at)));
        let ends = check.field("ends", typed::local_time(&self.ends, zone, was.and_then(|w| w.ends_at)));
        let stage = check.field("stage", typed::line(&self.stage, 120));
        let track = check.field("track", typed::line(&self.track, 120));
        let people = self.read_people(check);
        let description = check.field("description", typed::text(&self.description, 20_000));
        let links = self.read_links(check);
        let known = self.language.is_empty() || language_name(&self.language).is_some() || was.is_some_and(|w| w.language == self.language);
        check.that(known, "language", &t!("console-item-language-wrong"));
        let (starts_at, ends_at) = (starts?, ends?);
        check.that(ends_at.is_none() || starts_at.is_some(), "starts", &t!("console-item-start-missing"));
        let ordered = starts_at.zip(ends_at).is_none_or(|(s, e)| e > s);
        check.that(ordered, "ends", &t!("console-item-ends-early"));
        if !known || !ordered || (ends_at.is_some() && starts_at.is_none()) {
            return None;
        }
        Some(NewItem {
            starts_at,
            ends_at,
            title: title?,
            description: description?,
            stage: stage?,
            track: track?,
            people: people?,
            links: links?,
            language: self.language.clone(),
        })
    }

    fn read_people(&self, check: &mut Check) -> Option<Vec<String>> {
        let people: Vec<String> = self.people.lines().map(clean_line).filter(|name| !is_blank(name)).collect();
        let fits = people.len() <= MOST_PEOPLE && people.iter().all(|name| name.chars().count() <= 200);
        check.that(fits, "people", &t!("console-item-people-wrong"));
        fits.then_some(people)
    }

    fn read_links(&self, check: &mut Check) -> Option<Vec<ItemLink>> {
        let lines: Vec<String> = self.links.lines().map(clean_line).filter(|line| !is_blank(line)).collect();
        let links: Option<Vec<ItemLink>> = lines.iter().map(|line| link(line)).collect();
        let fits = lines.len() <= MOST_LINKS && links.is_some();
        check.that(fits, "links", &t!("console-item-links-wrong"));
        links.filter(|_| fits)
    }
}

/// `https://example.org/slides Slides` in its two parts.
fn link(line: &str) -> Option<ItemLink> {
    let (url, label) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let fine = host.starts_with(char::is_alphanumeric) && url.chars().count() <= 2_000 && label.chars().count() <= 200;
    fine.then(|| ItemLink { url: url.to_owned(), label: label.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    fn typed_form() -> ItemForm {
        ItemForm {
            title: "Ada & the Engines".into(),
            starts: "2026-03-14T23:30".into(),
            ends: "2026-03-15T00:45".into(),
            ..ItemForm::default()
        }
    }

    fn mistakes(form: &ItemForm) -> Vec<(String, String)> {
        let mut check = Check::new();
        let read = form.read(berlin(), None, &mut check);
        let faults = check.faults();
        assert_eq!(read.is_none(), !faults.is_empty(), "{faults:?}");
        faults.into_iter().map(|f| (f.field, f.message)).collect()
    }

    #[test]
    fn what_is_typed_opens_as_it_was_typed() {
        let form = ItemForm {
            people: "Ada Lovelace\nمحمد علي".into(),
            links: "https://example.org/a Slides and more\nhttp://example.org".into(),
            language: "ar".into(),
            ..typed_form()
        };
        let mut check = Check::new();
        let item = form.read(berlin(), None, &mut check).unwrap();
        assert_eq!(item.people, ["Ada Lovelace", "محمد علي"]);
        assert_eq!(item.links[0], ItemLink { url: "https://example.org/a".into(), label: "Slides and more".into() });
        assert_eq!(item.ends_at.unwrap().to_rfc3339(), "2026-03-14T23:45:00+00:00");
        assert_eq!(ItemForm::of(&item, berlin()), form);
    }

    #[test]
    fn an_item_may_have_no_time_yet() {
        assert_eq!(mistakes(&ItemForm { starts: String::new(), ends: String::new(), ..typed_form() }), []);
        assert_eq!(mistakes(&ItemForm { starts: String::new(), ..typed_form() })[0].0, "starts");
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let form = ItemForm {
            title: " ".into(),
            starts: "2026-03-29T02:30".into(),
            links: "javascript:alert(1)".into(),
            language: "xx".into(),
            people: "x".repeat(201),
            ..typed_form()
        };
        let found = mistakes(&form);
        assert_eq!(found.iter().map(|m| m.0.as_str()).collect::<Vec<_>>(), ["title", "starts", "people", "links", "language"]);
        assert!(found[1].1.contains("skip this hour"), "{}", found[1].1);
        assert!(mistakes(&ItemForm { ends: "2026-03-14T00:45".into(), ..typed_form() })[0].1.contains("next day"));
    }

    #[test]
    fn the_second_of_two_equal_autumn_hours_survives_an_edit() {
        let second: Timestamp = "2026-10-25T01:30:00Z".parse().unwrap();
        let was = NewItem { title: "Late".into(), starts_at: Some(second), ..NewItem::default() };
        let mut check = Check::new();
        let read = ItemForm { title: "Later".into(), ..ItemForm::of(&was, berlin()) }.read(berlin(), Some(&was), &mut check).unwrap();
        assert_eq!(read.starts_at, Some(second));
    }
}
