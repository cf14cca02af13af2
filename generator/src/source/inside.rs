//! What cameras noted in the pictures that lie in a document, however they are packed there.
//!
//! What can't be unpacked within bounds counts as closed: nobody can say what it holds, so it isn't published.

use std::io::{Cursor, Read};

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use memchr::memmem;

use super::traces::{self, Traces};

/// What was found in a document.
#[derive(Default)]
pub(super) struct Inside {
    /// What cameras noted.
    pub traces: Traces,
    /// What nobody can look into, if there is anything: "a film".
    pub closed: Option<&'static str>,
    /// How many bytes were unpacked.
    unpacked: usize,
}

/// Documents in documents, no deeper than anybody puts them.
const DEPTH: usize = 5;
/// The largest part that is unpacked, in bytes.
const PART: u64 = 64 << 20;
/// All that is unpacked of one document, in bytes.
const ALL: usize = 512 << 20;
/// A shorter run of digits or letters holds no picture with notes.
const RUN: usize = 100;
/// The longest dictionary that is looked for in front of a stream.
const DICTIONARY: usize = 4096;

/// Looks into a document.
pub(super) fn of(bytes: &[u8]) -> Inside {
    let mut inside = Inside::default();
    inside.look(bytes, 0);
    inside
}

impl Inside {
    fn look(&mut self, bytes: &[u8], depth: usize) {
        self.unpacked += bytes.len();
        if depth > DEPTH || self.unpacked > ALL {
            return self.close("more packed files than can be looked through");
        }
        let found = traces::of(bytes);
        self.traces = self.traces.and(if depth > 0 { found.in_document() } else { found });
        let head = &bytes[..bytes.len().min(1024)];
        if bytes.starts_with(b"PK\x03\x04") {
            self.archive(bytes, depth);
        } else if memmem::find(head, b"%PDF-").is_some() {
            self.pdf(bytes, depth);
        } else if bytes.starts_with(b"\x1f\x8b") {
            self.unpack(MultiGzDecoder::new(bytes), depth);
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") && memmem::find(bytes, b"PK\x03\x04").is_some() {
            self.close("a document inside another");
        } else if depth > 0 && is_film(bytes) {
            self.close("a film or a recording of sound");
        } else if bytes.starts_with(b"{\\rtf") {
            self.rtf(bytes);
        } else if !bytes.contains(&0) {
            self.text(bytes, depth);
        }
    }

    fn close(&mut self, what: &'static str) {
        self.closed.get_or_insert(what);
    }

    /// Looks into what a reader unpacks.
    fn unpack(&mut self, packed: impl Read, depth: usize) {
        match whole(packed) {
            Some(inner) => self.look(&inner, depth + 1),
            None => self.close("a part that can't be unpacked"),
        }
    }

    fn archive(&mut self, bytes: &[u8], depth: usize) {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            return self.close("a part that can't be unpacked");
        };
        for at in 0..archive.len() {
            if self.unpacked > ALL {
                return self.close("more packed files than can be looked through");
            }
            match archive.by_index(at) {
                Ok(member) => self.unpack(member, depth),
                Err(_) => self.close("a part that can't be unpacked, perhaps for a password"),
            }
        }
    }

    /// The streams that may hold a photograph (ISO 32000-1, 7.3.8).
    fn pdf(&mut self, bytes: &[u8], depth: usize) {
        if memmem::find(bytes, b"/Encrypt").is_some() {
            return self.close("a protection by a password");
        }
        for at in memmem::find_iter(bytes, b"stream") {
            if bytes[..at].ends_with(b"end") {
                continue;
            }
            let before = &bytes[at.saturating_sub(DICTIONARY)..at];
            let begin = memmem::rfind(before, b"obj").unwrap_or(before.len());
            let dictionary = String::from_utf8_lossy(&before[begin..]);
            let rest = &bytes[at + b"stream".len()..];
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            let end = memmem::find(rest, b"endstream").unwrap_or(rest.len());
            self.stream(&dictionary, &rest[..end], depth);
        }
    }

    fn stream(&mut self, dictionary: &str, data: &[u8], depth: usize) {
        let has = |names: &[&str]| names.iter().any(|name| dictionary.contains(name));
        let filters = dictionary.split_once("/Filter").map_or("", |(_, filters)| filters);
        let elsewhere = filters.trim_start().starts_with(|first: char| first.is_ascii_digit());
        let photo = has(&["/DCT", "/JPX", "/EmbeddedFile", "/Subtype/XML", "/Subtype /XML"]);
        if !(photo || elsewhere && has(&["/Image"])) {
            return;
        }
        match unfiltered(filters, data).filter(|_| !elsewhere) {
            Some(inner) => self.look(&inner, depth + 1),
            None => self.close("a picture that can't be unpacked"),
        }
    }

    /// Pictures stand there as digits in hex.
    fn rtf(&mut self, bytes: &[u8]) {
        if memmem::find(bytes, b"\\objdata").is_some() {
            return self.close("a document inside another");
        }
        for run in runs(bytes, |byte| byte.is_ascii_hexdigit()) {
            // A size that stands before may shift the digits by one.
            for digits in [&run[..], &run[1..]] {
                self.traces = self.traces.and(traces::of(&hex(digits)).in_document());
            }
        }
    }

    /// Pictures stand there in base64.
    fn text(&mut self, bytes: &[u8], depth: usize) {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]).to_ascii_uppercase();
        if start.contains("BEGIN:V") {
            let text = String::from_utf8_lossy(bytes).to_ascii_uppercase();
            let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
            if ["ENCODING=B", ";BASE64", ":DATA:"].iter().any(|inline| text.contains(inline)) {
                return self.close("a picture or another file");
            }
        }
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
        for run in runs(bytes, is_base64) {
            let inner = base64(&run);
            if infer::get(&inner).is_some() {
                self.look(&inner, depth + 1);
            }
        }
    }
}

fn whole(packed: impl Read) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    let read = packed.take(PART + 1).read_to_end(&mut inner).ok()?;
    (read as u64 <= PART).then_some(inner)
}

fn is_film(bytes: &[u8]) -> bool {
    let kind = infer::get(bytes).map(|found| found.matcher_type());
    matches!(kind, Some(infer::MatcherType::Video | infer::MatcherType::Audio))
}

/// The data behind the filters that stand before the picture's own; `None` for one that isn't known here.
fn unfiltered(filters: &str, data: &[u8]) -> Option<Vec<u8>> {
    let list = match filters.trim_start().strip_prefix('[') {
        Some(list) => list.split(']').next().unwrap_or_default(),
        None => filters.trim_start().trim_start_matches('/').split(['/', '>', ' ', '\r', '\n']).next()?,
    };
    let mut data = data.to_vec();
    for name in list.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|name| !name.is_empty()) {
        data = match name {
            "FlateDecode" | "Fl" => whole(ZlibDecoder::new(&data[..]))?,
            "ASCII85Decode" | "A85" => base85(&data)?,
            "ASCIIHexDecode" | "AHx" => {
                hex(&data.into_iter().filter(u8::is_ascii_hexdigit).collect::<Vec<u8>>())
            }
            "DCTDecode" | "DCT" | "JPXDecode" => data,
            _ => return None,
        };
    }
    Some(data)
}

/// Long runs of such letters, without the spaces and ends of lines between them.
fn runs(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> Vec<Vec<u8>> {
    let parts = bytes.split(|byte| !is_one(*byte) && !byte.is_ascii_whitespace());
    let runs = parts.filter(|part| part.len() >= RUN);
    runs.map(|run| run.iter().copied().filter(|byte| is_one(*byte)).collect())
        .filter(|run: &Vec<u8>| run.len() >= RUN)
        .collect()
}

/// Digits, as far as they go in pairs.
fn hex(digits: &[u8]) -> Vec<u8> {
    let pairs = &digits[..digits.len() / 2 * 2];
    HEXLOWER_PERMISSIVE.decode(pairs).unwrap_or_default()
}

/// Letters of either alphabet (RFC 4648, 4 and 5), without what fills up the last four.
fn base64(letters: &[u8]) -> Vec<u8> {
    let standard = |letter: &u8| match letter {
        b'-' => b'+',
        b'_' => b'/',
        letter => *letter,
    };
    // The last of a run may be cut off.
    let fours = letters.len() / 4 * 4;
    let (whole, last): (Vec<u8>, Vec<u8>) =
        (letters[..fours].iter().map(standard).collect(), letters[fours..].iter().map(standard).collect());
    let mut bytes = BASE64_NOPAD.decode(&whole).unwrap_or_default();
    bytes.extend(BASE64_NOPAD.decode(&last).unwrap_or_default());
    bytes
}

/// ISO 32000-1, 7.4.3.
fn base85(data: &[u8]) -> Option<Vec<u8>> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let (mut bytes, mut group) = (Vec::new(), Vec::new());
    for letter in data.iter().copied().filter(|letter| !letter.is_ascii_whitespace() && *letter != 0) {
        match letter {
            b'~' => break,
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u64::from(letter - b'!')),
            _ => return None,
        }
        if group.len() == 5 {
            bytes.extend(group_of_85(&group)?);
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&group_of_85(&group)?[..kept]);
    }
    Some(bytes)
}

fn group_of_85(group: &[u64]) -> Option<[u8; 4]> {
    let word = group.iter().fold(0, |word, digit| word * 85 + digit);
    u32::try_from(word).ok().map(u32::to_be_bytes)
}
