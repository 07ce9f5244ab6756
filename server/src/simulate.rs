//! `callboard simulate payments`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use payment_simulator::{SimulatorConfig, WebhookTarget};
use platform_types::{Clock, Entropy, SecretString};
use url::Url;

use crate::failure::{Failure, say};

/// The simulator's options.
#[derive(Args)]
pub(crate) struct Payments {
    /// Address and port to listen on; loopback only
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Folder of its own books
    #[arg(long)]
    data_dir: PathBuf,
    /// Where it sends webhooks: the house's /api/webhooks/stripe
    #[arg(long)]
    webhook: Option<Url>,
    /// The key the house shows
    #[arg(long, env = "CALLBOARD_SIMULATOR_KEY", hide_env_values = true)]
    secret_key: SecretString,
    /// The key that signs webhooks
    #[arg(long, env = "CALLBOARD_SIMULATOR_WEBHOOK_SECRET", hide_env_values = true)]
    webhook_secret: SecretString,
    /// Start with another clock (RFC 3339)
    #[arg(long)]
    clock_start: Option<chrono::DateTime<chrono::Utc>>,
    /// End when standard input ends: whoever started this is gone
    #[arg(long)]
    until_input_ends: bool,
}

/// Runs until it is told to stop.
pub(crate) async fn payments(args: Payments) -> Result<ExitCode, Failure> {
    let clock = args.clock_start.map_or_else(Clock::system, Clock::starting_at);
    platform_telemetry::init(platform_telemetry::Format::detect(), "warn")?;
    let config = SimulatorConfig {
        listen: args.listen,
        public_url: None,
        data_dir: args.data_dir,
        secret_key: args.secret_key,
        webhook: args.webhook.map(|url| WebhookTarget::new(url, args.webhook_secret)),
        clock,
        entropy: Entropy::from_os(),
    };
    let told = crate::serve::until_told_to_stop();
    let simulator = payment_simulator::Simulator::start(config).await?;
    say(&format!("Payment simulator (no real money) on http://{}", simulator.address()));
    let ended = args.until_input_ends.then(input_ends);
    let stop = async move {
        tokio::select! {
            () = told => {}
            () = async { if let Some(ended) = ended { ended.await.ok(); } else { std::future::pending::<()>().await } } => {}
        }
    };
    simulator.serve(stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Resolves at the end of standard input. On a thread of its own, which nobody waits for: a read of
/// tokio's would keep the runtime from ending while the input is open.
fn input_ends() -> tokio::sync::oneshot::Receiver<()> {
    let (sender, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = sender.send(());
    });
    ended
}
