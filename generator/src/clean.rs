//! `spaces clean`: takes out of pictures what a camera wrote, before they go into git.
//!
//! No pixel is touched: the picture's own parts are copied as they are. What stays besides is the colour profile, and how
//! the camera was held, without which the picture would lie on its side.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::{self, WebP};
use img_parts::{Bytes, ImageEXIF};

use crate::{edit, source};

/// What became of one picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cleaned {
    /// It was written anew, this many bytes shorter.
    Shorter(usize),
    /// There was nothing in it but the picture.
    WasClean,
}

/// The pictures of the content in which a camera noted something.
///
/// # Errors
/// A sentence when the content can't be read.
pub fn found(root: &Path) -> Result<Vec<PathBuf>, String> {
    let source = source::read(root).map_err(|problems| {
        problems.first().map_or_else(String::new, |problem| format!("{}: {}", problem.path, problem.message))
    })?;
    let pictures = source.traces.keys().filter(|path| !source.unusable.contains_key(*path));
    Ok(pictures.map(|path| root.join(path)).collect())
}

/// Cleans one file, in its place.
///
/// # Errors
/// A sentence when it can't be read or written, or isn't a picture that can be cleaned; then it is as it was.
pub fn file(path: &Path) -> Result<Cleaned, String> {
    let bytes = source::bytes(path).map_err(|error| error.to_string())?;
    let cleaned = picture(&bytes).ok_or_else(|| {
        format!("`{}` can't be cleaned: save it as JPEG, PNG or WebP, and clean that", path.display())
    })?;
    if cleaned == bytes {
        return Ok(Cleaned::WasClean);
    }
    edit::replace_bytes(path, &cleaned).map_err(|error| error.to_string())?;
    Ok(Cleaned::Shorter(bytes.len().saturating_sub(cleaned.len())))
}

/// The same picture without what a camera wrote; `None` for anything but JPEG, PNG and WebP.
#[must_use]
pub fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let held = orientation(bytes);
    let bytes = Bytes::copy_from_slice(bytes);
    match image::guess_format(&bytes).ok()? {
        image::ImageFormat::Jpeg => jpeg(bytes, held),
        image::ImageFormat::Png => png(bytes, held),
        image::ImageFormat::WebP => webp(bytes, held),
        _ => None,
    }
}

fn jpeg(bytes: Bytes, held: Option<Bytes>) -> Option<Vec<u8>> {
    let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
    let segments = jpeg.segments_mut();
    segments.retain(is_of_the_picture);
    let scan = segments.iter_mut().find(|segment| segment.has_entropy())?;
    let mut behind = Vec::new();
    scan.clone().encoder().write_to(&mut behind).ok()?;
    // What the library calls entropy is the rest of the file: marker, length and contents stand before it.
    let rest = Bytes::from(behind).slice(4 + scan.contents().len()..);
    let end = end_of_picture(&rest)?;
    *scan = JpegSegment::new_with_entropy(scan.marker(), scan.contents().clone(), rest.slice(..end));
    jpeg.set_exif(held);
    Some(jpeg.encoder().bytes().to_vec())
}

/// JFIF, the colour profile and Adobe's note on colours; of the other notes none (ITU T.81, B.2.4.6).
fn is_of_the_picture(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        // Frames and tables (B.1.1.3).
        0xC0..=0xCF | 0xDA..=0xDF => true,
        _ => false,
    }
}

/// Where the picture ends in what follows its first scan's head: telephones put more pictures behind it.
fn end_of_picture(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(markers::P, rest.get(at..)?)?;
        match *rest.get(at + 1)? {
            markers::EOI => return Some(at + 2),
            markers::Z | markers::RST0..=markers::RST7 => at += 2,
            markers::P => at += 1,
            // Tables and further scans between: their bytes may look like an end.
            _ => at += 2 + usize::from(u16::from_be_bytes(rest.get(at + 2..at + 4)?.try_into().ok()?)),
        }
    }
}

/// What a PNG needs to be drawn (PNG, third edition, 11), and to move.
const PNG_CHUNKS: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"pHYs",
    b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: Bytes, held: Option<Bytes>) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(bytes).ok()?;
    png.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
    if held.is_some() {
        png.set_exif(held);
    }
    Some(png.encoder().bytes().to_vec())
}

/// What a WebP needs to be drawn, and to move (RFC 9649, 2.7).
const WEBP_CHUNKS: [[u8; 4]; 7] = [
    webp::CHUNK_VP8,
    webp::CHUNK_VP8L,
    webp::CHUNK_VP8X,
    webp::CHUNK_ALPH,
    webp::CHUNK_ANIM,
    webp::CHUNK_ANMF,
    webp::CHUNK_ICCP,
];

fn webp(bytes: Bytes, held: Option<Bytes>) -> Option<Vec<u8>> {
    let mut picture = WebP::from_bytes(bytes).ok()?;
    picture.chunks_mut().retain(|chunk| WEBP_CHUNKS.contains(&chunk.id()));
    picture.set_exif(held);
    let mut bytes = picture.encoder().bytes().to_vec();
    // The head of the longer form promises XMP with this bit (RFC 9649, 2.7).
    if bytes.get(12..16) == Some(&webp::CHUNK_VP8X[..]) {
        bytes[20] &= !0x04;
    }
    Some(bytes)
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
