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
    /// It couldn't be kept: there is no room on the disk, or the folder can't be written.
    NoRoom,
    /// Its end is missing, or it isn't what it says that it is.
    Broken,
}

impl NotTaken {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Empty,
        Self::TooHeavy,
        Self::TooManyPixels,
        Self::Heic,
        Self::Avif,
        Self::Gif,
        Self::Svg,
        Self::Document,
        Self::Film,
        Self::Moving,
        Self::Other,
        Self::NoRoom,
        Self::Broken,
    ];

    /// Names it in forms, and its sentence: `picture.not.heavy`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooHeavy => "heavy",
            Self::TooManyPixels => "pixels",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Document => "document",
            Self::Film => "film",
            Self::Moving => "moving",
            Self::Other => "other",
            Self::NoRoom => "noRoom",
            Self::Broken => "broken",
        }
    }

    /// The sentence.
    #[must_use]
    pub fn told(self, words: Words) -> String {
        let most = (super::BYTES_MAX / (1024 * 1024)).to_string();
        let pixels = (super::PIXELS_MAX / 1_000_000).to_string();
        words.with(&format!("picture.not.{}", self.name()), &[("most", &most), ("pixels", &pixels)])
    }
}
