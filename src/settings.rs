//! Reading TOML settings: every value with its place, every mistake at once.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::source::TextRange;

/// A value as a configuration writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Text.
    Text(String),
}

/// Something wrong in a settings file, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What was probably meant.
    pub help: Option<String>,
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// The key.
    pub key: &'t str,
    /// Where the key stands.
    pub key_range: TextRange,
    /// The value.
    pub value: Setting<'t>,
}

/// A value with its place.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'t>(&'t Spanned<DeValue<'t>>);

/// What was read so far of a settings file.
#[derive(Debug, Default)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// Notes a mistake.
    pub fn add(&mut self, range: TextRange, message: impl Into<String>) {
        self.0.push(Mistake { range, message: message.into(), help: None });
    }

    /// Notes a mistake and what was probably meant.
    pub fn add_with_help(&mut self, range: TextRange, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Mistake { range, message: message.into(), help: Some(help.into()) });
    }

    /// Notes a word that is none of `known`, with the closest one as help.
    pub fn unknown<'k>(&mut self, range: TextRange, what: &str, word: &str, known: impl IntoIterator<Item = &'k str>) {
        self.unknown_as(range, format!("unknown {what} `{word}`"), word, known);
    }

    /// The same in other words.
    pub fn unknown_as<'k>(&mut self, range: TextRange, message: String, word: &str, known: impl IntoIterator<Item = &'k str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let help = match closest(word, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it is one of: {}", known.join(", ")),
        };
        self.add_with_help(range, message, help);
    }

    fn wrong_type(&mut self, setting: Setting<'_>, key: &str, wanted: &str) {
        let found = setting.kind();
        self.add(setting.range(), format!("`{key}` takes {wanted}, not {found}"));
    }

    /// Text, or a mistake.
    pub fn text(&mut self, key: &str, setting: Setting<'_>) -> Option<String> {
        let text = setting.0.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(setting, key, "text");
        }
        text
    }

    /// `true` or `false`, or a mistake.
    pub fn flag(&mut self, key: &str, setting: Setting<'_>) -> Option<bool> {
        let flag = setting.0.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(setting, key, "true or false");
        }
        flag
    }

    /// A day, as a date or as text, or a mistake.
    pub fn day(&mut self, key: &str, setting: Setting<'_>) -> Option<jiff::civil::Date> {
        let written = match setting.0.get_ref() {
            DeValue::Datetime(moment) => moment.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let day = written.parse().ok();
        if day.is_none() {
            self.add(setting.range(), format!("`{key}` takes a day such as 2026-12-31"));
        }
        day
    }

    /// A list of texts, or a mistake; a single text is a list of one.
    pub fn texts(&mut self, key: &str, setting: Setting<'_>) -> Option<Vec<String>> {
        if setting.0.get_ref().is_str() {
            return self.text(key, setting).map(|text| vec![text]);
        }
        let items = self.items(key, setting)?;
        items.into_iter().map(|item| self.text(key, item)).collect()
    }

    /// The same with the place of each text.
    pub fn texts_with_places(&mut self, key: &str, setting: Setting<'_>) -> Option<Vec<(String, TextRange)>> {
        let items = if setting.is_text() { vec![setting] } else { self.items(key, setting)? };
        items.into_iter().map(|item| self.text(key, item).map(|text| (text, item.range()))).collect()
    }

    /// The items of a list, or a mistake.
    pub fn items<'t>(&mut self, key: &str, setting: Setting<'t>) -> Option<Vec<Setting<'t>>> {
        let items = setting.0.get_ref().as_array().map(|items| items.iter().map(Setting).collect());
        if items.is_none() {
            self.wrong_type(setting, key, "a list");
        }
        items
    }

    /// The entries of a table in the order written, or a mistake.
    pub fn entries<'t>(&mut self, key: &str, setting: Setting<'t>) -> Option<Vec<Entry<'t>>> {
        let entries = setting.0.get_ref().as_table().map(entries);
        if entries.is_none() {
            self.wrong_type(setting, key, "a table");
        }
        entries
    }
}

impl Setting<'_> {
    /// Where it stands.
    pub fn range(self) -> TextRange {
        let span = self.0.span();
        TextRange::new(span.start, span.end)
    }

    /// Whether it is text.
    pub fn is_text(self) -> bool {
        self.0.get_ref().is_str()
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        self.0.get_ref().is_table()
    }

    /// A number, a flag or text; `None` of anything else.
    pub fn scalar(self) -> Option<Scalar> {
        match self.0.get_ref() {
            DeValue::String(text) => Some(Scalar::Text(text.to_string())),
            DeValue::Boolean(flag) => Some(Scalar::Flag(*flag)),
            DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok().map(Scalar::Integer),
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok().map(Scalar::Float),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub fn kind(self) -> &'static str {
        match self.0.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// One value of a settings file by its dotted path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// `estimate.max`; an item of a list of tables as `require[0].name`.
    pub path: String,
    /// The value as written.
    pub value: String,
    /// Where the key stands.
    pub range: TextRange,
}

/// Every value of a settings file, in the order written; nothing of one that is no TOML.
pub fn settings(text: &str) -> Vec<Set> {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        collect(text, "", &entries(table.get_ref()), &mut found);
    }
    found.sort_by_key(|set| set.range);
    found
}

fn collect(text: &str, above: &str, entries: &[Entry<'_>], found: &mut Vec<Set>) {
    for entry in entries {
        let is_bare = entry.key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let key = if is_bare { entry.key.to_owned() } else { format!("{:?}", entry.key) };
        let path = if above.is_empty() { key } else { format!("{above}.{key}") };
        let items = entry.value.0.get_ref().as_array();
        let tables = items.filter(|items| items.iter().all(|item| item.get_ref().is_table()) && !items.is_empty());
        if entry.value.is_table() {
            collect(text, &path, &entries_of(entry.value), found);
        } else if let Some(tables) = tables {
            for (at, item) in tables.iter().enumerate() {
                collect(text, &format!("{path}[{at}]"), &entries_of(Setting(item)), found);
            }
        } else {
            let value = entry.value.range().of(text).to_owned();
            found.push(Set { path, value, range: entry.key_range });
        }
    }
}

/// The entries of a value that is a table; none of anything else.
pub fn entries_of(setting: Setting<'_>) -> Vec<Entry<'_>> {
    setting.0.get_ref().as_table().map(entries).unwrap_or_default()
}

/// The entries of a table in the order written.
pub fn entries<'t>(table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let entry = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
        let span = key.span();
        let key: &'t std::borrow::Cow<'t, str> = key.get_ref();
        Entry { key, key_range: TextRange::new(span.start, span.end), value: Setting(value) }
    };
    let mut entries: Vec<_> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_range);
    entries
}

/// The known word closest to `word`, if one is close enough to be meant.
pub fn closest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let far = (lower.chars().count() / 3).max(1);
    let distance = |known: &&'k str| strsim::damerau_levenshtein(&lower, &known.to_lowercase());
    known.into_iter().map(|known| (distance(&known), known)).filter(|(distance, _)| *distance <= far).min().map(|(_, known)| known)
}
