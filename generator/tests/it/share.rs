//! Pictures for sharing: right in size and script, the same on every machine, and one for every page.

mod painted;

use generator::render::Output;
use generator::share::{Fonts, Room, fit};
use generator::source::Checked;

use crate::site;

fn output() -> Output {
    site::produce(site::whole()).output.unwrap()
}

fn fonts() -> Fonts {
    let folder = site::whole().join("themes/default/fonts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ttf"));
    files.sort();
    let files: Vec<Checked> =
        files.into_iter().map(|file| Checked::new(file.clone(), &std::fs::read(file).unwrap())).collect();
    Fonts::load(files.iter()).unwrap()
}

fn room(sizes: &[f32], rows: usize) -> Room {
    Room { width: 610.0, rows, sizes: sizes.to_vec(), bold: true, right_to_left: false }
}

/// The picture for sharing that a page names, as a path of the output.
fn named(output: &Output, page: &str) -> String {
    let html = String::from_utf8(output.files[page].bytes().unwrap()).unwrap();
    let url =
        html.split("property=\"og:image\" content=\"").nth(1).unwrap_or_else(|| panic!("{page} has none"));
    let url = url.split('"').next().unwrap();
    assert!(url.starts_with("https://"), "{page}: `{url}` is not absolute");
    format!("public/media/{}", url.rsplit('/').next().unwrap())
}

#[test]
fn every_page_has_a_picture_that_is_there_and_stories_have_their_own() {
    let output = output();
    let pages =
        output.files.keys().filter(|path| path.ends_with("/index.html") && path.matches('/').count() > 2);
    for page in pages {
        assert!(output.files.contains_key(&*named(&output, page)), "{page}");
    }
    let of = |page: &str| named(&output, &format!("public/{page}/index.html"));
    assert_ne!(of("ar/stories/bread"), of("en/stories/bread"));
    assert_ne!(of("en/stories/bread"), of("en/stories/mending"));
    assert_eq!(of("en/stories"), of("en/events"));
    assert!(!output.files.keys().any(|path| path.starts_with("public") && path.ends_with(".ttf")));
}

#[test]
fn a_picture_for_sharing_has_its_size_and_the_same_bytes_on_any_number_of_threads() {
    let draw = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let output = output();
            output.files[&*named(&output, "public/ar/stories/bread/index.html")].bytes().unwrap()
        })
    };
    let bytes = draw(1);
    assert!(bytes.len() <= 100 * 1024, "{} bytes", bytes.len());
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (1200, 630));
    // A page from right to left has its words at the right, so the ground of the words is there.
    let ground = picture.get_pixel(1190, 300).0;
    assert!(ground.iter().zip([0x1d, 0x4b, 0x4c]).all(|(a, b)| a.abs_diff(b) < 12), "{ground:?}");
    assert!(bytes == draw(4));
}

#[test]
fn arabic_letters_join() {
    let fonts = fonts();
    let word = "الحكايات";
    let alone: f32 = word.chars().map(|letter| fonts.width(&letter.to_string(), 100.0, true)).sum();
    let joined = fonts.width(word, 100.0, true);
    assert!(joined > 100.0 && joined < alone * 0.9, "{joined} of {alone}");
}

#[test]
fn every_letter_of_the_site_is_in_the_fonts() {
    let fonts = fonts();
    let missing = fonts.width("\u{10ffff}A", 100.0, true);
    assert!(missing > 0.0, "a letter that no font has takes the room of an empty box");
    for word in ["Smørrebrød", "Ääkköset", "Blåbär", "підприємниця", "ґанок", "قصص", "2027", "Łódź"]
    {
        assert!(fonts.has(word, true) && fonts.has(word, false), "{word}");
    }
    assert!(!fonts.has("漢字", true));
}

#[test]
fn words_break_into_even_lines() {
    let fitted =
        fit(&fonts(), "Bread for the whole street and a little bit of light", &room(&[64.0, 40.0], 4));
    assert_eq!(fitted.size, 64.0);
    assert!(fitted.lines.len() > 1 && fitted.widths.iter().all(|width| *width <= 610.0));
    let (least, most) = fitted.widths.iter().fold((f32::MAX, 0.0f32), |(a, b), w| (a.min(*w), b.max(*w)));
    assert!(least > most * 0.5, "{:?}", fitted.lines);
}

#[test]
fn a_long_word_gets_smaller_letters_and_at_last_an_end() {
    let long = "Maahanmuuttajayrittäjyysvalmennustilaisuus";
    let fitted = fit(&fonts(), long, &room(&[64.0, 40.0, 20.0], 2));
    assert_eq!((fitted.size, fitted.lines.as_slice()), (20.0, [long.to_owned()].as_slice()));
    let fitted = fit(&fonts(), long, &room(&[64.0, 50.0], 1));
    assert!(fitted.lines[0].ends_with('…') && fitted.widths[0] <= 610.0, "{fitted:?}");
    let fitted = fit(&fonts(), "one two three four five six seven eight nine ten eleven", &room(&[60.0], 2));
    assert!(fitted.lines.len() == 2 && fitted.lines[1].ends_with('…'), "{fitted:?}");
}

#[test]
fn a_line_from_right_to_left_is_set_apart() {
    let room = Room { right_to_left: true, ..room(&[40.0], 2) };
    let fitted = fit(&fonts(), "عشاء (Oslo).", &room);
    assert_eq!(fitted.lines, ["\u{2067}عشاء (Oslo).\u{2069}"]);
}
