//! How well the text rules read stories that people have labelled: `cargo run --release --example evaluate -- DATA [CORPORA] [--list ROW] [--read RULE] [--join COUNT]`.
//!
//! DATA is a folder of `*.jsonl` files, one story or sentence on a line; CORPORA a folder of backlogs. Prints precision, recall and F1,
//! with `--list` the cases where rule and people differ, and with `--read RULE` what a rule says in CORPORA.
//! `--join` looks for similar ones among COUNT made-up stories.

#![expect(clippy::disallowed_methods, reason = "labelled data, not a backlog")]

mod corpora;
mod data;
mod joined;
mod judged;
mod score;

use std::{error::Error, io::Write as _, path::Path};

use score::Row;

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = Vec::new();
    let (mut list, mut read) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => list = Some(arguments.next().ok_or("--list takes the name of a row")?),
            "--read" => read = Some(arguments.next().ok_or("--read takes the name of a rule")?),
            "--join" => {
                let count = arguments.next().ok_or("--join takes a number of stories")?.parse()?;
                write!(std::io::stdout(), "{}", joined::table(count))?;
                return Ok(());
            }
            _ => folders.push(argument),
        }
    }
    let Some(data) = folders.first() else { return Err("two folders: DATA and, if you like, CORPORA".into()) };
    let mut out = std::io::stdout().lock();
    if let (Some(rule), Some(corpora)) = (&read, folders.get(1)) {
        write!(out, "{}", corpora::listing(Path::new(corpora), rule)?)?;
        return Ok(());
    }
    let samples = data::read(Path::new(data))?;
    let rows: Vec<Row> = score::rows(&samples)?;
    if let Some(name) = list {
        for row in rows.iter().filter(|row| row.name == name) {
            write!(out, "{}", row.confusions())?;
        }
        return Ok(());
    }
    write!(out, "{}", score::table(&rows))?;
    if let Some(corpora) = folders.get(1) {
        write!(out, "\n{}", corpora::table(Path::new(corpora))?)?;
    }
    Ok(())
}
