//! What somebody writes and hasn't published.
