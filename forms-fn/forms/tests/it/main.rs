//! What the crate promises, seen from outside: text in, text out.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

mod browser;
mod check;
mod deadlines;
mod html;
mod manifest;
mod messages;
mod notice;
mod parse;
mod rules;
mod site;
mod support;
mod texts;
mod without;
mod words;
