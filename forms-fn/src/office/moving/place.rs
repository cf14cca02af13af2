//! Where an installation has its two stores, for what needs no secrets.

use std::path::PathBuf;

#[cfg(feature = "aws")]
use crate::aws::Aws;
use crate::installation;
use crate::office::Stop;
#[cfg(feature = "aws")]
use crate::store::DynamoStore;
use crate::store::{SqliteStore, Store};

/// Each installation has two stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichStore {
    /// What people sent, and the audit.
    Records,
    /// The keys of their sensitive answers.
    Keys,
}

/// Where they are.
#[derive(Debug, Clone)]
pub enum StorePlace {
    /// Two files in a folder.
    Folder(PathBuf),
    /// Two tables of DynamoDB.
    #[cfg(feature = "aws")]
    Tables {
        /// How AWS is reached.
        aws: Aws,
        /// The table of records.
        records: String,
        /// The table of keys.
        keys: String,
    },
}

impl StorePlace {
    /// Opens a store that is there.
    pub(super) fn open(&self, which: WhichStore) -> Result<Store, Stop> {
        match self {
            Self::Folder(data) => {
                let path = installation::existing(data, file(which)).map_err(Stop::failed)?;
                Ok(Store::Sqlite(SqliteStore::open_existing(&path)?))
            }
            #[cfg(feature = "aws")]
            Self::Tables { aws, records, keys } => Ok(table(aws, records, keys, which)),
        }
    }

    /// Opens a store, and makes it if it is a folder's.
    pub(super) fn make(&self, which: WhichStore) -> Result<Store, Stop> {
        match self {
            Self::Folder(data) => Ok(Store::Sqlite(SqliteStore::open(&data.join(file(which)))?)),
            #[cfg(feature = "aws")]
            Self::Tables { aws, records, keys } => Ok(table(aws, records, keys, which)),
        }
    }
}

#[cfg(feature = "aws")]
fn table(aws: &Aws, records: &str, keys: &str, which: WhichStore) -> Store {
    let name = match which {
        WhichStore::Records => records,
        WhichStore::Keys => keys,
    };
    Store::DynamoDb(DynamoStore::new(aws, name))
}

fn file(which: WhichStore) -> &'static str {
    match which {
        WhichStore::Records => installation::RECORDS,
        WhichStore::Keys => installation::KEYS,
    }
}
