//! The fonts that the theme brings along, for drawing and for measuring.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use parking_lot::RwLock;
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Weight};
use rustybuzz::{Face, UnicodeBuffer, ttf_parser};

use super::letters::Letters;
use super::shaped::Shaper;
use crate::keep;
use crate::source::{self, Checked};

/// All fonts of a theme.
#[derive(Debug)]
pub struct Fonts {
    database: Arc<Database>,
    coverage: Vec<Coverage>,
    digest: String,
    /// Word → its width at a size of one pixel, in letters that aren't bold and that are. Shaping takes long, and the
    /// same names and dates stand in many pictures.
    widths: [RwLock<HashMap<String, f32>>; 2],
    pub(super) shaper: Shaper,
    pub(super) letters: Letters,
}

/// The letters of one font.
#[derive(Debug)]
struct Coverage {
    id: ID,
    weight: Weight,
    letters: BTreeSet<char>,
    /// Whether all its letters are outlines of one colour.
    is_plain: bool,
}

impl Fonts {
    /// Reads the fonts in the order of their names, which is the order in which they are asked for a letter.
    ///
    /// # Errors
    /// When a file can't be read, or has changed since it was looked at.
    pub fn load<'a>(files: impl Iterator<Item = &'a Checked>) -> io::Result<Self> {
        let mut database = Database::new();
        let mut digests = Vec::new();
        for file in files {
            let bytes = file.bytes()?;
            digests.push(source::digest(&bytes));
            database.load_font_data(bytes);
        }
        let parts: Vec<&[u8]> = digests.iter().map(String::as_bytes).collect();
        let digest = keep::hash(&parts);
        let coverage = database.faces().map(|face| Coverage::of(&database, face)).collect();
        Ok(Self {
            database: Arc::new(database),
            coverage,
            digest,
            widths: Default::default(),
            shaper: Shaper::default(),
            letters: Letters::default(),
        })
    }

    pub(super) fn database(&self) -> &Arc<Database> {
        &self.database
    }

    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// The width of a word or line in pixels, shaped as it will be drawn.
    #[must_use]
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        text.split_inclusive(' ').map(|word| self.word(word, bold)).sum::<f32>() * size
    }

    /// Whether there is no font.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.database.is_empty()
    }

    /// Whether letters of all fonts are outlines of one colour, and none a little picture.
    pub(super) fn are_plain(&self) -> bool {
        self.coverage.iter().all(|face| face.is_plain)
    }

    /// Whether a font has this letter.
    pub(super) fn covers(&self, font: ID, letter: char) -> bool {
        self.coverage.iter().any(|face| face.id == font && face.letters.contains(&letter))
    }

    /// Whether one of the fonts has each of these letters.
    #[must_use]
    pub fn has(&self, letters: &str, bold: bool) -> bool {
        letters.chars().all(|letter| self.face_with(letter, weight(bold), &[]).is_some())
    }

    fn word(&self, word: &str, bold: bool) -> f32 {
        let known = &self.widths[usize::from(bold)];
        if let Some(width) = known.read().get(word) {
            return *width;
        }
        let width = self.shaped(word, weight(bold));
        known.write().insert(word.to_owned(), width);
        width
    }

    /// One word in the font of its first letter, so that a name in Latin letters counts inside Arabic.
    fn shaped(&self, word: &str, weight: Weight) -> f32 {
        let letter = word.chars().find(|char| char.is_alphanumeric()).unwrap_or(' ');
        let face = self.face_with(letter, weight, &[]);
        let width = face.and_then(|font| {
            self.database
                .with_face_data(font, |data, at| self.advance(Face::from_slice(data, at)?, font, word))
        });
        width.flatten().unwrap_or_default()
    }

    /// The width at a size of one pixel. A letter that the font hasn't is as wide as its empty box.
    #[expect(clippy::cast_precision_loss, reason = "units of a font are small numbers")]
    fn advance(&self, face: Face<'_>, font: ID, text: &str) -> Option<f32> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = rustybuzz::shape_with_plan(&face, &self.plan(&face, font, &buffer), buffer);
        let units: i32 = glyphs.glyph_positions().iter().map(|position| position.x_advance).sum();
        Some(units as f32 / face.units_per_em() as f32)
    }

    /// Another font of the same weight that has this letter.
    pub(super) fn fallback(&self, char: char, used: &[ID]) -> Option<ID> {
        let weight =
            used.first().and_then(|id| self.database.face(*id)).map_or(Weight::NORMAL, |face| face.weight);
        self.face_with(char, weight, used)
    }

    fn face_with(&self, char: char, weight: Weight, except: &[ID]) -> Option<ID> {
        let of_weight =
            self.coverage.iter().filter(|face| face.weight == weight && !except.contains(&face.id));
        of_weight.filter(|face| face.letters.contains(&char)).map(|face| face.id).next()
    }
}

fn weight(bold: bool) -> Weight {
    if bold { Weight::BOLD } else { Weight::NORMAL }
}

impl Coverage {
    fn of(database: &Database, face: &FaceInfo) -> Self {
        let letters = database.with_face_data(face.id, letters).flatten().unwrap_or_default();
        let is_plain = database.with_face_data(face.id, is_plain).unwrap_or_default();
        Self { id: face.id, weight: face.weight, letters, is_plain }
    }
}

fn is_plain(data: &[u8], index: u32) -> bool {
    ttf_parser::Face::parse(data, index).is_ok_and(|face| {
        let tables = face.tables();
        let has_pictures = tables.sbix.is_some() || tables.svg.is_some() || tables.colr.is_some();
        !has_pictures && tables.cbdt.is_none() && tables.ebdt.is_none() && tables.bdat.is_none()
    })
}

fn letters(data: &[u8], index: u32) -> Option<BTreeSet<char>> {
    let face = ttf_parser::Face::parse(data, index).ok()?;
    let mut letters = BTreeSet::new();
    for table in face.tables().cmap?.subtables.into_iter().filter(|table| table.is_unicode()) {
        table.codepoints(|code| letters.extend(char::from_u32(code)));
    }
    Some(letters)
}
