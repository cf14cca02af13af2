//! Words to anchors: Latin letters become ASCII, other scripts stay, the rest becomes dashes.

/// An anchor for `text`: "Rødgrød & fløde" gives `rodgrod-flode`, "Їжа" gives `їжа`. Empty when
/// there is no letter and no digit in it.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_silent(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        if is_latin(c) {
            slug.push_str(&any_ascii::any_ascii_char(c).to_ascii_lowercase());
        } else {
            slug.push(c);
        }
    }
    slug
}

/// Characters that leave no gap: apostrophes, combining accents, the Arabic stretch and vowel signs.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'ª' | 'º' | 'À'..='ɏ' | 'ɐ'..='ʯ' | 'Ḁ'..='ỿ')
}
