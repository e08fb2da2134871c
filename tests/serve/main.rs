//! The live preview as a browser and an editor meet it: the program runs, files are saved, HTTP is spoken.
//!
//! Nothing here waits for a time: it waits for what is to happen, and gives up after far longer than that takes anywhere.

#[path = "../common/mod.rs"]
mod common;
mod ends;
mod folders;
mod mistakes;
mod pages;
mod saving;
mod server;
