//! Pictures made by the tests, as cameras, telephones and mischief make them.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::png::{Png, PngChunk};
use img_parts::{Bytes, ImageEXIF};
use moxcms::ColorProfile;

use super::format::Format;
use super::*;

const SECRET: &[u8] = b"SECRET-56.1629N-10.2039E";

/// A block of Exif as cameras write it: how it was held, a description, and a place (Exif 2.32, 4.6).
fn exif(held: u16) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let description = u32::try_from(SECRET.len()).unwrap();
    block.extend([0x0e, 0x01, 2, 0]);
    block.extend(description.to_le_bytes());
    block.extend(68_u32.to_le_bytes());
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0]);
    block.extend(u32::from(held).to_le_bytes());
    // GPS, with its latitude's side.
    block.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0]);
    block.extend(50_u32.to_le_bytes());
    block.extend([0; 4]);
    block.extend([1, 0, 1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(block.len(), 68);
    block.extend(SECRET);
    block
}

/// Six colours, so that each way of holding shows.
fn upright() -> RgbImage {
    const COLOURS: [[u8; 3]; 6] =
        [[250, 10, 10], [10, 250, 10], [10, 10, 250], [250, 250, 10], [10, 250, 250], [250, 10, 250]];
    RgbImage::from_fn(96, 64, |x, y| Rgb(COLOURS[(y / 32 * 3 + x / 32) as usize]))
}

/// A photograph's noise.
fn photo(width: u32, height: u32) -> RgbImage {
    let noise =
        |x: u32, y: u32, by: u32| u8::try_from((x.wrapping_mul(by) ^ y.wrapping_mul(31)) % 251).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([noise(x, y, 7), noise(x, y, 13), noise(x, y, 29)]))
}

/// Film grain, of which no two pixels are alike (SplitMix64).
fn grains(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u64;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bytes = (mixed ^ (mixed >> 27)).to_le_bytes();
        Rgb([bytes[0], bytes[3], bytes[5]])
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    encode::jpeg(&DynamicImage::ImageRgb8(picture.clone())).unwrap()
}

fn png(picture: &RgbImage) -> Vec<u8> {
    encode::lossless(&DynamicImage::ImageRgb8(picture.clone()), Format::Png).unwrap()
}

fn with_exif(file: &[u8], held: u16) -> Vec<u8> {
    let mut picture = img_parts::DynImage::from_bytes(Bytes::copy_from_slice(file)).unwrap().unwrap();
    picture.set_exif(Some(exif(held).into()));
    picture.encoder().bytes().to_vec()
}

fn with_chunk(file: &[u8], kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(file)).unwrap();
    png.chunks_mut().insert(1, PngChunk::new(kind, Bytes::copy_from_slice(contents)));
    png.encoder().bytes().to_vec()
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(exif(6)).unwrap();
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn riff(chunks: &[u8]) -> Vec<u8> {
    let length = u32::try_from(chunks.len() + 4).unwrap();
    [b"RIFF".as_slice(), &length.to_le_bytes(), b"WEBP", chunks].concat()
}

fn chunk(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap();
    let mut chunk = [name.as_slice(), &length.to_le_bytes(), contents].concat();
    chunk.extend((contents.len() % 2 == 1).then_some(0));
    chunk
}

fn pixels(taken: &Taken) -> RgbImage {
    image::load_from_memory(&taken.bytes).unwrap().into_rgb8()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, byte)| *byte == words[0] && bytes[at..].starts_with(words))
}

/// Taken, and nothing of what a camera or somebody wrote is in it.
fn taken(bytes: &[u8]) -> Taken {
    let taken = take_in(bytes).unwrap();
    for words in
        [SECRET, b"Exif", b"eXIf", b"EXIF", b"XMP ", b"xmpmeta", b"ftyp", b"PK\x03\x04", b"<html", b"MPF\0"]
    {
        assert!(!holds(&taken.bytes, words), "{} is left", String::from_utf8_lossy(words));
    }
    taken
}

#[test]
fn each_way_of_holding_a_camera_is_turned_upright() {
    let upright = DynamicImage::ImageRgb8(upright());
    // What a camera stores that was held so (Exif 2.32, tag 0x0112).
    let stored = [
        (1, upright.clone()),
        (2, upright.fliph()),
        (3, upright.rotate180()),
        (4, upright.flipv()),
        (5, upright.rotate90().fliph()),
        (6, upright.rotate270()),
        (7, upright.rotate270().fliph()),
        (8, upright.rotate90()),
    ];
    for (held, stored) in stored {
        let stored = stored.into_rgb8();
        let exact = taken(&with_exif(&png(&stored), held));
        assert_eq!(pixels(&exact), *upright.as_rgb8().unwrap(), "PNG held {held}");
        let photo = taken(&with_exif(&jpeg(&stored), held));
        assert_eq!((photo.width, photo.height), (96, 64), "JPEG held {held}");
        let (is, should) = (pixels(&photo), upright.to_rgb8());
        for (x, y) in [(16, 16), (48, 16), (80, 16), (16, 48), (48, 48), (80, 48)] {
            let differs =
                is.get_pixel(x, y).0.iter().zip(should.get_pixel(x, y).0).any(|(a, b)| a.abs_diff(b) > 24);
            assert!(!differs, "JPEG held {held} at {x}, {y}: {:?}", is.get_pixel(x, y));
        }
        assert_eq!(photo.was.contains(&Change::Turned), held != 1);
    }
}

#[test]
fn what_needs_nothing_keeps_its_pixels() {
    let file = png(&photo(300, 200));
    let same = taken(&file);
    assert_eq!((pixels(&same), same.was), (photo(300, 200), vec![]));
    let noted = taken(&with_exif(&file, 1));
    assert_eq!((noted.bytes == same.bytes, noted.was), (true, vec![Change::Notes]));
    assert_eq!((noted.ending, noted.width, noted.height), ("png", 300, 200));
    // JPEG is written anew, too: no eye sees it.
    let smooth = RgbImage::from_fn(96, 64, |x, y| {
        Rgb([u8::try_from(x * 2).unwrap(), u8::try_from(y * 3).unwrap(), 90])
    });
    let again = taken(&jpeg(&smooth));
    assert_eq!(again.was, []);
    let far = pixels(&again).as_raw().iter().zip(smooth.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(far.unwrap() <= 12, "{far:?}");
}

#[test]
fn nothing_of_a_place_is_left_in_any_format() {
    let picture = photo(64, 48);
    let file = png(&picture);
    let itxt = [b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>".as_slice(), SECRET].concat();
    for (kind, contents) in
        [(*b"iTXt", itxt), (*b"tEXt", [b"Comment\0", SECRET].concat()), (*b"eXIf", exif(1))]
    {
        let noted = with_chunk(&file, kind, &contents);
        assert!(holds(&noted, SECRET));
        assert_eq!(pixels(&taken(&noted)), picture);
    }
    let noted = webp(&picture);
    assert!(holds(&noted, SECRET));
    let turned = taken(&noted);
    assert_eq!(pixels(&turned), DynamicImage::ImageRgb8(picture.clone()).rotate90().into_rgb8());
    assert_eq!(turned.ending, "webp");
    let mut with_xmp = noted[12..].to_vec();
    with_xmp[8] |= 0x04;
    with_xmp.extend(chunk(b"XMP ", &[b"<x:xmpmeta>", SECRET].concat()));
    taken(&riff(&with_xmp));
    // A comment, notes of a maker, and a list of pictures behind this one.
    let file = jpeg(&picture);
    for (marker, contents) in [
        (0xfe_u8, [b"<html><script>alert(1)</script>", SECRET].concat()),
        (0xe1, [b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", SECRET].concat()),
        (0xe2, [b"MPF\0", SECRET].concat()),
        (0xed, [b"Photoshop 3.0\0", SECRET].concat()),
        (0xef, SECRET.to_vec()),
    ] {
        let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
        let noted = [&file[..2], &[0xff, marker], &length, &contents, &file[2..]].concat();
        assert!(holds(&noted, SECRET));
        assert_eq!(taken(&noted).bytes, taken(&file).bytes, "marker {marker:x}");
    }
}

#[test]
fn what_hangs_behind_a_picture_is_gone() {
    let file = jpeg(&photo(64, 48));
    let plain = taken(&file).bytes;
    let film = taken(&[&file, b"\0\0\0\x18ftypmp42".as_slice(), SECRET].concat());
    assert_eq!((film.bytes == plain, film.was), (true, vec![Change::Film]));
    for tail in [b"PK\x03\x04".as_slice(), b"<html><script>", b"%PDF-1.7", &with_exif(&file, 6)] {
        let both = taken(&[&file, tail, SECRET].concat());
        assert_eq!((both.bytes == plain, both.was), (true, vec![Change::Notes]));
    }
    let drawn = png(&upright());
    assert_eq!(taken(&[&drawn, b"PK\x03\x04".as_slice(), SECRET].concat()).bytes, taken(&drawn).bytes);
}

#[test]
fn a_large_photograph_is_shrunk_in_linear_light() {
    // Black and white by turns: half the light, not half the number.
    for (width, height) in [(4700, 24), (6000, 32), (24, 4900)] {
        let stripes =
            RgbImage::from_fn(width, height, |x, y| Rgb([if (x + y) % 2 == 0 { 0 } else { 255 }; 3]));
        let small = taken(&png(&stripes));
        assert_eq!(small.width.max(small.height), SIDE_MAX);
        let (middle, count) = (pixels(&small), f64::from(small.width) * f64::from(small.height));
        let mean = middle.pixels().map(|pixel| f64::from(pixel.0[0])).sum::<f64>() / count;
        assert!((180.0..=196.0).contains(&mean), "{width} × {height}: {mean}");
        assert_eq!(small.was, [Change::Shrunk]);
    }
    let large = taken(&jpeg(&photo(2700, 201)));
    assert_eq!((large.width, large.height, large.ending), (2400, 179, "jpg"));
}

#[test]
fn what_shines_through_stays_png_and_is_not_fringed() {
    let picture =
        RgbaImage::from_fn(
            5000,
            40,
            |x, _| if x % 2 == 0 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 255, 0, 0]) },
        );
    let mut file = Vec::new();
    PngEncoder::new(&mut file).write_image(&picture, 5000, 40, ExtendedColorType::Rgba8).unwrap();
    let small = taken(&file);
    assert_eq!(small.ending, "png");
    let middle = *image::load_from_memory(&small.bytes).unwrap().into_rgba8().get_pixel(1200, 8);
    assert!(middle.0[0] > 250 && middle.0[1] < 6 && middle.0[3].abs_diff(128) < 4, "{middle:?}");
}

#[test]
fn a_photograph_kept_without_loss_becomes_jpeg_only_where_it_takes_much_room() {
    let small = taken(&png(&photo(200, 160)));
    assert_eq!((small.ending, small.was.len()), ("png", 0));
    let large = taken(&png(&grains(500, 400)));
    assert_eq!((large.ending, large.was), ("jpg", vec![Change::Rewritten]));
    let drawn = taken(&png(&RgbImage::from_fn(500, 400, |x, _| Rgb([if x % 2 == 0 { 0 } else { 200 }; 3]))));
    assert_eq!(drawn.ending, "png");
}

#[test]
fn colours_of_a_telephone_become_those_of_the_web() {
    // Pure red of the web in Display P3 (both with D65).
    let picture = RgbImage::from_pixel(8, 8, Rgb([234, 51, 35]));
    let with = |profile: Vec<u8>| {
        let mut file = Vec::new();
        let mut encoder = PngEncoder::new(&mut file);
        encoder.set_icc_profile(profile).unwrap();
        encoder.write_image(&picture, 8, 8, ExtendedColorType::Rgb8).unwrap();
        file
    };
    let wide = taken(&with(ColorProfile::new_display_p3().encode().unwrap()));
    let red = pixels(&wide).get_pixel(4, 4).0;
    assert!(red[0] >= 252 && red[1] <= 12 && red[2] <= 12, "{red:?}");
    assert_eq!(wide.was, [Change::Colours]);
    let web = taken(&with(ColorProfile::new_srgb().encode().unwrap()));
    assert_eq!(pixels(&web), picture);
    assert!(!holds(&web.bytes, b"iCCP"));
    // A profile that nobody can read says nothing, and isn't kept.
    let broken = taken(&with(SECRET.repeat(20)));
    assert_eq!(pixels(&broken), picture);
}

#[test]
fn a_moving_picture_is_refused() {
    let file = png(&upright());
    assert_eq!(take_in(&with_chunk(&file, *b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])), Err(NotTaken::Moving));
    let mut still = Vec::new();
    WebPEncoder::new_lossless(&mut still).write_image(&upright(), 96, 64, ExtendedColorType::Rgb8).unwrap();
    let frame = [&[0; 6][..], &[95, 0, 0, 63, 0, 0, 100, 0, 0, 0], &still[12..]].concat();
    let head = chunk(b"VP8X", &[0x02, 0, 0, 0, 95, 0, 0, 63, 0, 0]);
    let moving = riff(&[head, chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &frame)].concat());
    assert_eq!(take_in(&moving), Err(NotTaken::Moving));
}

#[test]
fn other_files_are_refused_with_words_of_their_own() {
    let cases: [(&[u8], NotTaken); 17] = [
        (b"", NotTaken::Empty),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NotTaken::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", NotTaken::Heic),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", NotTaken::Avif),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", NotTaken::Avif),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", NotTaken::Film),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", NotTaken::Film),
        (b"GIF89a\x01\0\x01\0\0\0\0", NotTaken::Gif),
        (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", NotTaken::Svg),
        (b"<SVG onload=alert(1)>", NotTaken::Svg),
        (b"%PDF-1.7\n", NotTaken::Document),
        (b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml", NotTaken::Document),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotTaken::Document),
        (b"<html><body>oven.jpg", NotTaken::Other),
        (b"\xff\xd8\xff", NotTaken::Broken),
        (b"\x89PNG\r\n\x1a\n", NotTaken::Broken),
        (b"RIFF\x04\0\0\0WEBP", NotTaken::Broken),
    ];
    for (bytes, why) in cases {
        assert_eq!(take_in(bytes), Err(why), "{}", String::from_utf8_lossy(bytes));
        assert!(why.told(crate::words::Words::ENGLISH).contains(' '));
    }
    assert_eq!(take_in(&vec![0; BYTES_MAX + 1]), Err(NotTaken::TooHeavy));
}

#[test]
fn a_file_without_its_end_is_refused() {
    let picture = photo(200, 150);
    for file in [jpeg(&picture), png(&picture), webp(&picture)] {
        for part in [file.len() / 4, file.len() / 2, file.len() - 3] {
            assert_eq!(take_in(&file[..part]), Err(NotTaken::Broken), "{part} of {}", file.len());
        }
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let sized = |width: u32, height: u32, depth: u8, kind: u8| {
        let mut png = Png::from_bytes(png(&upright()).into()).unwrap();
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, kind, 0, 0, 0]].concat();
        png.chunks_mut()[0] = PngChunk::new(*b"IHDR", head.into());
        png.encoder().bytes().to_vec()
    };
    assert_eq!(take_in(&sized(40_000, 40_000, 8, 2)), Err(NotTaken::TooManyPixels));
    assert_eq!(take_in(&sized(7071, 7072, 8, 2)), Err(NotTaken::TooManyPixels));
    assert_eq!(take_in(&sized(7000, 7000, 16, 6)), Err(NotTaken::TooManyPixels), "eight bytes a pixel");
    assert_eq!(take_in(&sized(7000, 7000, 8, 2)), Err(NotTaken::Broken), "less than it says");
    // More behind the pixels than there are pixels.
    let mut png = Png::from_bytes(png(&RgbImage::new(1500, 1500)).into()).unwrap();
    let head = [&96_u32.to_be_bytes()[..], &64_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", head.into());
    let small = taken(&png.encoder().bytes());
    assert_eq!((small.width, small.height), (96, 64));
}

#[test]
fn sixteen_bits_and_greys_are_taken() {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(upright()).into_rgb16().write_to(&mut file, image::ImageFormat::Png).unwrap();
    assert_eq!(pixels(&taken(file.get_ref())), upright());
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(DynamicImage::ImageRgb8(photo(3000, 40)).into_luma8())
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    assert_eq!(taken(file.get_ref()).width, SIDE_MAX);
}

#[test]
fn a_jpeg_of_a_print_shop_is_taken() {
    // Cyan, with a little magenta and yellow.
    let picture = [[255_u8, 20, 20, 0]; 64 * 48].concat();
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 90)
        .encode(&picture, 64, 48, jpeg_encoder::ColorType::Cmyk)
        .unwrap();
    let pixel = pixels(&taken(&file)).get_pixel(30, 20).0;
    assert!(
        pixel.iter().max().unwrap() - pixel.iter().min().unwrap() > 150,
        "{pixel:?} isn't a strong colour"
    );
}

#[test]
fn names_are_ours() {
    let name = file_name("stories/a-shelf", b"bytes", "jpg");
    assert!(name.starts_with("a-shelf-") && name.ends_with(".jpg"), "{name}");
    assert!(is_slug(name.trim_end_matches(".jpg")), "{name}");
    assert!(file_name("../../Site", b"bytes", "jpg").starts_with("picture-"));
    assert_ne!(name, file_name("stories/a-shelf", b"others", "jpg"));
}

#[test]
fn a_small_copy_is_small() {
    let bytes = small(&with_exif(&jpeg(&photo(900, 600)), 6)).unwrap();
    assert_eq!(format::size(&bytes), Some((160, 240)));
    assert!(bytes.len() < 20_000 && !holds(&bytes, SECRET), "{}", bytes.len());
}

#[test]
fn forty_megapixels_in_a_small_file_are_taken_one_at_a_time() {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::NoFilter)
        .write_image(&vec![90; 8000 * 5000 * 3], 8000, 5000, ExtendedColorType::Rgb8)
        .unwrap();
    assert!(file.len() < 1_000_000, "{}", file.len());
    let small = take_in(&file).unwrap();
    assert_eq!((small.width, small.height, small.ending), (2400, 1500, "png"));
    assert_eq!(pixels(&small).get_pixel(1200, 700).0, [90; 3]);
}
