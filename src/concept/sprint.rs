//! Sprints as a team plans them.

use jiff::civil::Date;

use super::fold_name;

/// A time box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sprint {
    /// As stories write it.
    pub name: String,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
}

/// What a team says about its sprints.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sprints {
    /// How much the team takes on in one, in the unit of its estimates.
    pub capacity: Option<f64>,
    /// In the order of their first days.
    pub list: Vec<Sprint>,
}

/// When a sprint comes; the order is the order of a backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It holds today.
    Current,
    /// It is the first to start after today.
    Next,
    /// Any other time, or none.
    Other,
}

impl Sprints {
    /// The sprint that holds `today`.
    pub fn current(&self, today: Date) -> Option<&Sprint> {
        self.list.iter().find(|sprint| (sprint.start..=sprint.end).contains(&today))
    }

    /// The first sprint that starts after `today`.
    pub fn next(&self, today: Date) -> Option<&Sprint> {
        self.list.iter().filter(|sprint| sprint.start > today).min_by_key(|sprint| sprint.start)
    }

    /// When the sprint of this name comes.
    pub fn turn(&self, name: &str, today: Date) -> Turn {
        let is = |sprint: Option<&Sprint>| sprint.is_some_and(|sprint| fold_name(&sprint.name) == fold_name(name));
        if is(self.current(today)) {
            Turn::Current
        } else if is(self.next(today)) {
            Turn::Next
        } else {
            Turn::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_sprint_lasts_through_its_last_day() {
        let sprint = |name: &str, from: i8, to: i8| Sprint { name: name.into(), start: date(2026, 3, from), end: date(2026, 3, to) };
        let sprints = Sprints { capacity: None, list: vec![sprint("S2", 16, 27), sprint("S1", 2, 13)] };
        assert_eq!(sprints.turn("s1", date(2026, 3, 13)), Turn::Current);
        assert_eq!(sprints.turn("S2", date(2026, 3, 13)), Turn::Next);
        assert_eq!(sprints.turn("S1", date(2026, 3, 14)), Turn::Other);
        assert_eq!(sprints.turn("S2", date(2026, 3, 15)), Turn::Next);
        assert_eq!(sprints.turn("S3", date(2026, 3, 2)), Turn::Other);
    }

    #[test]
    fn sprints_named_by_dates_are_told_apart() {
        let sprint = |name: &str, from: i8, to: i8| Sprint { name: name.into(), start: date(2026, 3, from), end: date(2026, 3, to) };
        let sprints = Sprints { capacity: None, list: vec![sprint("Sprint 2026-03-02", 2, 13), sprint("Sprint 2026-03-16", 16, 27)] };
        assert_eq!(sprints.turn("sprint 2026-03-02", date(2026, 3, 3)), Turn::Current);
        assert_eq!(sprints.turn("Sprint 2026-03-16", date(2026, 3, 3)), Turn::Next);
    }
}
