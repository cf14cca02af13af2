//! Dates with a day of the week that stand in a text: "Tuesday 3 March", «вівторок, 3 березня», "Tirsdag d. 3/3".

use std::ops::Range;

use jiff::civil::Weekday;

use crate::time::Names;

/// A day of the week and the date behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Said {
    /// Both, in bytes of the file.
    pub(crate) span: Range<usize>,
    pub(crate) weekday: Weekday,
    pub(crate) day: i8,
    pub(crate) month: i8,
    /// Mostly nobody writes it.
    pub(crate) year: Option<i16>,
}

/// Words that may stand between them.
const BETWEEN: [&str; 7] = ["the", "of", "den", "d", "on", "числа", "من"];

/// The longest of all that stands between two words of a date.
const GAP: usize = 4;

/// All dates with a day of the week in a text of this language. Nearly no text has one, so it is one walk over its words.
pub(super) fn said(lang: &str, text: &str) -> Box<[Said]> {
    let Some(names) = Names::of(lang) else { return Box::default() };
    let mut found = Vec::new();
    let mut words = WordsOfText { text, at: 0 };
    while let Some(word) = words.next() {
        if let Some(weekday) = names.find(&names.weekdays, &text[word.clone()])
            && let Some(date) = names.date(WordsOfText { text, at: word.end })
        {
            let weekday = Weekday::from_monday_zero_offset(i8::try_from(weekday).unwrap_or_default());
            found.extend(weekday.ok().map(|weekday| Said {
                span: word.start..date.end,
                weekday,
                day: date.day,
                month: date.month,
                year: date.year,
            }));
        }
    }
    found.into()
}

/// A date and where it ends.
struct FoundDate {
    end: usize,
    day: i8,
    month: i8,
    year: Option<i16>,
}

impl Names {
    /// "3 March 2027", "March 3rd", "3. marts", "3.3.2027", "3/3", right behind a day of the week.
    fn date(&self, mut words: WordsOfText<'_>) -> Option<FoundDate> {
        let text = words.text;
        let first = words.in_sentence()?;
        if let Some(month) = self.find(&self.months, &text[first.clone()]) {
            let day = words.near()?;
            return found(number(&text[day.clone()])?, month + 1, day.end, words);
        }
        let day = number(&text[first.clone()])?;
        let next = words.near()?;
        if let Some(month) = self.find(&self.months, &text[next.clone()]) {
            return found(day, month + 1, next.end, words);
        }
        let month = usize::try_from(number(&text[next.clone()])?).ok()?;
        let date = found(day, month, next.end, words)?;
        // In English the month may stand first; and `18.10` is an hour in most of these languages.
        let is_date = match &text[first.end..next.start] {
            "/" => self.lang != "en",
            "." => date.year.is_some() || (self.lang == "fi" && text[next.end..].starts_with('.')),
            _ => false,
        };
        is_date.then_some(date)
    }
}

fn found(day: i16, month: usize, end: usize, mut words: WordsOfText<'_>) -> Option<FoundDate> {
    let year = words.near().filter(|word| word.len() == 4).and_then(|word| {
        let year = number(&words.text[word.clone()]).filter(|year| (1990..2100).contains(year))?;
        Some((year, word.end))
    });
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    let is_date = (1..=31).contains(&day) && (1..=12).contains(&month);
    let end = year.map_or(end, |(_, end)| end);
    is_date.then_some(FoundDate { end, day, month, year: year.map(|(year, _)| year) })
}

/// The digits that a word begins with, in whatever script; "3rd" is three.
fn number(word: &str) -> Option<i16> {
    let digit =
        |c: char| c.to_digit(10).or_else(|| matches!(c, '٠'..='٩').then(|| u32::from(c) - u32::from('٠')));
    let digits: Vec<u32> = word.chars().map_while(digit).collect();
    let rest: String = word.chars().skip(digits.len()).collect();
    let is_number = (1..=4).contains(&digits.len())
        && matches!(rest.as_str(), "" | "st" | "nd" | "rd" | "th" | "го" | "е");
    is_number.then(|| digits.iter().fold(0, |number, digit| number * 10 + i16::try_from(*digit).unwrap_or(0)))
}

/// Words of a text, one after the other.
#[derive(Clone, Copy)]
struct WordsOfText<'t> {
    text: &'t str,
    at: usize,
}

impl WordsOfText<'_> {
    fn next(&mut self) -> Option<Range<usize>> {
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʼ');
        let start = self.at + self.text[self.at..].find(is_letter)?;
        let end = self.text[start..].find(|c| !is_letter(c)).map_or(self.text.len(), |length| start + length);
        self.at = end;
        Some(start..end)
    }

    /// The same, in the sentence in which the word before it stands.
    fn in_sentence(&mut self) -> Option<Range<usize>> {
        let mut next = *self;
        let word = next.next()?;
        if self.text[self.at..word.start].contains(['.', '!', '?', ';', ':']) { None } else { self.near() }
    }

    /// The next word that says something, if nothing but blanks and a mark stand before it.
    fn near(&mut self) -> Option<Range<usize>> {
        loop {
            let before = self.at;
            let word = self.next()?;
            let gap = &self.text[before..word.start];
            if gap.len() > GAP || gap.matches('\n').count() > 1 {
                return None;
            }
            if !BETWEEN.contains(&&*self.text[word.clone()].to_lowercase()) {
                return Some(word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Said, said};

    fn one(lang: &str, text: &str) -> Option<(i8, i8, i8, Option<i16>)> {
        let found = said(lang, text);
        assert!(found.len() < 2, "{found:?}");
        let Said { weekday, day, month, year, .. } = found.first()?.clone();
        Some((weekday.to_monday_one_offset(), day, month, year))
    }

    #[test]
    fn dates_are_found_in_the_ways_in_which_people_write_them() {
        for (lang, text) in [
            ("en", "Come on Tuesday 3 March at six."),
            ("en", "**Tuesday**, March 3rd: dinner"),
            ("en", "Tuesday the 3rd of March"),
            ("da", "Vi ses tirsdag den 3. marts kl. 18"),
            ("da", "Tirsdag d. 3/3"),
            ("nb", "tirsdag 3. mars"),
            ("sv", "tisdagen den 3 mars"),
            ("fi", "Tavataan tiistaina 3. maaliskuuta klo 18"),
            ("fi", "tiistai 3.3. klo 18"),
            ("uk", "у вівторок, 3 березня"),
            ("ar", "يوم الثلاثاء ٣ مارس"),
        ] {
            assert_eq!(one(lang, text), Some((2, 3, 3, None)), "{text}");
        }
        assert_eq!(one("en", "Tuesday 3 March 2027"), Some((2, 3, 3, Some(2027))));
        assert_eq!(one("fi", "tiistai 3.3.2027"), Some((2, 3, 3, Some(2027))));
    }

    #[test]
    fn other_words_are_no_dates() {
        for (lang, text) in [
            ("en", "On Tuesday we met 3 people in March."),
            ("en", "Tuesday, 3 marches later"),
            ("en", "Every Tuesday. 3 March is a holiday."),
            ("en", "Tuesday 17:30"),
            ("en", "Tuesday\n\n3 March"),
            ("uk", "Серед 3 березня"),
            ("de", "Dienstag, 3. März"),
            ("da", "tirsdag 18.30"),
            ("da", "tirsdag 18.10."),
            ("da", "Vi mødes tirsdag kl. 18.10"),
        ] {
            assert_eq!(one(lang, text), None, "{text}");
        }
    }
}
