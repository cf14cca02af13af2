//! Words → glyphs and their places, as a shaper has them, each word once.
//!
//! A word is shaped by itself, with the blank behind it: the same names and dates stand in many pictures.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use parking_lot::RwLock;
use resvg::usvg::fontdb::{Family, ID, Query, Weight};
use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use super::Fonts;
use super::lines::{Anchor, Line, Style};

/// Glyphs of a font beside each other, at a size of one pixel.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    glyphs: Vec<Glyph>,
    /// How far it is from where they begin to where others do.
    pub(super) advance: f32,
}

/// A glyph and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) font: ID,
    pub(super) id: GlyphId,
    /// Pixels from the left, and down.
    pub(super) x: f32,
    pub(super) y: f32,
}

/// What was shaped before.
#[derive(Default)]
pub(super) struct Shaper {
    /// By the font that is asked first and the direction.
    words: RwLock<HashMap<(ID, bool), Words>>,
    /// What a font does for a direction and a script; to find that out takes longer than to shape a word.
    plans: RwLock<HashMap<(ID, bool, Script), Arc<ShapePlan>>>,
}

type Words = HashMap<String, Arc<Shaped>>;

impl fmt::Debug for Shaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shaper").finish_non_exhaustive()
    }
}

impl Fonts {
    /// The glyphs of a line, from left to right; none without a font of its families.
    pub(super) fn glyphs(&self, line: &Line) -> Vec<Glyph> {
        let Some(font) = self.first(&line.style) else { return Vec::new() };
        let (words, size) = (self.words(&line.text, font), line.style.size);
        let width: f32 = words.iter().map(|word| word.advance * size).sum();
        let mut x = match line.style.anchor {
            Anchor::Start => line.x,
            Anchor::Middle => line.x - width / 2.0,
            Anchor::End => line.x - width,
        };
        let mut glyphs = Vec::new();
        for word in words {
            let placed =
                |glyph: &Glyph| Glyph { x: x + glyph.x * size, y: line.y + glyph.y * size, ..*glyph };
            glyphs.extend(word.glyphs.iter().map(placed));
            x += word.advance * size;
        }
        glyphs
    }

    /// The font that is asked first, found as the drawing library finds it.
    fn first(&self, style: &Style) -> Option<ID> {
        let named = style.families.iter().map(|name| Family::Name(name));
        let families: Vec<Family<'_>> = named.chain([Family::Serif]).collect();
        self.database().query(&Query {
            families: &families,
            weight: Weight(style.weight),
            ..Query::default()
        })
    }

    /// The words of a text in the order in which they stand from left to right.
    fn words(&self, text: &str, font: ID) -> Vec<Arc<Shaped>> {
        let bidi = BidiInfo::new(text, Some(Level::ltr()));
        let mut words = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let to_the_left = levels[run.start].is_rtl();
                let parts =
                    text[run].split_inclusive(' ').map(|word| self.shaped_word(word, font, to_the_left));
                match to_the_left {
                    true => words.extend(parts.rev()),
                    false => words.extend(parts),
                }
            }
        }
        words
    }

    fn shaped_word(&self, word: &str, font: ID, to_the_left: bool) -> Arc<Shaped> {
        let key = (font, to_the_left);
        if let Some(shaped) = self.shaper.words.read().get(&key).and_then(|words| words.get(word)) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(self.shape(word, font, to_the_left));
        self.shaper.words.write().entry(key).or_default().insert(word.to_owned(), Arc::clone(&shaped));
        shaped
    }

    /// A word, of which each letter may come from another font.
    fn shape(&self, word: &str, font: ID, to_the_left: bool) -> Shaped {
        let mut parts = self.parts(word, font);
        if to_the_left {
            parts.reverse();
        }
        let mut all = Shaped::default();
        for (font, part) in parts {
            let shaped = self.shape_part(&word[part], font, to_the_left);
            all.glyphs.extend(shaped.glyphs.iter().map(|glyph| Glyph { x: glyph.x + all.advance, ..*glyph }));
            all.advance += shaped.advance;
        }
        all
    }

    /// Parts of a word by the font that has their letters. One that none has, such as a sign of direction, stays with those
    /// before it.
    fn parts(&self, word: &str, first: ID) -> Vec<(ID, Range<usize>)> {
        let mut parts: Vec<(ID, Range<usize>)> = Vec::new();
        for (at, letter) in word.char_indices() {
            let before = parts.last().map_or(first, |(font, _)| *font);
            let found = [first].into_iter().find(|font| self.covers(*font, letter));
            let font = found.or_else(|| self.fallback(letter, &[first])).unwrap_or(before);
            let end = at + letter.len_utf8();
            match parts.last_mut().filter(|(last, _)| *last == font) {
                Some((_, part)) => part.end = end,
                None => parts.push((font, at..end)),
            }
        }
        parts
    }

    fn shape_part(&self, text: &str, font: ID, to_the_left: bool) -> Shaped {
        let shape = |data: &[u8], index| {
            let face = Face::from_slice(data, index)?;
            let mut buffer = UnicodeBuffer::new();
            buffer.push_str(text);
            buffer.set_direction(if to_the_left { Direction::RightToLeft } else { Direction::LeftToRight });
            buffer.guess_segment_properties();
            let plan = self.plan(&face, font, &buffer);
            Some(placed(&face, font, &rustybuzz::shape_with_plan(&face, &plan, buffer)))
        };
        self.database().with_face_data(font, shape).flatten().unwrap_or_default()
    }

    /// What the font does for the direction and script of these letters.
    pub(super) fn plan(&self, face: &Face<'_>, font: ID, buffer: &UnicodeBuffer) -> Arc<ShapePlan> {
        let (direction, script) = (buffer.direction(), buffer.script());
        let key = (font, direction == Direction::RightToLeft, script);
        if let Some(plan) = self.shaper.plans.read().get(&key) {
            return Arc::clone(plan);
        }
        let language = buffer.language();
        let plan = Arc::new(ShapePlan::new(face, direction, Some(script), language.as_ref(), &[]));
        self.shaper.plans.write().insert(key, Arc::clone(&plan));
        plan
    }
}

#[expect(clippy::cast_precision_loss, reason = "units of a font are small numbers")]
fn placed(face: &Face<'_>, font: ID, glyphs: &rustybuzz::GlyphBuffer) -> Shaped {
    let unit = 1.0 / face.units_per_em() as f32;
    let mut shaped = Shaped::default();
    for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
        let (x, y) = (position.x_offset as f32 * unit, -(position.y_offset as f32) * unit);
        // Glyphs of a font have numbers of two bytes.
        let id = GlyphId(u16::try_from(info.glyph_id).unwrap_or(0));
        shaped.glyphs.push(Glyph { font, id, x: shaped.advance + x, y });
        shaped.advance += position.x_advance as f32 * unit;
    }
    shaped
}
