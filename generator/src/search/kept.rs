//! The index of a language stays in the cache, so that an edit in another language doesn't make it again; and its records, so that
//! an edit in that language reads no other text than the one that was edited.
//!
//! One entry a language, which says itself of what it was made: an entry for each state of a site would only fill the disk.

use std::collections::HashMap;

use super::ahead::AheadIndex;
use super::records::KeptRecord;
use super::{Files, Record, language};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::lang::Lang;

/// A language whose index is asked for.
pub(super) struct Asked<'r> {
    lang: &'r Lang,
    all: Vec<&'r Record>,
    records: Vec<KeptRecord<'r>>,
    of: CacheKey,
}

impl<'r> Asked<'r> {
    pub(super) fn new(lang: &'r Lang, all: Vec<&'r Record>) -> Self {
        let records: Vec<KeptRecord<'_>> = all.iter().map(|record| record.kept()).collect();
        Self { lang, all, of: of(&records), records }
    }

    /// The files of its index, if the cache has one that was made of the same records.
    pub(super) fn kept(&self, cache: &Cache) -> Option<Files> {
        unpack(&cache.get_of(&files_of(self.lang), &self.of)?)
    }

    /// The files of its index, made now or ahead of it, for the cache, too.
    ///
    /// # Errors
    /// As [`language::index`].
    pub(super) fn made(mut self, cache: &Cache, ahead: Option<AheadIndex>) -> Result<Files, String> {
        if let Some(ahead) = ahead.filter(|ahead| ahead.of == self.of) {
            keep(cache, self.lang, &self.of, (&ahead.files, &ahead.records));
            return Ok(ahead.files);
        }
        read(&mut self.records, &self.all, records(cache, self.lang).unwrap_or_default());
        let files = language::index(&self.records)?;
        // What misses words is made again.
        if !self.all.iter().any(|record| record.has_lost()) {
            keep(cache, self.lang, &self.of, (&files, &self.records));
        }
        Ok(files)
    }

    pub(super) fn lang(&self) -> &'r Lang {
        self.lang
    }
}

/// Gives each record its text: as it was in one of those that were kept, or from its file.
///
/// One after the other: the other threads have pages to make, and a part of this would wait behind all of them.
fn read(records: &mut [KeptRecord<'_>], all: &[&Record], kept: Vec<KeptRecord<'static>>) {
    let of = |record: &KeptRecord<'_>| record.text_of().map(str::to_owned);
    let mut known: HashMap<_, _> = kept.into_iter().map(|record| (of(&record), record.text)).collect();
    for (record, whole) in records.iter_mut().zip(all) {
        record.text = known.remove(&of(record)).unwrap_or_else(|| whole.text().into());
    }
}

/// The records of which the index of a language was made last.
pub(super) fn records(cache: &Cache, lang: &Lang) -> Option<Vec<KeptRecord<'static>>> {
    serde_json::from_slice(&cache.get_of(&records_of(lang), &program())?).ok()
}

fn keep(cache: &Cache, lang: &Lang, of: &CacheKey, (files, records): (&Files, &[KeptRecord<'_>])) {
    cache.put_of(&files_of(lang), of, &pack(files));
    let records = serde_json::to_vec(records).expect("texts and numbers are JSON");
    cache.put_of(&records_of(lang), &program(), &records);
}

/// To take the words of a body out of its file takes longer than all else here, so its hash stands for it: a change of a head
/// makes the language again, too.
pub(super) fn of(records: &[KeptRecord<'_>]) -> CacheKey {
    let parts = records.iter().flat_map(|record| record.made_of());
    CacheKey::new(&parts.map(str::as_bytes).collect::<Vec<_>>())
}

/// Where the cache has the index of a language.
fn files_of(lang: &Lang) -> CacheKey {
    CacheKey::of_any_program(&[b"search", lang.as_str().as_bytes()])
}

/// Where it has the records of which that was made.
fn records_of(lang: &Lang) -> CacheKey {
    CacheKey::of_any_program(&[b"search records", lang.as_str().as_bytes()])
}

/// Another version of the program may take other words out of the same texts.
fn program() -> CacheKey {
    CacheKey::new(&[])
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
