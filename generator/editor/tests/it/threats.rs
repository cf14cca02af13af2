//! What somebody might try who means ill, or sits at the wrong machine.

use forms_fn::accounts::Role;

use crate::place::git;
use crate::server::{Browser, FORM, Hosted, ORIGIN, SEE_HOST, asked, everything, of, saves, see};

fn lines(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn only_pages_of_ours_by_our_name_reach_anything() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    for host in ["evil.example", "edit.example.org.evil.example", "edit.example.org:8443", "127.0.0.1", ""] {
        host.clone_into(&mut ida.host);
        for path in ["/edit/", FORM, "/desk/sign-in", "/edit/style.css", "/"] {
            assert_eq!(ida.get(path).status, 403, "{host} {path}");
        }
    }
    crate::server::HOST.clone_into(&mut ida.host);
    // A server in front may add what it likes: nothing of it is believed.
    ida.more = lines(&[
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.example"),
    ]);
    let page = ida.get(FORM);
    assert!(page.status == 200 && !page.text.contains("evil.example"));
    let nonce = page.field("nonce");
    let fields = [("nonce", &*nonce), ("from", &*page.field("from")), ("title", "Evil")];
    for more in [
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://see.example.org")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "same-origin, cross-site")],
    ] {
        ida.more = lines(more);
        let refused = ida.post(FORM, &fields);
        assert_eq!(refused.status, 403, "{more:?}");
        assert!(refused.header("content-security-policy").contains("frame-ancestors 'none'"));
    }
    // Old browsers say less.
    let old = [
        format!("POST {FORM} HTTP/1.1"),
        format!("host: {}", ida.host),
        "connection: close".to_owned(),
        "origin: https://edit.example.org.evil.example".to_owned(),
        "content-length: 0".to_owned(),
    ];
    assert_eq!(asked(editor.pages, &old, "").status, 403);
    ida.more.clear();
    assert!(!ida.get("/edit/").text.contains("/edit/d/"), "nothing was saved");
}

#[test]
fn no_page_can_be_framed_kept_or_guessed_at() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    for path in ["/edit/", FORM, "/edit/style.css", "/edit/nothing", "/edit/in"] {
        let got = ida.get(path);
        let policy = got.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(got.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("cache-control"), "no-store", "{path}");
        assert_eq!(got.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
    let page = ida.get("/desk/sign-in");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    // The desk's own pages have the site's style here, too.
    let sheet =
        page.text.split('"').find(|word| word.starts_with("/assets/") && word.ends_with(".css")).unwrap();
    let got = ida.get(sheet);
    assert_eq!((got.status, got.header("content-type")), (200, "text/css; charset=utf-8"), "{sheet}");
    // All else of the site is on the site.
    assert_eq!(ida.get("/en/events/").location(), "https://spaces.example/en/events/");
    assert_eq!(ida.get("/").location(), "/edit/");
}

#[test]
fn where_drafts_are_shown_nobody_is_known_and_nothing_is_edited() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag");
    let page = ida.get(saved.location().split_once("/w/").unwrap().0);
    let address =
        page.text.split_once("value=\"https://see.example.org").unwrap().1.split_once('"').unwrap().0;
    let shown = see(&editor, address, SEE_HOST);
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert!(shown.headers.iter().all(|(name, _)| name != "set-cookie"));
    assert!(shown.header("x-robots-tag").contains("noindex"));
    for path in ["/edit/", FORM, "/edit/style.css", "/desk/sign-in", "/desk", "/assets/", "/"] {
        let got = see(&editor, path, SEE_HOST);
        assert_eq!(got.status, 404, "{path}: {}", got.text);
        assert!(!got.text.contains("<form"));
    }
    assert_eq!(see(&editor, address, "evil.example").status, 403);
    assert_eq!(see(&editor, address, "edit.example.org").status, 403);
    // The cookie can't be known there: it is of the other host alone.
    let (name, _) = ida.cookies.iter().next().unwrap();
    assert_eq!(name, "__Host-desk");
    // And a guessed one is shown nothing.
    let token = address.split('/').nth(1).unwrap();
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let forged = address.replacen(token, &format!("{}{last}", &token[..token.len() - 1]), 1);
    assert_eq!(see(&editor, &forged, SEE_HOST).status, 404);
}

#[test]
fn a_form_is_its_persons_and_loses_nothing() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    editor.invite("Olha", everything(Role::Publisher));
    let (mut ida, mut olha) = (editor.signed_in("Ida", FORM), editor.signed_in("Olha", FORM));
    let of_ida = ida.get(FORM);
    let words = "Et \"langt\" bord & <tre>\nstole";
    let fields = [
        ("nonce", &*of_ida.field("nonce")),
        ("from", &*of_ida.field("from")),
        ("title", "Middag"),
        ("body", words),
    ];
    let kept = olha.post(FORM, &fields);
    assert_eq!(kept.status, 403);
    assert!(kept.text.contains("Nothing is lost") && !olha.get("/edit/").text.contains("/edit/d/"));
    // Sent again by herself it is hers.
    let fields = kept.fields();
    assert!(fields.contains(&("body".to_owned(), words.to_owned())), "{fields:?}");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let saved = olha.post(FORM, &fields);
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert_eq!(olha.post(FORM, &fields).location(), saved.location(), "sent twice is saved once");
    assert!(ida.get("/edit/").text.contains("Drafts of others"));
}

#[test]
fn a_session_that_ends_between_form_and_save_loses_no_word() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    let page = ida.get(FORM);
    let words = "Linje et\r\n\r\nLinje \"to\" <b>";
    assert_eq!(ida.post("/desk/sign-out", &[]).status, 303);
    let fields = [("nonce", &*page.field("nonce")), ("from", &*page.field("from")), ("body", words)];
    let kept = ida.post(FORM, &fields);
    assert_eq!(kept.status, 401);
    assert!(
        kept.text.contains("href=\"/desk/sign-in?next=%2Fedit%2Fin\"")
            && kept.text.contains(&format!("action=\"{FORM}\""))
    );
    let fields = kept.fields();
    // Signed in once more, in another window, and sent from there.
    let mut again = editor.signed_in("Ida", "/edit/in");
    assert!(again.get("/edit/in").text.contains("You are signed in"));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let saved = again.post(FORM, &fields);
    assert_eq!(saved.status, 303, "{}", saved.text);
    let here = editor.place.folder.path().join("data/edit/site.git");
    let draft = saved.location().split('/').nth(3).unwrap();
    let text = git(&here, &["show", &format!("edit/{draft}:content/events/dinner/index.da.md")]);
    assert!(text.contains("Linje et\n\nLinje \"to\" <b>"), "{text}");
}

#[test]
fn rights_that_are_taken_away_are_gone_at_once() {
    let editor = Hosted::start();
    let grant = of(Role::Writer, "langbord");
    let id = editor.invite("Ida", grant.clone());
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag");
    assert_eq!(saved.status, 303, "{}", saved.text);
    let address =
        saved.location().split_once('?').map_or(saved.location(), |(address, _)| address).to_owned();
    let draft = address.split_once("/w/").unwrap().0.to_owned();
    // Who only writes publishes nothing.
    let nonce = ida.get(&draft).field("nonce");
    assert_ne!(ida.post(&format!("{draft}/publish"), &[("nonce", &nonce)]).status, 303);
    let other = of(Role::Writer, "nobody");
    editor.invite("Ida", other.clone());
    editor.revoke(&id, &grant);
    let late = saves(&mut ida, &address, "Aftensmad");
    assert_ne!(late.status, 303);
    editor.revoke(&id, &other);
    let nothing = ida.get(FORM);
    assert!(nothing.status == 403 && nothing.text.contains("no role here"), "{}", nothing.text);
    editor.disable(&id);
    assert!(ida.get(FORM).location().starts_with("/desk/sign-in"));
    let here = editor.place.folder.path().join("data/edit/site.git");
    let text = git(&here, &["for-each-ref", "--format=%(contents:subject)", "refs/heads/edit"]);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert_eq!(git(&editor.place.host(), &["log", "--format=%s", "main"]).trim(), "Begin");
}

#[test]
fn a_draft_is_shown_to_whom_it_concerns() {
    let editor = Hosted::start();
    editor.invite("Ida", of(Role::Writer, "langbord"));
    editor.invite("Mona", of(Role::Publisher, "nabobord"));
    editor.invite("Stranger", of(Role::Writer, "elsewhere"));
    let translator = |languages: &[&str]| forms_fn::accounts::Grant {
        languages: languages.iter().map(|lang| (*lang).to_owned()).collect(),
        ..of(Role::Translator, "langbord")
    };
    editor.invite("Amina", translator(&["ar"]));
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag");
    let draft = saved.location().split_once("/w/").unwrap().0.to_owned();
    // The dinner is of both organisations.
    assert_eq!(editor.signed_in("Mona", "/edit/").get(&draft).status, 200);
    let mut stranger = editor.signed_in("Stranger", "/edit/");
    assert_eq!(stranger.get(&draft).status, 404);
    assert!(!stranger.get("/edit/").text.contains(&draft));
    // Who translates into Arabic has nothing to do with the Danish words.
    let mut amina = editor.signed_in("Amina", "/edit/");
    assert_eq!(amina.get(&draft).status, 404);
    let home = amina.get("/edit/");
    assert!(!home.text.contains("/edit/new") && !home.text.contains("lang=da"), "{}", home.text);
    assert_ne!(saves(&mut amina, FORM, "Aften").status, 303);
    let arabic = saves(&mut amina, "/edit/w/events/dinner/ar", "عشاء");
    assert_eq!(arabic.status, 303, "{}", arabic.text);
}

#[test]
fn too_much_at_once_waits_and_is_kept() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    let page = ida.get(FORM);
    let (nonce, from) = (page.field("nonce"), page.field("from"));
    let fields = [("nonce", &*nonce), ("from", &*from), ("title", "Middag")];
    // The clock stands still, so all of it is within a minute.
    let last = (0..61).map(|_| ida.post(FORM, &fields)).last().unwrap();
    assert_eq!(last.status, 429);
    assert!(
        last.text.contains("Wait a minute")
            && last.fields().contains(&("title".to_owned(), "Middag".to_owned()))
    );
    // It is nobody else's minute.
    editor.invite("Olha", everything(Role::Publisher));
    let mut olha = editor.signed_in("Olha", FORM);
    assert_eq!(saves(&mut olha, FORM, "Aftensmad").status, 303);
}

#[test]
fn two_sessions_of_one_account_write_in_one_document() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let (mut phone, mut laptop) = (editor.signed_in("Ida", FORM), editor.signed_in("Ida", FORM));
    assert_ne!(phone.cookies, laptop.cookies);
    let saved = saves(&mut phone, FORM, "Middag");
    let address =
        saved.location().split_once('?').map_or(saved.location(), |(address, _)| address).to_owned();
    let page = laptop.get(&address);
    assert_eq!(page.field("title"), "Middag");
    let fields =
        [("nonce", &*page.field("nonce")), ("from", &*page.field("from")), ("title", "Middag i marts")];
    assert_eq!(laptop.post(&address, &fields).status, 303);
    assert_eq!(phone.post("/desk/sign-out", &[]).status, 303);
    assert!(phone.get(&address).location().starts_with("/desk/sign-in"));
    assert_eq!(laptop.get(&address).field("title"), "Middag i marts");
}

#[test]
fn a_link_of_another_site_opens_what_it_leads_to() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let cookies = editor.signed_in("Ida", FORM).cookies;
    // The browser keeps the cookie back, since the link is of another site.
    let mut ida = Browser::new(&editor);
    ida.more = lines(&[("sec-fetch-site", "cross-site")]);
    let got = ida.get(FORM);
    assert!(got.status == 200 && got.text.contains("http-equiv=\"refresh\" content=\"0\""), "{}", got.text);
    assert!(got.text.contains(&format!("href=\"{FORM}\"")));
    // Then our own page asks, and it sends it.
    ida.more.clear();
    ida.cookies = cookies;
    assert_eq!(ida.get(FORM).status, 200);
    assert_eq!(ORIGIN, "https://edit.example.org");
}
