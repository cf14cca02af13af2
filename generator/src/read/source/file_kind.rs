//! What a file of the content is, judged by its bytes: a name says what somebody called it.
//!
//! Only what can be decoded is a picture, for only then is it written anew without what a camera noted. What may be linked
//! is a closed list. Whatever isn't on either is never published, so a format that nobody thought of can't leak.

use super::inside::{self, Inside};
use super::traces::More;
use crate::diagnostic::{Sentence, plain, say};
use crate::metadata;

/// What may be done with a file.
#[derive(Debug)]
pub(super) enum FileKind {
    /// SVG.
    Drawing,
    /// JPEG, PNG, GIF or WebP.
    Photo,
    /// Published as it is where a text links to it.
    Linked,
    /// Never published.
    Unusable(Unusable),
}

/// Why no page may show a file or link to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unusable {
    /// What it is, behind "is": "a picture in Apple's HEIC format".
    pub what: Sentence,
    /// What to do instead.
    pub hint: Sentence,
}

impl Unusable {
    /// Why a file with this name and these bytes can't be published, if its kind can't.
    #[must_use]
    pub fn of(path: &str, bytes: &[u8]) -> Option<Self> {
        known(&ending(path), bytes)
    }
}

/// Formats that are decoded and written anew.
const PHOTOS: [image::ImageFormat; 4] =
    [image::ImageFormat::Jpeg, image::ImageFormat::Png, image::ImageFormat::Gif, image::ImageFormat::WebP];

/// What may be linked, and how such a file begins.
const LINKED: [(&str, Begins); 13] = [
    ("csv", Begins::Text),
    ("docx", Begins::Zip),
    ("epub", Begins::Zip),
    ("ics", Begins::Text),
    ("odp", Begins::Zip),
    ("ods", Begins::Zip),
    ("odt", Begins::Zip),
    ("pdf", Begins::Pdf),
    ("pptx", Begins::Zip),
    ("rtf", Begins::Rtf),
    ("txt", Begins::Text),
    ("vcf", Begins::Text),
    ("xlsx", Begins::Zip),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Pdf,
    Rtf,
    Text,
    Zip,
}

impl Begins {
    fn fits(self, bytes: &[u8]) -> bool {
        match self {
            // Readers look for it in the first 1,024 bytes (ISO 32000-1, implementation note 13).
            Self::Pdf => bytes[..bytes.len().min(1024)].windows(5).any(|found| found == b"%PDF-"),
            Self::Rtf => bytes.starts_with(b"{\\rtf"),
            // Calendars and lists of old programs aren't always UTF-8.
            Self::Text => !bytes.contains(&0),
            Self::Zip => bytes.starts_with(b"PK\x03\x04"),
        }
    }
}

/// What kind of file notes stand in, which decides how they are taken out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder {
    /// A picture that `spaces clean` cleans.
    Photo,
    /// An SVG with a photograph in it.
    Drawing,
    /// A document that may be linked.
    Document,
    /// Any other file, such as a picture of another format or a broken one.
    Other,
}

impl Holder {
    /// What to do with such a file.
    #[must_use]
    pub fn remedy(self) -> Sentence {
        match self {
            Self::Photo => say!("remedy.photo"),
            Self::Drawing => say!("remedy.drawing"),
            Self::Document => say!("remedy.document"),
            Self::Other => say!("remedy.other"),
        }
    }
}

/// What kind of file notes stand in.
#[must_use]
pub fn holder(path: &str, bytes: &[u8]) -> Holder {
    let ending = ending(path);
    if metadata::split(bytes).is_some() {
        Holder::Photo
    } else if image::guess_format(bytes).is_ok() {
        Holder::Other
    } else if ending == "svg" || is_drawing(bytes) {
        Holder::Drawing
    } else if LINKED.iter().any(|(name, begins)| *name == ending && begins.fits(bytes)) {
        Holder::Document
    } else {
        Holder::Other
    }
}

/// Whether it is a drawing or a document without a photograph that tells anything, so that there is nothing to clean.
#[must_use]
pub fn tells_nothing(path: &str, bytes: &[u8]) -> bool {
    if !matches!(holder(path, bytes), Holder::Drawing | Holder::Document) {
        return false;
    }
    let inside = inside::of(bytes);
    inside.closed.is_none() && !inside.traces.any()
}

/// A theme's file is published as it is, whatever it is, if it can be looked into.
pub(super) fn of_theme(path: &str, bytes: &[u8], inside: &Inside) -> FileKind {
    let ending = ending(path);
    // What a theme may need besides, and its notes are found as they are.
    let fine = |ending: &str| ["ico", "avif", "bmp", "zip", "gz", "wasm"].contains(&ending);
    let is_looked_into = fine(&ending) && infer::get(bytes).is_none_or(|found| fine(found.extension()));
    match (known(&ending, bytes).filter(|_| !is_looked_into), inside.closed) {
        (Some(unusable), _) => FileKind::Unusable(unusable),
        (None, Some(closed)) => FileKind::Unusable(is_closed(closed)),
        (None, None) => FileKind::Linked,
    }
}

/// What these bytes are; of the name only its ending counts, and only where bytes can't tell. `inside` is what was found
/// in them.
pub(super) fn of(path: &str, bytes: &[u8], inside: &Inside) -> FileKind {
    let ending = ending(path);
    if image::guess_format(bytes).is_ok_and(|format| PHOTOS.contains(&format)) {
        return FileKind::Photo;
    }
    if ending == "svg" || is_drawing(bytes) {
        return FileKind::Drawing;
    }
    let linked = LINKED.iter().find(|(name, begins)| *name == ending && begins.fits(bytes));
    match (known(&ending, bytes), linked) {
        (None, Some(_)) => document(inside),
        (Some(unusable), _) => FileKind::Unusable(unusable),
        // A broken picture is told as one when somebody uses it.
        (None, None) if is_picture_name(&ending) => FileKind::Photo,
        (None, None) => FileKind::Unusable(Unusable { what: say!("kind.other"), hint: possible() }),
    }
}

/// A document of an office program or a PDF may hold photographs as they came from a telephone. Who wrote the document
/// itself (`dc:creator`, `/Author`) is left in it: whoever wrote it chose to say so, and sees it in every program.
fn document(inside: &Inside) -> FileKind {
    let told = match (inside.traces.position, inside.traces.owner) {
        (true, true) => Some(say!("kind.tellsBoth")),
        (true, false) => Some(say!("kind.tellsWhere")),
        (false, true) => Some(say!("kind.tellsWho")),
        (false, false) => None,
    };
    if let Some(what) = told {
        return FileKind::Unusable(Unusable { what, hint: Holder::Document.remedy() });
    }
    match (inside.closed, inside.traces.more) {
        (Some(closed), _) => FileKind::Unusable(is_closed(closed)),
        (None, More::Film) => FileKind::Unusable(is_closed("inside.photoFilm")),
        (None, _) => FileKind::Linked,
    }
}

fn is_closed(closed: &'static str) -> Unusable {
    let what = say!("kind.closed", inside = plain(closed));
    Unusable { what, hint: say!("kind.closedHint") }
}

/// What is certainly something else, with a way out of its own.
fn known(ending: &str, bytes: &[u8]) -> Option<Unusable> {
    let found = infer::get(bytes).map(|found| (found.matcher_type(), found.extension()));
    let is = |endings: &[&str]| {
        endings.contains(&ending) || found.is_some_and(|(_, extension)| endings.contains(&extension))
    };
    let unusable = |what: &'static str, hint: Sentence| Some(Unusable { what: plain(what), hint });
    if is(&["heic", "heif", "hif"]) {
        return unusable("kind.heic", say!("kind.heicHint"));
    }
    for (endings, what) in [
        (&["avif"][..], "kind.avif"),
        (&["jxl"], "kind.jxl"),
        (&["tif", "tiff", "cr2", "cr3", "dng", "nef", "arw", "raf", "orf", "rw2"], "kind.raw"),
        (&["bmp"], "kind.bmp"),
        (&["ico", "psd", "jp2", "svgz", "eps", "ai"], "kind.unshown"),
    ] {
        if is(endings) {
            return unusable(what, say!("picture.unreadableHint"));
        }
    }
    let film = ["mp4", "mov", "m4v", "avi", "mkv", "webm", "3gp", "wmv", "mpg", "mpeg"];
    let sound = ["mp3", "m4a", "aac", "ogg", "opus", "flac", "wav", "amr", "aiff"];
    let archive = ["zip", "tar", "gz", "7z", "rar", "bz2", "xz"];
    let elsewhere = || say!("kind.elsewhereHint");
    match found.map(|(matcher, _)| matcher) {
        Some(infer::MatcherType::Video) => unusable("kind.film", elsewhere()),
        Some(infer::MatcherType::Audio) => unusable("kind.sound", elsewhere()),
        Some(infer::MatcherType::App) => unusable("kind.program", possible()),
        _ if film.contains(&ending) => unusable("kind.film", elsewhere()),
        _ if sound.contains(&ending) => unusable("kind.sound", elsewhere()),
        _ if archive.contains(&ending) => unusable("kind.packed", say!("kind.packedHint")),
        _ => None,
    }
}

/// An SVG by its root element, behind what may stand before it.
fn is_drawing(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_markup = text.starts_with("<?xml") || text.starts_with("<!") || text.starts_with("<svg");
    is_markup && text.contains("<svg") && !text.contains("<html")
}

fn is_picture_name(ending: &str) -> bool {
    ["png", "jpg", "jpeg", "jfif", "gif", "webp"].contains(&ending)
}

/// The ending of a name in small letters, without its dot.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

fn possible() -> Sentence {
    let linked: Vec<&str> = LINKED.iter().map(|(ending, _)| *ending).collect();
    say!("kind.otherHint", endings = &linked.join(", "))
}
