//! The forms of the site itself, with the words of its theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use forms::html::{FormView, Links, form};
use forms::{Definition, Facts, FieldError, Texts, Values, notice};

const LANGUAGES: [&str; 7] = ["en", "da", "fi", "nb", "sv", "ar", "uk"];

/// The YAML files of a folder, by name.
fn files(folder: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    yaml.map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("a text"))
    })
    .collect()
}

#[test]
fn the_forms_of_the_site_have_no_faults() {
    let files = files("../../content/forms");
    assert!(files.contains_key("registration") && files.contains_key("mentor-request"));
    for (id, yaml) in files {
        let definition =
            Definition::parse(&id, &yaml, &LANGUAGES).unwrap_or_else(|faults| panic!("{id}: {faults:#?}"));
        assert!(definition.fields.len() > 10, "{id}");
        for lang in LANGUAGES {
            assert!(definition.fields.iter().all(|field| field.label.0.contains_key(lang)), "{id} in {lang}");
        }
    }
}

/// Whoever reads Finnish learns the same as whoever reads English: the same facts stand in each message.
#[test]
fn the_messages_of_the_site_tell_the_same_in_every_language() {
    let placeholder = regex_lite::Regex::new(r"\{[a-z_]+\}").expect("a pattern");
    for (id, yaml) in files("../../content/forms") {
        let definition = Definition::parse(&id, &yaml, &LANGUAGES).expect("tested above");
        assert_eq!(definition.mails.len(), definition.about.mail_kinds().len(), "{id}");
        for (kind, mail) in &definition.mails {
            for text in [&mail.subject, &mail.text] {
                let facts = |lang| -> BTreeSet<&str> {
                    placeholder.find_iter(text.get(lang)).map(|found| found.as_str()).collect()
                };
                let paragraphs = |lang| text.get(lang).split("\n\n").count();
                for lang in LANGUAGES {
                    assert_eq!(facts(lang), facts("en"), "{id}, {kind} in {lang}");
                    assert_eq!(paragraphs(lang), paragraphs("en"), "{id}, {kind} in {lang}");
                }
            }
        }
    }
}

/// Whether a letter has a file depends on how the event goes; the note that says so comes with the file.
#[test]
fn no_message_of_the_site_names_a_file_that_it_may_not_have() {
    let words = ["attach", "vedhæft", "liite", "vedlagt", "bifoga", "مرفق", "المرفق", "вкладен"];
    for (id, yaml) in files("../../content/forms") {
        let definition = Definition::parse(&id, &yaml, &LANGUAGES).expect("tested above");
        for (kind, mail) in &definition.mails {
            for lang in LANGUAGES {
                let text = mail.text.get(lang).to_lowercase();
                let named = words.iter().find(|word| text.contains(**word));
                assert_eq!(named, None, "{id}, {kind} in {lang}");
            }
        }
    }
}

/// A form with every field and every error that an empty one has, in every language, has all its words.
#[test]
fn the_theme_has_words_for_everything() {
    let words = files("../../themes/default/texts");
    let facts: Facts = Facts::KNOWN.into_iter().collect();
    for (id, yaml) in files("../../content/forms") {
        let definition = Definition::parse(&id, &yaml, &LANGUAGES).expect("tested above");
        let errors: Vec<FieldError> =
            definition.check(&Values::new(), &facts).expect_err("nothing is filled in");
        for lang in LANGUAGES {
            let texts =
                Texts::parse(lang, &words[lang]).unwrap_or_else(|faults| panic!("{lang}: {faults:#?}"));
            let html = form(&FormView {
                definition: &definition,
                lang,
                texts: &texts,
                facts: &facts,
                values: &Values::new(),
                errors: &errors,
                action: "/",
                hidden: &[],
                languages: &[],
                links: &Links { privacy: Some("/p/".to_owned()), code_of_conduct: Some("/c/".to_owned()) },
                heading_level: 2,
            });
            let html = html + &notice::html(&definition, &texts, lang, &facts);
            assert!(!html.contains("[form."), "{id} in {lang}: {html}");
        }
    }
}
