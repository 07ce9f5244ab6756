//! What the machine gives at best: a program that writes one message to as many sockets, and nothing else.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::watch;
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::crowd::Crowd;
use crate::failure::{Failure, say, wrong};

/// Tells each line of its standard input to all its sockets; its first line of output is its address.
pub async fn serve() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(Failure::system("an address"))?;
    let address = listener.local_addr().map_err(Failure::system("an address"))?;
    super::crowd::open_files(20_000).ok();
    say(address.to_string());
    let line = watch::Sender::new(String::from("{}"));
    let told = line.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).ok();
            let mut line = told.subscribe();
            tokio::spawn(async move {
                let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
                let Ok(mut socket) = accept_async_with_config(stream, Some(config)).await else { return };
                loop {
                    tokio::select! {
                        changed = line.changed() => if changed.is_err() { return },
                        said = socket.next() => if !matches!(said, Some(Ok(_))) { return },
                    }
                    let text = line.borrow_and_update().clone();
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(text)) = lines.next_line().await {
        line.send_replace(text);
    }
    Ok(())
}

/// How long it takes this machine to tell so many sockets, measured as the product's messages are.
pub(super) async fn measure(program: &Path, viewers: u32, changes: u32, between: Duration) -> Result<Vec<Duration>, Failure> {
    let mut command = Command::new(program);
    command.arg("bare-broadcast").stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(Failure::system("the bare server"))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(wrong("the bare server has no pipes"));
    };
    let mut lines = BufReader::new(output).lines();
    let line = lines.next_line().await.map_err(Failure::system("the bare server"))?.unwrap_or_default();
    let address: SocketAddr = line.parse().map_err(|_| wrong(format!("the bare server said {line:?}")))?;
    let crowd = Crowd::gather(address, "bare", viewers).await?;
    let mut times = Vec::new();
    for n in 1..=changes {
        tokio::time::sleep(between).await;
        let left = format!("\"left\":{},", 1_000 + n);
        let round = crowd.expect(left.clone());
        // As long as the product's message for one kind of ticket.
        let text = format!(
            "{{\"topic\":\"tickets/00000000-0000-7000-8000-000000000000\",\"value\":{{\"closed\":null,\"rows\":{{\"quantity[00000000-0000-7000-8000-000000000000]\":{{\"is\":\"on_sale\",{left}\"max\":8,\"price\":1200}}}}}}}}\n"
        );
        input.write_all(text.as_bytes()).await.map_err(Failure::system("the bare server"))?;
        times.extend(round.everybody().await);
    }
    child.kill().await.ok();
    Ok(times)
}
