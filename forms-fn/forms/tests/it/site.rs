//! Whole forms, with every kind of field and all letters: those of the generator's own tests, with the words of the theme.

use std::collections::BTreeMap;
use std::path::Path;

use forms::html::{FormView, Links, form};
use forms::{Definition, Facts, FieldError, Texts, Values};

const FORMS: &str = "../../generator/tests/site/content/forms";
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
fn whole_forms_have_no_faults() {
    let files = files(FORMS);
    assert!(files.contains_key("registration") && files.contains_key("mentor-request"));
    for (id, yaml) in files {
        let definition =
            Definition::parse(&id, &yaml, &LANGUAGES).unwrap_or_else(|faults| panic!("{id}: {faults:#?}"));
        assert!(definition.fields.len() > 5, "{id}");
        assert_eq!(definition.mails.len(), definition.about.mail_kinds().len(), "{id}");
        for lang in LANGUAGES {
            assert!(definition.fields.iter().all(|field| field.label.0.contains_key(lang)), "{id} in {lang}");
        }
    }
}

/// A form with every field and every error that an empty one has, in every language, has all its words.
#[test]
fn the_theme_has_words_for_everything() {
    let words = files("../../themes/default/texts");
    let facts: Facts = Facts::KNOWN.into_iter().collect();
    for (id, yaml) in files(FORMS) {
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
                country: None,
                values: &Values::new(),
                errors: &errors,
                action: "/",
                hidden: &[],
                first: None,
                languages: &["en", "da"].map(|lang| (lang.to_owned(), lang.to_owned())),
                links: &Links { privacy: Some("/p/".to_owned()), code_of_conduct: Some("/c/".to_owned()) },
                switched_at: Some("forms/dinner"),
                heading_level: 2,
            });
            let html = html.into_string();
            assert!(!html.contains("[form."), "{id} in {lang}: {html}");
        }
    }
}
