//! Dates, times, lists and order in every language of the site.

use generator::content::names::DisplayNames;
use generator::locale::{Locale, capitalised};
use jiff::civil::date;

/// One row of the table: 4 March 2027, at 18:00 and from 9:30, and a list of three.
fn check(locale: &str, expected: [&str; 8]) {
    let of = Locale::new(locale).expect("a locale that ICU knows");
    let day = date(2027, 3, 4);
    let evening = day.at(18, 0, 0, 0);
    let moment = evening.in_tz("Europe/Copenhagen").expect("a zone");
    let shown = [
        of.full_date(day),
        of.date(day),
        of.month(day),
        of.month_short(day),
        of.weekday(day),
        of.moment(&moment),
        of.time_range(day.at(9, 30, 0, 0).time(), evening.time()),
        of.list(&["A", "B", "C"]),
    ];
    assert_eq!(shown.each_ref().map(String::as_str), expected, "{locale}");
}

#[test]
#[rustfmt::skip]
fn seven_languages_write_the_same_evening() {
    check("en-GB", ["Thursday, 4 March 2027", "4 March 2027", "March 2027", "Mar 2027", "Thursday", "Thursday, 4 March 2027 at 18:00", "09:30–18:00", "A, B and C"]);
    check("da", ["torsdag 4. marts 2027", "4. marts 2027", "Marts 2027", "mar. 2027", "torsdag", "torsdag 4. marts 2027 kl. 18.00", "09.30–18.00", "A, B og C"]);
    check("fi", ["torstai 4. maaliskuuta 2027", "4. maaliskuuta 2027", "Maaliskuu 2027", "maalis 2027", "torstai", "torstai 4. maaliskuuta 2027 klo 18.00", "9.30–18.00", "A, B ja C"]);
    check("nb", ["torsdag 4. mars 2027", "4. mars 2027", "Mars 2027", "mar 2027", "torsdag", "torsdag 4. mars 2027 kl. 18:00", "09:30–18:00", "A, B og C"]);
    check("sv", ["torsdag 4 mars 2027", "4 mars 2027", "Mars 2027", "mars 2027", "torsdag", "torsdag 4 mars 2027 kl. 18:00", "09:30–18:00", "A, B och C"]);
    check("ar", ["الخميس، 4 آذار/مارس 2027", "4 آذار/مارس 2027", "آذار/مارس 2027", "مارس 2027", "الخميس", "الخميس، 4 آذار/مارس 2027 في 18:00", "09:30\u{200f}–\u{200f}18:00", "A وB وC"]);
    check("uk", ["четвер, 4 березня 2027\u{202f}р.", "4 березня 2027\u{202f}р.", "Березень 2027\u{202f}р.", "бер. 2027", "четвер", "четвер, 4 березня 2027\u{202f}р. о 18:00", "09:30–18:00", "A, B і C"]);
}

#[test]
fn arabic_of_all_countries_has_both_names_of_a_month() {
    let january =
        |locale: &str| Locale::new(locale).expect("a locale that ICU knows").date(date(2027, 1, 31));
    assert_eq!(january("ar"), "31 كانون الثاني/يناير 2027");
    assert_eq!(january("ar-EG"), "31 يناير 2027", "one country has one name");
    assert_eq!(january("ar-SY"), "31 كانون الثاني 2027");
    let december = Locale::new("ar").expect("a locale that ICU knows").month(date(2027, 12, 1));
    assert_eq!(december, "كانون الأول/ديسمبر 2027");
}

#[test]
fn other_calendars_and_digits_stay_out() {
    let persian = Locale::new("fa").expect("a locale that ICU knows");
    let date = persian.date(date(2027, 3, 4));
    assert!(date.contains("2027") && date.contains('4'), "{date}");
}

#[test]
fn lists_are_sorted_as_in_the_language() {
    let sorted = |locale: &str, mut words: Vec<&'static str>| {
        let of = Locale::new(locale).expect("a locale that ICU knows");
        words.sort_by(|a, b| of.compare(a, b));
        words
    };
    let cities = vec!["Ærø", "Aarhus", "Zealand", "Odense", "Ørsted"];
    assert_eq!(sorted("da", cities.clone()), ["Odense", "Zealand", "Ærø", "Ørsted", "Aarhus"]);
    assert_eq!(sorted("en-GB", cities), ["Aarhus", "Ærø", "Odense", "Ørsted", "Zealand"]);
    assert_eq!(
        sorted("sv", vec!["Örebro", "Åre", "Zorn", "Älvsborg"]),
        ["Zorn", "Åre", "Älvsborg", "Örebro"]
    );
}

#[test]
fn numbers_have_the_languages_separators() {
    let number = |locale: &str| Locale::new(locale).expect("a locale").number("1250.50");
    assert_eq!(number("en-GB"), "1,250.50");
    assert_eq!(number("da"), "1.250,50");
    assert_eq!(number("fi"), "1\u{a0}250,50");
    assert_eq!(number("ar"), "1,250.50");
    assert_eq!(Locale::new("da").expect("a locale").number("fifty"), "fifty");
}

#[test]
fn each_language_counts_in_its_own_plural_forms() {
    let table = [("en", 2), ("da", 2), ("fi", 2), ("nb", 2), ("sv", 2), ("ar", 6), ("uk", 4)];
    for (lang, forms) in table {
        assert_eq!(forms::plural_categories(lang).len(), forms, "{lang}");
    }
}

#[test]
fn a_first_letter_may_be_long() {
    assert_eq!(capitalised("ærø"), "Ærø");
    assert_eq!(capitalised(""), "");
}

#[test]
fn an_impossible_locale_says_so() {
    let error = Locale::new("not a locale").err().expect("an error");
    assert!(error.contains("`not a locale` is not a BCP 47 language tag"), "{error}");
}

#[test]
fn the_patterns_for_forms_say_what_the_pages_say() {
    for lang in ["da", "fi", "nb", "sv", "en-GB", "ar", "uk"] {
        let of = Locale::new(lang).expect("a locale that ICU knows");
        let words = of.date_words();
        for text in
            ["2027-03-04T17:05[Europe/Oslo]", "2027-12-31T09:30[Europe/Oslo]", "2028-06-18T00:00[UTC]"]
        {
            let moment: jiff::Zoned = text.parse().expect("a zoned time");
            assert_eq!(words.date(&moment), of.date(moment.date()), "{lang}");
            assert_eq!(words.moment(&moment), of.moment(&moment), "{lang}: {:?}", words.moment);
        }
    }
}

#[test]
fn countries_languages_and_cities_have_their_names_from_cldr() {
    let of = DisplayNames::of;
    assert_eq!(of("de-DE").country("DK").as_deref(), Some("Dänemark"));
    assert_eq!(of("zh-Hans").country("DE").as_deref(), Some("德国"));
    assert_eq!(of("tr").language("de").as_deref(), Some("Almanca"));
    assert_eq!(of("fi").city("Europe/Copenhagen").as_deref(), Some("Kööpenhamina"));
    assert_eq!(of("he").word("form.countries.FR").as_deref(), Some("צרפת"));
    assert_eq!((of("en").country("QX"), of("en").word("kind.talk")), (None, None));
}
