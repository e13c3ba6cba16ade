//! What can stop a reader of front matter, and the limits it keeps.

use crate::source::TextRange;

/// How large the block may be, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// How deep lists and maps may nest.
pub const MAX_DEPTH: usize = 64;
/// How many values, keys included, front matter may hold.
pub const MAX_NODES: usize = 10_000;

/// What stopped the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// `&name` or `*name`.
    Alias,
    /// `!name`.
    Tag,
    /// A list or map as a key.
    ComplexKey,
    /// `<<`.
    MergeKey,
    /// A second document.
    SecondDocument,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More than [`MAX_NODES`] values.
    TooMany,
    /// A tab where indentation is wanted.
    Tab,
    /// A quote that never closes.
    UnclosedQuote,
    /// Text behind a closing quote.
    TextAfterQuote,
    /// `\q` in double quotes.
    Escape,
    /// `[` or `{` that never closes, or closes wrongly.
    UnclosedBracket,
    /// A value that starts with a character YAML keeps for itself.
    ReservedCharacter,
    /// `%`, which opens a directive.
    Directive,
    /// A `: ` where none may be, or a line that is no `key: value`.
    Structure,
    /// Any other fault of the syntax.
    Syntax,
}

impl Stop {
    const ALL: [Stop; 16] = [
        Stop::Alias,
        Stop::Tag,
        Stop::ComplexKey,
        Stop::MergeKey,
        Stop::SecondDocument,
        Stop::TooDeep,
        Stop::TooMany,
        Stop::Tab,
        Stop::UnclosedQuote,
        Stop::TextAfterQuote,
        Stop::Escape,
        Stop::UnclosedBracket,
        Stop::ReservedCharacter,
        Stop::Directive,
        Stop::Structure,
        Stop::Syntax,
    ];

    /// As a number, to travel inside a `Pod`.
    pub(super) fn code(self) -> i64 {
        self as i64
    }

    /// Back from the number.
    pub(super) fn from_code(code: i64) -> Stop {
        usize::try_from(code).ok().and_then(|at| Self::ALL.get(at)).copied().unwrap_or(Stop::Syntax)
    }
}

/// A fault of the syntax: what and where, offsets relative to the block, and the parser's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxFault {
    pub(super) stop: Stop,
    pub(super) range: TextRange,
    pub(super) words: String,
}
