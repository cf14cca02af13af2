//! An answer in words: the same for a form, a page and a table.

use forms::{Definition, Wording, as_sent};
use serde_json::{Value, json};

use crate::support::{definition, texts};

/// Field, stored answer, the words in English on one line, and the same on a page in English.
const ANSWERS: [(&str, &str, &str, &str); 11] = [
    ("name", "\"<Aisha>\"", "<Aisha>", "<div class=\"said\" dir=\"auto\">&lt;Aisha&gt;</div>"),
    ("arrangements", "\"a\\nb\"", "a\nb", "<div class=\"said\" dir=\"auto\">a\nb</div>"),
    ("email", "\"a@xn--prve-hra.dk\"", "a@xn--prve-hra.dk", "<bdi dir=\"ltr\">a@prøve.dk</bdi>"),
    ("phone", "\"+45 12\"", "+45 12", "<bdi dir=\"ltr\">+45 12</bdi>"),
    ("children", "3", "3", "<bdi dir=\"ltr\">3</bdi>"),
    ("country", "\"DK\"", "Denmark", "Denmark"),
    ("lang", "\"ar\"", "العربية", "<span lang=\"ar\" dir=\"auto\">العربية</span>"),
    ("lang", "\"en\"", "English", "English"),
    ("diet", "[\"meat\",\"fish\"]", "Meat, Fish", "MeatFish"),
    // An option that the form doesn't have any more.
    ("diet", "[\"wood\"]", "wood", "<div class=\"said\" dir=\"auto\">wood</div>"),
    ("adult", "true", "Yes", "Yes"),
];

#[test]
fn every_kind_of_answer_has_its_words() {
    let (definition, texts) = (definition(), texts("en"));
    let languages = [("en", "English"), ("ar", "العربية")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let wording = Wording { lang: "en", texts: Some(&texts), languages: &languages };
    for (field, answer, line, page) in ANSWERS {
        assert_eq!(told(&definition, field, answer, &wording), (line.to_owned(), page.to_owned()), "{field}");
    }
    // Words that the form has in another language only are marked as such.
    let wording = Wording { lang: "fi", ..wording };
    let other = told(&definition, "diet", "\"meat\"", &wording);
    assert_eq!(other, ("لحم".to_owned(), "<span lang=\"ar\" dir=\"auto\">لحم</span>".to_owned()));
}

#[test]
fn without_words_an_answer_is_what_was_sent() {
    let definition = definition();
    let wording = Wording { lang: "en", texts: None, languages: &[] };
    for (field, answer, line) in [
        ("country", "\"DK\"", "DK"),
        ("lang", "\"ar\"", "ar"),
        ("adult", "true", "yes"),
        ("diet", "[\"meat\"]", "Meat"),
    ] {
        assert_eq!(told(&definition, field, answer, &wording).0, line, "{field}");
    }
}

#[test]
fn an_answer_is_sent_again_as_a_browser_sent_it() {
    for (answer, values) in [
        (json!("a"), vec!["a"]),
        (json!(3), vec!["3"]),
        (json!(true), vec!["yes"]),
        (json!(["a", "b"]), vec!["a", "b"]),
        (json!(false), vec![]),
        (json!(null), vec![]),
        (json!({ "a": "b" }), vec![]),
    ] {
        assert_eq!(as_sent(&answer), values, "{answer}");
    }
}

fn told(definition: &Definition, field: &str, answer: &str, wording: &Wording<'_>) -> (String, String) {
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let (field, values) = (definition.field(field).expect("a field"), as_sent(&answer));
    let words: Vec<_> = values.iter().map(|value| field.word(value, wording)).collect();
    let line: Vec<&str> = words.iter().map(|word| word.text()).collect();
    (line.join(", "), words.iter().map(|word| word.html(wording.lang).into_string()).collect())
}
