//! Writes a backlog of made-up stories, the same ones for the same number: `cargo run --release --example generate -- FOLDER COUNT`.
//! About 1.3 kB a story, one in five with something to find.

use std::{error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments: FOLDER COUNT".into());
    };
    let backlog = Path::new(&folder).join("backlog");
    for number in 1..=count.parse::<usize>()? {
        let part = backlog.join(format!("part-{:03}", number / 500));
        fs::create_dir_all(&part)?;
        #[expect(clippy::disallowed_methods, reason = "a backlog for measuring, not a report")]
        fs::write(part.join(format!("ST-{number}-story.md")), story(number))?;
    }
    Ok(())
}

const STATUSES: [&str; 6] = ["draft", "open", "ready", "ready", "in progress", "done"];
const THINGS: [&str; 7] = ["invoice", "delivery note", "booking", "timetable", "reading list", "season ticket", "account"];
const ACTIONS: [&str; 5] = ["export", "filter", "correct", "archive", "share"];

fn story(number: usize) -> String {
    // A small multiplicative generator: what matters is that it is the same everywhere.
    let mut state = number.wrapping_mul(2_654_435_761) | 1;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (action, thing, status) = (ACTIONS[next(ACTIONS.len())], THINGS[next(THINGS.len())], STATUSES[next(STATUSES.len())]);
    let lacks = if next(5) == 0 { next(4) } else { 9 };
    let mut text = format!("---\nid: ST-{number}\ntitle: Let the clerk {action} the {thing} of week {}\n", next(52) + 1);
    let _ = writeln!(text, "status: {status}\ncreated: '2026-01-{:02} 21:25'\nlabels: [billing, part-{}]", next(28) + 1, next(20));
    if lacks != 0 {
        let _ = writeln!(text, "estimate: {}", [1, 2, 3, 5, 8][next(5)]);
    }
    if number > 10 && next(3) == 0 {
        let _ = writeln!(text, "depends_on:\n  - ST-{}", if lacks == 1 { number + 1_000_000 } else { number - 1 - next(9) });
    }
    let _ = writeln!(text, "---\n\n## Description\n");
    for sentence in 0..4 + next(3) {
        let _ = writeln!(
            text,
            "The clerk needs the {thing} in step {sentence} of the monthly run, because the accountant asks for it and nobody can find it in time."
        );
    }
    if lacks != 2 {
        let _ = writeln!(text, "\n## Acceptance criteria\n");
        for criterion in 0..3 + next(4) {
            let _ = writeln!(
                text,
                "- [ ] After step {criterion} the {thing} shows the same {} euros as the page it came from",
                next(900) + 100
            );
        }
    }
    let _ = writeln!(text, "\n## Notes\n\nAgreed with the office in the last refinement; see the minutes of week {}.", next(52) + 1);
    if lacks == 3 {
        let _ = writeln!(text, "\n## Open questions\n\n- [ ] Who may {action} the {thing} of another branch?");
    }
    text
}
