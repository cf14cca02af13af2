//! What took long to make is kept: between builds, and only while it is whole.

use std::fs;
use std::path::Path;

use generator::cache::Cache;
use generator::keep::CacheKey;
use generator::output::{self, WriteCounts};
use image::{ImageFormat, RgbImage};

use super::{media, output, site};

fn photo() -> Vec<u8> {
    let picture = RgbImage::from_fn(800, 450, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, (x * y % 239) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The entries of pictures: what is kept of texts has a list of keys.
fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    let is_of_texts = |file: &std::path::PathBuf| {
        let list = b"[{\"key\":";
        fs::read(file).unwrap().windows(list.len()).any(|bytes| bytes == list)
    };
    let mut files: Vec<_> = files.filter(|file| !is_of_texts(file)).collect();
    files.sort();
    files
}

#[test]
fn a_second_build_makes_nothing() {
    let site = site("a.png", &photo());
    let (kept, out) = (site.path().join(".cache"), site.path().join("dist"));
    let first = output::write(&out, &output(site.path(), Cache::at(&kept))).unwrap();
    assert!(first.written > 6);
    let made = entries(&kept);
    // The look at it, two widths in two formats, and the codes of two posters.
    assert_eq!(made.len(), 7);
    let when = |path: &std::path::PathBuf| fs::metadata(path).unwrap().modified().unwrap();
    let before: Vec<_> = made.iter().map(when).collect();
    let second = output::write(&out, &output(site.path(), Cache::at(&kept))).unwrap();
    assert_eq!(second, WriteCounts { unchanged: first.written, ..WriteCounts::default() });
    assert_eq!(entries(&kept).iter().map(when).collect::<Vec<_>>(), before);
}

#[test]
fn what_stands_in_the_output_is_not_made_again_even_without_a_cache() {
    let site = site("a.png", &photo());
    let out = site.path().join("dist");
    output::write(&out, &output(site.path(), Cache::none())).unwrap();
    let produced = output(site.path(), Cache::none());
    // Without its original nothing could be made.
    fs::remove_file(site.path().join("content/stories/bread/a.png")).unwrap();
    assert_eq!(output::write(&out, &produced).unwrap().written, 0);
}

#[test]
fn a_picture_that_changes_during_the_build_is_not_published_under_the_old_name() {
    let site = site("a.png", &photo());
    let produced = output(site.path(), Cache::none());
    fs::write(site.path().join("content/stories/bread/a.png"), b"another").unwrap();
    let error = output::write(&site.path().join("dist"), &produced).unwrap_err();
    assert!(error.to_string().contains("a.png` changed while the site was built"), "{error}");
}

#[test]
fn a_deleted_or_broken_cache_gives_the_same_bytes() {
    let site = site("a.png", &photo());
    let kept = site.path().join(".cache");
    let made = media(&output(site.path(), Cache::at(&kept)));
    let all = walkdir::WalkDir::new(&kept).into_iter().map(|entry| entry.unwrap().into_path());
    for (at, entry) in all.filter(|path| path.is_file()).enumerate() {
        let mut bytes = fs::read(&entry).unwrap();
        match at % 3 {
            0 => bytes.truncate(20),
            1 => *bytes.last_mut().unwrap() ^= 1,
            _ => bytes.clear(),
        }
        fs::write(&entry, bytes).unwrap();
    }
    assert_eq!(media(&output(site.path(), Cache::at(&kept))), made);
    fs::remove_dir_all(&kept).unwrap();
    assert_eq!(media(&output(site.path(), Cache::at(&kept))), made);
    assert_eq!(entries(&kept).len(), 7, "the cache mends itself");
}

#[test]
fn one_thread_and_many_make_the_same_bytes() {
    let site = site("a.png", &photo());
    let build = |threads, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let out = site.path().join(name);
        pool.install(|| output::write(&out, &output(site.path(), Cache::none())).unwrap());
        entries(&out).into_iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(build(1, "one"), build(4, "many"));
}

#[test]
fn a_key_knows_where_its_parts_end() {
    assert_ne!(CacheKey::new(&[b"ab", b"c"]), CacheKey::new(&[b"a", b"bc"]));
    assert_ne!(CacheKey::new(&[b"a"]), CacheKey::of_any_program(&[b"a"]));
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path());
    let key = CacheKey::new(&[b"a"]);
    assert_eq!(cache.get(&key), None);
    cache.put(&key, b"kept");
    assert_eq!(cache.get(&key).as_deref(), Some(b"kept".as_slice()));
    assert_eq!(Cache::none().get(&key), None);
    assert_eq!(cache.closed().get(&key).as_deref(), Some(b"kept".as_slice()));
    cache.closed().put(&key, b"other");
    cache.closed().forget(&key);
    assert_eq!(cache.get(&key).as_deref(), Some(b"kept".as_slice()));
    let (place, other) = (CacheKey::new(&[b"place"]), CacheKey::new(&[b"b"]));
    cache.put_of(&place, &key, b"made of a");
    assert_eq!(cache.get_of(&place, &key).as_deref(), Some(b"made of a".as_slice()));
    assert_eq!(cache.get_of(&place, &other), None);
}
