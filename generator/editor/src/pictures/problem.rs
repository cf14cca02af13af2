//! [`NotTaken`]: why a picture isn't taken in, and what to do.

use crate::words::Words;

/// Why a picture isn't taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// There is nothing in the file.
    Empty,
    /// The file is larger than [`super::BYTES_MAX`].
    TooHeavy,
    /// It has more pixels than [`super::PIXELS_MAX`], or needs more memory than so many.
    TooManyPixels,
    /// The way in which telephones of Apple keep pictures.
    Heic,
    /// AVIF.
    Avif,
    /// GIF.
    Gif,
    /// A drawing.
    Svg,
    /// PDF, or a file of an office program.
    Document,
    /// A film.
    Film,
    /// Several pictures that follow each other.
    Moving,
    /// Some other file.
    Other,
    /// Its end is missing, or it isn't what it says that it is.
    Broken,
}

impl NotTaken {
    /// The key of its sentence.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "picture.not.empty",
            Self::TooHeavy => "picture.not.heavy",
            Self::TooManyPixels => "picture.not.pixels",
            Self::Heic => "picture.not.heic",
            Self::Avif => "picture.not.avif",
            Self::Gif => "picture.not.gif",
            Self::Svg => "picture.not.svg",
            Self::Document => "picture.not.document",
            Self::Film => "picture.not.film",
            Self::Moving => "picture.not.moving",
            Self::Other => "picture.not.other",
            Self::Broken => "picture.not.broken",
        }
    }

    /// The sentence.
    #[must_use]
    pub fn told(self, words: Words) -> String {
        let most = (super::BYTES_MAX / (1024 * 1024)).to_string();
        let pixels = (super::PIXELS_MAX / 1_000_000).to_string();
        words.with(self.key(), &[("most", &most), ("pixels", &pixels)])
    }
}
