//! A picture's file → what a picture needs, and what else stands in it.
//!
//! `spaces clean` writes the first; `spaces check` says what the second tells. So nothing is warned of that isn't taken
//! out, and nothing that tells anything is taken out without having been warned of.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::{self, WebP};
use img_parts::{Bytes, ImageEXIF};

/// What a picture can't be drawn without, in the order of the file.
pub(crate) enum Needed {
    Jpeg(Jpeg),
    Png(Png),
    WebP(WebP),
}

/// Something that no picture needs.
pub(crate) struct Segment {
    pub(crate) kind: MetadataFormat,
    pub(crate) bytes: Bytes,
}

/// How a part is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MetadataFormat {
    /// A block of Exif, without the words before it.
    Exif,
    /// A packet of XMP.
    Xmp,
    /// Photoshop's resources, one of which is IPTC's.
    Photoshop,
    /// One of PNG's chunks of text.
    PngText,
    /// A comment, or a small copy of the picture.
    Comment,
    /// Whatever stands behind the end of the picture.
    Behind,
    /// What a program needs to read the file, and tells nothing of anybody.
    Technical,
    /// What only its maker can read.
    Vendor,
}

/// The two, of a JPEG, PNG or WebP; `None` for any other file, and for one that is broken.
pub(crate) fn split(bytes: &[u8]) -> Option<(Needed, Vec<Segment>)> {
    let format = image::guess_format(bytes).ok()?;
    let bytes = Bytes::copy_from_slice(bytes);
    match format {
        image::ImageFormat::Jpeg => jpeg(bytes),
        image::ImageFormat::Png => png(bytes),
        image::ImageFormat::WebP => webp(bytes),
        _ => None,
    }
}

impl Needed {
    /// The picture as a file; `held` is a block of Exif that says how the camera was held.
    pub(crate) fn into_file(self, held: Option<Bytes>) -> Vec<u8> {
        match self {
            Self::Jpeg(mut jpeg) => {
                jpeg.set_exif(held);
                jpeg.encoder().bytes().to_vec()
            }
            Self::Png(mut png) => {
                if held.is_some() {
                    png.set_exif(held);
                }
                png.encoder().bytes().to_vec()
            }
            Self::WebP(mut picture) => {
                picture.set_exif(held);
                let mut bytes = picture.encoder().bytes().to_vec();
                // The head of the longer form promises XMP with this bit (RFC 9649, 2.7).
                if bytes.get(12..16) == Some(&webp::CHUNK_VP8X[..]) {
                    bytes[20] &= !0x04;
                }
                bytes
            }
        }
    }
}

fn jpeg(bytes: Bytes) -> Option<(Needed, Vec<Segment>)> {
    let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
    let mut parts = Vec::new();
    jpeg.segments_mut().retain_mut(|segment| {
        let Some((kind, at)) = other(segment.marker(), segment.contents()) else { return true };
        parts.push(Segment { kind, bytes: segment.contents().slice(at..) });
        let fixed = jfif(segment.marker(), segment.contents());
        let is_needed = fixed.is_some();
        if let Some(fixed) = fixed {
            *segment = JpegSegment::new_with_contents(markers::APP0, fixed);
        }
        is_needed
    });
    let scan = jpeg.segments_mut().iter_mut().find(|segment| segment.has_entropy())?;
    let mut behind = Vec::new();
    scan.clone().encoder().write_to(&mut behind).ok()?;
    // What the library calls entropy is the rest of the file: marker, length and contents stand before it.
    let rest = Bytes::from(behind).slice(4 + scan.contents().len()..);
    let (scans, end) = scans(&rest, &mut parts)?;
    if end < rest.len() {
        parts.push(Segment { kind: MetadataFormat::Behind, bytes: rest.slice(end..) });
    }
    *scan = JpegSegment::new_with_entropy(scan.marker(), scan.contents().clone(), scans);
    Some((Needed::Jpeg(jpeg), parts))
}

/// The rest of the picture from what follows its first scan's head, and where it ends: telephones put more pictures
/// behind it. Between the scans notes may stand as well.
fn scans(rest: &Bytes, parts: &mut Vec<Segment>) -> Option<(Bytes, usize)> {
    let (mut kept, mut copied, mut at) = (Vec::new(), 0, 0);
    loop {
        at += memchr::memchr(markers::P, rest.get(at..)?)?;
        match *rest.get(at + 1)? {
            markers::EOI => break,
            markers::Z | markers::RST0..=markers::RST7 => at += 2,
            markers::P => at += 1,
            // Tables and further scans between: their bytes may look like an end.
            marker => {
                let length = usize::from(u16::from_be_bytes(rest.get(at + 2..at + 4)?.try_into().ok()?));
                let contents = rest.get(at + 4..at + 2 + length)?;
                let end = at + 2 + length;
                if let Some((kind, skip)) = other(marker, contents) {
                    kept.extend(&rest[copied..at]);
                    parts.push(Segment { kind, bytes: rest.slice(at + 4 + skip..end) });
                    copied = end;
                }
                at = end;
            }
        }
    }
    let end = at + 2;
    kept.extend(&rest[copied..end]);
    Some((kept.into(), end))
}

/// How long JFIF is to the size of its small picture, that included (JFIF 1.02).
const JFIF: usize = 14;

/// JFIF without a small picture: how the colours are meant and how large the points are.
fn jfif(marker: u8, contents: &[u8]) -> Option<Bytes> {
    let is_one = marker == markers::APP0 && contents.starts_with(b"JFIF\0");
    let fixed = contents.get(..JFIF - 2).filter(|_| is_one)?;
    Some([fixed, &[0, 0]].concat().into())
}

/// What a segment of JPEG is (ITU T.81, B.2.4.6) and where it begins; `None` for one that the picture needs: frames and
/// tables, JFIF, the colour profile and Adobe's note on colours.
fn other(marker: u8, contents: &[u8]) -> Option<(MetadataFormat, usize)> {
    let begins = |words: &[u8]| contents.starts_with(words);
    let behind = |kind, words: &[u8]| begins(words).then_some((kind, words.len()));
    match marker {
        // Frames and tables (B.1.1.3).
        0xC0..=0xCF | 0xDA..=0xDF => None,
        // A small copy may show what was cut off.
        markers::APP0 if begins(b"JFIF\0") => {
            (contents.len() > JFIF).then_some((MetadataFormat::Comment, JFIF))
        }
        markers::APP2 if begins(b"ICC_PROFILE\0") => None,
        markers::APP14 if begins(b"Adobe") => None,
        markers::APP1 => behind(MetadataFormat::Exif, b"Exif\0\0")
            .or_else(|| behind(MetadataFormat::Xmp, b"http://ns.adobe.com/xap/1.0/\0"))
            .or(Some((MetadataFormat::Vendor, 0))),
        markers::APP13 => {
            behind(MetadataFormat::Photoshop, b"Photoshop 3.0\0").or(Some((MetadataFormat::Vendor, 0)))
        }
        // Where the pictures behind the first begin, and how Photoshop's quality was set.
        markers::APP2 if begins(b"MPF\0") => Some((MetadataFormat::Technical, 0)),
        markers::APP12 if begins(b"Ducky") => Some((MetadataFormat::Technical, 0)),
        markers::COM => Some((MetadataFormat::Comment, 0)),
        _ => Some((MetadataFormat::Vendor, 0)),
    }
}

/// What a PNG needs to be drawn (PNG, third edition, 11), and to move.
const PNG_CHUNKS: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"pHYs",
    b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT",
];

/// What it may have besides about its colours and its place.
const PNG_TECHNICAL: [&[u8; 4]; 11] =
    [b"hIST", b"sPLT", b"oFFs", b"pCAL", b"sCAL", b"sTER", b"iDOT", b"vpAg", b"mDCV", b"cLLI", b"orNT"];

fn png(bytes: Bytes) -> Option<(Needed, Vec<Segment>)> {
    let mut png = Png::from_bytes(bytes.clone()).ok()?;
    // The signature; each chunk has a length, a name and a sum besides its contents.
    let end = 8 + png.chunks().iter().map(|chunk| 12 + chunk.contents().len()).sum::<usize>();
    let mut parts = Vec::new();
    png.chunks_mut().retain(|chunk| {
        if PNG_CHUNKS.contains(&&chunk.kind()) {
            return true;
        }
        let kind = match &chunk.kind() {
            b"eXIf" => MetadataFormat::Exif,
            b"tEXt" | b"zTXt" | b"iTXt" => MetadataFormat::PngText,
            b"tIME" => MetadataFormat::Comment,
            name if PNG_TECHNICAL.contains(&name) => MetadataFormat::Technical,
            _ => MetadataFormat::Vendor,
        };
        parts.push(Segment { kind, bytes: chunk.contents().clone() });
        false
    });
    if end < bytes.len() {
        parts.push(Segment { kind: MetadataFormat::Behind, bytes: bytes.slice(end..) });
    }
    Some((Needed::Png(png), parts))
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

fn webp(bytes: Bytes) -> Option<(Needed, Vec<Segment>)> {
    let mut picture = WebP::from_bytes(bytes.clone()).ok()?;
    let mut parts = Vec::new();
    picture.chunks_mut().retain(|chunk| {
        let is_needed = WEBP_CHUNKS.contains(&chunk.id());
        if let Some(bytes) = chunk.content().data().filter(|_| !is_needed).cloned() {
            let (kind, skip) = match &chunk.id() {
                // Some programs put the words of JPEG before it.
                b"EXIF" if bytes.starts_with(b"Exif\0\0") => (MetadataFormat::Exif, 6),
                b"EXIF" => (MetadataFormat::Exif, 0),
                b"XMP " => (MetadataFormat::Xmp, 0),
                _ => (MetadataFormat::Vendor, 0),
            };
            parts.push(Segment { kind, bytes: bytes.slice(skip..) });
        }
        is_needed
    });
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let end = usize::try_from(length).ok()?.saturating_add(8);
    if end < bytes.len() {
        parts.push(Segment { kind: MetadataFormat::Behind, bytes: bytes.slice(end..) });
    }
    Some((Needed::WebP(picture), parts))
}
