//! Dates and years at the beginnings of lines, which Markdown takes for a list: it shows the first number and counts on.
//! So does a sentence end whose next line happens to begin with a number or a dash.

use super::super::context::Ctx;
use super::super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use crate::time;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The longest line that a hint shows whole, and how much it shows of a longer one.
const LONG: usize = 60;
const BEGINNING: usize = 40;

/// An item as it was written.
struct Numbered<'a> {
    number: u64,
    /// The dot or the bracket.
    mark: char,
    /// What stands behind it.
    words: &'a str,
    /// Its first line.
    line: Range<usize>,
}

/// Names each list whose numbers say more than an order.
pub(super) fn report(ctx: &mut Ctx<'_>, steps: &[BodyStep]) {
    let mut lists: Vec<Vec<Numbered<'_>>> = Vec::new();
    let mut dashed: Vec<Vec<Range<usize>>> = Vec::new();
    for step in steps {
        match &step.node {
            Node::Plain(Event::Start(Tag::List(_))) => {
                lists.push(Vec::new());
                dashed.push(Vec::new());
            }
            Node::Plain(Event::Start(Tag::Item)) => {
                dashed.iter_mut().last().into_iter().for_each(|list| list.push(step.span.clone()));
                if let (Some(list), Some(item)) = (lists.last_mut(), numbered(ctx, &step.span)) {
                    list.push(item);
                }
            }
            Node::Plain(Event::End(TagEnd::List(_))) => {
                if let Some(list) = lists.pop() {
                    // Brackets stand behind no date.
                    if list.iter().all(|item| item.mark == '.') {
                        judge(ctx, &list);
                    }
                    if let [only] = &*list {
                        broken_off(ctx, only);
                    }
                }
                if let Some([only]) = dashed.pop().as_deref() {
                    dash(ctx, only);
                }
            }
            _ => {}
        }
    }
}

/// An item of a list that counts.
fn numbered<'a>(ctx: &Ctx<'a>, span: &Range<usize>) -> Option<Numbered<'a>> {
    let line = ctx.source(span).lines().next()?.trim_end();
    let at = line.find(['.', ')'])?;
    let (number, mark) = (line[..at].parse().ok()?, line[at..].chars().next()?);
    let words = line[at + 1..].trim_start();
    Some(Numbered { number, mark, words, line: span.start..span.start + line.len() })
}

fn judge(ctx: &mut Ctx<'_>, list: &[Numbered<'_>]) {
    let Some((first, item, shown)) = miscounted(ctx.lang, list) else { return };
    let message = say!("markup.counted", number = &item.number, shown);
    let line = shortened(&format!("{}\\. {}", first.number, first.words));
    ctx.warning(Code::MarkupList, &first.line, message, say!("markup.countedHint", line));
}

/// A line of a sentence that happens to begin with `1.`: it alone may begin a list without an empty line before it. In an
/// item or a quote any number may, if its line has none of their marks.
fn broken_off(ctx: &mut Ctx<'_>, only: &Numbered<'_>) {
    let above = above(ctx, only.line.start);
    let is_other = above.starts_with(['#', '|', '`', '<'])
        || (only.number == 1 && above.starts_with(['>', '-', '*', '+']))
        || above.split_once(['.', ')']).is_some_and(|(number, _)| number.parse::<u64>().is_ok());
    if !ends_in_words(above) || is_other {
        return;
    }
    let Numbered { number, mark, words, line } = only;
    let mended = shortened(&format!("{number}\\{mark} {words}"));
    let message = say!("markup.makesList", mark = &format!("{number}{mark}"));
    ctx.warning(Code::MarkupList, line, message, say!("markup.makesListHint", mended));
}

/// The same of a line that begins with a dash: a sentence goes on in small letters or with a number.
fn dash(ctx: &mut Ctx<'_>, item: &Range<usize>) {
    let line = ctx.source(item).lines().next().unwrap_or_default().trim_end();
    let above = above(ctx, item.start);
    let is_other = above.starts_with(['#', '>', '-', '*', '+', '|', '`', '<'])
        || above.split_once(['.', ')']).is_some_and(|(number, _)| number.parse::<u64>().is_ok());
    let Some(words) = line.strip_prefix(['-', '*']).map(str::trim_start) else { return };
    let goes_on = words.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if !goes_on || !ends_in_words(above) || is_other {
        return;
    }
    let mark = &line[..1];
    let mended = shortened(&format!("\\{mark} {words}"));
    let span = item.start..item.start + line.len();
    let message = say!("markup.makesList", mark);
    ctx.warning(Code::MarkupList, &span, message, say!("markup.makesListHint", mended));
}

/// The line right above a place at the beginning of a line.
fn above<'a>(ctx: &Ctx<'a>, start: usize) -> &'a str {
    let before = ctx.text[..start].trim_end_matches(' ').strip_suffix('\n').unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().trim()
}

fn ends_in_words(line: &str) -> bool {
    line.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// The first item, the first one that isn't shown with its own number, and with which it is. `None` of what was meant as
/// a list: one that begins with 1 or goes on with the next number, or has `1.` or the same number everywhere, unless it
/// has dates; one that counts from 1 below the first line, unless that is a date.
fn miscounted<'l, 'a>(
    lang: &str,
    list: &'l [Numbered<'a>],
) -> Option<(&'l Numbered<'a>, &'l Numbered<'a>, u64)> {
    let first = list.first()?;
    let (shown, item) = (first.number..).zip(list).find(|(shown, item)| item.number != *shown)?;
    let is_dated = is_date(lang, first.words) || is_date(lang, item.words) || are_ordinals(list);
    let rest = &list[usize::try_from(shown - first.number).ok()?..];
    let counts = (1..).zip(rest).all(|(at, item)| item.number == at && !is_month(lang, item.words));
    // A list that counts from 1 was meant as one, whatever number stands above it; a date there spoils it, unless it is
    // a list of dates.
    let spoils = is_month(lang, first.words) && !rest.iter().any(|item| ordinal(item.words).is_some());
    let is_below = rest.len() > 1 && counts && !spoils;
    let goes_on = list.get(1).is_some_and(|second| [first.number, first.number + 1].contains(&second.number));
    let is_lazy = list.len() > 2 && list[1..].iter().all(|item| item.number == 1);
    let is_list = first.number < 2 || goes_on || is_lazy;
    ((is_dated || !is_list) && !is_below).then_some((first, item, shown))
}

/// Whether each number says which one of the same kind it is: `1. dag`, `2. dag`, `4. dag`.
fn are_ordinals(list: &[Numbered<'_>]) -> bool {
    let word = |item: &Numbered<'_>| -> String {
        let letters = item.words.chars().take_while(|c| c.is_alphabetic());
        letters.flat_map(char::to_lowercase).collect()
    };
    let [first, others @ ..] = list else { return false };
    let first_word = word(first);
    !others.is_empty()
        && !first_word.is_empty()
        && list.windows(2).all(|pair| matches!(pair, [one, other] if one.number < other.number))
        && others.iter().all(|item| word(item) == first_word)
}

/// Whether words go on a date that has begun with its day: `mai`, `5. 2027`.
fn is_date(lang: &str, words: &str) -> bool {
    ordinal(words).is_some_and(|month| month <= 12) || is_month(lang, words)
}

/// The number with a dot that words begin with, as days and months are written.
fn ordinal(words: &str) -> Option<u8> {
    words.split_once('.')?.0.parse().ok().filter(|number| (1..=31).contains(number))
}

fn is_month(lang: &str, words: &str) -> bool {
    time::is_month(lang, words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= LONG {
        return line.to_owned();
    }
    let beginning: String = line.chars().take(BEGINNING).collect();
    format!("{} …", beginning.rsplit_once(' ').map_or(&*beginning, |(words, _)| words))
}
