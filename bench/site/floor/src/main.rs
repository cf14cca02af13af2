//! What no site generator can do without, and nothing else: the times of others are held against it.
//!
//! - `floor list IN`: lists the content and asks for each file's size and date; the least that must be done to say
//!   "nothing has changed".
//! - `floor plan OUT`: prints size and path of each file of a finished site.
//! - `floor copy IN PLAN OUT`: reads the content and writes files of those names and sizes.
//! - `floor site IN PLAN OUT`: the same, with HTML made of each document's Markdown; what is left to write is padding.
//!
//! Always on two threads.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{env, fs, io, thread};

use pulldown_cmark::{Options, Parser, html};

/// As many as the machine has on which the first figures were made.
const THREADS: usize = 2;
/// Files that a thread takes at once.
const LOT: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["list", content] => println!("{} bytes", list(Path::new(content))?),
        ["plan", site] => print!("{}", Plan::of(Path::new(site))?.text()),
        ["copy", content, plan, out] => build(Path::new(content), &Plan::read(plan)?, Path::new(out), false)?,
        ["site", content, plan, out] => build(Path::new(content), &Plan::read(plan)?, Path::new(out), true)?,
        _ => return Err("usage: floor list IN | plan OUT | copy IN PLAN OUT | site IN PLAN OUT".into()),
    }
    Ok(())
}

/// Path below the output folder → number of bytes.
struct Plan(Vec<(PathBuf, usize)>);

impl Plan {
    fn of(site: &Path) -> io::Result<Plan> {
        let size = |path: PathBuf| -> io::Result<(PathBuf, usize)> {
            let bytes = usize::try_from(fs::metadata(&path)?.len()).map_err(io::Error::other)?;
            Ok((path.strip_prefix(site).map_err(io::Error::other)?.to_owned(), bytes))
        };
        files(site)?.into_iter().map(size).collect::<io::Result<_>>().map(Plan)
    }

    fn text(&self) -> String {
        self.0.iter().map(|(path, bytes)| format!("{bytes} {}\n", path.display())).collect()
    }

    fn read(file: &str) -> Result<Plan, Box<dyn Error>> {
        let text = fs::read_to_string(file)?;
        let line = |line: &str| -> Result<(PathBuf, usize), Box<dyn Error>> {
            let (bytes, path) = line.split_once(' ').ok_or("a line of the plan is a size and a path")?;
            Ok((path.into(), bytes.parse()?))
        };
        text.lines().map(line).collect::<Result<_, _>>().map(Plan)
    }
}

fn list(content: &Path) -> io::Result<u64> {
    files(content)?.iter().map(|file| fs::metadata(file).map(|data| data.len())).sum()
}

/// Reads all content, then writes what is planned; documents are written as soon as they are read.
fn build(content: &Path, plan: &Plan, out: &Path, markdown: bool) -> io::Result<()> {
    let filler = "<li><a href=\"/x/\">word word</a></li>\n"
        .repeat(plan.0.iter().map(|(_, bytes)| bytes / 32 + 1).max().unwrap_or(1));
    for folder in plan.0.iter().flat_map(|(path, _)| path.ancestors().skip(1)).collect::<BTreeSet<_>>() {
        fs::create_dir_all(out.join(folder))?;
    }
    let sizes: HashMap<&Path, usize> = plan.0.iter().map(|(path, bytes)| (path.as_path(), *bytes)).collect();
    let sources = files(content)?;
    on_all_threads(&sources, |source| {
        let Some(target) = target(content, source).filter(|_| markdown) else {
            black_box(fs::read(source)?);
            return Ok(());
        };
        let Some(&bytes) = sizes.get(target.as_path()) else { return Ok(()) };
        let text = fs::read_to_string(source)?;
        let mut page = String::with_capacity(bytes.max(text.len() * 5 / 4));
        html::push_html(&mut page, Parser::new_ext(body(&text), syntax()));
        page.push_str(&filler[..bytes.saturating_sub(page.len())]);
        fs::write(out.join(target), page)
    })?;
    let documents: BTreeSet<PathBuf> = match markdown {
        true => sources.iter().filter_map(|source| target(content, source)).collect(),
        false => BTreeSet::new(),
    };
    let rest: Vec<_> = plan.0.iter().filter(|(path, _)| !documents.contains(path)).collect();
    on_all_threads(&rest, |(path, bytes)| fs::write(out.join(path), &filler[..*bytes]))
}

/// `stories/bread/index.da.md` → `public/da/stories/bread/index.html`, as `spaces` writes it.
fn target(content: &Path, source: &Path) -> Option<PathBuf> {
    let path = source.strip_prefix(content).ok()?;
    let lang = path.file_name()?.to_str()?.strip_prefix("index.")?.strip_suffix(".md")?;
    let folder = path.parent()?;
    let folder = if folder == Path::new("pages/home") { Path::new("") } else { folder };
    Some(Path::new("public").join(lang).join(folder).join("index.html"))
}

/// What follows the front matter.
fn body(text: &str) -> &str {
    text.strip_prefix("---\n").and_then(|text| Some(&text[text.find("\n---\n")? + 5..])).unwrap_or(text)
}

fn syntax() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = walkdir::WalkDir::new(folder).into_iter();
    let files = entries.filter(|entry| entry.as_ref().map_or(true, |entry| entry.file_type().is_file()));
    files.map(|entry| entry.map(walkdir::DirEntry::into_path).map_err(io::Error::from)).collect()
}

/// Does the work of all items and returns the first error.
fn on_all_threads<T: Sync>(items: &[T], work: impl Fn(&T) -> io::Result<()> + Sync) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let one = || {
        while let Some(lot) = items.chunks(LOT).nth(next.fetch_add(1, Relaxed)) {
            lot.iter().try_for_each(&work)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(one)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| io::Error::other("a thread failed"))?)
    })
}
