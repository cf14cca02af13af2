//! Arguments → one of the commands → exit status. The only place that knows the clock.
#![expect(clippy::disallowed_methods, reason = "the command is where the clock is read")]

mod cli;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use editor::{Clock, EditOptions};
use generator::build::{self, BuildOptions, Destination};
use generator::cache::Cache;
use generator::clean::{self, Cleaned};
use generator::config::BaseUrl;
use generator::content::schema::SiteFile;
use generator::content::{self, Kind, schema};
use generator::diagnostic::{self, Diagnostic, Severity, Words, counted};
use generator::editing;
use generator::new::{self, NewFile};
use generator::output;
use generator::release::{self, Commit};
use generator::serve::{self, Desk, ServeOptions};
use generator::site::Memo;
use generator::source;
use jiff::Timestamp;

use cli::args::{Args, BuildArgs, Command, MessageFormat, SiteArgs, ThemeCommand};
use cli::edit_args::EditArgs;
use cli::manual::ManualArgs;
use cli::terminal::Waiting;
use cli::{publish, terminal, translate};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Build { build: args, verify } => asked(args).and_then(|(options, target)| {
            // What it describes is about to change.
            release::remove(&target.out)?;
            build(&options, &target, verify)
        }),
        Command::Release(args) => asked(args).and_then(|(options, target)| release(&options, &target)),
        Command::Deploy(args) => publish::deploy(args),
        Command::Rollback { to, id, server } => publish::rollback(to, id.as_deref(), &server),
        Command::Releases { to, ssh } => publish::releases(to, ssh),
        Command::Serve { site, addr, data, demo_guests } => {
            options(site, None, None).and_then(|options| serve(options, addr, data, demo_guests))
        }
        Command::Edit(args) => edit(args),
        Command::Check { site, format, lang } => {
            options(site, None, None).map(|options| check(&options, format, lang))
        }
        Command::Status(args) => translate::status(args),
        Command::Record { root, now } => translate::record(&root, now),
        Command::Clean { files, root } => clean(files, &root),
        Command::Schema { kind, translation, file, root } => schema(kind, translation, file, &root),
        Command::Reference { files } => {
            print!("{}", if files { content::reference_of_files() } else { content::reference() });
            Ok(ExitCode::SUCCESS)
        }
        Command::Texts { lang, root } => translate::texts(&root, &lang),
        Command::Theme { what } => theme(what),
        Command::New { kind, slug, lang, root } => new_file(kind, slug, lang, root),
        Command::Completions { shell } => Ok(cli::shell::completions(shell)),
        Command::Man { folder } => cli::shell::manual(&folder),
        Command::Manual(args) => show_manual(args),
        Command::Import(args) => cli::import::import(args, Timestamp::now()),
        Command::Init(args) => cli::init::run(args, today()),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(1)
        }
    }
}

/// What a build is asked for, and where to.
fn asked(args: BuildArgs) -> Result<(BuildOptions, Destination), String> {
    let target = Destination { out: args.out, compressed: !args.no_compress, search: !args.no_search };
    Ok((options(args.site, args.base_url, Some(&target.out))?, target))
}

/// What a build is asked for; a sentence if something can't be kept where it should be.
fn options(site: SiteArgs, base_url: Option<BaseUrl>, out: Option<&Path>) -> Result<BuildOptions, String> {
    let now = site.now.unwrap_or_else(Timestamp::now);
    let cache = site.cache.clone().unwrap_or_else(|| site.root.join(".cache"));
    match site.cache {
        Some(_) => output::check_cache(&cache, &site.root, out)?,
        // It may be a link.
        None => output::not_among_sources(&cache, &site.root, "nothing can be kept in")?,
    }
    let cache = Cache::at(cache);
    Ok(BuildOptions {
        drafts: site.drafts,
        base_url,
        cache,
        pseudo: site.pseudo,
        ..BuildOptions::new(site.root, now)
    })
}

fn clean(files: Vec<PathBuf>, root: &Path) -> Result<ExitCode, String> {
    let (files, others) = if files.is_empty() {
        let found = clean::found(root)?;
        (found.pictures, found.others)
    } else {
        (files, Vec::new())
    };
    let mut status = ExitCode::SUCCESS;
    for file in &files {
        match clean::file(file) {
            Ok(Cleaned::Shorter(bytes)) => {
                println!("{}: cleaned, {} shorter", file.display(), counted(bytes, "byte", "bytes"))
            }
            Ok(Cleaned::WasClean) => println!("{}: was clean", file.display()),
            Err(error) => {
                eprintln!("error: {error}");
                status = ExitCode::from(1);
            }
        }
    }
    for (file, remedy) in &others {
        println!("{}: left as it is: {remedy}", file.display());
    }
    if files.is_empty() && others.is_empty() {
        println!("nothing to clean");
    }
    Ok(status)
}

fn build(options: &BuildOptions, target: &Destination, verify: bool) -> Result<ExitCode, String> {
    let start = Instant::now();
    let waiting = Waiting::on(options.progress.clone());
    let built = build::build(options, target);
    drop(waiting);
    let built = built?;
    print_problems(Words::ENGLISH, &built.diagnostics, &built.texts, MessageFormat::Human);
    let Some(written) = built.written else {
        eprintln!("nothing was written; more may show when these are mended");
        return Ok(ExitCode::from(1));
    };
    let summary = &built.summary;
    for (path, reason) in &summary.left_out {
        println!("left out: {path}: {reason}");
    }
    println!(
        "{} in {}: {} in {} ({} new or changed, {} as they were, {} removed), {} ms",
        summary.documents,
        counted(summary.languages, "language", "languages"),
        counted(written.written + written.unchanged, "file", "files"),
        target.out.display(),
        written.written,
        written.unchanged,
        written.removed,
        start.elapsed().as_millis()
    );
    if verify {
        build::verify(options, target)?;
        println!("{} holds what a build from scratch makes", target.out.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// A build and its description, which isn't there while the folder is in between.
fn release(options: &BuildOptions, target: &Destination) -> Result<ExitCode, String> {
    release::remove(&target.out)?;
    let built = build(options, target, false)?;
    if built == ExitCode::SUCCESS {
        let id = release::make(&target.out, Commit::of(&options.root), options.drafts)?.id;
        println!("{id}");
        eprintln!("`{}` holds this release; `spaces deploy` shows it", target.out.display());
    }
    Ok(built)
}

fn serve(
    build: BuildOptions,
    addr: std::net::SocketAddr,
    data: std::path::PathBuf,
    demo_guests: bool,
) -> Result<ExitCode, String> {
    output::not_among_sources(&data, &build.root, "what people send can't be kept in")?;
    let build = BuildOptions { memo: Memo::new(), preview: true, ..build };
    let desk = if demo_guests { Desk::WithDemoGuests } else { Desk::Open };
    serve::run(ServeOptions { build, addr, data, clock: Timestamp::now, desk })?;
    Ok(ExitCode::SUCCESS)
}

/// The manual is a site like any other. It lies in a folder of its own as long as it is built or shown.
fn show_manual(ManualArgs { addr, out, base_url }: ManualArgs) -> Result<ExitCode, String> {
    let source = manual::unpack()?;
    let options = BuildOptions { base_url, ..BuildOptions::new(source.root(), Timestamp::now()) };
    if let Some(out) = out {
        return build(&options, &Destination { out, compressed: true, search: true }, false);
    }
    // Nobody sends anything to it; what the server needs for that goes with the folder.
    let data = source.root().join("var");
    serve::run(ServeOptions { build: options, addr, data, clock: Timestamp::now, desk: Desk::Closed })?;
    Ok(ExitCode::SUCCESS)
}

fn edit(args: EditArgs) -> Result<ExitCode, String> {
    let EditArgs { site, addr, see_addr, many } = args;
    let fixed = site.now;
    let many = many.options()?;
    let site = match &many {
        // The folder of the site in its repository holds nothing here.
        Some(many) => SiteArgs { cache: site.cache.or_else(|| Some(many.data.join("edit/cache"))), ..site },
        None => site,
    };
    let build = options(site, None, None)?;
    let clock: Clock = Arc::new(move || fixed.unwrap_or_else(Timestamp::now));
    editor::run(&EditOptions { build, addr, see_addr, many, clock }).map(|()| ExitCode::SUCCESS)
}

fn check(options: &BuildOptions, format: MessageFormat, words: Words) -> ExitCode {
    let produced = build::produce(options);
    print_problems(words, &produced.diagnostics, &produced.texts, format);
    if produced.output.is_none() { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn today() -> jiff::civil::Date {
    Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn new_file(
    kind: Kind,
    slug: String,
    lang: Option<String>,
    root: std::path::PathBuf,
) -> Result<ExitCode, String> {
    let path = new::write(&NewFile { root, kind, slug, lang, today: today() })?;
    println!("{}", path.display());
    Ok(ExitCode::SUCCESS)
}

fn schema(
    kind: Option<Kind>,
    translation: bool,
    site_file: Option<SiteFile>,
    root: &Path,
) -> Result<ExitCode, String> {
    let source = source::read(root).map_err(|problems| {
        problems
            .first()
            .map_or_else(|| "cannot read the site".to_owned(), |problem| problem.message.to_string())
    })?;
    let ids = schema::Ids::of(&source);
    let file = if translation { schema::File::Translation } else { schema::File::Source };
    let schema = match (site_file, kind) {
        (Some(site_file), _) => schema::schema_of_file(site_file, &ids),
        (None, Some(kind)) => schema::schema(kind, file, &ids),
        (None, None) => schema::schema_of_all(file, &ids),
    };
    println!("{schema:#}");
    Ok(ExitCode::SUCCESS)
}

/// Problems go to standard error for people and to standard output for programs.
fn print_problems(
    words: Words,
    diagnostics: &[Diagnostic],
    texts: &BTreeMap<String, String>,
    format: MessageFormat,
) {
    let format = match format {
        MessageFormat::Human => diagnostic::Format::Human { color: terminal::has_colors() },
        MessageFormat::Json => diagnostic::Format::Json,
        MessageFormat::Github => diagnostic::Format::Github,
        MessageFormat::Gitlab => diagnostic::Format::Gitlab,
    };
    let text = diagnostic::draw_in(words, diagnostics, texts, format);
    if matches!(format, diagnostic::Format::Human { .. }) {
        eprint!("{text}");
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let named = |key, number: usize| words.with(key, &[("count", &number.to_string())]);
        eprintln!("{}, {}", named("overlay.errors", errors), named("overlay.warnings", warnings));
    } else {
        print!("{text}");
    }
}

/// `spaces theme`
fn theme(what: ThemeCommand) -> Result<ExitCode, String> {
    let text = match what {
        ThemeCommand::List { root } => editing::theme::list(&root),
        ThemeCommand::Show { name, default, root } => editing::theme::show(&root, &name, default),
    };
    text.map(|text| {
        print!("{text}");
        ExitCode::SUCCESS
    })
}
