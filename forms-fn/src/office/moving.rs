//! Moves a whole store, copies it, and checks it: for whoever may see everything, and never without an entry.

mod copy;
mod export;
mod forget;
mod import;
mod nightly;
mod place;
mod restore;
mod verify;

use super::work::{Subject, entry};
use super::{Access, Scope, Stop};
use crate::desk::{Action, Audit};

pub use copy::backup;
pub use export::{ExportTarget, export, export_erased};
pub use forget::forget;
pub use import::{import, import_keys};
pub use nightly::{Copied, Forgotten, HeldPlaces, NightlyCopy};
pub use place::{StorePlace, WhichStore};
pub use restore::{ErasedSince, Restored, restore};
pub use verify::{Verification, VerifyQuery, verify};

/// The entry of what takes or fills a whole store.
fn whole(access: &Access, action: Action) -> Result<Audit, Stop> {
    if access.scope != Scope::Everything {
        return Err(Stop::outside("this is about the whole store, and you may see a part of it"));
    }
    entry(access, action, Subject::default())
}
