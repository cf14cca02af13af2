//! Text files a second and third time, compressed once for all readers: servers send `.br` or `.gz` as they are.
//!
//! Both libraries are C. Brotli in Rust takes five times as long, since for each text it asks for 16 MB of zeros, and nearly
//! twice as long where that memory is used again. How the libraries compare, in figures: `docs/speed.md`.

use std::io;

use brotlic::{CompressionMode, Quality, WindowSize};
use libdeflater::{CompressionLvl, Compressor};

use crate::compressed::Compression;
use crate::render::OutPath;

/// Below this a compressed copy saves less than the packet that carries it.
const WORTH_IT: usize = 500;

/// Brotli's quality for the style sheet and scripts, which every reader fetches: 11 of 11.
const FEW: u8 = 11;

/// And for all else: 10 takes eighteen times as long for a fifteenth less.
const MANY: u8 = 8;

/// Gzip's level, of 12, for the few readers who can't read Brotli: 8 takes a sixth longer for half a hundredth less.
const GZIP: i32 = 7;

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

fn brotli(bytes: &[u8], quality: u8) -> io::Result<Vec<u8>> {
    let quality = Quality::new(quality).expect("there are qualities from 0 to 11");
    let bound = brotlic::compress_bound(bytes.len(), quality).expect("there is a bound from quality 2 on");
    let mut copy = vec![0; bound];
    let length = brotlic::compress(bytes, &mut copy, quality, window(bytes.len()), CompressionMode::Generic);
    copy.truncate(length.map_err(io::Error::other)?);
    Ok(copy)
}

/// The window into which a text of this length fits; 16 bytes are for Brotli itself (RFC 7932, 9.1). Up to 16 bits the
/// encoder takes small tables.
fn window(length: usize) -> WindowSize {
    let bits = (16..24).find(|bits| length <= (1 << bits) - 16).unwrap_or(24);
    WindowSize::new(bits).expect("there are windows from 10 to 24 bits")
}

/// Without a name and a time of change, which would differ.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let level = CompressionLvl::new(GZIP).expect("there are levels from 0 to 12");
    let mut compressor = Compressor::new(level);
    let mut copy = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut copy).map_err(io::Error::other)?;
    copy.truncate(length);
    Ok(copy)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::*;

    /// What a browser reads in a copy; both readers have nothing in common with what wrote it.
    fn read(compression: Compression, copy: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        match compression {
            Compression::Brotli => {
                brotli_decompressor::Decompressor::new(copy, 4096).read_to_end(&mut text).unwrap()
            }
            Compression::Gzip => flate2::read::GzDecoder::new(copy).read_to_end(&mut text).unwrap(),
        };
        text
    }

    fn check(path: &str, text: &[u8]) {
        for compression in Compression::ALL {
            let made = copy(compression, path, text).unwrap();
            assert!(read(compression, &made) == text, "{compression:?} of {} bytes", text.len());
            assert!(made == copy(compression, path, text).unwrap(), "the same bytes for the same text");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_copy_is_read_as_its_text(
            pieces in proptest::collection::vec(("\\PC{0,40}", 1..400_usize), 0..12),
            is_style in any::<bool>(),
        ) {
            let text: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            check(if is_style { "public/a.css" } else { "public/a.html" }, text.as_bytes());
        }
    }

    #[test]
    fn a_text_fits_into_its_window() {
        // Bytes in which nothing is found again, so that no window is large enough by chance.
        let noise: Vec<u8> =
            (0..70_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        for length in [0, 1, 65_519, 65_520, 65_521, 131_056, 131_057, noise.len()] {
            check("public/a.html", &noise[..length]);
            let found_again = [&noise[..length], &noise[..length.min(1000)]].concat();
            check("public/a.html", &found_again);
        }
        assert_eq!([0, 65_520, 65_521, 1 << 30].map(|length| window(length).bits()), [16, 16, 17, 24]);
    }
}
