//! A draft → one version that everybody gets; and back.
//!
//! The newest that the host has is brought, the draft is put together with it, and the site of that is checked as `spaces check` does.
//! With an error nothing happens. Else one version is made, with what `spaces record` notes, and given to the host as the
//! next one of its branch, never by force: that is the moment. What comes behind it, the name here, the working copy and the end of the
//! draft, is done again at the next start if somebody pulls the plug.

mod link;
mod refresh;
mod request;
mod second;
mod undo;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use generator::build::{self, BuildOptions};
use generator::diagnostic::{Diagnostic, any_error};
use generator::{edit, record};
use jiff::Timestamp;
use parking_lot::Mutex;

use crate::drafts::{self, Doing, Draft, DraftId, Drafts, NotAllowed, NotSaved};
use crate::merge::Conflict;
use crate::options::Publish;
use crate::person::Person;
use crate::repository::{Files, GitFault, Repository, Saved, Version};

pub use request::Request;

/// How often somebody else may be faster before it is given up.
const TRIES: usize = 3;

/// What `spaces record` writes besides the heads of events.
const RECORDS: [&str; 2] = ["content/addresses.yaml", "content/published.yaml"];

/// Publishes the drafts of a repository.
#[derive(Clone, Debug)]
pub struct Publisher {
    repository: Repository,
    /// Where the site is checked.
    folder: PathBuf,
    build: BuildOptions,
    /// One at a time: there is one folder, and one working copy.
    turn: Arc<Mutex<()>>,
    how: Publish,
}

/// What was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// The version that everybody has now.
    pub version: Version,
    /// Files that differ from what was there before.
    pub files: Vec<String>,
    /// Nobody has it yet: it lies at the host, where somebody has to take it over.
    pub request: Option<Request>,
}

/// Why nothing was published. Nobody has seen anything then.
#[derive(Clone, PartialEq, Debug)]
pub enum NotPublished {
    /// Somebody else has published something else in the same places: by file.
    Conflicts(BTreeMap<String, Vec<Conflict>>),
    /// The site would have errors.
    Problems {
        /// All that a check finds.
        diagnostics: Vec<Diagnostic>,
        /// The texts in which that stands.
        texts: BTreeMap<String, String>,
    },
    /// It may not be published.
    NotAllowed(NotAllowed),
    /// A story about a real person is published for the first time by whoever wrote in it last, and nobody else has read it.
    NeedsSecond,
    /// Somebody has written on at the host in the request of this draft.
    ChangedThere,
    /// There is no host to which a request could be given.
    NoHost,
    /// Others were faster, again and again.
    Faster,
    /// The host can't be reached: what git says.
    Unreachable(String),
    /// The host doesn't take it: what it says.
    Refused(String),
    /// Files of the working copy have changes that were never saved in git.
    Unsaved(Vec<String>),
    /// Here and at the host there are versions that the other hasn't.
    Apart,
    /// The host has no longer this version, which it had.
    TakenBack(String),
    /// The draft is gone.
    Gone,
    /// What is published can't be noted.
    Record(String),
    /// Git failed.
    Git(GitFault),
}

impl From<GitFault> for NotPublished {
    fn from(fault: GitFault) -> Self {
        Self::Git(fault)
    }
}

impl From<NotSaved> for NotPublished {
    fn from(not: NotSaved) -> Self {
        match not {
            NotSaved::Conflicts(conflicts) => Self::Conflicts(conflicts),
            NotSaved::NotAllowed(not) => Self::NotAllowed(not),
            NotSaved::Gone => Self::Gone,
            NotSaved::Git(fault) => Self::Git(fault),
        }
    }
}

impl Publisher {
    /// One that checks in a folder of its own, with the cache and the memo of these options.
    #[must_use]
    pub fn new(repository: Repository, folder: &Path, build: BuildOptions) -> Self {
        let build = BuildOptions { root: folder.to_owned(), preview: false, ..build };
        Self { repository, folder: folder.to_owned(), build, turn: Arc::default(), how: Publish::Push }
    }

    /// The same that publishes in another way.
    #[must_use]
    pub fn publishing(self, how: Publish) -> Self {
        Self { how, ..self }
    }

    /// How it publishes.
    #[must_use]
    pub fn how(&self) -> Publish {
        self.how
    }

    /// Publishes a draft. It ends with that, unless somebody has saved it meanwhile.
    ///
    /// # Errors
    /// [`NotPublished`].
    pub fn publish(&self, id: &DraftId, by: &Person, now: Timestamp) -> Result<Published, NotPublished> {
        let _turn = self.turn.lock();
        for _ in 0..TRIES {
            let (here, newest) = self.newest()?;
            let draft = Drafts::of(&self.repository).get(id)?.ok_or(NotPublished::Gone)?;
            let files = self.files(&draft, &newest)?;
            if files.is_empty() {
                return self.is_there(&draft, &here, newest);
            }
            // Notes are made here, by nobody's form.
            let theirs = files.iter().filter(|(path, _)| !RECORDS.contains(&path.as_str()));
            let theirs: Files = theirs.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
            // A draft may have been made by something else than a form.
            if let Some(path) = draft.files.iter().find(|path| RECORDS.contains(&path.as_str())) {
                return Err(NotPublished::NotAllowed(NotAllowed::OtherFile(path.clone())));
            }
            drafts::check_allowed(&self.repository, &newest, &theirs).map_err(NotPublished::NotAllowed)?;
            drafts::check_rights(&self.repository, &newest, &theirs, &by.rights, Doing::Publishing)
                .map_err(NotPublished::NotAllowed)?;
            self.second(&draft, &newest, &theirs, by)?;
            let version = self.checked(&newest, files, &message(&draft, by), by, now)?;
            if self.how == Publish::Request {
                if here != newest {
                    self.repository.advance(&here, &newest)?;
                }
                return self.request(&draft, (&newest, &version), by, now);
            }
            let changed = self.repository.changed(&here, &version)?;
            let unsaved = self.repository.unsaved(&here, &changed)?;
            if !unsaved.is_empty() {
                return Err(NotPublished::Unsaved(unsaved));
            }
            let is_first = self.repository.push(&version).map_err(refused)?;
            if !is_first || !self.repository.advance(&here, &version)? {
                continue;
            }
            Drafts::of(&self.repository).drop(&draft)?;
            let files = self.repository.changed(&newest, &version)?;
            return Ok(Published { version, files, request: None });
        }
        Err(NotPublished::Faster)
    }

    /// All of a draft is what everybody has: it was published, and the plug was pulled.
    fn is_there(&self, draft: &Draft, here: &Version, newest: Version) -> Result<Published, NotPublished> {
        if *here != newest {
            self.repository.advance(here, &newest)?;
        }
        Drafts::of(&self.repository).drop(draft)?;
        Ok(Published { version: newest, files: Vec::new(), request: None })
    }

    /// Brings to an end what was published and interrupted behind that moment.
    ///
    /// # Errors
    /// When git or the disk fails.
    pub fn finish(&self) -> Result<(), GitFault> {
        let _turn = self.turn.lock();
        self.repository.finish()?;
        let drafts = Drafts::of(&self.repository);
        let log = self.repository.log(&self.repository.head()?, None, 100)?;
        for draft in drafts.all()? {
            if log.iter().any(|saved| is_of(saved, &draft)) {
                drafts.drop(&draft)?;
            }
        }
        self.arrived()
    }

    /// What the branch stands for here, and the newest of here and the host.
    fn newest(&self) -> Result<(Version, Version), NotPublished> {
        let there = self.repository.fetch().map_err(|fault| match fault {
            GitFault::Failed { said, .. } => NotPublished::Unreachable(said),
            GitFault::TooLong(command) => NotPublished::Unreachable(format!("git {command}")),
            GitFault::TakenBack(version) => NotPublished::TakenBack(version),
            other => NotPublished::Git(other),
        })?;
        let here = self.repository.head()?;
        let newest = match there {
            None => here.clone(),
            Some(there) if self.repository.has(&there, &here)? => there,
            Some(there) if self.repository.has(&here, &there)? => here.clone(),
            Some(_) => return Err(NotPublished::Apart),
        };
        Ok((here, newest))
    }

    /// The files of a draft put together with the newest version.
    fn files(&self, draft: &Draft, newest: &Version) -> Result<Files, NotPublished> {
        // From where both went apart, which is further on than here if the draft was brought along to what the host has.
        let base = self.repository.common(&draft.tip, newest)?;
        let mut files = Files::new();
        for path in self.repository.changed(&base, &draft.tip)? {
            let ours = self.repository.read(&draft.tip, &path)?;
            files.insert(path, ours);
        }
        let mut files = drafts::together(&self.repository, (&base, newest), &files)?;
        files.extend(self.taken_back(draft, newest, &files)?);
        Ok(files)
    }

    /// The version with these files, if its site is sound, and with what is to be noted of it.
    fn checked(
        &self,
        newest: &Version,
        mut files: Files,
        message: &str,
        by: &Person,
        now: Timestamp,
    ) -> Result<Version, NotPublished> {
        let signature = drafts::signature(by);
        let save = |files: &Files| self.repository.save(newest, files, message, &signature, now.as_second());
        let nothing = NotPublished::NotAllowed(NotAllowed::NothingNew);
        let version = save(&files)?.ok_or_else(|| nothing.clone())?;
        self.repository.checkout(&version, &self.folder)?;
        let build = BuildOptions { now, ..self.build.clone() };
        let produced = build::produce(&build);
        if produced.output.is_none() || any_error(&produced.diagnostics) {
            return Err(NotPublished::Problems { diagnostics: produced.diagnostics, texts: produced.texts });
        }
        let recorded = record::record(&self.folder, now).map_err(NotPublished::Record)?;
        if recorded.added.is_none() {
            return Err(NotPublished::Problems { diagnostics: recorded.problems, texts: recorded.texts });
        }
        let raised = recorded.raised.iter().map(|(path, _)| path.as_str());
        let mut is_noted = false;
        for path in RECORDS.into_iter().chain(raised) {
            let file = self.folder.join(path);
            let text = if edit::exists(&file) { Some(edit::read(&file)) } else { None };
            let text = text.transpose().map_err(|error| NotPublished::Record(error.to_string()))?;
            let bytes = text.map(String::into_bytes);
            if bytes != self.repository.read(&version, path)? {
                files.insert(path.to_owned(), bytes);
                is_noted = true;
            }
        }
        if is_noted { save(&files)?.ok_or(nothing) } else { Ok(version) }
    }
}

/// The words about a published version: which draft it was, who wrote it if it wasn't whoever publishes, and who else has read it.
fn message(draft: &Draft, by: &Person) -> String {
    let writer = &draft.written.by;
    let wrote = format!("Co-authored-by: {} <{}>\n", writer.name, writer.email);
    let wrote = if writer.email == drafts::signature(by).email { String::new() } else { wrote };
    let read =
        draft.marks.read.as_ref().map(|read| format!("Reviewed-by: {} <{}>\n", read.by.name, read.by.email));
    let written = &draft.written.version;
    format!(
        "Publish {}\n\nDraft: {}\nDraft-version: {written}\n{wrote}{}",
        draft.title,
        draft.id,
        read.unwrap_or_default()
    )
}

/// Whether a version is a draft published, as it stands.
fn is_of(saved: &Saved, draft: &Draft) -> bool {
    saved.trailer("Draft") == Some(draft.id.as_str())
        && saved.trailer("Draft-version") == Some(draft.written.version.as_str())
}

fn refused(fault: GitFault) -> NotPublished {
    match fault {
        GitFault::Failed { said, .. } if said.contains("remote rejected") => NotPublished::Refused(said),
        GitFault::Failed { said, .. } => NotPublished::Unreachable(said),
        GitFault::TooLong(command) => NotPublished::Unreachable(format!("git {command}")),
        other => NotPublished::Git(other),
    }
}
