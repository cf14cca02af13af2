//! Keeps answers from doing anything in the program that shows them: no formulas in spreadsheets, no redrawn terminals,
//! no text that runs backwards over its neighbours.

/// What a spreadsheet program may take for the beginning of a formula, full-width variants included (OWASP, "CSV
/// Injection").
fn begins_a_formula(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
}

/// What programs skip before they look: blanks of every kind, and characters that nobody sees.
fn is_skipped(character: char) -> bool {
    let unseen = matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    );
    let blank = character.is_whitespace() || character.is_control();
    (unseen || blank) && !begins_a_formula(character)
}

/// A cell for a CSV file: with a `'` before everything that could be a formula. Some programs part cells at semicolons,
/// tabs and line breaks whatever stands around them, so what follows one is guarded like a beginning.
#[must_use]
pub fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 1);
    let mut rest = text;
    while !rest.is_empty() {
        if rest.trim_start_matches(is_skipped).starts_with(begins_a_formula) {
            cell.push('\'');
        }
        let end = rest.find([';', '\t', '\r', '\n']).map_or(rest.len(), |at| at + 1);
        cell.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    cell
}

/// Takes out what would change the direction of the text around it. Marks that only order their neighbours stay: Arabic
/// and Hebrew need them.
#[must_use]
pub fn in_order(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

/// On one line of a terminal: control characters would let an answer redraw it.
#[must_use]
pub fn line(text: &str) -> String {
    in_order(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_stay_as_they_are() {
        for name in
            ["Øystein Ås", "فاطمة الزهراء", "ሰላም", "Олена", "O’Brien-Smith", "李小龙", "'Abd al-Malik"]
        {
            assert_eq!(cell(name), name);
            assert_eq!(in_order(name), name);
        }
    }

    #[test]
    fn what_follows_a_separator_is_guarded_too() {
        assert_eq!(cell("a;=1+1"), "a;'=1+1");
        assert_eq!(cell("a\n=1+1"), "a\n'=1+1");
        assert_eq!(cell("meat; pork"), "meat; pork");
    }
}
