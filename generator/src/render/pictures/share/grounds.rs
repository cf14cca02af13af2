//! What many pictures for sharing have in common is drawn once.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use resvg::tiny_skia::Pixmap;

use super::Inset;
use super::flat::FlatGround;
use super::sheet::Sheet;
use super::slot::Slot;
use crate::pictures::pixels::Failure;

/// The pictures of one language have two, with room for a picture and without. Each takes 4.5 MB.
const GROUNDS: usize = 2;

/// One for each thread of a small machine and each ground; each takes 4.5 MB.
const SHEETS: usize = 4;

/// A picture of the content comes again in the next language, 1 MB each in the size of its place. A site with more of them than
/// that makes each once a language.
const INSETS: usize = 24;

/// The grounds and the pictures of the content that were drawn last.
#[derive(Debug, Default)]
pub struct Grounds {
    grounds: Drawn<Ground, GROUNDS>,
    /// What nobody paints on now.
    sheets: Mutex<Vec<Sheet>>,
    insets: Drawn<Pixmap, INSETS>,
}

impl Grounds {
    /// The pixels of this drawing to paint on, drawn now if they aren't there.
    pub(super) fn sheet(
        &self,
        svg: &str,
        draw: impl FnOnce() -> Result<Pixmap, Failure>,
    ) -> Result<Sheet, Failure> {
        let ground = self.grounds.get(svg, || Ok(Ground { pixels: draw()?, flat: OnceLock::new() }))?;
        let mut sheets = self.sheets.lock();
        let free = sheets.iter().position(|sheet| sheet.is_on(&ground)).map(|at| sheets.swap_remove(at));
        drop(sheets);
        Ok(free.unwrap_or_else(|| Sheet::on(ground)))
    }

    /// Takes a sheet back for the next picture.
    pub(super) fn give_back(&self, mut sheet: Sheet) {
        sheet.wipe();
        let mut sheets = self.sheets.lock();
        sheets.truncate(SHEETS - 1);
        sheets.insert(0, sheet);
    }

    /// The pixels of a picture of the content in this place, made now if they aren't there.
    pub(super) fn inset(
        &self,
        inset: &Inset,
        slot: Slot,
        make: impl FnOnce() -> Result<Pixmap, Failure>,
    ) -> Result<Arc<Pixmap>, Failure> {
        let of = match inset {
            Inset::Photo(original) => &original.digest,
            Inset::Drawing(svg) => svg,
        };
        self.insets.get(&format!("{} {} {of}", slot.width, slot.height), make)
    }
}

/// What lies below all that differs.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) pixels: Pixmap,
    flat: OnceLock<FlatGround>,
}

impl Ground {
    /// The ground as it is in a file of few colours.
    pub(super) fn flat(&self) -> &FlatGround {
        self.flat.get_or_init(|| FlatGround::of(&self.pixels))
    }
}

/// The newest of their kind, each with what it was made of.
#[derive(Debug)]
struct Drawn<T, const MOST: usize>(Mutex<VecDeque<(String, Arc<T>)>>);

impl<T, const MOST: usize> Default for Drawn<T, MOST> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T, const MOST: usize> Drawn<T, MOST> {
    fn get(&self, of: &str, draw: impl FnOnce() -> Result<T, Failure>) -> Result<Arc<T>, Failure> {
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
