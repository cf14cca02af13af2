//! The repository, through the program `git`.
