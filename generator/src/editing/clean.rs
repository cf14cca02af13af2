//! `spaces clean`: takes out of pictures what a camera wrote, before they go into git.
//!
//! No pixel is touched: the picture's own parts are copied as they are. What stays besides is the colour profile, and how
//! the camera was held, without which the picture would lie on its side.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use img_parts::Bytes;

use crate::diagnostic::Sentence;
use crate::source::Holder;
use crate::{edit, metadata, source};

/// What became of one picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cleaned {
    /// It was written anew, this many bytes shorter.
    Shorter(usize),
    /// There was nothing in it but the picture, or it is a document or a drawing without a photograph that tells anything.
    WasClean,
}

/// The files of the site in which a camera noted something.
#[derive(Debug, Default)]
pub struct CameraNotes {
    /// Pictures that can be cleaned.
    pub pictures: Vec<PathBuf>,
    /// All others, and what to do with them.
    pub others: Vec<(PathBuf, Sentence)>,
}

/// Looks for them.
///
/// # Errors
/// A sentence when the site can't be read.
pub fn found(root: &Path) -> Result<CameraNotes, String> {
    let source = source::read(root).map_err(|problems| {
        problems.first().map_or_else(String::new, |problem| format!("{}: {}", problem.path, problem.message))
    })?;
    let mut found = CameraNotes::default();
    for (path, noted) in &source.traces {
        match noted.holder {
            Holder::Photo => found.pictures.push(root.join(path)),
            holder => found.others.push((root.join(path), holder.remedy())),
        }
    }
    Ok(found)
}

/// Cleans one file, in its place.
///
/// # Errors
/// A sentence when it can't be read or written, or isn't a picture that can be cleaned; then it is as it was.
pub fn file(path: &Path) -> Result<Cleaned, String> {
    let bytes = source::bytes(path).map_err(|error| error.to_string())?;
    let name = path.to_string_lossy();
    let Some(cleaned) = picture(&bytes) else {
        if source::tells_nothing(&name, &bytes) {
            return Ok(Cleaned::WasClean);
        }
        let remedy = source::holder(&name, &bytes).remedy();
        return Err(format!("`{}` can't be cleaned as it is: {remedy}", path.display()));
    };
    if cleaned == bytes {
        return Ok(Cleaned::WasClean);
    }
    edit::replace_bytes(path, &cleaned).map_err(|error| error.to_string())?;
    Ok(Cleaned::Shorter(bytes.len().saturating_sub(cleaned.len())))
}

/// The same picture without what a camera wrote; `None` for anything but JPEG, PNG and WebP.
#[must_use]
pub fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let (needed, _) = metadata::split(bytes)?;
    Some(needed.into_file(orientation(bytes)))
}

/// A block of Exif that says how the camera was held and nothing else; `None` for upright.
fn orientation(bytes: &[u8]) -> Option<Bytes> {
    let held = source::orientation(bytes)?.to_exif();
    let held = Some(u16::from(held)).filter(|held| (2..=8).contains(held))?;
    let field = Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![held]) };
    let mut writer = Writer::new();
    writer.push_field(&field);
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).ok()?;
    Some(block.into_inner().into())
}
