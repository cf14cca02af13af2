//! What many pictures for sharing have in common is drawn once.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use resvg::tiny_skia::Pixmap;

use crate::pictures::pixels::Failure;

/// The pictures of one language have two, with room for a picture and without. Each takes 3 MB.
const MOST: usize = 2;

/// The grounds that were drawn last, each with its drawing.
#[derive(Debug, Default)]
pub struct Grounds(Mutex<VecDeque<(String, Arc<Pixmap>)>>);

impl Grounds {
    /// The pixels of this drawing, drawn now if they aren't there.
    pub(super) fn get(
        &self,
        svg: &str,
        draw: impl FnOnce() -> Result<Pixmap, Failure>,
    ) -> Result<Arc<Pixmap>, Failure> {
        if let Some((_, pixels)) = self.0.lock().iter().find(|(known, _)| known == svg) {
            return Ok(Arc::clone(pixels));
        }
        // Two threads may draw the same once, rather than one wait for the other.
        let pixels = Arc::new(draw()?);
        let mut all = self.0.lock();
        all.truncate(MOST - 1);
        all.push_front((svg.to_owned(), Arc::clone(&pixels)));
        Ok(pixels)
    }
}
