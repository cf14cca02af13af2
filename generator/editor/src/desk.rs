//! What the editor holds: the repository, the site as it is published, and the sites of drafts that somebody looks at.

use std::path::PathBuf;
use std::sync::Arc;

use generator::build::BuildOptions;
use generator::diagnostic::Diagnostic;
use generator::serve::{Preview, Unsaved};
use generator::site::Memo;
use generator::source::{Overlay, Refused};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parking_lot::Mutex;

use crate::drafts::{self, Draft, Drafts, NotSaved};
use crate::held::Held;
use crate::key::Key;
use crate::nonce::Once;
use crate::person::{Person, Rights};
use crate::publication::Publisher;
use crate::repository::{Files, GitFault, Repository, Version};
use crate::see::early;
use crate::server::Clock;

/// How many drafts are held as sites, by when somebody looked at them last.
const HELD: usize = 10;

/// All of it.
pub(crate) struct Desk {
    pub(crate) repository: Repository,
    pub(crate) publisher: Publisher,
    pub(crate) key: Key,
    pub(crate) once: Once,
    /// Where drafts are shown: `http://127.0.0.1:8091`.
    pub(crate) see: String,
    /// The hosts by which browsers call us.
    pub(crate) hosts: Vec<String>,
    clock: Clock,
    owner: Person,
    folder: PathBuf,
    build: BuildOptions,
    base: Mutex<Option<Arc<Base>>>,
    held: Held<(Version, Version), Unsaved>,
}

/// The site as it is published.
pub(crate) struct Base {
    pub(crate) version: Version,
    pub(crate) preview: Preview,
    pub(crate) shown: Unsaved,
}

/// Where the editor is.
pub(crate) struct Around {
    pub(crate) see: String,
    pub(crate) hosts: Vec<String>,
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
        let key = Key::at(&folder.join("key"))?;
        let build = BuildOptions { memo: Memo::new(), preview: false, ..build.clone() };
        let publisher = Publisher::new(repository.clone(), &folder.join("checked"), build.clone());
        publisher.finish().map_err(|fault| fault.to_string())?;
        let Around { see, hosts, clock } = around;
        Ok(Self {
            repository,
            publisher,
            key,
            once: Once::default(),
            see,
            hosts,
            clock,
            owner,
            folder,
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

    pub(crate) fn drafts(&self) -> Drafts<'_> {
        Drafts::of(&self.repository)
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

    /// The site with a draft.
    pub(crate) fn shown(&self, draft: &Draft) -> Result<Arc<Unsaved>, NoSite> {
        let base = self.base()?;
        let key = (draft.tip.clone(), base.version.clone());
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
        Ok(self.held.put(key, base.preview.with(&overlay)))
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
