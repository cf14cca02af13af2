//! A whole site, prepared for somebody who asks for one file after the other.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Doing, Job, JobOutput, Scene, Shared, Shelf, Sink, forms_files, jobs};
use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, any_error};
use crate::related;
use crate::render::{File, OutPath};
use crate::site::Site;
use crate::source::Source;
use crate::theme::Theme;

/// A site with everything that its files are made of.
pub struct Stage<'s> {
    site: &'s Site,
    source: &'s Source,
    theme: &'s Theme,
    /// All that is made already.
    pub ready: Vec<(OutPath, File)>,
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
    let related = related::Index::of(site);
    let scene = Scene { site, source, cache, theme, pictures: &pictures.0, related: &related };
    let languages = site.config.languages.par_iter();
    let shelves: Vec<_> = languages.map(|language| scene.shelf(language, before)).collect();
    let (shelves, failed): (Vec<_>, Vec<_>) = shelves.into_iter().partition(Result::is_ok);
    diagnostics.extend(failed.into_iter().filter_map(Result::err).map(|problem| *problem));
    if any_error(&diagnostics) {
        return (None, diagnostics);
    }
    let mut shelves: Vec<Shelf<'_>> = shelves.into_iter().filter_map(Result::ok).collect();
    let shares = shelves.iter_mut().filter_map(|shelf| shelf.files.take()).collect();
    let words: Vec<_> = shelves.par_iter().map(|shelf| forms_files::words(&shelf.ctx)).collect();
    let ready = scene.ready(shares, &words);
    let jobs = shelves.par_iter().flat_map_iter(jobs).collect();
    let shared = Shared::of((Arc::clone(&loaded), Arc::clone(&pictures)), (site, source), &shelves);
    let stage = Stage { site, source, theme, ready, jobs, shared };
    (Some(act(&stage, &diagnostics)), diagnostics)
}

impl Stage<'_> {
    /// Makes one file and those that belong to it.
    ///
    /// # Errors
    /// What is wrong in which template, or with a text that couldn't be read again: no file is made without its words.
    pub fn make(&self, job: &Job<'_>) -> Result<JobOutput, Box<Diagnostic>> {
        let made = job.run(self.theme, |_, _| false);
        let made = made.map_err(|problem| problem.diagnostic(&[job.address().to_owned()]))?;
        match self.source.lost.problems().into_iter().next() {
            Some(lost) => Err(Box::new(lost)),
            None => Ok(made),
        }
    }

    /// Makes every file, as [`super::each`] does. Ends early, with whatever is made by then, once nobody is `waiting`.
    pub fn all(&self, sink: &impl Sink, waiting: &(impl Fn() -> bool + Sync)) -> Vec<Diagnostic> {
        let made = Doing::new(self.theme, sink);
        made.all(&self.jobs, waiting);
        self.ready.par_iter().cloned().for_each(|(path, file)| sink.put(path, file));
        made.map(self.site);
        made.problems()
    }
}
