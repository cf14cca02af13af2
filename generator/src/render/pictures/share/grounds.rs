//! What many pictures for sharing have in common is drawn once.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use resvg::tiny_skia::Pixmap;

use super::slot::Slot;
use crate::pictures::pixels::Failure;
use crate::source::Original;

/// The pictures of one language have two, with room for a picture and without. Each takes 3 MB.
const GROUNDS: usize = 2;

/// A photograph comes again in the next language, 1 MB each in the size of its place. A site with more of them than that
/// shrinks each once a language.
const PHOTOS: usize = 12;

/// The grounds and the photographs that were drawn last.
#[derive(Debug, Default)]
pub struct Grounds {
    grounds: Drawn<GROUNDS>,
    photos: Drawn<PHOTOS>,
}

impl Grounds {
    /// The pixels of this drawing, drawn now if they aren't there.
    pub(super) fn get(
        &self,
        svg: &str,
        draw: impl FnOnce() -> Result<Pixmap, Failure>,
    ) -> Result<Arc<Pixmap>, Failure> {
        self.grounds.get(svg, draw)
    }

    /// The pixels of a photograph in this place, shrunk now if they aren't there.
    pub(super) fn photo(
        &self,
        original: &Original,
        slot: Slot,
        shrink: impl FnOnce() -> Result<Pixmap, Failure>,
    ) -> Result<Arc<Pixmap>, Failure> {
        self.photos.get(&format!("{} {} {}", original.digest, slot.width, slot.height), shrink)
    }
}

/// The newest pixels, each with what they were made of.
#[derive(Debug, Default)]
struct Drawn<const MOST: usize>(Mutex<VecDeque<(String, Arc<Pixmap>)>>);

impl<const MOST: usize> Drawn<MOST> {
    fn get(&self, of: &str, draw: impl FnOnce() -> Result<Pixmap, Failure>) -> Result<Arc<Pixmap>, Failure> {
        if let Some((_, pixels)) = self.0.lock().iter().find(|(known, _)| known == of) {
            return Ok(Arc::clone(pixels));
        }
        // Two threads may draw the same once, rather than one wait for the other.
        let pixels = Arc::new(draw()?);
        let mut all = self.0.lock();
        all.truncate(MOST - 1);
        all.push_front((of.to_owned(), Arc::clone(&pixels)));
        Ok(pixels)
    }
}
