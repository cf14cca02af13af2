//! What the editor holds: the repository, the site as it is published, and the sites of drafts that somebody looks at.

mod data;
mod earlier;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use generator::build::BuildOptions;
use generator::diagnostic::Diagnostic;
use generator::serve::{Preview, Unsaved};
use generator::site::Memo;
use generator::source::{Overlay, Refused};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parking_lot::Mutex;

use crate::after::After;
use crate::drafts::{self, Doing, Draft, DraftId, Drafts, NotSaved};
use crate::held::Held;
use crate::key::Key;
use crate::nonce::Once;
use crate::options::{Address, Clock, Many};
use crate::person::{Person, Rights};
use crate::publication::Publisher;
use crate::repository::{Files, GitFault, Repository, Signature, Version};
use crate::see::early;

/// How many drafts are held as sites, by when somebody looked at them last. Each takes some 20 MB, and is made anew in a tenth of a second.
const HELD: usize = 2;

/// All of it.
pub(crate) struct Desk {
    pub(crate) repository: Repository,
    pub(crate) publisher: Publisher,
    pub(crate) key: Key,
    pub(crate) once: Once,
    /// Where drafts are shown: `http://127.0.0.1:8091`.
    pub(crate) see: String,
    /// What is done after a publication.
    pub(crate) after: After,
    /// Other people write here, too.
    pub(crate) is_shared: bool,
    /// How many people are registered for an event, where the site's forms can be asked.
    pub(crate) registered: Option<Registered>,
    /// Of the folder of an editor for many people.
    _lock: Option<File>,
    clock: Clock,
    owner: Person,
    folder: PathBuf,
    build: BuildOptions,
    base: Mutex<Option<Arc<Base>>>,
    held: Held<(DraftId, Version, Version), Unsaved>,
}

/// The site as it is published.
pub(crate) struct Base {
    pub(crate) version: Version,
    pub(crate) preview: Preview,
    pub(crate) shown: Unsaved,
}

/// Counts the people who are registered for an event, by its id, for somebody who asks; `None` where they may not know, or nobody knows.
pub(crate) type Registered = Arc<dyn Fn(&Person, &str) -> Option<People> + Send + Sync>;

/// How many people are registered, as far as that may be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum People {
    /// So many: for whoever may see who they are.
    Exactly(u32),
    /// So many, or a few more.
    AtLeast(u32),
    /// Too few to be told of.
    Few,
}

/// Where the editor is.
pub(crate) struct Around {
    pub(crate) see: String,
    pub(crate) clock: Clock,
}

impl Desk {
    /// The one of a folder on one's own machine. Its own files lie in the cache.
    ///
    /// # Errors
    /// A sentence when there is no repository, or the folder can't be written.
    pub(crate) fn of_folder(build: &BuildOptions, around: Around) -> Result<Self, String> {
        let repository = Repository::of_folder(&build.root).map_err(|fault| fault.to_string())?;
        let owner = repository.owner().map_err(|fault| fault.to_string())?;
        let owner = Person {
            id: "local".to_owned(),
            name: owner.name,
            email: owner.email,
            lang: "en",
            rights: Rights::everything(),
        };
        let folder =
            build.root.canonicalize().map_err(|error| error.to_string())?.join(".cache").join("edit");
        Self::at(repository, owner, &folder, build, around)
    }

    /// The one of an editor for many people, whose files lie in the folder `edit` of their data. The folder of the site in the repository
    /// is the root of what is built.
    ///
    /// # Errors
    /// A sentence when the repository can't be brought, or the folder can't be written.
    pub(crate) fn of_data(build: &BuildOptions, many: &Many, around: Around) -> Result<Self, String> {
        let folder = data::folder(&many.data)?;
        let lock = data::hold(&folder)?;
        let prefix = data::prefix(&build.root)?;
        let from = many.repository.as_ref().map(Address::as_str);
        let repository = Repository::of_bare(&folder.join("site.git"), from, &many.branch, &prefix);
        let repository = repository.map_err(|fault| data::not_brought(&fault, many))?;
        let server =
            Signature { name: "spaces edit".to_owned(), email: format!("spaces@{}", many.origin.name()) };
        let repository = repository.committed_by(server);
        // Nobody: whoever asks is known by their session.
        let nobody = Person {
            id: "nobody".to_owned(),
            name: String::new(),
            email: format!("nobody@editors.{}", many.origin.name()),
            lang: "en",
            rights: Rights::default(),
        };
        let after = After::new(many.then.clone(), many.ask.clone(), true);
        let desk = Self::at(repository, nobody, &folder, build, around)?;
        let publisher = desk.publisher.clone().publishing(many.publish);
        Ok(Self { after, is_shared: true, _lock: Some(lock), publisher, ..desk })
    }

    fn at(
        repository: Repository,
        owner: Person,
        folder: &Path,
        build: &BuildOptions,
        around: Around,
    ) -> Result<Self, String> {
        let key = Key::at(&folder.join("key"))?;
        let build = BuildOptions { memo: Memo::new(), preview: false, ..build.clone() };
        let publisher = Publisher::new(repository.clone(), &folder.join("checked"), build.clone());
        publisher.finish().map_err(|fault| fault.to_string())?;
        Drafts::of(&repository).check_names().map_err(|fault| fault.to_string())?;
        let Around { see, clock } = around;
        Ok(Self {
            repository,
            publisher,
            key,
            once: Once::begin()?,
            see,
            after: After::default(),
            is_shared: false,
            registered: None,
            _lock: None,
            clock,
            owner,
            folder: folder.to_owned(),
            build,
            base: Mutex::default(),
            held: Held::new(HELD),
        })
    }

    /// Whoever works here, reading in a language.
    pub(crate) fn person(&self, lang: &'static str) -> Person {
        Person { lang, ..self.owner.clone() }
    }

    /// The moment of this request.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Where pictures wait that were sent and stand in no draft yet.
    pub(crate) fn pictures(&self) -> PathBuf {
        self.folder.join("pictures")
    }

    pub(crate) fn drafts(&self) -> Drafts<'_> {
        Drafts::of(&self.repository)
    }

    /// Whether somebody may go on from a version of a draft that is gone. A draft that is there and isn't theirs to see is nobody's of the past.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn goes_on_from(&self, person: &Person, version: &Version) -> Result<bool, GitFault> {
        if !self.drafts().was_draft(version)? {
            return Ok(false);
        }
        for draft in self.drafts().all()? {
            if !self.may_open(person, &draft) && self.repository.has(&draft.tip, version)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether somebody may look at a draft: whoever began it, and whoever may write or publish something of it. It may be about people
    /// of whom nothing is public yet.
    pub(crate) fn may_open(&self, person: &Person, draft: &Draft) -> bool {
        let may = |path: &String, doing| {
            let bytes = self.repository.read(&draft.tip, path).ok().flatten();
            let file = Files::from([(path.clone(), bytes)]);
            drafts::check_rights(&self.repository, &draft.base, &file, &person.rights, doing).is_ok()
        };
        person.rights.everything
            || draft.begun_by.0 == person.id
            || draft.files.iter().any(|path| may(path, Doing::Saving) || may(path, Doing::Publishing))
    }

    /// The newest published site.
    pub(crate) fn base(&self) -> Result<Arc<Base>, NoSite> {
        let mut base = self.base.lock();
        let version = self.repository.head()?;
        if let Some(base) = base.as_ref().filter(|base| base.version == version) {
            return Ok(Arc::clone(base));
        }
        let folder = self.folder.join("site");
        self.repository.checkout(&version, &folder)?;
        let build = BuildOptions { root: folder, now: self.now(), ..self.build.clone() };
        let preview = Preview::new(&build)?;
        let shown = preview.with(&Overlay::new());
        let new = Arc::new(Base { version, preview, shown });
        *base = Some(Arc::clone(&new));
        Ok(new)
    }

    /// The address of the public site, without a slash at its end; none while that can't be read.
    pub(crate) fn site_url(&self) -> Option<String> {
        let base = self.base().ok()?;
        Some(base.shown.site()?.config.base_url.as_str().trim_end_matches('/').to_owned())
    }

    /// The site with a draft.
    pub(crate) fn shown(&self, draft: &Draft) -> Result<Arc<Unsaved>, NoSite> {
        let base = self.base()?;
        let key = (draft.id.clone(), draft.tip.clone(), base.version.clone());
        if let Some(shown) = self.held.get(&key) {
            return Ok(shown);
        }
        let overlay = self.open(self.files(draft, &base.version)?, &base)?.into_iter().fold(
            Overlay::new(),
            |overlay, (path, bytes)| match bytes {
                Some(bytes) => overlay.with(&path, bytes),
                None => overlay.without(&path),
            },
        );
        let shown = base.preview.with(&overlay);
        Ok(self.held.put(key, shown, |(id, ..)| *id == draft.id))
    }

    /// Files of a draft without what holds its documents back.
    fn open(&self, files: Files, base: &Base) -> Result<Files, GitFault> {
        let zone = base.shown.site().map_or(TimeZone::UTC, |site| site.config.time_zone.clone());
        early::open(files, self.now().to_zoned(zone).date(), |folder| {
            let paths = self.repository.list(&base.version, folder)?;
            let documents = paths.into_iter().filter(|path| path.ends_with(".md"));
            let text =
                |path: String| Ok(self.repository.text(&base.version, &path)?.map(|text| (path, text)));
            documents.filter_map(|path| text(path).transpose()).collect()
        })
    }

    /// The files of a draft as they would be published; its own where somebody else has published something else.
    fn files(&self, draft: &Draft, head: &Version) -> Result<Files, GitFault> {
        let mut files = Files::new();
        for path in &draft.files {
            files.insert(path.clone(), self.repository.read(&draft.tip, path)?);
        }
        match drafts::together(&self.repository, (&draft.base, head), &files) {
            Ok(together) => Ok(together),
            Err(NotSaved::Git(fault)) => Err(fault),
            Err(_) => Ok(files),
        }
    }
}

/// Why there is no site to look at.
pub(crate) enum NoSite {
    Git(GitFault),
    /// Its files can't be read at all.
    Unread(Vec<Diagnostic>),
}

impl From<GitFault> for NoSite {
    fn from(fault: GitFault) -> Self {
        Self::Git(fault)
    }
}

impl From<Refused> for NoSite {
    fn from((problems, _): Refused) -> Self {
        Self::Unread(problems)
    }
}
