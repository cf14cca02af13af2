//! The words of the console. Each file has the same keys; they are compiled in.

use crate::accounts::words::Tongues;

/// In the order of [`crate::accounts::words::LANGUAGES`].
pub(super) static WORDS: Tongues = Tongues::new([
    include_str!("words/en.yaml"),
    include_str!("words/da.yaml"),
    include_str!("words/fi.yaml"),
    include_str!("words/nb.yaml"),
    include_str!("words/sv.yaml"),
]);

#[cfg(test)]
mod tests {
    use super::WORDS;
    use crate::accounts::words::agree;

    #[test]
    fn all_languages_say_the_same() {
        agree(&WORDS);
    }
}
