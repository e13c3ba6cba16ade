//! Faults of TOML front matter in words.

use super::{
    culprit::{Line, invalid, twice},
    stop::SyntaxFault,
};
use crate::{finding::Fault, source::TextRange, text::words};

/// What stopped the reader, in words; `top` is where the block begins.
pub(super) fn explain(text: &str, top: usize, fault: &SyntaxFault) -> Fault {
    let line = Line::at(text, top, fault.range.start as usize, '=');
    let lines = std::iter::once(&line);
    let above = line.above('=');
    lines.chain(&above).find_map(|line| of_line(text, top, line, fault)).unwrap_or_else(|| {
        let help = "check the quotes and commas of this line";
        invalid(fault.range, format!("no valid TOML: {}", fault.words.trim_end_matches('.')), help, "syntax")
    })
}

fn of_line(text: &str, top: usize, line: &Line<'_>, fault: &SyntaxFault) -> Option<Fault> {
    let Some(key) = line.key else { return colon(line) };
    let name = words::quote(line.slice(key));
    let value = line.slice(line.value);
    if fault.words.contains("duplicate key") {
        let mut above = line.above('=');
        while let Some(other) = above {
            if let Some(earlier) = other.key.filter(|earlier| other.slice(*earlier) == line.slice(key)) {
                return Some(twice(text, key, earlier));
            }
            above = other.above('=').filter(|other| other.range.start as usize >= top);
        }
    }
    let first = value.chars().next();
    let open = TextRange::new(line.value.start as usize, line.value.start as usize + 1);
    match first {
        None => {
            let at = TextRange::at(line.range.end as usize);
            Some(invalid(at, format!("{name} has no value"), "write a value, or delete the line", "toml-no-value"))
        }
        Some(quote @ ('"' | '\'')) if value.matches(quote).count() == 1 => {
            let help = format!("add the closing `{quote}` at the end of the value");
            Some(invalid(open, format!("the value of {name} opens a quote that never closes"), help, "unclosed-quote"))
        }
        Some('[') if !value.contains(']') => {
            Some(invalid(open, format!("a list that is never closed in {name}"), "add the closing `]`", "unclosed-list"))
        }
        Some(c) if c.is_alphabetic() && !matches!(value, "true" | "false" | "inf" | "nan") => {
            let fixed = format!("{} = \"{value}\"", line.slice(key));
            let short = fixed.chars().count() <= 60 && !value.contains(['"', '\\', '`']);
            let help = if short { format!("put it in quotes: `{fixed}`") } else { "put the value in double quotes".into() };
            Some(invalid(line.value, format!("the value of {name} is not in quotes"), help, "toml-unquoted"))
        }
        _ => None,
    }
}

/// A colon where an equals sign is wanted.
fn colon(line: &Line<'_>) -> Option<Fault> {
    let said = line.said();
    let (key, value) = said.split_once(':')?;
    if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let at = line.value.start as usize + key.len();
    let fixed = format!("{key} = {}", value.trim());
    let help = if fixed.chars().count() <= 60 && !fixed.contains('`') { format!("write `{fixed}`") } else { "write `key = value`".into() };
    Some(invalid(TextRange::new(at, at + 1), format!("`:` behind {} instead of `=`", words::quote(key)), help, "toml-colon"))
}
