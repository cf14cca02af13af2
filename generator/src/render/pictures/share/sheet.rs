//! A ground to paint a picture on, which is a ground again afterwards: to copy one for each picture takes a tenth of all the time
//! that it takes to make them.

use std::sync::Arc;

use resvg::tiny_skia::Pixmap;

use super::flat::{Numbered, Part, differing};
use super::grounds::Ground;

/// The pixels of a ground, and what was painted over them.
#[derive(Debug)]
pub(super) struct Sheet {
    ground: Arc<Ground>,
    pub(super) canvas: Pixmap,
    /// The numbers of the ground's colours, once they were asked for; those of the picture while it is there.
    numbered: Option<Numbered>,
}

impl Sheet {
    /// A new one.
    pub(super) fn on(ground: Arc<Ground>) -> Self {
        Self { canvas: ground.pixels.clone(), numbered: None, ground }
    }

    pub(super) fn is_on(&self, ground: &Arc<Ground>) -> bool {
        Arc::ptr_eq(&self.ground, ground)
    }

    /// Hands the picture in numbers of its colours to `make`, and takes it off the ground.
    pub(super) fn numbered<T>(&mut self, make: impl FnOnce(&Numbered) -> T) -> T {
        let ground = self.ground.numbered();
        let numbered = self.numbered.get_or_insert_with(|| ground.clone());
        let parts = differing(&self.ground.pixels, &self.canvas);
        numbered.paint(&parts, &self.canvas);
        let made = make(numbered);
        numbered.take_back(&parts, ground);
        wipe(&mut self.canvas, &parts, &self.ground.pixels);
        made
    }

    /// Hands the pixels of the picture to `make`, and takes it off the ground.
    pub(super) fn pixels<T>(&mut self, make: impl FnOnce(&Pixmap) -> T) -> T {
        let made = make(&self.canvas);
        let parts = differing(&self.ground.pixels, &self.canvas);
        wipe(&mut self.canvas, &parts, &self.ground.pixels);
        made
    }
}

fn wipe(canvas: &mut Pixmap, parts: &[Part], ground: &Pixmap) {
    for part in parts {
        canvas.data_mut()[part.bytes()].copy_from_slice(&ground.data()[part.bytes()]);
    }
}
