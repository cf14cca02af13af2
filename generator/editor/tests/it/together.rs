//! Two and ten editors at once, at random, with real drafts, publications and hosts: no word is lost, and each version can be built.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use editor::Person;
use editor::drafts::{DraftId, Drafts, NotAllowed, NotSaved, kind_of};
use editor::merge::{Answer, Three};
use editor::publication::{NotPublished, Publisher};
use editor::repository::{Files, Repository, Version};
use generator::build::{self, BuildOptions};
use generator::cache::Cache;
use generator::content::Kind;
use generator::diagnostic::Severity;
use generator::write_back::{self, Edit, PathStep};
use serde_json::json;

use crate::place::{Place, git, now, person};

/// The documents of one bundle, and one beside it.
const DOCUMENTS: [&str; 3] = [
    "content/events/dinner/index.en.md",
    "content/events/dinner/index.da.md",
    "content/stories/bread/index.en.md",
];

/// Names that new pages may get; few, so that two take the same.
const NEW: [&str; 3] =
    ["content/pages/soup/index.en.md", "content/pages/songs/index.en.md", "content/pages/shoes/index.en.md"];

/// Numbers at random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.upto(of.len())]
    }
}

/// What was saved, and what somebody took away who had it before them.
#[derive(Default)]
struct Ledger {
    saved: Mutex<BTreeSet<String>>,
    replaced: Mutex<BTreeSet<String>>,
    conflicts: AtomicUsize,
    merges: AtomicUsize,
    publications: AtomicUsize,
    outrun: AtomicUsize,
    again: AtomicUsize,
}

/// The words of a text as somebody had it, as they saved it, and those that they were told of.
#[derive(Default)]
struct Said {
    was: BTreeSet<String>,
    shown: BTreeSet<String>,
    is: BTreeSet<String>,
}

/// The words of ours in a text: `zida17z`.
fn words(text: &str) -> BTreeSet<String> {
    let is_ours = |word: &&str| word.len() > 4 && word.starts_with('z') && word.ends_with('z');
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_ours).map(str::to_owned).collect()
}

fn words_of(bytes: &Option<Vec<u8>>) -> BTreeSet<String> {
    bytes.as_deref().map(|bytes| words(&String::from_utf8_lossy(bytes))).unwrap_or_default()
}

impl Ledger {
    /// Somebody saved a text with the words `is`, who had `was` before them and was shown `shown` of what others wrote.
    fn note(&self, Said { was, shown, is }: &Said) {
        self.saved.lock().unwrap().extend(is.difference(was).cloned());
        self.replaced.lock().unwrap().extend(was.union(shown).filter(|word| !is.contains(*word)).cloned());
    }

    fn is_full(&self) -> bool {
        let counters = [&self.merges, &self.conflicts, &self.publications];
        counters.iter().all(|counter| counter.load(Ordering::Relaxed) > 0)
    }

    fn count(counter: &AtomicUsize) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// A machine with drafts of its own and the host of all.
struct Machine {
    place: Place,
    repository: Repository,
    publisher: Publisher,
}

impl Machine {
    fn of(place: Place) -> Self {
        let repository = place.repository();
        let cache = Cache::at(place.folder.path().join("cache"));
        let build = BuildOptions { cache, ..BuildOptions::new(place.root(), now()) };
        let publisher = Publisher::new(repository.clone(), &place.checked(), build);
        Self { place, repository, publisher }
    }

    /// One with the same host as another.
    fn beside(other: &Place) -> Self {
        let place = Place { folder: crate::place::Folder::Own(tempfile::tempdir().unwrap()) };
        let (host, root) = (other.host(), place.root());
        git(place.folder.path(), &["clone", "--quiet", host.to_str().unwrap(), root.to_str().unwrap()]);
        git(&root, &["config", "user.name", "Owner"]);
        git(&root, &["config", "user.email", "owner@example.org"]);
        Self::of(place)
    }

    fn drafts(&self) -> Drafts<'_> {
        Drafts::of(&self.repository)
    }
}

/// A form that somebody has open.
struct Form {
    draft: Option<DraftId>,
    from: Version,
    path: String,
    text: Option<String>,
}

struct Editor<'a> {
    machine: &'a Machine,
    ledger: &'a Ledger,
    who: Person,
    dice: Dice,
    said: usize,
}

impl<'a> Editor<'a> {
    fn new(machine: &'a Machine, ledger: &'a Ledger, at: usize, seed: u64) -> Self {
        let dice = Dice(seed.wrapping_add(at as u64 * 7919));
        let name = format!("e{at}x");
        Self { machine, ledger, who: person(&name, &name), dice, said: 0 }
    }

    /// A word that nobody has said before.
    fn word(&mut self) -> String {
        self.said += 1;
        format!("z{}{}z", self.who.id, self.said)
    }

    fn works(&mut self, steps: usize) {
        let mut open: Vec<Form> = Vec::new();
        for step in 0.. {
            // All that can happen has happened once at least; that it ends some day is for a fault.
            if step >= steps && (self.ledger.is_full() || step > 30 * steps) {
                break;
            }
            match self.dice.upto(10) {
                0..=3 if open.len() < 3 => open.push(self.opens()),
                9 => self.publishes(),
                _ if open.is_empty() => open.push(self.opens()),
                // Not the newest: others have saved meanwhile.
                _ => {
                    let form = open.remove(0);
                    self.saves(form);
                }
            }
        }
        open.into_iter().for_each(|form| self.saves(form));
    }

    fn opens(&mut self) -> Form {
        let drafts = self.machine.drafts().all().unwrap();
        let is_in_draft = drafts.len() > 2 || !drafts.is_empty() && self.dice.upto(3) > 0;
        let draft = is_in_draft.then(|| self.dice.one(&drafts).clone());
        let from =
            draft.as_ref().map_or_else(|| self.machine.repository.head().unwrap(), |one| one.tip.clone());
        let path = match self.dice.upto(5) {
            0 => *self.dice.one(&NEW),
            _ => *self.dice.one(&DOCUMENTS),
        };
        let text = self.machine.repository.text(&from, path).unwrap();
        Form { draft: draft.map(|draft| draft.id), from, path: path.to_owned(), text }
    }

    /// Another text for a form: a key, an entry of a list, or a paragraph.
    fn writes(&mut self, form: &Form) -> String {
        let word = self.word();
        let Some(text) = &form.text else {
            return format!("---\ntitle: A page {word}\nsummary: We eat.\nkind: page\n---\n\nCome {word}.\n");
        };
        let kind = kind_of(&form.path).unwrap();
        let written = write_back::written(text).unwrap();
        let list =
            written.head.get("programme").and_then(|list| list.as_array()).cloned().unwrap_or_default();
        let done = match self.dice.upto(6) {
            0 | 1 => {
                let known = ["title", "summary", "audience", "directions"];
                let keys: Vec<&str> =
                    known.into_iter().filter(|key| written.head.get(*key).is_some()).collect();
                let key = *self.dice.one(&keys);
                let was = written.head[key].as_str().unwrap();
                // Something stays of what was there, or nothing.
                let said =
                    if self.dice.upto(2) == 0 { format!("{was} {word}") } else { format!("Soup {word}") };
                write_back::head(text, kind, &[Edit::set([key], said)])
            }
            2 if !list.is_empty() => {
                let at = PathStep::At(self.dice.upto(list.len()));
                let path = [PathStep::Key("programme".to_owned()), at, PathStep::Key("text".to_owned())];
                write_back::head(text, kind, &[Edit::set(path, format!("Songs {word}"))])
            }
            _ => self.another_paragraph(text, &written.body, &word),
        };
        done.unwrap()
    }

    fn another_paragraph(
        &mut self,
        text: &str,
        body: &str,
        word: &str,
    ) -> Result<String, write_back::Refusal> {
        let mut all: Vec<String> = body.trim_matches('\n').split("\n\n").map(str::to_owned).collect();
        let is_plain = |text: &String| !text.contains(['#', '[', ':', '<']);
        let plain: Vec<usize> = (0..all.len()).filter(|at| is_plain(&all[*at])).collect();
        let at = if plain.is_empty() { all.len() } else { *self.dice.one(&plain) };
        match self.dice.upto(4) {
            0 if at < all.len() => all[at] = format!("{} {word}", all[at]),
            1 if at < all.len() => all[at] = format!("We wrote it anew {word}."),
            2 if plain.len() > 3 => {
                all.remove(at);
                all.push(format!("Something else {word}."));
            }
            _ => all.insert(at, format!("New here {word}.")),
        }
        write_back::body(text, &format!("{}\n", all.join("\n\n")))
    }

    fn saves(&mut self, form: Form) {
        let text = self.writes(&form);
        let was = words(form.text.as_deref().unwrap_or_default());
        let said = Said { was, is: words(&text), ..Said::default() };
        let files = Files::from([(form.path.clone(), Some(text.into_bytes()))]);
        let at = now().as_second();
        let drafts = self.machine.drafts();
        let saved = match &form.draft {
            Some(id) => drafts.save(id, &form.from, &files, &self.who, at),
            None => drafts.begin_at(&form.from, &form.path, &files, &self.who, at),
        };
        match saved {
            Ok(draft) => {
                self.ledger.note(&said);
                let before = self.machine.repository.saved(&draft.tip).unwrap().before.unwrap();
                let there = self.machine.repository.text(&before, &form.path).unwrap();
                if form.draft.is_some() && there != form.text {
                    Ledger::count(&self.ledger.merges);
                }
            }
            Err(NotSaved::Conflicts(_)) => self.decides_in_draft(&form, files, said),
            Err(NotSaved::Gone) => self.begins_again(&form.from, &form.path, &files, &said),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn begins_again(&mut self, from: &Version, title: &str, files: &Files, said: &Said) {
        let begun = self.machine.drafts().begin_again(from, title, files, &self.who, now().as_second());
        Ledger::count(&self.ledger.again);
        match begun {
            Ok(_) => self.ledger.note(said),
            // They chose what the others had, and that is published by now.
            Err(NotSaved::NotAllowed(NotAllowed::NothingNew)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    /// As the page does: each place is decided, and what comes of it goes on from what the others had.
    fn decides_in_draft(&mut self, form: &Form, mut files: Files, mut said: Said) {
        let mut from = form.from.clone();
        let id = form.draft.as_ref().unwrap();
        loop {
            let drafts = self.machine.drafts();
            let Some(draft) = drafts.get(id).unwrap() else {
                return self.begins_again(&from, &form.path, &files, &said);
            };
            let threes = drafts.apart(&from, &draft.tip, &files).unwrap();
            for three in &threes {
                let (new, shown) = self.answers(three);
                said.shown.extend(shown);
                said.is = words_of(&new);
                files.insert(three.path.clone(), new);
            }
            let before = from;
            from = draft.tip;
            match drafts.save(id, &from, &files, &self.who, now().as_second()) {
                Ok(_) => return self.ledger.note(&said),
                Err(NotSaved::Conflicts(_)) => {}
                Err(NotSaved::Gone) => return self.begins_again(&from, &form.path, &files, &said),
                Err(other) => panic!("from {before} to {from}: {other:?}"),
            }
        }
    }

    /// The file with answers at random, and the words that somebody saw while they decided.
    fn answers(&mut self, three: &Three) -> (Option<Vec<u8>>, BTreeSet<String>) {
        let (mut answers, mut shown) = (Vec::new(), BTreeSet::new());
        for conflict in three.conflicts() {
            Ledger::count(&self.ledger.conflicts);
            for text in [&conflict.base, &conflict.ours, &conflict.theirs].into_iter().flatten() {
                shown.extend(words(text));
            }
            answers.push(match self.dice.upto(3) {
                0 => Answer::Ours,
                1 => Answer::Theirs,
                _ if !conflict.is_text
                    || three.conflicts().len() == 1 && conflict.place == editor::merge::Place::File =>
                {
                    Answer::Ours
                }
                _ => Answer::Own(format!(
                    "{} {}",
                    conflict.ours.unwrap_or_default().lines().next().unwrap_or_default(),
                    self.word()
                )),
            });
        }
        (three.answered(&answers).unwrap(), shown)
    }

    fn publishes(&mut self) {
        let drafts = self.machine.drafts().all().unwrap();
        if drafts.is_empty() {
            return;
        }
        let id = self.dice.one(&drafts).id.clone();
        self.publishes_one(&id);
    }

    /// Publishes a draft, with what has to be decided; `false` if others were faster all the time.
    fn publishes_one(&mut self, id: &DraftId) -> bool {
        loop {
            match self.machine.publisher.publish(id, &self.who, now()) {
                Ok(_) => {
                    Ledger::count(&self.ledger.publications);
                    return true;
                }
                Err(NotPublished::Gone) => return true,
                Err(NotPublished::Faster) => {
                    Ledger::count(&self.ledger.outrun);
                    return false;
                }
                Err(NotPublished::Conflicts(_)) => self.decides(id),
                Err(NotPublished::Problems { diagnostics, .. }) => {
                    let errors = diagnostics.into_iter().filter(|one| one.severity == Severity::Error);
                    panic!(
                        "{:?}",
                        errors.map(|one| format!("{}: {}", one.path, one.message)).collect::<Vec<_>>()
                    );
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }

    fn decides(&mut self, id: &DraftId) {
        let drafts = self.machine.drafts();
        let Some(draft) = drafts.get(id).unwrap() else { return };
        let onto = self.machine.repository.known().unwrap();
        let (mut files, mut said) = (Files::new(), Said::default());
        for three in drafts.beside(&draft, &onto).unwrap() {
            let (new, shown) = self.answers(&three);
            said.shown.extend(shown);
            said.is.extend(words_of(&new));
            files.insert(three.path, new);
        }
        // Somebody may have saved it just now: then it is decided with what they wrote.
        if drafts.along(&draft, &onto, &files, &self.who, now().as_second()).unwrap().is_some() {
            self.ledger.note(&said);
        }
    }
}

/// What all of them leave behind.
fn holds(machines: &[Machine], ledger: &Ledger, seed: u64) {
    let host = machines[0].place.host();
    for (at, machine) in machines.iter().enumerate() {
        let mut last = Editor::new(machine, ledger, 100 + at, seed);
        // So that there is something to publish, and what the host has comes along.
        let from = machine.repository.head().unwrap();
        let text = machine.repository.text(&from, DOCUMENTS[0]).unwrap();
        last.saves(Form { draft: None, from, path: DOCUMENTS[0].to_owned(), text });
        let is_open = || !machine.drafts().all().unwrap().is_empty();
        while is_open() {
            let id = machine.drafts().all().unwrap()[0].id.clone();
            assert!(last.publishes_one(&id), "nobody else is there");
        }
        let of_host = git(&host, &["rev-parse", "main"]);
        assert_eq!(git(&machine.place.root(), &["rev-parse", "main"]), of_host);
        assert_eq!(git(&machine.place.root(), &["status", "--porcelain"]), "");
        let checked = git(&machine.place.root(), &["fsck", "--strict", "--no-dangling"]);
        assert_eq!(checked.trim(), "");
    }
    let mut there = BTreeSet::new();
    for path in DOCUMENTS.iter().chain(&NEW) {
        let listed = git(&host, &["ls-tree", "--name-only", "main", "--", path]);
        if !listed.is_empty() {
            there.extend(words(&git(&host, &["show", &format!("main:{path}")])));
        }
    }
    let (saved, replaced) = (ledger.saved.lock().unwrap(), ledger.replaced.lock().unwrap());
    let lost: Vec<&String> =
        saved.iter().filter(|word| !replaced.contains(*word) && !there.contains(*word)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let kept = saved.iter().filter(|word| there.contains(*word)).count();
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let figures = [&ledger.merges, &ledger.conflicts, &ledger.publications].map(count);
    println!(
        "saved {}, on main {kept}, put together {}, decided {}, published {}, outrun {}, begun again {}",
        saved.len(),
        figures[0],
        figures[1],
        figures[2],
        count(&ledger.outrun),
        count(&ledger.again),
    );
    assert!(figures.iter().all(|count| *count > 0) && kept > 3, "too little happened: {figures:?}, {kept}");
    is_a_line_of_sound_versions(machines.last().unwrap());
}

/// Each version goes on from the one before it alone, and makes a site without errors.
fn is_a_line_of_sound_versions(machine: &Machine) {
    let root = machine.place.root();
    let log = git(&root, &["log", "--format=%H %P", "main"]);
    let versions: Vec<Vec<&str>> = log.lines().map(|line| line.split(' ').collect()).collect();
    for pair in versions.windows(2) {
        assert_eq!(pair[0][1..], [pair[1][0]]);
    }
    let folder = machine.place.folder.path().join("each");
    let cache = Cache::at(machine.place.folder.path().join("cache"));
    let build = BuildOptions { cache, ..BuildOptions::new(folder.clone(), now()) };
    for version in &versions {
        machine.repository.checkout(&Version::parse(version[0]).unwrap(), &folder).unwrap();
        let produced = build::produce(&build);
        let errors: Vec<String> = produced
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .map(|one| format!("{}: {}", one.path, one.message))
            .collect();
        assert!(errors.is_empty() && produced.output.is_some(), "{}: {errors:?}", version[0]);
    }
}

/// A small site whose documents have several paragraphs, and the event a programme.
fn bundle() -> Place {
    let place = Place::small();
    for path in DOCUMENTS {
        let (text, kind) = (place.read(path), kind_of(path).unwrap());
        let said = "One is here.\n\nTwo is there.\n\nThree comes late.\n\nFour goes home.\n";
        let mut text = write_back::body(&text, said).unwrap();
        if kind == Kind::Event {
            let entry = |time: &str, text: &str| json!({ "time": time, "text": text });
            let programme = json!([entry("17:30", "Doors"), entry("18:00", "Soup"), entry("19:00", "Songs")]);
            text = write_back::head(&text, kind, &[Edit::set(["programme"], programme)]).unwrap();
        }
        std::fs::write(place.root().join(path), text).unwrap();
    }
    git(&place.root(), &["commit", "--quiet", "--all", "-m", "Begin"]);
    git(&place.root(), &["push", "--quiet"]);
    place
}

fn seed() -> u64 {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| u64::from(std::process::id()) ^ now_in_nanoseconds())
}

fn now_in_nanoseconds() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::from(since.subsec_nanos())
}

fn try_with(editors: usize, steps: usize, machines: Vec<Machine>) {
    let seed = seed();
    println!("again with SEED={seed}");
    let ledger = Ledger::default();
    std::thread::scope(|scope| {
        for at in 0..editors {
            let (machine, ledger) = (&machines[at % machines.len()], &ledger);
            scope.spawn(move || Editor::new(machine, ledger, at, seed).works(steps));
        }
    });
    holds(&machines, &ledger, seed);
}

#[test]
fn two_editors_at_random_lose_no_word() {
    try_with(2, 24, vec![Machine::of(bundle())]);
}

/// Five on each of two machines, which know of each other only by the host.
#[test]
fn ten_editors_on_two_machines_lose_no_word() {
    let one = Machine::of(bundle());
    let other = Machine::beside(&one.place);
    try_with(10, 6, vec![one, other]);
}
