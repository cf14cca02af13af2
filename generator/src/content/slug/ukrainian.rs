//! Ukrainian in Latin letters, by the national standard.
//!
//! Source: resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010 (as in passports).

/// The text in Latin letters; small letters in, small letters out.
pub(super) fn letters(lower: &str) -> String {
    let mut latin = String::with_capacity(lower.len());
    // The soft sign and the apostrophe are left out; what follows them is still inside the word.
    let mut before = None;
    for c in lower.chars() {
        if c == 'ь' || super::is_silent(c) {
            continue;
        }
        let starts_word = before.is_none_or(|before: char| !before.is_alphanumeric());
        match letter(c, starts_word) {
            // `зг` is written `zgh`, so that nobody reads `zh`.
            Some("h") if before == Some('з') => latin.push_str("gh"),
            Some(letter) => latin.push_str(letter),
            None => latin.push(c),
        }
        before = Some(c);
    }
    latin
}

fn letter(c: char, starts_word: bool) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' if starts_word => "ye",
        'є' => "ie",
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' => "i",
        'ї' if starts_word => "yi",
        'й' if starts_word => "y",
        'ї' | 'й' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' if starts_word => "yu",
        'ю' => "iu",
        'я' if starts_word => "ya",
        'я' => "ia",
        _ => return None,
    })
}
