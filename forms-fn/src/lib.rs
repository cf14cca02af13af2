//! Takes what people send with the forms of a site, checks it, stores it and answers.
//!
//! One submission travels like this: [`router()`] → `submit` → `decode` (limits, UTF-8, no key
//! twice) → `lookup` (which form, which event, is it open) → `forms::Definition::check` (the only
//! maker of a `Submission`) → [`Store::register`] (record, nonce and seat in one transaction) →
//! `answer` (a page of the site, or JSON). `show` draws a form outside its page and `received`
//! the page after sending. [`secret`] keeps the keys that sign links and nonces and seal sensitive
//! answers. Whatever goes wrong on the way is a `Refusal`, which `problem` turns
//! into words for the reader and, apart from them, a detail for the log.
//!
//! Nothing here knows the environment or where it runs; that is `main.rs`. The same router is
//! mounted by `spaces serve`, by `forms-fn serve` and in Lambda.

mod app;
mod folder;

mod envelope;
mod router;
mod submit;

mod decode;
mod lookup;
mod nonce;
mod reference;
mod store;

pub mod secret;

mod received;
mod show;

mod answer;
mod escape;
mod page;
mod problem;
mod reader;
mod refusal;

pub use app::{App, Clock};
pub use folder::{FolderFault, FormsFolder};
pub use nonce::Nonce;
pub use reference::Reference;
pub use router::{router, server};
pub use store::{Outcome, Registration, SqliteStore, Status, Store, StoreError, Stored};
pub use store::{Seats, Taken};
