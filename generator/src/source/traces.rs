//! What a camera noted in a file besides the picture: where it was taken, and whose it is.
//!
//! Nothing of it is ever published. But an original lies in git, where it stays readable for ever.

use std::io::Cursor;

use exif::{Error, Exif, Reader, Tag};
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

    pub(super) fn and(self, other: Self) -> Self {
        Self { position: self.position || other.position, owner: self.owner || other.owner }
    }
}

/// How a block of Exif begins in JPEG, and in every file that holds a JPEG (Exif 2.32, 4.7.2).
const EXIF: &[u8] = b"Exif\0\0";
/// The longest block: a segment of JPEG counts its bytes in 16 bits.
const LONGEST: usize = 1 << 16;
/// More blocks than the pictures of a large document have.
const BLOCKS: usize = 500;
/// What may tell anything.
const UNREAD: Traces = Traces { position: true, owner: true };
/// How programs put notes into PNG otherwise than as a chunk of their own: packed, or as digits.
const PACKED: [&[u8]; 6] = [
    b"Raw profile type exif",
    b"Raw profile type APP1",
    b"Raw profile type xmp",
    b"Raw profile type iptc",
    b"Raw profile type 8bim",
    b"XML:com.adobe.xmp\0\x01",
];

/// What stands in a picture, or in a file that holds pictures as they are.
pub(super) fn of(bytes: &[u8]) -> Traces {
    let container = reader().read_from_container(&mut Cursor::new(bytes));
    let mut found = match container.or_else(readable) {
        Ok(exif) => in_exif(&exif),
        // Those of JPEG are looked for below.
        Err(error) if !matches!(error, Error::NotFound(_)) && has_block(bytes) => UNREAD,
        Err(_) => Traces::default(),
    };
    // A telephone puts a second picture behind the first, each with notes of its own.
    for at in memmem::find_iter(bytes, EXIF).take(BLOCKS) {
        let block = &bytes[at + EXIF.len()..];
        let block = &block[..block.len().min(LONGEST)];
        // What can't be read here, another program may read.
        let exif = reader().read_raw(block.to_vec()).or_else(readable);
        found = found.and(exif.as_ref().map_or(UNREAD, in_exif));
    }
    if PACKED.iter().any(|name| memmem::find(bytes, name).is_some()) {
        found = UNREAD;
    }
    // XMP is text: as an element or as an attribute.
    found.position |= memmem::find(bytes, b"GPSLatitude").is_some();
    found.owner |= [&b"aux:OwnerName"[..], b"aux:SerialNumber", b"exifEX:BodySerialNumber"]
        .iter()
        .any(|name| memmem::find(bytes, name).is_some());
    found
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
