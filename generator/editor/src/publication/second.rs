//! Four eyes: the first publication of a story about a real person needs somebody else than whoever wrote in it last. It can't be taken
//! back from those who have read it.

use std::collections::BTreeSet;

use generator::content::Kind;
use serde_json::Value;

use super::{NotPublished, Publisher};
use crate::drafts::{self, Document, Draft, NotAllowed};
use crate::person::Person;
use crate::repository::{Files, Version};

impl Publisher {
    /// Whether somebody may publish these files by themselves.
    ///
    /// # Errors
    /// [`NotPublished::NeedsSecond`].
    pub(super) fn second(
        &self,
        draft: &Draft,
        newest: &Version,
        files: &Files,
        by: &Person,
    ) -> Result<(), NotPublished> {
        let is_second = draft.written.by.email != drafts::signature(by).email || draft.marks.read.is_some();
        if by.is_alone() || is_second || !self.is_first_of_person(newest, files)? {
            Ok(())
        } else {
            Err(NotPublished::NeedsSecond)
        }
    }

    /// Whether somebody else has to read a draft before somebody publishes it. What can't be put together says that by itself.
    #[must_use]
    pub fn needs_second(&self, draft: &Draft, by: &Person) -> bool {
        let check = || {
            let newest = self.repository.head()?;
            self.second(draft, &newest, &self.files(draft, &newest)?, by)
        };
        check() == Err(NotPublished::NeedsSecond)
    }

    /// Whether a story about a real person would be public that isn't yet.
    fn is_first_of_person(&self, newest: &Version, files: &Files) -> Result<bool, NotPublished> {
        let languages = drafts::languages(&self.repository, newest).map_err(NotPublished::NotAllowed)?;
        let default = languages.first().ok_or(NotPublished::NotAllowed(NotAllowed::NoSettings))?;
        let folders: BTreeSet<&str> =
            files.keys().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        let is_story = |folder: &&str| {
            folder.strip_prefix("content/").and_then(Kind::of_id).is_some_and(|kind| kind == Kind::Story)
        };
        for folder in folders.into_iter().filter(is_story) {
            let was = Document::read(&self.repository, newest, default, folder, &Files::new())?;
            let is = Document::read(&self.repository, newest, default, folder, files)?;
            if !shows_a_person(&was.head) && shows_a_person(&is.head) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a story with this head is public and no example.
fn shows_a_person(head: &Value) -> bool {
    let is_true = |name: &str| head[name] == Value::Bool(true);
    head.is_object() && !is_true("demo") && !is_true("draft") && head["status"] != "withdrawn"
}
