//! The real router, with a real SQLite file in a folder of its own for each test.
#![expect(clippy::disallowed_methods, reason = "tests make folders, start programs and read the environment")]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod again;
mod site;
mod stage;

mod base_path;
mod calendar;
mod check_in;
mod command;
#[cfg(feature = "console")]
mod console;
mod contract;
mod correct;
mod crash;
#[cfg(feature = "aws")]
mod emulator;
mod flood;
mod folder;
mod guests;
mod hostile;
mod html;
mod installation;
mod items;
mod killed;
#[cfg(feature = "aws")]
mod kms;
#[cfg(feature = "lambda")]
mod lambda;
mod line;
mod logs;
mod mail;
mod model;
mod my;
mod nightly;
mod office;
mod openapi;
mod organisers;
#[cfg(feature = "lambda")]
mod package;
mod places;
#[cfg(feature = "aws")]
mod proxy;
mod readiness;
mod refusals;
mod running;
#[cfg(feature = "lambda")]
mod runtime;
mod screen;
mod seats;
mod secret;
#[cfg(feature = "aws")]
mod store;
mod success;
mod surroundings;
mod switch;
#[cfg(feature = "lambda")]
mod table;
mod threats;
mod transfer;
mod tree;
mod worker;
