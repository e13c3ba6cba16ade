//! Settings as data: TOML tables in which every value knows its place, and all mistakes at once.

mod mistakes;

use std::sync::Arc;

pub use mistakes::{Mistake, Mistakes, closest};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::source::{RepoPath, Source, TextRange};

/// A number, a flag or text.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; infinite where a whole number has more than 64 bits.
    Float(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Text.
    Text(String),
}

/// The place of a setting.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file.
    pub source: Arc<Source>,
    /// The key; of an item of a list the item.
    pub key: TextRange,
    /// The value.
    pub value: TextRange,
}

impl Origin {
    /// File and line of the key, as `backlint.toml:4`.
    pub fn line(&self) -> String {
        let (start, _) = self.source.positions(self.key);
        format!("{}:{}", self.source.path.display(), start.line)
    }
}

/// A value with the place that sets it. Two are equal where their values are.
#[derive(Debug, Clone)]
pub struct Ranged<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub origin: Origin,
}

impl<T: PartialEq> PartialEq for Ranged<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A value as a settings file has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, a flag or text.
    Scalar(Scalar),
    /// A date or a time, as written.
    Date(String),
    /// A list.
    List(Vec<Setting>),
    /// A table.
    Table(Table),
}

/// A value of a settings file with its place.
pub type Setting = Ranged<Value>;

impl Setting {
    /// The text, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list; a single text is a list of one.
    pub fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(Self::text).chain(self.text()).map(str::to_owned).collect()
    }

    /// The number, flag or text.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The number, if it is a finite one.
    pub fn number(&self) -> Option<f64> {
        match self.scalar()? {
            #[expect(clippy::cast_precision_loss, reason = "no setting is that large")]
            Scalar::Integer(number) => Some(*number as f64),
            Scalar::Float(number) => Some(*number).filter(|number| number.is_finite()),
            _ => None,
        }
    }

    /// The day, as a date or as text.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        match &self.value {
            Value::Date(written) => written.parse().ok(),
            _ => self.text()?.parse().ok(),
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Setting] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar(Scalar::Text(_)) => "text",
            Value::Scalar(Scalar::Integer(_) | Scalar::Float(_)) => "a number",
            Value::Scalar(Scalar::Flag(_)) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Keys with their values, in the order written. A key whose values add up may be there more than once; else the last counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table(pub Vec<(String, Setting)>);

impl Table {
    /// Reads a settings file; text that is not TOML is a mistake.
    pub fn read(source: &Arc<Source>, mistakes: &mut Mistakes) -> Self {
        match DeTable::parse(&source.text) {
            Ok(table) => read(source, table.get_ref()),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                mistakes.add(TextRange::new(span.start, span.end), error.message());
                Self::default()
            }
        }
    }

    /// Reads a file that ships with the program; tests hold that it can be read.
    pub fn shipped(text: &str) -> Self {
        Self::read(&Arc::new(Source::new(RepoPath::default(), text.into())), &mut Mistakes::default())
    }

    /// The setting at a dotted path such as `estimate.max`.
    pub fn get(&self, path: &str) -> Option<&Setting> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let (_, setting) = self.0.iter().rev().find(|(own, _)| own == name)?;
        rest.map_or(Some(setting), |rest| setting.table()?.get(rest))
    }

    /// Every setting at a dotted path, those of lower files first.
    pub fn all(&self, path: &str) -> Vec<&Setting> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let named = self.0.iter().filter(|(own, _)| own == name).map(|(_, setting)| setting);
        match rest {
            None => named.collect(),
            Some(rest) => named.filter_map(Setting::table).flat_map(|table| table.all(rest)).collect(),
        }
    }

    /// The text at a dotted path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.text()
    }

    /// The flag at a dotted path.
    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.get(path)?.scalar()? {
            Scalar::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The texts at a dotted path.
    pub fn texts(&self, path: &str) -> Vec<String> {
        self.all(path).into_iter().flat_map(Setting::texts).collect()
    }

    /// The items of the lists at a dotted path.
    pub fn items(&self, path: &str) -> impl Iterator<Item = &Setting> {
        self.all(path).into_iter().flat_map(Setting::items)
    }

    /// The entries of the table at a dotted path.
    pub fn entries(&self, path: &str) -> &[(String, Setting)] {
        self.get(path).and_then(Setting::table).map_or(&[], |table| &table.0)
    }

    /// The texts of the table at a dotted path, by their keys.
    pub fn named_texts(&self, path: &str) -> impl Iterator<Item = (&str, &str)> {
        self.entries(path).iter().filter_map(|(name, setting)| Some((name.as_str(), setting.text()?)))
    }

    /// The place of the setting that these names lead to, else of the innermost table on the way; the last of several.
    pub fn nearest(&self, names: &[&str]) -> Option<(usize, &Origin)> {
        let (first, rest) = names.split_first()?;
        let named = self.0.iter().filter(|(own, _)| own == first);
        let places = named.map(|(_, setting)| {
            let below = setting.table().and_then(|table| table.nearest(rest));
            below.map_or((1, &setting.origin), |(depth, origin)| (depth + 1, origin))
        });
        places.max_by_key(|(depth, _)| *depth)
    }

    /// Every value that is not a table, with its dotted path; an item of a list of tables as `require[0].name`.
    pub fn leaves(&self) -> Vec<(String, &Setting)> {
        let mut found = Vec::new();
        self.collect("", &mut found);
        found
    }

    fn collect<'t>(&'t self, above: &str, found: &mut Vec<(String, &'t Setting)>) {
        for (key, setting) in &self.0 {
            let is_bare = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            let key = if is_bare { key.clone() } else { format!("{key:?}") };
            let path = if above.is_empty() { key } else { format!("{above}.{key}") };
            match &setting.value {
                Value::Table(table) => table.collect(&path, found),
                Value::List(items) if !items.is_empty() && items.iter().all(|item| item.table().is_some()) => {
                    for (at, table) in items.iter().filter_map(Setting::table).enumerate() {
                        table.collect(&format!("{path}[{at}]"), found);
                    }
                }
                _ => found.push((path, setting)),
            }
        }
    }

    /// Leaves out every setting that has one of these mistakes.
    pub fn leave_out(&mut self, mistakes: &[Mistake]) {
        let is_right = |setting: &Setting| {
            let origin = &setting.origin;
            !mistakes.iter().any(|mistake| mistake.range == origin.key || mistake.range == origin.value)
        };
        self.0.retain_mut(|(_, setting)| {
            match &mut setting.value {
                Value::Table(table) => table.leave_out(mistakes),
                Value::List(items) => items.retain(is_right),
                _ => {}
            }
            is_right(setting)
        });
    }
}

fn read(source: &Arc<Source>, table: &DeTable<'_>) -> Table {
    let mut entries: Vec<(String, Setting)> =
        table.iter().map(|(key, value)| (key.get_ref().to_string(), setting(source, range(key), value))).collect();
    entries.sort_by_key(|(_, setting)| setting.origin.key);
    Table(entries)
}

fn range<T>(spanned: &Spanned<T>) -> TextRange {
    let span = spanned.span();
    TextRange::new(span.start, span.end)
}

fn setting(source: &Arc<Source>, key: TextRange, value: &Spanned<DeValue<'_>>) -> Setting {
    let origin = Origin { source: Arc::clone(source), key, value: range(value) };
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Scalar(Scalar::Text(text.to_string())),
        DeValue::Boolean(flag) => Value::Scalar(Scalar::Flag(*flag)),
        DeValue::Integer(number) => Value::Scalar(
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).map_or(Scalar::Float(f64::INFINITY), Scalar::Integer),
        ),
        DeValue::Float(number) => Value::Scalar(Scalar::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::INFINITY))),
        DeValue::Datetime(moment) => Value::Date(moment.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| setting(source, range(item), item)).collect()),
        DeValue::Table(table) => Value::Table(read(source, table)),
    };
    Ranged { value, origin }
}
