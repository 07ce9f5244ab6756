//! What the table of items can hold: what does not fit is refused whole, and nothing of it is cut.

use super::NewItem;

/// Why an item does not fit: which field, its value, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// As this module names it.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// What would be right.
    pub reason: String,
}

/// Texts and lists with the most they may have (the table's own limits).
pub fn misfit(item: &NewItem) -> Option<Misfit> {
    let wrong = |field, value: &str, reason: String| Some(Misfit { field, value: value.to_owned(), reason });
    let texts =
        [("title", &item.title, 300), ("description", &item.description, 20_000), ("stage", &item.stage, 120), ("track", &item.track, 120)];
    if let Some((field, text, most)) = texts.into_iter().find(|(_, text, most)| text.chars().count() > *most) {
        return wrong(field, text, format!("at most {most} characters fit"));
    }
    if item.title.trim().is_empty() {
        return wrong("title", &item.title, "a title is needed".to_owned());
    }
    let all = texts.iter().map(|(field, text, _)| (*field, *text)).chain(item.people.iter().map(|name| ("people", name)));
    if let Some((field, text)) = all.into_iter().find(|(_, text)| text.contains('\0')) {
        return wrong(field, text, "it contains a zero character".to_owned());
    }
    if item.people.len() > 100 {
        return wrong("people", &item.people.join(", "), "at most 100 people fit".to_owned());
    }
    if item.links.len() > 20 {
        return wrong("links", "", "at most 20 links fit".to_owned());
    }
    if let (Some(starts), Some(ends)) = (item.starts_at, item.ends_at)
        && ends <= starts
    {
        return wrong("ends", &ends.to_rfc3339(), "the end must be after the start".to_owned());
    }
    (item.starts_at.is_none() && item.ends_at.is_some()).then(|| Misfit {
        field: "starts",
        value: String::new(),
        reason: "an end needs a start".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_table_would_refuse_is_named_before() {
        let fits = NewItem { title: "A".repeat(300), description: "ä".repeat(20_000), ..NewItem::default() };
        assert_eq!(misfit(&fits), None);
        let at = |text: &str| Some(text.parse().unwrap());
        let wrong = [
            (NewItem { title: "A".repeat(301), ..fits.clone() }, "title"),
            (NewItem { title: "  ".into(), ..fits.clone() }, "title"),
            (NewItem { description: "ä".repeat(20_001), ..fits.clone() }, "description"),
            (NewItem { stage: "A".repeat(121), ..fits.clone() }, "stage"),
            (NewItem { people: vec!["A\0".into()], ..fits.clone() }, "people"),
            (NewItem { people: vec!["A".into(); 101], ..fits.clone() }, "people"),
            (NewItem { ends_at: at("2025-02-01T10:00:00Z"), ..fits.clone() }, "starts"),
            (NewItem { starts_at: at("2025-02-01T10:00:00Z"), ends_at: at("2025-02-01T10:00:00Z"), ..fits }, "ends"),
        ];
        for (item, field) in wrong {
            assert_eq!(misfit(&item).map(|m| m.field), Some(field));
        }
    }
}
