//! `spaces serve`: the site from memory, the real forms, rebuilt and reloaded on every change.
//!
//! A faulty edit never ends the server: the last good pages stay, with the problems over them.

mod again;
mod changes;
mod forms;
mod page;
mod painter;
mod state;
mod watch;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use forms_fn::mail::Transport;
use forms_fn::worker::{self, Post};
use jiff::Timestamp;

use crate::build::BuildOptions;
use state::Served;

/// How often the worker looks for what is due; mail about what was just stored is written at once.
const EVERY: Duration = Duration::from_secs(30);

/// What the server is asked for.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// What to build, and how.
    pub build: BuildOptions,
    /// Where to listen.
    pub addr: SocketAddr,
    /// The folder for what people send.
    pub data: PathBuf,
    /// Tells the time; asked anew for every build and every form.
    pub clock: fn() -> Timestamp,
}

/// Builds, listens, and returns when the process is asked to stop.
///
/// # Errors
/// A sentence when the address is taken or the store can't be opened; faults in the content are
/// shown in the browser instead.
pub fn run(options: ServeOptions) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start the server: {e}"))?;
    runtime.block_on(listen(options))
}

async fn listen(options: ServeOptions) -> Result<(), String> {
    let served = Served::start(&options)?;
    let listener = tokio::net::TcpListener::bind(options.addr)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}", options.addr))?;
    let addr = listener.local_addr().map_err(|e| format!("cannot listen on {}: {e}", options.addr))?;
    println!("http://{addr}/");
    eprintln!("mail is written to `{}`", options.data.join("mail").display());
    let _watcher = watch::start(Arc::clone(&served), &options)?;
    let post = Post { transport: Transport::Folder(options.data.join("mail")), from: None };
    let worker = tokio::spawn(worker::run(served.app(), post, EVERY, stop()));
    let service = router(served).into_make_service_with_connect_info::<SocketAddr>();
    let end = axum::serve(listener, service).with_graceful_shutdown(stop()).await;
    end.map_err(|e| format!("the server stopped: {e}"))?;
    worker.await.map_err(|e| format!("the worker stopped: {e}"))
}

/// The pages, the developer's own addresses below `/-/`, and the forms.
fn router(served: Arc<Served>) -> Router {
    let forms = served.forms_router();
    Router::new()
        .route("/-/version", axum::routing::get(page::version))
        .route("/-/reload.js", axum::routing::get(page::script))
        .route("/-/problems.css", axum::routing::get(page::style))
        .fallback(page::page)
        .with_state(served)
        .merge(forms)
}

async fn stop() {
    // Without a signal to wait for the server simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
