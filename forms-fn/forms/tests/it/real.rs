//! The forms of the site itself.

use std::collections::BTreeMap;
use std::path::Path;

use forms::Definition;

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
