//! The notice under the form: every field with its purpose and its time.

use forms::{Facts, Texts, notice};

use crate::support::{all_facts, definition, texts};

fn drawn(lang: &str, facts: &Facts) -> String {
    notice::html(&definition(), &texts(lang), lang, facts).into_string()
}

#[test]
fn every_field_stands_under_its_purpose_with_its_time() {
    let html = drawn("en", &all_facts());
    assert!(
        html.starts_with("<details class=\"notice\">\n<summary>Why we ask · How long we keep it</summary>")
    );
    for line in [
        "<dt>To know who comes.</dt>",
        "<dd>Your &lt;name&gt;: Kept for 90 days after the event</dd>",
        "<dd>Phone: Kept for 30 days after you send the form</dd>",
        "<dd>Country: Kept only as a number, without your name</dd>",
        "<dd>Write to me: Kept until you take back your yes, then deleted within 1 day</dd>",
        "<dd>I am 18: Not kept after the check</dd>",
    ] {
        assert!(html.contains(line), "{line} in {html}");
    }
    assert_eq!(html.matches("<dd>").count(), definition().fields.len());
}

#[test]
fn the_number_of_days_takes_its_plural_form() {
    assert!(drawn("ar", &all_facts()).contains("تُحفظ 14 يومًا بعد الفعالية"));
}

#[test]
fn what_is_not_asked_is_not_mentioned() {
    let html = drawn("en", &Facts::none());
    assert!(!html.contains("What do you not eat?") && html.contains("Anything else?"));
}

#[test]
fn the_legal_basis_is_told_where_there_are_words_for_it() {
    let mut texts = texts("en");
    assert!(!drawn("en", &all_facts()).contains("[form."), "no key without words");
    texts.extend(Texts::parse("en", "form: { basis: { contract: You asked for it. } }").expect("fine"));
    let html = notice::html(&definition(), &texts, "en", &all_facts()).into_string();
    assert!(html.contains("<dt>To know who comes. You asked for it.</dt>"));
}
