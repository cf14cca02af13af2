//! A publication taken back: a draft with what was there before, to be looked at and published as any other.

use generator::content::Kind;
use generator::write_back::{self, Edit, Order};
use jiff::Timestamp;

use super::{Publisher, RECORDS};
use crate::drafts::{self, Draft, Drafts, NotSaved};
use crate::person::Person;
use crate::repository::{Files, GitFault, Version};

impl Publisher {
    /// Begins a draft in which what a version changed is as it was before it. What others wrote since stays.
    ///
    /// # Errors
    /// When others have changed the same since, or git fails.
    pub fn undo(&self, version: &Version, by: &Person, now: Timestamp) -> Result<Draft, NotSaved> {
        let saved = self.repository.saved(version)?;
        let before = saved.before.clone().ok_or(NotSaved::Gone)?;
        let mut files = Files::new();
        for path in self.repository.changed(&before, version)? {
            if !RECORDS.contains(&&*path) {
                files.insert(path.clone(), self.repository.read(&before, &path)?);
            }
        }
        let head = self.repository.head()?;
        let files = drafts::together(&self.repository, (version, &head), &files)?;
        let title = saved.message.lines().next().unwrap_or_default();
        Drafts::of(&self.repository).begin(&format!("Undo: {title}"), &files, by, now.as_second())
    }

    /// What was noted of documents that a draft takes away as a whole: their addresses lead nowhere, as before they were published.
    pub(super) fn taken_back(
        &self,
        draft: &Draft,
        newest: &Version,
        files: &Files,
    ) -> Result<Files, GitFault> {
        let mut records = Files::new();
        if !draft.title.starts_with("Undo: ") {
            return Ok(records);
        }
        let gone = files.iter().filter(|(path, bytes)| bytes.is_none() && path.ends_with(".md"));
        let mut folders: Vec<&str> =
            gone.filter_map(|(path, _)| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        folders.dedup();
        for folder in folders {
            let there = self.repository.list(newest, folder)?;
            let stays = |path: &String| path.ends_with(".md") && files.get(path).is_none_or(Option::is_some);
            if there.iter().any(stays) {
                continue;
            }
            let Some(id) = folder.strip_prefix("content/") else { continue };
            let of_event =
                Kind::of_id(id).filter(|kind| *kind == Kind::Event).and_then(|kind| kind.name_in(id));
            for (path, key) in RECORDS.into_iter().zip([Some(id), of_event]) {
                let before = match records.get(path) {
                    Some(Some(bytes)) => Some(bytes.clone()),
                    _ => self.repository.read(newest, path)?,
                };
                let text = before.and_then(|bytes: Vec<u8>| String::from_utf8(bytes).ok());
                if let (Some(text), Some(key)) = (text, key)
                    && let Ok(new) = write_back::yaml(&text, Order::Listed(&[]), &[Edit::remove([key])])
                {
                    records.insert(path.to_owned(), Some(new.into_bytes()));
                }
            }
        }
        Ok(records)
    }
}
