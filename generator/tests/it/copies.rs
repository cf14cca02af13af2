//! Compressed copies are kept beside the folder that they are written into, and are always those of their text.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use generator::cache::Cache;
use generator::output::{WriteCounts, Writer};
use generator::render::{File, OutPath};

/// Path and text of each page.
type Pages = BTreeMap<String, String>;

fn pages(count: usize, word: &str) -> Pages {
    let text = |at: usize| (0..200).map(|line| format!("<p>{word} {at} {}</p>\n", line * at)).collect();
    (0..count).map(|at| (format!("public/{at}.html"), text(at))).collect()
}

/// A cache, and a folder that is empty for each build.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Writes the pages into an empty folder, and reads each of their copies.
    fn build(&self, pages: &Pages) -> WriteCounts {
        let _ = fs::remove_dir_all(self.out());
        let writer = Writer::new(&self.out()).unwrap().compressing(&Cache::at(self.cache()));
        for (path, text) in pages {
            writer.put(OutPath::new(path.as_str()), &File::Bytes(text.clone().into_bytes()));
        }
        let counts = writer.finish().unwrap();
        for (path, text) in pages {
            assert_eq!(copies(&self.out().join(path)), [text.as_str(); 2], "{path}");
        }
        counts
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn kept(&self) -> Vec<PathBuf> {
        let files = walkdir::WalkDir::new(self.cache()).into_iter().flatten();
        files.filter(|file| file.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
    }

    fn bytes_kept(&self) -> u64 {
        self.kept().iter().map(|file| fs::metadata(file).unwrap().len()).sum()
    }
}

/// What a browser reads in the two copies of a file.
fn copies(file: &Path) -> [String; 2] {
    let [mut brotli, mut gzip] = [String::new(), String::new()];
    let bytes = |ending: &str| fs::read(format!("{}.{ending}", file.display())).unwrap();
    brotli_decompressor::Decompressor::new(&bytes("br")[..], 4096).read_to_string(&mut brotli).unwrap();
    flate2::read::GzDecoder::new(&bytes("gz")[..]).read_to_string(&mut gzip).unwrap();
    [brotli, gzip]
}

#[test]
fn what_was_compressed_once_is_not_compressed_for_an_empty_folder() {
    let place = Place::new();
    let pages = pages(100, "tea");
    assert_eq!(place.build(&pages).compressed, 100);
    assert_eq!(place.build(&pages).compressed, 0);
}

#[test]
fn another_text_has_other_copies() {
    let place = Place::new();
    let mut pages = pages(100, "tea");
    place.build(&pages);
    *pages.get_mut("public/7.html").unwrap() += "and coffee";
    assert_eq!(place.build(&pages).compressed, 1);
    assert_eq!(place.build(&pages).compressed, 0);
    // As large as before, and the next one's text.
    let other = pages["public/8.html"].clone();
    pages.insert("public/7.html".to_owned(), other);
    assert_eq!(place.build(&pages).compressed, 1);
}

#[test]
fn copies_that_were_damaged_or_half_written_are_made_again() {
    let place = Place::new();
    let pages = pages(100, "tea");
    let damages: [fn(&mut Vec<u8>); 4] = [
        |bytes| bytes[0] ^= 1,
        |bytes| *bytes.last_mut().unwrap() ^= 1,
        |bytes| bytes.truncate(bytes.len() / 2),
        Vec::clear,
    ];
    for damage in damages {
        place.build(&pages);
        for file in place.kept() {
            let mut bytes = fs::read(&file).unwrap();
            damage(&mut bytes);
            fs::write(file, bytes).unwrap();
        }
        assert!(place.build(&pages).compressed > 0);
        assert_eq!(place.build(&pages).compressed, 0, "they are whole again");
    }
}

#[test]
fn what_the_site_has_no_more_goes() {
    let place = Place::new();
    place.build(&pages(200, "tea"));
    let of_many = place.bytes_kept();
    for word in ["cocoa", "coffee", "water", "lemonade"] {
        assert_eq!(place.build(&pages(200, word)).compressed, 200);
        assert!(place.bytes_kept() < of_many * 11 / 10, "the newest take the room of those before");
    }
    place.build(&pages(100, "milk"));
    assert!(place.bytes_kept() < of_many * 6 / 10, "half of the pages are gone");
}

#[test]
fn pages_that_are_left_alone_keep_their_copies() {
    let place = Place::new();
    let mut pages = pages(100, "tea");
    place.build(&pages);
    // A build into a folder that is there asks only for the copies of what has changed.
    *pages.get_mut("public/7.html").unwrap() += "and coffee";
    let writer = Writer::new(&place.out()).unwrap().compressing(&Cache::at(place.cache()));
    for (path, text) in &pages {
        writer.put(OutPath::new(path.as_str()), &File::Bytes(text.clone().into_bytes()));
    }
    assert_eq!(writer.finish().unwrap().compressed, 1);
    assert_eq!(place.build(&pages).compressed, 0);
}

#[test]
fn a_build_that_fails_leaves_nothing_behind() {
    let place = Place::new();
    let writer = Writer::new(&place.out()).unwrap().compressing(&Cache::at(place.cache()));
    for (path, text) in &pages(100, "tea") {
        writer.put(OutPath::new(path.as_str()), &File::Bytes(text.clone().into_bytes()));
    }
    writer.abandon().unwrap();
    assert_eq!(place.kept(), Vec::<PathBuf>::new());
}
