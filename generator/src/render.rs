//! From the finished site to every file of the output, still in memory.
//!
//! Each language is prepared on one thread: its texts, views and page contexts. Then all pages of all
//! languages go through their templates in parallel. What needs no template – feeds, calendars,
//! sitemap, the files for forms-fn – is written by the modules named for it.

mod assets;
mod calendar;
mod events;
mod feed;
mod forms_files;
mod frame;
mod home;
mod minify;
mod organisations;
mod page;
mod pages;
mod poster;
mod registration;
mod search;
mod share;
mod shelf;
mod sitemap;
mod small;
mod stories;
mod topics;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::lang::{Lang, Language};
use crate::locale::Locale;
use crate::output::{File, Output};
use crate::pictures::{self, Pictures};
use crate::site::Site;
use crate::source::Source;
use crate::theme::{self, Theme};
use crate::view::Ctx;

use page::Page;
use shelf::Shelf;

/// Every file of the site, and what stood in the way of making it.
pub fn all(site: &Site, source: &Source, cache: &Cache) -> (Output, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = theme::load(site, source);
    let Some(theme) = theme else {
        return (Output::default(), diagnostics);
    };
    let (pictures, found) = pictures::prepare(site, cache);
    diagnostics.extend(found);
    let languages: Vec<Result<Prepared, Box<Diagnostic>>> = site
        .config
        .languages
        .par_iter()
        .map(|language| prepare(site, language, &theme, &pictures, cache))
        .collect();
    let (mut pages, mut files) = (Vec::new(), BTreeMap::new());
    let mut infos = Vec::new();
    for language in languages {
        match language {
            Ok(prepared) => {
                pages.extend(prepared.pages);
                files.extend(prepared.files);
                infos.push((prepared.lang, prepared.words));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    diagnostics.extend(through_templates(&theme, &pages, &mut files));
    files.extend(sitemap::files(site, &pages));
    files.extend(forms_files::data(site, &infos));
    files.extend(assets::files(site, theme));
    files.extend(pictures.into_files());
    (Output { files }, diagnostics)
}

/// One language, ready for its templates.
struct Prepared {
    lang: Lang,
    pages: Vec<Page>,
    files: Vec<(String, File)>,
    words: forms_files::Words,
}

fn prepare(
    site: &Site,
    language: &Language,
    theme: &Theme,
    pictures: &Pictures,
    cache: &Cache,
) -> Result<Prepared, Box<Diagnostic>> {
    let locale = Locale::new(&language.locale)
        .map_err(|message| Diagnostic::error("locale/unknown", config::PATH, None, message))?;
    let ctx = Ctx { site, language, locale, texts: site.text(&language.id), pictures };
    let (shares, share_files) = share::draw(&ctx, theme, cache)?;
    let shelf = Shelf::new(ctx, &theme.stylesheet, shares);
    let mut pages = home::page(&shelf);
    pages.extend(stories::pages(&shelf));
    pages.extend(events::pages(&shelf));
    pages.extend(poster::pages(&shelf));
    pages.extend(topics::pages(&shelf));
    pages.extend(organisations::pages(&shelf));
    pages.extend(pages::pages(&shelf));
    pages.push(search::page(&shelf));
    pages.extend(small::pages(&shelf));
    let mut files = feed::files(&shelf);
    files.extend(calendar::files(&shelf));
    files.extend(share_files);
    let words = forms_files::words(&shelf.ctx);
    Ok(Prepared { lang: language.id.clone(), pages, files, words })
}

/// Renders all pages; equal problems on many pages become one diagnostic.
fn through_templates(theme: &Theme, pages: &[Page], files: &mut BTreeMap<String, File>) -> Vec<Diagnostic> {
    let rendered: Vec<_> =
        pages.par_iter().map(|page| theme.render(&page.lang, page.template, &page.context)).collect();
    let mut problems: BTreeMap<theme::Problem, Vec<String>> = BTreeMap::new();
    for (page, rendered) in pages.iter().zip(rendered) {
        match rendered {
            Ok(html) => {
                files.insert(page.file(), File::Bytes(minify::html(&html).into_bytes()));
            }
            Err(problem) => problems.entry(problem).or_default().push(page.path.clone()),
        }
    }
    problems.into_iter().map(|(problem, paths)| problem.diagnostic(&paths)).collect()
}
