//! Narrowing a report to some rules.

use crate::{
    error::Error,
    plan::Plan,
    rule::{Group, Rule},
    rules::RULES,
    settings::closest,
};

/// The rules that `--only` names: those that ship, groups of them, and the team's own clauses.
pub fn only(names: &[String], plans: &[&Plan]) -> Result<Vec<&'static str>, Error> {
    let planned = plans.iter().flat_map(|plan| plan.rules.iter().map(|planned| planned.rule));
    let rules: Vec<&'static Rule> = RULES.iter().copied().chain(planned).collect();
    let mut found = Vec::new();
    for name in names {
        let before = found.len();
        let group = name.strip_prefix("group:");
        found.extend(rules.iter().filter(|rule| rule.name == name || group == Some(rule.group.name())).map(|rule| rule.name));
        if found.len() == before {
            let known = rules.iter().map(|rule| rule.name);
            let meant = match group {
                Some(group) => closest(group, Group::ALL.map(Group::name)).map(|meant| format!("group:{meant}")),
                None => closest(name, known).map(str::to_owned),
            };
            let help = meant.map_or_else(|| "`backlint rules` lists every rule".into(), |meant| format!("did you mean `{meant}`?"));
            return Err(Error::usage(format!("there is no rule `{name}`"), help));
        }
    }
    Ok(found)
}
