//! Photographs, made here as a camera would.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Reader, Tag, Value};
use generator::cache::Cache;
use generator::render::Output;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::{media, output, page, produce, site};

/// Where the camera stood; no byte of it may come out.
pub(super) const PLACE: &str = "55.6761N 12.5683E Prinsensgade 7";

/// A picture whose corners tell how it is held: red at the top left, green at the top right, blue at the bottom left.
pub(super) fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([220, 30, 30]),
        (false, true) => Rgb([30, 200, 30]),
        (true, false) => Rgb([30, 30, 220]),
        (false, false) => Rgb([240, 240, 240]),
    })
}

/// The pixels that a camera stores when it is held as `orientation` says (Exif 2.32, 4.6.4).
fn as_held(upright: &RgbImage, orientation: u16) -> RgbImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    match orientation {
        2 => flip_horizontal(upright),
        3 => rotate180(upright),
        4 => flip_vertical(upright),
        5 => rotate270(&flip_horizontal(upright)),
        6 => rotate270(upright),
        7 => rotate90(&flip_horizontal(upright)),
        8 => rotate90(upright),
        _ => upright.clone(),
    }
}

/// A JPEG with orientation, place, maker and XMP.
pub(super) fn jpeg(pixels: &RgbImage, orientation: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let degree = |num| Rational { num, denom: 1 };
    let fields = [
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::Artist, Value::Ascii(vec![PLACE.into()])),
        field(Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
        field(Tag::GPSLatitude, Value::Rational(vec![degree(55), degree(40), degree(33)])),
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut exif = Cursor::new(Vec::new());
    writer.write(&mut exif, false).unwrap();
    encoder.add_exif_metadata(exif.get_ref()).unwrap();
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{PLACE}</x:xmpmeta>");
    encoder.add_app_segment(1, xmp.into_bytes()).unwrap();
    let (width, height) = (u16::try_from(pixels.width()).unwrap(), u16::try_from(pixels.height()).unwrap());
    encoder.encode(pixels.as_raw(), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A built site whose originals are still there, since its pictures are made when they are asked for.
struct Built {
    output: Output,
    _site: tempfile::TempDir,
}

impl std::ops::Deref for Built {
    type Target = Output;

    fn deref(&self) -> &Output {
        &self.output
    }
}

fn of(name: &str, picture: &[u8]) -> Built {
    let site = site(name, picture);
    Built { output: output(site.path(), Cache::none()), _site: site }
}

fn near(found: &Rgb<u8>, red: u8, green: u8, blue: u8) -> bool {
    found.0.iter().zip([red, green, blue]).all(|(a, b)| a.abs_diff(b) < 40)
}

#[test]
fn a_photo_is_turned_as_the_camera_was_held() {
    let upright = corners(120, 80);
    for orientation in 1..=8 {
        let output = of("DSC_1.jpg", &jpeg(&as_held(&upright, orientation), orientation));
        assert!(page(&output).contains("width=\"120\" height=\"80\""), "{orientation}: {}", page(&output));
        for (path, bytes) in media(&output) {
            let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
            assert_eq!(picture.dimensions(), (120, 80), "{orientation}: {path}");
            assert!(near(picture.get_pixel(20, 20), 220, 30, 30), "{orientation}: {path}");
            assert!(near(picture.get_pixel(100, 20), 30, 200, 30), "{orientation}: {path}");
            assert!(near(picture.get_pixel(20, 60), 30, 30, 220), "{orientation}: {path}");
        }
    }
}

#[test]
fn nothing_that_the_camera_wrote_comes_out() {
    let original = jpeg(&corners(800, 600), 1);
    let known = Reader::new().read_from_container(&mut Cursor::new(&original)).unwrap();
    assert!(known.get_field(Tag::GPSLatitude, In::PRIMARY).is_some(), "the original says where it was taken");
    let output = of("Amina-home-2026.jpg", &original);
    for (path, bytes) in media(&output) {
        assert!(Reader::new().read_from_container(&mut Cursor::new(&bytes)).is_err(), "{path} has Exif");
    }
    for (path, file) in &output.files {
        let bytes = file.bytes().unwrap();
        assert!(bytes != original, "{path} is the original");
        let text = String::from_utf8_lossy(&bytes);
        for secret in [PLACE, "xmpmeta", "Amina-home", "Adobe"] {
            assert!(!text.contains(secret) && !path.contains(secret), "{path} tells `{secret}`");
        }
    }
}

#[test]
fn no_width_is_beyond_the_original() {
    for (width, expected) in
        [(90, "90"), (500, "360 500"), (1000, "360 720 1000"), (2400, "360 720 1080 1600")]
    {
        let output = of("a.jpg", &jpeg(&corners(width, 300), 1));
        for kind in ["jpg", "webp"] {
            let mut widths: Vec<u32> = media(&output)
                .iter()
                .filter(|(path, _)| path.ends_with(kind))
                .map(|(path, bytes)| {
                    let width = image::load_from_memory(bytes).unwrap().width();
                    assert!(path.ends_with(&format!("-{width}.{kind}")), "{path} is {width} wide");
                    width
                })
                .collect();
            widths.sort_unstable();
            let widths: Vec<String> = widths.iter().map(u32::to_string).collect();
            assert_eq!(widths.join(" "), expected);
        }
    }
}

#[test]
fn a_photo_in_a_text_has_sizes_words_and_colours_until_it_is_there() {
    let output = of("a.jpg", &jpeg(&corners(500, 300), 1));
    let page = page(&output);
    for part in [
        "<span class=\"picture-frame\"><svg class=\"stand-in\" viewBox=\"0 0 4 3\"",
        "\" d=\"M3 2h1v1h-1z\"/></svg>",
        "<source type=\"image/webp\" srcset=\"/media/",
        "-500.webp 500w\" sizes=\"",
        "-500.jpg 500w\" sizes=\"",
        "alt=\"In the text\" width=\"500\" height=\"300\" loading=\"lazy\" decoding=\"async\"></picture></span>",
    ] {
        assert!(page.contains(part), "no `{part}` in {page}");
    }
    let first =
        page.split("<path fill=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let mostly_red = first[1..2] >= *"c" && first[2..3] <= *"3" && first[3..] <= *"3";
    assert!(mostly_red, "the first of twelve is red: {first}");
    for path in page.split("/media/").skip(1).filter_map(|rest| rest.split(['"', ' ']).next()) {
        assert!(output.files.contains_key(&*format!("public/media/{path}")), "no file for {path}");
    }
    let feed = String::from_utf8(output.files["public/en/feed.xml"].bytes().unwrap()).unwrap();
    assert!(feed.replace("&quot;", "\"").contains("img src=\"https://spaces.example/media/"), "{feed}");
    assert!(!feed.contains("srcset") && !feed.contains("stand-in"), "{feed}");
}

#[test]
fn what_shines_through_stays_so() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| Rgba([200, 30, 30, if x < 20 { 0 } else { 255 }]));
    let output = of("a.png", &encoded(glass, ImageFormat::Png));
    for (path, bytes) in media(&output) {
        let picture = image::load_from_memory(&bytes).unwrap().into_rgba8();
        assert_eq!((picture.get_pixel(2, 20).0[3], picture.get_pixel(37, 20).0[3]), (0, 255), "{path}");
    }
    assert!(!page(&output).contains("stand-in"), "colours would shine through");
}

#[test]
fn pngs_gifs_and_webps_are_photos_too() {
    for (name, format) in [
        ("a.png", ImageFormat::Png),
        ("a.gif", ImageFormat::Gif),
        ("a.webp", ImageFormat::WebP),
        ("A.JPG", ImageFormat::Jpeg),
    ] {
        let output = of(name, &encoded(corners(64, 48), format));
        let kinds: Vec<_> =
            media(&output).iter().filter_map(|(path, _)| Some(path.rsplit_once('.')?.1.to_owned())).collect();
        let kinds: std::collections::BTreeSet<_> = kinds.into_iter().collect();
        assert_eq!(kinds, ["jpg".to_owned(), "webp".to_owned()].into(), "{name}");
    }
}

/// Code, path and first hint of the only problem.
fn problem(name: &str, picture: &[u8]) -> (String, String, String) {
    let produced = produce(site(name, picture).path(), Cache::none());
    assert!(produced.output.is_none());
    let problems = produced.diagnostics.iter().filter(|problem| problem.code.as_str() != "picture/traces");
    let problems: Vec<_> = problems.collect();
    let [problem] = problems[..] else { panic!("{problems:#?}") };
    assert_eq!(problem.path, format!("content/stories/bread/{name}"));
    (problem.code.to_string(), problem.message.to_string(), crate::joined(&problem.hints, " "))
}

#[test]
fn a_picture_that_is_none_is_named() {
    let whole = jpeg(&corners(600, 400), 1);
    let half = &whole[..whole.len() / 3];
    for bytes in [b"not a picture".as_slice(), half] {
        let (code, message, hint) = problem("a.jpg", bytes);
        assert_eq!(code, "picture/unreadable", "{message}");
        assert!(hint.contains("save it as JPEG or PNG"));
    }
}

/// A picture that says it has 20000 × 30000 pixels.
pub(crate) fn absurd() -> Vec<u8> {
    let mut bytes = encoded(corners(20, 20), ImageFormat::Png);
    // Width and height stand in the first chunk, whose checksum covers its name and content.
    bytes[16..20].copy_from_slice(&20_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

#[test]
fn a_picture_of_absurd_size_is_not_even_opened() {
    let (code, message, _) = problem("a.png", &absurd());
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("picture/too-large", "the picture has 20000 × 30000 pixels")
    );
}

/// The checksum of a chunk of PNG (ISO 15948, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}
