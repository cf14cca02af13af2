//! Words that were UTF-8 and were read as something else: `BrÃ¸d`, `РҐР»С–Р±`, `Ø®Ø¨Ø²`.
//!
//! UTF-8 leaves a pattern in every older encoding: a letter that begins a character, and as many others as it asks for.
//! Nothing is a slip before it makes a letter that our languages have, and one that people may write by themselves
//! (`Рі`) only when it stands in a row.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Code, Diagnostic, say};

/// The upper half of an encoding of one byte a letter.
struct Encoding {
    letters: &'static str,
    /// Those that can begin such a row, so that others cost nothing.
    leads: &'static [char],
    /// How many characters of two bytes in a row are needed: of Latin, Cyrillic and Arabic letters.
    needed: [usize; 3],
    /// Whether a hard blank counts as one. In Ukrainian it rightly stands behind words of one letter: `В Гамбурзі`.
    blanks: bool,
}

static ENCODINGS: [Encoding; 4] = [
    // Windows, Western Europe. What it leaves free stays the control character that it is.
    Encoding {
        letters: "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
        leads: &['Ã', 'Â', 'â', 'Ð', 'Ñ', 'Ø', 'Ù', 'Ú', 'Û'],
        needed: [1, 2, 2],
        blanks: true,
    },
    // Windows, Cyrillic.
    Encoding {
        letters: "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
        leads: &['Г', 'В', 'в', 'Р', 'С', 'Т', 'Ш', 'Щ', 'Ъ', 'Ы'],
        needed: [2, 3, 2],
        blanks: false,
    },
    // Macs of before.
    Encoding {
        letters: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
        leads: &['√', '¬', '‚', '–', '—', 'ÿ', 'Ÿ', '⁄', '€'],
        needed: [1, 3, 3],
        blanks: true,
    },
    // DOS.
    Encoding {
        letters: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
        leads: &['├', '┬', 'Ô', 'ð', 'Ð', 'Ï', '┘', '┌', '█'],
        needed: [1, 2, 2],
        blanks: true,
    },
];

/// A row that may be one, as long as the shortest that counts, or a letter that is lost. Hardly any text has one, so that is all
/// that is asked of most.
static MAY_BE: LazyLock<Regex> = LazyLock::new(|| {
    let rows = ENCODINGS.iter().map(Encoding::row).collect::<Vec<_>>().join("|");
    Regex::new(&format!("\u{fffd}|{rows}")).expect("it is made of letters")
});

impl Encoding {
    /// The pattern of the shortest row: each character is a lead and one letter or two out of the first half of those that it has.
    fn row(&self) -> String {
        let leads: String = self.leads.iter().collect();
        let others: String = self.letters.chars().take(0x40).collect();
        let needed = self.needed.into_iter().min().unwrap_or_default();
        format!("(?:[{leads}][{others}]{{1,2}}){{{needed}}}")
    }

    fn byte(&self, c: char) -> Option<u8> {
        let at = self.letters.chars().position(|letter| letter == c)?;
        u8::try_from(at + 0x80).ok()
    }

    /// The character that `text` begins with, if its letters are the bytes of one: its script, itself, and how many
    /// bytes of the text it takes.
    fn character(&self, text: &str) -> Option<(usize, char, usize)> {
        let mut letters = text.chars();
        let first = letters.next().filter(|c| self.leads.contains(c))?;
        let lead = self.byte(first)?;
        let more = match lead {
            0xc2..=0xdf => 1,
            0xe2 => 2,
            _ => return None,
        };
        let mut bytes = vec![lead];
        let mut length = first.len_utf8();
        for c in letters.by_ref().take(more) {
            bytes.push(self.byte(c).filter(|byte| (0x80..0xc0).contains(byte))?);
            length += c.len_utf8();
        }
        let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        Some((script(c)?, c, length))
    }

    /// The first row of such characters, and what it should be.
    fn find(&self, text: &str) -> Option<(Range<usize>, String)> {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let start = at;
            let (mut mended, mut counts) = (String::new(), [0; 3]);
            while let Some((script, c, length)) = self.character(&text[at..]) {
                counts[script] += usize::from(self.blanks || c != '\u{a0}');
                mended.push(c);
                at += length;
            }
            if counts.iter().zip(self.needed).any(|(count, needed)| *count >= needed) {
                return Some((start..at, mended));
            }
            if at == start {
                at += c.len_utf8();
            }
        }
        None
    }
}

/// Latin, Cyrillic or Arabic; `None` for what hardly any text of ours has.
fn script(c: char) -> Option<usize> {
    match c {
        'ù' | '×' | '÷' => None,
        'À'..='ÿ' | '\u{a0}' | '«' | '»' | '°' | '£' | '§' | '½' | '·' | '´' | '\u{ad}' => Some(0),
        '‐'..='…' | '€' | '\u{200b}'..='\u{200f}' | '′'..='″' | '→' | '™' => Some(0),
        'Ё'..='ґ' => Some(1),
        '،'..='ي' | '\u{64b}'..='ۿ' => Some(2),
        _ => None,
    }
}

/// Says it once for a file: where one line is wrong, most are.
pub(super) fn encoding(path: &str, text: &str) -> Option<Diagnostic> {
    if !MAY_BE.is_match(text) {
        return None;
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(in_line(line).map(|(span, mended)| (span.start + start..span.end + start, mended)));
        start += line.len();
    }
    let more = found.len().saturating_sub(1);
    let (span, mended) = found.into_iter().next()?;
    let hint = match mended {
        Some(mended) => super::write(text, &span, &mended),
        None => say!("text.letterAgain"),
    };
    let words = &text[span.clone()];
    let message = match more {
        0 => say!("text.encoding", words),
        _ => say!("text.encodingMore", words, more),
    };
    let problem = Diagnostic::warning(Code::TextEncoding, path, span, message).with_hint(hint);
    Some(problem.with_hint(say!("text.encodingHint")))
}

/// What a line should be, from the first place that is wrong to the last.
fn in_line(line: &str) -> Option<(Range<usize>, Option<String>)> {
    if !MAY_BE.is_match(line) {
        return None;
    }
    if let Some(at) = line.find('\u{fffd}') {
        return Some((at..at + '\u{fffd}'.len_utf8(), None));
    }
    let encoding =
        ENCODINGS.iter().find(|encoding| line.contains(encoding.leads) && encoding.find(line).is_some())?;
    let (first, _) = encoding.find(line)?;
    let (mut mended, mut at, mut end) = (String::new(), first.start, first.start);
    while let Some((span, words)) = encoding.find(&line[at..]) {
        mended.push_str(&line[end..at + span.start]);
        mended.push_str(&words);
        end = at + span.end;
        at = end;
    }
    // It may have happened twice.
    let mended = match encoding.find(&mended) {
        Some((span, words)) => format!("{}{words}{}", &mended[..span.start], &mended[span.end..]),
        None => mended,
    };
    Some((first.start..end, Some(mended)))
}
