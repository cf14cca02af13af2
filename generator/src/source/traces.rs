//! What a camera noted in a file besides the picture: where it was taken, and whose it is.
//!
//! Nothing of it is ever published. But an original lies in git, where it stays readable for ever.

use std::io::{Cursor, Read as _};

use exif::{Exif, Reader, Tag};
use memchr::memmem;

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Traces {
    /// Where it was taken.
    pub position: bool,
    /// A name, or a serial number that leads to one.
    pub owner: bool,
}

impl Traces {
    /// Whether there is anything.
    #[must_use]
    pub fn any(self) -> bool {
        self.position || self.owner
    }

    fn and(self, other: Self) -> Self {
        Self { position: self.position || other.position, owner: self.owner || other.owner }
    }
}

/// How a block of Exif begins in JPEG, and in every file that holds a JPEG (Exif 2.32, 4.7.2).
const EXIF: &[u8] = b"Exif\0\0";
/// The longest block: a segment of JPEG counts its bytes in 16 bits.
const LONGEST: usize = 1 << 16;
/// More blocks than the pictures of a large document have.
const BLOCKS: usize = 500;
/// The largest member of an archive that is looked into, in bytes.
const MEMBER: u64 = 64 << 20;

/// What stands in a picture, or in a file that holds pictures as they are.
pub(super) fn of(bytes: &[u8]) -> Traces {
    let container = Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let mut found = container.as_ref().map(in_exif).unwrap_or_default();
    // A telephone puts a second picture behind the first, each with notes of its own.
    for at in memmem::find_iter(bytes, EXIF).take(BLOCKS) {
        let block = &bytes[at + EXIF.len()..];
        let block = &block[..block.len().min(LONGEST)];
        // Bytes that only look like a block can't be read, and say nothing.
        if let Ok(exif) = Reader::new().read_raw(block.to_vec()) {
            found = found.and(in_exif(&exif));
        }
    }
    // XMP is text: as an element or as an attribute.
    found.position |= memmem::find(bytes, b"GPSLatitude").is_some();
    found.owner |= [&b"aux:OwnerName"[..], b"aux:SerialNumber", b"exifEX:BodySerialNumber"]
        .iter()
        .any(|name| memmem::find(bytes, name).is_some());
    found
}

/// What stands in the members of an archive, as documents of office programs are.
pub(super) fn in_archive(bytes: &[u8]) -> Traces {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return of(bytes) };
    let mut found = Traces::default();
    for at in 0..archive.len() {
        let Ok(member) = archive.by_index(at) else { continue };
        let mut inner = Vec::new();
        if member.take(MEMBER).read_to_end(&mut inner).is_ok() {
            found = found.and(of(&inner));
        }
    }
    found
}

fn in_exif(exif: &Exif) -> Traces {
    let has = |tags: &[Tag]| exif.fields().any(|field| tags.contains(&field.tag) && !is_blank(&field.value));
    Traces {
        position: has(&[Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude, Tag::GPSAreaInformation]),
        owner: has(&[Tag::Artist, Tag::CameraOwnerName, Tag::BodySerialNumber, Tag::LensSerialNumber]),
    }
}

/// Cameras leave room for a name that nobody gave.
fn is_blank(value: &exif::Value) -> bool {
    match value {
        exif::Value::Ascii(texts) => {
            texts.iter().all(|text| text.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0))
        }
        _ => false,
    }
}
