//! From the records of one language to the files of its index.

use std::collections::BTreeMap;
use std::path::Path;

use pagefind::api::PagefindIndex;

use super::Files;
use super::fold::spellings_of_i;
use super::records::KeptRecord;

/// The files of an index of these records, which have their texts. Records of several languages would make an index of each,
/// one after the other.
///
/// # Errors
/// When Pagefind refuses a record, with the page's address.
pub(super) fn index(records: &[KeptRecord<'_>]) -> Result<Files, String> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().map_err(unmade)?;
    runtime.block_on(build(records))
}

async fn build(records: &[KeptRecord<'_>]) -> Result<Files, String> {
    let mut index = PagefindIndex::new(None).map_err(unmade)?;
    for record in records {
        let (url, text, meta) = (record.url.to_string(), record.text.to_string(), meta(record));
        // In small letters, as Pagefind's script looks for the language of the page: `zh-Hans` would never be found.
        let lang = record.lang.to_lowercase();
        let added = index.add_custom_record(url, text, lang, Some(meta), None, None).await;
        added.map_err(|e| format!("cannot make `{}` searchable: {e}", record.url))?;
    }
    let files = index.get_files().await.map_err(unmade)?;
    let ours = files.into_iter().filter(|file| is_needed(&file.filename));
    Ok(ours.map(|file| (path(&file.filename), file.contents)).collect())
}

fn unmade(error: impl std::fmt::Display) -> String {
    format!("cannot make the search index: {error}")
}

/// Fields that are searched beside the text; the title counts most, by Pagefind's own weights.
fn meta(record: &KeptRecord<'_>) -> BTreeMap<String, String> {
    let all = [&*record.title, &record.names, &record.text].join(" ");
    let spellings = spellings_of_i(&record.lang, &all);
    let names = [&*record.names, &spellings].join(" ").trim_end().to_owned();
    let fields = [("title", record.title.to_string()), ("names", names)];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Pagefind also brings its own user interfaces, and a worker for sites of many thousand pages.
fn is_needed(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name == "pagefind.js" || !(name.ends_with(".js") || name.ends_with(".css"))
}

/// With `/` on every system.
fn path(file: &Path) -> String {
    file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
