//! The whole site: it builds without a word, and to the same bytes however it is built.

use generator::build::Produced;
use generator::cache::Cache;
use generator::diagnostic::{self, Format};
use generator::render::Output;
use generator::search::Ahead;

use crate::site;

const LANGUAGES: [&str; 7] = ["en", "da", "fi", "nb", "sv", "ar", "uk"];

fn produce() -> Produced {
    site::produce(site::whole())
}

fn output(produced: Produced) -> Output {
    let drawn = diagnostic::draw(&produced.diagnostics, &produced.texts, Format::Human { color: false });
    assert!(produced.diagnostics.is_empty(), "{drawn}");
    produced.output.unwrap()
}

fn text<'a>(output: &'a Output, path: &str) -> std::borrow::Cow<'a, str> {
    let file = output.files.get(path).unwrap_or_else(|| panic!("no `{path}`"));
    let generator::render::File::Bytes(bytes) = file else { panic!("`{path}` is copied") };
    String::from_utf8_lossy(bytes)
}

#[test]
fn the_site_has_what_the_network_needs_in_every_language() {
    let output = output(produce());
    for lang in LANGUAGES {
        for path in [
            "index.html",
            "stories/index.html",
            "events/index.html",
            "events/past/index.html",
            "events/dinner/poster/index.html",
            "events/country/dk/calendar.ics",
            "topics/index.html",
            "events/topic/food/index.html",
            "organisations/index.html",
            "404.html",
            "feed.xml",
            "events/calendar.ics",
        ] {
            assert!(output.files.contains_key(&*format!("public/{lang}/{path}")), "{lang}/{path}");
        }
        let home = text(&output, &format!("public/{lang}/index.html"));
        assert!(home.contains(&format!("<html lang=\"{lang}\"")), "{lang}");
        let event = text(&output, &format!("public/{lang}/events/dinner/index.html"));
        assert!(event.contains(&format!("action=\"/{lang}/forms/registration#error-summary\"")), "{lang}");
    }
    // On the wall the invitation stands in the languages that are interpreted, too, each once.
    let said = |lang: &str, other: &str| {
        let poster = text(&output, &format!("public/{lang}/events/dinner/poster/index.html"));
        poster.matches(&format!("<p class=\"fact poster-said\" lang=\"{other}\"")).count()
    };
    assert_eq!((said("da", "ar"), said("da", "uk"), said("ar", "uk"), said("ar", "ar")), (1, 1, 1, 0));
    let full = text(&output, "public/sv/events/full/index.html");
    assert!(
        full.contains("action=\"/sv/forms/registration#error-summary\""),
        "who waits for a place can say so"
    );
    let events = output
        .files
        .keys()
        .filter(|path| path.starts_with("public/en/events/") && path.ends_with("event.ics"));
    assert_eq!(events.count(), 4);
    assert!(output.files.contains_key("forms/manifest.json"));
}

#[test]
fn the_search_knows_what_is_written_in_a_language_and_the_spellings_of_names() {
    let records = produce().records;
    let of = |url: &str| {
        records.iter().find(|record| record.url.as_str() == url).unwrap_or_else(|| panic!("no {url}"))
    };
    for lang in LANGUAGES {
        let record = of(&format!("/{lang}/stories/bread/"));
        assert!(record.names.split(' ').any(|word| word.is_ascii()), "Latin letters: {}", record.names);
        assert!(!record.title.is_empty() && record.text().split(' ').count() > 50, "{record:?}");
        assert!(!record.text().contains(['<', '*', '\n']), "words only: {}", record.text());
    }
    let index = || generator::search::index(&records, &Cache::none(), Ahead::default).unwrap();
    let files = index();
    assert_eq!(files, index(), "the same bytes twice");
    let name = |ending: &str| files.keys().filter(|path| path.ends_with(ending)).count();
    assert_eq!((name(".js"), name(".css"), name(".pf_meta")), (1, 0, 7), "{:?}", files.keys());
}

#[test]
fn the_same_input_gives_the_same_bytes_with_one_thread_and_with_many() {
    let one = rayon_pool(1).install(|| output(produce()));
    let many = rayon_pool(4).install(|| output(produce()));
    assert_eq!(one.files.keys().collect::<Vec<_>>(), many.files.keys().collect::<Vec<_>>());
    for (path, file) in &one.files {
        assert!(*file == many.files[path], "`{path}` differs");
    }
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

/// A theme of one's own that was copied before the forms needed one text more.
#[test]
fn a_text_that_the_forms_need_is_missed_before_they_are_loaded() {
    let copy = site::copied();
    for lang in LANGUAGES {
        let file = copy.path().join(format!("themes/default/texts/{lang}.yaml"));
        let texts = std::fs::read_to_string(&file).unwrap();
        let others = texts.lines().filter(|line| !line.trim_start().starts_with("notBefore:"));
        std::fs::write(file, others.collect::<Vec<_>>().join("\n") + "\n").unwrap();
    }
    let produced = site::produce(copy.path());
    let [problem] = &*produced.diagnostics else { panic!("{:#?}", produced.diagnostics) };
    assert_eq!(
        (problem.code.as_str(), problem.path.as_str()),
        ("text/missing", "themes/default/texts/en.yaml")
    );
    assert!(problem.message.contains("`form.notBefore`"), "{}", problem.message);
}
