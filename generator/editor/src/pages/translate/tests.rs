use generator::content::Kind;
use generator::{status, write_back};

use super::*;
use crate::desk::Desk;
use crate::drafts::DraftId;
use crate::tried::{Place, get, post, untouched, with};
use crate::words::Words;

const SOURCE: &str = "content/events/dinner/index.en.md";
const DANISH: &str = "content/events/dinner/index.da.md";

/// What a source says in five places, another way.
const CHANGES: [(&str, &str); 5] = [
    ("title: Storytelling dinner in Copenhagen", "title: Storytelling dinner in Nørrebro"),
    (
        "text: \"We sit down and eat\" }",
        "text: \"We sit down and eat soup\" }\n  - { time: \"18:30\", text: \"Songs\" }",
    ),
    ("role: \"A bakery owner\"", "role: \"A bakery owner from Malmö\""),
    ("The dinner is free. Bring", "The dinner costs nothing. Bring"),
    (
        "alt: A long table seen from above, with six bowls, a loaf of bread and two candles on a light cloth\n",
        "",
    ),
];

/// The draft at an address, published.
fn publish(desk: &Desk, address: &str) -> String {
    let id = address.split('/').nth(3).and_then(DraftId::parse).unwrap();
    let published = desk.publisher.publish(&id, &desk.person("en"), desk.now()).unwrap();
    published.version.to_string()
}

fn fingerprint(place: &Place, path: &str) -> String {
    status::fingerprint(path, &place.read(path)).unwrap()
}

/// What stands between the label of a field and the field.
fn beside<'a>(page: &'a str, field: &str) -> &'a str {
    let (_, rest) =
        page.split_once(&format!("for=\"f-{field}\"")).unwrap_or_else(|| panic!("no field {field}"));
    let until = rest.find(&format!("id=\"f-{field}\"")).unwrap();
    &rest[..until]
}

#[test]
fn what_changed_since_is_marked_at_its_field_and_said_above() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let page = get(&desk, "en", "/edit/w/events/dinner/da").1;
    let words = Words::ENGLISH;
    assert!(page.contains(&words.text("since.current")), "the small site's translation is current");
    assert!(!page.contains("<ins>") && !page.contains("<del>"));
    assert!(beside(&page, "title").contains("Storytelling dinner in Copenhagen"));

    place.change(SOURCE, &CHANGES);
    place.commit("Change the source");
    // Another change to a fact makes nothing old.
    place.change(SOURCE, &[("capacity: 40", "capacity: 41")]);
    place.commit("Change a fact");
    let page = get(&desk, "en", "/edit/w/events/dinner/da").1;
    assert!(page.contains("6 places in the source have changed"), "{page}");
    for field in ["title", "programme.1.text", "programme", "speakerRoles.0", "body", "alt"] {
        assert!(page.contains(&format!("<a href=\"#f-{field}\">")), "{field}");
        assert!(page.contains(&format!("id=\"f-{field}\"")), "{field}");
    }
    let title = beside(&page, "title");
    assert!(title.contains("<div class=\"beside changed\" lang=\"en\" dir=\"ltr\">"), "{title}");
    assert!(
        title.contains("<del><span class=\"heard\" lang=\"en\">gone: </span>Copenhagen</del>"),
        "{title}"
    );
    assert!(title.contains("<ins><span class=\"heard\" lang=\"en\">new: </span>Nørrebro</ins>"), "{title}");
    let quiet = beside(&page, "summary");
    assert!(quiet.contains("<div class=\"beside\"") && !quiet.contains("<ins>"), "{quiet}");
    let body = beside(&page, "body");
    assert!(body.contains("<del><span class=\"heard\" lang=\"en\">gone: </span>is free.</del>"), "{body}");
    assert!(body.contains("After the dinner") && body.matches("<ins>").count() == 1, "{body}");
    assert!(beside(&page, "alt").contains("<del>"), "what is gone is shown where it was said");
    assert!(beside(&page, "speakerRoles.0").contains("from Malmö</ins>"));
    // The row of a step is known by its time; a new one has none yet.
    assert!(beside(&page, "programme.2.text").contains("A bakery owner tells how it began"));
    arabic_stands_from_right_to_left_beside_english_from_left_to_right(&desk);
}

fn arabic_stands_from_right_to_left_beside_english_from_left_to_right(desk: &Desk) {
    for (words, dir) in [("ar", "rtl"), ("da", "ltr")] {
        let page = get(desk, words, "/edit/w/events/dinner/ar").1;
        assert!(page.contains(&format!("<html lang=\"{words}\" dir=\"{dir}\">")));
        let title = beside(&page, "title");
        assert!(title.contains("lang=\"en\" dir=\"ltr\""), "{title}");
        assert!(title.contains(&format!("<span class=\"heard\" lang=\"{words}\">")), "{title}");
        let (_, field) = page.split_once("id=\"f-title\"").unwrap();
        let field = field.split_once('>').unwrap().0;
        assert!(field.contains("lang=\"ar\" dir=\"rtl\""), "{field}");
    }
}

#[test]
fn it_still_says_the_same_changes_one_line_and_the_reader_where_a_person_had_read_it() {
    let place = Place::new(&[]);
    let desk = place.desk();
    place.change(SOURCE, &CHANGES[..1]);
    place.change(
        "content/events/dinner/index.sv.md",
        &[("review: machine", "review: human\nreviewedBy: Olha\nreviewedOn: \"2026-01-02\"")],
    );
    place.commit("Change the source");
    let new = fingerprint(&place, SOURCE);
    let form = get(&desk, "en", "/edit/w/events/dinner/da").1;
    assert!(form.contains("<button form=\"write\" name=\"also\" value=\"current\""), "{form}");
    let to =
        post(&desk, "en", "/edit/w/events/dinner/da", with(untouched(&form), "also", "current")).unwrap();
    let version = publish(&desk, &to);
    let before = format!("{version}^");
    assert_eq!(place.git(&["diff", "--name-only", &before, &version, "--", "*.md"]).trim(), DANISH);
    let lines = place.lines(&before, &version, DANISH);
    assert_eq!(lines, ["-sourceHash: \"133fd357e727\"".to_owned(), format!("+sourceHash: \"{new}\"")]);
    let page = get(&desk, "en", "/edit/w/events/dinner/da").1;
    assert!(page.contains(&Words::ENGLISH.text("since.current")));

    let form = get(&desk, "en", "/edit/w/events/dinner/sv").1;
    let to =
        post(&desk, "en", "/edit/w/events/dinner/sv", with(untouched(&form), "also", "current")).unwrap();
    let tip = format!("edit/{}", to.split('/').nth(3).unwrap());
    let lines = place.lines("main", &tip, "content");
    let keys: Vec<&str> = lines.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        keys,
        ["-reviewedBy", "-reviewedOn", "-sourceHash", "+reviewedBy", "+reviewedOn", "+sourceHash"],
        "nobody says that Olha has read what she hasn't: {lines:?}"
    );
    assert!(lines.contains(&"+reviewedBy: \"Owner\"".to_owned()), "{lines:?}");
}

#[test]
fn a_small_correction_changes_a_word_and_the_fingerprints_of_current_translations() {
    let place = Place::new(&[]);
    let desk = place.desk();
    // One of them was old before: it stays so.
    let old = "content/events/dinner/index.fi.md";
    place.change(old, &[("sourceHash: \"133fd357e727\"", "sourceHash: \"000000000000\"")]);
    place.commit("An old one");
    let address = "/edit/w/events/dinner/en";
    let form = get(&desk, "en", address).1;
    assert!(form.contains("value=\"small\""), "it is offered with the first save, too");
    let fields = with(untouched(&form), "title", "Storytelling dinner at Copenhagen");
    let to = post(&desk, "en", address, with(fields, "also", "small")).unwrap();
    // Once more in the same draft.
    let form = get(&desk, "en", &to).1;
    let fields = with(untouched(&form), "title", "Storytelling dinner near Copenhagen");
    let to = post(&desk, "en", &to, with(fields, "also", "small")).unwrap();
    let version = publish(&desk, &to);
    let before = format!("{version}^");
    let lines = place.lines(&before, &version, SOURCE);
    assert_eq!(
        lines,
        ["-title: Storytelling dinner in Copenhagen", "+title: Storytelling dinner near Copenhagen"]
    );
    let new = fingerprint(&place, SOURCE);
    let changed = place.git(&["diff", "--name-only", &before, &version, "--", "*.md"]);
    let translations: Vec<&str> = changed.lines().filter(|path| *path != SOURCE).collect();
    assert_eq!(translations.len(), 5, "five languages were current: {changed}");
    for path in translations {
        let lines = place.lines(&before, &version, path);
        assert_eq!(
            lines,
            ["-sourceHash: \"133fd357e727\"".to_owned(), format!("+sourceHash: \"{new}\"")],
            "{path}"
        );
    }
    assert!(place.read(old).contains("sourceHash: \"000000000000\""));
    let page = get(&desk, "en", "/edit/w/events/dinner/fi").1;
    assert!(
        page.contains(&Words::ENGLISH.text("since.lost").replace('\'', "&#39;"))
            || page.contains(&Words::ENGLISH.text("since.lost"))
    );
    assert!(!page.contains("<ins>"), "what isn't known isn't marked");
}

/// No word of a source is left out: each stands beside a field that the form of each translation has.
#[test]
fn each_word_of_each_real_source_stands_beside_a_field_of_its_translations() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let (mut pairs, mut pieces) = (0, 0);
    for folder in crate::tried::folders(&content) {
        let id = folder.strip_prefix(&content).unwrap().to_str().unwrap().to_owned();
        let Some(kind) = Kind::of_id(&id) else { continue };
        let texts = crate::tried::texts(&folder);
        let source = texts.iter().find(|(_, text)| text.contains("\nsource: true\n"));
        let Some(source) = source.or_else(|| texts.iter().find(|(name, _)| name == "index.en.md")) else {
            continue;
        };
        let now = write_back::written(&source.1).unwrap();
        let said = said::of(kind, &now);
        for (name, text) in texts.iter().filter(|(name, _)| *name != source.0) {
            let head = write_back::written(text).unwrap().head;
            let all = since::compare(None, &said, &said::Rows::of(&head));
            let lang = name.split('.').nth(1).unwrap();
            let subject = crate::form::Subject {
                kind,
                path: "",
                lang,
                is_source: false,
                source: Some(&now.head),
                site: None,
                pictures: &[],
                words: Words::ENGLISH,
            };
            let form = crate::form::Form::of(subject, text, &[], &[]).ok().unwrap().html().into_string();
            for beside in &all {
                assert!(
                    form.contains(&format!("id=\"f-{}\"", beside.field)),
                    "{id} {lang}: {}",
                    beside.field
                );
                pieces += beside.marks.len();
            }
            assert_eq!(
                all.iter().map(|beside| beside.marks.len()).sum::<usize>(),
                said.iter().map(|said| said.pieces.len()).sum::<usize>()
            );
            pairs += 1;
        }
    }
    assert!(pairs > 100 && pieces > 2000, "{pairs} translations, {pieces} pieces");
}
