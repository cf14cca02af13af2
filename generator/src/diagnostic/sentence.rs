//! What is said of a problem, as data: the key of a sentence and its arguments. The words stand in `words/`.

use std::fmt;
use std::ops::Deref;

use super::Words;

/// A sentence, or a part of one: lower case, no final dot, names in backticks.
///
/// It dereferences to its English. What others say, an operating system or the template engine, is an argument of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Sentence(Box<Said>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Said {
    /// In English, or in the language in which it is told.
    text: String,
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// What is filled into a sentence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Arg {
    /// The same in every language: a name, a number, what an editor wrote.
    Text(String),
    /// Names, of which the last two have an "and" between them.
    Names(Vec<String>),
    /// Words that have a key of their own.
    Words(Sentence),
}

/// Names for a sentence: each in backticks, with the language's "and".
#[derive(Clone, Debug)]
pub struct Names(Vec<String>);

impl Names {
    /// These names, in their order.
    pub fn of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        Self(names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect())
    }
}

/// `say!("front.missing", key)`: the sentence of the catalogue with that key; `name = &value` where no variable has the
/// name of the placeholder. What has words of its own, [`Names`] and other sentences, is given by value.
macro_rules! say {
    (@arg $name:ident) => { $crate::diagnostic::Arg::from(&$name) };
    (@arg $name:ident = $value:expr) => { $crate::diagnostic::Arg::from($value) };
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::diagnostic::Sentence::new($key, vec![$((stringify!($name), say!(@arg $name $(= $value)?))),*])
    };
}
pub(crate) use say;

impl Sentence {
    pub(crate) fn new(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        let english = fill(key, &args, Words::ENGLISH);
        debug_assert!(Words::ENGLISH.has(key), "no sentence `{key}`");
        Self(Box::new(Said { text: english, key, args }))
    }

    /// The sentence with a key, without arguments.
    pub(crate) fn plain(key: &'static str) -> Self {
        Self::new(key, Vec::new())
    }

    /// The key in the catalogue.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.0.key
    }

    /// What is filled into it, by the names of its placeholders.
    #[must_use]
    pub fn args(&self) -> &[(&'static str, Arg)] {
        &self.0.args
    }

    /// In a language.
    #[must_use]
    pub fn in_words(&self, words: Words) -> String {
        match words == Words::ENGLISH {
            true => self.0.text.clone(),
            false => fill(self.0.key, &self.0.args, words),
        }
    }

    /// The same, told in a language.
    pub(super) fn told(&self, words: Words) -> Self {
        let Said { key, args, .. } = &*self.0;
        Self(Box::new(Said { text: self.in_words(words), key, args: args.clone() }))
    }
}

fn fill(key: &str, args: &[(&'static str, Arg)], words: Words) -> String {
    let said: Vec<(&str, String)> = args.iter().map(|(name, arg)| (*name, arg.in_words(words))).collect();
    let pairs: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.with(key, &pairs)
}

impl Arg {
    fn in_words(&self, words: Words) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(sentence) => sentence.in_words(words),
            Self::Names(names) => match names.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, first)) => {
                    words.with("names.and", &[("first", &first.join(", ")), ("last", last)])
                }
                None => String::new(),
            },
        }
    }
}

impl<T: fmt::Display + ?Sized> From<&T> for Arg {
    fn from(value: &T) -> Self {
        Self::Text(value.to_string())
    }
}

impl From<Names> for Arg {
    fn from(names: Names) -> Self {
        Self::Names(names.0)
    }
}

impl From<Sentence> for Arg {
    fn from(sentence: Sentence) -> Self {
        Self::Words(sentence)
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        self.0.text == *other
    }
}
