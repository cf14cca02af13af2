//! The description is long and seldom changes, so it is made once for each state of the forms, beside the requests.

use std::sync::Arc;

use axum::body::Bytes;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::folder::FormsFolder;

/// The description as it was made last.
#[derive(Debug, Default)]
pub(crate) struct Description(tokio::sync::Mutex<Option<CachedDescription>>);

#[derive(Debug)]
struct CachedDescription {
    of: Arc<FormsFolder>,
    open: Vec<String>,
    document: Document,
}

/// Its bytes, and the entity tag by which a reader knows that nothing is new.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) bytes: Bytes,
    pub(crate) tag: String,
}

impl Description {
    /// The document of a folder; nothing if it can't be made. Those who ask meanwhile wait for the same.
    pub(crate) async fn of(&self, folder: Arc<FormsFolder>, now: Timestamp) -> Option<Document> {
        let open = open(&folder, now);
        let mut kept = self.0.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| Arc::ptr_eq(&kept.of, &folder) && kept.open == open) {
            return Some(kept.document.clone());
        }
        let of = Arc::clone(&folder);
        let made = tokio::task::spawn_blocking(move || super::document(&of, now).to_string()).await;
        let bytes = Bytes::from(made.ok()?);
        let hash = Sha256::digest(&bytes);
        let tag: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let document = Document { bytes, tag: format!("\"{tag}\"") };
        *kept = Some(CachedDescription { of: folder, open, document: document.clone() });
        Some(document)
    }
}

/// The document names these events, and of the clock it knows nothing else.
fn open(folder: &FormsFolder, now: Timestamp) -> Vec<String> {
    let forms = folder.definitions().map(|definition| definition.id.as_str());
    forms.flat_map(|form| folder.open_events(form, now)).map(|event| event.id.clone()).collect()
}
