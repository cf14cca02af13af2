//! Nordic letters in ASCII. Danish and Norwegian write two letters for each, Swedish and Finnish
//! readers leave the dots and rings out.

/// The text with its language's own letters replaced; small letters in, small letters out.
pub(super) fn letters(lang: &str, lower: &str) -> String {
    let mut latin = String::with_capacity(lower.len());
    for c in lower.chars().filter(|c| !super::is_silent(*c)) {
        match (lang, c) {
            ("da" | "nb" | "nn" | "no", 'å') => latin.push_str("aa"),
            ("da" | "nb" | "nn" | "no", 'ø' | 'ö') => latin.push_str("oe"),
            ("da" | "nb" | "nn" | "no", 'æ' | 'ä') => latin.push_str("ae"),
            ("sv" | "fi", 'å' | 'ä') => latin.push('a'),
            ("sv" | "fi", 'ö') => latin.push('o'),
            _ => latin.push(c),
        }
    }
    latin
}
