//! `forms-fn serve`: the router on a plain HTTP port, to stand behind a server that speaks TLS.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use forms_fn::App;
use forms_fn::installation::Make;
use forms_fn::screen::client::Proxies;
use forms_fn::worker::{self, Post};
use tokio::net::TcpListener;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder for the database and the keys; made if it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Folder `forms` of the built site
    #[arg(long, value_name = "DIR")]
    pub(crate) forms: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub(crate) addr: SocketAddr,
    /// Addresses or networks of the proxies before it, whose `X-Forwarded-For` is believed: `127.0.0.1, 10.0.0.0/8`
    #[arg(long, value_name = "LIST", default_value = "", value_parser = Proxies::parse)]
    pub(crate) trusted_proxies: Proxies,
    /// Answer forms only: `forms-fn worker` runs beside it and sends mail
    #[arg(long)]
    pub(crate) without_worker: bool,
    /// Start although `secrets.json` or `keys.sqlite` of this store is lost for good: links in letters go dead, and
    /// sensitive answers stay unreadable; leave it away at the next start
    #[arg(long)]
    pub(crate) new_secrets: bool,
    /// Start with an empty store although there are secrets: the records are lost for good
    #[arg(long)]
    pub(crate) new_store: bool,
}

impl Arguments {
    /// Only this command makes what is missing.
    pub(crate) fn make(&self) -> Make {
        Make::All { new_secrets: self.new_secrets, new_store: self.new_store }
    }
}

/// How often the worker looks for what is due. What was just stored is sent at once.
const EVERY: Duration = Duration::from_secs(30);

/// Prints the address on standard output, then serves, with the worker beside it if there is something to send with.
/// Requests under way are answered before the end, and a letter under way is sent.
pub(crate) async fn serve(addr: SocketAddr, app: App, post: Option<Post>) -> Result<(), String> {
    let cannot = |e: std::io::Error| format!("cannot listen on {addr}: {e}");
    let listener = TcpListener::bind(addr).await.map_err(cannot)?;
    println!("http://{}/", listener.local_addr().map_err(cannot)?);
    let worker = post.map(|post| tokio::spawn(worker::run(app.clone(), post, EVERY, stop())));
    let service = forms_fn::server(app).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop()).await;
    served.map_err(|e| format!("the server stopped: {e}"))?;
    match worker {
        Some(worker) => worker.await.map_err(|e| format!("the worker stopped: {e}")),
        None => Ok(()),
    }
}

/// Ends on Ctrl-C, and on the SIGTERM that service managers send.
pub(crate) async fn stop() {
    tokio::select! {
        () = interrupted() => {}
        () = terminated() => {}
    }
}

/// Where the signal can't be waited for, the server runs until it is killed.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
