//! The form as HTML: its structure, that everything is escaped, and that errors say the same twice.

use std::collections::BTreeSet;

use forms::html::{FormView, Links, error_summary, form};
use forms::{Definition, Facts, FieldError, Values};
use regex_lite::Regex;

use crate::support::{all_facts, definition, edited, parse, texts, values};

/// Draws the form in a language with these values, and with the errors that they have.
fn drawn(lang: &str, sent: &Values, facts: &Facts) -> (String, Vec<FieldError>, String) {
    drawn_of(&definition(), lang, sent, facts)
}

fn drawn_of(
    definition: &Definition,
    lang: &str,
    sent: &Values,
    facts: &Facts,
) -> (String, Vec<FieldError>, String) {
    let texts = texts(lang);
    let errors =
        if sent.is_empty() { Vec::new() } else { definition.check(sent, facts).err().unwrap_or_default() };
    let view = FormView {
        definition,
        lang,
        texts: &texts,
        facts,
        country: Some("FI"),
        values: sent,
        errors: &errors,
        action: "/en/forms/dinner?a=1&b=2",
        hidden: &[("event", "dinner-oslo"), ("nonce", "\"><script>")],
        first: None,
        languages: &[("en".to_owned(), "English".to_owned()), ("ar".to_owned(), "العربية".to_owned())],
        links: &Links { privacy: Some("/en/privacy/".to_owned()), code_of_conduct: None },
        switched_at: Some("forms/dinner"),
        heading_level: 3,
    };
    let (html, summary) = (form(&view).into_string(), error_summary(&view).into_string());
    (html, errors, summary)
}

fn fresh(facts: &Facts) -> String {
    drawn("en", &Values::new(), facts).0
}

/// The start tag of the element with an id.
fn tag<'h>(html: &'h str, id: &str) -> &'h str {
    let at = html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {html}"));
    let start = html[..at].rfind('<').expect("a start");
    &html[start..start + html[start..].find('>').expect("an end") + 1]
}

fn all<'h>(html: &'h str, pattern: &str) -> Vec<&'h str> {
    let pattern = Regex::new(pattern).expect("a pattern");
    pattern.captures_iter(html).map(|found| found.get(1).expect("a group").as_str()).collect()
}

#[test]
fn controls_have_their_attributes() {
    let html = fresh(&all_facts());
    for (id, expected) in [
        (
            "f-name",
            r#"<input id="f-name" name="name" required minlength="2" maxlength="12" dir="auto" autocomplete="name" aria-describedby="f-name-help" type="text" value="">"#,
        ),
        (
            "f-email",
            r#"<input id="f-email" name="email" maxlength="254" type="email" pattern="(?=[^@]{1,64}@)[^@.]+(?:\.[^@.]+)*@[^@.]+(?:\.[^@.]+)+" dir="ltr" spellcheck="false" autocomplete="email" value="">"#,
        ),
        ("f-country", r#"<select id="f-country" name="country" required autocomplete="country">"#),
        (
            "f-arrangements",
            r#"<textarea id="f-arrangements" name="arrangements" maxlength="20" dir="auto" rows="5">"#,
        ),
        ("f-adult", r#"<input type="checkbox" id="f-adult" name="adult" value="yes" required>"#),
        ("f-diet-2", r#"<input type="checkbox" id="f-diet-2" name="diet" value="fish">"#),
        ("f-photos-2", r#"<input type="radio" id="f-photos-2" name="photos" value="no" checked>"#),
    ] {
        assert_eq!(tag(&html, id), expected);
    }
    for part in [r#"type="tel""#, r#"dir="ltr""#, r#"autocomplete="tel""#, "pattern="] {
        assert!(tag(&html, "f-phone").contains(part), "{part}");
    }
    assert!(tag(&html, "f-children").contains(r#"inputmode="numeric""#));
}

#[test]
fn every_id_is_unique_and_every_reference_lands() {
    let (html, errors, _) = drawn("en", &values(&[("name", ""), ("diet", "x"), ("adult", "")]), &all_facts());
    assert!(errors.len() >= 3);
    let ids = all(&html, r#" id="([^"]+)""#);
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let described = all(&html, r#"aria-describedby="([^"]+)""#).into_iter().flat_map(str::split_whitespace);
    let labels = all(&html, r#" for="([^"]+)""#);
    let links = all(&html, r##"href="#([^"]+)""##);
    assert!(links.len() >= 3);
    for reference in described.chain(labels).chain(links) {
        assert!(unique.contains(reference), "{reference}");
    }
}

#[test]
fn every_control_has_a_label_and_every_group_a_legend() {
    let html = fresh(&all_facts());
    let labels: BTreeSet<_> = all(&html, r#"<label for="([^"]+)""#).into_iter().collect();
    for id in all(&html, r#"<(?:input|select|textarea)[^>]* id="([^"]+)""#) {
        assert!(labels.contains(id), "{id}");
    }
    assert_eq!(html.matches("<fieldset").count(), html.matches("<legend>").count());
    assert_eq!(all(&html, "<legend>(<h3>[^<]+</h3>)</legend>").len(), 3);
    // The label of a written field stands above it, that of a box after it.
    assert!(html.find("for=\"f-name\"") < html.find("id=\"f-name\""));
    assert!(html.find("for=\"f-adult\"") > html.find("id=\"f-adult\""));
}

#[test]
fn optional_fields_say_so_in_the_language_of_the_page() {
    let english = fresh(&all_facts());
    assert!(english.contains(r#">Anything else? <span class="field-optional">(optional)</span></label>"#));
    assert!(
        drawn("ar", &Values::new(), &all_facts())
            .0
            .contains(r#"<span class="field-optional">(اختياري)</span>"#)
    );
    // Of e-mail and phone one is needed, so neither is called optional.
    assert!(english.contains(">E-mail</label>") && english.contains(">Phone</label>"));
}

#[test]
fn facts_decide_which_fields_are_shown() {
    let (with, without) = (fresh(&all_facts()), fresh(&Facts::none()));
    for name in ["diet", "children", "interpreter", "interpreter_language"] {
        let id = format!("id=\"f-{name}\"");
        assert!(with.contains(&id) && !without.contains(&id), "{name}");
    }
    assert!(!without.contains("<h3>Children</h3>"), "a group without fields is left out");
    // A consent for one of two questions stays while one of them is asked.
    assert!(without.contains("id=\"f-consent\""));
}

#[test]
fn what_depends_on_an_answer_is_shown_but_never_required_by_the_browser() {
    let html = fresh(&all_facts());
    for id in ["f-interpreter_language", "f-consent", "f-photos"] {
        assert!(!tag(&html, id).contains("required"), "{id}");
    }
}

#[test]
fn the_browser_leaves_the_words_to_the_server() {
    let html = fresh(&all_facts());
    let expected = "<form class=\"form\" method=\"post\" action=\"/en/forms/dinner?a=1&amp;b=2#error-summary\" \
                    aria-label=\"Come &amp; eat\" novalidate>";
    assert!(html.starts_with(expected), "{html}");
    assert!(html.contains(r#"<input type="hidden" name="event" value="dinner-oslo">"#));
    assert!(html.contains(r#"<button type="submit" class="button">Register</button>"#));
    assert!(html.contains(r#"<a href="/en/privacy/">How we treat your data</a>"#));
    assert!(!html.contains("<script") && !html.contains("style="));
}

#[test]
fn everything_is_escaped() {
    let evil = "\"><script>alert('x')</script>&\0";
    let sent = values(&[("name", evil), ("arrangements", evil), (evil, evil)]);
    let html = drawn("en", &sent, &all_facts()).0;
    assert!(!html.contains("<script") && !html.contains('\0'));
    assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;alert('x')&lt;/script&gt;&amp;\""));
    assert!(html.contains("Your &lt;name&gt;"));
}

#[test]
fn errors_say_the_same_above_and_beside() {
    for lang in ["en", "ar"] {
        let sent =
            values(&[("name", ""), ("email", "x"), ("diet", "wood"), ("adult", ""), ("children", "9")]);
        let (html, errors, summary) = drawn(lang, &sent, &all_facts());
        assert_eq!(errors.len(), 6, "{errors:?}");
        assert!(html.starts_with(&summary));
        let texts = texts(lang);
        for error in &errors {
            let words = error.message(&definition(), &texts, lang).replace('<', "&lt;").replace('>', "&gt;");
            let link = format!("<li><a href=\"#f-{}\">{words}</a></li>", error.field);
            let prefix = texts.text("form.titlePrefix");
            let beside = format!(
                "<p class=\"field-error\" id=\"f-{}-error\"><span class=\"visually-hidden\">{prefix}</span> {words}</p>",
                error.field
            );
            assert!(summary.contains(&link), "{link} in {summary}");
            assert!(html.contains(&beside), "{beside} in {html}");
        }
    }
}

#[test]
fn faulty_fields_are_marked_and_described_by_their_error_first() {
    let html = drawn("en", &values(&[("name", ""), ("diet", "wood"), ("adult", "")]), &all_facts()).0;
    let name = tag(&html, "f-name");
    assert!(
        name.contains(r#"aria-describedby="f-name-error f-name-help""#)
            && name.contains(r#"aria-invalid="true""#)
    );
    assert!(tag(&html, "f-adult").contains(r#"aria-describedby="f-adult-error""#));
    assert!(html.contains(r#"<fieldset class="field choices" aria-describedby="f-diet-error f-diet-help">"#));
    assert!(tag(&html, "f-diet").contains(r#"aria-invalid="true""#));
    assert!(!tag(&html, "f-country").contains("aria-"));
}

#[test]
fn the_summary_is_an_alert_that_takes_the_focus() {
    let (_, _, summary) = drawn("en", &values(&[("name", "")]), &all_facts());
    let start = "<div class=\"error-summary\" id=\"error-summary\" tabindex=\"-1\" autofocus role=\"alert\" \
                 aria-labelledby=\"error-summary-title\">\n<h2 id=\"error-summary-title\">There is a problem</h2>";
    assert!(summary.starts_with(start), "{summary}");
    assert_eq!(drawn("en", &values(&[]), &all_facts()).2, "");
}

#[test]
fn what_is_not_on_the_page_is_told_once_and_without_a_link() {
    let sent = values(&[("x1", ""), ("x2", ""), ("diet", "meat")]);
    let summary = drawn("en", &sent, &Facts::none()).2;
    assert_eq!(summary.matches("<li>").count(), 2, "{summary}");
    assert!(!summary.contains("href") && !summary.contains("x1"));
}

#[test]
fn answers_are_kept() {
    let pairs = [
        ("name", "ع"),
        ("country", "NO"),
        ("lang", "ar"),
        ("diet", "fish"),
        ("interpreter", "yes"),
        ("arrangements", "\none\n<two>"),
        ("photos", "ok"),
        ("adult", "yes"),
        ("children", "nine"),
    ];
    let html = drawn("en", &values(&pairs), &all_facts()).0;
    assert!(tag(&html, "f-name").contains("value=\"ع\""));
    assert!(tag(&html, "f-children").contains("value=\"nine\""));
    assert!(html.contains(r#"<option value="NO" selected>Norway</option>"#));
    assert!(html.contains(r#"<option value="ar" lang="ar" selected>العربية</option>"#));
    assert!(html.contains("rows=\"5\">\n\none\n&lt;two&gt;</textarea>"));
    let checked = all(&html, r#"id="([^"]+)"[^>]* checked>"#);
    assert_eq!(checked, ["f-photos", "f-adult", "f-interpreter", "f-diet-2"]);
}

/// Programs find it, people don't: not by eye, not by keyboard, not by screen reader.
#[test]
fn every_form_has_one_honeypot_that_no_person_meets() {
    let empty = fresh(&all_facts());
    let corrected =
        drawn("ar", &values(&[("name", ""), (forms::HONEYPOT, "https://spam.example")]), &all_facts());
    for (html, label) in [(&empty, "Leave this field empty"), (&corrected.0, "تُترك هذه الخانة فارغة")]
    {
        let input = tag(html, "f-website_url");
        assert_eq!(html.matches(r#"name="website_url""#).count(), 1);
        for part in [r#"type="text""#, r#"tabindex="-1""#, r#"autocomplete="off""#] {
            assert!(input.contains(part), "{input}");
        }
        assert!(!input.contains("required") && !input.contains("value="), "{input}");
        let frame = &html[html.find(r#"<div class="field-extra""#).expect("a frame")..];
        let frame = &frame[..frame.find("</div>").expect("an end")];
        assert!(frame.contains(r#"aria-hidden="true""#) && frame.contains(input), "{frame}");
        assert!(frame.contains(&format!(r#"<label for="f-website_url">{label}</label>"#)), "{frame}");
        assert!(!frame.contains("style="), "the content security policy allows no inline style");
    }
    assert!(!corrected.2.contains("website"), "no error is ever said about it");
}

/// The form with its needs folded, and with country and language chosen before.
fn folded() -> Definition {
    let yaml = edited(&[
        ("{ id: needs, title", "{ id: needs, folded: true, title"),
        ("    kind: country\n", "    kind: country\n    preset: true\n"),
        ("    kind: language\n", "    kind: language\n    preset: true\n"),
        ("{ value: fish, label", "{ value: fish, fact: interpretation_so, label"),
    ]);
    parse(&yaml).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn a_folded_group_opens_when_there_is_something_to_see() {
    let is_open = |sent: &Values| {
        let html = drawn_of(&folded(), "en", sent, &all_facts()).0;
        assert_eq!(html.matches("<details class=\"form-group\"").count(), 1, "{html}");
        html.contains("<details class=\"form-group\" open>")
    };
    assert!(!is_open(&Values::new()));
    assert!(!is_open(&values(&[("name", "")])), "the mistake is elsewhere");
    assert!(is_open(&values(&[("arrangements", "a ramp")])));
    assert!(is_open(&values(&[("interpreter", "perhaps")])));
    let html = drawn_of(&folded(), "en", &Values::new(), &all_facts()).0;
    let summary = "<summary><h3>Needs</h3> <span class=\"field-optional\">(optional)</span></summary>\n\
                   <div role=\"group\" aria-label=\"Needs\">";
    assert!(html.contains(summary), "{html}");
}

#[test]
fn country_and_language_are_chosen_before_the_person_chooses() {
    let fresh = drawn_of(&folded(), "ar", &Values::new(), &all_facts()).0;
    assert!(fresh.contains(r#"<option value="FI" selected>"#), "{fresh}");
    assert!(fresh.contains(r#"<option value="ar" lang="ar" selected>"#), "{fresh}");
    let sent =
        drawn_of(&folded(), "ar", &values(&[("country", ""), ("lang", "en"), ("name", "")]), &all_facts());
    assert!(!sent.0.contains(r#"<option value="FI" selected>"#), "what was sent counts");
    assert!(sent.0.contains(r#"<option value="en" lang="en" selected>"#));
}

#[test]
fn an_option_is_shown_where_the_event_has_what_it_needs() {
    let drawn = |sent: &Values, facts: &Facts| drawn_of(&folded(), "en", sent, facts).0;
    let fish = "value=\"fish\"";
    assert!(!drawn(&Values::new(), &all_facts()).contains(fish));
    let into_somali: Facts = Facts::KNOWN.into_iter().chain(["interpretation_so"]).collect();
    assert!(drawn(&Values::new(), &into_somali).contains(fish));
    // It was chosen before the event lost it.
    assert!(drawn(&values(&[("diet", "fish"), ("name", "")]), &all_facts()).contains(fish));
}

#[test]
fn other_languages_stand_behind_the_button_that_enter_presses() {
    let html = fresh(&all_facts());
    let send = html.find("<button type=\"submit\" class=\"button\">").expect("a button to send");
    let other = "<button type=\"submit\" class=\"button button-quiet\" name=\"only_language\" value=\"yes\" \
                 formaction=\"/ar/forms/dinner\" lang=\"ar\" dir=\"auto\" translate=\"no\">العربية</button>";
    assert!(html.find(other).expect("a button for Arabic") > send);
    assert_eq!(html.matches("only_language").count(), 1, "not for the language of the page");
    assert!(!html.contains("href=\"#form-languages\""), "nobody has typed yet");
    let typed = drawn("en", &values(&[("name", "")]), &all_facts()).0;
    assert!(typed.contains("href=\"#form-languages\""));
    // What tells the script that the switcher of the page would lose something.
    assert!(typed.contains(" data-typed>") && !html.contains("data-typed"));
}
