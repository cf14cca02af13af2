//! What a chunk of text in a PNG tells (PNG, third edition, 11.3.3).

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{NOTES, NOTHING, OWNER, Traces, UNREAD, is_padding, xmp};

/// How programs put notes into PNG otherwise than as a chunk of their own: packed, or as digits.
pub(super) const PACKED: [&[u8]; 5] = [
    b"Raw profile type exif",
    b"Raw profile type APP1",
    b"Raw profile type xmp",
    b"Raw profile type iptc",
    b"Raw profile type 8bim",
];

/// The longest packet that is unpacked, in bytes.
const LONGEST: u64 = 16 << 20;

pub(super) fn of(chunk: &[u8]) -> Traces {
    let end = memchr::memchr(0, chunk).unwrap_or(chunk.len());
    let (keyword, rest) = (&chunk[..end], chunk.get(end + 1..).unwrap_or_default());
    if keyword.starts_with(b"Raw profile type ") {
        let is_profile = keyword.ends_with(b" icc") || keyword.ends_with(b" icm");
        return if is_profile { NOTHING } else { UNREAD };
    }
    match keyword {
        b"XML:com.adobe.xmp" => international(rest).map_or(UNREAD, |packet| xmp::of(&packet)),
        b"Software" => NOTHING,
        _ if is_padding(rest) => NOTHING,
        b"Author" | b"Artist" | b"Copyright" => OWNER,
        _ => NOTES,
    }
}

/// The text of an `iTXt` behind its keyword: whether and how it is packed, its language, and its keyword in that.
fn international(rest: &[u8]) -> Option<Vec<u8>> {
    let [is_packed, _, named @ ..] = rest else { return None };
    let text = named.splitn(3, |byte| *byte == 0).nth(2)?;
    if *is_packed == 0 {
        return Some(text.to_vec());
    }
    let mut packet = Vec::new();
    let read = ZlibDecoder::new(text).take(LONGEST + 1).read_to_end(&mut packet).ok()?;
    (read as u64 <= LONGEST).then_some(packet)
}
