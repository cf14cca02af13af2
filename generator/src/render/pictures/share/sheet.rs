//! A ground to paint a picture on, which is a ground again afterwards: to copy one for each picture takes a tenth of all the time
//! that it takes to make them.

use std::sync::Arc;

use resvg::tiny_skia::Pixmap;

use super::canvas::Canvas;
use super::flat::{self, Numbered};
use super::grounds::Ground;
use super::{BYTES_MAX, smooth};
use crate::pictures::pixels::Failure;

/// The pixels of a ground, and what was painted over them.
#[derive(Debug)]
pub(super) struct Sheet {
    ground: Arc<Ground>,
    pub(super) canvas: Canvas,
}

impl Sheet {
    /// A new one.
    pub(super) fn on(ground: Arc<Ground>) -> Self {
        Self { canvas: Canvas::new(ground.pixels.clone()), ground }
    }

    pub(super) fn is_on(&self, ground: &Arc<Ground>) -> bool {
        Arc::ptr_eq(&self.ground, ground)
    }

    /// Paints in a way of which nothing is known.
    pub(super) fn paint<T>(&mut self, paint: impl FnOnce(&mut Pixmap) -> T) -> T {
        self.canvas.paint(&self.ground.pixels, paint)
    }

    /// The picture as a PNG of few colours.
    pub(super) fn flat(&self) -> Result<Vec<u8>, Failure> {
        let bytes = self.ground.flat().png(&self.ground.pixels, &self.canvas)?;
        if bytes.len() <= BYTES_MAX {
            Ok(bytes)
        } else {
            flat::small_enough(&Numbered::of(self.canvas.pixels()))
        }
    }

    /// The picture as a JPEG.
    pub(super) fn smooth(&self) -> Result<Vec<u8>, Failure> {
        smooth::small_enough(self.canvas.pixels())
    }

    /// Takes the picture off the ground.
    pub(super) fn wipe(&mut self) {
        self.canvas.wipe(&self.ground.pixels);
    }
}
