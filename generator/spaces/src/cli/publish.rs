//! The commands for those who publish: releases, and the server that shows them.
#![expect(clippy::disallowed_methods, reason = "a command is where the clock is read")]

use std::process::ExitCode;
use std::time::Duration;

use generator::diagnostic::counted;
use generator::release::{self, DeployOptions, Deployed, Reach, ServerFolder};
use jiff::Timestamp;

use super::server_args::{DeployArgs, ServerArgs};

/// `spaces deploy`.
pub(crate) fn deploy(args: DeployArgs) -> Result<ExitCode, String> {
    let (reach, asking, now) = (args.server.reach(args.to), args.server.asking(), Timestamp::now());
    let Some(name) = args.preview else {
        let (program, signals) = (args.program, args.server.signals());
        let options = DeployOptions {
            reach,
            out: args.out,
            program,
            keep_rollback: args.keep_rollback,
            another_address: args.another_address,
            with_drafts: args.with_drafts,
            signals,
            asking,
            now,
        };
        let deployed = release::deploy(&options)?;
        tell(&deployed);
        println!("{} shows {}", options.reach.destination, deployed.name);
        return Ok(ExitCode::SUCCESS);
    };
    if args.remove {
        let was_there = release::remove_preview(&reach, &name, now)?;
        println!(
            "{}",
            if was_there { format!("{name} is gone") } else { format!("there is no preview {name}") }
        );
        return Ok(ExitCode::SUCCESS);
    }
    let deployed = release::publish_preview(&reach, &name, &args.out, asking.as_ref(), now)?;
    tell(&deployed);
    println!("{} has the preview {name}", reach.destination);
    Ok(ExitCode::SUCCESS)
}

/// What was sent and asked.
fn tell(deployed: &Deployed) {
    let (sent, bytes) = deployed.sent;
    deployed.notes.iter().for_each(|note| println!("note: {note}"));
    println!(
        "sent {} ({bytes} bytes), {} were there; {} asked",
        counted(sent, "file", "files"),
        deployed.files.saturating_sub(sent),
        counted(deployed.asked, "address", "addresses")
    );
}

/// `spaces rollback`.
pub(crate) fn rollback(to: ServerFolder, id: Option<&str>, args: &ServerArgs) -> Result<ExitCode, String> {
    let reach = args.reach(to);
    let how = (&args.signals(), args.asking());
    let (name, notes) = release::rollback(&reach, id, (how.0, how.1.as_ref()), Timestamp::now())?;
    notes.iter().for_each(|note| println!("note: {note}"));
    println!("{} shows {name}", reach.destination);
    Ok(ExitCode::SUCCESS)
}

/// `spaces releases`.
pub(crate) fn releases(destination: ServerFolder, ssh: String) -> Result<ExitCode, String> {
    let releases = release::list(&Reach { destination, ssh, who: String::new(), wait: Duration::ZERO })?;
    for listed in &releases {
        let last = listed
            .last
            .as_ref()
            .map_or_else(|| "never shown".to_owned(), |(time, who)| format!("{time} {who}"));
        let mark = if listed.is_shown {
            "  shown"
        } else if listed.is_before {
            "  the one before"
        } else {
            ""
        };
        println!("{}  {last}{mark}", listed.name);
    }
    if releases.is_empty() {
        println!("no releases");
    }
    Ok(ExitCode::SUCCESS)
}
