//! Commands beside the house that runs on the same data folder, with its private database.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::house::{open_folder, told};

const PASSWORD: &str = "correct horse battery";

/// A house that answers.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts it and waits until it says where it answers.
    fn start(data: &Path) -> Self {
        let mut child = command(data, &["serve", "--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines
            .by_ref()
            .find_map(|line| {
                let line: Value = serde_json::from_str(&line).ok()?;
                let fields = line.get("fields").unwrap_or(&line);
                (fields["message"] == "answering").then(|| fields["address"].as_str().map(str::to_owned))?
            })
            .expect("it says where it answers");
        // Whoever does not read on stops it at its next line.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// As Ctrl-C does.
    fn stop(mut self) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGTERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CALLBOARD_") || name.starts_with("PG") || name == "DATABASE_URL") {
            command.env_remove(name);
        }
    }
    command.args(words).arg("--data-dir").arg(data).env("CALLBOARD_LOG__FORMAT", "json").stdin(Stdio::null());
    command
}

/// What it answers; it has to succeed.
fn typed(data: &Path, words: &[&str]) -> String {
    let output = command(data, words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", told(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_mistyped_folder_is_refused_and_nothing_is_made_in_it() {
    let folder = open_folder();
    let nowhere = folder.path().join("hosue");
    for words in [&["audit", "verify"][..], &["doctor"], &["serve"], &["admin", "rotate-key"]] {
        let refused = command(&nowhere, words).output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {}", told(&refused));
        assert!(told(&refused).contains("there is no house in"), "{words:?}: {}", told(&refused));
        assert!(!nowhere.exists(), "{words:?}");
    }
}

#[tokio::test]
async fn a_running_house_is_administered_and_goes_on_answering() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let folder = open_folder();
    let data = folder.path().join("data");
    typed(&data, &["migrate"]);
    let house = Running::start(&data);

    let password = folder.path().join("password");
    std::fs::write(&password, PASSWORD).unwrap();
    let mut add = command(&data, &["admin", "add-person", "--email", "ada@example.org", "--name", "Ada", "--password-stdin"]);
    let added = add.stdin(std::fs::File::open(&password).unwrap()).output().unwrap();
    assert!(added.status.success(), "{}", told(&added));
    typed(&data, &["admin", "grant", "--email", "ada@example.org", "--role", "LEGEND_SUPER_ADMIN"]);

    let client = reqwest::Client::new();
    let sign_in = async || {
        let url = format!("http://{}/auth/v1/token?grant_type=password", house.address);
        let answer = client.post(url).json(&json!({ "email": "ada@example.org", "password": PASSWORD })).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
    };
    let token = sign_in().await;
    typed(&data, &["admin", "rotate-key"]);
    let me = client.get(format!("http://{}/auth/v1/user", house.address)).bearer_auth(token).send().await.unwrap();
    assert_eq!(me.status(), 200, "nobody is signed out by new keys");
    sign_in().await;

    let report: Value = serde_json::from_str(&typed(&data, &["audit", "verify", "--json"])).unwrap();
    assert_eq!(report["clean"], true, "{report}");
    assert!(serde_json::from_str::<Value>(&typed(&data, &["audit", "heads"])).unwrap().is_array());
    let checked = command(&data, &["doctor", "--json"]).output().unwrap();
    assert!(serde_json::from_slice::<Value>(&checked.stdout).is_ok(), "{}", told(&checked));
    let ready = client.get(format!("http://{}/health/ready", house.address)).send().await.unwrap();
    assert_eq!(ready.status(), 200);
    house.stop();

    // The next one opens with the new master key.
    let again = Running::start(&data);
    again.stop();
}
