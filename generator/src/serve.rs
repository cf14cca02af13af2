//! `spaces serve`: the site from memory, the real forms, rebuilt and reloaded on every change.
//!
//! A faulty edit never ends the server: the last good pages stay, with the problems over them.

mod again;
mod changes;
mod forms;
mod marks;
mod page;
mod painter;
mod preview;
mod problems;
mod state;
mod watch;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use forms_fn::console;
use forms_fn::mail::Transport;
use forms_fn::worker::{self, Post};
use jiff::Timestamp;
use tokio::sync::watch as watch_channel;

use crate::build::BuildOptions;
use state::Served;

pub use preview::{Preview, Unsaved, UnsavedPage};

/// How often the worker looks for what is due; mail about what was just stored is written at once.
const EVERY: Duration = Duration::from_secs(30);

/// How long a request and the worker have to finish when the process is asked to stop.
const TO_STOP: Duration = Duration::from_secs(3);

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
    /// Whether somebody organises here.
    pub desk: Desk,
}

/// Whether somebody organises what the site shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Desk {
    /// Nobody does: the site takes nothing from anybody.
    Closed,
    /// The terminal says how the pages of organisers open, and where letters lie.
    Open,
    /// The same, with made-up guests at the next event.
    WithDemoGuests,
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
    let end = runtime.block_on(listen(options));
    // A page that is being made is nobody's any more.
    runtime.shutdown_background();
    end
}

async fn listen(options: ServeOptions) -> Result<(), String> {
    let taken = |error: std::io::Error| {
        let other = match error.kind() {
            std::io::ErrorKind::AddrInUse => "; is it served already? Another port: `--addr 127.0.0.1:8081`",
            _ => "",
        };
        format!("cannot listen on {}: {error}{other}", options.addr)
    };
    // Before the site is built, so that letters name the port that was given, and a taken one is told at once.
    let listener = tokio::net::TcpListener::bind(options.addr).await.map_err(taken)?;
    let addr = listener.local_addr().map_err(taken)?;
    let options = ServeOptions { addr, ..options };
    let served = Served::start(&options).await?;
    println!("http://{addr}{}/", served.snapshot().headers.path());
    if options.desk != Desk::Closed {
        tell_of_organisers(&served, &options).await;
        eprintln!("mail is written to `{}`", options.data.join("mail").display());
    }
    watch::start(Arc::clone(&served), &options)?;
    let stop = Stop::listen(Arc::clone(&served));
    let post = Post { transport: Transport::Folder(options.data.join("mail")), from: None };
    let worker = tokio::spawn(worker::run(served.app(), post, EVERY, stop.asked(1)));
    let service = router(served).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop.asked(1));
    tokio::select! {
        end = async { (server.await, worker.await) } => {
            end.0.map_err(|e| format!("the server stopped: {e}"))?;
            end.1.map_err(|e| format!("the worker stopped: {e}"))
        }
        () = stop.at_once() => Ok(()),
    }
}

/// How the pages of organisers open on this machine, and who is on them.
async fn tell_of_organisers(served: &Served, options: &ServeOptions) {
    let app = served.app();
    match console::opening(&app).await {
        Ok(path) => {
            eprintln!("pages for organisers, once, within ten minutes: http://{}{path}", options.addr)
        }
        Err(error) => eprintln!("warning: the pages for organisers can't be opened: {error}"),
    }
    if options.desk != Desk::WithDemoGuests {
        return;
    }
    match console::demo_guests(&app).await {
        Ok(Some(demo)) => eprintln!("{} made-up guests come to `{}`", demo.guests, demo.event),
        Ok(None) => eprintln!("warning: no event takes registrations now, so there are no made-up guests"),
        Err(stop) => eprintln!("warning: there are no made-up guests: {}", stop.words()),
    }
}

/// The pages, the developer's own addresses below `/-/`, and the forms.
fn router(served: Arc<Served>) -> Router {
    let forms = served.forms_router();
    let routes = Router::new()
        .route("/-/version", axum::routing::get(page::version))
        .route("/-/reload.js", axum::routing::get(page::script))
        .route("/-/preview.css", axum::routing::get(page::style))
        .fallback(page::page)
        .with_state(Arc::clone(&served))
        .merge(forms);
    Router::new()
        .fallback_service(routes)
        .layer(axum::middleware::from_fn_with_state(served, page::below_path))
}

/// How often the process was asked to stop.
struct Stop(watch_channel::Receiver<usize>);

impl Stop {
    /// Listens from now on. Pages that wait for a change are sent home at once, since they would wait for ever.
    fn listen(served: Arc<Served>) -> Stop {
        let (times, asked) = watch_channel::channel(0);
        tokio::spawn(async move {
            loop {
                signal().await;
                served.stop();
                times.send_modify(|times| *times += 1);
            }
        });
        Stop(asked)
    }

    /// Ends when it was asked so many times.
    fn asked(&self, times: usize) -> impl Future<Output = ()> + use<> {
        let mut asked = self.0.clone();
        async move { drop(asked.wait_for(|so_far| *so_far >= times).await) }
    }

    /// Ends when it was asked twice, or somebody holds us up for too long after the first time.
    async fn at_once(&self) {
        self.asked(1).await;
        tokio::select! {
            () = self.asked(2) => {}
            () = tokio::time::sleep(TO_STOP) => {}
        }
    }
}

/// Ends when the process is asked to stop: by Ctrl-C, or as service managers and editors do.
#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt() => {}
        () = terminate => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    interrupt().await;
}

async fn interrupt() {
    // Without a signal to wait for the server simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
