//! The everyday slips in a head and in the files of settings: each is told in an editor's words, with the line as it
//! should be.

use crate::front::{files, load, source};
use crate::slips::of_page;

/// Words of the library and of programmers that no editor is to read.
const FOREIGN: [&str; 20] = [
    "u32",
    "u64",
    "i64",
    "bool ",
    "deserialize",
    "struct",
    "enum",
    "mapping",
    "scalar",
    "sequence",
    "Option<",
    "simple key",
    "block ",
    "expected",
    "invalid",
    "token",
    "character that cannot start",
    "flow",
    "unit",
    "integer",
];

#[track_caller]
fn told(title: &str) -> String {
    let (_, problems) = of_page(title, "Words");
    let problem = problems.first().unwrap_or_else(|| panic!("nothing is said of {title}"));
    assert_eq!(problems.len(), 1, "{title}: {problems:#?}");
    let said = format!("{} {}", problem.message, crate::joined(&problem.hints, " "));
    assert!(!FOREIGN.iter().any(|word| said.contains(word)), "{title}: {said}");
    problem.hints.first().unwrap_or_else(|| panic!("no way out for {title}: {}", problem.message)).to_string()
}

#[test]
fn a_text_that_yaml_cannot_read_is_shown_in_quotation_marks() {
    for (title, mended) in [
        ("Bread: a story", "\"Bread: a story\""),
        ("'It's bread'", "\"It's bread\""),
        ("@home", "\"@home\""),
        ("*Bread*", "\"*Bread*\""),
        ("*Bold* words", "\"*Bold* words\""),
        ("%50 off", "\"%50 off\""),
        ("`Bread`", "\"`Bread`\""),
        ("- Bread", "\"- Bread\""),
        ("“Bread: a story”", "\"Bread: a story\""),
        ("\"Bread\" and salt", "'\"Bread\" and salt'"),
        ("\"Bread", "\"Bread\""),
        ("Bread: tea: salt", "\"Bread: tea: salt\""),
    ] {
        assert_eq!(told(title), format!("write `title: {mended}`"), "{title}");
    }
}

#[test]
fn slips_of_form_are_mended() {
    for (line, mended) in [
        ("Bread\nalt:Words for it", "write `alt: Words for it`"),
        ("Bread\nalt:\u{a0}Words for it", "write `alt: Words for it`"),
        ("Bread\n alt: Words for it", "begin the line without blanks"),
        ("Bread\nalt Words", "write `alt: Words`"),
        ("Bread\nalt=Words", "write `alt: Words`"),
        ("Bread\naliases:\n  -/en/a/\n  -/en/b/", "write `- /en/a/`"),
    ] {
        let hint = told(line);
        assert!(hint == mended || line.contains("aliases:\n"), "{line}: {hint}");
    }
}

/// What is said about a change of a file of the small site.
#[track_caller]
fn of_file(path: &str, old: &str, new: &str) -> String {
    let mut files = files();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains(old), "{text}");
    *text = text.replacen(old, new, 1);
    let (_, problems) = load(&source(files));
    let problem =
        problems.iter().find(|problem| problem.path == path).unwrap_or_else(|| panic!("{new}: {problems:?}"));
    let said = format!("{} {}", problem.message, crate::joined(&problem.hints, " "));
    assert!(!FOREIGN.iter().any(|word| said.contains(word)), "{new}: {said}");
    said
}

#[test]
fn values_of_another_kind_are_told_without_types() {
    let dinner = "content/events/dinner/index.en.md";
    let said = |old: &str, new: &str, hint: &str| {
        let said = of_file(dinner, old, new);
        assert!(said.contains(hint), "{new}: {said}");
    };
    said("price: free", "price: free\ncapacity: about 30", "write `30`");
    said("price: free", "price: free\ncapacity: 1.000", "write `1000`");
    said("price: free", "price: free\ncapacity: many", "such as `30`");
    said("price: free", "price: free\nwaitlist: yes", "write `true`");
    said("price: free", "price: free\nwaitlist: nei", "write `false`");
    said("hosts: [creatorium]", "hosts: creatorium", "write `[creatorium]`");
    said("title: Dinner", "title: [Dinner]", "quotation marks");
    said("\"17:30\"", "\"18.00\"", "did you mean `\"18:00\"`?");
    said("starts: \"2027-03-04T17:30\"", "starts: 4.3.2027 17.30", "did you mean `\"2027-03-04T17:30\"`?");
    said(
        "starts: \"2027-03-04T17:30\"",
        "starts: “2027-03-04T17:30”",
        "did you mean `\"2027-03-04T17:30\"`?",
    );
    let said = of_file("content/stories/tea/index.en.md", "\"2026-09-14\"", "14.9.2026");
    assert!(said.contains("did you mean `\"2026-09-14\"`?"), "{said}");
    let said = of_file("content/stories/tea/index.en.md", "\"2026-09-14\"", "09/14/2026");
    assert!(said.contains("did you mean `\"2026-09-14\"`?"), "{said}");
}

#[test]
fn files_of_settings_are_told_the_same_way() {
    let said = of_file("content/topics.yaml", "en: Food", "en: Food: a start");
    assert!(said.contains("write `label: { en: \"Food: a start\", da: Mad, nb: Mat }`"), "{said}");
    let said = of_file("content/organisations.yaml", "name: Creatorium", "name: Creatorium: Oslo");
    assert!(said.contains("write `name: \"Creatorium: Oslo\"`"), "{said}");
    let said = of_file("content/site.yaml", "theme: plain", "theme:plain");
    assert!(said.contains("write `theme: plain`"), "{said}");
    let said = of_file("themes/plain/texts/en.yaml", "menu: Menu", "menu: Menu: all");
    assert!(said.contains("write `menu: \"Menu: all\"`"), "{said}");
}

#[test]
fn a_text_that_begins_like_a_list_is_shown_whole() {
    for title in ["[New] Bread", "{New} Bread"] {
        let hint = told(title);
        assert!(hint.contains(&format!("\"{title}\"")), "{title}: {hint}");
    }
}

/// What is said of a text that YAML reads, but not as it was meant.
#[track_caller]
fn left_out(title: &str) -> Option<String> {
    let (_, problems) = of_page(title, "Words");
    let problem = problems.iter().find(|problem| problem.code.as_str().starts_with("yaml/"))?;
    assert!(problem.severity == generator::diagnostic::Severity::Warning, "{problem:?}");
    Some(crate::joined(&problem.hints, "; "))
}

#[test]
fn what_yaml_leaves_out_of_a_text_is_told() {
    for (title, mended) in [
        ("Dinner # 3", "write `title: \"Dinner # 3\"`"),
        ("Dinner #3", "write `title: \"Dinner #3\"`"),
        ("Dinner  #3", "write `title: \"Dinner  #3\"`"),
        ("Cooking #together with friends", "write `title: \"Cooking #together with friends\"`"),
        ("It's dinner # 3", "write `title: \"It's dinner # 3\"`"),
        ("A \"good\" dinner # 3", "write `title: 'A \"good\" dinner # 3'`"),
        ("&x Dinner", "write `title: \"&x Dinner\"`"),
        ("!Dinner for all", "write `title: \"!Dinner for all\"`"),
    ] {
        let said = left_out(title).unwrap_or_else(|| panic!("nothing is said of {title}"));
        assert!(said.contains(mended), "{title}: {said}");
    }
    let said = of_file(
        "content/topics.yaml",
        "label: { en: Food, da: Mad, nb: Mat }",
        "label:\n    en: Food # 1\n    da: Mad\n    nb: Mat",
    );
    assert!(said.contains("write `en: \"Food # 1\"`"), "{said}");
    let said = of_file("themes/plain/texts/en.yaml", "menu: Menu", "menu: Our menu #1");
    assert!(said.contains("write `menu: \"Our menu #1\"`"), "{said}");
}

#[test]
fn notes_and_names_that_are_meant_pass() {
    for title in [
        "Dinner\nreview: machine # until somebody has read it",
        "Dinner    # the third of the year",
        "\"Dinner # 3\"",
        "'Dinner # 3'",
        "C# and F#",
        "Dinner # ",
        "Dinner\n# alt: Food # 3",
        "Dinner\nalt: |\n  We cook # 3 dishes\n  title: Soup # 4",
        "Dinner\nslug: dinner-three # as on the poster",
        "Dinner\nalt: &same A table\npictureCredit: *same",
        "R&D for all",
        "!!str Dinner",
    ] {
        assert_eq!(left_out(title), None, "{title}");
    }
}

#[test]
fn words_of_yaml_are_texts_where_texts_are_needed() {
    for title in [
        "yes",
        "No",
        "on",
        "Off",
        "1e3",
        "0123",
        "12:30",
        "2027-03-04",
        "1_000",
        "0x1F",
        ".5",
        "1.10",
        "true",
    ] {
        let (_, problems) = of_page(title, "Words");
        assert!(problems.is_empty(), "{title}: {problems:?}");
    }
}

#[test]
fn everyday_slips_in_heads_have_a_way_out() {
    for (slip, mended) in [
        ("Bread\nalt: \"Not closed\nmenuTitle: Words", "write `alt: \"Not closed\"`"),
        (
            "Bread\nalt: one line\nand one more",
            "or begin it with two blanks, if it goes on with the text above",
        ),
        ("Bread\naliases:\n/en/a/", "write `- /en/a/`"),
        ("Bread\ntitle: Bread again", "remove one of the two"),
        ("Bread\nalt\u{a0}: Words", "did you mean `alt`?"),
        ("Bread\n“alt”: Words", "did you mean `alt`?"),
        ("Bread\nAlt: Words", "did you mean `alt`?"),
        ("Bread\n\u{a0}alt: Words", "write `alt` with plain blanks"),
        ("Bread\nalt; Words", "write `alt: Words`"),
        ("Bread\n- alt: Words", "write `alt: Words`"),
        ("Bread\nalt: “Words: more”", "write `alt: \"Words: more\"`"),
        ("Bread\nalt : Words: more", "write `alt : \"Words: more\"`"),
        ("Bread\nalt: 50% off: today", "write `alt: \"50% off: today\"`"),
        ("Bread\nalt: 'It''s' good", "write `alt: \"It's' good\"`"),
        ("Bread\nalt: {Words", "\"{Words\""),
        ("Bread\nalt: > Words", "write `alt: \"> Words\"`"),
        ("Bread\nalt: |Words", "write `alt: \"|Words\"`"),
        ("Bread\nalt:\n - Words\n - more", "write it behind the colon"),
        ("Bread\naliases: null", "write `[]`"),
        ("Bread\norder: 0123", "write `123`"),
        ("Bread\norder: 12:30", "write digits"),
        ("Bread\ndraft: on", "write `true`"),
    ] {
        let hint = told(slip);
        assert!(hint.contains(mended), "{slip}: {hint}");
    }
}
