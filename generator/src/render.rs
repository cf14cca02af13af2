//! From the finished site to every file of the output, one after the other.
//!
//! First a language is prepared: its texts, and the views that its lists share. That gives a list of jobs, one for each
//! page, feed and calendar. A build ([`each`]) does all jobs of a language in parallel and hands on each file as soon as
//! it is made, and goes on with the next language, so that no two pages of a thread and no two languages' views are in
//! memory; the dev server ([`stage()`]) prepares all languages and makes what a browser asks for.

mod assets;
mod calendar;
mod cards;
mod doubled;
pub mod edited;
mod events;
mod feed;
mod file;
pub(crate) mod forms_files;
mod frame;
mod glyphs;
pub mod headers;
mod home;
mod inputs;
mod job;
mod organisations;
mod out_path;
mod page;
mod pages;
pub mod pictures;
mod poster;
mod posts;
mod registration;
mod search;
mod share;
mod shared;
mod shelf;
mod sitemap;
mod small;
mod stage;
mod stories;
pub mod theme;
mod topics;
pub mod view;

use std::collections::BTreeMap;

use parking_lot::Mutex;
use rayon::prelude::*;

use crate::cache::Cache;
use crate::config;
use crate::diagnostic::{Code, Diagnostic, any_error};
use crate::lang::Language;
use crate::locale::Locale;
use crate::pictures::Pictures;
use crate::related;
use crate::site::Site;
use crate::source::Source;

use crate::view::Ctx;

pub use edited::Edited;
pub use file::{File, Output};
pub use job::{Job, JobOutput};
pub use out_path::{LeadsOut, OutPath};
pub use shared::Shared;
use shelf::Shelf;
use sitemap::Listings;
pub use stage::{Stage, stage};
use theme::{Engine, Theme};

/// How many jobs a thread takes at a time, at most: lists take as long as hundreds of pages, and no thread is to have
/// many left when another has none.
const AT_ONCE: usize = 16;

/// Where files go as soon as they are made.
pub trait Sink: Sync {
    /// Takes a file, by its path below the output folder.
    fn put(&self, path: OutPath, file: File);

    /// Takes many files in parallel. Whoever makes the pictures among them at once makes those of one original one after the
    /// other.
    fn put_all(&self, files: BTreeMap<OutPath, File>) {
        files.into_par_iter().for_each(|(path, file)| self.put(path, file));
    }

    /// Whether the page stands there already and was made of the same; then it isn't made. `engine` would render
    /// it, and `inputs` gives the hash of all that it shows.
    fn stands(&self, _path: &OutPath, _engine: &Engine, _inputs: &dyn Fn() -> u64) -> bool {
        false
    }

    /// What alone has changed, where everything else stands there already.
    fn edited(&self) -> Option<&Edited> {
        None
    }
}

impl<F: Fn(OutPath, File) + Sync> Sink for F {
    fn put(&self, path: OutPath, file: File) {
        self(path, file);
    }
}

/// What holds for all languages of a site.
#[derive(Clone, Copy)]
struct Scene<'s> {
    site: &'s Site,
    source: &'s Source,
    cache: &'s Cache,
    theme: &'s Theme,
    pictures: &'s Pictures,
    related: &'s related::Index<'s>,
}

/// Makes every file in parallel, but for pages that stand there already, and gives each to `sink` as soon as it is
/// there. With errors some are missing.
pub fn each(site: &Site, source: &Source, cache: &Cache, sink: &impl Sink) -> Vec<Diagnostic> {
    let nothing = Shared::default();
    let (loaded, pictures) = rayon::join(|| nothing.theme(site, source), || nothing.pictures(site, cache));
    let mut diagnostics: Vec<Diagnostic> = [&loaded.1, &pictures.1].into_iter().flatten().cloned().collect();
    let Some(theme) = loaded.0.as_ref().filter(|_| !any_error(&diagnostics)) else { return diagnostics };
    diagnostics.extend(glyphs::missing(site, source, theme));
    let related = related::Index::of(site);
    let scene = Scene { site, source, cache, theme, pictures: &pictures.0, related: &related };
    let made = Doing::new(theme, sink);
    let edited = sink.edited();
    let (mut shares, mut words) = (Vec::new(), Vec::new());
    let languages = site.config.languages.iter();
    for language in languages.filter(|language| edited.is_none_or(|edited| edited.is_seen_in(&language.id))) {
        match scene.shelf(language, &nothing) {
            Ok(mut shelf) => {
                shares.extend(shelf.files.take());
                words.push(forms_files::words(&shelf.ctx));
                let mut jobs = jobs(&shelf);
                jobs.retain(|job| edited.is_none_or(|edited| edited.may_touch(job)));
                made.all(&jobs, &|| true);
            }
            Err(problem) => diagnostics.push(*problem),
        }
    }
    if edited.is_none() {
        sink.put_all(scene.ready(shares, &words).into_iter().collect());
        made.map(site);
    }
    diagnostics.extend(made.problems());
    diagnostics
}

/// Every file of the site in memory, and what stood in the way of making it.
pub fn all(site: &Site, source: &Source, cache: &Cache) -> (Output, Vec<Diagnostic>) {
    let files = Mutex::new(BTreeMap::new());
    let add = |path, file| _ = files.lock().insert(path, file);
    let diagnostics = each(site, source, cache, &add);
    (Output { files: files.into_inner() }, diagnostics)
}

impl<'s> Scene<'s> {
    /// Path and file of all that isn't one language's: pictures, with those for sharing that pages have in common, what
    /// forms-fn needs, and the theme's files.
    fn ready(
        self,
        shares: Vec<(OutPath, File)>,
        words: &[forms_files::LanguageTexts],
    ) -> Vec<(OutPath, File)> {
        let pictures = self.pictures.files().into_iter();
        let mut ready: Vec<_> = pictures.map(|(path, file)| (path, file.into())).collect();
        ready.extend(shares);
        ready.extend(forms_files::data(self.site, words));
        ready.extend(assets::files(self.site, self.theme));
        ready
    }

    /// What all pages of a language share.
    fn shelf(self, language: &'s Language, before: &Shared) -> Result<Shelf<'s>, Box<Diagnostic>> {
        let Scene { site, source, cache, theme, pictures, related } = self;
        let locale = Locale::new(&language.locale)
            .map_err(|message| Diagnostic::error(Code::LocaleUnknown, config::PATH, None, message))?;
        let ctx = Ctx { site, source, language, locale, texts: site.text(&language.id), pictures };
        Shelf::new(ctx, theme, cache, related, before.cards(&language.id))
            .map_err(|problem| Box::new(problem.diagnostic(&[format!("/{}/", language.id)])))
    }
}

fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let mut jobs: Vec<Job<'s>> = home::jobs(shelf).collect();
    jobs.extend(stories::jobs(shelf));
    jobs.extend(events::jobs(shelf));
    jobs.extend(poster::jobs(shelf));
    jobs.extend(posts::jobs(shelf));
    jobs.extend(topics::jobs(shelf));
    jobs.extend(organisations::jobs(shelf));
    jobs.extend(pages::jobs(shelf));
    jobs.push(search::job(shelf));
    jobs.extend(small::jobs(shelf));
    jobs.push(feed::job(shelf));
    jobs.extend(calendar::jobs(shelf));
    jobs
}

/// Jobs that are being done: where their files go, and what is known when all are done.
struct Doing<'d, S> {
    theme: &'d Theme,
    sink: &'d S,
    listings: Mutex<Listings>,
    /// Each with the address of the page.
    problems: Mutex<Vec<(theme::TemplateProblem, String)>>,
}

impl<'d, S: Sink> Doing<'d, S> {
    fn new(theme: &'d Theme, sink: &'d S) -> Self {
        Self { theme, sink, listings: Mutex::default(), problems: Mutex::default() }
    }

    /// Does jobs in parallel. Ends early, with whatever is made by then, once nobody is `waiting`.
    fn all(&self, jobs: &[Job<'_>], waiting: &(impl Fn() -> bool + Sync)) {
        let jobs = jobs.par_iter().with_max_len(AT_ONCE).filter(|_| waiting());
        let found: Vec<_> = jobs.filter_map(|job| self.one(job).err()).collect();
        self.problems.lock().extend(found);
    }

    fn one(&self, job: &Job<'_>) -> Result<(), (theme::TemplateProblem, String)> {
        let made = job.run(self.theme, |engine, inputs| self.sink.stands(&job.path, engine, inputs));
        let made = made.map_err(|problem| (problem, job.address().to_owned()))?;
        made.files.into_iter().for_each(|(path, file)| self.sink.put(path, file));
        let mut listings = self.listings.lock();
        made.listing.into_iter().for_each(|listing| listings.add(listing));
        Ok(())
    }

    /// Makes the sitemap of all that was made.
    fn map(&self, site: &Site) {
        let listings = std::mem::take(&mut *self.listings.lock());
        listings.files(site).into_iter().for_each(|(path, file)| self.sink.put(path, file));
    }

    /// What went wrong; equal problems of many pages are one.
    fn problems(self) -> Vec<Diagnostic> {
        let mut problems: BTreeMap<theme::TemplateProblem, Vec<String>> = BTreeMap::new();
        for (problem, path) in self.problems.into_inner() {
            problems.entry(problem).or_default().push(path);
        }
        problems.into_iter().map(|(problem, paths)| problem.diagnostic(&paths)).collect()
    }
}
