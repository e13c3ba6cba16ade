//! Narrowing a report to some rules.

use crate::{
    error::Error,
    plan::Plan,
    rule::{Group, Rule},
    rules::{self, RULES},
    settings::closest,
};

/// The rules that `--only` names: those that ship, groups of them, and the team's own clauses.
pub fn only(names: &[String], plans: &[&Plan]) -> Result<Vec<&'static str>, Error> {
    let planned = plans.iter().flat_map(|plan| plan.rules.iter().map(|planned| planned.rule));
    let all: Vec<&'static Rule> = RULES.iter().copied().chain(planned).collect();
    let mut found = Vec::new();
    for name in names {
        let before = found.len();
        let group = name.strip_prefix("group:");
        found.extend(all.iter().filter(|rule| rule.name == name || group == Some(rule.group.name())).map(|rule| rule.name));
        if found.len() == before {
            let known = all.iter().map(|rule| rule.name);
            let help = match group.and_then(|group| closest(group, Group::ALL.map(Group::name))) {
                Some(meant) => format!("did you mean `group:{meant}`?"),
                None => rules::meant(name, known),
            };
            return Err(Error::usage(format!("there is no rule `{name}`"), help));
        }
    }
    Ok(found)
}
