//! The stores that every contract runs on: one line in the table for each.

#[cfg(feature = "aws")]
use forms_fn::DynamoStore;
use forms_fn::Store;
use tempfile::TempDir;

#[cfg(feature = "aws")]
use crate::emulator::{self, Emulator};

/// A store of its own for one test.
pub(crate) struct Stage {
    pub(crate) store: Store,
    folder: Option<TempDir>,
}

/// One SQLite file in a folder of its own.
pub(crate) async fn sqlite() -> Stage {
    let folder = tempfile::tempdir().unwrap();
    Stage { store: Store::open(folder.path()).unwrap(), folder: Some(folder) }
}

/// One table in the emulator.
#[cfg(feature = "aws")]
pub(crate) async fn dynamodb() -> Stage {
    let store = DynamoStore::new(&Emulator::Dynoxide.aws(), emulator::table_name());
    store.create_table().await.unwrap();
    Stage { store: Store::DynamoDb(store), folder: None }
}

impl Stage {
    /// The same store as another process would open it.
    pub(crate) fn reopened(&self) -> Store {
        match &self.folder {
            Some(folder) => Store::open(folder.path()).unwrap(),
            None => self.store.clone(),
        }
    }
}

/// Makes one test for each function and each store. A new store is a new line of the table.
macro_rules! on_every_store {
    ($($test:ident),+ $(,)?) => {
        crate::stage::on_store!(sqlite: $($test),+);
        #[cfg(feature = "aws")]
        crate::stage::on_store!(dynamodb: $($test),+);
    };
}

macro_rules! on_store {
    ($store:ident: $($test:ident),+) => {
        mod $store {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test(crate::stage::$store().await).await;
                }
            )+
        }
    };
}

pub(crate) use {on_every_store, on_store};
