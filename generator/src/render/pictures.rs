//! Pictures of the content → what is published of them.
//!
//! A photograph is turned the right way up, freed of what the camera wrote into it, and shrunk to a few
//! widths in two formats; a drawing is written anew without what its editor left behind. The originals
//! stay at home. Here only headers, colours and addresses come about: the pixels of a
//! [`Recipe`] are made when its file is written or a browser asks for it.

mod drawing;
mod look;
pub(crate) mod pixels;
mod recipe;
pub mod share;
mod stand_in;
mod whole;
mod widths;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::keep::CacheKey;
use crate::lang::Lang;
use crate::render::OutPath;
use crate::share::Inset;
use crate::site::{Href, Site, Target};
use crate::source::{self, Original};
use crate::url::Url;

pub use crate::markdown::Published;
pub use pixels::Bench;
pub use recipe::{PictureFormat, Recipe};

/// What is published of all pictures, by their paths in the source.
#[derive(Debug, Default)]
pub struct Pictures(BTreeMap<String, Arc<OfOne>>);

/// What is published of one picture.
#[derive(Debug)]
struct OfOne {
    original: Original,
    published: Arc<Published>,
    /// What is shared of it.
    inset: Inset,
    /// By output path.
    files: Vec<(OutPath, PictureFile)>,
}

/// A file of a picture.
#[derive(Clone, Debug)]
pub enum PictureFile {
    /// A drawing as it is published.
    Drawing(String),
    /// Pixels that are made when somebody wants them.
    Pixels(Arc<Recipe>),
}

/// The largest number of pixels that is read; no camera in use makes more.
const PIXELS_MAX: u64 = 100_000_000;

/// Looks at every picture of the site, but for those that were looked at before. A picture that can't be published is a
/// problem and has no entry.
#[must_use]
pub fn prepare(site: &Site, cache: &Cache, before: Option<&Pictures>) -> (Pictures, Vec<Diagnostic>) {
    let originals: Vec<_> = site.pictures.iter().collect();
    let known = |path: &str, original: &Original| before?.0.get(path).filter(|of| of.original == *original);
    let results: Vec<_> = originals
        .par_iter()
        .map(|(path, original)| match known(path, original) {
            Some(of_one) => Ok(Arc::clone(of_one)),
            None => publish(path, original, cache).map(Arc::new),
        })
        .collect();
    let (mut pictures, mut problems) = (Pictures::default(), Vec::new());
    for ((path, _), result) in originals.into_iter().zip(results) {
        match result {
            Ok(of_one) => _ = pictures.0.insert(path.clone(), of_one),
            Err(problem) => problems.push(*problem),
        }
    }
    (pictures, problems)
}

impl Pictures {
    /// Whether they are all that this site has.
    pub(crate) fn are_of(&self, site: &Site) -> bool {
        let known = self.0.iter().map(|(path, of_one)| (path, &of_one.original));
        known.eq(site.pictures.iter())
    }

    /// What is published of the picture with this path in the source.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<Published>> {
        self.0.get(path).map(|of_one| &of_one.published)
    }

    /// The picture with this path for a picture for sharing.
    pub(crate) fn inset(&self, path: &str) -> Option<&Inset> {
        self.0.get(path).map(|of_one| &of_one.inset)
    }

    /// Where a target is for a reader of this language, as [`Site::href`] has it, and of pictures.
    #[must_use]
    pub fn href<'t>(&self, site: &Site, target: &'t Target, lang: &Lang) -> Href<'t> {
        let picture = match target {
            Target::Asset { path } => self.get(path),
            _ => None,
        };
        picture.map_or_else(|| site.href(target, lang), |picture| Href::Here(picture.url.clone(), None))
    }

    /// All files by output path.
    #[must_use]
    pub fn files(&self) -> Vec<(OutPath, PictureFile)> {
        self.0.values().flat_map(|of_one| of_one.files.iter().cloned()).collect()
    }
}

fn publish(path: &str, original: &Original, cache: &Cache) -> Result<OfOne, Box<Diagnostic>> {
    if original.drawing { drawn(path, original) } else { photo(path, original, cache) }
}

fn drawn(path: &str, original: &Original) -> Result<OfOne, Box<Diagnostic>> {
    let bytes = original.bytes().map_err(|error| not_shown(path, &error))?;
    let svg = drawing::rewrite(&bytes).map_err(|why| Box::new(why.diagnostic(path)))?;
    let url = Url::of(&format!("media/{}.svg", short(&source::digest(svg.as_bytes()))));
    let (width, height) = original.size.unwrap_or_default();
    let files = vec![(OutPath::of(&url), PictureFile::Drawing(svg.clone()))];
    let drawing = drawing::on_page(&svg);
    let published = Published { url, width, height, drawing, ..Published::default() };
    Ok(OfOne { original: original.clone(), published: published.into(), inset: Inset::Drawing(svg), files })
}

fn photo(path: &str, original: &Original, cache: &Cache) -> Result<OfOne, Box<Diagnostic>> {
    let size = original.size.ok_or_else(|| unreadable(path, say!("picture.firstBytes")))?;
    if u64::from(size.0) * u64::from(size.1) > PIXELS_MAX {
        return Err(too_large(path, size));
    }
    let look = look::at(original, cache).map_err(|error| not_shown(path, &*error))?;
    let plain = if look.see_through { PictureFormat::Png } else { PictureFormat::Jpeg };
    let widths = widths::of(size);
    // The pictures of one original stand side by side, so that it is decoded once.
    let name = key("photo", &[original.digest.as_bytes()]).hex();
    let name = short(&name);
    let mut files = Vec::new();
    let mut set = |format| {
        let variants = widths.iter().map(|&width| {
            let recipe = Recipe::shrunk(original, width, format, cache);
            let url = Url::of(&format!("media/{name}-{width}.{}", format.extension()));
            files.push((OutPath::of(&url), PictureFile::Pixels(recipe.into())));
            (url, width)
        });
        variants.collect::<Vec<_>>()
    };
    let (webp, plain) = (set(PictureFormat::WebP), set(plain));
    let (width, height) = widths::shrunk(size, *widths.last().expect("there is always a width"));
    let url = widths::middle(&plain).cloned().unwrap_or_default();
    let stand_in = look.stand_in;
    let (original, inset) = (original.clone(), Inset::Photo(original.clone()));
    let published = Published { url, width, height, webp, plain, stand_in, drawing: None }.into();
    Ok(OfOne { original, published, inset, files })
}

/// Twelve hex digits are enough: a name only has to change when the picture does.
pub(crate) fn short(key: &str) -> &str {
    &key[..12]
}

/// The version of all that is done to a picture here: another one makes all names new.
pub(crate) const PIPELINE: &[u8] = b"pictures 2";

/// A key for something that this pipeline makes of `parts`. It has a number of its own, since names of pictures hang on it
/// and a new version of the program needn't make all of them again.
pub(crate) fn key(what: &str, parts: &[&[u8]]) -> CacheKey {
    CacheKey::of_any_program(&[&[PIPELINE, what.as_bytes()], parts].concat())
}

fn not_shown(path: &str, error: &(dyn Error + 'static)) -> Box<Diagnostic> {
    source::changed_in(path, error).map_or_else(|| unreadable(path, say!("problem.said", error)), Box::new)
}

fn unreadable(path: &str, error: Sentence) -> Box<Diagnostic> {
    let message = say!("picture.unreadable", error = error);
    let problem = Diagnostic::error(Code::PictureUnreadable, path, None, message);
    Box::new(problem.with_hint(say!("picture.unreadableHint")))
}

fn too_large(path: &str, (width, height): (u32, u32)) -> Box<Diagnostic> {
    let message = say!("picture.large", width, height);
    let problem = Diagnostic::error(Code::PictureTooLarge, path, None, message);
    let most = PIXELS_MAX / 1_000_000;
    Box::new(problem.with_hint(say!("picture.largeHint", most)))
}
