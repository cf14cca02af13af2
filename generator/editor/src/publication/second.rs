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
        if by.is_alone() || draft.marks.read.is_some() {
            return Ok(());
        }
        let own = &drafts::signature(by).email;
        for source in self.first_of_person(newest, files)? {
            // Whoever wrote last in another document of the draft hasn't read this one, and who translates doesn't answer for the person.
            let last = self.repository.log(&draft.tip, Some(&source), 1)?.pop();
            if last.is_none_or(|last| last.email == *own) {
                return Err(NotPublished::NeedsSecond);
            }
        }
        Ok(())
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

    /// The files with the facts of stories about real people that would be public and aren't yet.
    fn first_of_person(&self, newest: &Version, files: &Files) -> Result<Vec<String>, NotPublished> {
        let languages = drafts::languages(&self.repository, newest).map_err(NotPublished::NotAllowed)?;
        let default = languages.first().ok_or(NotPublished::NotAllowed(NotAllowed::NoSettings))?;
        let folders: BTreeSet<&str> =
            files.keys().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        let is_story = |folder: &&str| {
            folder.strip_prefix("content/").and_then(Kind::of_id).is_some_and(|kind| kind == Kind::Story)
        };
        let mut first = Vec::new();
        for folder in folders.into_iter().filter(is_story) {
            let was = Document::read(&self.repository, newest, default, folder, &Files::new())?;
            let is = Document::read(&self.repository, newest, default, folder, files)?;
            if !shows_a_person(&was.head) && shows_a_person(&is.head) {
                first.push(is.source.unwrap_or_else(|| folder.to_owned()));
            }
        }
        Ok(first)
    }
}

/// Whether a story with this head is public and no example.
fn shows_a_person(head: &Value) -> bool {
    let is_true = |name: &str| head[name] == Value::Bool(true);
    head.is_object() && !is_true("demo") && !is_true("draft") && head["status"] != "withdrawn"
}
