//! What a server lacks → one stream of tar. What it has already goes in as a hard link to it, so an unchanged file is the
//! same file in both releases, and half a release is never taken for a whole one.
#![expect(clippy::disallowed_methods, reason = "reads what is sent")]

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use tar::{Builder, EntryType, Header};

/// A file of the stream, by its path below the folder of releases.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) to: String,
    pub(super) of: Content,
}

/// What is in it.
#[derive(Debug)]
pub(super) enum Content {
    /// A file of this machine.
    File(PathBuf),
    /// One that can be run.
    Program(PathBuf),
    /// A text that is made here.
    Text(String),
    /// A file that is there, by its path below the folder of releases.
    Link(String),
}

/// Writes the pieces; `now` is the time of change that they get, in seconds since 1970. Each release has its own, since web
/// servers tell by time and length whether a file is the one that a browser has.
///
/// # Errors
/// When something can't be read, or the stream breaks off.
pub(super) fn pack(pieces: &[Piece], now: u64, into: &mut dyn Write) -> io::Result<()> {
    let mut archive = Builder::new(into);
    pieces.iter().try_for_each(|piece| add(&mut archive, piece, now))?;
    archive.finish()
}

fn add(archive: &mut Builder<&mut dyn Write>, Piece { to, of }: &Piece, now: u64) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_mtime(now);
    header.set_mode(if matches!(of, Content::Program(_)) { 0o755 } else { 0o644 });
    match of {
        Content::File(path) | Content::Program(path) => {
            let told = |e: io::Error| io::Error::new(e.kind(), format!("`{}`: {e}", path.display()));
            let file = File::open(path).map_err(told)?;
            header.set_size(file.metadata().map_err(told)?.len());
            archive.append_data(&mut header, to, file)
        }
        Content::Text(text) => {
            header.set_size(u64::try_from(text.len()).expect("a text in memory"));
            archive.append_data(&mut header, to, text.as_bytes())
        }
        Content::Link(target) => {
            header.set_entry_type(EntryType::Link);
            header.set_size(0);
            archive.append_link(&mut header, to, target)
        }
    }
}

/// How many pieces are sent, and how many bytes they are.
pub(super) fn sent(pieces: &[Piece]) -> (usize, u64) {
    let sizes = pieces.iter().filter_map(|piece| match &piece.of {
        Content::File(path) | Content::Program(path) => path.metadata().ok().map(|file| file.len()),
        Content::Text(_) | Content::Link(_) => None,
    });
    sizes.fold((0, 0), |(count, bytes), size| (count + 1, bytes + size))
}
