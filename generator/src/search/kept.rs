//! The index of a language stays in the cache, so that an edit in another language doesn't make it again.
//!
//! One entry a language, which says itself of what it was made: an entry for each state of a site would only fill the disk.

use std::iter;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Files, Record, language};
use crate::cache::{self, Cache};
use crate::lang::Lang;

/// The number of this program and its libraries: another one makes all indexes anew.
const MAKER: &[u8] = env!("PROGRAM").as_bytes();

/// What stands before the files of an entry, on a line of its own.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The hash of all records.
    of: String,
    /// Path and length of each file.
    files: Vec<(String, usize)>,
}

/// The files of a language's index, from the cache if it was made of the same records.
///
/// # Errors
/// As [`language::index`].
pub(super) fn index(cache: &Cache, lang: &Lang, records: &[&Record]) -> Result<Files, String> {
    let texts: Vec<String> = records.par_iter().map(|record| record.text()).collect();
    let key = cache::key(&[b"search", lang.as_str().as_bytes()]);
    let of = hash(records, &texts);
    if let Some(files) = cache.get(&key).and_then(|entry| unpack(&entry, &of)) {
        return Ok(files);
    }
    let files = language::index(records, texts)?;
    cache.put(&key, &pack(of, &files));
    Ok(files)
}

fn hash(records: &[&Record], texts: &[String]) -> String {
    let records = records.iter().zip(texts);
    let parts = records.flat_map(|(record, text)| [&record.url, &record.title, &record.names, text]);
    let parts: Vec<&[u8]> = iter::once(MAKER).chain(parts.map(String::as_bytes)).collect();
    cache::key(&parts)
}

fn pack(of: String, files: &Files) -> Vec<u8> {
    let lengths = files.iter().map(|(path, bytes)| (path.clone(), bytes.len()));
    let head = Head { of, files: lengths.collect() };
    let mut entry = serde_json::to_vec(&head).expect("texts and numbers are JSON");
    entry.push(b'\n');
    entry.extend(files.values().flatten());
    entry
}

/// The files of an entry, if they are of these records.
fn unpack(entry: &[u8], of: &str) -> Option<Files> {
    let end = entry.iter().position(|byte| *byte == b'\n')?;
    let (head, mut rest) = entry.split_at_checked(end + 1)?;
    let head: Head = serde_json::from_slice(head).ok().filter(|head: &Head| head.of == of)?;
    let file = |(path, length)| {
        let (bytes, more) = rest.split_at_checked(length)?;
        rest = more;
        Some((path, bytes.to_vec()))
    };
    head.files.into_iter().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_gives_back_its_files_and_only_for_the_same_records() {
        let files = Files::from([("a/b".into(), b"one\ntwo".to_vec()), ("c".into(), Vec::new())]);
        let entry = pack("these".into(), &files);
        assert_eq!(unpack(&entry, "these"), Some(files));
        assert_eq!(unpack(&entry, "those"), None);
        assert_eq!(unpack(&entry[..entry.len() - 1], "these"), None);
    }
}
