//! The streams of a PDF, and the files that they may hold (ISO 32000-1, 7.3.8).

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::{PART, digits};

/// The longest dictionary that is looked for in front of a stream, in bytes.
const DICTIONARY: usize = 4096;

/// What is certainly a photograph, a file or a packet of XMP: if it can't be unpacked, nobody can say what it tells.
const FILES: [&str; 5] = ["/DCT", "/JPX", "/EmbeddedFile", "/Subtype/XML", "/Subtype /XML"];

/// What only a PDF has: pixels, functions, shadings and fonts. There are too many bytes of them to look through, and
/// they may begin as any file does.
const DRAWN_WITH: [&str; 4] = ["/Width", "/FunctionType", "/ShadingType", "/Length1"];

/// How a picture begins: JPEG, PNG, WebP, TIFF.
const PICTURES: [&[u8]; 5] = [b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*"];

/// One of them.
pub(super) struct Stream<'a> {
    /// What stands in front of it, its names without escapes.
    dictionary: String,
    data: &'a [u8],
}

/// All of them.
pub(super) fn streams(bytes: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    memmem::find_iter(bytes, b"stream").filter_map(|at| {
        let before = &bytes[at.saturating_sub(DICTIONARY)..at];
        if !before.trim_ascii_end().ends_with(b">>") {
            return None;
        }
        let begin = memmem::rfind(before, b"obj").unwrap_or_default();
        let dictionary = plain_names(&String::from_utf8_lossy(&before[begin..]));
        let rest = &bytes[at + b"stream".len()..];
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let end = memmem::find(rest, b"endstream").unwrap_or(rest.len());
        Some(Stream { dictionary, data: &rest[..end] })
    })
}

impl Stream<'_> {
    /// What it holds, unpacked, unless it is nothing but what a PDF is drawn with; else why nobody can say. That a
    /// stream is a file that somebody attached, no name in it needs to say (table 45).
    pub(super) fn files(&self) -> Result<Vec<Vec<u8>>, &'static str> {
        let has = |names: &[&str]| names.iter().any(|name| self.dictionary.contains(name));
        let filters = self.dictionary.split_once("/Filter").map_or("", |(_, filters)| filters.trim_start());
        // They stand in an object of their own.
        if filters
            .trim_start_matches(['[', ' ', '\r', '\n'])
            .starts_with(|first: char| first.is_ascii_digit())
        {
            return match has(&["/Image"]) || has(&FILES) {
                true => Err("inside.picture"),
                false => Ok(vec![self.data.to_vec(), inflated(self.data).ok_or(TOO_LARGE)?]),
            };
        }
        match known(filters) {
            None if has(&FILES) => Err("inside.picture"),
            // Pixels and drawings as old programs packed them.
            None => Ok(Vec::new()),
            Some(filters) if !has(&FILES) && has(&DRAWN_WITH) && !begins_a_picture(&filters, self.data) => {
                Ok(Vec::new())
            }
            Some(filters) => Ok(vec![unfiltered(&filters, self.data).ok_or(TOO_LARGE)?]),
        }
    }
}

const TOO_LARGE: &str = "a part that can't be unpacked";

/// How a stream is packed (7.4).
#[derive(Clone, Copy)]
enum StreamFilter {
    Flate,
    Base85,
    Hex,
    /// The picture's own.
    Picture,
}

/// The filters in their order; `None` if one isn't known here.
fn known(filters: &str) -> Option<Vec<StreamFilter>> {
    let list = match filters.strip_prefix('[') {
        Some(list) => list.split(']').next().unwrap_or_default(),
        None => {
            filters.trim_start_matches('/').split(|letter: char| !letter.is_ascii_alphanumeric()).next()?
        }
    };
    let names = list.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|name| !name.is_empty());
    let filter = |name| match name {
        "FlateDecode" | "Fl" => Some(StreamFilter::Flate),
        "ASCII85Decode" | "A85" => Some(StreamFilter::Base85),
        "ASCIIHexDecode" | "AHx" => Some(StreamFilter::Hex),
        "DCTDecode" | "DCT" | "JPXDecode" => Some(StreamFilter::Picture),
        _ => None,
    };
    names.map(filter).collect()
}

/// The data behind the filters that stand before the picture's own.
fn unfiltered(filters: &[StreamFilter], data: &[u8]) -> Option<Vec<u8>> {
    filters.iter().try_fold(data.to_vec(), |data, filter| match filter {
        StreamFilter::Flate => inflated(&data),
        StreamFilter::Base85 => digits::base85(&data),
        StreamFilter::Hex => {
            Some(digits::hex(&data.into_iter().filter(u8::is_ascii_hexdigit).collect::<Vec<u8>>()))
        }
        StreamFilter::Picture => Some(data),
    })
}

/// As far as it can be read, which is as far as anybody sees it; `None` if it is too much.
fn inflated(data: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    // What was read before a fault is kept.
    let _ = ZlibDecoder::new(data).take(PART + 1).read_to_end(&mut inner);
    (inner.len() as u64 <= PART).then_some(inner)
}

/// Looks no further than at the first bytes.
fn begins_a_picture(filters: &[StreamFilter], data: &[u8]) -> bool {
    let mut head = [0; 4];
    let is_read = match filters {
        [StreamFilter::Flate] => ZlibDecoder::new(data).read_exact(&mut head).is_ok(),
        [] => data.get(..4).is_some_and(|begin| {
            head.copy_from_slice(begin);
            true
        }),
        _ => return true,
    };
    is_read && PICTURES.iter().any(|begin| head.starts_with(begin))
}

/// `#44` in a name is the character of this number (7.3.5).
fn plain_names(dictionary: &str) -> String {
    let mut pieces = dictionary.split('#');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => plain.extend([char::from(code)].into_iter().chain(piece[2..].chars())),
            None => plain.extend(["#", piece]),
        }
    }
    plain
}
