//! The next refinement session, for `agenda`.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    json::send,
    markdown::plain,
    neutral::{clean, clip},
};
use crate::{
    outcome::Outcome,
    readiness::{Agenda, Point, Topic},
};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    backlogs: Vec<Backlog<'a>>,
}

#[derive(Serialize)]
struct Backlog<'a> {
    root: &'a str,
    #[serde(flatten)]
    agenda: &'a Agenda,
}

/// Writes the agenda of every backlog, each with its folder.
pub fn write_agenda(
    format: Format,
    outcome: &Outcome,
    agendas: &[(String, Agenda)],
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full | Format::Concise => out.write_all(terminal(agendas, style).as_bytes())?,
        Format::Summary => out.write_all(markdown(agendas).as_bytes())?,
        Format::Json => {
            let backlogs = agendas.iter().map(|(root, agenda)| Backlog { root, agenda }).collect();
            send(&Report { version: 1, backlogs }, out)?;
        }
        other => return Err(io::Error::new(io::ErrorKind::Unsupported, format!("`agenda` has no format `{}`", other.name()))),
    }
    closing::notices(outcome, style, remarks)?;
    failures::write(&outcome.errors, style, remarks)
}

/// The points of one half of the work.
type Half = fn(&Topic) -> &[Point];

/// The two halves of the work: which points they have, and what they are called.
const HALVES: [(&str, Half); 2] = [("Before the session", |topic| &topic.before), ("In the session", |topic| &topic.session)];

fn terminal(agendas: &[(String, Agenda)], style: Style) -> String {
    let mut text = String::new();
    for (root, agenda) in agendas {
        if !root.is_empty() {
            let _ = writeln!(text, "{}\n", style.strong(&clean(root)));
        }
        if agenda.topics.is_empty() {
            text.push_str("Nothing to refine: every open item meets the checks.\n");
            continue;
        }
        for (title, points) in HALVES {
            let topics: Vec<&Topic> = agenda.topics.iter().filter(|topic| !points(topic).is_empty()).collect();
            if topics.is_empty() {
                continue;
            }
            let _ = writeln!(text, "{}", style.strong(title));
            for topic in topics {
                let name = if topic.title.is_empty() { &topic.path } else { &topic.title };
                let _ = writeln!(text, "  {}  {}", style.strong(&clean(&topic.id)), clip(&clean(name), 80));
                for point in points(topic) {
                    let _ = writeln!(text, "    {}", clip(&clean(&point.lack), 90));
                    if !point.help.is_empty() {
                        let _ = writeln!(text, "      {}", style.quiet(&clip(&clean(&point.help), 160)));
                    }
                }
            }
            text.push('\n');
        }
        for (whom, ids) in &agenda.invite {
            let _ = writeln!(text, "Invite {}: {}", style.strong(&clean(whom)), clean(&ids.join(", ")));
        }
        let _ = writeln!(text, "{}", closing_line(agenda));
    }
    text
}

fn closing_line(agenda: &Agenda) -> String {
    let items = match agenda.topics.len() {
        1 => "1 item".into(),
        count => format!("{count} items"),
    };
    let rest = match agenda.further {
        0 => String::new(),
        1 => "; 1 more lacks something".into(),
        count => format!("; {count} more lack something"),
    };
    format!("{items} to refine, in the order of the backlog{rest}.")
}

fn markdown(agendas: &[(String, Agenda)]) -> String {
    let mut text = String::new();
    for (root, agenda) in agendas {
        let place = if root.is_empty() { String::new() } else { format!(": {}", plain(root)) };
        let _ = writeln!(text, "## Refinement{place}\n\n{}", closing_line(agenda));
        for (title, points) in HALVES {
            if agenda.topics.iter().any(|topic| !points(topic).is_empty()) {
                let _ = writeln!(text, "\n### {title}\n");
            }
            for topic in agenda.topics.iter().filter(|topic| !points(topic).is_empty()) {
                let _ = writeln!(text, "- **{}** {}", plain(&topic.id), plain(&clip(&topic.title, 80)));
                for point in points(topic) {
                    let help = if point.help.is_empty() { String::new() } else { format!(": {}", plain(&clip(&point.help, 160))) };
                    let _ = writeln!(text, "  - [ ] {}{help}", plain(&clip(&point.lack, 90)));
                }
            }
        }
        if !agenda.invite.is_empty() {
            text.push_str("\n### Whom to invite\n\n");
        }
        for (whom, ids) in &agenda.invite {
            let _ = writeln!(text, "- {}: {}", plain(whom), plain(&ids.join(", ")));
        }
        text.push('\n');
    }
    text
}
