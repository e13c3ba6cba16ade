//! The statement of a user story: who wants what and why, in whatever shape and language people write it.

mod benefit;
mod frames;

use std::ops::Range;

use frames::{FRAMES, Frame};

use super::{
    english::verbs::any_form,
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
        if tokens.is_empty() || reader.benefit_at(0, usize::MAX).is_none() {
            return None;
        }
        // `so that that` is a slip.
        let second = (SLIP..tokens.len()).find(|at| frame.again.matched(&[], &tokens[*at..]).is_some())?;
        reader.span(second, tokens.len())
    })
}

/// Whether `heading` is what a role follows, as where each part of a statement has a heading of its own.
pub fn opens_role(heading: &str) -> bool {
    let tokens = tokens(heading);
    FRAMES.iter().any(|frame| frame.role.matched(&[], &tokens).is_some_and(|taken| taken == tokens.len() && taken > 0))
}

/// The same of a wish or a reason.
pub fn carries_role_on(heading: &str) -> bool {
    let tokens = tokens(heading);
    !tokens.is_empty()
        && FRAMES.iter().any(|frame| {
            let reader = Reader { text: heading, tokens: &tokens, frame };
            reader.wish_at(0).is_some()
                || frame.benefit.matched(&[], &tokens).is_some()
                || frame.weak.iter().any(|word| tokens[0].is(word))
                || tokens[0].is("so")
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
        if let Some(found) = self.spoken(start) {
            return Some(found);
        }
        let taken = self.frame.wish_alone.matched(&self.frame.between, &self.tokens[start..])?;
        Some(self.wish_first(start, start + taken).unwrap_or_else(|| self.with_wish(start, None, start, start + taken)))
    }

    /// `As a clerk, I want ...`
    fn role_first(&self, start: usize) -> Option<Statement> {
        let taken = self.frame.role.matched(&[], &self.tokens[start..])?;
        let from = start + taken;
        let first = self.tokens.get(from)?;
        let end = self.sentence_end(from);
        // Behind a reason nothing is a wish: in `my aim is a list, so that I can pay`, `I can` is none.
        let reason = (from + 1..end.min(from + ROLE)).find(|at| self.benefit_at(*at, from).is_some());
        if let Some((wish, behind)) = self.wish_between(from, reason.unwrap_or(end)) {
            let role = self.span(from, wish).filter(|_| wish > from);
            return self.is_role(from, wish).then(|| self.with_wish(start, role, wish, behind));
        }
        if let Some(reason) = reason
            && let Some((wish, behind)) = self.wish_behind(reason, end)
        {
            let found = self.with_wish(start, self.span(from, reason), wish, behind);
            let benefit = found.benefit.clone().or_else(|| self.span(reason, wish));
            return self.is_role(from, reason).then_some(Statement { benefit, ..found });
        }
        if (self.frame.not_role.iter().chain(&self.frame.not_role_alone).any(|word| first.is(word)) && !first.capitals)
            || !self.is_role(from, end)
        {
            return None;
        }
        let end = reason.unwrap_or(end);
        // `As a clerk, I export`: who and what, but no wish.
        let subject = (from..end.min(from + ROLE)).find(|at| {
            self.frame.subject.iter().any(|word| self.tokens[*at].is(word))
                && matches!(self.tokens[at - 1].kind, Kind::Comma | Kind::Word | Kind::Gap)
        });
        let Some(subject) = subject else { return self.without_wish(start, from, reason?) };
        let role = self.span(from, subject)?;
        let means = self.means_end(subject + 1);
        Some(Statement { wish: None, ..self.assemble(start, Some(role), subject..subject, subject + 1, means) })
    }

    /// `As a clerk, the list has to show the total, so that ...`: who, what and why, in words of its own.
    fn without_wish(&self, start: usize, from: usize, reason: usize) -> Option<Statement> {
        let comma = (from + 1..reason.min(from + SHORT_ROLE)).find(|at| self.tokens[*at].kind == Kind::Comma)?;
        let happens =
            |token: &Token<'_>| token.is_any(&["is", "has", "are", "was"]) || (token.word.ends_with('s') && any_form(&token.word));
        let told = !self.tokens[from - 1].is_any(&["a", "an"]) || self.tokens[from..comma].iter().any(happens);
        if told || reason < comma + SLIP {
            return None;
        }
        let means = (reason, Some(reason));
        let found = self.assemble(start, self.span(from, comma), comma + 1..comma + 1, comma + 1, means);
        let at = self.tokens[comma + 1].range.start;
        Some(Statement { wish: Some(at..at), ..found })
    }

    /// Whether the tokens between `as` and what follows name somebody.
    fn is_role(&self, from: usize, until: usize) -> bool {
        let words: Vec<&str> = self.tokens[from..until].iter().take_while(|token| token.is_word()).map(|token| &*token.word).collect();
        let names_nobody = |aside: &frames::Phrase| {
            let open_ended = aside.last().is_some_and(|last| last == "of");
            words.len() >= aside.len()
                && aside.iter().zip(&words).all(|(known, word)| known == word)
                && (open_ended || words.len() == aside.len())
        };
        let first = &self.tokens[from];
        let bare = self.tokens[from - 1].is("as") && !first.capitals;
        let stopped = bare && self.frame.not_role.iter().any(|word| first.is(word));
        !stopped && !self.frame.aside.iter().any(names_nobody)
    }

    /// `I, as a clerk, want ...`
    fn spoken(&self, start: usize) -> Option<Statement> {
        let speaker = self.frame.speaker.iter().find(|word| self.tokens[start].is(word))?;
        let at = start + 1 + usize::from(self.tokens.get(start + 1)?.kind == Kind::Comma);
        let from = at + self.frame.role.matched(&[], self.tokens.get(at..)?)?;
        let end = self.sentence_end(from).min(from + ROLE);
        (from + 1..end).find_map(|wish| {
            let rest = &self.tokens[wish..];
            let tail = self.frame.wish.tail_matched(speaker, &self.frame.between, rest);
            let taken = tail.or_else(|| self.frame.wish.matched(&self.frame.between, rest))?;
            Some(self.with_wish(start, self.span(from, wish), wish, wish + taken))
        })
    }

    /// `I want, as a clerk, to ...`
    fn wish_first(&self, start: usize, behind: usize) -> Option<Statement> {
        let comma = usize::from(self.tokens.get(behind)?.kind == Kind::Comma);
        let from = behind + comma + self.frame.role.matched(&[], self.tokens.get(behind + comma..)?)?;
        let until = if comma > 0 {
            (from + 1..self.tokens.len().min(from + SHORT_ROLE)).find(|at| self.tokens[*at].kind == Kind::Comma)?
        } else {
            from + 1
        };
        let role = self.span(from, until)?;
        Some(Statement { wish: self.span(start, behind), ..self.with_wish(start, Some(role), start, until) })
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
            let taken = self.wish_at(at)?;
            Some((at, at + taken))
        })
    }

    /// How many tokens the wish at `at` takes.
    fn wish_at(&self, at: usize) -> Option<usize> {
        let rest = &self.tokens[at..];
        let clause = || self.frame.wish_clause.matched(&self.frame.between, rest).filter(|_| self.opens_clause(at));
        self.frame.wish.matched(&self.frame.between, rest).or_else(clause)
    }

    /// The wish behind a reason that stands before it: `As a clerk, in order to pay, I want ...`
    fn wish_behind(&self, reason: usize, end: usize) -> Option<(usize, usize)> {
        (reason + 1..end.min(reason + 2 * ROLE)).filter(|at| self.opens_clause(*at)).find_map(|at| {
            let taken = self.wish_at(at)?;
            let is_modal = self.tokens[at..at + taken].iter().any(|token| token.is_any(MODALS));
            (!is_modal).then_some((at, at + taken))
        })
    }

    /// Whether a comma, a colon or a line end goes before the token.
    fn opens_clause(&self, at: usize) -> bool {
        at == 0 || matches!(self.tokens[at - 1].kind, Kind::Comma | Kind::Gap | Kind::Break | Kind::Semicolon) || self.breaks(at)
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
        (!rest.is_empty() && (self.wish_at(at).is_some() || self.benefit_at(at, usize::MAX).is_some()))
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

/// What makes a wish part of a benefit: `so that I can pay`.
const MODALS: &[&str] = &[
    "can", "could", "may", "must", "should", "will", "shall", "able", "kan", "kunnen", "kann", "können", "peux", "pouvons", "puedo",
    "podemos", "posso", "possiamo", "mohu", "můžu", "můžeme",
];

/// The longest role that a comma alone ends, in words.
const SHORT_ROLE: usize = 9;

/// The longest role, in words.
const ROLE: usize = 25;

#[cfg(test)]
mod tests;
