//! Forms that were given before the program was started anew: they come back with all that was written, and are never done twice unseen.

use forms_fn::accounts::Role;

use crate::place::git;
use crate::server::{Browser, FORM, Got, Hosted, everything, options};

type Fields = Vec<(String, String)>;

fn sent(browser: &mut Browser<'_>, address: &str, fields: &Fields) -> Got {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(address, &pairs)
}

/// The fields of a page with some of them filled in.
fn filled(page: &Got, names: &[&str], with: &[(&str, &str)]) -> Fields {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let given = names.iter().map(|name| ((*name).to_owned(), page.field(name)));
    given.chain(with.iter().copied().map(own)).collect()
}

fn drafts(editor: &Hosted) -> usize {
    let here = editor.place.folder.path().join("data/edit/site.git");
    git(&here, &["for-each-ref", "--format=%(refname)", "refs/heads/edit"]).lines().count()
}

/// All that the page has kept, which is sent again with its button.
fn kept(page: &Got) -> Fields {
    assert_eq!(page.status, 403, "{}", page.text);
    assert!(page.text.contains("may have been done already"), "{}", page.text);
    page.fields()
}

#[test]
fn a_form_of_before_a_restart_comes_back_and_is_done_by_whoever_sends_it_again() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    // What saves, what begins and what publishes, each sent once before it.
    let save = filled(&ida.get(FORM), &["nonce", "from"], &[("title", "Middag")]);
    let saved = sent(&mut ida, FORM, &save);
    assert_eq!(saved.status, 303, "{}", saved.text);
    let new = "/edit/new";
    let begin = [("kind", "page"), ("lang", "en"), ("title", "Lunch")];
    let begin = filled(&ida.get(new), &["nonce"], &begin);
    let begun = sent(&mut ida, new, &begin);
    assert_eq!(begun.status, 303, "{}", begun.text);
    assert_eq!(sent(&mut ida, new, &begin).location(), begun.location(), "twice is once");
    assert_eq!(drafts(&editor), 2);
    let of_saved = format!("/edit/d/{}", saved.location().split('/').nth(3).unwrap());
    let publish = filled(&ida.get(&of_saved), &["nonce"], &[]);
    let cookies = ida.cookies.clone();

    let place = editor.stopped();
    let options = options(&place);
    let editor = Hosted::with(place, options);
    let mut ida = Browser::new(&editor);
    ida.cookies = cookies;
    let again = kept(&sent(&mut ida, FORM, &save));
    kept(&sent(&mut ida, new, &begin));
    let published = kept(&sent(&mut ida, &format!("{of_saved}/publish"), &publish));
    assert_eq!(drafts(&editor), 2, "nothing is done twice unseen");
    assert!(again.contains(&("title".to_owned(), "Middag".to_owned())), "{again:?}");
    let done = sent(&mut ida, &format!("{of_saved}/publish"), &published);
    assert!(done.status == 303 && done.location().starts_with("/edit/c/"), "{}", done.text);
}
