//! Text files a second and third time, compressed once for all readers: servers send `.br` or `.gz` as they are.

use std::io::{self, Write as _};

use crate::compressed::Compression;
use crate::render::OutPath;

/// Below this a compressed copy saves less than the packet that carries it.
const WORTH_IT: usize = 500;

/// Brotli's quality for the style sheet and scripts, which every reader fetches: 11 of 11.
const FEW: u32 = 11;

/// And for all else: 11 takes many times as long for a tenth less, and 9 saves nothing more but asks the system for
/// 32 MB of fresh memory for each text, which takes longer than compressing it.
const MANY: u32 = 8;

/// Whether a file of this name and size gets copies: texts for readers.
pub(super) fn is_worth_it(path: &OutPath, bytes: usize) -> bool {
    bytes >= WORTH_IT && path.address().is_some() && is_text(path)
}

/// Whether compression helps a file of this name.
pub(super) fn is_text(path: &str) -> bool {
    const TEXTS: [&str; 9] = ["html", "css", "js", "svg", "xml", "ics", "json", "txt", "webmanifest"];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    TEXTS.contains(&ending)
}

/// A compressed copy; the same bytes for the same text.
pub(super) fn copy(compression: Compression, path: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let few = path.ends_with(".css") || path.ends_with(".js");
    match compression {
        Compression::Brotli => brotli(bytes, if few { FEW } else { MANY }),
        Compression::Gzip => gzip(bytes),
    }
}

fn brotli(bytes: &[u8], quality: u32) -> io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

/// Without a name and a time of change, which would differ.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
