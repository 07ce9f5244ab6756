//! The events' file.

use std::collections::BTreeSet;

use crate::dates;
use crate::fields::Fields;
use crate::limits::{Limits, Progress, Stage};
use crate::listing::{Bilingual, ListingEvent};
use crate::prices;
use crate::refused::{Refused, RefusedBecause, RowKind};
use crate::xml::{ListingError, Row, Shape, rows};

const SHAPE: Shape = Shape {
    stage: Stage::Events,
    root: "events",
    row: "event",
    fields: &[
        "titlec",
        "titlee",
        "cat1",
        "cat2",
        "predateC",
        "predateE",
        "progtimec",
        "progtimee",
        "venueid",
        "agelimitc",
        "agelimite",
        "pricec",
        "pricee",
        "descc",
        "desce",
        "urlc",
        "urle",
        "tagenturlc",
        "tagenturle",
        "remarkc",
        "remarke",
        "saledate",
        "interbook",
        "presenterorgc",
        "presenterorge",
        "prog_image",
        "detail_image1",
        "detail_image2",
        "detail_image3",
        "detail_image4",
        "detail_image5",
        "video_link",
        "video2_link",
        "submitdate",
    ],
};

/// Reads it; rows that cannot be taken go to `refused`.
pub(crate) fn read(
    xml: &[u8],
    venues: &BTreeSet<&str>,
    limits: &Limits,
    refused: &mut Vec<Refused>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<ListingEvent>, ListingError> {
    let mut events = Vec::new();
    let mut seen = BTreeSet::new();
    rows(xml, &SHAPE, limits, progress, &mut |row| events.extend(event(row, venues, &mut seen, refused)))?;
    Ok(events)
}

fn event(row: Row, venues: &BTreeSet<&str>, seen: &mut BTreeSet<String>, refused: &mut Vec<Refused>) -> Option<ListingEvent> {
    let mut fields = Fields::admit(RowKind::Event, row, seen, refused)?;
    let title = fields.both("titlec", "titlee");
    if title.is_blank() {
        fields.refuse("titlee", "", RefusedBecause::Nameless);
        return None;
    }
    let remarks = fields.both("remarkc", "remarke");
    let dates = if says_it_changed(&title) || says_it_changed(&remarks) {
        dates::DatesFound::Text(dates::DateDoubt::MayHaveChanged)
    } else {
        dates::find(fields.verbatim("predateE"), fields.verbatim("predateC"))
    };
    Some(ListingEvent {
        categories: ["cat1", "cat2"].iter().filter_map(|f| fields.words(f)).collect(),
        venue_id: venue_id(&mut fields, venues),
        description: fields.both("descc", "desce"),
        running_time: fields.both("progtimec", "progtimee"),
        age_limit: fields.both("agelimitc", "agelimite"),
        presenter: fields.both("presenterorgc", "presenterorge"),
        page: fields.addresses("urlc", "urle"),
        ticket_agent: fields.addresses("tagenturlc", "tagenturle"),
        sale_date: fields.moment("saledate"),
        submitted: fields.moment("submitdate"),
        prices: prices::find(fields.verbatim("pricee"), fields.verbatim("pricec")),
        raw: fields.all_verbatim().collect(),
        source_id: fields.id,
        title,
        remarks,
        dates,
    })
}

fn venue_id(fields: &mut Fields<'_>, venues: &BTreeSet<&str>) -> Option<String> {
    let id = fields.words("venueid")?;
    if venues.contains(id.as_str()) {
        return Some(id);
    }
    fields.refuse("venueid", &id, RefusedBecause::UnknownVenue);
    None
}

/// A cancelled or moved event keeps its old date text in the feed, and the title or remark says so.
fn says_it_changed(text: &Bilingual) -> bool {
    const WORDS: &[&str] = &["cancel", "postpone", "reschedul", "取消", "延期", "改期"];
    [&text.zh, &text.en].into_iter().flatten().any(|t| {
        let t = t.to_lowercase();
        WORDS.iter().any(|w| t.contains(w))
    })
}
