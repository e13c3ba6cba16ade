//! How long whole runs take, against programs that only read the same files, and against other linters where they are installed.
//!
//! `cargo bench --bench runs` prints a table; `-- --stories 10000 --runs 5` makes it smaller, `-- --only small` one part of it.
//! `-- generate FOLDER COUNT [SHAPE]` only writes a made-up backlog. `BACKLINT=PATH` measures another build. Every figure is a ratio within one session: runs that are compared
//! take turns, and medians are compared.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "made-up backlogs and a table, not a report")]

mod corpus;
mod floor;
mod hostile;
mod measure;
mod peers;
mod repository;
mod rows;

use std::{error::Error, path::Path};

use corpus::Shape;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is to be measured.
struct Plan {
    /// Stories of the large backlog.
    stories: usize,
    /// How often each command runs.
    runs: usize,
    /// The part of the table that is wanted; empty means all.
    only: String,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["floor", folder] => {
            floor::files(Path::new(folder));
            Ok(())
        }
        ["blobs", folder] => floor::blobs(Path::new(folder)),
        ["nothing"] => Ok(()),
        ["generate", folder, count, ref shape @ ..] => {
            let shape = Shape::named(shape.first().unwrap_or(&"plain")).ok_or("plain, quoted, backlog-md or bmad")?;
            let bytes = corpus::write(Path::new(folder), count.parse()?, shape)?;
            println!("{count} stories, {bytes} bytes");
            Ok(())
        }
        _ => rows::print(&plan(&arguments)?),
    }
}

fn plan(arguments: &[String]) -> Outcome<Plan> {
    let mut plan = Plan { stories: 100_000, runs: 7, only: String::new() };
    for pair in arguments.chunks(2) {
        match pair {
            [option, value] if option == "--stories" => plan.stories = value.parse()?,
            [option, value] if option == "--runs" => plan.runs = value.parse()?,
            [option, value] if option == "--only" => plan.only.clone_from(value),
            _ => return Err(format!("{pair:?} is none of --stories N, --runs N, --only PART").into()),
        }
    }
    Ok(plan)
}
