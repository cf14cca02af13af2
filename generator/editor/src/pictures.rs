//! Pictures as they were sent → as they may enter git, which never forgets.
//!
//! What a file is, its bytes say, and not its name. It is turned the way the camera was held, made smaller, and written in the
//! colours of the web; nothing but pixels goes on. Here are bytes in and bytes out; the page on which it is asked at once what
//! the picture shows and who is in it is `pages::pictures`.

mod colours;
mod encode;
mod format;
pub(crate) mod held;
mod pixels;
mod problem;
pub(crate) mod received;
mod shrink;

use data_encoding::HEXLOWER;
use generator::slug::is_slug;
use generator::{clean, source};
use image::metadata::Orientation;
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

pub use problem::NotTaken;

/// The most bytes that somebody may send: what a draft may hold.
pub const BYTES_MAX: usize = crate::drafts::MAX_PICTURE;

/// The most pixels that are decoded; they are told by the file's header.
pub const PIXELS_MAX: u64 = 50_000_000;

/// The longer side of what is kept, in pixels: half as much again as the widest that the site shows.
pub const SIDE_MAX: u32 = 2400;

/// One at a time is decoded, since the largest takes up to half a gigabyte.
static DECODING: Mutex<()> = Mutex::new(());

/// The longer side of a small copy, in pixels.
const SMALL: u32 = 240;

/// A picture that may enter git.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The file.
    pub bytes: Vec<u8>,
    /// The end of its name: `jpg`, `png` or `webp`.
    pub ending: &'static str,
    /// In pixels, the right way up.
    pub width: u32,
    /// In pixels, the right way up.
    pub height: u32,
    /// What is different from what was sent.
    pub was: Vec<Change>,
}

/// What was changed in a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It was turned as the camera was held.
    Turned,
    /// It was larger than [`SIDE_MAX`].
    Shrunk,
    /// Its colours were those of another profile.
    Colours,
    /// It is another kind of file now.
    Rewritten,
    /// What the camera or a program had written beside the pixels is gone.
    Notes,
    /// The film that a telephone hung behind it is gone.
    Film,
}

impl Change {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Turned, Self::Shrunk, Self::Notes, Self::Film, Self::Colours, Self::Rewritten];

    /// Names it in addresses, and its sentence: `picture.was.turned`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Turned => "turned",
            Self::Shrunk => "shrunk",
            Self::Colours => "colours",
            Self::Rewritten => "rewritten",
            Self::Notes => "notes",
            Self::Film => "film",
        }
    }
}

/// Takes a picture in. All of the file is written anew from its pixels, so that nothing can hide in it; the same file always
/// comes out as the same bytes.
///
/// # Errors
/// [`NotTaken`], with what to do.
pub fn take_in(bytes: &[u8]) -> Result<Taken, NotTaken> {
    let _alone = DECODING.lock();
    let format = format::of(bytes)?;
    format::look(bytes, format)?;
    let cleaned = clean::picture(bytes).ok_or(NotTaken::Broken)?;
    let held = source::orientation(bytes).ok_or(NotTaken::Broken)?;
    let pixels::Decoded { mut picture, profile } = pixels::decode(&cleaned, format)?;
    let noted = (cleaned != bytes).then(|| match has_film(bytes) && !has_film(&cleaned) {
        true => Change::Film,
        false => Change::Notes,
    });
    let colours = colours::Colours::of(profile.as_deref());
    let is_large = picture.width().max(picture.height()) > SIDE_MAX;
    // Before it is shrunk: smaller pictures have fewer colours.
    let is_photo = encode::is_photo(&picture);
    picture = shrink::to(picture, SIDE_MAX)?;
    colours.convert(&mut picture)?;
    picture.apply_orientation(held);
    let (bytes, to) = encode::encode(&picture, format, is_photo)?;
    let was = [
        (held != Orientation::NoTransforms).then_some(Change::Turned),
        is_large.then_some(Change::Shrunk),
        noted,
        colours.is_other().then_some(Change::Colours),
        (to != format).then_some(Change::Rewritten),
    ];
    let was = was.into_iter().flatten().collect();
    checked(Taken { bytes, ending: to.ending(), width: picture.width(), height: picture.height(), was })
}

/// Reads the result again, as `spaces check` will: nothing may be left to take out, and the size must be what is said.
fn checked(taken: Taken) -> Result<Taken, NotTaken> {
    let is_clean = clean::picture(&taken.bytes).is_some_and(|again| again == taken.bytes);
    let is_upright = source::orientation(&taken.bytes) == Some(Orientation::NoTransforms);
    let is_size = format::size(&taken.bytes) == Some((taken.width, taken.height));
    if !(is_clean && is_upright && is_size) {
        return Err(NotTaken::Broken);
    }
    if taken.bytes.len() > BYTES_MAX { Err(NotTaken::TooHeavy) } else { Ok(taken) }
}

/// What the file of a picture beside a document is called: never as on the disk that it comes from, since such names tell of people
/// and places. The same picture always has the same name, and two that two people send at the same time have two.
#[must_use]
pub fn file_name(folder: &str, bytes: &[u8], ending: &str) -> String {
    let last = folder.rsplit('/').next().unwrap_or_default();
    let stem = if is_slug(last) { last } else { "picture" };
    format!("{stem}-{}.{ending}", &digest(bytes)[..8])
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A small copy, to see which one it is; `None` for what can't be read. What shines through is white.
pub(crate) fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let _alone = DECODING.lock();
    let format = format::of(bytes).ok()?;
    format::look(bytes, format).ok()?;
    let held = source::orientation(bytes)?;
    let mut picture = shrink::to(pixels::decode(bytes, format).ok()?.picture, SMALL).ok()?;
    picture.apply_orientation(held);
    encode::jpeg(&encode::on_white(picture)).ok()
}

/// Whether a box of MPEG-4 stands somewhere (ISO 14496-12, 4.3).
fn has_film(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|box_type| box_type == b"ftyp")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests;
