//! Writes a backlog of made-up stories, the same ones for the same number: `cargo run --release --example generate -- FOLDER COUNT`.
//! About 1.2 kB a story, one in five with something to find, one in fifty nearly a copy of another.

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
const ROLES: [&str; 8] = ["clerk", "accountant", "driver", "librarian", "teacher", "manager", "visitor", "admin"];
const ACTIONS: [&str; 16] = [
    "export", "filter", "correct", "archive", "share", "print", "approve", "reject", "compare", "merge", "search", "restore", "assign",
    "split", "count", "publish",
];
const THINGS: [&str; 40] = [
    "invoice",
    "delivery note",
    "booking",
    "timetable",
    "reading list",
    "season ticket",
    "account",
    "contract",
    "address",
    "receipt",
    "photo",
    "map",
    "route",
    "vehicle",
    "shelf",
    "book",
    "loan",
    "fine",
    "reminder",
    "letter",
    "form",
    "course",
    "exam",
    "grade",
    "room",
    "key",
    "visit",
    "badge",
    "order",
    "parcel",
    "return",
    "refund",
    "price list",
    "discount",
    "voucher",
    "stock",
    "supplier",
    "warehouse",
    "report",
    "calendar",
];
const PLACES: [&str; 12] =
    ["office", "branch", "cellar", "front desk", "yard", "harbour", "school", "archive", "kitchen", "workshop", "lobby", "garage"];
const SYLLABLES: [&str; 24] = [
    "ka", "to", "mel", "ri", "sun", "vo", "lin", "dar", "pe", "gos", "ten", "ul", "bra", "si", "mo", "fen", "ha", "jor", "zi", "cu", "wal",
    "ny", "ost", "ed",
];

/// A small multiplicative generator: what matters is that it is the same everywhere.
struct Chance(usize);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A name that few stories share, as customers, screens and projects have them.
    fn name(&mut self) -> String {
        let name: String = (0..2 + self.below(2)).map(|_| self.of(&SYLLABLES)).collect();
        name[..1].to_uppercase() + &name[1..]
    }
}

fn story(number: usize) -> String {
    // One in fifty is a copy of the one before with a criterion more.
    let is_copy = number.is_multiple_of(50);
    let seed = number - usize::from(is_copy);
    let mut next = Chance(seed.wrapping_mul(2_654_435_761) | 1);
    let (role, action, thing, status) = (next.of(&ROLES), next.of(&ACTIONS), next.of(&THINGS), next.of(&STATUSES));
    let customer = next.name();
    let lacks = if next.below(5) == 0 { next.below(4) } else { 9 };
    let mut text = format!("---\nid: ST-{number}\ntitle: Let the {role} {action} the {thing} of {customer}\n");
    let _ = writeln!(
        text,
        "kind: story\nstatus: {status}\ncreated: '2026-01-{:02} 21:25'\nlabels: [billing, part-{}]",
        next.below(28) + 1,
        next.below(20)
    );
    if lacks != 0 {
        let _ = writeln!(text, "estimate: {}", [1, 2, 3, 5, 8][next.below(5)]);
    }
    if number > 10 && next.below(3) == 0 {
        let _ = writeln!(text, "depends_on:\n  - ST-{}", if lacks == 1 { number + 1_000_000 } else { number - 1 - next.below(9) });
    }
    let _ = writeln!(text, "---\n\n## Description\n");
    let place = next.of(&PLACES);
    let _ = writeln!(
        text,
        "As a {role}, I want to {action} the {thing} in the {place}, so that {customer} gets it on the day it is asked for.\n"
    );
    for _ in 0..3 + next.below(3) {
        let (other, where_, who) = (next.of(&THINGS), next.of(&PLACES), next.name());
        let _ = writeln!(
            text,
            "The {} of {who} needs the {other} from the {where_} when it is time to {} it, because nobody there can find the {}.",
            next.of(&ROLES),
            next.of(&ACTIONS),
            next.of(&THINGS)
        );
    }
    if lacks != 2 {
        let _ = writeln!(text, "\n## Acceptance criteria\n");
        for _ in 0..3 + next.below(4) {
            let (other, amount) = (next.of(&THINGS), next.below(900) + 100);
            let _ = match next.below(60) {
                0 => writeln!(text, "- [ ] The {other} is found quickly by the {}", next.of(&ROLES)),
                1 => writeln!(text, "- [ ] The {other} may be sorted by date"),
                _ => writeln!(
                    text,
                    "- [ ] After somebody had to {} it, the {other} shows the same {amount} euros as the page in the {}",
                    next.of(&ACTIONS),
                    next.of(&PLACES)
                ),
            };
        }
        if is_copy {
            let _ = writeln!(text, "- [ ] The name of story {number} is shown in the {place}");
        }
    }
    let _ =
        writeln!(text, "\n## Notes\n\nAgreed with {} in the last refinement; see the minutes of week {}.", next.name(), next.below(52) + 1);
    if lacks == 3 {
        let _ = writeln!(text, "\n## Open questions\n\n- [ ] Who may {action} the {thing} of another branch?");
    }
    text
}
