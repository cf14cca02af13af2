//! The site with what isn't saved yet, page by page: for a program in which somebody writes.
//!
//! A [`Preview`] holds the site as it is saved. [`Preview::with`] lays an [`Overlay`] over it and gives an [`Unsaved`] site,
//! whose pages are, byte for byte, what `spaces build` makes after saving. As many of them as there are writers stand beside
//! each other: they share all documents that they don't change, the theme and the pictures, and none sees another's. An
//! unsaved site is a value: whoever wants to show the last good page while there is an error keeps the one before it.
//!
//! ```no_run
//! use generator::build::BuildOptions;
//! use generator::serve::Preview;
//! use generator::source::Overlay;
//!
//! # fn typed() -> String { String::new() }
//! let now = "2026-11-23T12:00:00Z".parse().expect("a moment");
//! let preview = Preview::new(&BuildOptions::new(".", now)).expect("the folder can be read");
//! let overlay = Overlay::new().with("content/events/dinner/index.da.md", typed());
//! let unsaved = preview.with(&overlay);
//! let address = unsaved.address("content/events/dinner/index.da.md").unwrap_or("/da/");
//! let page = unsaved.page(address);
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use forms_fn::FormsFolder;

use super::again::SiteVersion;
use super::forms;
use super::painter::{self, Begin, Painter, Started};
use crate::build::{BuildOptions, Loaded};
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::lang::Lang;
use crate::render::OutPath;
use crate::site::{Memo, Site};
use crate::source::{self, Overlay, Refused, Source};
use crate::url::Url;

/// A site as it is saved, to be looked at with what isn't.
pub struct Preview {
    /// With a memo and a cache that take nothing.
    options: BuildOptions,
    saved: Arc<Source>,
    /// Without one there are errors in what is saved, which what isn't may mend.
    before: Option<Arc<SiteVersion>>,
}

/// A site of which some isn't saved.
pub struct Unsaved {
    painter: Option<Painter>,
    loaded: Option<Arc<Loaded>>,
    headers: Headers,
    problems: Vec<Diagnostic>,
    texts: BTreeMap<String, String>,
}

/// What came of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnsavedPage {
    /// The bytes as they are published; `None` if there is no such page, or an error stands in its way.
    pub bytes: Option<Vec<u8>>,
    /// What is wrong: with the site, if it couldn't be made, and else with this page.
    pub problems: Vec<Diagnostic>,
}

impl Preview {
    /// Reads the site below `options.root` for the moment of the options. What their memo and cache have isn't read again, so
    /// that another preview after a save begins at once; of what isn't saved neither of them will ever have anything.
    ///
    /// # Errors
    /// When files can't be read at all. Other errors are those of each [`Unsaved`] that doesn't mend them.
    pub fn new(options: &BuildOptions) -> Result<Self, Refused> {
        let memo = if options.memo.keeps() { options.memo.clone() } else { Memo::new() };
        let options = BuildOptions { memo, ..options.clone() };
        let Started { kept, .. } = painter::start(options.clone(), Begin::Folder(None), |_, _| {});
        let saved = match &kept {
            Some(kept) => kept.loaded.source.clone(),
            None => source::read(&options.root).map_err(|problems| (problems, BTreeMap::new()))?,
        };
        let options = BuildOptions { memo: options.memo.closed(), cache: options.cache.closed(), ..options };
        Ok(Self { options, saved: Arc::new(saved), before: kept.map(Arc::new) })
    }

    /// The files as they are saved.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.saved
    }

    /// The site as it is saved; `None` while there are errors in it.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.before.as_ref().map(|version| &version.loaded.site)
    }

    /// The site with what isn't saved.
    #[must_use]
    pub fn with(&self, overlay: &Overlay) -> Unsaved {
        let (saved, before) = (Arc::clone(&self.saved), self.before.clone());
        let begin = Begin::Unsaved { saved, before, overlay: overlay.clone() };
        let Started { painter, headers, problems, kept, .. } =
            painter::start(self.options.clone(), begin, |_, _| {});
        let loaded = kept.map(|kept| kept.loaded);
        Unsaved { painter, loaded, headers, problems: problems.diagnostics, texts: problems.texts }
    }
}

impl Unsaved {
    /// All that is wrong with the site, as `spaces check` finds it, but for what only shows in a template.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// The texts in which that stands, for [`crate::diagnostic::draw`].
    #[must_use]
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The site; `None` while there are errors.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.loaded.as_ref().map(|loaded| &loaded.site)
    }

    /// What a server sends along with each file, by the path of its address.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// What forms and pages of organisers are made from, with links that begin at `origin`: `https://edit.example.org`.
    #[must_use]
    pub fn forms(&self, origin: &str) -> Option<FormsFolder> {
        forms::folder_at(forms::files(self.painter.as_ref()?), origin)
    }

    /// Where the page of a document will stand: `content/events/dinner/index.da.md` → `/da/events/dinner/`.
    #[must_use]
    pub fn address(&self, path: &str) -> Option<&str> {
        let (folder, name) = path.strip_prefix("content/")?.rsplit_once('/')?;
        let lang = name.strip_prefix("index.")?.strip_suffix(".md")?;
        self.loaded.as_ref()?.site.document_url(folder, &Lang::new(lang)).map(Url::as_str)
    }

    /// The page at an address, or any other file of the site: `/da/events/dinner/`, `/assets/style.0123456789ab.css`.
    #[must_use]
    pub fn page(&self, address: &str) -> UnsavedPage {
        let Some(painter) = &self.painter else {
            return UnsavedPage { bytes: None, problems: self.problems.clone() };
        };
        let asked = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
        let Some(path) = OutPath::asked(&asked) else { return UnsavedPage::default() };
        let made = painter.page(&path).map_or_else(|| Ok(painter.file(&path)), |made| made.map(Some));
        let bytes = made.and_then(|file| {
            let bytes = file.map(|file| file.bytes());
            bytes.transpose().map_err(|error| source::unread(&path, &error))
        });
        match bytes {
            Ok(bytes) => UnsavedPage { bytes, problems: Vec::new() },
            Err(problem) => UnsavedPage { bytes: None, problems: vec![problem] },
        }
    }
}
