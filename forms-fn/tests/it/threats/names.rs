//! Names as people write them, and marks that turn the text around them.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;

use crate::my::world::{AMINA, world};
use crate::site::{FORM, ask, site};

/// By script (ISO 15924). The last ones are rare, mixed, or look like others.
const NAMES: [(&str, &str); 30] = [
    ("Latn", "Åsa Øystein Ďurišová-Nguyễn"),
    ("Arab", "عائشة بنت علي"),
    ("Aran", "محمد\u{200c}رضا پوراحمد"),
    ("Armn", "Անահիտ Սարգսյան"),
    ("Beng", "রহিমা খাতুন"),
    ("Cyrl", "Олена Шевченко"),
    ("Deva", "प्रिया शर्मा"),
    ("Ethi", "ትዕግስት ሃይለ"),
    ("Geor", "ნინო ბერიძე"),
    ("Grek", "Ελένη Παπαδοπούλου"),
    ("Guru", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ"),
    ("Hang", "김민준"),
    ("Hani", "王小明"),
    ("Hebr", "אבישג לוי"),
    ("Jpan", "さくら サトウ"),
    ("Khmr", "សុខា ចាន់"),
    ("Knda", "ಲಕ್ಷ್ಮಿ ರಾವ್"),
    ("Laoo", "ສົມສັກ"),
    ("Mlym", "ലക്ഷ്മി നായർ"),
    ("Mymr", "အောင်ဆန်း"),
    ("Nkoo", "ߡߊߡߊߘߎ"),
    ("Osma", "𐒈𐒝𐒑𐒛𐒐"),
    ("Sinh", "කුමාරි පෙරේරා"),
    ("Taml", "செல்வி முருகன்"),
    ("Telu", "లక్ష్మి రావు"),
    ("Tfng", "ⵜⴰⵏⵉⵔⵜ"),
    ("Thai", "สมชาย ใจดี"),
    ("Tibt", "བསྟན་འཛིན"),
    // Cyrillic letters that look like Latin ones, in one word with them.
    ("Zyyy", "Аlехаndrа O’Brien d'Ångström"),
    ("Zsym", "X Æ A-12 Ö. & <Søn>"),
];

/// Confusables and bidi: no name is refused, turned or changed for its script, on the way in, in the store, in the form
/// that comes back and on the person's own page.
#[tokio::test]
async fn confusables_names_in_twenty_scripts_are_kept_as_they_were_written() {
    for (script, name) in NAMES {
        let world = world();
        let form = AMINA.replace("Amina", &encoded(name));
        let amina = world.register(&form).await;
        let json = serde_json::json!({
            "event": "ten", "full_name": name, "email": "b@example.org", "adult": true,
        });
        let headers = [("content-type", "application/json")];
        let sent = ask(&world.app, Method::POST, "/en/forms/registration", &headers, json.to_string()).await;
        assert_eq!((sent.status.as_u16(), &sent.json()["status"]), (201, &"reserved".into()), "{script}");
        let now = crate::site::time(crate::my::world::NOW);
        for stored in
            world.desk.list("registration", Some("ten"), forms_fn::Visible::Everything, now).await.unwrap()
        {
            assert_eq!(stored.answers["full_name"], name, "{script}");
        }
        let faulty = world.post("/ar/forms/registration", &form.replace("%40", "")).await;
        assert_eq!(faulty.status, 422);
        faulty.assert_has(&[&format!("value=\"{}\"", escaped(name))]);
        let own = world.get(&world.link(LinkPurpose::See, &amina)).await;
        own.assert_has(&[&escaped(name)]);
    }
}

/// Confusables and bidi: a mark that turns what follows can't turn our words: whatever was typed stands in an element of
/// its own direction.
#[tokio::test]
async fn bidi_marks_of_an_answer_end_with_it() {
    let turned = "A\u{202e}gro.live\u{2066}kanarie";
    let world = world();
    let form = AMINA.replace("Amina", &encoded(turned));
    let amina = world.register(&form).await;
    let other = form.replace("amina", "other");
    let asked = world.post("/en/forms/registration", &format!("{other}&website_url=x")).await;
    let pages = [
        asked,
        world.get(&world.link(LinkPurpose::See, &amina)).await,
        world.get(&world.link(LinkPurpose::Change, &amina)).await,
        world
            .get(&format!(
                "/en/forms/registration/my/data?t={}&format=html",
                world.token(LinkPurpose::Export, &amina)
            ))
            .await,
        world.post("/en/forms/registration", &form.replace("%40", "")).await,
    ];
    for (number, page) in pages.iter().enumerate() {
        let mut found = 0;
        for (at, _) in page.body.match_indices(turned) {
            let before = &page.body[..at];
            // Up to the tag in which it stands, or behind which.
            let tag = &before[before.rfind('<').unwrap()..];
            let isolated =
                tag.contains("dir=\"auto\"") || tag.starts_with("<bdi") || tag.starts_with("<input");
            assert!(isolated, "page {number}: {tag}");
            found += 1;
        }
        assert!(found > 0, "page {number} doesn't show it: {}", page.body);
    }
}

/// Confusables and bidi: marks alone are no answer, and controls are none either.
#[tokio::test]
async fn bidi_marks_and_controls_are_no_name() {
    let site = site();
    for name in
        ["\u{202e}", "\u{200b}\u{2060}", " \u{2066}\u{2069} ", "\u{feff}", "\u{3000}", "\u{200f}\u{200e}"]
    {
        let answer = site.register(&format!("event=ten&full_name={}", encoded(name))).await;
        assert_eq!(answer.status, 422, "{}", name.escape_unicode());
        answer.assert_has(&["Fill in “Your name”"]);
    }
    for name in
        ["A\0", "A\u{1}B", "A\u{1b}[31mB", "A\u{7f}", "A\u{85}B", "A\u{9b}B", "A\u{8}B", "A\nB", "A\rB"]
    {
        let body = format!("event=ten&full_name={}", encoded(name));
        let answer =
            ask(&site.app, Method::POST, "/en/forms/registration", &[("content-type", FORM)], body).await;
        assert_eq!(answer.status, 422, "{}", name.escape_unicode());
    }
    site.assert_nothing_stored().await;
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// As it stands in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
