//! What cameras noted in the pictures that lie in a document, however they are packed there.
//!
//! What can't be unpacked within bounds counts as closed: nobody can say what it holds, so it isn't published.

mod data_url;
mod digits;
mod markup;
mod pdf;

use std::borrow::Cow;
use std::io::{Cursor, Read};

use encoding_rs::{UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
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
            return self.close("inside.many");
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
            self.close("inside.document");
        } else if depth > 0 && is_film(bytes) {
            self.close("inside.film");
        } else if bytes.starts_with(b"{\\rtf") {
            self.rtf(bytes);
        } else if let Some(text) = letters(bytes) {
            self.text(&text, depth);
        }
    }

    fn close(&mut self, what: &'static str) {
        self.closed.get_or_insert(what);
    }

    /// Looks into what a reader unpacks.
    fn unpack(&mut self, packed: impl Read, depth: usize) {
        match whole(packed) {
            Some(inner) => self.look(&inner, depth + 1),
            None => self.close("inside.part"),
        }
    }

    fn archive(&mut self, bytes: &[u8], depth: usize) {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            return self.close("inside.part");
        };
        for at in 0..archive.len() {
            if self.unpacked > ALL {
                return self.close("inside.many");
            }
            match archive.by_index(at) {
                Ok(member) => self.unpack(member, depth),
                Err(_) => self.close("inside.locked"),
            }
        }
    }

    fn pdf(&mut self, bytes: &[u8], depth: usize) {
        if memmem::find(bytes, b"/Encrypt").is_some() {
            return self.close("inside.password");
        }
        for stream in pdf::streams(bytes) {
            match stream.files() {
                Ok(files) => files.iter().for_each(|file| self.look(file, depth + 1)),
                Err(closed) => self.close(closed),
            }
        }
    }

    /// Pictures stand there as digits in hex.
    fn rtf(&mut self, bytes: &[u8]) {
        if memmem::find(bytes, b"\\objdata").is_some() {
            return self.close("inside.document");
        }
        for run in digits::runs(bytes, |byte| byte.is_ascii_hexdigit()) {
            // A size that stands before may shift the digits by one.
            for half in [&run[..], &run[1..]] {
                self.traces = self.traces.and(traces::of(&digits::hex(half)).in_document());
            }
        }
    }

    /// Pictures stand there in base64, or in a `data:` URL.
    fn text(&mut self, text: &str, depth: usize) {
        let start: String = text.chars().take(64).collect();
        if start.to_ascii_uppercase().contains("BEGIN:V") {
            let text = text.to_ascii_uppercase();
            let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
            if ["ENCODING=B", ";BASE64", ":DATA:"].iter().any(|inline| text.contains(inline)) {
                return self.close("inside.file");
            }
        }
        self.base64(text, depth);
        if markup::is_markup(text) {
            markup::values(text, |value, is_joined| {
                if is_joined {
                    self.base64(value, depth);
                }
                self.data_urls(value, depth);
            });
        } else {
            self.data_urls(text, depth);
        }
    }

    fn base64(&mut self, text: &str, depth: usize) {
        for run in digits::runs(text.as_bytes(), digits::is_base64) {
            let inner = digits::base64(&run);
            if infer::get(&inner).is_some() {
                self.look(&inner, depth + 1);
                continue;
            }
            // A word or a line of dashes that stands before may shift the letters.
            for shift in 0..4 {
                let shifted = traces::of(&digits::base64(&run[shift..]));
                self.traces = self.traces.and(shifted.in_document());
            }
        }
    }

    fn data_urls(&mut self, value: &str, depth: usize) {
        data_url::each(value, |inner| self.look(&inner, depth + 1));
    }
}

/// All that a reader unpacks, unless it can't be unpacked or is too much.
fn whole(packed: impl Read) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    let read = packed.take(PART + 1).read_to_end(&mut inner).ok()?;
    (read as u64 <= PART).then_some(inner)
}

fn is_film(bytes: &[u8]) -> bool {
    let kind = infer::get(bytes).map(|found| found.matcher_type());
    // A small profile of colours (ICC.1, 7.2) begins as some films do.
    let is_profile = bytes.get(36..40) == Some(b"acsp");
    !is_profile && matches!(kind, Some(infer::MatcherType::Video | infer::MatcherType::Audio))
}

/// The letters of a file that holds nothing else. Office programs and drawing programs write UTF-8, or UTF-16 with a
/// mark or the bracket of markup in front (XML 1.0, F.1).
fn letters(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', ..] => UTF_16BE,
        _ if bytes.contains(&0) => return None,
        _ => return Some(String::from_utf8_lossy(bytes)),
    };
    Some(encoding.decode_with_bom_removal(bytes).0)
}
