//! Pictures for sharing in pixels: the same in layers and as a whole, whatever the theme draws, and never too large.

use std::path::Path;

use generator::render::Output;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, RgbImage};

use super::named;
use crate::site;

const SHARE: &str = "themes/default/templates/share.svg";
const BYTES_MAX: usize = 100 * 1024;

fn output(root: &Path) -> Output {
    site::produce(root).output.unwrap()
}

/// The picture for sharing of a page, with its format.
fn picture(output: &Output, page: &str) -> (Vec<u8>, ImageFormat, RgbImage) {
    let name = named(output, &format!("public/{page}/index.html"));
    let bytes = output.files[&*name].bytes().unwrap();
    let format = image::guess_format(&bytes).unwrap();
    assert_eq!(ImageFormat::from_path(&name).unwrap(), format, "{name} is what its name says");
    let pixels = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(pixels.dimensions(), (1200, 630));
    (bytes, format, pixels)
}

/// How far two pictures are apart at a pixel, at most and on average.
fn apart(one: &RgbImage, other: &RgbImage) -> (u8, f64) {
    let each = one.as_raw().iter().zip(other.as_raw()).map(|(a, b)| a.abs_diff(*b));
    let sum: u64 = each.clone().map(u64::from).sum();
    (each.max().unwrap(), sum as f64 / one.as_raw().len() as f64)
}

/// Whether pictures are the same but for where within a pixel letters begin: from a distance nobody can tell.
fn look_alike(one: &RgbImage, other: &RgbImage) -> bool {
    let far = |picture| image::imageops::resize(picture, 240, 126, FilterType::Triangle);
    let (most, average) = apart(&far(one), &far(other));
    most < 64 && average < 1.0
}

#[test]
fn in_layers_and_as_a_whole_a_picture_is_the_same() {
    let site = site::copied();
    let layers = output(site.path());
    // What has a name isn't parted.
    site::change(site.path(), SHARE, "<rect y=\"598\"", "<rect id=\"all\" y=\"598\"");
    let whole = output(site.path());
    for page in ["en/stories", "ar/stories", "uk/events"] {
        let (one, other) = (picture(&layers, page), picture(&whole, page));
        assert_eq!(one.1, ImageFormat::Png);
        assert!(look_alike(&one.2, &other.2), "{page}: {:?}", apart(&one.2, &other.2));
    }
    for page in ["en/stories/bread", "ar/stories/bread", "en/stories/mending", "en/events/dinner"] {
        let (one, other) = (picture(&layers, page), picture(&whole, page));
        assert!(one.0.len() <= BYTES_MAX && other.0.len() <= BYTES_MAX, "{page}");
        let (_, average) = apart(&one.2, &other.2);
        assert!(average < 2.5, "{page}: {average}");
    }
}

#[test]
fn a_photograph_with_grain_is_a_jpeg_that_is_small_enough() {
    let site = site::copied();
    let grain = RgbImage::from_fn(900, 900, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).rotate_left(7))
            .wrapping_mul(2_246_822_519);
        image::Rgb([noise as u8, (noise >> 8) as u8, (noise >> 16) as u8])
    });
    grain.save(site.path().join("content/stories/bread/loaf.jpg")).unwrap();
    let output = output(site.path());
    let (bytes, format, _) = picture(&output, "en/stories/bread");
    assert_eq!(format, ImageFormat::Jpeg);
    assert!(bytes.len() <= BYTES_MAX, "{} bytes", bytes.len());
}

#[test]
fn a_drawing_of_many_colours_stays_within_the_limit() {
    let site = site::copied();
    let spots: String = (0..6000u32)
        .map(|at| {
            let (x, y) = (at % 120 * 10, at / 120 * 8);
            format!("<path d=\"M{x} {y}l9 2-5 6z\" fill=\"#{:06x}\"/>", at.wrapping_mul(2_654_435_761) >> 8)
        })
        .collect();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\"><rect width=\"1200\" height=\"630\" fill=\"#123456\"/>{spots}</svg>"
    );
    site::write(site.path(), SHARE, &svg);
    let (bytes, format, pixels) = picture(&output(site.path()), "en/stories");
    assert_eq!(format, ImageFormat::Png);
    assert!(bytes.len() <= BYTES_MAX, "{} bytes", bytes.len());
    assert_eq!(pixels.get_pixel(1199, 629).0, [0x12, 0x34, 0x56], "what is flat stays exactly as it is");
}

/// Half as large, with a picture that is turned and nested, and a gradient.
const ANOTHER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 315">
<linearGradient id="dusk"><stop offset="0" stop-color="#000080"/><stop offset="1" stop-color="#800000"/></linearGradient>
<rect width="600" height="315" fill="url(#dusk)"/>
<g transform="translate(300 0)"><image href="picture" width="300" height="300" preserveAspectRatio="none"/></g>
<rect y="305" width="600" height="10" fill="#00ff00"/>
</svg>"##;

#[test]
fn a_theme_draws_as_it_likes() {
    let site = site::copied();
    site::write(site.path(), SHARE, ANOTHER);
    let white = DynamicImage::ImageRgb8(RgbImage::from_pixel(400, 300, image::Rgb([250, 250, 250])));
    white.save(site.path().join("content/stories/bread/loaf.jpg")).unwrap();
    let (bytes, format, pixels) = picture(&output(site.path()), "ar/stories/bread");
    assert_eq!(format, ImageFormat::Jpeg);
    assert!(bytes.len() <= BYTES_MAX);
    let near = |x, y, colour: [u8; 3]| {
        let found = pixels.get_pixel(x, y).0;
        assert!(found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 16), "{x} {y}: {found:?}");
    };
    near(4, 300, [0, 0, 0x80]);
    near(900, 300, [250, 250, 250]);
    near(900, 622, [0, 255, 0]);
}

#[test]
fn words_may_stand_anywhere() {
    let words = |style: &str, words: &str| {
        format!("<text font-family=\"'Noto Sans'\" fill=\"#ffffff\" {style}>{words}</text>")
    };
    let all = [
        words("x=\"1150\" y=\"100\" font-size=\"60\"", "beyond the right edge"),
        words("x=\"-40\" y=\"20\" font-size=\"60\"", "beyond the left"),
        words("x=\"600\" y=\"640\" font-size=\"60\" text-anchor=\"middle\"", "half below عشاء (Oslo)"),
        words("x=\"1e30\" y=\"-1e30\" font-size=\"40\"", "far away"),
        words("x=\"600\" y=\"300\" font-size=\"0.01\"", "too small to see"),
        words("x=\"600\" y=\"300\" font-size=\"200\" text-anchor=\"end\"", "high"),
        words("x=\"600\" y=\"400\" font-size=\"900\"", "!"),
        words("x=\"40\" y=\"300\" font-size=\"40\"", "a <tspan fill=\"#ff0000\">red</tspan> word"),
        words("x=\"40\" y=\"400\" font-size=\"40\" opacity=\".5\"", "what shines through"),
        words("x=\"40\" y=\"500\" font-size=\"40\"", ""),
    ];
    let drawing = |id: &str| {
        let ground = format!("<rect {id} width=\"1200\" height=\"630\" fill=\"#123456\"/>");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">{ground}{}</svg>",
            all.concat()
        )
    };
    let site = site::copied();
    site::write(site.path(), SHARE, &drawing(""));
    let layers = picture(&output(site.path()), "en/stories");
    site::write(site.path(), SHARE, &drawing("id=\"all\""));
    let whole = picture(&output(site.path()), "en/stories");
    assert!(look_alike(&layers.2, &whole.2), "{:?}", apart(&layers.2, &whole.2));
}

#[test]
fn letters_that_no_font_has_stop_nothing() {
    let site = site::copied();
    let before = picture(&output(site.path()), "en/stories");
    site::change(site.path(), "content/site.yaml", "tagline: { en: \"", "tagline: { en: \"漢字 ");
    let after = picture(&output(site.path()), "en/stories");
    assert!(after.1 == ImageFormat::Png && after.0 != before.0);
    // Their empty boxes aren't measured, so that a line of them may reach a little beyond its room. Other words bring other
    // shades into the palette, which nobody sees.
    let is_other = |one: &image::Rgb<u8>, other: &image::Rgb<u8>| {
        one.0.iter().zip(other.0).any(|(a, b)| a.abs_diff(b) > 40)
    };
    let mut changed =
        after.2.enumerate_pixels().filter(|(x, y, pixel)| is_other(before.2.get_pixel(*x, *y), pixel));
    assert!(changed.all(|(x, ..)| x < 800), "only words are other");
}
