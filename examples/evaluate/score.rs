//! Rules against people.

use std::{collections::BTreeSet, error::Error, fmt::Write as _};

use backlint::text::{english::compound, statement};

use crate::{
    data::Sample,
    judged::{As, judged},
};

/// One question that both rules and people answered.
pub struct Row {
    /// What is asked.
    pub name: String,
    /// Per sample: id, group, text, whether a rule says yes, whether people do.
    cases: Vec<(String, String, String, bool, bool)>,
}

impl Row {
    fn new<'s>(name: &str, cases: impl Iterator<Item = (&'s Sample, bool, bool)>) -> Self {
        let cases =
            cases.map(|(sample, rule, people)| (sample.id.clone(), sample.group.clone(), sample.text.clone(), rule, people)).collect();
        Self { name: name.to_owned(), cases }
    }

    /// True positives, false positives and false negatives.
    fn counts(&self, group: Option<&str>) -> (usize, usize, usize) {
        let mut counts = (0, 0, 0);
        for (_, own, _, rule, people) in &self.cases {
            if group.is_none_or(|group| group == own) {
                counts.0 += usize::from(*rule && *people);
                counts.1 += usize::from(*rule && !people);
                counts.2 += usize::from(!rule && *people);
            }
        }
        counts
    }

    /// Where rule and people differ, a line each.
    pub fn confusions(&self) -> String {
        let mut out = String::new();
        for (id, _, text, rule, _) in self.cases.iter().filter(|(_, _, _, rule, people)| rule != people) {
            let _ = writeln!(out, "{} {id}: {text}", if *rule { "only the rule  " } else { "only the people" });
        }
        out
    }
}

/// Every row that the samples have labels for.
pub fn rows(samples: &[Sample]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = quality(samples)?;
    rows.extend(clauses(samples));
    rows.extend(smells(samples)?);
    rows.retain(|row| !row.cases.is_empty());
    Ok(rows)
}

/// Atomic, minimal and unique, as raters saw them.
fn quality(samples: &[Sample]) -> Result<Vec<Row>, Box<dyn Error>> {
    let rated: Vec<&Sample> = samples.iter().filter(|sample| sample.flag("atomic").is_some()).collect();
    let plain = judged(&rated, As::Statement, "")?;
    let objects = judged(&rated, As::Statement, "[rules]\nstory-compound = { objects = true }\n")?;
    let sets: BTreeSet<bool> = rated.iter().map(|sample| sample.flag("unique").is_some()).collect();
    let mut rows = Vec::new();
    for unique in sets.into_iter().rev() {
        let set = if unique { "three raters" } else { "one rater" };
        let says = |rules: &[BTreeSet<&'static str>], names: &[&str], label: &str| -> Vec<(usize, bool, bool)> {
            let of_set = (0..rated.len()).filter(|at| rated[*at].flag("unique").is_some() == unique);
            of_set.filter_map(|at| Some((at, names.iter().any(|name| rules[at].contains(name)), rated[at].flag(label)?))).collect()
        };
        let row = |name: String, cases: &[(usize, bool, bool)]| {
            Row::new(&name, cases.iter().map(|(at, rule, people)| (rated[*at], *rule, *people)))
        };
        let compound = says(&plain, &["story-compound"], "atomic");
        let with_objects = says(&objects, &["story-compound"], "atomic");
        let aside = says(&plain, &["story-aside"], "minimal");
        let uniform = says(&plain, &[], "uniform");
        let similar = says(&plain, &["story-duplicate", "story-similar"], "unique");
        let with: Vec<_> = [&with_objects, &aside, &uniform, &similar].into_iter().flatten().copied().collect();
        let all: Vec<_> = [&compound, &aside, &uniform, &similar].into_iter().flatten().copied().collect();
        rows.push(row(format!("compound, {set}"), &compound));
        rows.push(row(format!("compound with objects, {set}"), &with_objects));
        rows.push(row(format!("aside, {set}"), &aside));
        rows.push(row(format!("similar, {set}"), &similar));
        rows.push(row(format!("all four, {set}"), &all));
        rows.push(row(format!("all four with objects, {set}"), &with));
    }
    Ok(rows)
}

/// Benefit and actions, as people marked them in statements.
fn clauses(samples: &[Sample]) -> Vec<Row> {
    let marked: Vec<&Sample> = samples.iter().filter(|sample| sample.labels.get("primary_actions").is_some()).collect();
    let reads = |sample: &Sample| statement::find(&sample.text);
    let benefit = |sample: &Sample| reads(sample).is_some_and(|found| found.benefit.is_some());
    let several = |sample: &Sample| {
        reads(sample).is_some_and(|found| {
            let wish = found.wish.map_or("i can", |wish| &sample.text[wish]);
            found.means.is_some_and(|means| {
                compound::actions(&sample.text[means], wish).is_some_and(|found| found.joined == compound::Joined::Actions)
            })
        })
    };
    vec![
        Row::new("statement read", marked.iter().map(|sample| (*sample, reads(sample).is_some_and(|found| found.means.is_some()), true))),
        Row::new("benefit present", marked.iter().map(|sample| (*sample, benefit(sample), !sample.labels["benefit"].is_null()))),
        Row::new(
            "several actions",
            marked.iter().map(|sample| (*sample, several(sample), sample.count("primary_actions").is_some_and(|count| count > 1))),
        ),
    ]
}

/// Sentences with a word that is subjective, ambiguous or not verifiable.
fn smells(samples: &[Sample]) -> Result<Vec<Row>, Box<dyn Error>> {
    let marked: Vec<&Sample> = samples.iter().filter(|sample| sample.labels.get("subjective").is_some()).collect();
    let labels = ["subjective", "ambiguous_adv_adj", "nonverifiable"];
    let mut rows = Vec::new();
    for (name, config) in [("vague", ""), ("vague, strict", "[rules]\nwording-vague = { strict = true }\n")] {
        let found = judged(&marked, As::Criterion, config)?;
        let cases = marked.iter().zip(&found).map(|(sample, rules)| {
            let people = labels.iter().any(|label| sample.count(label).is_some_and(|count| count > 0));
            (*sample, rules.contains("wording-vague"), people)
        });
        rows.push(Row::new(name, cases));
    }
    Ok(rows)
}

/// A line for each row, and one for each group of it.
pub fn table(rows: &[Row]) -> String {
    let mut out = format!("{:<40} {:>5} {:>5} {:>5} {:>6} {:>6} {:>6}\n", "", "yes", "found", "right", "prec", "recall", "F1");
    for row in rows {
        line(&mut out, &row.name, row.counts(None));
        let groups: BTreeSet<&str> = row.cases.iter().map(|(_, group, ..)| group.as_str()).collect();
        for group in groups.iter().filter(|_| groups.len() > 1) {
            line(&mut out, &format!("  {group}"), row.counts(Some(group)));
        }
    }
    out
}

fn line(out: &mut String, name: &str, (right, wrong, missed): (usize, usize, usize)) {
    let share = |part: usize, whole: usize| if whole == 0 { "-".to_owned() } else { format!("{:.3}", ratio(part, whole)) };
    let (found, yes) = (right + wrong, right + missed);
    let _ = writeln!(
        out,
        "{name:<40} {yes:>5} {found:>5} {right:>5} {:>6} {:>6} {:>6}",
        share(right, found),
        share(right, yes),
        share(2 * right, found + yes)
    );
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
