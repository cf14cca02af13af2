//! From the documents to the index that the search page reads, made by Pagefind.
//!
//! Records instead of pages: Pagefind could read our finished HTML, but then every template would have to say
//! which part of a page counts, and what we hold as text would be written and parsed once more. A record also
//! has room for words that no page shows: a name in the spellings of other languages.

mod records;

use std::collections::BTreeMap;
use std::path::Path;

use pagefind::api::PagefindIndex;
use rayon::prelude::*;

pub use records::{Record, records};

use crate::output::File;

/// Where the index stands; the search page's script looks there.
const FOLDER: &str = "public/pagefind";

/// Texts that are read together: enough for all threads, and few enough to be in memory.
const AT_ONCE: usize = 256;

/// The index of all records as files by output path; none without a record.
///
/// # Errors
/// When Pagefind refuses a record, with the page's address.
pub fn index(records: &[Record]) -> Result<BTreeMap<String, File>, String> {
    if records.is_empty() {
        return Ok(BTreeMap::new());
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|e| format!("cannot make the search index: {e}"))?;
    runtime.block_on(build(records))
}

async fn build(records: &[Record]) -> Result<BTreeMap<String, File>, String> {
    let mut index = PagefindIndex::new(None).map_err(|e| format!("cannot make the search index: {e}"))?;
    for some in records.chunks(AT_ONCE) {
        let texts: Vec<String> = some.par_iter().map(Record::text).collect();
        for (record, text) in some.iter().zip(texts) {
            let (url, lang) = (record.url.clone(), record.lang.to_string());
            let added = index.add_custom_record(url, text, lang, Some(meta(record)), None, None).await;
            added.map_err(|e| format!("cannot make `{}` searchable: {e}", record.url))?;
        }
    }
    let files = index.get_files().await.map_err(|e| format!("cannot make the search index: {e}"))?;
    let ours = files.into_iter().filter(|file| is_needed(&file.filename));
    Ok(ours.map(|file| (path(&file.filename), File::Bytes(file.contents))).collect())
}

/// Fields that are searched beside the text; the title counts most, by Pagefind's own weights.
fn meta(record: &Record) -> BTreeMap<String, String> {
    let fields = [("title", &record.title), ("names", &record.names)];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

/// Pagefind also brings its own user interfaces, and a worker for sites of many thousand pages.
fn is_needed(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name == "pagefind.js" || !(name.ends_with(".js") || name.ends_with(".css"))
}

fn path(file: &Path) -> String {
    let parts = file.iter().map(|part| part.to_string_lossy());
    parts.fold(FOLDER.to_owned(), |path, part| path + "/" + &part)
}
