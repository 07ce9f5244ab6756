//! `/admin/jobs`: what happens later, and what was given up.

mod acts;
mod list;
mod one;

pub use acts::{discard, requeue_chosen, requeue_one};
pub use list::list;
pub use one::show;

use platform_jobs::JobRow;
use platform_texts::t;
use platform_ui::{Badge, Tone};

/// Where a job stands.
fn badge(job: &JobRow) -> Badge {
    match job.state.as_str() {
        "dead" => Badge::new(Tone::Bad, t!("admin-job-dead")),
        "running" => Badge::new(Tone::Note, t!("admin-job-running")),
        _ => Badge::plain(t!("admin-job-waiting")),
    }
}
