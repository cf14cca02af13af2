//! What is said of a problem, as data: the key of a sentence of the catalogue in `words/`, and its arguments.

use forms::{Arg, Sentence};

use super::Words;

/// `say!("front.missingHere", field)`: the sentence of the catalogue with that key; the arguments are [`forms::args`].
macro_rules! say {
    ($key:literal $(, $($args:tt)*)?) => {
        $crate::diagnostic::said($key, forms::args![$($($args)*)?])
    };
}
pub(crate) use say;

pub(crate) fn said(key: &'static str, args: Vec<(&'static str, Arg)>) -> Sentence {
    Sentence::new(Words::ENGLISH.texts(), key, args)
}

/// The sentence with a key, without arguments.
pub(crate) fn plain(key: &'static str) -> Sentence {
    said(key, Vec::new())
}
