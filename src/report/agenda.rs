//! The next refinement session, for `agenda`.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    fingerprint::Fingerprints,
    item::StoryJson,
    json::send,
    markdown::{message, plain},
    neutral::{clean, clip},
};
use crate::{
    concept::Stage,
    outcome::{Judged, Outcome},
    readiness::{Agenda, Point, Topic},
    text::counted::counted,
};

/// What `agenda` prints.
#[derive(Debug)]
pub struct Planned<'a> {
    /// The agenda of every backlog.
    pub agendas: Vec<(&'a Judged, Agenda<'a>)>,
    /// The filters in words; nothing without filters.
    pub selection: String,
    /// Whether items without criteria are named at the end.
    pub asks_for_criteria: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    backlogs: Vec<BacklogJson<'a>>,
}

#[derive(Serialize)]
struct BacklogJson<'a> {
    root: String,
    topics: Vec<TopicJson<'a>>,
    further: usize,
    unread: &'a [String],
    invite: &'a BTreeMap<String, Vec<String>>,
    /// Why there are no topics.
    reason: Option<String>,
}

#[derive(Serialize)]
struct TopicJson<'a> {
    #[serde(flatten)]
    story: StoryJson<'a>,
    before: &'a [Point],
    session: &'a [Point],
    prompts: &'a [&'static str],
    has_criteria: bool,
}

/// Writes the agenda of every backlog.
pub fn write_agenda(
    format: Format,
    outcome: &Outcome,
    planned: &Planned<'_>,
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Summary => out.write_all(markdown(planned).as_bytes())?,
        Format::Json => json(outcome, planned, out)?,
        _ => out.write_all(terminal(planned, style).as_bytes())?,
    }
    let undrafted = undrafted(planned);
    if planned.asks_for_criteria && !undrafted.is_empty() {
        writeln!(remarks, "Without acceptance criteria: {}.", clean(&undrafted.join(", ")))?;
    }
    closing::notices(outcome, style, remarks)?;
    failures::write(&outcome.errors, style, remarks)
}

fn json(outcome: &Outcome, planned: &Planned<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let mut backlogs = Vec::new();
    for (judged, agenda) in &planned.agendas {
        let topics = agenda.topics.iter().map(|topic| TopicJson {
            story: StoryJson::new(&mut prints, outcome, judged, &topic.assessment),
            before: &topic.before,
            session: &topic.session,
            prompts: &topic.prompts,
            has_criteria: topic.has_criteria,
        });
        backlogs.push(BacklogJson {
            root: judged.backlog.root.display(),
            topics: topics.collect(),
            further: agenda.further,
            unread: &agenda.unread,
            invite: &agenda.invite,
            reason: agenda.topics.is_empty().then(|| reason(judged, agenda, &planned.selection)),
        });
    }
    send(&Report { version: 1, backlogs }, out)
}

fn undrafted(planned: &Planned<'_>) -> Vec<String> {
    let of = |(judged, agenda): &(&Judged, Agenda<'_>)| {
        agenda.topics.iter().filter(|topic| !topic.has_criteria).map(|topic| judged.backlog[topic.story].name()).collect::<Vec<_>>()
    };
    planned.agendas.iter().flat_map(of).collect()
}

/// The points of one half of the work.
type Half = for<'t> fn(&'t Topic<'_>) -> &'t [Point];

/// The two halves of the work: which points they have, and what they are called.
const HALVES: [(&str, Half); 2] = [("Before the session", |topic| &topic.before), ("In the session", |topic| &topic.session)];

fn terminal(planned: &Planned<'_>, style: Style) -> String {
    let mut text = String::new();
    for (judged, agenda) in &planned.agendas {
        if !judged.backlog.root.is_top() {
            let _ = writeln!(text, "{}\n", style.strong(&clean(&judged.backlog.root.display())));
        }
        for path in &agenda.unread {
            let _ = writeln!(text, "Not read, see `backlint check`: {}", clean(path));
        }
        if agenda.topics.is_empty() {
            let _ = writeln!(text, "{}", reason(judged, agenda, &planned.selection));
            continue;
        }
        for (title, points) in HALVES {
            let topics: Vec<&Topic<'_>> = agenda.topics.iter().filter(|topic| !points(topic).is_empty()).collect();
            if topics.is_empty() {
                continue;
            }
            let _ = writeln!(text, "{}", style.strong(title));
            for topic in topics {
                let _ = writeln!(text, "{}", headline(judged, topic, style));
                for point in points(topic) {
                    let _ = writeln!(text, "    {}", clip(&clean(&point.lack), 90));
                    if !point.help.is_empty() {
                        let _ = writeln!(text, "      {}", style.quiet(&clip(&clean(&point.help), 160)));
                    }
                }
            }
            text.push('\n');
        }
        let asked: Vec<&Topic<'_>> = agenda.topics.iter().filter(|topic| !topic.prompts.is_empty()).collect();
        if !asked.is_empty() {
            let _ = writeln!(text, "{}", style.strong(QUESTIONS));
            for topic in asked {
                let _ = writeln!(text, "{}", headline(judged, topic, style));
                for prompt in &topic.prompts {
                    let _ = writeln!(text, "    {prompt}");
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

const QUESTIONS: &str = "Questions";

fn headline(judged: &Judged, topic: &Topic<'_>, style: Style) -> String {
    let story = &judged.backlog[topic.story];
    let title = story.title.value().map_or_else(|| story.path.display(), Clone::clone);
    format!("  {}  {}  {}", style.strong(&clean(&story.name())), clip(&clean(&title), 80), style.quiet(story.stage().name()))
}

/// Why an agenda is empty.
fn reason(judged: &Judged, agenda: &Agenda<'_>, selection: &str) -> String {
    let of = if selection.is_empty() { String::new() } else { format!(" of {}", clean(selection)) };
    match (agenda.unfinished, agenda.unread.len()) {
        (0, 0) => {
            let finished = judged.backlog.stories().filter(|(_, story)| matches!(story.stage(), Stage::Done | Stage::Dropped)).count();
            let rest = if selection.is_empty() { format!(" {}.", counted(finished, "is finished", "are finished")) } else { String::new() };
            format!("Nothing to refine: there is no open item and no draft{of}.{rest}")
        }
        (0, _) => format!("Nothing else is open or a draft{of}."),
        (count, _) => {
            let items = counted(count, "open item", "open items");
            format!("Nothing to refine: {items}{of} {} the checks, and there is no draft.", if count == 1 { "meets" } else { "meet" })
        }
    }
}

fn closing_line(agenda: &Agenda<'_>) -> String {
    let items = counted(agenda.topics.len(), "item", "items");
    let rest = match agenda.further {
        0 => String::new(),
        count => format!("; {count} more"),
    };
    format!("{items} to refine, open items first, each in the order of the backlog{rest}.")
}

fn markdown(planned: &Planned<'_>) -> String {
    let mut text = String::new();
    for (judged, agenda) in &planned.agendas {
        let root = &judged.backlog.root;
        let place = if root.is_top() { String::new() } else { format!(": {}", plain(&root.display())) };
        let first = if agenda.topics.is_empty() { reason(judged, agenda, &planned.selection) } else { closing_line(agenda) };
        let _ = writeln!(text, "## Refinement{place}\n\n{}", message(&first));
        let title = |topic: &Topic<'_>| {
            let story = &judged.backlog[topic.story];
            let title = story.title.value().map_or("", String::as_str);
            format!("**{}** {} ({})", plain(&story.name()), plain(&clip(title, 80)), story.stage().name())
        };
        if !agenda.unread.is_empty() {
            text.push_str("\n### Not read\n\n");
        }
        for path in &agenda.unread {
            let _ = writeln!(text, "- {}", plain(path));
        }
        for (half, points) in HALVES {
            if agenda.topics.iter().any(|topic| !points(topic).is_empty()) {
                let _ = writeln!(text, "\n### {half}\n");
            }
            for topic in agenda.topics.iter().filter(|topic| !points(topic).is_empty()) {
                let _ = writeln!(text, "- {}", title(topic));
                for point in points(topic) {
                    let help = if point.help.is_empty() { String::new() } else { format!(": {}", message(&clip(&point.help, 160))) };
                    let _ = writeln!(text, "  - [ ] {}{help}", message(&clip(&point.lack, 90)));
                }
            }
        }
        if agenda.topics.iter().any(|topic| !topic.prompts.is_empty()) {
            let _ = writeln!(text, "\n### {QUESTIONS}\n");
        }
        for topic in agenda.topics.iter().filter(|topic| !topic.prompts.is_empty()) {
            let _ = writeln!(text, "- {}", title(topic));
            for prompt in &topic.prompts {
                let _ = writeln!(text, "  - {prompt}");
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
