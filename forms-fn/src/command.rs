//! The command line.

mod backup;
mod change;
mod clock;
mod event;
mod events;
mod export;
mod find;
mod invite;
mod list;
mod manager;
mod office;
mod output;
mod questions;
mod register;
pub(crate) mod reload;
mod report;
mod rotate;
mod secrets;
pub(crate) mod serve;
mod show;
mod site;
mod stats;
mod todo;
mod transfer;
mod verify;
pub(crate) mod worker;

use clap::{Parser, Subcommand};
use forms_fn::{Action, Step};

/// Takes what people send with the forms of a site, and stores it.
#[derive(Debug, Parser)]
#[command(version = forms_fn::VERSION.as_str(), after_help = "Example:\n  forms-fn serve --data var --forms dist/forms")]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer the forms until the process is told to stop (Ctrl-C, SIGTERM)
    #[command(after_help = "Example:\n  forms-fn serve --data var --forms dist/forms --addr 127.0.0.1:8081")]
    Serve(serve::ServeArguments),
    /// Send mail, end offers, delete what was kept long enough; `serve` does it too, and both may run at once
    #[command(
        after_help = "Example:\n  forms-fn worker --data var --forms dist/forms --every 30s\n\nEnvironment:\n  FORMS_SMTP       smtps://user:password@mail.example.org; without it mail is written to the folder `mail` of the data\n  FORMS_MAIL_FROM  forms@example.org"
    )]
    Worker(worker::WorkerArguments),
    /// Tell every fault of a site's folder `forms`; its package is made only when there is none
    #[command(after_help = "Example:\n  forms-fn check-forms dist/forms")]
    CheckForms(site::FolderArguments),
    /// Show what was stored; may run beside `serve`
    #[command(
        after_help = "Example:\n  forms-fn list --data var --event dinner-oslo-january --status waiting --purpose \"who waits\""
    )]
    List(list::ListArguments),
    /// Find somebody by a part of the name, the address or the telephone number, in all events and forms
    #[command(
        after_help = "Example:\n  forms-fn find amina --data var --purpose \"she called about her seat\""
    )]
    Find(find::FindArguments),
    /// Show everything about one record
    #[command(
        after_help = "Example:\n  forms-fn show 7KX2M-9QW4T --data var --purpose \"she asked by telephone\""
    )]
    Show(show::ShowArguments),
    /// Take records out of the store, or make the list for the door
    #[command(
        after_help = "Example:\n  forms-fn export --data var --event dinner-oslo-january --format list --lang nb --out var/list.html \
                      --purpose \"list for the door\""
    )]
    Export(export::ExportArguments),
    /// Let held records in, one after the other
    #[command(
        after_help = "Example:\n  forms-fn release 7KX2M-9QW4T --data var --purpose \"she is known to us\""
    )]
    Release(change::ReleaseArguments),
    /// Close a request that is done
    #[command(after_help = "Example:\n  forms-fn close 7KX2M-9QW4T --data var --purpose \"found a mentor\"")]
    Close(change::RecordArguments),
    /// Write down that somebody still wants what was asked for: we ask again after as long as before
    #[command(
        after_help = "Example:\n  forms-fn keep 7KX2M-9QW4T --data var --purpose \"she said so on the telephone\""
    )]
    Keep(change::RecordArguments),
    /// Write down when mentor and mentee first met
    #[command(
        after_help = "Example:\n  forms-fn met 7KX2M-9QW4T --on 2026-03-14 --data var --purpose \"her mentor wrote\""
    )]
    Met(change::MetArguments),
    /// Tick off a telephone call (see `list --calls`); an offered seat is held from then on for as long as the rules say
    #[command(
        after_help = "Example:\n  forms-fn called 7KX2M-9QW4T --data var --purpose \"told her about her seat\""
    )]
    Called(change::RecordArguments),
    /// Say yes to an offered seat for somebody, for example on the telephone
    #[command(
        after_help = "Example:\n  forms-fn accept 7KX2M-9QW4T --data var --purpose \"she said yes on the telephone\""
    )]
    Accept(change::RecordArguments),
    /// Give a record another e-mail address, and send its letter there; the place on the list stays
    #[command(
        after_help = "Example:\n  forms-fn correct 7KX2M-9QW4T --email amal@example.org --data var --purpose \"the letter came back\""
    )]
    Correct(change::CorrectArguments),
    /// Send the letter about how a record stands once more
    #[command(after_help = "Example:\n  forms-fn resend 7KX2M-9QW4T --data var --purpose \"she deleted it\"")]
    Resend(change::RecordArguments),
    /// Register somebody, for example who has no e-mail and calls
    #[command(
        after_help = "Example:\n  forms-fn register --form registration --questions\n  forms-fn register --event dinner-oslo-january --answer full_name=\"Amal Example\" --answer \"phone=+47 12 34 56 78\" --answer country=NO --answer adult=yes --lang ar --data var --purpose \"she called\""
    )]
    Register(register::RegisterArguments),
    /// Cancel for somebody who asked for it; the seat goes to the next
    #[command(after_help = "Example:\n  forms-fn cancel 7KX2M-9QW4T --data var --purpose \"she called\"")]
    Cancel(change::RecordArguments),
    /// Delete one record and everything about it, because the person asked for it; it names what else has the same address or
    /// number, and `find` shows what else there is
    #[command(
        after_help = "Example:\n  forms-fn erase 7KX2M-9QW4T --data var --purpose \"she wrote a letter\""
    )]
    Erase(change::RecordArguments),
    /// Call an event off: registration closes at once, and everybody is told
    #[command(
        after_help = "Example:\n  forms-fn cancel-event dinner-oslo-january --data var --purpose \"the cook is ill\""
    )]
    CancelEvent(event::CancelArguments),
    /// Show all events of the site and of the store: state, date, places, and those that the site has lost
    #[command(after_help = "Example:\n  forms-fn events --data var")]
    Events(events::EventsArguments),
    /// Move the registrations of an event whose folder has another name now; letters and links go on working
    #[command(
        after_help = "Example:\n  forms-fn move-event dinner-oslo dinner-oslo-january --data var --purpose \"its folder was renamed\""
    )]
    MoveEvent(event::MoveArguments),
    /// Set the link of an event online: those with a place get it by letter and on their own page, and nobody else
    #[command(
        after_help = "Example:\n  forms-fn event-link online-first-customers https://meet.example.org/room --data var --purpose \"the room is booked\"\n\nTo take it away: --remove instead of the address"
    )]
    EventLink(event::LinkArguments),
    /// Make the sensitive answers of an event unreadable, in every backup too
    #[command(
        after_help = "Example:\n  forms-fn destroy-key dinner-oslo-january --data var --purpose \"the event is over\" --yes"
    )]
    DestroyKey(event::DestroyArguments),
    /// Count records and answers, without telling about anybody
    #[command(
        after_help = "Example:\n  forms-fn stats --data var --event dinner-oslo-january --purpose \"report to the funder\""
    )]
    Stats(stats::StatsArguments),
    /// Tell what was deleted in a month, because it had been kept long enough or somebody asked for it, and what is overdue
    #[command(
        after_help = "Example:\n  forms-fn report --data var --month 2027-01 --purpose \"report to the board\""
    )]
    Report(report::ReportArguments),
    /// Tell who read or changed what in a month, why, and what came of it; oldest first
    #[command(
        after_help = "Example:\n  forms-fn audit --data var --month 2027-01 --purpose \"our yearly look\"\n\nOutcomes:\n  done      it was shown or changed\n  nothing   there was nothing to show or to change\n  refused   nothing was shown or changed\n  failed    it broke; a part may have been seen\n  begun     it broke off, or nobody read it to the end; all of it may have been seen\n  unknown   an earlier version of this program wrote the entry"
    )]
    Audit(report::ReportArguments),
    /// Give somebody an account of the desk, or one more role; a letter tells how to come in
    #[command(
        after_help = "Example:\n  forms-fn invite karin@example.org --role steward --organisation fika --name \"Karin Example\" --lang sv --data var --purpose \"she coordinates our dinners\"\n  forms-fn invite olha@example.org --role translator --into ar --organisation fika --name \"Olha Example\" --lang en --data var --purpose \"she translates for us\""
    )]
    Invite(invite::InviteArguments),
    /// Say that the clock is right, after the worker has doubted it; then what is due is deleted again
    #[command(
        after_help = "Example:\n  forms-fn confirm-clock --data var --purpose \"the server was off since May\""
    )]
    ConfirmClock(clock::ConfirmClockArguments),
    /// Sign links and wrap keys with new keys from now on
    #[command(after_help = "Example:\n  forms-fn rotate-keys --data var --purpose \"a laptop was stolen\"")]
    RotateKeys(rotate::RotateArguments),
    /// Keep the secrets of a table where its functions find them
    #[command(after_help = "Example:\n  forms-fn secrets put --table forms --data aws-secrets")]
    Secrets(secrets::SecretsArguments),
    /// Write the whole store into a file, to move it or to keep it; best while nothing else writes
    #[command(
        after_help = "Example:\n  forms-fn export-store --data var --out var/store.jsonl --purpose \"we move to another server\"\n  forms-fn export-store --keys --data var --out var/keys.jsonl --purpose \"copy of the keys\"\n\nThe keys of sensitive answers lie in a store of their own, which no `backup` holds: --keys copies it while `serve` runs. \
                      Keep that file apart from copies of the records, and only the newest: a key that was destroyed since comes back \
                      with an older one. It opens nothing without `secrets.json`."
    )]
    ExportStore(transfer::Export),
    /// Write which records were erased, so that a restored copy forgets them again
    #[command(
        after_help = "Example:\n  forms-fn export-erased --data var --out var/erased.jsonl --purpose \"goes with the nightly copy\""
    )]
    ExportErased(transfer::ExportErased),
    /// Read a file of `export-store` into an empty store
    #[command(
        after_help = "Example:\n  forms-fn import-store var/store.jsonl --data var/moved --erased var/erased.jsonl\n  forms-fn import-store var/store.jsonl --table forms --erased var/erased.jsonl"
    )]
    ImportStore(transfer::Import),
    /// Copy what a loss would take, while it is in use
    #[command(
        after_help = "Example:\n  forms-fn backup --data var --to var-copies --keys-to var-keys --keep 14 --purpose \"nightly copy\"\n  forms-fn backup --data var --to var/backup/2027-01-10.sqlite --purpose \"nightly copy\"\n\nIn a timer, say who does it: --as timer"
    )]
    Backup(backup::Backup),
    /// Make a store of a copy, and erase again what was erased since
    #[command(
        after_help = "Example:\n  forms-fn restore --from var/backup/2027-01-10.sqlite --data var/restored --erased var/erased.jsonl"
    )]
    Restore(backup::Restore),
    /// Erase again, in a store that was set back to an earlier moment, what was erased since
    #[command(
        after_help = "Example:\n  forms-fn forget --erased erased.jsonl --table forms-restored --as karin --purpose \"the table was set back\""
    )]
    Forget(transfer::Forget),
    /// Make a table of DynamoDB and the table of keys beside it, where no template of AWS does
    #[command(after_help = "Example:\n  forms-fn create-table --table forms")]
    CreateTable(transfer::TableArguments),
    /// Check that everything in the store agrees; best while nothing else writes
    #[command(
        after_help = "Example:\n  forms-fn verify --data var\n\nWhether secrets, keys and records belong together is checked too; for a table say where `secrets.json` is: --secrets var"
    )]
    Verify(verify::VerifyArguments),
}

impl Command {
    pub(crate) async fn run(self) -> Result<(), String> {
        match self {
            Self::Serve(arguments) => crate::serve(arguments).await,
            Self::Worker(arguments) => crate::worker(arguments).await,
            Self::CheckForms(arguments) => crate::check_forms(&arguments.folder),
            Self::List(arguments) => list::list(arguments).await,
            Self::Find(arguments) => find::find(arguments).await,
            Self::Show(arguments) => show::show(arguments).await,
            Self::Export(arguments) => export::export(arguments).await,
            Self::Release(arguments) => change::release(arguments).await,
            Self::Close(arguments) => change::step(arguments, Step::Close, Action::Close).await,
            Self::Keep(arguments) => change::step(arguments, Step::Keep, Action::Keep).await,
            Self::Met(arguments) => change::met(arguments).await,
            Self::Called(arguments) => change::called(arguments).await,
            Self::Accept(arguments) => change::step(arguments, Step::Accept, Action::Accept).await,
            Self::Correct(arguments) => change::correct(arguments).await,
            Self::Resend(arguments) => change::resend(arguments).await,
            Self::Register(arguments) => register::register(arguments).await,
            Self::Cancel(arguments) => change::step(arguments, Step::Cancel, Action::Cancel).await,
            Self::Erase(arguments) => change::erase(arguments).await,
            Self::CancelEvent(arguments) => event::cancel(arguments).await,
            Self::Events(arguments) => events::events(arguments).await,
            Self::MoveEvent(arguments) => event::move_event(arguments).await,
            Self::EventLink(arguments) => event::set_link(arguments).await,
            Self::DestroyKey(arguments) => event::destroy_key(arguments).await,
            Self::Stats(arguments) => stats::stats(arguments).await,
            Self::Report(arguments) => report::report(arguments).await,
            Self::Audit(arguments) => report::audit(arguments).await,
            Self::Invite(arguments) => invite::invite(arguments).await,
            Self::ConfirmClock(arguments) => clock::confirm(arguments).await,
            Self::RotateKeys(arguments) => rotate::rotate(arguments).await,
            Self::Secrets(arguments) => secrets::secrets(arguments).await,
            Self::ExportStore(arguments) => transfer::export(arguments).await,
            Self::ExportErased(arguments) => transfer::export_erased(arguments).await,
            Self::ImportStore(arguments) => transfer::import(arguments).await,
            Self::Backup(arguments) => backup::backup(arguments).await,
            Self::Restore(arguments) => backup::restore(arguments).await,
            Self::Forget(arguments) => transfer::forget(arguments).await,
            Self::CreateTable(arguments) => transfer::create_table(arguments).await,
            Self::Verify(arguments) => verify::verify(arguments).await,
        }
    }
}
