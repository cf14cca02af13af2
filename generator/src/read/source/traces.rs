//! What a camera noted in a file besides the picture: where it was taken, whose it is, and more.
//!
//! Nothing of it is ever published. But an original lies in git, where it stays readable for ever.

mod iptc;
mod text;
mod xmp;

use std::io::Cursor;

use exif::{Context, Error, Exif, In, Reader, Tag};
use memchr::memmem;

use crate::metadata::{self, MetadataFormat, Segment};

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Traces {
    /// Where it was taken.
    pub position: bool,
    /// A name, or a serial number that leads to one.
    pub owner: bool,
    /// What else there is.
    pub more: More,
}

/// What a picture tells besides where and by whom; the one that tells more is the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub enum More {
    /// Nothing.
    #[default]
    Nothing,
    /// When it was taken, what somebody wrote about it, or what only the camera's maker can read.
    Notes,
    /// A film or a recording of sound, as telephones put behind a picture.
    Film,
}

impl Traces {
    /// Whether there is anything.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            position: self.position || other.position,
            owner: self.owner || other.owner,
            more: self.more.max(other.more),
        }
    }

    /// Of a picture in a document, which no command can clean: notes that lead to nobody are left alone.
    pub(super) fn in_document(self) -> Self {
        let more = if self.more == More::Film { More::Film } else { More::Nothing };
        Self { more, ..self }
    }
}

/// How a block of Exif begins in JPEG, and in every file that holds a JPEG (Exif 2.32, 4.7.2).
const EXIF: &[u8] = b"Exif\0\0";
/// The longest block: a segment of JPEG counts its bytes in 16 bits.
const LONGEST: usize = 1 << 16;
/// More blocks than the pictures of a large document have.
const BLOCKS: usize = 500;
/// What may tell anything.
const UNREAD: Traces = Traces { position: true, owner: true, more: More::Notes };
/// What tells where.
const POSITION: Traces = Traces { position: true, owner: false, more: More::Nothing };
/// What tells by whom.
const OWNER: Traces = Traces { position: false, owner: true, more: More::Nothing };
/// What tells something else.
const NOTES: Traces = Traces { position: false, owner: false, more: More::Notes };
/// A film.
const FILM: Traces = Traces { position: false, owner: false, more: More::Film };
const NOTHING: Traces = Traces { position: false, owner: false, more: More::Nothing };

/// What stands in a picture, or in a file that holds pictures as they are.
pub(super) fn of(bytes: &[u8]) -> Traces {
    match metadata::split(bytes) {
        Some((_, parts)) => parts.iter().map(in_part).fold(NOTHING, Traces::and),
        None => anywhere(bytes).and(in_other_picture(bytes)),
    }
}

/// What a part tells that [`crate::clean`] takes out of a picture.
fn in_part(part: &Segment) -> Traces {
    let bytes = &part.bytes[..];
    match part.kind {
        MetadataFormat::Exif => {
            let exif = reader().read_raw(bytes.to_vec()).or_else(readable);
            exif.as_ref().map_or(UNREAD, in_exif)
        }
        MetadataFormat::Xmp => xmp::of(bytes),
        MetadataFormat::Photoshop => iptc::of_photoshop(bytes),
        MetadataFormat::PngText => text::of(bytes),
        MetadataFormat::Comment | MetadataFormat::Behind if is_padding(bytes) => NOTHING,
        MetadataFormat::Comment => NOTES,
        MetadataFormat::Behind => anywhere(bytes).and(NOTES).and(in_film(bytes)),
        MetadataFormat::Vendor => anywhere(bytes).and(NOTES),
        MetadataFormat::Technical => NOTHING,
    }
}

fn is_padding(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_whitespace() || [0, 0xFF].contains(byte))
}

/// A film begins with a box of this name (ISO 14496-12); where it was taken stands in one of these.
fn in_film(bytes: &[u8]) -> Traces {
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    if !has(b"ftyp") {
        return NOTHING;
    }
    let tells = has(b"\xa9xyz") || has(b"loci") || has(b"location.ISO6709");
    if tells { FILM.and(POSITION) } else { FILM }
}

/// What stands in bytes of any kind.
fn anywhere(bytes: &[u8]) -> Traces {
    let container = reader().read_from_container(&mut Cursor::new(bytes));
    let mut found = match container.or_else(readable) {
        Ok(exif) => in_exif(&exif),
        // Those of JPEG are looked for below.
        Err(error) if !matches!(error, Error::NotFound(_)) && has_block(bytes) => UNREAD,
        Err(_) => NOTHING,
    };
    // A telephone puts a second picture behind the first, each with notes of its own.
    for at in memmem::find_iter(bytes, EXIF).take(BLOCKS) {
        let block = &bytes[at + EXIF.len()..];
        let block = &block[..block.len().min(LONGEST)];
        // What can't be read here, another program may read.
        let exif = reader().read_raw(block.to_vec()).or_else(readable);
        found = found.and(exif.as_ref().map_or(UNREAD, in_exif));
    }
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    if text::PACKED.iter().any(|name| has(name)) || has(b"XML:com.adobe.xmp\0\x01") {
        found = found.and(UNREAD);
    }
    // XMP is text: as an element or as an attribute.
    found.position |= has(b"GPSLatitude");
    found.owner |= has(b"aux:OwnerName") || has(b"aux:SerialNumber") || has(b"exifEX:BodySerialNumber");
    found
}

/// A picture of another format, or a broken one: what its notes tell is found by how they begin.
fn in_other_picture(bytes: &[u8]) -> Traces {
    let is_picture = image::guess_format(bytes).is_ok()
        || infer::get(bytes).is_some_and(|found| found.matcher_type() == infer::MatcherType::Image);
    if !is_picture {
        return NOTHING;
    }
    let has_iptc = memmem::find(bytes, b"8BIM\x04\x04").is_some();
    let packets = xmp::packets(bytes).map(xmp::of).fold(NOTHING, Traces::and);
    if has_iptc { packets.and(UNREAD) } else { packets }
}

fn reader() -> Reader {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    reader
}

/// What could be read of a block with a fault in it: many programs write one that ends too early.
fn readable(error: Error) -> Result<Exif, Error> {
    error.distill_partial_result(|_| ())
}

/// Whether a PNG or a WebP has a block of Exif.
fn has_block(bytes: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    (bytes.starts_with(b"\x89PNG") && has(b"eXIf")) || (bytes.starts_with(b"RIFF") && has(b"EXIF"))
}

/// "Author" as Windows writes it.
const XP_AUTHOR: Tag = Tag(Context::Tiff, 0x9C9D);
const WHERE: [Tag; 5] = [
    Tag::GPSLatitude,
    Tag::GPSLongitude,
    Tag::GPSDestLatitude,
    Tag::GPSDestLongitude,
    Tag::GPSAreaInformation,
];
const WHOSE: [Tag; 6] = [
    Tag::Artist,
    Tag::Copyright,
    Tag::CameraOwnerName,
    Tag::BodySerialNumber,
    Tag::LensSerialNumber,
    XP_AUTHOR,
];
/// How the picture is to be drawn, and what wrote it.
const TECHNICAL: [Tag; 26] = [
    Tag::Orientation,
    Tag::XResolution,
    Tag::YResolution,
    Tag::ResolutionUnit,
    Tag::YCbCrPositioning,
    Tag::YCbCrSubSampling,
    Tag::YCbCrCoefficients,
    Tag::ReferenceBlackWhite,
    Tag::WhitePoint,
    Tag::PrimaryChromaticities,
    Tag::ImageWidth,
    Tag::ImageLength,
    Tag::BitsPerSample,
    Tag::SamplesPerPixel,
    Tag::PhotometricInterpretation,
    Tag::PlanarConfiguration,
    Tag::Compression,
    Tag::Software,
    Tag::ExifVersion,
    Tag::FlashpixVersion,
    Tag::ColorSpace,
    Tag::ComponentsConfiguration,
    Tag::PixelXDimension,
    Tag::PixelYDimension,
    Tag::InteroperabilityIndex,
    Tag::GPSVersionID,
];

fn in_exif(exif: &Exif) -> Traces {
    let told = exif.fields().filter(|field| !is_blank(&field.value)).map(|field| {
        if WHERE.contains(&field.tag) {
            POSITION
        } else if WHOSE.contains(&field.tag) {
            OWNER
        } else if TECHNICAL.contains(&field.tag) && field.ifd_num == In::PRIMARY {
            NOTHING
        } else {
            // A small copy as well: it may show what was cut off.
            NOTES
        }
    });
    told.fold(NOTHING, Traces::and)
}

/// Cameras leave room for a name that nobody gave, and for a comment, behind the name of its letters.
fn is_blank(value: &exif::Value) -> bool {
    match value {
        exif::Value::Ascii(texts) => texts.iter().all(|text| is_padding(text)),
        exif::Value::Undefined(bytes, _) => {
            let bytes =
                bytes.strip_prefix(b"ASCII\0\0\0").or(bytes.strip_prefix(b"UNICODE\0")).unwrap_or(bytes);
            is_padding(bytes)
        }
        _ => false,
    }
}
