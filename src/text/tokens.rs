//! A text as words and signs, each with its place; markup, code and quotations are seen through or hidden.

use std::{borrow::Cow, ops::Range};

use super::prose;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with what joins them: `don't`, `user-friendly`, `e.g`.
    Word,
    /// Opens with a digit: `3`, `200ms`, `95`.
    Number,
    /// Code, a quotation, a formula or the target of a link.
    Hidden,
    /// `.`, `!` or `?` where a sentence ends.
    Stop,
    /// `,`
    Comma,
    /// `:`, or a dash between spaces.
    Break,
    /// `;`
    Semicolon,
    /// `(`, `[`
    Open,
    /// `)`, `]`
    Close,
    /// `/`
    Slash,
    /// `&` or `+` between words.
    And,
    /// Three dots.
    Ellipsis,
    /// `<`, `>`, `=`, `%`, `#`, `€` and the like.
    Sign,
    /// An empty line, or the end of a list item.
    Gap,
}

/// A word or sign.
#[derive(Debug, Clone)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// In lower case, with a straight apostrophe; empty of what is hidden.
    pub word: Cow<'t, str>,
    /// Whether it is written in capitals throughout, and has two or more.
    pub capitals: bool,
}

impl Token<'_> {
    /// Whether it is this word.
    pub fn is(&self, word: &str) -> bool {
        self.word == word
    }

    /// Whether it is one of these words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.contains(&&*self.word)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// How much of a text is read, in bytes: what is longer is no sentence, and reading it must not take long.
const READ: usize = 4096;

/// The tokens of the first 4 KiB of `text`; emphasis, list markers and quote marks are left out.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut end = text.len().min(READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let shown = prose::hide(text);
    let mut reader = Reader { text, shown: &shown, at: 0, found: Vec::with_capacity(text.len() / 5) };
    reader.read();
    reader.found
}

struct Reader<'t, 's> {
    text: &'t str,
    shown: &'s str,
    at: usize,
    found: Vec<Token<'t>>,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        while let Some(c) = self.shown[self.at..].chars().next() {
            if c == ' ' {
                self.at += 1;
                continue;
            }
            let start = self.at;
            let next = start + c.len_utf8();
            match c {
                '\n' => self.line_end(),
                c if c.is_alphanumeric() => self.word(c),
                '\u{1}' => {
                    let end = self.shown[start..].find(|c| c != '\u{1}').map_or(self.shown.len(), |len| start + len);
                    self.sign(Kind::Hidden, end);
                }
                '.' if self.shown[start..].starts_with("...") => {
                    let end = self.shown[start..].find(|c| c != '.').map_or(self.shown.len(), |len| start + len);
                    self.sign(Kind::Ellipsis, end);
                }
                '…' => self.sign(Kind::Ellipsis, next),
                '.' | '!' | '?' | '。' => self.stop(c, next),
                ',' => self.sign(Kind::Comma, next),
                ';' => self.sign(Kind::Semicolon, next),
                ':' | '–' | '—' => self.sign(Kind::Break, next),
                '-' if self.stands_alone(start, next) && !self.opens_line(start) => self.sign(Kind::Break, next),
                '(' | '[' => self.sign(Kind::Open, next),
                ')' | ']' => self.sign(Kind::Close, next),
                '/' => self.sign(Kind::Slash, next),
                '&' | '+' if !self.opens_line(start) => self.sign(Kind::And, next),
                '>' if self.opens_line(start) => self.at = next,
                '<' | '>' | '=' | '%' | '#' | '€' | '$' | '£' | '→' | '≤' | '≥' | '±' | '°' => self.sign(Kind::Sign, next),
                _ => self.at = next,
            }
        }
    }

    fn sign(&mut self, kind: Kind, end: usize) {
        self.found.push(Token { kind, range: self.at..end, word: Cow::Borrowed(""), capitals: false });
        self.at = end;
    }

    fn stop(&mut self, c: char, next: usize) {
        let abbreviated = c == '.' && self.found.last().is_some_and(|last| last.range.end == self.at && last.is_any(ABBREVIATIONS));
        let ends = self.shown[next..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | ')' | '"' | '”' | '\''));
        if ends && !abbreviated {
            self.sign(Kind::Stop, next);
        } else {
            self.at = next;
        }
    }

    /// An empty line or a new list item is a gap.
    fn line_end(&mut self) {
        let start = self.at;
        let rest = &self.shown[start..];
        let next = start + (rest.len() - rest.trim_start().len());
        let gap = self.shown[start..next].matches('\n').count() > 1;
        let item = item_marker(&self.shown[next..]);
        if (gap || item > 0) && next < self.shown.len() {
            self.sign(Kind::Gap, next);
        }
        self.at = next + item;
    }

    fn word(&mut self, first: char) {
        let start = self.at;
        let (mut end, is_whole) = self.plain_word();
        let mut chars = self.shown[start..].char_indices().peekable();
        while !is_whole && let Some((at, c)) = chars.next() {
            let joins = matches!(c, '\'' | '’' | '-' | '.' | '_') || (first.is_ascii_digit() && matches!(c, ',' | ':'));
            let inner = joins && at > 0 && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric()) && !(c == '_' && at == 0);
            if !c.is_alphanumeric() && !inner {
                break;
            }
            end = start + at + c.len_utf8();
        }
        let written = &self.text[start..end];
        let kind = if first.is_ascii_digit() { Kind::Number } else { Kind::Word };
        let plain = written.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'\'');
        let word = if plain { Cow::Borrowed(written) } else { Cow::Owned(written.to_lowercase().replace('’', "'")) };
        let capitals = written.len() > 1 && written.chars().all(char::is_uppercase);
        self.found.push(Token { kind, range: start..end, word, capitals });
        self.at = end;
    }

    /// Where the letters and digits of ASCII end that start here, and whether the word does, as most do.
    fn plain_word(&self) -> (usize, bool) {
        let bytes = self.shown.as_bytes();
        let len = bytes[self.at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = self.at + len;
        (end, bytes.get(end).is_none_or(|next| next.is_ascii() && !matches!(next, b'\'' | b'-' | b'.' | b'_' | b',' | b':')))
    }

    fn stands_alone(&self, start: usize, next: usize) -> bool {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        blank(self.shown[..start].chars().next_back()) && blank(self.shown[next..].chars().find(|c| *c != '-'))
    }

    fn opens_line(&self, at: usize) -> bool {
        let line = &self.shown[self.shown[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        line.chars().all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*'))
    }
}

/// The bytes of a list marker at the start of `line`.
fn item_marker(line: &str) -> usize {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len() && line.len() - rest.len() < 4;
    let marked = if numbered { rest.strip_prefix(['.', ')']) } else { rest.strip_prefix(['-', '*', '+']) };
    match marked {
        Some(after) if after.starts_with([' ', '\t']) => line.len() - after.len() + 1,
        _ => 0,
    }
}

const ABBREVIATIONS: &[&str] =
    &["e.g", "i.e", "eg", "ie", "etc", "vs", "approx", "incl", "resp", "cf", "no", "nr", "z.b", "d.h", "bzw", "bijv", "usw"];

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        tokens(text).into_iter().map(|token| (token.kind, token.word.into_owned())).collect()
    }

    #[test]
    fn markup_is_seen_through() {
        let found = kinds("> **As a** _clerk_,\n- I don’t want `x.y`. Done");
        let words: Vec<&str> = found.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words, ["as", "a", "clerk", "", "", "i", "don't", "want", "", "", "done"]);
        assert_eq!(found[3].0, Kind::Comma);
        assert_eq!(found[4].0, Kind::Gap);
        assert_eq!(found[8].0, Kind::Hidden);
        assert_eq!(found[9].0, Kind::Stop);
    }

    #[test]
    fn numbers_and_abbreviations_end_no_sentence() {
        let found = kinds("e.g. 3.5 s, etc. and v1.2 in 10:30 ...");
        assert!(found.iter().all(|(kind, _)| *kind != Kind::Stop), "{found:?}");
        assert_eq!(found.last().unwrap().0, Kind::Ellipsis);
    }

    #[test]
    fn long_texts_are_read_in_part() {
        let long = "é- ".repeat(500_000);
        assert!(tokens(&long).last().unwrap().range.end <= READ);
    }

    #[test]
    fn ranges_are_of_the_text() {
        let text = "Über **alles** – nicht “x”";
        for token in tokens(text).iter().filter(|token| token.is_word()) {
            assert_eq!(text[token.range.clone()].to_lowercase(), token.word);
        }
    }
}
