//! Programmes as they were published, where they are at hand: FOSDEM 2025 (CC BY 2.0 BE, FOSDEM VZW) and EMF 2024.

use std::collections::BTreeSet;

use super::read;

#[test]
fn fosdem_2025_is_943_sessions_with_rooms_tracks_and_persons() {
    let Some(xml) = real_input::text("programme/fosdem-2025.pentabarf.xml") else { return };
    let all = read(&xml, "UTC");
    assert_eq!((all.title.as_str(), all.sessions.len(), all.refused.len(), all.left_out.len()), ("FOSDEM 2025", 943, 0, 0));
    let set = |of: fn(&integration_interchange::Session) -> Vec<String>| all.sessions.iter().flat_map(of).collect::<BTreeSet<_>>();
    assert_eq!(set(|s| vec![s.room.clone()]).len(), 29);
    assert_eq!(set(|s| vec![s.track.clone()]).len(), 69);
    assert_eq!(set(|s| s.persons.clone()).len(), 991);
    assert_eq!(set(|s| vec![s.id.clone()]).len(), 943);
    assert_eq!(all.sessions.iter().filter(|s| s.persons.is_empty()).count(), 3);
    assert!(all.sessions.iter().all(|s| s.starts_at.is_some() && s.ends_at > s.starts_at && !s.links.is_empty()));
    assert!(all.sessions.iter().all(|s| !s.description.contains("<p>") && !s.description.contains("&amp;")), "no HTML is left");
    let one = all.sessions.iter().find(|s| s.title == "A New Approach to Callee-Saved Registers in LLVM").unwrap();
    assert_eq!(one.starts_at.unwrap().to_rfc3339(), "2025-02-01T09:35:00+00:00");
    assert_eq!(one.ends_at.unwrap().to_rfc3339(), "2025-02-01T10:00:00+00:00");
    assert_eq!((one.room.as_str(), one.track.as_str(), one.persons.join(",").as_str()), ("K.3.201", "LLVM", "Mikhail Gudim"));
    assert!(
        one.description.starts_with("Currently LLVM saves and restores callee-saved registers during prologue-epilogue insertion pass.")
    );
}

#[test]
fn emf_2024_is_482_sessions() {
    let Some(ics) = real_input::text("programme/emf-2024.schedule.ics") else { return };
    let all = read(&ics, "UTC");
    assert_eq!((all.title.as_str(), all.sessions.len(), all.refused.len(), all.left_out.len()), ("EMF 2024", 482, 0, 0));
    let one = all.sessions.iter().find(|s| s.id == "2024-146").unwrap();
    assert_eq!(one.title, "How I found a Roman Villa (or temple)");
    assert_eq!(one.starts_at.unwrap().to_rfc3339(), "2024-05-31T16:20:00+00:00", "17:20 of British summer time");
    assert_eq!(one.ends_at.unwrap().to_rfc3339(), "2024-05-31T16:50:00+00:00");
    assert_eq!(one.room, "Stage A");
    assert!(one.description.starts_with("The Roman archaeological record is far from complete; There are hundreds"), "{}", one.description);
    assert!(all.sessions.iter().any(|s| s.room == "Tekhnē-cal Village"));
    assert_eq!(all.sessions.iter().map(|s| &s.room).collect::<BTreeSet<_>>().len(), 44);
}
