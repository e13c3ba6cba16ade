//! One frame: lines of a file with marks on them, drawn by miette.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};

use super::{
    Style,
    excerpt::{Excerpt, Mark},
    neutral::clean,
};

/// Draws `marks`, the first being the place a header names; empty if it cannot be drawn.
pub fn draw(marks: &[Mark<'_>], style: Style) -> String {
    let excerpt = Excerpt::new(marks);
    let spans = excerpt.marks.iter().zip(marks).enumerate().map(|(at, (range, mark))| {
        let text = (!mark.text.is_empty()).then(|| clean(&mark.text).into_owned());
        let span = (range.start, range.len());
        if at == 0 { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
    });
    let frame = Frame { labels: spans.collect(), excerpt };
    let mut drawn = String::new();
    if handler(style).render_report(&mut drawn, &frame).is_err() {
        return String::new();
    }
    // What stands above the box is ours.
    let corner = if style.ascii { ",-[" } else { "╭─[" };
    let lines = drawn.lines().skip_while(|line| !line.contains(corner)).filter(|line| !line.trim().is_empty());
    lines.flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn handler(style: Style) -> GraphicalReportHandler {
    let characters = if style.ascii { ThemeCharacters::ascii() } else { ThemeCharacters::unicode() };
    let styles = if style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles }).with_links(false).with_context_lines(1).with_width(WIDTH)
}

/// How wide help texts may run, in columns.
const WIDTH: usize = 100;

#[derive(Debug)]
struct Frame {
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Frame {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Frame {}

impl Diagnostic for Frame {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Source, TextRange};

    const PLAIN: Style = Style { colour: false, ascii: false, hints: false, all: false };

    fn source(text: &str) -> Source {
        Source::new("a.md".into(), text.into())
    }

    fn drawn(text: &str, range: TextRange) -> String {
        let source = source(text);
        draw(&[Mark { source: &source, range, text: "here".into() }], PLAIN)
    }

    #[test]
    fn a_frame_shows_the_line_above_and_the_place() {
        let drawn = drawn("---\r\ntitle: größer\r\nstatus: ready\r\n", TextRange::new(30, 35));
        assert_eq!(
            drawn,
            "   ╭─[a.md:3:9]\n 2 │ title: größer\n 3 │ status: ready\n   ·         ──┬──\n   ·           ╰── here\n   ╰────\n"
        );
    }

    #[test]
    fn the_end_of_a_file_and_an_empty_file_can_be_marked() {
        assert!(drawn("a", TextRange::at(1)).contains("[a.md:1:2]"));
        assert!(drawn("", TextRange::at(0)).contains("[a.md:1:1]"));
        assert!(drawn("a\n", TextRange::at(2)).contains("[a.md:2:1]"));
    }

    #[test]
    fn a_long_line_is_clipped_around_its_mark() {
        let text = format!("{}needle{}", "x".repeat(100_000), "y".repeat(100_000));
        let drawn = drawn(&text, TextRange::new(100_000, 100_006));
        assert!(drawn.contains("[a.md:1:100001]") && drawn.contains("xneedley") && drawn.len() < 2_000, "{drawn}");
    }

    #[test]
    fn distant_marks_get_boxes_of_their_own() {
        let one = source(&"line\n".repeat(40));
        let other = Source::new("b.md".into(), "other\n".into());
        let mark = |source, at| Mark { source, range: TextRange::new(at, at + 2), text: "x".into() };
        let drawn = draw(&[mark(&one, 150), mark(&one, 5), mark(&other, 0)], PLAIN);
        for header in ["[a.md:31:1]", "[a.md:2:1]", "[b.md:1:1]"] {
            assert!(drawn.contains(header), "{drawn}");
        }
    }

    proptest! {
        #[test]
        fn nothing_steers_and_nothing_panics(text in "(\\PC|[\\x00-\\x20\\x7f-\\u{9f}\u{202e}\u{feff}é数👩]|\r\n){0,300}", a in 0usize..400, b in 0usize..400) {
            let floor = |mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1 } at };
            let (a, b) = (floor(a), floor(b));
            let drawn = drawn(&text, TextRange::new(a.min(b), a.max(b)));
            prop_assert!(!drawn.is_empty());
            prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
}
