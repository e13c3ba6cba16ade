//! The rows of the table.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Outcome, Plan,
    corpus::{self, Shape},
    hostile,
    measure::{Cost, medians},
    peers, repository,
};

const WITHOUT_TEXT: [&str; 2] = ["--set", "rules={\"group:text\"=\"off\"}"];

/// Measures some rows in a folder of their own.
type Part = fn(&Plan, &Path) -> Outcome<()>;

/// Measures and prints every part of the table that is wanted.
pub fn print(plan: &Plan) -> Outcome<()> {
    let parts: [(&str, Part); 8] = [
        ("tree", tree),
        ("growth", growth),
        ("shapes", shapes),
        ("small", small),
        ("since", since),
        ("rev", rev),
        ("hostile", hostile),
        ("frames", frames),
    ];
    println!("| work | took | ratio | bar |\n|---|---|---|---|");
    for (name, part) in parts.iter().filter(|(name, _)| plan.only.is_empty() || plan.only == *name) {
        let folder = Folder::new(name)?;
        part(plan, &folder.0)?;
    }
    Ok(())
}

/// A folder that is gone in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Outcome<Self> {
        let path = env::temp_dir().join(format!("backlint-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn row(work: &str, took: Cost, ratio: f64, bar: &str) {
    println!("| {work} | {took} | {ratio:.2} | {bar} |");
}

fn backlint(folder: &Path, arguments: &[&str]) -> Command {
    // Another build of it, such as that of an earlier commit.
    let binary = env::var_os("BACKLINT").unwrap_or_else(|| env!("CARGO_BIN_EXE_backlint").into());
    let mut command = Command::new(binary);
    command.args(arguments).current_dir(folder).env_clear();
    command
}

fn check(folder: &Path, more: &[&str]) -> Command {
    backlint(folder, &[&["check", "--output-format", "concise", "--today", "2026-03-01"], more].concat())
}

/// This program in another of its parts.
fn own(part: &str, folder: &Path) -> Outcome<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(part).arg(folder);
    Ok(command)
}

#[expect(clippy::cast_precision_loss, reason = "bytes as people read them")]
fn tree(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (count, runs) = (plan.stories, plan.runs);
    let (plain, quoted) = (folder.join("plain"), folder.join("quoted"));
    let bytes = corpus::write(&plain, count, Shape::Plain)?;
    corpus::write(&quoted, count, Shape::Quoted)?;
    let [floor, all, most] = medians([own("floor", &plain)?, check(&plain, &[]), check(&plain, &WITHOUT_TEXT)], runs)?;
    row(&format!("floor: read {count} stories"), floor, 1.0, "");
    row("check without the group `text`", most, most.wall / floor.wall, "3.5 × floor");
    row("check", all, all.wall / floor.wall, "6 × floor");
    row("memory of check, against the bytes of the stories", all, all.memory as f64 / bytes as f64, "2.5");
    let [floor, most] = medians([own("floor", &quoted)?, check(&quoted, &WITHOUT_TEXT)], runs)?;
    row("the same in quotes, without the group `text`", most, most.wall / floor.wall, "4.5 × floor");
    for (name, command) in peers::installed(&plain) {
        let [peer, all] = medians([command, check(&plain, &[])], 1)?;
        row(&format!("{name} on the same files, against check"), peer, peer.wall / all.wall, if name == "rumdl" { "15" } else { "" });
    }
    Ok(())
}

fn growth(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (small, large) = (folder.join("small"), folder.join("large"));
    corpus::write(&small, plan.stories / 10, Shape::Plain)?;
    corpus::write(&large, plan.stories, Shape::Plain)?;
    let [small, large] = medians([check(&small, &[]), check(&large, &[])], plan.runs)?;
    row(&format!("check of {} stories, against a tenth of them", plan.stories), large, large.wall / small.wall, "11");
    Ok(())
}

fn shapes(plan: &Plan, folder: &Path) -> Outcome<()> {
    for (name, shape) in [("Backlog.md", Shape::BacklogMd), ("BMAD", Shape::Bmad)] {
        let folder = folder.join(name);
        corpus::write(&folder, plan.stories / 10, shape)?;
        let [floor, all] = medians([own("floor", &folder)?, check(&folder, &[])], plan.runs)?;
        row(&format!("check of {} stories as {name} has them", plan.stories / 10), all, all.wall / floor.wall, "");
    }
    Ok(())
}

/// What a hook costs, as milliseconds over what starting a program takes.
fn small(plan: &Plan, folder: &Path) -> Outcome<()> {
    corpus::write(folder, 50, Shape::Plain)?;
    repository::commit_all(folder)?;
    repository::change(folder, 10, true)?;
    let mut nothing = Command::new(env::current_exe()?);
    nothing.arg("nothing");
    let hook = check(folder, &["--staged", "--since", "HEAD"]);
    let [start, version, hook] = medians([nothing, backlint(folder, &["--version"]), hook], plan.runs * 5)?;
    row("`--version`, in ms", version, version.wall * 1000.0, "5 ms");
    row("50 stories, `--staged --since HEAD`, in ms more than a process", hook, (hook.wall - start.wall) * 1000.0, "20 ms");
    Ok(())
}

fn since(plan: &Plan, folder: &Path) -> Outcome<()> {
    let count = plan.stories / 10;
    corpus::write(folder, count, Shape::Plain)?;
    repository::commit_all(folder)?;
    let changed = repository::change(folder, count / 20, false)?;
    let [one, two] = medians([check(folder, &[]), check(folder, &["--since", "HEAD"])], plan.runs)?;
    row(&format!("`--since HEAD`, {count} stories, {changed} changed, against one tree"), two, two.wall / one.wall, "1.3");
    Ok(())
}

fn rev(plan: &Plan, folder: &Path) -> Outcome<()> {
    corpus::write(folder, plan.stories, Shape::Plain)?;
    repository::commit_all(folder)?;
    let [floor, all] = medians([own("blobs", folder)?, check(folder, &["--rev", "HEAD"])], plan.runs)?;
    row(&format!("`--rev HEAD`, {} stories, against reading the blobs", plan.stories), all, all.wall / floor.wall, "2");
    Ok(())
}

/// The slowest hostile text of 100 kB, and how it grows.
fn hostile(plan: &Plan, folder: &Path) -> Outcome<()> {
    let mut slowest = (String::new(), Cost::default(), 0.0_f64);
    let mut steepest = (String::new(), Cost::default(), 0.0_f64);
    for ((name, short), (_, long)) in hostile::texts(100_000).into_iter().zip(hostile::texts(900_000)) {
        let (one, other) = (folder.join("short"), folder.join("long"));
        corpus::put(&one.join("backlog/ST-1.md"), &short)?;
        corpus::put(&other.join("backlog/ST-1.md"), &long)?;
        let [short, long] = medians([check(&one, &[]), check(&other, &[])], plan.runs.min(3))?;
        if short.wall > slowest.1.wall {
            slowest = (name.to_owned(), short, short.wall);
        }
        if long.wall / short.wall > steepest.2 {
            steepest = (name.to_owned(), long, long.wall / short.wall);
        }
    }
    row(&format!("the slowest hostile text of 100 kB ({}), in seconds", slowest.0), slowest.1, slowest.2, "1 s");
    row(&format!("the steepest, 900 kB against 100 kB ({})", steepest.0), steepest.1, steepest.2, "9");
    Ok(())
}

fn frames(plan: &Plan, folder: &Path) -> Outcome<()> {
    for number in 0..5_000 {
        let story = format!(
            "---\nid: ST-{number}\ntitle: Export the invoice number {number}\nstatus: ready\n---\n\nWho needs it and why is said here, in so many words.\n"
        );
        corpus::put(&folder.join(format!("backlog/ST-{number}.md")), &story)?;
    }
    let [full] = medians([backlint(folder, &["check", "--output-format", "full", "--all"])], plan.runs)?;
    row("10,000 findings in `full`, in seconds", full, full.wall, "1 s");
    Ok(())
}
