//! What the rest of the program asks of the head of any kind.

use crate::content::Head;
use crate::front_matter::{Checker, WrittenPicture};

use super::KindFacts;

/// The head of a kind. What it doesn't say otherwise is as for a document of nothing but words.
pub(crate) trait KindHead: Head + Default {
    /// What is the same in every language, complete and typed.
    type Facts: KindFacts;

    /// Whether its documents stand in lists, for which each needs a summary.
    const HAS_LISTS: bool = false;

    /// Whether its folder is left out of addresses, and a document may stand below another.
    const IS_TREE: bool = false;

    /// The text below the head of a new source.
    const NEW_TEXT: &'static str = "CHANGE this text.\n";

    /// The key and the word that take everything back: with it, nothing else is asked of a source.
    const NOTHING_BUT: Option<(&'static str, &'static str)> = None;

    /// The facts, if they are right; every problem goes to the checker. `above` is the id of the document in whose folder
    /// this one's lies.
    fn facts(&self, checker: &mut Checker<'_>, above: Option<String>) -> Option<Self::Facts>;

    /// Its picture.
    fn picture(&self) -> Option<&WrittenPicture> {
        None
    }

    /// The ids that its template sets around the body, which links may name: part of the contract with themes.
    fn anchors(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it is the front page's.
    fn is_home(&self) -> bool {
        false
    }
}
