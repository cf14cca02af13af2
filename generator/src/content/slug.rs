//! A title in any of the site's languages → the part of an address that a writer may take for it.
//!
//! A suggestion only: a reader finds `kyiv` and `roed-groed` in an address, not what a table for all
//! of Unicode makes of them. What no table here knows goes through that table.

mod arabic;
mod latin;
mod ukrainian;

/// Longer addresses are cut at the end of a word.
const LONGEST: usize = 60;

/// The nearest slug: Latin letters, lower case, words joined by single dashes; empty when the text
/// has no letter and no digit.
#[must_use]
pub fn suggest(lang: &str, text: &str) -> String {
    let lower = text.to_lowercase();
    let latin = match lang {
        "uk" => ukrainian::letters(&lower),
        "ar" => arabic::letters(&lower),
        lang => latin::letters(lang, &lower),
    };
    let ascii = any_ascii::any_ascii(&latin).to_ascii_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    cut(words)
}

fn cut<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut slug = String::new();
    for word in words {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(LONGEST)]);
        } else if slug.len() + 1 + word.len() <= LONGEST {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// Signs inside a word that leave no gap.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '\u{ad}' | '\u{300}'..='\u{36f}')
}

/// Small letters, digits and single dashes between them.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn each_language_writes_its_letters_as_its_readers_do() {
        let cases = [
            ("uk", "Київ, Щастя і Ґанок", "kyiv-shchastia-i-ganok"),
            (
                "uk",
                "Її зв’язок: Єнакієве, Згорани, Йосип, Олексій",
                "yii-zviazok-yenakiieve-zghorany-yosyp-oleksii",
            ),
            ("uk", "Хліб для всієї вулиці", "khlib-dlia-vsiiei-vulytsi"),
            ("ar", "خبز للشارع كله", "khbz-llshara-klh"),
            ("ar", "عشاء في الدنمارك وغناء", "asha-fi-al-dnmark-wghna"),
            ("ar", "يوم مُمتِع", "yum-mumtia"),
            ("da", "Brød på ærlig åben øl", "broed-paa-aerlig-aaben-oel"),
            ("nb", "Å lage rømmegrøt", "aa-lage-roemmegroet"),
            ("sv", "Ännu en å i Örebro", "annu-en-a-i-orebro"),
            ("fi", "Leipää ja työtä", "leipaa-ja-tyota"),
            ("en", "A baker’s café: 100 % rye", "a-bakers-cafe-100-rye"),
            ("en", "…", ""),
        ];
        for (lang, title, slug) in cases {
            assert_eq!(suggest(lang, title), slug, "{lang}: {title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words_and_every_suggestion_is_an_address() {
        let slug = suggest("en", &"entrepreneurship ".repeat(9));
        assert_eq!(slug, "entrepreneurship-entrepreneurship-entrepreneurship");
        for title in ["日本語のタイトル", "Ёлка & 50 €", &"x".repeat(200), "שלום"] {
            let slug = suggest("xx", title);
            assert!(slug.len() <= super::LONGEST && super::is_slug(&slug), "{title}: {slug}");
        }
    }
}
