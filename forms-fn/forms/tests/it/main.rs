//! What the crate promises, seen from outside: text in, text out.

mod browser;
mod check;
mod html;
mod messages;
mod notice;
mod parse;
mod real;
mod rules;
mod support;
mod texts;
