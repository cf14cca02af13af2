//! Values of a head as they were read, whatever their types: what everything asks them that goes through all keys.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{HeadKey, Role, Shape};
use crate::yaml::Located;

/// A type whose values have one shape.
pub(crate) trait Shaped: Sized {
    /// What its values are.
    const SHAPE: Shape;

    /// The value of a plain line of text, if a text can be one: the short way for heads that have nothing else.
    fn of_line(_text: Located<String>) -> Option<Self> {
        None
    }

    /// The value that says `words` where the source says `original`.
    fn saying(_original: &str, _words: String) -> Option<Self> {
        None
    }
}

/// A value of a head.
pub(crate) trait HeadValue {
    /// What it says, if it is one text.
    fn line(&self) -> Option<&str> {
        None
    }

    /// Gives each text in words.
    fn texts<'a>(&'a self, _each: &mut dyn FnMut(&'a str)) {}

    /// Gives each text in words that stand within a fact, with its key there.
    fn words_within<'a>(&'a self, _each: &mut dyn FnMut(&'static HeadKey, &'a str)) {}

    /// Where it stands, if it was read with its place.
    fn span(&self) -> Option<Range<usize>> {
        None
    }

    /// Changes each text in words.
    fn change(&mut self, _with: &dyn Fn(&str) -> String) {}

    /// Takes a plain line of text as its value, if it has none yet and a text can be one.
    fn take(&mut self, _line: Located<String>) -> bool {
        false
    }

    /// Says `words` where the source says `original`.
    fn say(&mut self, _original: &str, _words: String) {}
}

/// The keys of a head, or those that every head has.
pub(crate) trait Head {
    /// Their declarations.
    const KEYS: &'static [HeadKey];

    /// The value of one of them.
    fn get(&self, name: &str) -> Option<&dyn HeadValue>;

    /// The value of one of them, to be changed.
    fn get_mut(&mut self, name: &str) -> Option<&mut dyn HeadValue>;
}

/// Types without words.
macro_rules! plain {
    ($($type:ty = $shape:expr;)+) => {$(
        impl Shaped for $type {
            const SHAPE: Shape = $shape;
        }

        impl HeadValue for $type {}
    )+};
}

plain! {
    bool = Shape::Truth;
    u32 = Shape::Whole { from: 0, to: u32::MAX as i64 };
    i16 = Shape::Whole { from: i16::MIN as i64, to: i16::MAX as i64 };
    i64 = Shape::Whole { from: i64::MIN, to: i64::MAX };
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Line;

    fn of_line(text: Located<String>) -> Option<Self> {
        Some(text.value)
    }

    fn saying(_original: &str, words: String) -> Option<Self> {
        Some(words)
    }
}

impl HeadValue for String {
    fn line(&self) -> Option<&str> {
        Some(self)
    }

    fn texts<'a>(&'a self, each: &mut dyn FnMut(&'a str)) {
        each(self);
    }

    fn change(&mut self, with: &dyn Fn(&str) -> String) {
        *self = with(self);
    }

    fn say(&mut self, _original: &str, words: String) {
        *self = words;
    }
}

impl Shaped for BTreeMap<String, String> {
    const SHAPE: Shape = Shape::Translations;

    fn saying(original: &str, words: String) -> Option<Self> {
        Some([(original.to_owned(), words)].into())
    }
}

impl HeadValue for BTreeMap<String, String> {
    fn say(&mut self, original: &str, words: String) {
        self.insert(original.to_owned(), words);
    }
}

impl<T: Shaped> Shaped for Located<T> {
    const SHAPE: Shape = T::SHAPE;

    fn of_line(text: Located<String>) -> Option<Self> {
        let span = text.span.clone();
        Some(Self { value: T::of_line(text)?, span })
    }

    fn saying(original: &str, words: String) -> Option<Self> {
        Some(Self { value: T::saying(original, words)?, span: 0..0 })
    }
}

impl<T: HeadValue> HeadValue for Located<T> {
    fn line(&self) -> Option<&str> {
        self.value.line()
    }

    fn span(&self) -> Option<Range<usize>> {
        Some(self.span.clone())
    }

    fn texts<'a>(&'a self, each: &mut dyn FnMut(&'a str)) {
        self.value.texts(each);
    }

    fn words_within<'a>(&'a self, each: &mut dyn FnMut(&'static HeadKey, &'a str)) {
        self.value.words_within(each);
    }

    fn change(&mut self, with: &dyn Fn(&str) -> String) {
        self.value.change(with);
    }

    fn say(&mut self, original: &str, words: String) {
        self.value.say(original, words);
    }
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped + HeadValue> HeadValue for Option<T> {
    fn line(&self) -> Option<&str> {
        self.as_ref()?.line()
    }

    fn span(&self) -> Option<Range<usize>> {
        self.as_ref()?.span()
    }

    fn texts<'a>(&'a self, each: &mut dyn FnMut(&'a str)) {
        self.iter().for_each(|value| value.texts(each));
    }

    fn words_within<'a>(&'a self, each: &mut dyn FnMut(&'static HeadKey, &'a str)) {
        self.iter().for_each(|value| value.words_within(each));
    }

    fn change(&mut self, with: &dyn Fn(&str) -> String) {
        self.iter_mut().for_each(|value| value.change(with));
    }

    fn take(&mut self, line: Located<String>) -> bool {
        if self.is_some() {
            return false;
        }
        *self = T::of_line(line);
        self.is_some()
    }

    fn say(&mut self, original: &str, words: String) {
        match self {
            Some(value) => value.say(original, words),
            None => *self = T::saying(original, words),
        }
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

impl<T: HeadValue> HeadValue for Vec<T> {
    fn texts<'a>(&'a self, each: &mut dyn FnMut(&'a str)) {
        self.iter().for_each(|value| value.texts(each));
    }

    fn words_within<'a>(&'a self, each: &mut dyn FnMut(&'static HeadKey, &'a str)) {
        self.iter().for_each(|value| value.words_within(each));
    }

    fn change(&mut self, with: &dyn Fn(&str) -> String) {
        self.iter_mut().for_each(|value| value.change(with));
    }
}

/// Gives each text in words of some keys: those that are words, and those that stand within facts.
pub(crate) fn words_within<'a, H: Head>(head: &'a H, each: &mut dyn FnMut(&'static HeadKey, &'a str)) {
    for key in H::KEYS {
        let Some(value) = head.get(key.name) else { continue };
        match key.role {
            Role::Word => value.texts(&mut |text| each(key, text)),
            Role::Fact | Role::Note => value.words_within(each),
        }
    }
}

/// Changes each text in words of some keys.
pub(crate) fn change<H: Head>(head: &mut H, with: &dyn Fn(&str) -> String) {
    for key in H::KEYS.iter().filter(|key| key.role == Role::Word) {
        head.get_mut(key.name).into_iter().for_each(|value| value.change(with));
    }
}
