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
    let found = produced.diagnostics.iter().filter(|problem| problem.code.as_str() == code);
    found.map(|problem| format!("{}; {}", problem.message, crate::joined(&problem.hints, "; "))).collect()
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
    for file in clean::found(folder.path()).unwrap().pictures {
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

/// A block of Exif as some programs write it: its lists end without a word on the next.
fn short_exif() -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    block.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    block.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26");
    block.extend([0; 4]);
    // Latitude, 55° 40′ 12″, and then nothing where the next list's place should stand.
    block.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x34");
    block.extend([0, 0, 0, 55, 0, 0, 0, 1, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1]);
    block
}

fn with_segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let plain = written(ImageFormat::Jpeg);
    let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, marker], &length, contents, &plain[2..]].concat()
}

fn pdf(filters: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.4\n4 0 obj<</Subtype/Image/Filter {filters}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream endobj\n%%EOF"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(data).unwrap();
    writer.finish().unwrap()
}

fn in_85(data: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for four in data.chunks(4) {
        let mut word = [0; 4];
        word[..four.len()].copy_from_slice(four);
        let word = u32::from_be_bytes(word);
        let digits = [4, 3, 2, 1, 0].map(|power| u8::try_from(word / 85_u32.pow(power) % 85).unwrap() + b'!');
        text.extend(&digits[..=four.len()]);
    }
    [&text[..], b"~>"].concat()
}

fn in_64(data: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in data.chunks(3) {
        let word = (0..3).fold(0_usize, |word, at| word << 8 | usize::from(*three.get(at).unwrap_or(&0)));
        let letters = [18, 12, 6, 0].map(|by| char::from(LETTERS[word >> by & 63]));
        text.extend(&letters[..=three.len()]);
    }
    text + &"=".repeat((3 - data.len() % 3) % 3)
}

/// A PNG with a chunk in front of its end.
fn with_chunk(kind: &str, contents: &[u8]) -> Vec<u8> {
    let plain = written(ImageFormat::Png);
    let mut sum = flate2::Crc::new();
    sum.update(kind.as_bytes());
    sum.update(contents);
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    let (picture, end) = plain.split_at(plain.len() - 12);
    [picture, &length, kind.as_bytes(), contents, &sum.sum().to_be_bytes(), end].concat()
}

#[test]
fn no_document_hides_a_photograph_that_tells_where() {
    let photo = photo();
    let hex: String = photo.iter().map(|byte| format!("{byte:02x}")).collect();
    let svg = format!("<svg><image href=\"data:image/jpeg;base64,{}\"/></svg>", in_64(&photo));
    let raw = with_chunk("zTXt", &[b"Raw profile type exif\0\0".as_slice(), &deflated(&photo)].concat());
    let card = format!("BEGIN:VCARD\r\nPHOTO;ENCODING=b;TYPE=JPEG:{}\r\nEND:VCARD\r\n", in_64(&photo));
    let date = format!("BEGIN:VCALENDAR\r\nATTACH;ENCODING=BASE64:{}\r\nEND:VCALENDAR\r\n", in_64(&photo));
    let cut = archive("word/media/a.jpeg", &photo);
    let cases: [(&str, Vec<u8>); 20] = [
        ("a.pdf", pdf("[/ASCII85Decode /DCTDecode]", &in_85(&photo))),
        ("a.pdf", pdf("[/ASCIIHexDecode/DCTDecode]", hex.as_bytes())),
        ("a.pdf", pdf("[/FlateDecode/DCTDecode]", &deflated(&photo))),
        ("a.pdf", pdf("[/LZWDecode/DCTDecode]", &photo[..50])),
        ("a.pdf", pdf("7 0 R", b"anything")),
        ("a.pdf", pdf("/DCTDecode", &with_segment(0xe1, &short_exif()))),
        ("a.pdf", b"%PDF-1.4\ntrailer<</Encrypt 9 0 R>>\n%%EOF".to_vec()),
        ("a.docx", archive("word/embeddings/a.docx", &archive("word/media/a.jpeg", &photo))),
        ("a.docx", archive("word/media/a.png", &raw)),
        ("a.docx", cut[..cut.len() - 30].to_vec()),
        ("a.pptx", archive("ppt/media/a.mp4", &boxes("isom")[..24])),
        ("a.odt", archive("Pictures/a.svg", svg.as_bytes())),
        ("a.odt", archive("Pictures/a.pdf", &pdf("[/A85/DCT]", &in_85(&photo)))),
        ("a.vcf", card.into()),
        ("a.ics", date.into()),
        ("a.txt", format!("Here it is: {}", in_64(&photo)).into()),
        ("a.txt", format!("My photo {}", in_64(&photo)).into()),
        ("a.txt", format!("-----\n{}\n-----", in_lines(&in_64(&photo), "\n")).into()),
        ("a.txt", format!("A photo\n\n{}", in_64(&photo)).into()),
        ("a.rtf", format!("{{\\rtf1 {{\\pict\\jpegblip\\picw100 {hex}}}}}").into()),
    ];
    for (at, (name, bytes)) in cases.into_iter().enumerate() {
        let folder = site(name, &bytes);
        only_link(folder.path());
        let produced = produce(folder.path(), Cache::none());
        assert!(produced.output.is_none(), "{name}, case {at}: published");
        let said = messages(&produced, "file/kind");
        assert!(said.iter().any(|said| said.contains("a document with")), "{name}, case {at}: {said:?}");
    }
}

#[test]
fn documents_with_clean_pictures_are_linked_however_they_are_packed() {
    let clean = clean::picture(&photo()).unwrap();
    for (name, bytes) in [
        ("a.pdf", pdf("[/ASCII85Decode /DCTDecode]", &in_85(&clean))),
        ("a.pdf", pdf("[/FlateDecode/DCTDecode]", &deflated(&clean))),
        ("a.pdf", pdf("/FlateDecode", &deflated(b"pixels"))),
        ("a.docx", archive("word/embeddings/a.docx", &archive("word/media/a.jpeg", &clean))),
        ("a.ics", b"BEGIN:VCALENDAR\r\nATTACH:https://example.org/a.pdf\r\nEND:VCALENDAR\r\n".to_vec()),
    ] {
        let folder = site(name, &bytes);
        only_link(folder.path());
        let published = media(&output(folder.path(), Cache::none()));
        assert!(published.iter().any(|(path, found)| path.ends_with(name) && *found == bytes), "{name}");
    }
}

#[test]
fn a_faulty_block_of_notes_is_read_and_cleaned_as_far_as_it_goes() {
    let bytes = with_segment(0xe1, &short_exif());
    let folder = site("loaf.jpg", &bytes);
    let said = messages(&produce(folder.path(), Cache::none()), "picture/traces");
    assert!(said[0].contains("where it was taken"), "{said:?}");
    let cleaned = clean::picture(&bytes).unwrap();
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(&cleaned)).unwrap();
    let held = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY).unwrap();
    assert_eq!(held.value.get_uint(0), Some(6), "it would lie on its side");
    assert_eq!(exif.fields().count(), 1);
    let nonsense = with_segment(0xe1, b"Exif\0\0nothing that can be read");
    let folder = site("loaf.jpg", &nonsense);
    let said = messages(&produce(folder.path(), Cache::none()), "picture/traces");
    assert!(said[0].contains("where it was taken and by whom"), "{said:?}");
}

#[test]
fn cleaning_keeps_only_what_a_picture_needs() {
    for (what, bytes) in [
        ("caBX", with_chunk("caBX", PLACE.as_bytes())),
        ("prVt", with_chunk("prVt", PLACE.as_bytes())),
        ("JPG0", with_segment(0xf0, PLACE.as_bytes())),
    ] {
        let cleaned = clean::picture(&bytes).unwrap();
        assert!(!cleaned.windows(PLACE.len()).any(|window| window == PLACE.as_bytes()), "{what}");
    }
}

#[cfg(unix)]
#[test]
fn cleaning_a_link_cleans_the_file_that_it_leads_to() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("loaf.jpg"), folder.path().join("link.jpg"));
    std::fs::write(&file, photo()).unwrap();
    std::os::unix::fs::symlink("loaf.jpg", &link).unwrap();
    clean::file(&link).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), clean::picture(&photo()).unwrap());
    assert!(link.is_symlink());
}

#[test]
fn the_command_that_cleans_can_be_pasted() {
    let folder = site("my loaf.jpg", &photo());
    let said = messages(&produce(folder.path(), Cache::none()), "picture/traces");
    assert!(said[0].contains("spaces clean \"content/stories/bread/my loaf.jpg\""), "{said:?}");
}

#[test]
fn a_photograph_called_a_font_is_no_font() {
    let folder = site("loaf.jpg", &written(ImageFormat::Jpeg));
    let fonts = folder.path().join("themes/default/static");
    std::fs::create_dir_all(&fonts).unwrap();
    std::fs::write(fonts.join("hero.woff2"), photo()).unwrap();
    std::fs::write(fonts.join("hero.docx"), archive("word/media/a.jpeg", &photo())).unwrap();
    let produced = produce(folder.path(), Cache::none());
    assert!(produced.output.is_none());
    let said = messages(&produced, "picture/traces");
    assert!(
        ["hero.woff2", "hero.docx"].iter().all(|name| said.iter().any(|said| said.contains(name))),
        "{said:?}"
    );
    let folder = site("type.woff2", b"wOF2\0\x01\0\0 and so on");
    only_link(folder.path());
    let said = messages(&produce(folder.path(), Cache::none()), "file/kind");
    assert!(said.iter().any(|said| said.contains("not a kind of file that is published")), "{said:?}");
}

/// A chunk of XMP as Photoshop, Lightroom and telephones write it.
fn packet(inside: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:ps=\"http://ns.adobe.com/photoshop/1.0/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">{inside}</rdf:RDF></x:xmpmeta>"
    )
}

/// Photoshop's resource 0x0404 with one data set of IPTC.
fn iptc(set: u8, value: &[u8]) -> Vec<u8> {
    let length = u8::try_from(value.len()).unwrap();
    let data = [&[0x1C, 2, set, 0, length], value].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [b"Photoshop 3.0\0".as_slice(), b"8BIM\x04\x04\0\0", &length, &data, &[0][..data.len() % 2]].concat()
}

fn riff(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let plain = written(ImageFormat::WebP);
    let length = u32::try_from(contents.len()).unwrap().to_le_bytes();
    let body = [&plain[8..], kind, &length, contents, &[0][..contents.len() % 2]].concat();
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

fn in_xmp(packet: &str) -> Vec<u8> {
    with_segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat())
}

fn traces_of(name: &str, bytes: &[u8]) -> Vec<String> {
    messages(&produce(site(name, bytes).path(), Cache::none()), "picture/traces")
}

#[test]
fn what_cleaning_takes_out_is_what_was_warned_of() {
    let description = |given: &str| packet(&format!("<rdf:Description {given}/>"));
    let creator = "<rdf:Description><dc:creator><rdf:Seq><rdf:li>Olena</rdf:li></rdf:Seq></dc:creator></rdf:Description>";
    let film = [&written(ImageFormat::Jpeg), b"\0\0\0\x18ftypmp42\xa9xyz+55.67".as_slice()].concat();
    let packed = deflated(description("xmp:CreateDate=\"2027-01-01\"").as_bytes());
    let (place, whose, notes) = ("where it was taken", "by whom it was taken", "notes of a camera");
    let cases: [(&str, Vec<u8>, &str); 21] = [
        ("a.jpg", with_segment(0xed, &iptc(80, b"Olena Kovalenko")), whose),
        ("a.jpg", with_segment(0xed, &iptc(92, b"Vintergatan 14")), place),
        ("a.jpg", with_segment(0xed, &iptc(120, b"Our first oven")), notes),
        ("a.jpg", with_segment(0xed, b"Photoshop 3.0\08BIM and no more"), notes),
        ("a.jpg", in_xmp(&packet(creator)), whose),
        ("a.jpg", in_xmp(&description("ps:City=\"Malmo\"")), place),
        ("a.jpg", in_xmp(&description("ps:Credit=\"Olena\"")), whose),
        ("a.jpg", in_xmp(&description("xmp:CreateDate=\"2027-01-01\"")), notes),
        ("a.jpg", in_xmp("<x:xmpmeta"), "where it was taken and by whom"),
        ("a.jpg", with_segment(0xfe, b"Olena, behind the shop"), notes),
        ("a.jpg", with_segment(0xe4, b"what only its maker reads"), notes),
        ("a.jpg", film, "where it was taken, and holds a film"),
        ("a.jpg", [&written(ImageFormat::Jpeg), b"SEFT anything".as_slice()].concat(), notes),
        ("a.png", with_chunk("tEXt", b"Author\0Olena"), whose),
        ("a.png", with_chunk("tIME", &[7, 0xEB, 1, 1, 12, 0, 0]), notes),
        (
            "a.png",
            with_chunk("iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0".as_slice(), &packed].concat()),
            notes,
        ),
        ("a.png", with_chunk("caBX", b"jumb"), notes),
        ("a.png", [&written(ImageFormat::Png), &photo()[..]].concat(), "where it was taken and by whom"),
        ("a.webp", riff(b"XMP ", packet(creator).as_bytes()), whose),
        ("a.webp", riff(b"abcd", b"anything"), notes),
        ("a.webp", [&written(ImageFormat::WebP), &photo()[..]].concat(), "where it was taken and by whom"),
    ];
    for (at, (name, bytes, expected)) in cases.into_iter().enumerate() {
        let said = traces_of(name, &bytes);
        assert!(said.len() == 1 && said[0].contains(expected), "{name}, case {at}: {said:?}");
        assert!(said[0].contains("spaces clean content"), "{name}, case {at}: {said:?}");
        let cleaned = clean::picture(&bytes).unwrap();
        assert!(cleaned.len() < bytes.len(), "{name}, case {at}");
        assert_eq!(traces_of(name, &cleaned), [""; 0], "{name}, case {at}: still warned of");
    }
}

#[test]
fn what_tells_nothing_is_not_warned_of() {
    let tool = packet("<rdf:Description xmp:CreatorTool=\"GIMP\" dc:format=\"image/jpeg\"/>");
    for (at, (name, bytes)) in [
        ("a.jpg", in_xmp(&tool)),
        ("a.jpg", with_segment(0xe2, b"MPF\0and where the others begin")),
        ("a.jpg", with_segment(0xed, b"Photoshop 3.0\08BIM\x03\xed\0\0\0\0\0\x02ab")),
        ("a.jpg", with_segment(0xed, &iptc(80, b"   "))),
        ("a.jpg", with_segment(0xee, b"Adobe\0d\0\0\0\0\0")),
        ("a.jpg", [written(ImageFormat::Jpeg), vec![0; 40]].concat()),
        ("a.jpg", clean::picture(&jpeg(&corners(60, 40), 6)).unwrap()),
        ("a.png", with_chunk("tEXt", b"Software\0GIMP")),
        ("a.png", with_chunk("iDOT", b"\0\0\0\x01")),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(traces_of(name, &bytes), [""; 0], "case {at}");
    }
}

/// Between two scans of a JPEG notes may stand as well.
#[test]
fn notes_between_scans_are_taken_out() {
    let plain = written(ImageFormat::Jpeg);
    let note = [b"\xff\xe1\0\x28".as_slice(), PLACE.as_bytes(), &[0; 38][PLACE.len()..]].concat();
    let bytes = [&plain[..plain.len() - 2], &note, &plain[plain.len() - 2..]].concat();
    assert!(traces_of("a.jpg", &bytes)[0].contains("notes of a camera"));
    assert_eq!(clean::picture(&bytes).unwrap(), clean::picture(&plain).unwrap());
}

#[test]
fn a_drawing_with_a_photograph_gets_a_hint_that_helps() {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"data:image/jpeg;base64,{}\"/></svg>",
        in_64(&photo())
    );
    let folder = site("a.svg", svg.as_bytes());
    let said = messages(&produce(folder.path(), Cache::none()), "picture/traces");
    assert!(said[0].contains("take the photograph out of the drawing"), "{said:?}");
    let found = clean::found(folder.path()).unwrap();
    assert!(found.pictures.is_empty());
    assert!(found.others[0].0.ends_with("a.svg"), "{found:?}");
    let file = folder.path().join("content/stories/bread/a.svg");
    assert!(clean::file(&file).unwrap_err().contains("out of the drawing"));
}

#[test]
fn a_theme_brings_nothing_that_nobody_can_look_into() {
    let folder = site("loaf.jpg", &written(ImageFormat::Jpeg));
    let fixed = folder.path().join("themes/default/static");
    std::fs::create_dir_all(&fixed).unwrap();
    let locked = b"%PDF-1.4\ntrailer<</Encrypt 9 0 R>>\n%%EOF".to_vec();
    let closed = [
        ("film.mp4", boxes("isom")),
        ("locked.pdf", locked),
        ("film.pptx", archive("ppt/media/a.mp4", &boxes("isom")[..24])),
    ];
    for (name, bytes) in &closed {
        std::fs::write(fixed.join(name), bytes).unwrap();
    }
    std::fs::write(fixed.join("favicon.ico"), [0, 0, 1, 0, 1, 0, 16, 16, 0, 0]).unwrap();
    std::fs::write(fixed.join("app.webmanifest"), "{}").unwrap();
    let produced = produce(folder.path(), Cache::none());
    assert!(produced.output.is_none());
    let said = [messages(&produced, "file/kind"), messages(&produced, "picture/traces")].concat();
    assert_eq!(said.len(), closed.len(), "{said:?}");
    assert!(closed.iter().all(|(name, _)| said.iter().any(|said| said.contains(name))), "{said:?}");
}

/// A JPEG with the notes of a camera in these fields.
fn noted(fields: &[(exif::Tag, &str)]) -> Vec<u8> {
    let field = |tag, text: &str| exif::Field {
        tag,
        ifd_num: exif::In::PRIMARY,
        value: exif::Value::Ascii(vec![text.into()]),
    };
    let fields: Vec<exif::Field> = fields.iter().map(|(tag, text)| field(*tag, text)).collect();
    let mut writer = exif::experimental::Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    with_segment(0xe1, &[b"Exif\0\0".as_slice(), block.get_ref()].concat())
}

fn drawing(inner: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inner}</svg>")
}

fn in_lines(letters: &str, by: &str) -> String {
    let lines: Vec<&str> =
        letters.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join(by)
}

/// The same photograph in a drawing, as programs and people write it.
fn drawings_with(photo: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let letters = in_64(photo);
    let image = |url: &str| drawing(&format!("<image href=\"{url}\"/>"));
    let percent: String = photo.iter().map(|byte| format!("%{byte:02X}")).collect();
    let escaped = letters.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let url = format!("data:image/jpeg;base64,{letters}");
    let wide = |bytes: fn(u16) -> [u8; 2]| {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{}", image(&url));
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let declared = image("&photo;");
    let broken = format!("<svg><image href=\"{}\"><a b=></svg>", url.replace('/', "&#47;"));
    let nested = in_64(image(&url).as_bytes());
    let style = format!("<style>rect {{ fill: url('{}') }}</style>", in_lines(&url, "\\\n"));
    vec![
        ("lines", image(&in_lines(&url, "&#10;")).into()),
        ("lines and ends", image(&in_lines(&url, "&#xA;\n")).into()),
        ("escaped", image(&format!("data:image/jpeg;base64,{escaped}")).into()),
        ("percent", image(&format!("data:image/jpeg,{percent}")).into()),
        ("capitals", image(&format!("DATA:image/jpeg,{percent}")).into()),
        ("numbers", image(&url.replace('/', "&#47;")).into()),
        ("hidden scheme", image(&in_lines(&url, "&#13;").replace("data:", "d&#x61;ta&#58;")).into()),
        ("little end", [b"\xff\xfe".as_slice(), &wide(u16::to_le_bytes)].concat()),
        ("great end", [b"\xfe\xff".as_slice(), &wide(u16::to_be_bytes)].concat()),
        ("no mark", wide(u16::to_le_bytes)),
        (
            "declared",
            format!("<!DOCTYPE svg [<!ENTITY photo \"{}\">]>{declared}", in_lines(&url, "&#10;")).into(),
        ),
        ("no XML", broken.into()),
        ("comment", drawing(&format!("<!-- {letters} -->")).into()),
        ("nested", image(&format!("data:image/svg+xml;base64,{}", in_lines(&nested, "&#10;"))).into()),
        ("style sheet", drawing(&style).into()),
        ("attribute", drawing(&format!("<rect style=\"fill:url({})\"/>", in_lines(&url, "&#10;"))).into()),
        (
            "marked text",
            drawing(&format!("<style><![CDATA[a {{ b: url({}) }}]]></style>", url.replace('/', "%2F")))
                .into(),
        ),
    ]
}

#[test]
fn no_drawing_hides_a_photograph_however_it_is_written() {
    for (at, (what, bytes)) in drawings_with(&photo()).into_iter().enumerate() {
        let folder = site("loaf.jpg", &written(ImageFormat::Jpeg));
        let fixed = folder.path().join("themes/default/static");
        std::fs::create_dir_all(&fixed).unwrap();
        std::fs::write(fixed.join("hero.svg"), &bytes).unwrap();
        let produced = produce(folder.path(), Cache::none());
        assert!(produced.output.is_none(), "{what}: published by a theme");
        let said = messages(&produced, "picture/traces");
        assert!(
            said.iter().any(|said| said.contains("hero.svg` tells where it was taken and by whom")),
            "{said:?}"
        );
        // An office program keeps the drawing as it is.
        if at % 4 == 0 {
            let folder = site("a.docx", &archive("word/media/a.svg", &bytes));
            only_link(folder.path());
            let said = messages(&produce(folder.path(), Cache::none()), "file/kind");
            assert!(said.iter().any(|said| said.contains("where it was taken")), "{what}: {said:?}");
        }
    }
}

#[test]
fn no_style_sheet_and_no_script_hides_a_photograph() {
    let url = format!("data:image/jpeg;base64,{}", in_64(&photo()));
    for (file, text) in [
        ("themes/default/static/hero.css", format!("main {{ background: url({url}) }}")),
        ("themes/default/static/hero.js", format!("const hero = \"{url}\";")),
        ("content/templates/story.css", format!("main {{ background: url({url}) }}")),
    ] {
        let folder = site("loaf.jpg", &written(ImageFormat::Jpeg));
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        let produced = produce(folder.path(), Cache::none());
        assert!(produced.output.is_none(), "{file} is published");
        let said = messages(&produced, "picture/traces");
        assert!(said.iter().any(|said| said.contains(file)), "{file}: {said:?}");
    }
}

#[test]
fn a_drawing_with_a_clean_photograph_is_clean() {
    let clean = clean::picture(&photo()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.svg");
    for (what, bytes) in drawings_with(&clean) {
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(clean::file(&file), Ok(clean::Cleaned::WasClean), "{what}");
    }
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, b"%PDF-1.4\n%%EOF").unwrap();
    assert_eq!(clean::file(&file), Ok(clean::Cleaned::WasClean));
    std::fs::write(&file, pdf("/DCTDecode", &photo())).unwrap();
    assert!(clean::file(&file).unwrap_err().contains("compress pictures"));
}

/// That a stream is a file that was attached, it needn't say.
#[test]
fn no_pdf_hides_a_photograph_in_a_stream_without_a_name() {
    let photo = photo();
    let stream = |dictionary: &str, data: &[u8]| {
        let head = format!("%PDF-1.4\n4 0 obj<<{dictionary}/Length {}>>\nstream\r\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj\n%%EOF"].concat()
    };
    let drawn = [b"q BI /W 9 /H 9 /F /DCT ID ".as_slice(), &photo, b" EI Q"].concat();
    let svg = drawing(&format!("<image href=\"data:,{}\"/>", in_64(&photo).replace('/', "&#47;")));
    let inner = archive("word/media/a.jpeg", &photo);
    let cases: [(&str, Vec<u8>); 10] = [
        ("packed", stream("/Filter/FlateDecode", &deflated(&photo))),
        ("twice", stream("/Filter[/FlateDecode /FlateDecode]", &deflated(&deflated(&photo)))),
        ("packed letters", stream("/Filter[/A85/Fl]", &in_85(&deflated(&photo)))),
        ("escaped", stream("/Filter/Flate#44ecode", &deflated(&photo))),
        (
            "escaped picture",
            stream("/Subtype/Image/Width 60/Filter[/FlateDecode/#44CTDecode]", &deflated(&photo)),
        ),
        ("elsewhere", stream("/Filter 7 0 R", &deflated(&photo))),
        ("cut", stream("/Filter/FlateDecode", &deflated(&photo)[..deflated(&photo).len() - 5])),
        ("in a drawing", stream("/Filter/FlateDecode", &deflated(&drawn))),
        ("document", stream("", &inner)),
        ("packed document", stream("/Filter /FlateDecode", &deflated(&inner))),
    ];
    for (what, bytes) in cases.into_iter().chain([(
        "drawing",
        stream("/Filter/Fl", &deflated(svg.replace("data:,", "data:;base64,").as_bytes())),
    )]) {
        let folder = site("a.pdf", &bytes);
        only_link(folder.path());
        let said = messages(&produce(folder.path(), Cache::none()), "file/kind");
        assert!(said.iter().any(|said| said.contains("tells where it was taken")), "{what}: {said:?}");
    }
    // What a PDF is drawn with may begin as a film does.
    for dictionary in ["/FunctionType 0", "/Width 9/Height 9", "/Length1 9"] {
        let bytes =
            stream(&format!("{dictionary}/Filter/FlateDecode"), &deflated(b"\xff\xfb\xf0 a gradient"));
        let folder = site("a.pdf", &bytes);
        only_link(folder.path());
        assert_eq!(messages(&produce(folder.path(), Cache::none()), "file/kind"), [""; 0], "{dictionary}");
    }
}

#[test]
fn a_document_with_a_photograph_that_tells_by_whom_is_not_published() {
    for photo in [
        noted(&[(exif::Tag::Artist, "Olena Kovalenko")]),
        noted(&[(exif::Tag::BodySerialNumber, "SN12345")]),
        with_segment(0xed, &iptc(80, b"Olena Kovalenko")),
    ] {
        for (name, bytes) in
            [("a.docx", archive("word/media/a.jpeg", &photo)), ("a.pdf", pdf("/DCTDecode", &photo))]
        {
            let folder = site(name, &bytes);
            only_link(folder.path());
            let produced = produce(folder.path(), Cache::none());
            assert!(produced.output.is_none(), "{name}: published");
            let said = messages(&produced, "file/kind");
            let expected = "tells by whom, or with whose camera, it was taken";
            assert!(
                said.iter().any(|said| said.contains(expected) && said.contains("compress pictures")),
                "{name}: {said:?}"
            );
        }
    }
    // Who wrote the document may stand in it.
    let author = b"<x xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>Olena</dc:creator></x>";
    let info =
        b"%PDF-1.4\n4 0 obj<</Author(Olena)>>endobj\n5 0 obj<</Subtype/XML/Length 9>>stream\n".as_slice();
    for (name, bytes) in [
        ("a.docx", archive("docProps/core.xml", author)),
        (
            "a.pdf",
            [info, packet("<rdf:Description dc:creator=\"Olena\"/>").as_bytes(), b"\nendstream"].concat(),
        ),
    ] {
        let folder = site(name, &bytes);
        only_link(folder.path());
        assert!(media(&output(folder.path(), Cache::none())).iter().any(|(path, _)| path.ends_with(name)));
    }
}

#[test]
fn bytes_that_fill_up_space_are_no_fault() {
    let plain = photo();
    // JFIF takes the first twenty bytes.
    for (at, filling) in [(2, b"\xff\xff".as_slice()), (2, b"\xff"), (20, b"\xff\xff\xff")] {
        let filled = [&plain[..at], filling, &plain[at..]].concat();
        let folder = site("loaf.jpg", &filled);
        assert!(page(&output(folder.path(), Cache::none())).contains("<img"));
        assert_eq!(clean::picture(&filled), clean::picture(&plain));
    }
}

#[test]
fn a_png_is_turned_by_notes_behind_its_pixels() {
    let mut writer = exif::experimental::Writer::new();
    let held = exif::Field {
        tag: exif::Tag::Orientation,
        ifd_num: exif::In::PRIMARY,
        value: exif::Value::Short(vec![6]),
    };
    writer.push_field(&held);
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    let bytes = with_chunk("eXIf", block.get_ref());
    let cleaned = clean::picture(&bytes).unwrap();
    for bytes in [&bytes, &cleaned] {
        assert_eq!(generator::source::orientation(bytes), Some(image::metadata::Orientation::Rotate90));
        let folder = site("loaf.png", bytes);
        let output = output(folder.path(), Cache::none());
        let upright = page(&output);
        assert!(upright.contains("width=\"30\" height=\"40\""), "{upright}");
        let made = media(&output);
        let made = made.iter().find(|(path, _)| path.ends_with(".png") || path.ends_with(".webp")).unwrap();
        let made = image::load_from_memory(&made.1).unwrap();
        assert_eq!((made.width(), made.height()), (30, 40));
    }
    assert_eq!(clean::picture(&cleaned).unwrap(), cleaned);
}

#[test]
fn what_stands_behind_the_head_of_jfif_is_taken_out() {
    let plain = written(ImageFormat::Jpeg);
    assert_eq!(&plain[2..11], b"\xff\xe0\0\x10JFIF\0");
    let head = |size: [u8; 2], rest: &[u8]| {
        let length = u16::try_from(16 + rest.len()).unwrap().to_be_bytes();
        [&plain[..4], &length, &plain[6..18], &size, rest, &plain[20..]].concat()
    };
    for bytes in [head([2, 2], &[200; 12]), head([0, 0], b"Olena, behind the shop")] {
        let said = traces_of("a.jpg", &bytes);
        assert!(said.len() == 1 && said[0].contains("notes of a camera"), "{said:?}");
        assert_eq!(clean::picture(&bytes).unwrap(), plain);
    }
    assert_eq!(clean::picture(&head([0, 0], &[0; 8])).unwrap(), plain);
    assert_eq!(traces_of("a.jpg", &plain), [""; 0]);
}
