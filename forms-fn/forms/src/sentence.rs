//! What is said of a fault, as data: the key of a sentence and its arguments. The words stand in catalogues, one a language.

use std::fmt;
use std::ops::Deref;

use crate::Texts;

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

/// `args![key, lang = &default]`: the arguments of a sentence; `name = &value` where no variable has the name of the
/// placeholder. What has words of its own, [`Names`] and other sentences, is given by value.
#[macro_export]
macro_rules! args {
    (@arg $name:ident) => { $crate::Arg::from(&$name) };
    (@arg $name:ident = $value:expr) => { $crate::Arg::from($value) };
    ($($name:ident $(= $value:expr)?),* $(,)?) => {
        vec![$((stringify!($name), $crate::args!(@arg $name $(= $value)?))),*]
    };
}

/// `say!("fault.noField", name)`: the sentence with that key, of those about faults.
macro_rules! say {
    ($key:literal $(, $($args:tt)*)?) => {
        $crate::Sentence::new($crate::fault::english(), $key, $crate::args![$($($args)*)?])
    };
}
pub(crate) use say;

impl Sentence {
    /// A sentence of a catalogue, with its English words.
    #[must_use]
    pub fn new(english: &Texts, key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self(Box::new(Said { text: fill(key, &args, english), key, args }))
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

    /// The same, told in another language.
    #[must_use]
    pub fn told(&self, words: &Texts) -> Self {
        let Said { key, args, .. } = &*self.0;
        Self(Box::new(Said { text: fill(key, args, words), key, args: args.clone() }))
    }
}

fn fill(key: &str, args: &[(&'static str, Arg)], words: &Texts) -> String {
    let said: Vec<(&str, String)> = args.iter().map(|(name, arg)| (*name, arg.told(words))).collect();
    let pairs: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.with(key, &pairs)
}

impl Arg {
    fn told(&self, words: &Texts) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(sentence) => fill(sentence.key(), sentence.args(), words),
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
