//! Made-up backlogs, the same ones for the same number: about 1.3 kB a story, one in five with something to find, one in fifty nearly a
//! copy of another, in the shapes that real files have.

use std::{fmt::Write as _, fs, io, path::Path};

/// How the stories of a backlog are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Plain values, the date in quotes, lists on one line and below their key.
    Plain,
    /// Every value in quotes, some with escapes, and a block of text in one story of ten.
    Quoted,
    /// As the tool Backlog.md writes it: quoted dates, markers around the sections, numbers on criteria.
    BacklogMd,
    /// As BMAD does: no front matter, a heading, `Status:` and numbered criteria.
    Bmad,
}

impl Shape {
    /// The shape of this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [("plain", Self::Plain), ("quoted", Self::Quoted), ("backlog-md", Self::BacklogMd), ("bmad", Self::Bmad)];
        all.into_iter().find(|(known, _)| *known == name).map(|(_, shape)| shape)
    }

    fn path(self, number: usize) -> String {
        let part = number / 500;
        match self {
            Shape::Plain | Shape::Quoted => format!("backlog/part-{part:03}/ST-{number}-story.md"),
            Shape::BacklogMd => format!("backlog/tasks/part-{part:03}/task-{number} - Story-{number}.md"),
            Shape::Bmad => format!("docs/stories/part-{part:03}/{}.{}.story.md", part + 1, number),
        }
    }
}

/// Writes a backlog of `count` stories into `folder`; how many bytes they have.
pub fn write(folder: &Path, count: usize, shape: Shape) -> io::Result<u64> {
    let mut bytes = 0;
    if shape == Shape::BacklogMd {
        put(&folder.join("backlog/config.yml"), "project_name: made-up\nstatuses: [\"To Do\", \"In Progress\", \"Done\"]\n")?;
    }
    for number in 1..=count {
        let text = Story::new(number).written(shape);
        bytes += text.len() as u64;
        put(&folder.join(shape.path(number)), &text)?;
    }
    Ok(bytes)
}

/// Writes a file and the folders above it.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
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

/// What one made-up story says.
struct Story {
    number: usize,
    title: String,
    status: &'static str,
    day: usize,
    part: usize,
    estimate: Option<usize>,
    depends_on: Option<usize>,
    description: String,
    criteria: Vec<String>,
    notes: String,
    question: Option<String>,
}

impl Story {
    fn new(number: usize) -> Self {
        // One in fifty is a copy of the one before with a criterion more.
        let is_copy = number.is_multiple_of(50);
        let seed = number - usize::from(is_copy);
        let mut next = Chance(seed.wrapping_mul(2_654_435_761) | 1);
        let (role, action, thing, status) = (next.of(&ROLES), next.of(&ACTIONS), next.of(&THINGS), next.of(&STATUSES));
        let customer = next.name();
        let lacks = if next.below(5) == 0 { next.below(4) } else { 9 };
        let (day, part) = (next.below(28) + 1, next.below(20));
        let estimate = (lacks != 0).then(|| [1, 2, 3, 5, 8][next.below(5)]);
        let depends = number > 10 && next.below(3) == 0;
        let depends_on = depends.then(|| if lacks == 1 { number + 1_000_000 } else { number - 1 - next.below(9) });
        let place = next.of(&PLACES);
        let mut description = format!(
            "As a {role}, I want to {action} the {thing} in the {place}, so that {customer} gets it on the day it is asked for.\n\n"
        );
        for _ in 0..3 + next.below(3) {
            let (other, where_, who) = (next.of(&THINGS), next.of(&PLACES), next.name());
            let (role, action, thing) = (next.of(&ROLES), next.of(&ACTIONS), next.of(&THINGS));
            let _ = writeln!(
                description,
                "The {role} of {who} needs the {other} from the {where_} when it is time to {action} it, because nobody there can find the {thing}."
            );
        }
        let mut criteria = Vec::new();
        if lacks != 2 {
            for _ in 0..3 + next.below(4) {
                let (other, amount) = (next.of(&THINGS), next.below(900) + 100);
                criteria.push(match next.below(60) {
                    0 => format!("The {other} is found quickly by the {}", next.of(&ROLES)),
                    1 => format!("The {other} may be sorted by date"),
                    _ => format!(
                        "After somebody had to {} it, the {other} shows the same {amount} euros as the page in the {}",
                        next.of(&ACTIONS),
                        next.of(&PLACES)
                    ),
                });
            }
            if is_copy {
                criteria.push(format!("The name of story {number} is shown in the {place}"));
            }
        }
        let notes = format!("Agreed with {} in the last refinement; see the minutes of week {}.", next.name(), next.below(52) + 1);
        let question = (lacks == 3).then(|| format!("Who may {action} the {thing} of another branch?"));
        let title = format!("Let the {role} {action} the {thing} of {customer}");
        Self { number, title, status, day, part, estimate, depends_on, description, criteria, notes, question }
    }

    fn written(&self, shape: Shape) -> String {
        match shape {
            Shape::Plain => self.front_matter(false) + &self.body(""),
            Shape::Quoted => self.front_matter(true) + &self.body(""),
            Shape::BacklogMd => self.backlog_md(),
            Shape::Bmad => self.bmad(),
        }
    }

    fn front_matter(&self, quoted: bool) -> String {
        let Self { number, title, status, day, part, .. } = self;
        let quote = |text: &str| if quoted { format!("\"{text}\"") } else { text.to_owned() };
        // The name of a thing in quotes is what makes people escape them.
        let title = if quoted && number % 3 == 0 { quote(&title.replacen("the ", "\\\"the\\\" ", 1)) } else { quote(title) };
        let mut text = format!("---\nid: {}\ntitle: {title}\nkind: {}\n", quote(&format!("ST-{number}")), quote("story"));
        let _ = writeln!(text, "status: {}\ncreated: '2026-01-{day:02} 21:25'\nlabels: [{}, part-{part}]", quote(status), quote("billing"));
        if quoted && number % 10 == 0 {
            let _ = writeln!(text, "summary: >-\n  {title}\n  as agreed");
        }
        if let Some(estimate) = self.estimate {
            let _ = writeln!(text, "estimate: {estimate}");
        }
        if let Some(other) = self.depends_on {
            let _ = writeln!(text, "depends_on:\n  - {}", quote(&format!("ST-{other}")));
        }
        text + "---\n\n"
    }

    fn body(&self, numbered: &str) -> String {
        let mut text = format!("## Description\n\n{}", self.description);
        if !self.criteria.is_empty() {
            text.push_str("\n## Acceptance criteria\n\n");
            for (at, criterion) in self.criteria.iter().enumerate() {
                let number = if numbered.is_empty() { String::new() } else { format!("{numbered}{} ", at + 1) };
                let _ = writeln!(text, "- [ ] {number}{criterion}");
            }
        }
        let _ = writeln!(text, "\n## Notes\n\n{}", self.notes);
        if let Some(question) = &self.question {
            let _ = writeln!(text, "\n## Open questions\n\n- [ ] {question}");
        }
        text
    }

    fn backlog_md(&self) -> String {
        let Self { number, title, day, part, .. } = self;
        let status = match self.status {
            "in progress" => "In Progress",
            "done" => "Done",
            _ => "To Do",
        };
        let depends = self.depends_on.map_or_else(|| " []".to_owned(), |other| format!("\n  - task-{other}"));
        let mut text = format!(
            "---\nid: task-{number}\ntitle: '{title}'\nstatus: {status}\nassignee:\n  - '@somebody'\ncreated_date: '2026-01-{day:02} 21:25'\nupdated_date: '2026-02-{day:02} 09:10'\nlabels:\n  - billing\n  - part-{part}\ndependencies:{depends}\npriority: medium\n---\n\n## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n{}<!-- SECTION:DESCRIPTION:END -->\n",
            self.description
        );
        if !self.criteria.is_empty() {
            text.push_str("\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n");
            for (at, criterion) in self.criteria.iter().enumerate() {
                let _ = writeln!(text, "- [ ] #{} {criterion}", at + 1);
            }
            text.push_str("<!-- AC:END -->\n");
        }
        let _ = writeln!(text, "\n## Implementation Notes\n\n{}", self.notes);
        text
    }

    fn bmad(&self) -> String {
        let Self { number, title, .. } = self;
        let status = if self.status == "done" { "Done" } else { "Approved" };
        let mut text = format!("# Story {}.{number}: {title}\n\nStatus: {status}\n\n## Story\n\n{}", number / 500 + 1, self.description);
        if !self.criteria.is_empty() {
            text.push_str("\n## Acceptance Criteria\n\n");
            for (at, criterion) in self.criteria.iter().enumerate() {
                let _ = writeln!(text, "{}. {criterion}", at + 1);
            }
        }
        let _ = writeln!(text, "\n## Dev Notes\n\n{}", self.notes);
        text
    }
}
