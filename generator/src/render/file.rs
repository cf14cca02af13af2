//! What pages, pictures and all else become: the files of the output, which `output` writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::cache::Cache;
use crate::pictures::{Bench, PictureFile, Recipe};
use crate::render::OutPath;
use crate::source::Checked;

/// Everything that a build makes.
#[derive(Debug, Default)]
pub struct Output {
    /// What stands at each path.
    pub files: BTreeMap<OutPath, File>,
}

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Made by the build.
    Bytes(Vec<u8>),
    /// Copied as it is from the content or the theme.
    Copy(Checked),
    /// Made when somebody wants it; its name changes with everything that goes into it.
    Made(Arc<Recipe>),
}

impl File {
    /// The bytes of the file; a file to copy is read from disk, a picture may be made only now.
    ///
    /// # Errors
    /// When a file that is needed can't be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        self.bytes_at(&mut Bench::default()).map(Cow::into_owned)
    }

    /// The same, from the copies that [`File::keep`] made where what is needed isn't any more what it was.
    ///
    /// # Errors
    /// When it can't be read, and there is no copy.
    pub fn bytes_or_kept(&self, cache: &Cache) -> io::Result<Vec<u8>> {
        self.bytes_at(&mut Bench::with_kept(cache)).map(Cow::into_owned)
    }

    /// Keeps a copy of what lies in the content or the theme and is needed for the bytes.
    pub fn keep(&self, cache: &Cache) {
        match self {
            Self::Bytes(_) => {}
            Self::Copy(file) => file.keep(cache),
            Self::Made(recipe) => recipe.original().into_iter().for_each(|original| original.keep(cache)),
        }
    }

    /// The same, with what is at hand of pictures.
    pub(crate) fn bytes_at(&self, bench: &mut Bench) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Copy(file) => file.bytes_or_kept(bench.kept()).map(Cow::Owned),
            Self::Made(recipe) => recipe.bytes(bench).map(Cow::Owned),
        }
    }
}

impl From<PictureFile> for File {
    fn from(file: PictureFile) -> Self {
        match file {
            PictureFile::Drawing(svg) => Self::Bytes(svg.into_bytes()),
            PictureFile::Pixels(recipe) => Self::Made(recipe),
        }
    }
}
