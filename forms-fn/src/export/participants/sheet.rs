//! Draws the list as HTML, with its print styles inside: one file that can be opened anywhere.

use forms::html::Html;
use forms::{Direction, Texts};
use maud::{DOCTYPE, PreEscaped, html};

use super::Guest;

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
    pub(super) dir: Direction,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) funding: String,
    pub(super) printed: String,
    pub(super) with_latin: bool,
    pub(super) guests: &'a [Guest],
}

impl Sheet<'_> {
    pub(super) fn draw(&self) -> Html {
        let title = self.words("list.title");
        html! {
            (DOCTYPE) "\n"
            html lang=(self.lang) dir=(self.dir) { "\n"
                meta charset="utf-8"; "\n"
                meta name="robots" content="noindex"; "\n"
                title { (title) } "\n"
                style { "\n" (self.style()) } "\n"
                h1 { (title) } "\n"
                (self.head())
                (self.signatures())
                (self.host())
                (self.needs())
            }
        }
    }

    fn words(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// What stands in it isn't read as HTML: [`css_string`] leaves out what could end it.
    fn style(&self) -> PreEscaped<String> {
        PreEscaped(STYLE.replace("PAGE", &css_string(&format!("{} ", self.words("list.page")))))
    }

    fn head(&self) -> Html {
        html! {
            dl { "\n"
                @for (key, words) in &self.facts { dt { (self.words(key)) } dd { bdi { (words) } } "\n" }
            } "\n"
            @if !self.funding.is_empty() { p { (self.funding) } "\n" }
        }
    }

    fn signatures(&self) -> Html {
        let guests = (1..).zip(self.guests);
        html! {
            table { "\n"
                thead {
                    tr {
                        th class="number" {}
                        (self.column("", "list.name"))
                        @if self.with_latin { (self.column("", "list.latinName")) }
                        (self.column("language", "list.language"))
                        (self.column("signature", "list.signature"))
                    }
                } "\n"
                tbody class="signed" { "\n"
                    @for (number, guest) in guests {
                        (self.row(number, [&guest.name, &guest.latin, &guest.language]))
                    }
                    @for number in (self.guests.len() + 1..).take(WALK_INS) { (self.row(number, [""; 3])) }
                } "\n"
            } "\n"
        }
    }

    fn column(&self, class: &str, key: &str) -> Html {
        html! { th class=(class) scope="col" { (self.words(key)) } }
    }

    fn row(&self, number: usize, [name, latin, language]: [&str; 3]) -> Html {
        let cell = |text: &str| html! { td { bdi { (text) } } };
        html! {
            tr {
                td class="number" { (number) }
                (cell(name))
                @if self.with_latin { (cell(latin)) }
                (cell(language))
                td {}
            } "\n"
        }
    }

    /// The line for the host's signature, and when the list was printed.
    fn host(&self) -> Html {
        html! {
            div class="host" { div class="line" {} (self.words("list.hostSignature")) } "\n"
            p class="small" { (self.texts.with("list.printedOn", &[("when", &self.printed)])) } "\n"
        }
    }

    /// A sheet of its own, which nobody signs.
    fn needs(&self) -> Html {
        let guests: Vec<(usize, &Guest)> =
            (1..).zip(self.guests).filter(|(_, guest)| !guest.needs.is_empty()).collect();
        if guests.is_empty() {
            return Html::default();
        }
        html! {
            section class="needs" { "\n"
                h2 { (self.words("list.needs")) } "\n"
                table { "\n"
                    thead {
                        tr {
                            th class="number" {}
                            (self.column("person", "list.name"))
                            (self.column("", "list.needs"))
                        }
                    } "\n"
                    tbody { "\n"
                        @for (number, guest) in guests { (needs_of(number, guest)) }
                    } "\n"
                } "\n"
            } "\n"
        }
    }
}

fn needs_of(number: usize, guest: &Guest) -> Html {
    html! {
        tr {
            td class="number" { (number) }
            td { bdi { (guest.name) } }
            td {
                ul {
                    @for (question, answer) in &guest.needs { li { (question) " " strong { bdi { (answer) } } } }
                }
            }
        } "\n"
    }
}

/// Words of the theme inside the styles.
fn css_string(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '\n')).collect();
    format!("\"{plain}\"")
}
