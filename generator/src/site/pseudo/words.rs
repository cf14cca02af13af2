//! Words → the same words as a made-up language would write them, still readable.

use super::Pseudo;

/// Right-to-left override and its end: Latin letters run from right to left between them (Unicode, UAX 9).
const MIRROR: (char, char) = ('\u{202e}', '\u{202c}');

/// A text between marks, if it has words of its own.
pub(super) fn marked(pseudo: Pseudo, text: &str) -> String {
    let new = plain(pseudo, text);
    if new == text { new } else { format!("⟦{new}⟧") }
}

/// A piece of running text.
pub(super) fn plain(pseudo: Pseudo, text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    words.map(|word| if is_address(word) { word.to_owned() } else { changed(pseudo, word) }).collect()
}

/// Web and mail addresses have to work as they are.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

/// One word, with the placeholders in it as they are.
fn changed(pseudo: Pseudo, word: &str) -> String {
    let mut out = String::with_capacity(2 * word.len());
    let mut rest = word;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map_or(rest.len(), |close| open + close + 1);
        out += &letters(pseudo, &rest[..open]);
        out.push_str(&rest[open..close]);
        rest = &rest[close..];
    }
    out + &letters(pseudo, rest)
}

fn letters(pseudo: Pseudo, text: &str) -> String {
    match pseudo {
        Pseudo::Accented => text.chars().map(accented).collect(),
        Pseudo::Mirrored => mirrored(text),
    }
}

/// Vowels twice: two fifths of the letters of English.
fn accented(c: char) -> String {
    let new = match c {
        'a' => "áá",
        'b' => "ƀ",
        'c' => "ç",
        'd' => "ð",
        'e' => "éé",
        'f' => "ƒ",
        'g' => "ĝ",
        'h' => "ĥ",
        'i' => "îî",
        'j' => "ĵ",
        'k' => "ķ",
        'l' => "ļ",
        'm' => "ɱ",
        'n' => "ñ",
        'o' => "öö",
        'p' => "þ",
        'q' => "ǫ",
        'r' => "ŕ",
        's' => "š",
        't' => "ţ",
        'u' => "ûû",
        'v' => "ṽ",
        'w' => "ŵ",
        'x' => "ẋ",
        'y' => "ý",
        'z' => "ž",
        'A' => "Åå",
        'B' => "Ɓ",
        'C' => "Ç",
        'D' => "Ð",
        'E' => "Éé",
        'F' => "Ƒ",
        'G' => "Ĝ",
        'H' => "Ĥ",
        'I' => "Îî",
        'J' => "Ĵ",
        'K' => "Ķ",
        'L' => "Ļ",
        'M' => "Ṁ",
        'N' => "Ñ",
        'O' => "Öö",
        'P' => "Þ",
        'Q' => "Ǫ",
        'R' => "Ŕ",
        'S' => "Š",
        'T' => "Ţ",
        'U' => "Ûû",
        'V' => "Ṽ",
        'W' => "Ŵ",
        'X' => "Ẋ",
        'Y' => "Ý",
        'Z' => "Ž",
        other => return other.to_string(),
    };
    new.to_owned()
}

/// Each run of letters in an override of its own, so that no override goes on into something else.
fn mirrored(text: &str) -> String {
    let mut out = String::with_capacity(2 * text.len());
    let mut inside = false;
    for c in text.chars() {
        if c.is_alphabetic() != inside {
            out.push(if inside { MIRROR.1 } else { MIRROR.0 });
            inside = !inside;
        }
        out.push(c);
    }
    if inside {
        out.push(MIRROR.1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Pseudo, marked, plain};

    #[test]
    fn words_change_and_what_programs_read_does_not() {
        let text = "Write to {name}: a@b.org or https://b.org/x, 24 hours";
        assert_eq!(
            marked(Pseudo::Accented, text),
            "⟦Ŵŕîîţéé ţöö {name}: a@b.org ööŕ https://b.org/x, 24 ĥööûûŕš⟧"
        );
        let mirrored = marked(Pseudo::Mirrored, "{n} guests’ {at");
        assert_eq!(mirrored, "⟦{n} \u{202e}guests\u{202c}’ {at⟧");
        for pseudo in Pseudo::ALL {
            assert_eq!(marked(pseudo, "{date}, {time} ({zone})"), "{date}, {time} ({zone})");
            assert_eq!(plain(pseudo, ""), "");
        }
    }

    #[test]
    fn english_becomes_longer_by_two_fifths() {
        let text = "Four organisations in Denmark, Finland, Norway and Sweden bring together migrants who want to run a business";
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let (before, after) = (letters(text), letters(&plain(Pseudo::Accented, text)));
        assert!((135..145).contains(&(after * 100 / before)), "{before} → {after}");
    }
}
