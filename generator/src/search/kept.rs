//! The index of a language stays in the cache, so that an edit in another language doesn't make it again.
//!
//! One entry a language, which says itself of what it was made: an entry for each state of a site would only fill the disk.

use std::borrow::Cow;

use super::{Files, Record, language};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::lang::Lang;

/// The files of a language's index, from the cache if it was made of the same records.
///
/// # Errors
/// As [`language::index`].
pub(super) fn index(cache: &Cache, lang: &Lang, records: &[&Record]) -> Result<Files, String> {
    let place = CacheKey::of_any_program(&[b"search", lang.as_str().as_bytes()]);
    let of = of(records);
    if let Some(files) = cache.get_of(&place, &of).and_then(|entry| unpack(&entry)) {
        return Ok(files);
    }
    // One after the other: the other threads have pages to make, and a part of this would wait behind all of them.
    let texts: Vec<String> = records.iter().map(|record| record.text()).collect();
    let files = language::index(records, texts)?;
    cache.put_of(&place, &of, &pack(&files));
    Ok(files)
}

/// To take the words of a body out of its file takes longer than all else here, so its hash stands for it: a change of a head
/// makes the language again, too.
fn of(records: &[&Record]) -> CacheKey {
    let parts = records.iter().flat_map(|record| record.made_of());
    let parts: Vec<Cow<'_, str>> = parts.collect();
    CacheKey::new(&parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>())
}

/// Path and length of each file on a line of JSON, and then the files.
fn pack(files: &Files) -> Vec<u8> {
    let lengths: Vec<(&str, usize)> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.len())).collect();
    let mut entry = serde_json::to_vec(&lengths).expect("texts and numbers are JSON");
    entry.push(b'\n');
    entry.extend(files.values().flatten());
    entry
}

fn unpack(entry: &[u8]) -> Option<Files> {
    let end = entry.iter().position(|byte| *byte == b'\n')?;
    let (lengths, mut rest) = entry.split_at_checked(end + 1)?;
    let file = |(path, length)| {
        let (bytes, more) = rest.split_at_checked(length)?;
        rest = more;
        Some((path, bytes.to_vec()))
    };
    serde_json::from_slice::<Vec<(String, usize)>>(lengths).ok()?.into_iter().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_gives_back_its_files() {
        let files = Files::from([("a/b".into(), b"one\ntwo".to_vec()), ("c".into(), Vec::new())]);
        let entry = pack(&files);
        assert_eq!(unpack(&entry), Some(files));
        assert_eq!(unpack(&entry[..entry.len() - 1]), None);
    }
}
