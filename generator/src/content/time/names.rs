//! What days of the week and months are called, as people write them in running text.

/// Letters that a language may put behind the beginning of a name: "maanantaina", "tisdagen".
const ENDING: usize = 3;

/// The names of one language, of which each word needs only the beginning: languages bend their ends.
pub(crate) struct Names {
    pub(crate) lang: &'static str,
    pub(crate) weekdays: [&'static str; 7],
    pub(crate) months: [&'static str; 12],
}

/// From Monday and from January on. `|` stands between two spellings.
static NAMES: [Names; 7] = [
    Names {
        lang: "en",
        weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        months: [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
    },
    Names {
        lang: "da",
        weekdays: ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
        months: [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
    },
    Names {
        lang: "nb",
        weekdays: ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
        months: [
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember",
        ],
    },
    Names {
        lang: "sv",
        weekdays: ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
        months: [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
    },
    Names {
        lang: "fi",
        weekdays: [
            "maanantai",
            "tiistai",
            "keskiviikko|keskiviiko",
            "torstai",
            "perjantai",
            "lauantai",
            "sunnuntai",
        ],
        months: [
            "tammikuu",
            "helmikuu",
            "maaliskuu",
            "huhtikuu",
            "toukokuu",
            "kesäkuu",
            "heinäkuu",
            "elokuu",
            "syyskuu",
            "lokakuu",
            "marraskuu",
            "joulukuu",
        ],
    },
    Names {
        lang: "uk",
        weekdays: [
            "понеділ",
            "вівтор",
            "середа|середу|середи",
            "четвер",
            "п'ятниц|п’ятниц|пʼятниц",
            "субот",
            "неділ",
        ],
        months: [
            "січн|січень",
            "лют",
            "берез",
            "квіт",
            "трав",
            "черв",
            "лип",
            "серп",
            "верес",
            "жовт",
            "листопад",
            "груд",
        ],
    },
    Names {
        lang: "ar",
        weekdays: ["الاثنين|الإثنين", "الثلاثاء", "الأربعاء|الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد|الاحد"],
        months: [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل|ابريل|إبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس|اغسطس",
            "سبتمبر",
            "أكتوبر|اكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
    },
];

impl Names {
    /// Those of a language.
    pub(crate) fn of(lang: &str) -> Option<&'static Self> {
        NAMES.iter().find(|names| names.lang == lang)
    }

    /// The place of a word in a list.
    pub(crate) fn find(&self, list: &[&str], word: &str) -> Option<usize> {
        // Most words are told by their length or their first letter.
        let first = word.chars().next()?;
        let is_it = |name: &str| {
            let same = name.chars().next().is_some_and(|c| c == first || first.to_lowercase().eq([c]));
            same && self.is_begun(word, name)
        };
        list.iter().position(|names| names.split('|').any(is_it))
    }

    /// Whether a word begins with a name, whatever its capitals; in English and Arabic it is the name.
    fn is_begun(&self, word: &str, name: &str) -> bool {
        let mut letters = word.chars().flat_map(char::to_lowercase);
        let ending = if matches!(self.lang, "en" | "ar") { 0 } else { ENDING };
        name.chars().all(|c| letters.next() == Some(c)) && letters.count() <= ending
    }
}

/// Whether a word is a month in a language that puts a dot behind the day before it, or in `lang`. Languages whose months
/// have endings may have them here; in the others Maja is no May.
pub(crate) fn is_month(lang: &str, word: &str) -> bool {
    let is_in = |names: &Names| match names.lang {
        "en" | "da" | "nb" | "sv" => names.months.iter().any(|month| *month == word.to_lowercase()),
        _ => names.find(&names.months, word).is_some(),
    };
    NAMES.iter().filter(|names| names.lang != "en" || lang == "en").any(is_in)
}
