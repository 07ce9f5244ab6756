//! Replaying a log that was kept elsewhere.

use std::path::{Path, PathBuf};

use platform_types::Timestamp;

/// The log of a backup, and how far it is replayed. The cluster opens at its end, on a timeline of its own.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// The folder with the log's files, `.partial` for the last one; none: what lies in the cluster itself.
    pub log: Option<PathBuf>,
    /// The last moment that is replayed, by this machine's clock at the time of the commit; none: everything.
    pub until: Option<Timestamp>,
}

impl Recovery {
    pub(super) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("restore_command", self.log.as_deref().map_or_else(|| "false".to_owned(), fetch)),
            ("recovery_target_timeline", "current".to_owned()),
            ("recovery_target_action", "promote".to_owned()),
            // Nobody reads before everything is there.
            ("hot_standby", "off".to_owned()),
        ];
        if let Some(until) = self.until {
            settings.push(("recovery_target_time", until.to_rfc3339()));
        }
        settings
    }
}

/// How PostgreSQL fetches one file: the whole one, else the one that was still being written.
fn fetch(log: &Path) -> String {
    let quoted = |suffix: &str| {
        let text = log.display().to_string().replace('\'', r"'\''").replace('%', "%%");
        format!("'{text}'/%f{suffix}")
    };
    let (whole, partial) = (quoted(""), quoted(".partial"));
    format!("if [ -f {whole} ]; then exec cp {whole} \"%p\"; fi; [ -f {partial} ] && exec cp {partial} \"%p\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_fetched_from_a_folder_with_any_name() {
        let command = fetch(Path::new("/mnt/it's 100% ours"));
        assert_eq!(command.matches(r"'/mnt/it'\''s 100%% ours'/%f").count(), 4, "{command}");
    }
}
