//! The payment simulator of one house's season, on that house's clock. In the end all of them have one set of books: those
//! that the simulator beside the house will open.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use payment_simulator::{Simulator, SimulatorConfig, Visitor, take_over};
use platform_config::PaymentProvider;
use platform_types::Clock;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::cli::Start;
use crate::compose::{Ground, SimulatorSecrets};
use crate::demo::simulator_address;
use crate::failure::Failure;

/// Where the simulator keeps its books.
pub(in crate::demo) fn books(start: &Start) -> PathBuf {
    start.folder.join("payments")
}

/// A simulator that runs.
pub(super) struct Bank {
    pub visitor: Visitor,
    /// Its house's place among the houses; the first one's books take in the others'.
    pub number: usize,
    /// Where the house reaches it.
    pub api: Url,
    folder: PathBuf,
    stop: CancellationToken,
    serving: JoinHandle<Result<(), payment_simulator::StartError>>,
}

impl Bank {
    /// None where the house has another provider.
    pub(super) async fn open(
        start: &Start,
        ground: &Ground,
        clock: &Clock,
        secrets: &SimulatorSecrets,
        number: usize,
    ) -> Result<Option<Self>, Failure> {
        if start.config.payments.provider != PaymentProvider::Simulator {
            return Ok(None);
        }
        // The first takes the address that is meant for the house's own, so that one that is taken is noticed now.
        let listen = if number == 0 { simulator_address(start)? } else { SocketAddr::from((Ipv4Addr::LOCALHOST, 0)) };
        let folder = if number == 0 { books(start) } else { start.folder.join(format!("payments-{number}")) };
        let config = SimulatorConfig {
            listen,
            public_url: (number > 0).then(|| start.config.payments.api_base.clone()),
            data_dir: folder.clone(),
            secret_key: secrets.key.clone(),
            webhook: None,
            clock: clock.clone(),
            entropy: ground.entropy.clone(),
        };
        let simulator = Simulator::start(config).await?;
        let api = Url::parse(&format!("http://{}", simulator.address()));
        let api = api.map_err(|_| Failure::Refused("the simulator's address is none".to_owned()))?;
        let (visitor, stop) = (simulator.visitor(), CancellationToken::new());
        let serving = tokio::spawn(simulator.serve(stop.clone().cancelled_owned()));
        Ok(Some(Self { visitor, number, api, folder, stop, serving }))
    }

    /// Ends it, and brings its books into the house's.
    pub(super) async fn close(self, start: &Start) -> Result<(), Failure> {
        self.visitor.keep_silent().await;
        self.stop.cancel();
        self.serving.await.ok();
        drop(self.visitor);
        let whole = books(start);
        if self.folder == whole {
            return Ok(());
        }
        tokio::task::spawn_blocking(move || -> Result<(), Failure> {
            take_over(&whole, &self.folder).map_err(payment_simulator::StartError::from)?;
            std::fs::remove_dir_all(&self.folder).map_err(Failure::io(format!("cannot remove {}", self.folder.display())))
        })
        .await
        .map_err(|_| Failure::Refused("the simulator's books could not be joined".to_owned()))?
    }
}
