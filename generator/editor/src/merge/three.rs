//! One file as three have it: a document is put together by its parts, anything else as a whole.

use generator::content::Kind;

use super::{Answer, Conflict, NotAnswered, Place};
use crate::drafts;

/// A file as it was, as we have it and as they have it. `None` stands for a file that isn't there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Three {
    /// Where it lies in the site.
    pub path: String,
    /// As it was.
    pub base: Option<Vec<u8>>,
    /// As we wrote it.
    pub ours: Option<Vec<u8>>,
    /// As they wrote it.
    pub theirs: Option<Vec<u8>>,
}

impl Three {
    /// What somebody has to decide.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        match self.texts() {
            Some((kind, [base, ours, theirs])) => {
                super::document(kind, base, ours, theirs).map(|merged| merged.conflicts).unwrap_or_default()
            }
            None if self.is_apart() => {
                let name = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|_| self.path.clone());
                let (base, ours, theirs) = (name(&self.base), name(&self.ours), name(&self.theirs));
                vec![Conflict { place: Place::File, base, ours, theirs, is_text: false }]
            }
            None => Vec::new(),
        }
    }

    /// The file with an answer to each of its conflicts, in their order. `None` if it is gone.
    ///
    /// # Errors
    /// As for [`super::answered`].
    pub fn answered(&self, answers: &[Answer]) -> Result<Option<Vec<u8>>, NotAnswered> {
        if let Some((kind, [base, ours, theirs])) = self.texts() {
            return Ok(super::answered(kind, base, ours, theirs, answers)?.map(String::into_bytes));
        }
        match (self.is_apart(), answers) {
            (false, []) if self.ours == self.base => Ok(self.theirs.clone()),
            (false, []) => Ok(self.ours.clone()),
            (true, [Answer::Ours]) => Ok(self.ours.clone()),
            (true, [Answer::Theirs]) => Ok(self.theirs.clone()),
            (true, [Answer::Own(_)]) => Err(NotAnswered::NoWords(Place::File)),
            (is_apart, _) => Err(NotAnswered::Number(usize::from(is_apart))),
        }
    }

    /// Both changed it, each in another way.
    fn is_apart(&self) -> bool {
        self.ours != self.theirs && self.ours != self.base && self.theirs != self.base
    }

    /// The texts of a document.
    fn texts(&self) -> Option<(Kind, [Option<&str>; 3])> {
        Some((
            drafts::kind_of(&self.path)?,
            [
                text_of(self.base.as_deref())?,
                text_of(self.ours.as_deref())?,
                text_of(self.theirs.as_deref())?,
            ],
        ))
    }
}

/// `None` for bytes that are no text.
fn text_of(bytes: Option<&[u8]>) -> Option<Option<&str>> {
    bytes.map(std::str::from_utf8).transpose().ok()
}
