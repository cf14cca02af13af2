//! The page that a guest's own telephone shows: in the guest's language, also where organisers have no words in it.

use std::sync::OnceLock;

use axum::http::header::ACCEPT_LANGUAGE;
use forms::Texts;

use crate::accounts::words::language;
use crate::console::cookie::Cookie;
use crate::console::visitor::Asker;

/// The languages of guests that organisers' pages don't speak, and their words.
const LANGUAGES: [(&str, &str); 2] =
    [("ar", include_str!("guests/ar.yaml")), ("uk", include_str!("guests/uk.yaml"))];

/// Whoever asks, as a guest: in the first language of the browser for which there are words. Who has chosen a language as an
/// organiser keeps it.
pub(super) fn guest(asker: &Asker) -> Asker {
    let chosen = Cookie::Lang.read(&asker.headers);
    let asked = asker.headers.get(ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
    let found = asked.filter(|_| chosen.is_none()).and_then(first);
    match found {
        Some((lang, texts)) => Asker { lang, texts, ..asker.clone() },
        None => asker.clone(),
    }
}

/// None where the first language that somebody has words for is one of organisers.
fn first(header: &str) -> Option<(&'static str, &'static Texts)> {
    let ranges = header.split(',').filter_map(|range| range.split(';').next()).map(str::trim);
    for range in ranges {
        if language(range).is_some() {
            return None;
        }
        let primary = range.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(at) = LANGUAGES.iter().position(|(lang, _)| *lang == primary) {
            return Some((LANGUAGES[at].0, texts(at)));
        }
    }
    None
}

fn texts(at: usize) -> &'static Texts {
    static READ: [OnceLock<Texts>; 2] = [const { OnceLock::new() }; 2];
    let (lang, file) = LANGUAGES[at];
    READ[at].get_or_init(|| Texts::parse(lang, file).expect("a test reads each file of our own"))
}

/// In which direction a language is read.
pub(super) fn direction(lang: &str) -> &'static str {
    if lang == "ar" { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::words::WORDS;

    #[test]
    fn guests_have_all_words_of_their_page() {
        for at in 0..LANGUAGES.len() {
            let own: Vec<&str> = texts(at).keys().collect();
            let scan = WORDS.of("en").keys().filter(|key| key.starts_with("door.scan."));
            let missing: Vec<&str> = scan.filter(|key| !own.contains(key)).collect();
            assert!(missing.is_empty() && own.contains(&"nav.desk"), "{missing:?}");
        }
    }

    #[test]
    fn the_first_language_with_words_wins() {
        let lang = |header| first(header).map(|(lang, _)| lang);
        assert_eq!(lang("ar-SY,en;q=0.8"), Some("ar"));
        assert_eq!(lang("so, uk;q=0.9, en;q=0.1"), Some("uk"));
        assert_eq!((lang("da,ar;q=0.5"), lang("so"), lang("")), (None, None, None));
    }
}
