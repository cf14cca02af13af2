//! Keys of heads are declared once: the schema, the page about them and the reader say the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::content::schema::{self, File, Ids};
use generator::content::{self, Kind};
use generator::{source, yaml};
use serde_json::Value;

use crate::site;

fn root() -> PathBuf {
    crate::generator_folder().join("..")
}

/// Everything before the second line `---`, which is what the reader gets.
fn head(text: &str) -> &str {
    let end = text[4..].find("\n---").expect("a head ends");
    &text[..4 + end + 1]
}

fn read(head: &str) -> Value {
    yaml::parse("x", head).unwrap_or_else(|problem| panic!("{head}\n{problem:?}"))
}

pub(crate) fn faults(schema: &Value, head: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).expect("it is a schema");
    validator.iter_errors(head).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_head_of_the_site_fits_its_schema_and_no_schema_of_another_kind() {
    let source = source::read(&site::whole()).unwrap();
    let ids = Ids::of(&source);
    let mut folders: BTreeMap<&str, Vec<(&str, Value)>> = BTreeMap::new();
    for path in source.documents() {
        let folder = path.rsplit_once('/').unwrap().0;
        folders.entry(folder).or_default().push((path, read(head(&source.text(path).unwrap()))));
    }
    let mut checked = 0;
    for (folder, files) in folders {
        let kind = Kind::of_id(folder.strip_prefix("content/").unwrap()).unwrap();
        let says_so = files.iter().any(|(_, head)| head.get("source").is_some());
        for (path, head) in &files {
            let is_source = match says_so {
                true => head.get("source").is_some(),
                false => path.ends_with("/index.en.md") || files.len() == 1,
            };
            let file = if is_source { File::Source } else { File::Translation };
            assert_eq!(faults(&schema::schema(kind, file, &ids), head), Vec::<String>::new(), "{path}");
            assert_eq!(faults(&schema::schema_of_all(file, &ids), head), Vec::<String>::new(), "{path}");
            if is_source {
                for other in Kind::ALL.into_iter().filter(|other| *other != kind) {
                    assert_ne!(
                        faults(&schema::schema(other, file, &ids), head),
                        Vec::<String>::new(),
                        "{path}"
                    );
                }
            }
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked}");
}

/// Other tests build on the whole site, so a key that stands nowhere in it would be read by none of them.
#[test]
fn every_key_stands_somewhere_in_the_whole_site() {
    let source = source::read(&site::whole()).unwrap();
    let heads = |kind: Kind| {
        let of_kind =
            source.documents().into_iter().filter(move |path| path.split('/').nth(1) == Some(kind.folder()));
        of_kind.map(|path| read(head(&source.text(path).unwrap()))).collect::<Vec<_>>()
    };
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let own: Vec<_> = kind.own_keys().iter().map(|key| key.name).collect();
        for key in kind.keys() {
            let heads = if own.contains(&key.name) { heads(kind) } else { Kind::ALL.map(heads).concat() };
            let values: Vec<&Value> = heads.iter().filter_map(|head| head.get(key.name)).collect();
            // A key may hold a group, or a list of groups.
            let groups = values.iter().flat_map(|value| value.as_array().map_or(&[][..], |list| &list[..]));
            let groups: Vec<&Value> = values.iter().copied().chain(groups).collect();
            let inside = key.group().iter().filter(|key| !groups.iter().any(|it| it.get(key.name).is_some()));
            missing.extend(inside.map(|inner| format!("{}: `{}.{}`", kind.folder(), key.name, inner.name)));
            missing.extend(values.is_empty().then(|| format!("{}: `{}`", kind.folder(), key.name)));
        }
    }
    assert_eq!(missing, [""; 0], "write it into a head of `tests/site`");
}

/// Heads that the reader refuses, as far as one head tells it: the schema refuses them, too.
#[test]
fn a_schema_refuses_what_can_be_told_of_one_head() {
    let ids = Ids { organisations: vec!["creatorium".to_owned()], ..Ids::default() };
    let page = "title: Us\nkind: about\n";
    assert_eq!(faults(&schema::schema(Kind::Page, File::Source, &ids), &read(page)), Vec::<String>::new());
    let wrong = [
        "kind: about\n",
        "title: Us\nkind: abuot\n",
        "title: Us\nkind: about\nsumary: x\n",
        "title: Us\nkind: about\norder: first\n",
        "title: Us\nkind: about\nlastReviewed: 3.5.2027\n",
        "title: [Us]\nkind: about\n",
        "title: Us\nkind: about\nform: registration\n",
        "title: Us\nkind: about\nsourceHash: \"1f2e3d4c5b6a\"\n",
    ];
    for head in wrong {
        assert_ne!(
            faults(&schema::schema(Kind::Page, File::Source, &ids), &read(head)),
            Vec::<String>::new(),
            "{head}"
        );
    }
    let translation = |head: &str| faults(&schema::schema(Kind::Event, File::Translation, &ids), &read(head));
    let right =
        "title: Te\nsummary: Te i byen\nreview: machine\nprogramme: [{ time: \"17:30\", text: Dørene }]\n";
    assert_eq!(translation(right), Vec::<String>::new());
    for head in [
        "title: Te\nsummary: Te i byen\n",
        "title: Te\nsummary: x\nreview: nobody\n",
        "title: Te\nsummary: x\nreview: human\nstarts: \"2027-03-04T17:30\"\n",
        "title: Te\nsummary: x\nreview: human\nprogramme: [{ time: \"25:30\", text: x }]\n",
    ] {
        assert_ne!(translation(head), Vec::<String>::new(), "{head}");
    }
    let withdrawn = "status: withdrawn\n";
    assert_eq!(
        faults(&schema::schema(Kind::Story, File::Source, &ids), &read(withdrawn)),
        Vec::<String>::new()
    );
    assert_ne!(
        faults(&schema::schema(Kind::Story, File::Source, &ids), &read("status: live\n")),
        Vec::<String>::new()
    );
}

/// Each example and each scaffold is what its key takes: an editor copies them.
#[test]
fn examples_fit_the_schema_of_their_own_keys() {
    let ids = Ids {
        organisations: vec!["crossing-borders".to_owned()],
        topics: vec!["first-customers".to_owned()],
        forms: vec!["registration".to_owned(), "mentor-request".to_owned()],
        events: vec!["events/dinner-aarhus".to_owned()],
        ..Ids::default()
    };
    for kind in Kind::ALL {
        for file in [File::Source, File::Translation] {
            let whole = schema::schema(kind, file, &ids);
            for (name, property) in whole["properties"].as_object().unwrap() {
                let examples =
                    property["examples"].as_array().unwrap_or_else(|| panic!("{name} has an example"));
                for example in examples {
                    assert_eq!(faults(property, example), Vec::<String>::new(), "{name}");
                }
                assert!(
                    property["description"].as_str().unwrap().ends_with('.'),
                    "{name} has a sentence of help"
                );
            }
        }
    }
}

/// `UPDATE_EXPECT=1` writes them.
#[test]
fn the_pages_about_all_keys_are_those_in_docs() {
    for (name, page) in [("keys", content::reference()), ("files", content::reference_of_files())] {
        let path = root().join(format!("docs/{name}.md"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &page).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == page,
            "{name}.md is not what `spaces reference` prints; UPDATE_EXPECT=1 writes it"
        );
    }
}

/// A word of a kind that each language says is named where it is declared and in templates, and nowhere else in the program.
#[test]
fn a_word_is_named_in_one_place_of_the_program() {
    let mut files = Vec::new();
    sources(&crate::generator_folder().join("src"), &mut files);
    assert!(files.len() > 100);
    let all: Vec<&str> = Kind::ALL.into_iter().flat_map(Kind::notes).map(|key| key.name).collect();
    for name in &all {
        let quoted = format!("\"{name}\"");
        // Kinds may have keys of the same name, each in its place.
        let kinds = all.iter().filter(|other| *other == name).count();
        let named: Vec<&PathBuf> =
            files.iter().filter(|(_, text)| text.contains(&quoted)).map(|(path, _)| path).collect();
        assert_eq!(named.len(), kinds, "{name}: {named:?}");
    }
}

fn sources(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
}
