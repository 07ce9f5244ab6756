//! `kill -9` at every named place and at random moments, for the server, the simulator and PostgreSQL; after
//! a start everything must be as if nobody had been killed.

mod moments;
mod scenes;

pub use moments::{Target, at_random};

use std::time::Instant;

use platform_types::failpoint::{POINTS, Process};

use crate::books;
use crate::failure::{Failure, wrong};
use crate::house::House;
pub use scenes::pass_the_seat_on;
use scenes::{Scene, Stage};

/// Kills the process at one place and says everything that is wrong after the next start.
pub async fn at_point(house: &mut House, name: &str) -> Result<String, Failure> {
    let (point, process) = *POINTS.iter().find(|(known, _)| *known == name).ok_or_else(|| wrong(format!("no failpoint {name}")))?;
    let begun = Instant::now();
    let stage = Stage { armed: format!("{point}=kill"), process };
    Scene::that_passes(point).play(house, &stage).await?;
    stage.wait_for_death(house).await?;
    let wrongs = books::settle(house).await?;
    if wrongs.is_empty() { Ok(format!("{:.1} s", begun.elapsed().as_secs_f64())) } else { Err(wrong(wrongs.join("; "))) }
}

/// Every place, in the order of a purchase.
pub fn all_points() -> Vec<&'static str> {
    POINTS.iter().map(|(name, _)| *name).collect()
}

/// Three that matter most: seats secured but no money; money but no tickets; acted but not answered.
pub fn few_points() -> Vec<&'static str> {
    vec!["settle.after_seats", "settle.after_capture", "simulator.capture.after"]
}

fn is_house(process: Process) -> bool {
    process == Process::House
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("types/src/failpoint.rs") {
                into.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// Every literal that is passed, and the simulator's pairs, which are passed from a table.
    fn passed(text: &str) -> BTreeSet<&str> {
        let direct = text.split("failpoint::pass(\"").skip(1);
        let pairs = text.split("=> Some([\"simulator.").skip(1).flat_map(|rest| {
            let inside = rest.split(']').next().unwrap_or_default();
            inside.split("simulator.")
        });
        let name = |rest: &str| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || "._".contains(c)).len();
        let mut all: BTreeSet<&str> = direct.map(|rest| &rest[..name(rest)]).collect();
        for rest in pairs {
            let start = rest.as_ptr() as usize - text.as_ptr() as usize - "simulator.".len();
            all.insert(&text[start..start + "simulator.".len() + name(rest)]);
        }
        all
    }

    #[test]
    fn the_list_of_failpoints_is_what_the_sources_pass() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut text = String::new();
        for folder in ["apps", "platform", "integrations", "server"] {
            sources(&root.join(folder), &mut text);
        }
        let listed: BTreeSet<&str> = all_points().into_iter().collect();
        assert_eq!(passed(&text), listed);
        assert!(few_points().iter().all(|few| listed.contains(few)));
    }
}
