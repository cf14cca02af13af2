//! What a file is, is judged by its bytes: nothing that a camera wrote is published, whatever its name says.

use std::io::{Cursor, Write as _};
use std::path::Path;

use generator::build::Produced;
use generator::cache::Cache;
use generator::clean;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::photos::{PLACE, corners, jpeg};
use super::{media, output, page, produce, site};

/// A box of ISO 14496-12 that says which format this is, and what a camera wrote.
fn boxes(brand: &str) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 24];
    bytes.extend(format!("ftyp{brand}\0\0\0\0mif1{brand}").bytes());
    bytes.extend(format!("\0\0\0\x40mdatExif {PLACE} GPSLatitude").bytes());
    bytes
}

fn written(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_pixel(40, 30, Rgb([10, 20, 30]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn archive(name: &str, member: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(member).unwrap();
    archive.finish().unwrap().into_inner()
}

fn photo() -> Vec<u8> {
    jpeg(&corners(60, 40), 1)
}

fn messages(produced: &Produced, code: &str) -> Vec<String> {
    let found = produced.diagnostics.iter().filter(|problem| problem.code == code);
    found.map(|problem| format!("{}; {}", problem.message, problem.hints.join("; "))).collect()
}

/// Takes away `picture:` and `![…]`, so that the file is only linked.
fn only_link(root: &Path) {
    for lang in ["en", "da"] {
        let path = root.join(format!("content/stories/bread/index.{lang}.md"));
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let lines = text
            .lines()
            .filter(|line| !["picture:", "alt:", "!["].iter().any(|beginning| line.starts_with(beginning)));
        std::fs::write(&path, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    }
}

#[test]
fn what_browsers_cannot_show_is_an_error_with_a_way_out() {
    let raw = [b"II*\0\x08\0\0\0".as_slice(), PLACE.as_bytes()].concat();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("photo.heic", boxes("heic"), "HEIC"),
        // The name isn't believed: an iPhone's picture that somebody called something else.
        ("photo.jpg", boxes("heic"), "HEIC"),
        ("photo.pdf", boxes("heic"), "HEIC"),
        ("photo.avif", boxes("avif"), "AVIF"),
        ("photo.tif", raw.clone(), "TIFF"),
        ("photo.DNG", raw, "TIFF"),
        ("photo.bmp", written_as_bmp(), "BMP"),
        ("walk.mp4", boxes("isom"), "film"),
        ("photo.xyz", PLACE.into(), "not a kind of file that is published"),
    ];
    for (name, bytes, says) in cases {
        for linked in [false, true] {
            let folder = site(name, &bytes);
            if linked {
                only_link(folder.path());
            }
            let produced = produce(folder.path(), Cache::none());
            assert!(produced.output.is_none(), "{name}: published");
            let said = messages(&produced, "file/kind");
            assert!(!said.is_empty() && said.iter().all(|said| said.contains(says)), "{name}: {said:?}");
        }
    }
}

/// A file header and nothing that could be read.
fn written_as_bmp() -> Vec<u8> {
    [b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".as_slice(), PLACE.as_bytes()].concat()
}

#[test]
fn a_picture_by_any_name_is_written_anew() {
    for name in ["loaf.jfif", "loaf.JPG", "loaf", "loaf.pdf", "loaf.heic", "loaf.svg.jpe"] {
        let folder = site(name, &photo());
        let output = output(folder.path(), Cache::none());
        assert!(page(&output).contains("<img"), "{name}");
        for (path, bytes) in media(&output) {
            let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!found(PLACE.as_bytes()) && !found(b"Exif"), "{name}: {path}");
        }
    }
}

#[test]
fn documents_are_linked_unless_a_photograph_in_them_tells_where() {
    let pdf = |inner: &[u8]| [b"%PDF-1.4\nstream\n", inner, b"\nendstream\n%%EOF"].concat();
    let clean = clean::picture(&photo()).unwrap();
    for (name, good, bad) in [
        ("flyer.pdf", pdf(&clean), pdf(&photo())),
        ("flyer.docx", archive("word/media/a.jpeg", &clean), archive("word/media/a.jpeg", &photo())),
    ] {
        let folder = site(name, &good);
        only_link(folder.path());
        let published = media(&output(folder.path(), Cache::none()));
        assert!(published.iter().any(|(path, bytes)| path.ends_with(name) && *bytes == good), "{name}");
        std::fs::write(folder.path().join("content/stories/bread").join(name), bad).unwrap();
        let said = messages(&produce(folder.path(), Cache::none()), "file/kind");
        assert!(said.iter().any(|said| said.contains("where it was taken")), "{name}: {said:?}");
    }
}

#[test]
fn a_document_is_no_picture() {
    let folder = site("flyer.pdf", b"%PDF-1.4");
    let said = messages(&produce(folder.path(), Cache::none()), "picture/kind");
    assert!(
        said.iter().any(|said| said.contains("`content/stories/bread/flyer.pdf` is not a picture")),
        "{said:?}"
    );
    assert!(said.iter().any(|said| said.contains("without the `!`")), "{said:?}");
}

#[test]
fn what_a_camera_wrote_into_an_original_is_told_before_git_keeps_it() {
    let folder = site("loaf.jpg", &photo());
    let said = messages(&produce(folder.path(), Cache::none()), "picture/traces");
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("where it was taken and by whom"), "{said:?}");
    assert!(said[0].contains("spaces clean content/stories/bread/loaf.jpg"), "{said:?}");
    for file in clean::found(folder.path()).unwrap() {
        clean::file(&file).unwrap();
    }
    assert_eq!(messages(&produce(folder.path(), Cache::none()), "picture/traces"), [""; 0]);
}

#[test]
fn a_theme_brings_nothing_of_a_camera() {
    let folder = site("loaf.jpg", &written(ImageFormat::Jpeg));
    let fixed = folder.path().join("themes/default/static");
    std::fs::create_dir_all(&fixed).unwrap();
    std::fs::write(fixed.join("hero.jpg"), photo()).unwrap();
    let produced = produce(folder.path(), Cache::none());
    assert!(produced.output.is_none());
    assert!(messages(&produced, "picture/traces")[0].contains("themes/default/static/hero.jpg"));
}

#[test]
fn cleaning_changes_no_pixel() {
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8().into_raw();
    // A telephone's: turned, and with a second picture behind the first.
    let two = [jpeg(&corners(60, 40), 6), photo()].concat();
    for (name, bytes) in [
        ("turned.jpg", two),
        ("plain.png", written(ImageFormat::Png)),
        ("plain.webp", written(ImageFormat::WebP)),
    ] {
        let cleaned = clean::picture(&bytes).unwrap();
        assert_eq!(pixels(&cleaned), pixels(&bytes), "{name}");
        assert!(!cleaned.windows(PLACE.len()).any(|window| window == PLACE.as_bytes()), "{name}");
        assert_eq!(clean::picture(&cleaned).unwrap(), cleaned, "{name}: cleaning once is enough");
    }
    let held = exif::Reader::new();
    let cleaned = clean::picture(&jpeg(&corners(60, 40), 6)).unwrap();
    let exif = held.read_from_container(&mut Cursor::new(&cleaned)).unwrap();
    let tags: Vec<_> = exif.fields().map(|field| field.tag).collect();
    assert_eq!(tags, [exif::Tag::Orientation]);
}

#[test]
fn what_cannot_be_cleaned_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("photo.heic");
    std::fs::write(&file, boxes("heic")).unwrap();
    assert!(clean::file(&file).unwrap_err().contains("save it as JPEG"));
    assert_eq!(std::fs::read(&file).unwrap(), boxes("heic"));
}
