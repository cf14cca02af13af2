//! Drafts and what others do meanwhile: who has a file in one, and a draft brought along to what is published.

use super::{Draft, DraftId, Drafts, NotSaved, begun_message, signature, threes};
use crate::merge::Three;
use crate::person::Person;
use crate::repository::{Files, GitFault, Version};

/// A draft in which somebody has a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holding {
    /// Which.
    pub draft: Draft,
    /// Who saved the file in it last.
    pub by: String,
    /// When it was saved in it first, in seconds since 1970.
    pub since: i64,
}

/// How many versions of a draft are looked through for the first with a file.
const LOOKED_THROUGH: usize = 200;

impl Drafts<'_> {
    /// The drafts in which a file differs from what is published, the one that was saved last first.
    ///
    /// # Errors
    /// When git fails.
    pub fn with_file(&self, path: &str) -> Result<Vec<Holding>, GitFault> {
        let mut holding = Vec::new();
        for draft in self.all()?.into_iter().filter(|draft| draft.files.contains(path)) {
            let log = self.repository.log(&draft.tip, Some(path), LOOKED_THROUGH)?;
            let own = log.iter().take_while(|saved| saved.trailer("Begun-by-id").is_some());
            let since = own.last().map_or(draft.saved_at, |first| first.at);
            let by = log.first().map_or_else(|| draft.saved_by.clone(), |last| last.by.clone());
            holding.push(Holding { draft, by, since });
        }
        Ok(holding)
    }

    /// Files as somebody wrote them who began with `from`, beside those of `onto`: all that differ.
    ///
    /// # Errors
    /// When git fails.
    pub fn apart(&self, from: &Version, onto: &Version, files: &Files) -> Result<Vec<Three>, GitFault> {
        threes(self.repository, (from, onto), files)
    }

    /// The files of a draft beside those of a version that others have published: all that differ.
    ///
    /// # Errors
    /// When git fails.
    pub fn beside(&self, draft: &Draft, onto: &Version) -> Result<Vec<Three>, GitFault> {
        let base = self.repository.common(&draft.tip, onto)?;
        let mut files = Files::new();
        for path in self.repository.changed(&base, &draft.tip)? {
            let ours = self.repository.read(&draft.tip, &path)?;
            files.insert(path, ours);
        }
        threes(self.repository, (&base, onto), &files)
    }

    /// Brings a draft along: from now on it differs from a newer version in these files alone. `None` if somebody has saved it
    /// meanwhile.
    ///
    /// # Errors
    /// [`NotSaved`]; then the draft is as it was.
    pub fn along(
        &self,
        draft: &Draft,
        onto: &Version,
        files: &Files,
        by: &Person,
        at: i64,
    ) -> Result<Option<Draft>, NotSaved> {
        self.check(onto, files, by).map_err(NotSaved::NotAllowed)?;
        // Who has read it has read other words.
        let message = format!("{}{}", begun_message(draft), draft.marks.without_reading().trailers());
        let version = self.repository.save_along((&draft.tip, onto), files, &message, &signature(by), at)?;
        let id: &DraftId = &draft.id;
        match self.repository.move_name(&id.name(), Some(&draft.tip), Some(&version))? {
            true => Ok(Some(self.draft(id.clone(), version, onto)?)),
            false => Ok(None),
        }
    }
}
