//! A publication reaches the forms without a restart: the folder is looked at again and again, and read when it has
//! changed or when somebody says so (SIGHUP). One with faults is told and left; the one before goes on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use forms_fn::{App, FolderFault, FolderStamp, FormsFolder};
use tokio::time::Instant;

use super::manager;

/// How often the folder is looked at. It is read when it has stayed the same between two looks.
const EVERY: Duration = Duration::from_millis(500);
/// How long a start waits for a build to end.
const BUILD: Duration = Duration::from_secs(10);

/// What is read when the program starts, and kept up to date afterwards.
pub(crate) struct Publication {
    folder: PathBuf,
    seen: Option<FolderStamp>,
    hangup: Hangup,
}

impl Publication {
    /// Reads the folder. While a build puts its files in place, waits for it; one that was broken off is used and
    /// told, since there is no other.
    pub(crate) async fn open(folder: &Path) -> Result<(Self, FormsFolder), String> {
        // Before anything else: without it the signal ends the process.
        let hangup = Hangup::new();
        let began = Instant::now();
        loop {
            let seen = FormsFolder::stamp(folder);
            let (forms, mixed) =
                FormsFolder::load_mixed(folder).map_err(|faults| crate::refused(folder, &faults))?;
            if !mixed.is_empty() && began.elapsed() < BUILD {
                tokio::time::sleep(EVERY).await;
                continue;
            }
            for fault in mixed {
                tracing::error!(%fault, "the folder of forms isn't of one build; it is used as it is");
            }
            return Ok((Self { folder: folder.to_owned(), seen, hangup }, forms));
        }
    }

    /// Gives each newer folder to `app`, for ever.
    pub(crate) async fn follow(mut self, app: App) {
        let mut before = self.seen.clone();
        loop {
            let asked = tokio::select! {
                () = self.hangup.recv() => true,
                () = tokio::time::sleep(EVERY) => false,
            };
            let folder = self.folder.clone();
            let Some(now) = apart(move || FormsFolder::stamp(&folder)).await else { continue };
            let still = now == before;
            before.clone_from(&now);
            if asked {
                manager::reloading();
            }
            if asked || (still && now != self.seen) {
                self.seen = now;
                self.take(&app).await;
            }
            if asked {
                manager::ready();
            }
        }
    }

    async fn take(&self, app: &App) {
        let folder = self.folder.clone();
        let path = self.folder.display();
        match apart(move || FormsFolder::load(&folder)).await {
            Some(Ok(forms)) => {
                app.swap(forms);
                tracing::info!(folder = %path, "the forms were read again");
            }
            Some(Err(faults)) => {
                faults.iter().for_each(|fault| refuse(&path.to_string(), fault));
                app.keep(&faults);
            }
            None => {}
        }
    }
}

fn refuse(folder: &str, fault: &FolderFault) {
    tracing::error!(folder, %fault, "the newer forms can't be used; the ones before go on");
}

/// Away from the only thread, since disks may be slow; nothing when the process is about to end.
async fn apart<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(read).await.ok()
}

/// The signal by which service managers ask to read again what is configured.
#[cfg(unix)]
struct Hangup(Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Hangup {
    fn new() -> Self {
        Self(tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok())
    }

    async fn recv(&mut self) {
        let heard = match &mut self.0 {
            Some(signal) => signal.recv().await,
            None => None,
        };
        if heard.is_none() {
            std::future::pending().await
        }
    }
}

#[cfg(not(unix))]
struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    fn new() -> Self {
        Self
    }

    async fn recv(&mut self) {
        std::future::pending().await
    }
}
