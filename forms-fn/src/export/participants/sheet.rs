//! Draws the list as HTML, with its print styles inside: one file that can be opened anywhere.

use std::fmt::Write;

use forms::Texts;

use super::Guest;
use crate::escape::escape;

/// Lines for those who come without a registration.
const WALK_INS: usize = 5;

const STYLE: &str = "\
@page { size: A4; margin: 14mm 12mm 16mm; @bottom-center { content: PAGE counter(page); font: 9pt sans-serif } }
* { box-sizing: border-box }
body { font: 10.5pt/1.35 'Noto Sans', 'Noto Sans Arabic', Arial, sans-serif; color: #000; background: #fff; margin: 0 }
@media screen { body { max-width: 190mm; margin: 1rem auto; padding: 0 1rem } }
h1 { font-size: 17pt; margin: 0 0 3mm }
h2 { font-size: 14pt; margin: 0 0 3mm }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 5mm; margin: 0 0 3mm }
dt { font-weight: bold }
dd { margin: 0 }
p { margin: 0 0 4mm }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.3mm solid #000; padding: 1.5mm 2mm; text-align: start; vertical-align: middle; overflow-wrap: anywhere }
th { background: #eee; print-color-adjust: exact; font-size: 9.5pt; vertical-align: bottom }
tbody.signed td { height: 11mm }
.number { width: 10mm; text-align: end }
.language { width: 24mm }
.signature { width: 52mm }
.person { width: 55mm }
.host { break-inside: avoid; margin-top: 14mm }
.line { border-bottom: 0.3mm solid #000; width: 95mm; height: 9mm; margin-bottom: 1mm }
.small { font-size: 9pt; margin-top: 6mm }
.needs { break-before: page }
ul { margin: 0; padding-inline-start: 5mm }
";

/// What the sheet says.
pub(super) struct Sheet<'a> {
    pub(super) texts: &'a Texts,
    pub(super) lang: &'a str,
    pub(super) dir: &'a str,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) funding: String,
    pub(super) printed: String,
    pub(super) with_latin: bool,
    pub(super) guests: &'a [Guest],
}

impl Sheet<'_> {
    pub(super) fn draw(&self) -> String {
        let title = self.words("list.title");
        let style = STYLE.replace("PAGE", &css_string(&format!("{} ", self.texts.text("list.page"))));
        let mut html = format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>\n{style}</style>\n<h1>{title}</h1>\n",
            escape(self.lang),
            escape(self.dir),
        );
        self.head(&mut html);
        self.signatures(&mut html);
        self.host(&mut html);
        self.needs(&mut html);
        html
    }

    fn words(&self, key: &str) -> String {
        escape(&self.texts.text(key))
    }

    fn head(&self, html: &mut String) {
        html.push_str("<dl>\n");
        for (key, words) in &self.facts {
            add(html, format_args!("<dt>{}</dt><dd><bdi>{}</bdi></dd>\n", self.words(key), escape(words)));
        }
        html.push_str("</dl>\n");
        if !self.funding.is_empty() {
            add(html, format_args!("<p>{}</p>\n", escape(&self.funding)));
        }
    }

    fn signatures(&self, html: &mut String) {
        let latin = if self.with_latin { self.column("", "list.latinName") } else { String::new() };
        let columns = [
            self.column("", "list.name"),
            latin,
            self.column("language", "list.language"),
            self.column("signature", "list.signature"),
        ];
        add(
            html,
            format_args!(
                "<table>\n<thead><tr><th class=\"number\"></th>{}</tr></thead>\n<tbody class=\"signed\">\n",
                columns.concat()
            ),
        );
        for (number, guest) in (1..).zip(self.guests) {
            self.row(html, number, &guest.name, &guest.latin, &guest.language);
        }
        for number in (self.guests.len() + 1..).take(WALK_INS) {
            self.row(html, number, "", "", "");
        }
        html.push_str("</tbody>\n</table>\n");
    }

    fn column(&self, class: &str, key: &str) -> String {
        format!("<th class=\"{class}\" scope=\"col\">{}</th>", self.words(key))
    }

    fn row(&self, html: &mut String, number: usize, name: &str, latin: &str, language: &str) {
        let cell = |text: &str| format!("<td><bdi>{}</bdi></td>", escape(text));
        let latin = if self.with_latin { cell(latin) } else { String::new() };
        add(
            html,
            format_args!(
                "<tr><td class=\"number\">{number}</td>{}{latin}{}<td></td></tr>\n",
                cell(name),
                cell(language)
            ),
        );
    }

    /// The line for the host's signature, and when the list was printed.
    fn host(&self, html: &mut String) {
        let printed = escape(&self.texts.with("list.printedOn", &[("when", &self.printed)]));
        add(
            html,
            format_args!(
                "<div class=\"host\"><div class=\"line\"></div>{}</div>\n<p class=\"small\">{printed}</p>\n",
                self.words("list.hostSignature")
            ),
        );
    }

    /// A sheet of its own, which nobody signs.
    fn needs(&self, html: &mut String) {
        let mut guests = (1..).zip(self.guests).filter(|(_, guest)| !guest.needs.is_empty()).peekable();
        if guests.peek().is_none() {
            return;
        }
        let needs = self.words("list.needs");
        add(
            html,
            format_args!(
                "<section class=\"needs\">\n<h2>{needs}</h2>\n<table>\n<thead><tr><th class=\"number\"></th>{}{}</tr></thead>\n<tbody>\n",
                self.column("person", "list.name"),
                self.column("", "list.needs"),
            ),
        );
        for (number, guest) in guests {
            let name = escape(&guest.name);
            add(
                html,
                format_args!("<tr><td class=\"number\">{number}</td><td><bdi>{name}</bdi></td><td><ul>"),
            );
            for (question, answer) in &guest.needs {
                let (question, answer) = (escape(question), escape(answer));
                add(html, format_args!("<li>{question} <strong><bdi>{answer}</bdi></strong></li>"));
            }
            html.push_str("</ul></td></tr>\n");
        }
        html.push_str("</tbody>\n</table>\n</section>\n");
    }
}

fn add(html: &mut String, words: std::fmt::Arguments<'_>) {
    html.write_fmt(words).expect("a text takes all that is written to it");
}

/// Words of the theme inside the styles.
fn css_string(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '\n')).collect();
    format!("\"{plain}\"")
}
