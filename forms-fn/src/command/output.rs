//! What commands print: what came out of the office, and what there is to say besides.

use std::io::Write;

use forms_fn::export::guard;
use forms_fn::office::{Audited, Stop, StopKind};

/// Shows what came out of the office; says on standard error what there is to say besides.
pub(crate) async fn show<T>(
    came: Result<Audited<T>, Stop>,
    print: impl FnOnce(&T) -> Result<(), Stop>,
) -> Result<(), String> {
    let shown = match came {
        Ok(audited) => {
            say(audited.notes());
            audited.show(print).await
        }
        Err(stop) => Err(stop),
    };
    told(shown)
}

/// What is said of an end. Whoever went away is told nothing.
pub(crate) fn told(shown: Result<(), Stop>) -> Result<(), String> {
    let Err(stop) = shown else { return Ok(()) };
    say(stop.notes());
    if stop.kind() == StopKind::BrokenOff { Ok(()) } else { Err(stop.words().to_owned()) }
}

fn say(notes: &[String]) {
    notes.iter().for_each(|note| eprintln!("{note}"));
}

/// Standard output, for what is about people. A file that the shell made of it is taken away from others first: the shell
/// makes it for everybody to read.
pub(crate) fn stdout() -> std::io::Stdout {
    #[cfg(unix)]
    close_to_others();
    std::io::stdout()
}

#[cfg(unix)]
fn close_to_others() {
    use std::os::fd::AsFd;
    use std::os::unix::fs::PermissionsExt;
    let out = std::io::stdout();
    let Ok(file) = out.as_fd().try_clone_to_owned().map(std::fs::File::from) else { return };
    let Ok(data) = file.metadata() else { return };
    let mode = data.permissions().mode();
    if !data.is_file() || mode & 0o077 == 0 {
        return;
    }
    match file.set_permissions(std::fs::Permissions::from_mode(mode & 0o700)) {
        Ok(()) => {
            eprintln!("note: others could read the file that this goes into; now only you can (mode 600)")
        }
        Err(_) => eprintln!("warning: others can read the file that this goes into: run `chmod 600` on it"),
    }
}

/// Prints to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = stdout();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        // A reader such as `head` may leave early; that is no failure of ours.
        std::io::ErrorKind::BrokenPipe => Stop::broken_off(),
        _ => Stop::failed(format!("cannot write: {error}")),
    })
}

/// Says what has been done. It is done whether or not somebody reads that, so a full disk or a closed pipe is only told.
pub(crate) fn tell(words: &str) {
    if let Err(error) = told(print(words.as_bytes())) {
        eprintln!("note: it is done, but {error}: {}", words.trim_end());
    }
}

/// Prints one JSON value.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Stop::failed(e.to_string()))?;
    print(format!("{text}\n").as_bytes())
}

/// Prints rows below each other, with columns of one width.
pub(crate) fn table(header: &[&str], rows: Vec<Vec<String>>) -> Result<(), Stop> {
    let mut all = vec![header.iter().map(|name| (*name).to_owned()).collect()];
    all.extend(rows);
    print(format!("{}\n", align(&all)).as_bytes())
}

fn align(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| guard::line(cell)).collect()).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
