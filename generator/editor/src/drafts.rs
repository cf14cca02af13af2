//! What somebody writes and hasn't published.
//!
//! A draft is a name in the repository, `refs/heads/edit/<id>`, and each save a version behind it. What it is called, who began it and who has
//! read it stands in the message of each version, so that a draft is whole in itself.

mod allowed;
mod along;
mod marks;
mod rights;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use generator::content::Kind;

use crate::merge::{Conflict, NotAnswered, Three};
use crate::person::Person;
use crate::repository::{Files, GitFault, Repository, Saved, Signature, Version};

pub(crate) use allowed::{check as check_allowed, languages};
pub(crate) use rights::{Document, Doing, check as check_rights};

pub use allowed::{MAX_PICTURE, MAX_TEXT, NotAllowed};
pub use along::Holding;
pub use marks::{Mark, Marks, NotMarked};

/// Where the names of drafts lie.
const DRAFTS: &str = "refs/heads/edit/";

/// How often others may save a draft between two steps of ours before something must be wrong.
const TRIES: usize = 100;

/// Names a draft in addresses: ten lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DraftId(String);

impl DraftId {
    /// Reads it from an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        fits.then(|| Self(text.to_owned()))
    }

    fn fresh() -> Result<Self, GitFault> {
        let mut bytes = [0_u8; 5];
        getrandom::fill(&mut bytes).map_err(|error| GitFault::System(error.to_string()))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// As it stands in addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn name(&self) -> String {
        format!("{DRAFTS}{}", self.0)
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A draft as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Its name.
    pub id: DraftId,
    /// What it is called.
    pub title: String,
    /// Its newest version.
    pub tip: Version,
    /// What it was begun from.
    pub base: Version,
    /// The id of whoever began it, and their name.
    pub begun_by: (String, String),
    /// Who saved it last.
    pub saved_by: String,
    /// When, in seconds since 1970.
    pub saved_at: i64,
    /// The same, with the version: the newest in which words differ.
    pub written: Mark,
    /// What is said of it besides.
    pub marks: Marks,
    /// The files that differ from what it was begun from.
    pub files: BTreeSet<String>,
}

/// Why nothing was saved.
#[derive(Clone, PartialEq, Debug)]
pub enum NotSaved {
    /// Somebody else wrote in the same places meanwhile: by file.
    Conflicts(BTreeMap<String, Vec<Conflict>>),
    /// It may not be saved.
    NotAllowed(NotAllowed),
    /// The draft is gone: published, or thrown away.
    Gone,
    /// Git failed.
    Git(GitFault),
}

impl From<GitFault> for NotSaved {
    fn from(fault: GitFault) -> Self {
        Self::Git(fault)
    }
}

/// All drafts of a repository.
#[derive(Clone, Copy, Debug)]
pub struct Drafts<'a> {
    repository: &'a Repository,
}

impl<'a> Drafts<'a> {
    /// Those of a repository.
    #[must_use]
    pub fn of(repository: &'a Repository) -> Self {
        Self { repository }
    }

    /// All, the one that was saved last first.
    ///
    /// # Errors
    /// When git fails.
    pub fn all(&self) -> Result<Vec<Draft>, GitFault> {
        let newest = self.repository.known()?;
        let mut drafts = Vec::new();
        for (name, tip) in self.repository.names(DRAFTS)? {
            let id = name.strip_prefix(DRAFTS).and_then(DraftId::parse);
            drafts.extend(id.map(|id| self.draft(id, tip, &newest)).transpose()?);
        }
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
        Ok(drafts)
    }

    /// One of them.
    ///
    /// # Errors
    /// When git fails.
    pub fn get(&self, id: &DraftId) -> Result<Option<Draft>, GitFault> {
        let Some(tip) = self.repository.version(&id.name())? else { return Ok(None) };
        self.draft(id.clone(), tip, &self.repository.known()?).map(Some)
    }

    fn draft(&self, id: DraftId, tip: Version, newest: &Version) -> Result<Draft, GitFault> {
        let base = self.repository.common(&tip, newest)?;
        let last = self.repository.saved(&tip)?;
        let (written, marks) = (marks::written(&last), Marks::of(&last));
        let said = |name| last.trailer(name).unwrap_or_default().to_owned();
        let files = self.repository.changed(&base, &tip)?.into_iter().collect();
        Ok(Draft {
            id,
            title: title(&last),
            base,
            begun_by: (said("Begun-by-id"), said("Begun-by")),
            saved_by: written.by.name.clone(),
            saved_at: written.at,
            written,
            marks,
            files,
            tip,
        })
    }

    /// Whether there is room for the names of drafts.
    ///
    /// # Errors
    /// A sentence when another branch stands in the way, or git fails.
    pub fn check_names(&self) -> Result<(), GitFault> {
        let folder = DRAFTS.trim_end_matches('/');
        match self.repository.version(folder)? {
            Some(_) => Err(GitFault::InTheWay(folder.trim_start_matches("refs/heads/").to_owned())),
            None => self.repository.can_name(&DraftId::fresh()?.name()),
        }
    }

    /// Begins one with its first files, from what is published now.
    ///
    /// # Errors
    /// When they may not be saved, are what is published, or git fails.
    pub fn begin(&self, title: &str, files: &Files, by: &Person, at: i64) -> Result<Draft, NotSaved> {
        self.begin_at(&self.repository.head()?, title, files, by, at)
    }

    /// The same from an earlier version, which somebody has before them.
    ///
    /// # Errors
    /// As for [`Drafts::begin`].
    pub fn begin_at(
        &self,
        head: &Version,
        title: &str,
        files: &Files,
        by: &Person,
        at: i64,
    ) -> Result<Draft, NotSaved> {
        self.check(head, files, by).map_err(NotSaved::NotAllowed)?;
        let id = DraftId::fresh()?;
        let message = message(title, &by.id, &by.name);
        let version = self.repository.save(head, files, &message, &signature(by), at)?;
        let Some(version) = version else { return Err(NotSaved::NotAllowed(NotAllowed::NothingNew)) };
        let named = self.repository.move_name(&id.name(), None, Some(&version));
        // What stands in the way since the start is told in words, too.
        if !named.or_else(|fault| self.check_names().and(Err(fault)))? {
            return Err(NotSaved::Gone);
        }
        Ok(self.draft(id, version, &self.repository.known()?)?)
    }

    /// Whether a version was one of a draft, which may be gone by now.
    ///
    /// # Errors
    /// When git fails.
    pub fn was_draft(&self, version: &Version) -> Result<bool, GitFault> {
        Ok(self.repository.saved(version)?.trailer("Begun-by-id").is_some())
    }

    /// Begins one with files that somebody wrote beginning with the version `from` of a draft that is gone: published, or thrown away
    /// by somebody else. What is published now is put together with them; where both differ the draft goes on from where that one
    /// began, so that no word is lost and publishing says what to decide.
    ///
    /// # Errors
    /// As for [`Drafts::begin`].
    pub fn begin_again(
        &self,
        from: &Version,
        title: &str,
        files: &Files,
        by: &Person,
        at: i64,
    ) -> Result<Draft, NotSaved> {
        let head = self.repository.head()?;
        match together(self.repository, (from, &head), files) {
            Ok(together) => self.begin_at(&head, title, &together, by, at),
            Err(NotSaved::Conflicts(_)) => {
                let base = self.repository.common(from, &head)?;
                self.begin_at(&base, title, files, by, at)
            }
            Err(other) => Err(other),
        }
    }

    /// Saves files that somebody wrote beginning with the version `from` of the draft. What others saved meanwhile is put together with
    /// it. What is saved already makes no new version.
    ///
    /// # Errors
    /// [`NotSaved`]; then the draft is as it was.
    pub fn save(
        &self,
        id: &DraftId,
        from: &Version,
        files: &Files,
        by: &Person,
        at: i64,
    ) -> Result<Draft, NotSaved> {
        for _ in 0..TRIES {
            let draft = self.get(id)?.ok_or(NotSaved::Gone)?;
            if !self.repository.has(&draft.tip, from)? {
                return Err(NotSaved::Gone);
            }
            let together = together(self.repository, (from, &draft.tip), files)?;
            self.check(&draft.tip, &together, by).map_err(NotSaved::NotAllowed)?;
            let message = format!("{}{}", begun_message(&draft), draft.marks.without_reading().trailers());
            let Some(version) = self.repository.save(&draft.tip, &together, &message, &signature(by), at)?
            else {
                return Ok(draft);
            };
            if self.repository.move_name(&id.name(), Some(&draft.tip), Some(&version))? {
                return Ok(self.draft(id.clone(), version, &self.repository.known()?)?);
            }
        }
        Err(NotSaved::Git(GitFault::TooLong("update-ref".to_owned())))
    }

    /// Its files with what stands in them.
    pub(crate) fn files(&self, draft: &Draft) -> Result<Files, GitFault> {
        let read = |path: &String| Ok((path.clone(), self.repository.read(&draft.tip, path)?));
        draft.files.iter().map(read).collect()
    }

    fn check(&self, at: &Version, files: &Files, by: &Person) -> Result<(), NotAllowed> {
        allowed::check(self.repository, at, files)?;
        rights::check(self.repository, at, files, &by.rights, Doing::Saving)
    }

    /// Throws one away. `false` if somebody has saved it meanwhile.
    ///
    /// # Errors
    /// When git fails.
    pub fn drop(&self, draft: &Draft) -> Result<bool, GitFault> {
        self.repository.move_name(&draft.id.name(), Some(&draft.tip), None)
    }
}

/// Files as somebody wrote them who began with `from`, put together with what stands in `onto`.
///
/// # Errors
/// [`NotSaved::Conflicts`] where both wrote, or a failure of git.
pub(crate) fn together(
    repository: &Repository,
    (from, onto): (&Version, &Version),
    files: &Files,
) -> Result<Files, NotSaved> {
    if from == onto {
        return Ok(files.clone());
    }
    let (mut together, mut conflicts) = (Files::new(), BTreeMap::new());
    for three in threes(repository, (from, onto), files)? {
        let found = three.conflicts();
        if !found.is_empty() {
            conflicts.insert(three.path, found);
        } else {
            let merged = three.answered(&[]).map_err(|not| not_written(&three.path, &not))?;
            together.insert(three.path, merged);
        }
    }
    if conflicts.is_empty() { Ok(together) } else { Err(NotSaved::Conflicts(conflicts)) }
}

/// A text that can't be written though nobody has to decide anything.
pub(crate) fn not_written(path: &str, not: &NotAnswered) -> GitFault {
    GitFault::System(format!("`{path}` can't be put together: {not:?}"))
}

/// Those of some files that we changed in another way than is there already.
fn threes(
    repository: &Repository,
    (from, onto): (&Version, &Version),
    files: &Files,
) -> Result<Vec<Three>, GitFault> {
    let mut threes = Vec::new();
    for (path, ours) in files {
        let (base, theirs) = (repository.read(from, path)?, repository.read(onto, path)?);
        if *ours != base && *ours != theirs {
            threes.push(Three { path: path.clone(), base, ours: ours.clone(), theirs });
        }
    }
    Ok(threes)
}

/// The kind of a document, by the path of one of its files.
#[must_use]
pub fn kind_of(path: &str) -> Option<Kind> {
    path.ends_with(".md").then(|| path.strip_prefix("content/").and_then(Kind::of_id)).flatten()
}

/// Whoever saves, as the versions name them: one line, and never nothing.
pub(crate) fn signature(by: &Person) -> Signature {
    let plain = |text: &str| line(text).replace(['<', '>'], " ").trim().to_owned();
    let name = plain(&by.name);
    let name = if name.chars().any(char::is_alphanumeric) { name } else { plain(&by.id) };
    Signature { name, email: plain(&by.email).replace(char::is_whitespace, "") }
}

/// A text as one line.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

fn message(title: &str, begun_by_id: &str, begun_by: &str) -> String {
    format!("{}\n\nBegun-by-id: {}\nBegun-by: {}\n", line(title.trim()), line(begun_by_id), line(begun_by))
}

/// The words of each version of a draft.
fn begun_message(draft: &Draft) -> String {
    message(&draft.title, &draft.begun_by.0, &draft.begun_by.1)
}

fn title(saved: &Saved) -> String {
    saved.message.lines().next().unwrap_or_default().to_owned()
}
