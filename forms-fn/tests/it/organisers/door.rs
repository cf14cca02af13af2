//! The list for the door, on paper.

use super::office::{now, office, terms};

#[tokio::test]
async fn it_names_those_who_have_a_seat_and_what_the_funder_wants() {
    let office = office();
    let two = terms("two", 2);
    let guests = [
        vec![("full_name", "فاطمة الزهراء"), ("latin_name", "Fatima"), ("diet", "pork"), ("diet", "meat")],
        vec![("full_name", "<b>Bo & Co")],
        vec![("full_name", "Waits")],
    ];
    for answers in &guests {
        office.register_under(answers, &two, Vec::new(), now()).await;
    }
    let html = office.ask(&["export", "--event", "two", "--format", "list", "--lang", "en"]);
    for words in [
        "<html lang=\"en\" dir=\"ltr\">",
        "<dt>Activity</dt><dd><bdi>Dinner two &amp; more</bdi></dd>",
        "<dt>Organisation</dt><dd><bdi>Fika &amp; Friends</bdi></dd>",
        "<dt>Date</dt><dd><bdi>Thursday 21 January 2027, 18:00–21:00</bdi></dd>",
        "<dt>Place</dt><dd><bdi>House of two</bdi></dd>",
        "<dt>Project</dt><dd><bdi>NPAD-2020/10000</bdi></dd>",
        "<p>Nordplus &lt;Adult&gt; pays.</p>",
        "<td class=\"number\">2</td><td><bdi>فاطمة الزهراء</bdi></td><td><bdi>Fatima</bdi></td><td><bdi>English</bdi></td><td></td>",
        "<td class=\"number\">1</td><td><bdi>&lt;b&gt;Bo &amp; Co</bdi></td>",
        "Signature of the host’s legal representative",
    ] {
        assert!(html.contains(words), "no `{words}` in:\n{html}");
    }
    assert!(!html.contains("Waits"), "who waits has no seat");
    let (signed, needs) = html.split_once("<section class=\"needs\">").unwrap();
    assert_eq!(signed.matches("<td class=\"number\">").count(), 7, "two guests and five free lines");
    assert!(needs.contains("<strong><bdi>Pork, Meat</bdi></strong>"), "{needs}");
    assert!(!signed.contains("Pork"), "what goes from hand to hand tells no diet");
    for outside in ["src=", "href=", "url(", "http:", "https:"] {
        assert!(!html.contains(outside), "the file needs nothing else: {outside}");
    }
}

#[tokio::test]
async fn it_is_of_one_event_and_in_a_language_of_the_site() {
    let office = office();
    office.register(&[("full_name", "A")]).await;
    let arabic = office.ask(&["export", "--event", "ten", "--format", "list", "--lang", "ar"]);
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    let list = ["export", "--form", "registration", "--format", "list", "--purpose", "x"];
    assert!(office.refuse(&list).contains("say which with --event"));
    let list = ["export", "--event", "ten", "--format", "list", "--purpose", "x", "--lang", "xx"];
    assert!(office.refuse(&list).contains("no language `xx`"));
}
