//! `callboard demo`: a house to look at, with everything beside it that it needs.

use std::net::SocketAddr;
use std::process::{ExitCode, Stdio};

use platform_config::PaymentProvider;
use platform_types::ExposeSecret;
use tokio::process::{Child, Command};

use crate::cli::Start;
use crate::compose::{self, SimulatorSecrets};
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::{serve, sql};

mod season;

pub(crate) use season::Size;

/// Makes what is missing, then serves.
pub(crate) async fn demo(start: Start, size: Size) -> Result<ExitCode, Failure> {
    serve::start_logging(&start)?;
    serve::refuse_clear_text(&start)?;
    let told = serve::until_told_to_stop();
    say("Starting the database …");
    let opened = Opened::open(&start).await?;
    if let Err(failure) = season::clear_half_made(&start, &opened).await {
        return ended(opened, Err(failure)).await;
    }
    opened.bootstrap().await?;
    let applied = opened.migrate(&sql::bundle()?, |_| {}).await?;
    if !applied.migrations.is_empty() {
        say(&format!("{} migrations applied.", applied.migrations.len()));
    }
    let secrets = serve::simulator_secrets(&start)?;
    let mut ground = compose::ground(&start, &opened).await?;
    serve::note_clock(&ground.clock);
    season::fill(&start, &opened, &ground, &secrets, size).await?;
    let simulator = start_simulator(&start, &secrets, ground.clock.is_shifted().then(|| ground.clock.now()))?;
    let logins = season::logins(&ground.db).await?;
    ground.try_as = Some(logins.clone());
    let house = compose::compose(&start, &opened, ground, &secrets).await?;
    let served = serve::answer(start, opened, house, told, |address| announce(address, &logins)).await;
    if let Some(mut child) = simulator {
        // It ends with us: told first, then waited for.
        if let Some(pid) = child.id().and_then(|id| i32::try_from(id).ok()) {
            nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGTERM).ok();
        }
        child.wait().await.ok();
    }
    served
}

/// Where the settings expect the simulator.
fn simulator_address(start: &Start) -> Result<SocketAddr, Failure> {
    let api = &start.config.payments.api_base;
    let addresses = api.socket_addrs(|| Some(8090)).map_err(Failure::io(format!("payments.api_base {api} is no address")))?;
    let first = addresses.first().copied();
    first.ok_or_else(|| Failure::Refused(format!("payments.api_base {api} is no address; one like http://127.0.0.1:8090 would be right")))
}

/// The payment simulator as a process of its own, reached over HTTP alone.
fn start_simulator(start: &Start, secrets: &SimulatorSecrets, clock: Option<platform_types::Timestamp>) -> Result<Option<Child>, Failure> {
    if start.config.payments.provider != PaymentProvider::Simulator {
        return Ok(None);
    }
    let listen = simulator_address(start)?.to_string();
    let webhook = format!("http://{}/api/webhooks/stripe", start.config.server.listen);
    // The running program itself, also when its file was replaced meanwhile or lies where our account cannot look.
    let mut command = Command::new("/proc/self/exe");
    command
        .args(["simulate", "payments", "--listen", &listen, "--webhook", &webhook, "--data-dir"])
        .arg(season::books(start))
        .env("CALLBOARD_SIMULATOR_KEY", secrets.key.expose_secret())
        .env("CALLBOARD_SIMULATOR_WEBHOOK_SECRET", secrets.webhook.expose_secret())
        .env_remove("CALLBOARD_FAILPOINTS")
        // However we end, this pipe closes, and the simulator ends too: none is left behind with our address.
        .arg("--until-input-ends")
        .stdin(Stdio::piped())
        // Ctrl-C reaches us alone; the simulator is ended last.
        .process_group(0)
        .kill_on_drop(true);
    if let Some(at) = clock {
        command.args(["--clock-start", &at.to_rfc3339()]);
    }
    command.spawn().map(Some).map_err(Failure::io("cannot start the payment simulator"))
}

fn announce(address: SocketAddr, logins: &compose::TryAs) {
    say("");
    say(&format!("  Callboard is open:  http://{address}"));
    say("");
    say(&format!("  Demo logins (password for all: “{}”)", logins.password));
    for (email, who) in &logins.people {
        say(&format!("    {email:<28} {who}"));
    }
    say("");
    say("  Mails are kept at   /dev/mailbox");
    say("  Payments are simulated: no real money moves. Ctrl-C stops everything.");
    say("");
}
