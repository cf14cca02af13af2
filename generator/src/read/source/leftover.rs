//! What programs and operating systems leave beside the work of people. None of it is read.

use super::Source;
use crate::diagnostic::{Sentence, plain};

/// What Windows and macOS put beside files.
const SYSTEM: [&str; 5] = ["thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r"];

/// Folders that no person makes, and the key of the words for who does. No part of an address has such a name.
const FOLDERS: [(&str, &str); 9] = [
    ("node_modules", "maker.npm"),
    ("bower_components", "maker.bower"),
    ("__pycache__", "maker.python"),
    ("__MACOSX", "maker.mac"),
    ("@eaDir", "maker.station"),
    ("#recycle", "maker.stationBin"),
    ("$RECYCLE.BIN", "maker.windowsBin"),
    ("System Volume Information", "maker.windows"),
    ("lost+found", "maker.linux"),
];

/// Whether a file passes in silence: a small picture of a folder, a note that Word or LibreOffice has something open, where
/// Windows says that a file was downloaded.
pub(super) fn is_of_system(name: &str) -> bool {
    let name = name.to_lowercase();
    SYSTEM.contains(&name.as_str())
        || name.starts_with("~$")
        || (name.starts_with("~wrl") && name.ends_with(".tmp"))
        || name.ends_with(":zone.identifier")
}

/// Whether a program makes folders of this name for itself.
pub(super) fn is_of_program(name: &str) -> bool {
    maker(name).is_some()
}

fn maker(name: &str) -> Option<&'static str> {
    FOLDERS.iter().find(|(folder, _)| *folder == name).map(|(_, maker)| *maker)
}

/// What a file was called of which an editor kept a copy as `x~` or `#x#`, or somebody as `x.bak`.
#[must_use]
pub(crate) fn original(name: &str) -> Option<&str> {
    let unsaved = name.strip_prefix('#').and_then(|name| name.strip_suffix('#'));
    let copy = || ["~", ".bak", ".orig", ".old", ".swp"].iter().find_map(|ending| name.strip_suffix(ending));
    unsaved.or_else(copy).filter(|name| !name.is_empty())
}

impl Source {
    /// The folders below `content` that programs made, each with its maker.
    pub(crate) fn of_programs(&self) -> impl Iterator<Item = (&str, Sentence)> {
        self.programs.iter().filter_map(|path| Some((path.as_str(), plain(maker(path.rsplit('/').next()?)?))))
    }
}
