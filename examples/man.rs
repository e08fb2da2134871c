//! Man pages of the program and of each of its commands, for those who package it.
//!
//!     cargo run --example man -- DIR
//!
//! In: the command line's own definition, so that a page and `--help` cannot disagree. Out: `chancery.1`,
//! `chancery-build.1`, ... in DIR, which is made if it is not there.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("error: no folder is given; write `cargo run --example man -- DIR`");
        return ExitCode::from(2);
    };
    match write_pages(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot write man pages into `{}`: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}

pub fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(chancery::cli::command(), folder)
}
