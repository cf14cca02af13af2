//! Words to anchors: Latin letters become ASCII, other scripts stay, the rest becomes dashes.

/// An anchor for `text`: "Rødgrød & fløde" gives `rodgrod-flode`, "Їжа" gives `їжа`. Empty when
/// there is no letter and no digit in it.
pub(super) fn slug(text: &str) -> String {
    let mut slug = Slug { text: String::with_capacity(text.len()), gap: false };
    for c in text.chars() {
        match c.is_ascii() {
            true => slug.push(c.to_ascii_lowercase()),
            false => c.to_lowercase().for_each(|c| slug.push(c)),
        }
    }
    slug.text
}

struct Slug {
    text: String,
    /// Whether something was left out behind the text.
    gap: bool,
}

impl Slug {
    fn push(&mut self, c: char) {
        if is_silent(c) {
            return;
        }
        if !c.is_alphanumeric() {
            self.gap = true;
            return;
        }
        if std::mem::take(&mut self.gap) && !self.text.is_empty() {
            self.text.push('-');
        }
        match is_latin(c) {
            true => self.text.push_str(&any_ascii::any_ascii_char(c).to_ascii_lowercase()),
            false => self.text.push(c),
        }
    }
}

/// Characters that leave no gap: apostrophes, combining accents, the Arabic stretch and vowel signs.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'ª' | 'º' | 'À'..='ɏ' | 'ɐ'..='ʯ' | 'Ḁ'..='ỿ')
}
