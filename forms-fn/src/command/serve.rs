//! `forms-fn serve`: the router on a plain HTTP port, to stand behind a server that speaks TLS.
//!
//! `socket` is where connections come in, `listen` takes connections, `held` knows which of them may be closed for others, `connection` makes requests of one of
//! them, `body` reads what was sent.

mod body;
mod connection;
mod held;
mod listen;
pub(crate) mod metrics;
pub(crate) mod socket;
mod stop;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use forms_fn::installation::Make;
use forms_fn::screen::client::Proxies;
use forms_fn::worker::{self, Post};
use forms_fn::{App, Editor};
use tokio::net::TcpListener;

use super::manager;
use super::reload::Publication;
use held::Connections;
use metrics::Metrics;
pub(crate) use stop::stop;

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// Folder for the database and the keys; made if it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Folder `forms` of the built site; a newer one is taken as soon as it is there, and on SIGHUP
    #[arg(long, value_name = "DIR")]
    pub(crate) forms: PathBuf,
    /// Where `spaces edit` runs, such as `https://edit.example.org`: pages and letters lead whoever writes there
    #[arg(long, value_name = "ORIGIN", value_parser = Editor::elsewhere)]
    pub(crate) editor: Option<Editor>,
    /// Where to listen; port 0 takes a free one. A socket that systemd gives (`LISTEN_FDS`) goes before it
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub(crate) addr: SocketAddr,
    /// Addresses or networks of the proxies before it, whose `X-Forwarded-For` is believed: `127.0.0.1, 10.0.0.0/8`
    #[arg(long, value_name = "LIST", default_value = "", value_parser = Proxies::parse)]
    pub(crate) trusted_proxies: Proxies,
    /// Tell numbers to Prometheus at `/metrics` of this address of this machine; nothing else answers there
    #[arg(long, value_name = "ADDR", value_parser = metrics::local)]
    pub(crate) metrics: Option<SocketAddr>,
    /// Answer forms only: `forms-fn worker` runs beside it and sends mail
    #[arg(long)]
    pub(crate) without_worker: bool,
    /// Requests that are worked on at the same time; more are asked to come again (503)
    #[arg(long, value_name = "NUMBER", default_value_t = AT_ONCE)]
    pub(crate) max_requests: u16,
    /// Start although `secrets.json` or `keys.sqlite` of this store is lost for good: links in letters go dead, and
    /// sensitive answers stay unreadable; leave it away at the next start
    #[arg(long)]
    pub(crate) new_secrets: bool,
    /// Start with an empty store although there are secrets: the records are lost for good
    #[arg(long)]
    pub(crate) new_store: bool,
}

impl ServeArguments {
    /// Only this command makes what is missing.
    pub(crate) fn make(&self) -> Make {
        Make::All { new_secrets: self.new_secrets, new_store: self.new_store }
    }
}

/// With 160 registrations a second, as one event on a small server takes them, the last of them waits for 2.5 seconds.
const AT_ONCE: u16 = 400;
/// How often the worker looks for what is due. What was just stored is sent at once.
const EVERY: Duration = Duration::from_secs(30);

/// Prints the address on standard output, then serves, with the worker beside it if there is something to send with.
/// When it is asked to stop, requests and a letter that are under way have [`worker::TO_STOP`] to end, together.
pub(crate) async fn serve(
    listener: TcpListener,
    watched: Option<TcpListener>,
    app: App,
    publication: Publication,
    post: Option<Post>,
) -> Result<(), String> {
    let address = listener.local_addr().map_err(|e| format!("cannot listen: {e}"))?;
    // Whoever reads that may be gone; forms are answered all the same.
    drop(writeln!(std::io::stdout(), "http://{address}/"));
    let held = Arc::new(Connections::default());
    let app = match watched {
        Some(watched) => watch(watched, app, &held),
        None => app,
    };
    manager::ready();
    let early = app.clone();
    tokio::spawn(async move { early.look_for_damage().await });
    tokio::spawn(publication.follow(app.clone()));
    let working = post.is_some();
    let worker = async {
        match post {
            Some(post) => tokio::spawn(worker::run(app.clone(), post, EVERY, stop())).await,
            None => Ok(()),
        }
    };
    let (mut worker, mut served) =
        (std::pin::pin!(worker), std::pin::pin!(listen::serve(listener, app.clone(), held)));
    let mut worked = None;
    loop {
        tokio::select! {
            done = &mut worker, if worked.is_none() => {
                let done = done.map_err(|e| format!("the worker stopped: {e}"));
                if working && done.is_err() {
                    return done;
                }
                worked = Some(done);
            }
            () = &mut served => break,
        }
    }
    match worked {
        Some(done) => done,
        None => worker.await.map_err(|e| format!("the worker stopped: {e}")),
    }
}

/// Counts from now on, and tells the numbers at an address of their own.
fn watch(listener: TcpListener, app: App, held: &Arc<Connections>) -> App {
    let metrics = Metrics::new();
    let counted = metrics.clone();
    let app = app.observed(move |observation| counted.count(observation));
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "numbers are told at /metrics");
    }
    tokio::spawn(metrics::serve(listener, metrics, app.clone(), Arc::clone(held)));
    app
}
