//! What is said of a draft besides its words: somebody has asked for it to be published, somebody has read it, it lies at the host as a request.
//!
//! Each is a trailer of its newest version, with when, of which version, and who. A version that only says such a thing has the files of the
//! one before. The next save takes away that it was read.

use std::fmt;

use super::{Draft, DraftId, Drafts, NotAllowed, NotSaved, begun_message, rights, signature};
use crate::person::Person;
use crate::repository::{Files, Saved, Signature, Version};

/// Somebody said something of a version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When, in seconds since 1970.
    pub at: i64,
    /// The version of the draft that they had before them.
    pub version: Version,
    /// Who.
    pub by: Signature,
}

impl Mark {
    /// The value of a trailer.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ' ');
        let at = parts.next()?.parse().ok()?;
        let version = Version::parse(parts.next()?)?;
        let email = parts.next()?.to_owned();
        Some(Self { at, version, by: Signature { name: parts.next()?.to_owned(), email } })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.at, self.version, self.by.email, self.by.name)
    }
}

/// All that is said of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// Whoever may publish it is asked to.
    pub asked: Option<Mark>,
    /// Somebody else than whoever wrote in it last has read it as it is.
    pub read: Option<Mark>,
    /// It lies at the host as a request, perhaps in another version than this one: the version here, …
    pub sent: Option<Mark>,
    /// … and what was made of it there.
    pub sent_as: Option<Version>,
}

/// Trailers of them.
const ASKED: &str = "Asked-by";
const READ: &str = "Read-by";
const SENT: &str = "Sent-by";
const SENT_AS: &str = "Sent-as";
/// Who saved the words of a version that says something of them.
const SAVED: &str = "Saved-by";

impl Marks {
    /// Those in the message of a version.
    pub(super) fn of(saved: &Saved) -> Self {
        let mark = |name| saved.trailer(name).and_then(Mark::parse);
        Self {
            asked: mark(ASKED),
            read: mark(READ),
            sent: mark(SENT),
            sent_as: saved.trailer(SENT_AS).and_then(Version::parse),
        }
    }

    /// Those that stay when somebody writes on.
    pub(super) fn without_reading(&self) -> Self {
        Self { read: None, ..self.clone() }
    }

    /// The lines of them.
    pub(super) fn trailers(&self) -> String {
        let marks = [(ASKED, &self.asked), (READ, &self.read), (SENT, &self.sent)];
        let lines =
            marks.into_iter().filter_map(|(name, mark)| Some(format!("{name}: {}\n", mark.as_ref()?)));
        let sent_as = self.sent_as.iter().map(|version| format!("{SENT_AS}: {version}\n"));
        lines.chain(sent_as).collect()
    }
}

/// Who saved the words that a version has, and when.
pub(super) fn written(last: &Saved) -> Mark {
    let itself = || Mark {
        at: last.at,
        version: last.version.clone(),
        by: Signature { name: last.by.clone(), email: last.email.clone() },
    };
    last.trailer(SAVED).and_then(Mark::parse).unwrap_or_else(itself)
}

/// Whether a draft is what somebody has before them.
fn is_seen(draft: &Draft, seen: &Version) -> Result<(), NotMarked> {
    if draft.written.version == *seen { Ok(()) } else { Err(NotMarked::SavedMeanwhile) }
}

/// Why nothing was said of a draft.
#[derive(Clone, PartialEq, Debug)]
pub enum NotMarked {
    /// Somebody has saved it since.
    SavedMeanwhile,
    /// Whoever wrote in it last can't be its second reader.
    Own,
    /// It isn't theirs.
    NotAllowed(NotAllowed),
    /// It is gone, or git failed.
    Not(NotSaved),
}

impl<E: Into<NotSaved>> From<E> for NotMarked {
    fn from(error: E) -> Self {
        Self::Not(error.into())
    }
}

impl Drafts<'_> {
    /// Asks whoever may publish a draft to do so, with the version that somebody has before them.
    ///
    /// # Errors
    /// [`NotMarked`]; then the draft is as it was.
    pub fn ask(&self, id: &DraftId, seen: &Version, by: &Person, at: i64) -> Result<Draft, NotMarked> {
        self.mark(id, seen, by, at, |draft, mark| {
            is_seen(draft, seen)?;
            self.may_drop(draft, by).map_err(NotMarked::NotAllowed)?;
            Ok(Marks { asked: Some(mark), ..draft.marks.clone() })
        })
    }

    /// Notes that somebody else than whoever wrote in it last has read it.
    ///
    /// # Errors
    /// [`NotMarked`]; then the draft is as it was.
    pub fn read(&self, id: &DraftId, seen: &Version, by: &Person, at: i64) -> Result<Draft, NotMarked> {
        self.mark(id, seen, by, at, |draft, mark| {
            is_seen(draft, seen)?;
            if draft.written.by.email == mark.by.email {
                return Err(NotMarked::Own);
            }
            self.may_change(draft, by).map_err(NotMarked::NotAllowed)?;
            Ok(Marks { read: Some(mark), ..draft.marks.clone() })
        })
    }

    /// Notes that a version of a draft lies at the host as a request. It may have been saved since.
    pub(crate) fn sent(
        &self,
        draft: &Draft,
        sent_as: &Version,
        by: &Person,
        at: i64,
    ) -> Result<Draft, NotMarked> {
        self.mark(&draft.id, &draft.written.version, by, at, |draft, mark| {
            Ok(Marks { sent: Some(mark), sent_as: Some(sent_as.clone()), ..draft.marks.clone() })
        })
    }

    fn mark(
        &self,
        id: &DraftId,
        version: &Version,
        by: &Person,
        at: i64,
        marks: impl Fn(&Draft, Mark) -> Result<Marks, NotMarked>,
    ) -> Result<Draft, NotMarked> {
        loop {
            let draft = self.get(id)?.ok_or(NotSaved::Gone)?;
            let signature = signature(by);
            let mark = Mark { at, version: version.clone(), by: signature.clone() };
            let marks = marks(&draft, mark)?;
            // The version that says it has the files of this one.
            let message =
                format!("{}{}{SAVED}: {}\n", begun_message(&draft), marks.trailers(), draft.written);
            let version = self.repository.same(&draft.tip, &[&draft.tip], &message, &signature, at)?;
            if self.repository.move_name(&id.name(), Some(&draft.tip), Some(&version))? {
                return Ok(self.get(id)?.ok_or(NotSaved::Gone)?);
            }
        }
    }

    /// Drafts that wait for somebody: who may publish them and is asked to, unless somebody else has to read first what they wrote
    /// themselves.
    ///
    /// # Errors
    /// When git fails.
    pub fn waiting_for(&self, person: &Person) -> Result<Vec<Draft>, crate::repository::GitFault> {
        let email = signature(person).email;
        let mut drafts = self.all()?;
        drafts.retain(|draft| {
            let is_own = draft.written.by.email == email && draft.marks.read.is_none();
            draft.marks.asked.is_some() && !is_own && self.may_publish(draft, person).is_ok()
        });
        Ok(drafts)
    }

    /// Whether somebody may publish all of a draft, if it is sound.
    ///
    /// # Errors
    /// [`NotAllowed`] with what isn't theirs.
    pub fn may_publish(&self, draft: &Draft, by: &Person) -> Result<(), NotAllowed> {
        self.may(draft, by, rights::Doing::Publishing)
    }

    /// Whether somebody may say of a draft that they have read it as a second one.
    #[must_use]
    pub fn may_read(&self, draft: &Draft, by: &Person) -> bool {
        draft.written.by.email != signature(by).email && self.may_change(draft, by).is_ok()
    }

    /// Whether somebody may throw a draft away: whoever began it, and who may change all of it.
    ///
    /// # Errors
    /// [`NotAllowed`] with what isn't theirs.
    pub fn may_drop(&self, draft: &Draft, by: &Person) -> Result<(), NotAllowed> {
        let is_own = draft.begun_by.0 == by.id && by.rights.any();
        if is_own { Ok(()) } else { self.may_change(draft, by) }
    }

    /// Whether somebody may bring a picture into a folder of `content`, and answers for who is seen on it. Whoever translates doesn't.
    #[must_use]
    pub fn may_bring(&self, at: &Version, folder: &str, by: &Person) -> bool {
        let files = Files::from([(format!("content/{folder}/picture.jpg"), Some(Vec::new()))]);
        rights::check(self.repository, at, &files, &by.rights, rights::Doing::Saving).is_ok()
    }

    /// Whoever may change all of it, or publish it: a translator doesn't answer for the person in a story.
    fn may_change(&self, draft: &Draft, by: &Person) -> Result<(), NotAllowed> {
        self.may_publish(draft, by).or_else(|_| self.may_save(draft, by))
    }

    /// Whether somebody may save all of a draft.
    fn may_save(&self, draft: &Draft, by: &Person) -> Result<(), NotAllowed> {
        self.may(draft, by, rights::Doing::Saving)
    }

    fn may(&self, draft: &Draft, by: &Person, doing: rights::Doing) -> Result<(), NotAllowed> {
        if by.rights.everything {
            return Ok(());
        }
        let files = self.files(draft)?;
        rights::check(self.repository, &draft.base, &files, &by.rights, doing).map_err(|not| match not {
            // They have chosen nothing: the draft is there.
            NotAllowed::NotOfYours(_) => {
                NotAllowed::NotYours(draft.files.first().cloned().unwrap_or_default())
            }
            other => other,
        })
    }
}
