//! The theme's drawing → pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, ImageKind, Options, Tree};

use super::canvas::Canvas;
use super::layers::{self, Above, Layers};
use super::sheet::Sheet;
use super::slot::Slot;
use super::{Drawing, INSET, Inset, SIZE};
use crate::pictures::pixels::{self, Bench, Failure};

/// The widest that a picture stands inside a picture for sharing.
const INSET_WIDTH: u32 = 1200;

/// A picture in pixels.
pub(super) enum Painted {
    /// By itself.
    Alone(Pixmap),
    /// On what it has in common with others.
    On(Sheet),
}

impl Drawing {
    /// The pixels of the whole picture.
    pub(super) fn paint(&self, bench: &mut Bench) -> Result<Painted, Failure> {
        match layers::of(&self.svg, self.fonts.are_plain()) {
            Some(layers) => Ok(Painted::On(self.paint_layers(&layers, bench)?)),
            None => {
                let mut canvas = blank()?;
                self.draw(&self.svg, self.image(bench)?, &mut canvas)?;
                Ok(Painted::Alone(canvas))
            }
        }
    }

    fn paint_layers(&self, layers: &Layers, bench: &mut Bench) -> Result<Sheet, Failure> {
        let mut sheet = self.grounds.sheet(&layers.ground, || {
            let mut canvas = blank()?;
            self.draw(&layers.ground, None, &mut canvas)?;
            Ok(canvas)
        })?;
        let mut image = None;
        match layers.slot {
            Some(slot) => self.fill(slot, &mut sheet.canvas, bench)?,
            None => image = self.image(bench)?,
        }
        for above in &layers.above {
            match above {
                Above::Line(line) => self.fonts.write(line, &mut sheet.canvas),
                Above::Drawing(svg) => sheet.paint(|canvas| self.draw(svg, image.clone(), canvas))?,
            }
        }
        Ok(sheet)
    }

    fn fill(&self, slot: Slot, canvas: &mut Canvas, bench: &mut Bench) -> Result<(), Failure> {
        let Some(inset) = &self.inset else { return Ok(()) };
        let pixels = self.grounds.inset(inset, slot, || match inset {
            Inset::Photo(original) => slot.photo(bench.picture(original)?),
            Inset::Drawing(svg) => slot.drawing(&Tree::from_str(svg, &self.options(None))?),
        })?;
        slot.put(canvas, &pixels);
        Ok(())
    }

    fn draw(&self, svg: &str, image: Option<ImageKind>, canvas: &mut Pixmap) -> Result<(), Failure> {
        let tree = Tree::from_str(svg, &self.options(image))?;
        let size = tree.size();
        let (x, y) =
            (f64::from(SIZE.0) / f64::from(size.width()), f64::from(SIZE.1) / f64::from(size.height()));
        resvg::render(&tree, scale(x, y), &mut canvas.as_mut());
        Ok(())
    }

    /// The picture as an element of the drawing, wherever the theme puts it.
    fn image(&self, bench: &mut Bench) -> Result<Option<ImageKind>, Failure> {
        Ok(match &self.inset {
            None => None,
            Some(Inset::Drawing(svg)) => Some(ImageKind::SVG(Tree::from_str(svg, &self.options(None))?)),
            Some(Inset::Photo(original)) => {
                let picture = bench.picture(original)?;
                let width = picture.width().min(INSET_WIDTH);
                let height =
                    u64::from(picture.height()) * u64::from(width) / u64::from(picture.width()).max(1);
                let small = pixels::shrink(picture, width, u32::try_from(height)?.max(1))?;
                Some(ImageKind::PNG(Arc::new(pixels::quick_png(&small)?)))
            }
        })
    }

    /// Reads nothing from disk or net, and no font of this machine.
    fn options(&self, image: Option<ImageKind>) -> Options<'_> {
        let resolver = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(move |href, _| image.clone().filter(|_| href == INSET)),
        };
        let fonts = FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|char, used, _| self.fonts.fallback(char, used)),
        };
        Options {
            image_href_resolver: resolver,
            font_resolver: fonts,
            fontdb: Arc::clone(self.fonts.database()),
            ..Options::default()
        }
    }
}

fn blank() -> Result<Pixmap, Failure> {
    Pixmap::new(SIZE.0, SIZE.1).ok_or_else(|| "no memory for a picture".into())
}

#[expect(clippy::cast_possible_truncation, reason = "a factor near one")]
fn scale(x: f64, y: f64) -> Transform {
    Transform::from_scale(x as f32, y as f32)
}
