//! One look at a photograph: whether something shines through it, and its rough colours.
//!
//! It takes decoding, which also finds out whether the file is whole; so it is kept in the cache.

use image::RgbaImage;

use super::pixels::{Bench, Failure};
use super::{key, stand_in};
use crate::cache::Cache;
use crate::source::Original;

/// What was seen.
#[derive(Debug)]
pub(super) struct Inspection {
    /// Whether a pixel isn't opaque.
    pub(super) see_through: bool,
    /// Colours as CSS writes them; none where something shines through.
    pub(super) stand_in: Vec<String>,
}

/// Looks, or remembers having looked.
pub(super) fn at(original: &Original, cache: &Cache) -> Result<Inspection, Failure> {
    let key = key("look", &[original.digest.as_bytes()]);
    let known = cache.get(&key).and_then(|bytes| String::from_utf8(bytes).ok());
    let words = match known {
        Some(words) => words,
        None => {
            let words = look(Bench::default().picture(original)?)?;
            cache.put(&key, words.as_bytes());
            words
        }
    };
    let colours: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    Ok(Inspection { see_through: colours.is_empty(), stand_in: colours })
}

/// The colours with blanks between, or nothing for a picture that isn't opaque.
fn look(picture: &RgbaImage) -> Result<String, Failure> {
    let see_through = picture.pixels().any(|pixel| pixel.0[3] != u8::MAX);
    if see_through { Ok(String::new()) } else { Ok(stand_in::colours(picture)?.join(" ")) }
}
