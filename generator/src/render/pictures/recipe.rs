//! How a file of pixels is made. Its name is known before: the hash of all that goes into it.

use std::io;

use super::key;
use super::pixels::{self, Bench, Failure};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::share::Drawing;
use crate::source::Original;

/// A file that is made when somebody wants its bytes.
#[derive(Debug)]
pub struct Recipe {
    key: CacheKey,
    cache: Cache,
    work: Work,
}

#[derive(Debug)]
enum Work {
    Shrink { original: Original, width: u32, format: PictureFormat },
    Draw(Drawing),
}

/// What a picture is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PictureFormat {
    /// For every browser.
    Jpeg,
    /// For every browser, where something shines through.
    Png,
    /// Smaller than both.
    WebP,
}

impl PictureFormat {
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

impl Recipe {
    /// A photograph in this width.
    pub(super) fn shrunk(original: &Original, width: u32, format: PictureFormat, cache: &Cache) -> Self {
        let parts = [original.digest.as_bytes(), &width.to_le_bytes(), format.extension().as_bytes()];
        let work = Work::Shrink { original: original.clone(), width, format };
        Self { key: key("shrunk", &parts), cache: cache.clone(), work }
    }

    /// A picture for sharing.
    pub(crate) fn drawn(drawing: Drawing, cache: &Cache) -> Self {
        Self { key: drawing.key(), cache: cache.clone(), work: Work::Draw(drawing) }
    }

    /// The hash of all that goes into the file.
    #[must_use]
    pub fn key(&self) -> CacheKey {
        self.key
    }

    /// The photograph that it is made of; one in a picture for sharing is another's, too.
    #[must_use]
    pub fn original(&self) -> Option<&Original> {
        match &self.work {
            Work::Shrink { original, .. } => Some(original),
            Work::Draw(_) => None,
        }
    }

    /// The bytes, from the cache or made now.
    ///
    /// # Errors
    /// When the original can't be read any more; the message names it.
    pub fn bytes(&self, bench: &mut Bench) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.cache.get(&self.key) {
            return Ok(bytes);
        }
        let bytes = self.make(bench).map_err(io::Error::other)?;
        self.cache.put(&self.key, &bytes);
        Ok(bytes)
    }

    fn make(&self, bench: &mut Bench) -> Result<Vec<u8>, Failure> {
        match &self.work {
            Work::Shrink { original, width, format } => {
                pixels::encode(bench.shrunk(original, *width)?, *format)
            }
            Work::Draw(drawing) => drawing.bytes(bench),
        }
    }
}

/// Equal keys are equal bytes.
impl PartialEq for Recipe {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Recipe {}
