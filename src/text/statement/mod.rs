//! The statement of a user story: who wants what and why, in whatever shape and language people write it.

mod frames;

use std::ops::Range;

use frames::{FRAMES, Frame};

use super::{
    hashed,
    tokens::{Kind, Token, tokens},
};

/// The statement of a user story; ranges are bytes of the text it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// All of it, without the sign that ends it.
    pub range: Range<usize>,
    /// Who, without `As a`; of a job story nobody.
    pub role: Option<Range<usize>>,
    /// `I want`; where it is left out, nothing.
    pub wish: Option<Range<usize>>,
    /// What is wanted, without the wish and the benefit.
    pub means: Option<Range<usize>>,
    /// Why, with the words that begin it: `so that ...`.
    pub benefit: Option<Range<usize>>,
    /// Whether a situation stands in place of the role: `When ..., I want ...`.
    pub situation: bool,
    /// The language of its frame, as a code of two letters.
    pub language: &'static str,
}

/// The first statement in `text`; one that is whole goes before one that lacks a role or a wish.
pub fn find(text: &str) -> Option<Statement> {
    if !may_begin(text) {
        return None;
    }
    let tokens = tokens(text);
    let mut partial = None;
    for start in starts(&tokens) {
        for frame in FRAMES.iter() {
            let reader = Reader { text, tokens: &tokens, frame };
            match reader.statement(start) {
                Some(found) if found.wish.is_some() && (found.role.is_some() || found.situation) => return Some(found),
                Some(found) => partial = partial.or(Some(found)),
                None => {}
            }
        }
    }
    partial
}

/// Where a second benefit begins within one that opens a text: `so that ..., in order to ...`.
pub fn second_benefit(benefit: &str) -> Option<Range<usize>> {
    // Most benefits have no second word that one could begin with.
    if !hashed::words(benefit).skip(1).any(frames::begins_again) {
        return None;
    }
    let tokens = tokens(benefit);
    FRAMES.iter().find_map(|frame| {
        let reader = Reader { text: benefit, tokens: &tokens, frame };
        if tokens.is_empty() || !reader.opens_benefit(0) {
            return None;
        }
        // `so that that` is a slip.
        let second = (SLIP..tokens.len()).find(|at| frame.again.matched(&[], &tokens[*at..]).is_some())?;
        reader.span(second, tokens.len())
    })
}

/// Whether a line or sentence of `text` opens with a word that a statement can open with; cheap, and never wrong in saying no.
pub fn may_begin(text: &str) -> bool {
    // A label may stand before it: `Story: As a clerk, ...`
    sentences(text).flat_map(|sentence| std::iter::once(sentence).chain(sentence.split_once(':').map(|(_, rest)| rest))).any(|sentence| {
        let word = first_word(sentence);
        (1..=LONGEST_OPENER).contains(&word.len()) && frames::opens(word)
    })
}

/// The pieces of `text` that lines and full stops before a blank set apart.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_end = |at: &usize| text.as_bytes()[*at] == b'\n' || text.as_bytes().get(at + 1) == Some(&b' ');
        let end = memchr::memchr2_iter(b'\n', b'.', text.as_bytes()).find(is_end);
        rest = end.map(|at| &text[at + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Whether `text` opens with a word that can carry on a statement that began before it.
pub fn may_carry_on(text: &str) -> bool {
    frames::carries_on(&first_word(text).to_lowercase())
}

fn first_word(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())]
}

/// The longest word a statement opens with, in bytes.
const LONGEST_OPENER: usize = 12;

/// The words that a statement can open with.
fn starts(tokens: &[Token<'_>]) -> impl Iterator<Item = usize> {
    (0..tokens.len()).filter(|at| tokens[*at].is_word() && frames::opens(&tokens[*at].word))
}

struct Reader<'a, 't> {
    text: &'a str,
    tokens: &'a [Token<'t>],
    frame: &'static Frame,
}

impl Reader<'_, '_> {
    /// The statement that begins with the token at `start`.
    fn statement(&self, start: usize) -> Option<Statement> {
        let opens = start == 0 || !matches!(self.tokens[start - 1].kind, Kind::Word | Kind::Number | Kind::Comma) || self.breaks(start);
        if !opens {
            return None;
        }
        if let Some(found) = self.role_first(start) {
            return Some(found);
        }
        if let Some(taken) = self.frame.benefit_first.matched(&[], &self.tokens[start..]) {
            return self.benefit_first(start, start + taken);
        }
        if let Some(taken) = self.frame.situation.matched(&[], &self.tokens[start..]) {
            return self.job(start, start + taken);
        }
        let taken = self.frame.wish_alone.matched(&self.frame.between, &self.tokens[start..])?;
        Some(self.with_wish(start, None, start, start + taken))
    }

    /// `As a clerk, I want ...`
    fn role_first(&self, start: usize) -> Option<Statement> {
        let taken = self.frame.role.matched(&[], &self.tokens[start..])?;
        let from = start + taken;
        let first = self.tokens.get(from)?;
        if self.frame.not_role.iter().any(|word| first.is(word)) {
            return None;
        }
        let end = self.sentence_end(from);
        if let Some((wish, behind)) = self.wish_between(from, end) {
            let role = self.span(from, wish).filter(|_| wish > from);
            return Some(self.with_wish(start, role, wish, behind));
        }
        // `As a clerk, I export`: who and what, but no wish.
        let subject = (from..end.min(from + ROLE)).find(|at| {
            self.frame.subject.iter().any(|word| self.tokens[*at].is(word))
                && matches!(self.tokens[at - 1].kind, Kind::Comma | Kind::Word | Kind::Gap)
        })?;
        let role = self.span(from, subject)?;
        let means = self.means_end(subject + 1);
        Some(Statement { wish: None, ..self.assemble(start, Some(role), subject..subject, subject + 1, means) })
    }

    /// `In order to pay on time, as a clerk, I want ...`
    fn benefit_first(&self, start: usize, from: usize) -> Option<Statement> {
        let end = self.sentence_end(from);
        let role = (from..end).find(|at| {
            self.frame.role.matched(&[], &self.tokens[*at..]).is_some()
                && (matches!(self.tokens[at - 1].kind, Kind::Comma | Kind::Gap | Kind::Break) || self.breaks(*at))
        })?;
        let mut found = self.role_first(role).filter(|found| found.wish.is_some())?;
        found.benefit = found.benefit.or_else(|| self.span(start, role));
        found.range.start = self.tokens[start].range.start;
        Some(found)
    }

    /// `When the month ends, I want ...`
    fn job(&self, start: usize, from: usize) -> Option<Statement> {
        let end = self.sentence_end(from).min(from + 3 * ROLE);
        let wish = (from + 1..end).find_map(|at| {
            let behind = matches!(self.tokens[at - 1].kind, Kind::Comma | Kind::Gap) || self.breaks(at);
            self.frame.wish_alone.matched(&self.frame.between, &self.tokens[at..]).filter(|_| behind).map(|taken| (at, at + taken))
        })?;
        Some(Statement { situation: true, ..self.with_wish(start, None, wish.0, wish.1) })
    }

    fn with_wish(&self, start: usize, role: Option<Range<usize>>, wish: usize, behind: usize) -> Statement {
        let means = self.means_end(behind);
        self.assemble(start, role, wish..behind, behind, means)
    }

    fn assemble(
        &self,
        start: usize,
        role: Option<Range<usize>>,
        wish: Range<usize>,
        from: usize,
        means: (usize, Option<usize>),
    ) -> Statement {
        let (until, benefit) = means;
        let end = self.statement_end(benefit.unwrap_or(until), self.breaks(wish.start));
        let until = if benefit.is_some() { until } else { until.min(end) };
        let last = end.max(from).max(1) - 1;
        Statement {
            range: self.tokens[start].range.start..self.tokens[last].range.end,
            role,
            wish: self.span(wish.start, wish.end),
            means: self.span(from, until.min(end)),
            benefit: benefit.and_then(|benefit| self.span(benefit, end)),
            situation: false,
            language: self.frame.language.as_str(),
        }
    }

    /// The wish between two tokens: where it begins, and what comes behind it.
    fn wish_between(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        (from..end.min(from + ROLE)).find_map(|at| {
            let taken = self.frame.wish.matched(&self.frame.between, &self.tokens[at..])?;
            Some((at, at + taken))
        })
    }

    /// Where what is wanted ends, and where the benefit begins.
    fn means_end(&self, from: usize) -> (usize, Option<usize>) {
        let end = self.sentence_end(from);
        let benefit = (from..end).find(|at| self.opens_benefit(*at));
        if let Some(benefit) = benefit {
            return (benefit, Some(benefit));
        }
        // A full stop before `So that` is a slip.
        let next = end + usize::from(self.tokens.get(end).is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Gap)));
        let next = next + usize::from(self.tokens.get(next).is_some_and(|token| token.kind == Kind::Gap));
        let follows = next < self.tokens.len() && self.opens_benefit(next);
        (end, follows.then_some(next))
    }

    fn opens_benefit(&self, at: usize) -> bool {
        let rest = &self.tokens[at..];
        if self.frame.benefit.matched(&[], rest).is_some() {
            return true;
        }
        let so = rest.first().is_some_and(|token| token.is("so"));
        so && rest.get(1).is_some_and(|next| self.frame.so.iter().any(|word| next.is(word)))
    }

    /// Where the sentence from `from` on ends; list items and paragraphs that carry it on belong to it.
    fn sentence_end(&self, from: usize) -> usize {
        (from..self.tokens.len())
            .find(|at| match self.tokens[*at].kind {
                Kind::Stop => true,
                Kind::Gap => !self.carries_on(at + 1),
                _ => false,
            })
            .unwrap_or(self.tokens.len())
    }

    fn carries_on(&self, at: usize) -> bool {
        let Some(rest) = self.tokens.get(at..) else { return false };
        self.frame.wish.matched(&self.frame.between, rest).is_some()
            || (!rest.is_empty() && self.opens_benefit(at))
            || self.frame.role.matched(&[], rest).is_some()
    }

    /// Where the statement ends; where its parts stand on lines of their own, with the line.
    fn statement_end(&self, from: usize, lines: bool) -> usize {
        let end = self.sentence_end(from);
        let line = (from + 1..end).find(|at| lines && self.breaks(*at) && !self.carries_on(*at));
        line.unwrap_or(end)
    }

    /// Whether a line ends before the token.
    fn breaks(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.tokens.get(at)) else { return false };
        before.kind == Kind::Gap || self.tokens.get(at).is_some_and(|token| self.text[before.range.end..token.range.start].contains('\n'))
    }

    /// The bytes from one token up to another, without the signs at both ends.
    fn span(&self, from: usize, until: usize) -> Option<Range<usize>> {
        let is_sign =
            |token: &Token<'_>| matches!(token.kind, Kind::Comma | Kind::Break | Kind::Semicolon | Kind::Gap | Kind::Stop | Kind::Ellipsis);
        let tokens = self.tokens.get(from..until.max(from))?;
        let first = tokens.iter().find(|token| !is_sign(token))?;
        let last = tokens.iter().rfind(|token| !is_sign(token))?;
        Some(first.range.start..last.range.end)
    }
}

/// How many words after a benefit begins another may begin.
const SLIP: usize = 4;

/// The longest role, in words.
const ROLE: usize = 25;

#[cfg(test)]
mod tests;
