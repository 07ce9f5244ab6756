//! What has to be done for a configuration, step by step.

use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr as _;

use platform_config::{Config, Storage};
use platform_types::ExposeSecret as _;
use sqlx::postgres::PgConnectOptions;

/// The steps. No password is in them.
pub(crate) fn plan(config: &Config, data_dir: &Path) -> String {
    let mut text = String::new();
    match &config.database.url {
        None => private(&mut text, config),
        Some(url) => {
            let direct = config.database.direct_url.as_ref().unwrap_or(url);
            managed(&mut text, config, direct.expose_secret(), data_dir);
        }
    }
    keys(&mut text, config, data_dir);
    text
}

fn private(text: &mut String, config: &Config) {
    let days = &config.backup;
    let folder = days.folder.as_ref().map_or_else(|| "/mnt/backup/callboard".to_owned(), |folder| folder.display().to_string());
    let _ = writeln!(text, "# The database is the house's own: `callboard serve` keeps its backup.\n");
    if days.folder.is_none() {
        let _ = writeln!(text, "1. Make a folder on another disk or machine, for the account that the house runs as:");
        let _ = writeln!(text, "     install -d -m 700 -o callboard {}", quoted(&folder));
        let _ = writeln!(text, "   and set it: [backup] folder = \"{folder}\" in callboard.toml. Start the house again.");
    } else {
        let _ = writeln!(text, "1. The folder is set: {folder}. `callboard doctor` says whether it is in step.");
    }
    let _ = writeln!(text, "2. Once a week or more:  callboard backup verify");
    let _ = writeln!(text, "3. To restore:  callboard restore --from {} --master-key FILE --data-dir NEW", quoted(&folder));
    let _ = writeln!(
        text,
        "Kept are {} nights, any moment of the last {} days, and removed files for {} days.\n",
        days.database_days, days.log_days, days.files_days
    );
}

fn managed(text: &mut String, config: &Config, url: &str, data_dir: &Path) {
    let days = &config.backup;
    let parsed = PgConnectOptions::from_str(url).ok();
    let place = parsed.as_ref().map(|at| {
        let host = at.get_socket().map_or_else(|| at.get_host().to_owned(), |socket| socket.display().to_string());
        (host, at.get_port(), at.get_database().unwrap_or("callboard").to_owned())
    });
    let (host, port, database) = place.unwrap_or_else(|| ("HOST".to_owned(), 5432, "callboard".to_owned()));
    let at = format!("--host={} --port={port}", quoted(&host));
    let _ = writeln!(text, "# The database is an existing server ({host}:{port}, “{database}”): its own means keep its backup.\n");
    let _ = writeln!(text, "Back up");
    let _ = writeln!(
        text,
        "1. Point-in-time recovery of the server, if it offers it: {} days back, and a copy every day kept for {} days. Only this loses nothing that was committed.",
        days.log_days, days.database_days
    );
    let _ = writeln!(
        text,
        "2. Every day besides, as a role that row level security does not bind (superuser, or BYPASSRLS): the tables' own owner is bound, and a dump as callboard_owner fails."
    );
    let _ =
        writeln!(text, "     pg_dump {at} --username=ADMIN --format=custom --file=callboard-$(date -u +%Y%m%d).dump {}", quoted(&database));
    let _ = writeln!(text, "     find . -name 'callboard-*.dump' -mtime +{} -delete", days.database_days);
    let _ = writeln!(text, "   What was committed since the last dump is not in it.");
    let _ = writeln!(
        text,
        "3. After it, the uploaded files; none is ever changed, and what is removed stays in the copy for {} days:",
        days.files_days
    );
    match &config.storage {
        Storage::Disk(folder) => {
            let folder = folder.clone().unwrap_or_else(|| data_dir.join("files"));
            let _ = writeln!(text, "     rsync --archive {}/ BACKUP/files/", quoted(&folder.display().to_string()));
        }
        Storage::S3(bucket) => {
            let (endpoint, name) = (bucket.endpoint.as_str().trim_end_matches('/'), &bucket.name);
            let _ = writeln!(text, "     aws s3 sync --endpoint-url {} s3://{name} BACKUP/files/", quoted(endpoint));
            let _ = writeln!(text, "   or versioning of the bucket, with removed versions kept for {} days.", days.files_days);
        }
    }
    let _ = writeln!(text, "\nRestore");
    let _ = writeln!(
        text,
        "1. Roles, on the new server as its administrator; with the old logins.key in the data folder the passwords are the old ones:"
    );
    let _ = writeln!(
        text,
        "     callboard migrate --print-admin-sql --data-dir {} | psql {at} --username=ADMIN postgres",
        quoted(&data_dir.display().to_string())
    );
    let _ = writeln!(text, "2. The database:");
    let _ = writeln!(
        text,
        "     createdb {at} --username=ADMIN --owner=callboard_owner --template=template0 --encoding=UTF8 --locale=C.UTF-8 {}",
        quoted(&database)
    );
    let _ =
        writeln!(text, "     pg_restore {at} --username=ADMIN --dbname={} --exit-on-error --jobs=4 callboard-DAY.dump", quoted(&database));
    let _ = writeln!(text, "3. The files back to where they were, then:  callboard doctor --invariants\n");
}

fn keys(text: &mut String, config: &Config, data_dir: &Path) {
    let _ = writeln!(text, "Keep elsewhere, apart from the backup, and as secret as a password:");
    if config.keys.master_key.is_some() {
        let _ = writeln!(text, "- the master key (keys.master_key), wherever your settings have it from");
    } else {
        let _ = writeln!(
            text,
            "- {}: without it nothing sealed opens again, and no ticket can be signed",
            data_dir.join("master.key").display()
        );
    }
    if config.database.url.is_some() {
        let _ = writeln!(text, "- {}: the logins' passwords are made from it", data_dir.join("logins.key").display());
    }
    let _ = write!(text, "- {}, and what the environment sets", data_dir.join("callboard.toml").display());
}

/// As a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:".contains(c);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
