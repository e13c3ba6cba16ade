//! Estimates as people write them: a leading value with its unit, a range, a size, and notes around.

use super::{
    Estimate,
    vocabulary::{self, Unit},
};

/// An estimate that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    pub(super) estimate: Estimate,
    /// Whether it is a number without a unit.
    pub(super) is_bare: bool,
}

/// Reads `5`, `~5`, `3 SP`, `L`, `2d`, `6 hours`, `2-3 days`, `1d 4h`, `½ day`, `S (2 points)`, `8 (large)`. The leading value counts, of a range
/// its upper end, and points in brackets after a size.
pub(super) fn read(written: &str) -> Option<Written> {
    let text = written.trim().trim_matches(['*', '_', '`']).trim_start_matches(['~', '≈', '<', '≤']).trim();
    if let Some((shirt, rest)) = sizes(text) {
        let inner = rest.trim_start().trim_start_matches(['(', '[', '/', ',', '-', '–', '—', '=', ':']).trim_start();
        let points = number(inner).and_then(|_| amounts(inner)).map(|(estimate, ..)| estimate);
        let estimate = points.filter(|estimate| matches!(estimate, Amount { unit: Some(Unit::Point), .. }));
        return match estimate {
            Some(amount) => Some(Written { estimate: Estimate::Points(amount.number), is_bare: false }),
            None => is_note(rest).then_some(Written { estimate: Estimate::Shirt(shirt), is_bare: false }),
        };
    }
    let (amount, rest) = amounts(text)?;
    is_note(rest).then_some(Written { estimate: amount.estimate(), is_bare: amount.unit.is_none() })
}

/// A number with its unit.
#[derive(Debug, Clone, Copy)]
struct Amount {
    number: f64,
    unit: Option<Unit>,
}

impl Amount {
    fn estimate(self) -> Estimate {
        match self.unit {
            None | Some(Unit::Point) => Estimate::Points(self.number),
            Some(Unit::Minute) => Estimate::Hours(self.number / 60.0),
            Some(Unit::Hour) => Estimate::Hours(self.number),
            Some(Unit::Day) => Estimate::Days(self.number),
            Some(Unit::Week) => Estimate::Days(self.number * 5.0),
            Some(Unit::Month) => Estimate::Days(self.number * 20.0),
        }
    }

    /// The same time in days.
    fn days(self) -> Option<f64> {
        match self.estimate() {
            Estimate::Days(days) => Some(days),
            Estimate::Hours(hours) => Some(hours / 8.0),
            Estimate::Points(_) | Estimate::Shirt(_) => None,
        }
    }
}

/// The leading amount, with what follows it; `1d 4h` is one amount.
fn amounts(text: &str) -> Option<(Amount, &str)> {
    let (first, mut rest) = amount(text)?;
    let mut sum = first;
    while let (Some(days), Some((next, after))) = (sum.days(), amount(rest.trim_start())) {
        let Some(more) = next.days() else { break };
        sum = Amount { number: days + more, unit: Some(Unit::Day) };
        rest = after;
    }
    Some((sum, rest))
}

/// `3`, `3 points`, `2-3 days`, `2d - 3d`.
fn amount(text: &str) -> Option<(Amount, &str)> {
    let (low, after_low) = number(text)?;
    let (low_unit, after_unit) = unit(after_low);
    let Some((high, rest)) = upper_end(after_unit) else { return Some((Amount { number: low, unit: low_unit }, after_unit)) };
    // `2026-01-15` is a day.
    if low_unit.is_none() && rest.strip_prefix(['-', '/', '.']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let (high_unit, rest) = unit(rest);
    let number = if low_unit.is_none() || low_unit == high_unit { high.max(low) } else { high };
    Some((Amount { number, unit: high_unit.or(low_unit) }, rest))
}

/// The number that ends a range.
fn upper_end(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_start();
    let after = text.strip_prefix(['-', '–', '—', '…', '~']).or_else(|| {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        (end > 0 && vocabulary::is_range(&text[..end])).then(|| &text[end..])
    })?;
    number(after.trim_start())
}

/// A number at the start, its decimals after a point or a comma, or a fraction.
fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']);
    let rest = &text[digits.len()..];
    let whole = if digits.is_empty() { None } else { Some(digits.replace(',', ".").parse::<f64>().ok()?) };
    let fraction = match rest.chars().next() {
        Some('½') => Some(0.5),
        Some('¼') => Some(0.25),
        Some('¾') => Some(0.75),
        _ => None,
    };
    match (whole, fraction) {
        (whole, Some(fraction)) => Some((whole.unwrap_or_default() + fraction, &rest[2..])),
        (Some(whole), None) => Some((whole, rest)),
        (None, None) => None,
    }
}

/// The unit that follows a number, in one word or two.
fn unit(text: &str) -> (Option<Unit>, &str) {
    let trimmed = text.trim_start_matches([' ', '-', '\u{a0}']);
    let word_end = |text: &str| text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let first = word_end(trimmed);
    let second = trimmed.get(first + 1..).map(|rest| first + 1 + word_end(rest));
    if first == 0 {
        return (None, text);
    }
    let ends = [second.filter(|end| *end > first + 1), Some(first)];
    let found = ends.into_iter().flatten().find_map(|end| Some((vocabulary::unit(&trimmed[..end])?, &trimmed[end..])));
    match found {
        Some((unit, rest)) => (Some(unit), rest.strip_prefix('.').unwrap_or(rest)),
        None => (None, text),
    }
}

/// A t-shirt size at the start, of a range its upper end.
fn sizes(text: &str) -> Option<(usize, &str)> {
    let (low, rest) = size(text)?;
    let after = rest.trim_start().strip_prefix(['-', '–', '/']).map(str::trim_start);
    Some(after.and_then(size).map_or((low, rest), |(high, rest)| (high.max(low), rest)))
}

fn size(text: &str) -> Option<(usize, &str)> {
    let ends = text.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at).chain([text.len()]);
    // The longest that is a size: `extra large` before `extra`.
    let ends: Vec<usize> = ends.take(3).filter(|end| *end > 0).collect();
    ends.into_iter().rev().find_map(|end| Some((vocabulary::size(&text[..end])?, &text[end..])))
}

/// Whether what follows a value is a note on it rather than part of another word or number.
fn is_note(rest: &str) -> bool {
    let trimmed = rest.trim_start();
    trimmed.is_empty()
        || trimmed.starts_with(['(', '[', ',', ';', ':', '-', '–', '—', '/', '|', '#', '*', '_', '+', '?', '!', '=', '.', '→', '·', '<'])
}
