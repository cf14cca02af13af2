//! The words that the theme brings, in languages that the site needn't have.

use std::fs;

use forms::Texts;

#[test]
fn the_words_that_the_theme_brings_are_whole_in_each_language() {
    let folder = crate::generator_folder().join("../themes/default/texts");
    let english = fs::read_to_string(folder.join("en.yaml")).unwrap();
    let english = Texts::parse("en", &english).unwrap();
    // English says "in the Netherlands"; where a country is called as ever, CLDR has its name.
    let is_everywhere = |key: &&str| !key.starts_with("countryIn.");
    let mut languages = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let lang = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let texts = Texts::parse(&lang, &fs::read_to_string(&path).unwrap()).unwrap();
        let missing = english.keys().filter(|key| texts.get(key).is_none());
        let lacking: Vec<&str> = missing.filter(is_everywhere).collect();
        let unknown: Vec<&str> = texts.keys().filter(|key| english.get(key).is_none()).collect();
        assert!(lacking.is_empty() && unknown.is_empty(), "{lang}: without {lacking:?}, with {unknown:?}");
        let asked = forms::plural_categories(&lang);
        for key in english.keys().filter(is_everywhere) {
            let (ours, theirs) = (texts.get(key).unwrap(), english.get(key).unwrap());
            assert_eq!(ours.placeholders(), theirs.placeholders(), "{lang}: {key}");
            assert!(ours.categories().iter().all(|given| *given == asked), "{lang}: {key}");
        }
        languages += 1;
    }
    assert!(languages >= 9, "{languages}");
}
