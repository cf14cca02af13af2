//! Arabic in plain Latin letters, as people write names of places on signs: no dots, no signs above.
//!
//! Short vowels stand only where the text writes them; the article is set off: `al-`.

/// The text in Latin letters.
pub(super) fn letters(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|c| !is_mark(*c) && !super::is_silent(*c)).collect();
    let mut latin = String::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let starts_word = at == 0 || !letters[at - 1].is_alphanumeric();
        let next = letters.get(at + 1).copied();
        // The article, unless the word is only these two letters.
        if starts_word
            && c == 'ا'
            && next == Some('ل')
            && letters.get(at + 2).is_some_and(|c| c.is_alphabetic())
        {
            latin.push_str("al-");
            at += 2;
            continue;
        }
        match c {
            'و' | 'ي' => latin.push_str(glide(c, starts_word || next.is_some_and(is_vowel))),
            _ => match letter(c) {
                Some(letter) => latin.push_str(letter),
                None => latin.push(c),
            },
        }
        at += 1;
    }
    latin
}

/// A consonant before a vowel, a vowel elsewhere.
fn glide(c: char, is_consonant: bool) -> &'static str {
    match (c, is_consonant) {
        ('و', true) => "w",
        ('و', false) => "u",
        (_, true) => "y",
        (_, false) => "i",
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'ا' | 'آ' | 'ى' | 'ة' | '\u{64e}'..='\u{650}')
}

/// The stretch, and the signs for a missing or a double sound.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{64d}' | '\u{651}' | '\u{652}' | '\u{670}')
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'آ' | 'ى' | 'ة' | 'ع' | '\u{64e}' => "a",
        'إ' | 'ئ' | '\u{650}' => "i",
        'ؤ' | '\u{64f}' => "u",
        'ء' => "",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' => "k",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        _ => return None,
    })
}
