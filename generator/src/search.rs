//! From the documents to the index that the search page reads, made by Pagefind.
//!
//! Records instead of pages: Pagefind could read our finished HTML, but then every template would have to say
//! which part of a page counts, and what we hold as text would be written and parsed once more. A record also
//! has room for words that no page shows: a name in the spellings of other languages.
//!
//! Pagefind keeps an index for each language, but makes one after the other. So each language gets a Pagefind of its own,
//! and all of them together say what one would have said.

mod ahead;
mod entry;
mod fold;
mod kept;
mod language;
mod records;

use std::collections::BTreeMap;
use std::iter;
use std::thread;

use parking_lot::Mutex;

pub use ahead::Ahead;
use kept::Asked;
pub use records::{Record, records};

use crate::cache::Cache;
use crate::lang::Lang;
use crate::render::{File, OutPath};

/// Where the index stands; the search page's script looks there.
pub(crate) const FOLDER: &str = "public/pagefind/";

/// Whether the name of a file of the index has the hash of what it holds: pages, words and filters.
pub(crate) fn is_named_by_content(path: &str) -> bool {
    [".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta"].iter().any(|ending| path.ends_with(ending))
}

/// Paths below [`FOLDER`] and what stands there.
type Files = BTreeMap<String, Vec<u8>>;

/// The index of all records as files by output path; none without a record. What `cache` has of a language isn't made again; for
/// the others there may be something that was made [ahead](Ahead).
///
/// # Errors
/// When Pagefind refuses a record, with the page's address.
pub fn index(
    records: &[Record],
    cache: &Cache,
    ahead: impl FnOnce() -> Ahead,
) -> Result<BTreeMap<OutPath, File>, String> {
    let (mut files, mut missing) = (Files::new(), Vec::new());
    for (lang, records) in by_language(records) {
        let asked = Asked::new(lang, records);
        match asked.kept(cache) {
            Some(kept) => merge(&mut files, kept)?,
            None => missing.push(asked),
        }
    }
    for made in in_parallel(missing, cache, ahead)? {
        merge(&mut files, made)?;
    }
    Ok(files
        .into_iter()
        .map(|(path, bytes)| (OutPath::new(format!("{FOLDER}{path}")), File::Bytes(bytes)))
        .collect())
}

fn by_language(records: &[Record]) -> BTreeMap<&Lang, Vec<&Record>> {
    let mut languages = BTreeMap::<_, Vec<_>>::new();
    for record in records {
        languages.entry(&record.lang).or_default().push(record);
    }
    languages
}

/// The files of each language, in any order; as many at once as there are threads for all other work.
///
/// On threads of their own: one of rayon's, while it waits for parts of a language, would begin another language.
fn in_parallel(
    languages: Vec<Asked<'_>>,
    cache: &Cache,
    ahead: impl FnOnce() -> Ahead,
) -> Result<Vec<Files>, String> {
    if languages.is_empty() {
        return Ok(Vec::new());
    }
    let mut ahead = ahead();
    let threads = rayon::current_num_threads().min(languages.len());
    let languages: Vec<_> = languages.into_iter().map(|asked| (ahead.take(asked.lang()), asked)).collect();
    let waiting = Mutex::new(languages.into_iter());
    let next = || waiting.lock().next();
    let work = || iter::from_fn(next).map(|(ahead, asked)| asked.made(cache, ahead)).collect::<Vec<_>>();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no language panics")).collect()
    })
}

/// Adds the files of a language. What all have in common is the same in each, but for the list of languages.
fn merge(files: &mut Files, more: Files) -> Result<(), String> {
    for (path, bytes) in more {
        let bytes = match files.get(&path) {
            Some(others) if path == entry::FILE => entry::merge(others, &bytes)?,
            _ => bytes,
        };
        files.insert(path, bytes);
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::io::Read as _;

    use super::records::KeptRecord;
    use super::*;
    use crate::build::{self, BuildOptions};

    fn records_of_the_site() -> Vec<Record> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
        build::produce(&BuildOptions::new(root, "2026-11-23T12:00:00Z".parse().unwrap())).records
    }

    fn with_text(record: &Record, text: String) -> KeptRecord<'_> {
        let mut kept = record.kept();
        kept.text = text.into();
        kept
    }

    #[test]
    fn words_without_blanks_between_them_are_cut() {
        let mut record = records_of_the_site().swap_remove(0);
        record.lang = Lang::new("zh-Hans");
        let files = language::index(&[with_text(&record, "我们今天一起吃饭".to_owned())]).unwrap();
        let (_, entry) = files.iter().find(|(path, _)| path.as_str() == entry::FILE).unwrap();
        assert!(
            String::from_utf8_lossy(entry).contains("\"zh-hans\""),
            "Pagefind's script asks in small letters"
        );
        let (_, fragment) = files.iter().find(|(path, _)| path.starts_with("fragment/")).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&fragment[..]).read_to_string(&mut text).unwrap();
        assert!(text.contains("今天\u{200b}"), "{text}");
    }

    #[test]
    fn languages_one_by_one_are_what_a_single_pagefind_makes_of_all() {
        let records = records_of_the_site();
        let whole: Vec<_> = records.iter().map(|record| with_text(record, record.text())).collect();
        let all = language::index(&whole).unwrap();
        let files = index(&records, &Cache::none(), Ahead::default).unwrap();
        assert_eq!(files.len(), all.len());
        for (path, bytes) in all {
            assert!(
                files[&OutPath::new(format!("{FOLDER}{path}"))] == File::Bytes(bytes),
                "`{path}` differs"
            );
        }
    }

    #[test]
    fn what_is_kept_of_other_languages_changes_no_byte() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let mut records = records_of_the_site();
        let index = |records: &[Record], cache| index(records, cache, Ahead::default).unwrap();
        let files = index(&records, &cache);
        assert!(files == index(&records, &cache));
        records[0].title += " anew";
        let edited = index(&records, &cache);
        assert!(edited != files && edited == index(&records, &Cache::none()));
    }
}
