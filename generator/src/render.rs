//! From the finished site to every file of the output, one after the other.
//!
//! First each language is prepared: its texts, and the views that its lists share. That gives a list of jobs, one
//! for each page, feed and calendar. A build does all of them in parallel and hands on each file as soon as it is
//! made, so that no two pages of a thread are in memory; the dev server does those that a browser asks for.

mod assets;
mod calendar;
mod events;
mod feed;
mod forms_files;
mod frame;
mod home;
mod job;
mod minify;
mod organisations;
mod page;
mod pages;
mod poster;
mod registration;
mod search;
mod share;
mod shared;
mod shelf;
mod sitemap;
mod small;
mod stories;
mod topics;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config;
use crate::diagnostic::{Diagnostic, any_error};
use crate::lang::Language;
use crate::locale::Locale;
use crate::output::{File, Output};
use crate::pictures::Pictures;
use crate::site::Site;
use crate::source::Source;
use crate::theme::{self, Theme};
use crate::view::Ctx;

pub use job::{Job, Made};
pub use shared::Shared;
use shelf::Shelf;
use sitemap::Listings;

/// How many jobs a thread takes at a time, at most: lists take as long as hundreds of pages, and no thread is to have
/// many left when another has none.
const AT_ONCE: usize = 16;

/// A site with everything that its files are made of.
pub struct Stage<'s> {
    site: &'s Site,
    theme: &'s Theme,
    /// Path below the output folder and file of all that is made already.
    pub ready: Vec<(String, File)>,
    /// All else but the sitemap, which lists what the jobs made.
    pub jobs: Vec<Job<'s>>,
    /// For the next stage of nearly the same site.
    pub shared: Shared,
}

/// Prepares all files and lets `act` have them, with what was found that doesn't stand in the way; else all that does.
/// What `before` holds isn't made again.
pub fn stage<R>(
    site: &Site,
    source: &Source,
    cache: &Cache,
    before: &Shared,
    act: impl FnOnce(&Stage<'_>, &[Diagnostic]) -> R,
) -> (Option<R>, Vec<Diagnostic>) {
    let loaded = before.theme(site, source);
    let mut diagnostics = loaded.1.clone();
    let Some(theme) = &loaded.0 else { return (None, diagnostics) };
    let pictures = before.pictures(site, cache);
    diagnostics.extend(pictures.1.iter().cloned());
    let languages = site.config.languages.par_iter();
    let shelves: Vec<_> =
        languages.map(|language| shelf(site, source, language, theme, &pictures.0, cache, before)).collect();
    let (shelves, failed): (Vec<_>, Vec<_>) = shelves.into_iter().partition(Result::is_ok);
    diagnostics.extend(failed.into_iter().filter_map(Result::err).map(|problem| *problem));
    if any_error(&diagnostics) {
        return (None, diagnostics);
    }
    let mut shelves: Vec<Shelf<'_>> = shelves.into_iter().filter_map(Result::ok).collect();
    let mut ready = pictures.0.files().to_vec();
    ready.extend(shelves.iter_mut().flat_map(|shelf| shelf.files.take()));
    let words: Vec<_> = shelves.par_iter().map(|shelf| forms_files::words(&shelf.ctx)).collect();
    ready.extend(forms_files::data(site, &words));
    ready.extend(assets::files(site, theme));
    let jobs = shelves.par_iter().flat_map_iter(jobs).collect();
    let shared = Shared::of(Arc::clone(&loaded), Arc::clone(&pictures), site, &shelves);
    let stage = Stage { site, theme, ready, jobs, shared };
    let done = act(&stage, &diagnostics);
    drop(stage);
    // Ten thousand cards are many small pieces of memory.
    shelves.into_par_iter().for_each(drop);
    (Some(done), diagnostics)
}

/// Every file of the site in memory, and what stood in the way of making it.
pub fn all(site: &Site, source: &Source, cache: &Cache) -> (Output, Vec<Diagnostic>) {
    let files = Mutex::new(BTreeMap::new());
    let add = |path, file| _ = files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, file);
    let (problems, mut diagnostics) =
        stage(site, source, cache, &Shared::default(), |stage, _| stage.all(&add, &|| true));
    diagnostics.extend(problems.into_iter().flatten());
    (Output { files: files.into_inner().unwrap_or_else(PoisonError::into_inner) }, diagnostics)
}

/// What all pages of a language share.
fn shelf<'a>(
    site: &'a Site,
    source: &'a Source,
    language: &'a Language,
    theme: &'a Theme,
    pictures: &'a Pictures,
    cache: &'a Cache,
    before: &Shared,
) -> Result<Shelf<'a>, Box<Diagnostic>> {
    let locale = Locale::new(&language.locale)
        .map_err(|message| Diagnostic::error("locale/unknown", config::PATH, None, message))?;
    let ctx = Ctx { site, source, language, locale, texts: site.text(&language.id), pictures };
    Shelf::new(ctx, theme, cache, before.cards(&language.id))
        .map_err(|problem| Box::new(problem.diagnostic(&[format!("/{}/", language.id)])))
}

fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let mut jobs: Vec<Job<'s>> = home::jobs(shelf).collect();
    jobs.extend(stories::jobs(shelf));
    jobs.extend(events::jobs(shelf));
    jobs.extend(poster::jobs(shelf));
    jobs.extend(topics::jobs(shelf));
    jobs.extend(organisations::jobs(shelf));
    jobs.extend(pages::jobs(shelf));
    jobs.push(search::job(shelf));
    jobs.extend(small::jobs(shelf));
    jobs.push(feed::job(shelf));
    jobs.extend(calendar::jobs(shelf));
    jobs
}

impl Stage<'_> {
    /// Makes one file and those that belong to it.
    ///
    /// # Errors
    /// What is wrong in which template.
    pub fn make(&self, job: &Job<'_>) -> Result<Made, theme::Problem> {
        job.run(self.theme)
    }

    /// Makes every file in parallel and gives each to `sink` as soon as it is there; equal problems of many pages
    /// are one diagnostic. Ends early, with whatever is made by then, once nobody is `waiting`.
    pub fn all(
        &self,
        sink: &(impl Fn(String, File) + Sync),
        waiting: &(impl Fn() -> bool + Sync),
    ) -> Vec<Diagnostic> {
        let listings = Mutex::new(Listings::default());
        let list = |listing| listings.lock().unwrap_or_else(PoisonError::into_inner).add(listing);
        let make = |job: &Job<'_>| -> Result<(), (theme::Problem, String)> {
            if waiting() {
                let made = self.make(job).map_err(|problem| (problem, job.url().to_owned()))?;
                made.files.into_iter().for_each(|(path, file)| sink(path, file));
                made.listing.into_iter().for_each(list);
            }
            Ok(())
        };
        let jobs = self.jobs.par_iter().with_max_len(AT_ONCE);
        let problems = jobs.filter_map(|job| make(job).err()).collect();
        let ready = self.ready.par_iter().cloned();
        ready.for_each(|(path, file)| sink(path, file));
        let listings = listings.into_inner().unwrap_or_else(PoisonError::into_inner);
        listings.files(self.site).into_iter().for_each(|(path, file)| sink(path, file));
        diagnostics(problems)
    }
}

fn diagnostics(found: Vec<(theme::Problem, String)>) -> Vec<Diagnostic> {
    let mut problems: BTreeMap<theme::Problem, Vec<String>> = BTreeMap::new();
    for (problem, path) in found {
        problems.entry(problem).or_default().push(path);
    }
    problems.into_iter().map(|(problem, paths)| problem.diagnostic(&paths)).collect()
}
