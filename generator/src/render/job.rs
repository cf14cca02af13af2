//! A file of the output before it is made: where it will stand, and what makes it.
//!
//! A list of jobs takes little room, however much text the site has: a page's HTML is there only from its
//! template until it is handed on. The order in which jobs are done changes nothing.

use std::collections::BTreeSet;

use super::page::TemplatePage;
use super::shelf::Shelf;
use super::sitemap::Listing;
use crate::lang::Lang;
use crate::render::{File, OutPath};
use crate::theme::{Engine, TemplateProblem, Theme};
use crate::url::Url;

/// One file that somebody can ask for, with what is made along with it.
pub struct Job<'s> {
    /// Where the file will stand.
    pub path: OutPath,
    lang: Lang,
    shows: Bodies<'s>,
    make: Make<'s>,
}

/// Whose text a file shows, beside facts and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bodies<'s> {
    /// Perhaps anybody's.
    Any,
    /// That of the document with this id.
    Of(&'s str),
    /// Nobody's.
    Nobody,
}

/// Pages go through a template, other files are finished when they are made.
enum Make<'s> {
    Page(Box<dyn Fn() -> Result<TemplatePage<'s>, TemplateProblem> + Send + Sync + 's>),
    File(Inputs<'s>, Box<dyn Fn() -> Vec<u8> + Send + Sync + 's>),
}

/// Gives the hash of all that a file shows; nothing where only making it can tell.
type Inputs<'s> = Box<dyn Fn() -> Option<u64> + Send + Sync + 's>;

/// What a job made.
#[derive(Default)]
pub struct JobOutput {
    /// Path below the output folder and file; the job's own is the first, if it was made.
    pub files: Vec<(OutPath, File)>,
    /// The page's part of the sitemap.
    pub(super) listing: Option<Listing>,
}

impl<'s> Job<'s> {
    /// The page at an address.
    pub(super) fn page(
        shelf: &Shelf<'_>,
        url: &Url,
        make: impl Fn() -> Result<TemplatePage<'s>, TemplateProblem> + Send + Sync + 's,
    ) -> Job<'s> {
        let (path, lang) = (OutPath::of(url), shelf.ctx.lang().clone());
        Job { path, lang, shows: Bodies::Any, make: Make::Page(Box::new(make)) }
    }

    /// A page that stands elsewhere than at its address.
    pub(super) fn at(self, path: OutPath) -> Job<'s> {
        Job { path, ..self }
    }

    /// A file without a template.
    pub(super) fn file(
        shelf: &Shelf<'_>,
        path: OutPath,
        make: impl Fn() -> Vec<u8> + Send + Sync + 's,
    ) -> Job<'s> {
        let make = Make::File(Box::new(|| None), Box::new(make));
        Job { path, lang: shelf.ctx.lang().clone(), shows: Bodies::Any, make }
    }

    /// The same file, which needn't be asked for when other texts have changed than those that it shows.
    pub(super) fn shows(self, shows: Bodies<'s>) -> Job<'s> {
        Job { shows, ..self }
    }

    /// Whether the words of one of these documents may be on it.
    pub(super) fn may_show(&self, ids: &BTreeSet<String>) -> bool {
        match self.shows {
            Bodies::Any => true,
            Bodies::Of(id) => ids.contains(id),
            Bodies::Nobody => false,
        }
    }

    /// The same file, which isn't made where it stands already, made of what has the same hash.
    pub(super) fn made_of(self, inputs: impl Fn() -> Option<u64> + Send + Sync + 's) -> Job<'s> {
        let make = match self.make {
            Make::File(_, make) => Make::File(Box::new(inputs), make),
            page @ Make::Page(_) => page,
        };
        Job { make, ..self }
    }

    /// Its address, for messages: `/da/stories/`; of what has none, the path.
    #[must_use]
    pub fn address(&self) -> &str {
        self.path.address().unwrap_or(&self.path)
    }

    /// Makes the file, unless it `stands` where it belongs: that is asked with what would render it and a function that gives the
    /// hash of all that it shows.
    ///
    /// # Errors
    /// What is wrong in which template.
    pub fn run(
        &self,
        theme: &Theme,
        stands: impl Fn(&Engine, &dyn Fn() -> u64) -> bool,
    ) -> Result<JobOutput, TemplateProblem> {
        let engine = theme.engine(&self.lang);
        let mut page = match &self.make {
            Make::File(inputs, make) => {
                let is_there = inputs().is_some_and(|inputs| stands(engine, &|| inputs));
                let files =
                    if is_there { Vec::new() } else { vec![(self.path.clone(), File::Bytes(make()))] };
                return Ok(JobOutput { files, listing: None });
            }
            Make::Page(make) => make()?,
        };
        let (mut files, listing) = (std::mem::take(&mut page.files), page.listing.take());
        if !stands(engine, &|| page.inputs()) {
            files.insert(0, (self.path.clone(), File::Bytes(page.html(theme, &self.lang)?)));
        }
        Ok(JobOutput { files, listing })
    }
}
