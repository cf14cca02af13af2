//! What somebody wrote and can't be taken now, such as when their session is over: a page with all of it, from which it is sent again.

use forms::Html;
use maud::html;

use crate::words::Words;

/// Why it can't be taken now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// Nobody is signed in.
    SignedOut,
    /// The form was given to somebody else, or long ago.
    OtherForm,
    /// The program was started anew since the form was given, so it isn't known whether it came already.
    Before,
    /// They have no role, or none any more.
    NoRole,
    /// They send too much at once.
    TooOften,
    /// The accounts can't be read.
    Busy,
}

/// The page below its heading. Files can't be kept in a page, so it says that they are to be chosen again. `nonce` is a fresh one for
/// whoever is signed in.
pub(crate) fn body(
    words: Words,
    why: Why,
    address: &str,
    posted: &[(String, String)],
    nonce: Option<&str>,
) -> Html {
    let kept = posted.iter().filter(|(name, _)| nonce.is_none() || name != "nonce");
    html! {
        p class="warning" { (words.text(match why {
            Why::SignedOut => "server.signedOut",
            Why::OtherForm => "server.otherForm",
            Why::Before => "server.before",
            Why::NoRole => "server.noRights",
            Why::TooOften => "server.tooOften",
            Why::Busy => "server.busy",
        })) }
        p { (words.text("server.kept")) }
        @if why == Why::Before {
            p { a class="button quiet" href="/edit/" target="_blank" { (words.text("server.lookFirst")) } }
        }
        @if why == Why::SignedOut {
            p { a class="button quiet" href=(forms_fn::console::sign_in_path("/edit/in")) target="_blank" { (words.text("server.signIn")) } }
            p { (words.text("server.thenSend")) }
        }
        form method="post" action=(address) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            @if let Some(nonce) = nonce { input type="hidden" name="nonce" value=(nonce); }
            button { (words.text("server.send")) }
        }
    }
}

/// For a browser that came by a link of another site: the page asks for itself once more.
pub(crate) fn once_more(words: Words, address: &str) -> Html {
    html! { p { a class="button" href=(address) { (words.text("server.goOn")) } } }
}
