//! The stores on which a history is played, and how an operation on each of them breaks off.

use std::path::Path;

use forms_fn::Store;
use tempfile::TempDir;

use super::abandon;

#[cfg(feature = "aws")]
use crate::emulator::{self, Emulator};
#[cfg(feature = "aws")]
use crate::proxy::{Cut, Proxy};
#[cfg(feature = "aws")]
use forms_fn::DynamoStore;

/// Which store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    #[cfg(feature = "aws")]
    DynamoDb,
}

/// The store of one history.
pub(crate) enum Stage {
    Sqlite(TempDir),
    #[cfg(feature = "aws")]
    DynamoDb {
        direct: Store,
        wired: Store,
        proxy: Proxy,
    },
}

impl Stage {
    pub(crate) async fn new(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => Self::Sqlite(folder()),
            #[cfg(feature = "aws")]
            Kind::DynamoDb => {
                let table = emulator::table_name();
                let direct = DynamoStore::new(&Emulator::Dynoxide.aws(), table.clone());
                direct.create_table().await.unwrap();
                let proxy = Proxy::to(Emulator::Dynoxide.address());
                let wired = DynamoStore::new(&proxy.aws(), table);
                Self::DynamoDb { direct: Store::DynamoDb(direct), wired: Store::DynamoDb(wired), proxy }
            }
        }
    }

    /// The store as a process of its own opens it.
    pub(crate) fn open(&self) -> Store {
        match self {
            Self::Sqlite(folder) => Store::open(folder.path()).unwrap(),
            #[cfg(feature = "aws")]
            Self::DynamoDb { direct, .. } => direct.clone(),
        }
    }

    /// Begins an operation on a store of its own and lets it break off; its result, if it came to its end before.
    pub(crate) async fn crash<T>(&self, when: u32, begin: impl AsyncFnOnce(Store) -> T) -> Option<T> {
        match self {
            Self::Sqlite(_) => {
                let store = self.open();
                let result = abandon(begin(store.clone()), when).await;
                // The file has one thread, so whatever was begun is over when this is.
                store.count(&forms_fn::Range::prefix("x", ""), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
                result
            }
            #[cfg(feature = "aws")]
            Self::DynamoDb { wired, proxy, .. } => {
                let cut = if when.is_multiple_of(2) { Cut::Before } else { Cut::After };
                let is_cut = std::sync::Arc::new(tokio::sync::Notify::new());
                let tell = std::sync::Arc::clone(&is_cut);
                proxy.cut(when / 2, cut, move || tell.notify_one());
                tokio::select! {
                    result = begin(wired.clone()) => Some(result),
                    () = is_cut.notified() => None,
                }
            }
        }
    }
}

/// In memory where the system has such a place: what a disk does is the business of the crash tests.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}
