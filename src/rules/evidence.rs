//! What the text and the fields of a story show, where more than one rule has to know it.

use crate::{
    concept::Estimate,
    layout::normalise,
    parse::BlockKind,
    rule::StoryCx,
    source::TextRange,
    story::{Field, description},
    text::{placeholder, words},
};

/// What a bug tells so that someone else can see it happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BugParts {
    /// How to make it happen.
    pub(super) steps: bool,
    /// What should happen.
    pub(super) expected: bool,
    /// What happens.
    pub(super) actual: bool,
}

/// What keeps a spike from growing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SpikeParts {
    /// What it has to answer.
    pub(super) question: bool,
    /// How long it may take.
    pub(super) timebox: bool,
}

/// What a bug tells, by heading or label.
pub(super) fn bug_parts(cx: &StoryCx<'_>) -> BugParts {
    let [steps, expected, actual] = shown(cx, bug_name);
    BugParts { steps, expected, actual }
}

/// What a spike tells: by heading or label, the question also in its sentences, the timebox also by a key or an estimate in time.
pub(super) fn spike_parts(cx: &StoryCx<'_>) -> SpikeParts {
    let [question, timebox] = shown(cx, spike_name);
    let outline = cx.outline();
    let title = cx.story.title.value().map_or("", String::as_str);
    let texts = || outline.blocks.iter().filter_map(|block| description::own_text(outline, block)).map(|range| cx.slice(range));
    let mut headings = cx.story.parts.iter().map(|part| (part, cx.slice(part.heading)));
    SpikeParts {
        question: question
            || asks(title)
            || texts().any(asks)
            || headings.clone().any(|(part, name)| asks(name) && !part.is_empty(outline)),
        timebox: timebox
            || has_timebox_field(cx)
            || bounds(title)
            || texts().any(|text| text.lines().any(bounds))
            || headings.any(|(_, name)| bounds(name)),
    }
}

/// The estimate and its place; a bare number is hours or days where the team's scale is.
pub(super) fn estimate(cx: &StoryCx<'_>) -> Option<(TextRange, Estimate)> {
    let Field::Value { range, value } = &cx.story.estimate else { return None };
    let written = cx.slice(*range).trim().trim_matches(['"', '\'']);
    let in_time = match value {
        Estimate::Points(_) => cx.around.team.estimates.read(written).filter(is_time),
        _ => None,
    };
    Some((*range, in_time.unwrap_or(*value)))
}

fn is_time(estimate: &Estimate) -> bool {
    matches!(estimate, Estimate::Hours(_) | Estimate::Days(_))
}

/// Which parts a normalised name of a heading or label stands for.
type Names<const N: usize> = fn(&str) -> [bool; N];

/// The parts found so far, and those that the last heading or label promises.
struct Seen<const N: usize> {
    names: Names<N>,
    found: [bool; N],
    awaited: [bool; N],
    level: u8,
}

/// A label ends where any heading begins.
const LABEL: u8 = u8::MAX;

/// Which parts have a heading or a label with something behind it.
fn shown<const N: usize>(cx: &StoryCx<'_>, names: Names<N>) -> [bool; N] {
    let outline = cx.outline();
    let mut seen = Seen { names, found: [false; N], awaited: [false; N], level: LABEL };
    for block in &outline.blocks {
        match &block.kind {
            BlockKind::Heading(place) => {
                if let Some(heading) = outline.headings.get(*place as usize) {
                    seen.heading(heading.level, cx.slice(heading.title));
                }
            }
            BlockKind::Row { .. } => seen.row(cx.slice(block.range)),
            BlockKind::Code { .. } | BlockKind::Html { comment: false } => seen.said(),
            _ => {
                let text = description::own_text(outline, block).map_or("", |range| cx.slice(range));
                for line in text.lines() {
                    seen.line(line);
                }
            }
        }
    }
    seen.found
}

impl<const N: usize> Seen<N> {
    fn heading(&mut self, level: u8, title: &str) {
        if level <= self.level {
            self.awaited = [false; N];
            self.level = level;
        }
        let parts = (self.names)(&normalise(title));
        if any(parts) {
            self.level = level;
            add(&mut self.awaited, parts);
        } else if let Some((name, value)) = label(title) {
            let parts = self.named(name);
            if any(parts) && says(value) {
                add(&mut self.found, parts);
            }
        }
    }

    fn line(&mut self, line: &str) {
        let named = label(line).map(|(name, value)| (self.named(name), value)).filter(|(parts, _)| any(*parts));
        match named {
            Some((parts, value)) if says(value) => {
                self.awaited = [false; N];
                add(&mut self.found, parts);
            }
            Some((parts, _)) => self.promise(parts),
            None if any(self.awaited) && says(line) => self.said(),
            None => {}
        }
    }

    /// `| Expected | the page opens |`, or a header whose cells are names.
    fn row(&mut self, row: &str) {
        let cells: Vec<[bool; N]> = row.trim().trim_matches('|').split('|').map(|cell| self.named(cell)).collect();
        let mut parts = [false; N];
        for named in &cells {
            add(&mut parts, *named);
        }
        if !any(parts) && !any(self.awaited) {
            return;
        }
        let first = cells.first().copied().unwrap_or([false; N]);
        let other = row.trim().trim_matches('|').split('|').zip(&cells).any(|(cell, named)| !any(*named) && says(cell));
        if any(first) && other {
            add(&mut self.found, first);
        } else if any(parts) {
            self.promise(parts);
        } else if other {
            self.said();
        }
    }

    fn promise(&mut self, parts: [bool; N]) {
        self.awaited = parts;
        self.level = LABEL;
    }

    /// Something stands here that is no name: what was promised is kept.
    fn said(&mut self) {
        add(&mut self.found, self.awaited);
        self.awaited = [false; N];
    }

    fn named(&self, name: &str) -> [bool; N] {
        (self.names)(&normalise(name))
    }
}

fn any<const N: usize>(parts: [bool; N]) -> bool {
    parts.contains(&true)
}

fn add<const N: usize>(to: &mut [bool; N], parts: [bool; N]) {
    for (to, part) in to.iter_mut().zip(parts) {
        *to |= part;
    }
}

/// Name and value of a line that may open with a label: `**Expected:** the total`, `Expected: the total`, `**Expected**`.
fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    let bare = line.trim_start_matches(['*', '_']);
    if bare.len() == line.len() {
        return line.split_once(COLONS).filter(|(name, _)| name.len() <= LONGEST_NAME);
    }
    let (marked, rest) = bare.split_at(bare.find(['*', '_'])?);
    let (name, value) = marked.split_once(COLONS).unwrap_or((marked, ""));
    Some((name, if value.trim().is_empty() { rest.trim_start_matches(['*', '_', ':', '：', '-', '–', '—', ' ', '\t']) } else { value }))
}

const COLONS: [char; 2] = [':', '：'];
const LONGEST_NAME: usize = 80;

/// Whether a text says more than that it is to come. `No response` is what the forms of a tracker leave where nothing was filled in.
fn says(text: &str) -> bool {
    !placeholder::is_only(text) && words::normalise(text) != "no response"
}

fn bug_name(name: &str) -> [bool; 3] {
    named_in(name, [STEPS, EXPECTED, ACTUAL])
}

fn spike_name(name: &str) -> [bool; 2] {
    named_in(name, [QUESTION, TIMEBOX])
}

/// Which lists know a name; `expected vs actual` is in two. A phrase of several words may go on: `steps to reproduce the crash`.
fn named_in<const N: usize>(name: &str, lists: [&str; N]) -> [bool; N] {
    if name.is_empty() || name.len() > LONGEST_NAME {
        return [false; N];
    }
    let pieces = pieces(name);
    let is = |piece: &str, known: &str| {
        piece.strip_prefix(known).is_some_and(|rest| rest.is_empty() || (known.contains(' ') && rest.starts_with(' ')))
    };
    lists.map(|list| pieces.iter().any(|piece| list.split(';').any(|known| is(piece, known.trim()))))
}

fn pieces(name: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in name.replace(['/', ',', '&', '+'], " and ").split_whitespace() {
        if JOINTS.contains(&word.trim_end_matches('.')) {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            if !piece.is_empty() {
                piece.push(' ');
            }
            piece.push_str(word);
        }
    }
    pieces
}

/// Whether a text asks something, outright or in a subordinate clause.
fn asks(text: &str) -> bool {
    words::asks(text) || {
        let said = format!(" {} ", words::normalise(text));
        INDIRECT.iter().any(|clause| said.contains(clause))
    }
}

/// Whether a line limits the time in a sentence: `timeboxed to two days`.
fn bounds(line: &str) -> bool {
    let lower = line.to_lowercase();
    let boxed = ["timebox", "time-box", "time box"].iter().any(|word| lower.contains(word));
    boxed && (lower.contains(|c: char| c.is_ascii_digit()) || UNITS.iter().any(|unit| lower.contains(unit)))
}

fn has_timebox_field(cx: &StoryCx<'_>) -> bool {
    let root = &cx.story.parsed.front_matter.root;
    let field = |key: &str| root.get(cx.text, key).and_then(|(_, value)| value.text(cx.text)).is_some_and(|value| says(&value));
    ["timebox", "time_box", "time_limit"].into_iter().any(field) || estimate(cx).is_some_and(|(_, estimate)| is_time(&estimate))
}

const JOINTS: &[&str] = &["and", "vs", "versus", "en", "und", "et"];

// Names as headings and labels are compared: English, Dutch, German and French.

const STEPS: &str = "\
    steps; steps to reproduce; step to reproduce; steps for reproduction; steps for reproducing; steps to replicate; steps to recreate;\
    how to reproduce; how to replicate; to reproduce; reproduce; reproducing; reproduction; reproduction steps; reproducible example;\
    minimal reproduction; minimal example; repro; repro steps; test steps; stappen; stappen om te reproduceren; te reproduceren;\
    hoe te reproduceren; reproductie; reproductiestappen; schritte; schritte zum reproduzieren; schritte zur reproduktion;\
    schritte zum nachstellen; reproduktion; reproduktionsschritte; étapes; étapes pour reproduire; étapes de reproduction;\
    comment reproduire; pour reproduire; reproduire";

const EXPECTED: &str = "\
    expected; expected behaviour; expected behavior; expected result; expected results; expected outcome; expected output;\
    expected response; expected state; expectation; expectations; what should happen; what i expected; what you expected;\
    what did you expect; what was expected; verwacht; verwachting; verwacht gedrag; verwacht resultaat; verwachte gedrag;\
    verwachte resultaat; erwartet; erwartung; erwartetes verhalten; erwartetes ergebnis; soll; sollverhalten; soll-verhalten;\
    soll-zustand; attendu; comportement attendu; résultat attendu; résultats attendus";

const ACTUAL: &str = "\
    actual; actual behaviour; actual behavior; actual result; actual results; actual outcome; actual output; observed;\
    observed behaviour; observed behavior; observed result; observed results; current behaviour; current behavior; current result;\
    what happens; what happened; what actually happens; what actually happened; what is happening; what went wrong; describe the bug;\
    symptom; symptoms; error message; werkelijk; werkelijk gedrag; werkelijk resultaat; werkelijke gedrag; werkelijke resultaat;\
    huidig gedrag; huidige gedrag; feitelijk gedrag; feitelijk resultaat; tatsächlich; tatsächliches verhalten; tatsächliches ergebnis;\
    aktuelles verhalten; ist; istverhalten; ist-verhalten; ist-zustand; obtenu; observé; constaté; comportement actuel;\
    comportement observé; comportement constaté; résultat actuel; résultat obtenu";

const QUESTION: &str = "\
    question; questions; question to answer; questions to answer; open question; open questions; key question; key questions;\
    research question; research questions; what we want to know; what we want to learn; what do we want to know;\
    what we want to find out; what do we want to find out; learning goal; learning goals; hypothesis; hypotheses; unknowns;\
    to find out; decision to make; decision needed; vraag; vragen; onderzoeksvraag; onderzoeksvragen; hypothese; frage; fragen;\
    offene fragen; fragestellung; forschungsfrage; leitfrage; hypothèse; problématique";

const TIMEBOX: &str = "\
    timebox; time box; time-box; timeboxed; timebox duration; time limit; time budget; maximum time; max time; duration; tijdslimiet;\
    maximale tijd; tijdsduur; zeitrahmen; zeitlimit; zeitbudget; zeitbox; durée; durée maximale; limite de temps; temps imparti";

const INDIRECT: &[&str] = &[
    " whether ",
    " find out ",
    " figure out ",
    " decide which ",
    " decide if ",
    " determine which ",
    " determine if ",
    " uitzoeken of ",
    " nagaan of ",
    " ob ",
    " herausfinden ",
    " savoir si ",
    " déterminer si ",
];

const UNITS: &[&str] =
    &["hour", "day", "week", "sprint", "half", "uur", "uren", "dag", "stunde", "tag", "woche", "heure", "jour", "semaine"];
