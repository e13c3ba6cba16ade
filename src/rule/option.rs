//! Typed options: one declaration gives name, default, help, validation and typed read.

use std::{any::Any, cmp::Ordering, collections::BTreeMap, fmt, sync::Arc};

use crate::{concept::Estimate, settings::Scalar};

/// A type an option can have.
pub trait OptionType: Sized + Clone + Send + Sync + 'static {
    /// What a static can hold as the default.
    type Default: Copy + Send + Sync + fmt::Debug + 'static;
    /// For messages: `a whole number`.
    const KIND: &'static str;
    /// The types of JSON Schema it takes.
    const TYPES: &'static [&'static str];
    /// The default as a value.
    fn from_default(default: Self::Default) -> Self;
    /// How the default is written.
    fn default_text(default: Self::Default) -> String;
    /// Reads a configured value.
    fn parse(value: &Scalar) -> Option<Self>;
    /// How it compares; `None` where there is nothing to compare.
    fn order(&self, other: &Self) -> Option<Ordering>;
    /// In words.
    fn words(&self) -> String;
}

impl OptionType for usize {
    type Default = usize;
    const KIND: &'static str = "a whole number that is not negative";
    const TYPES: &'static [&'static str] = &["integer"];

    fn from_default(default: usize) -> Self {
        default
    }

    fn default_text(default: usize) -> String {
        default.to_string()
    }

    fn parse(value: &Scalar) -> Option<Self> {
        match value {
            Scalar::Integer(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    fn order(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    fn words(&self) -> String {
        self.to_string()
    }
}

impl OptionType for bool {
    type Default = bool;
    const KIND: &'static str = "true or false";
    const TYPES: &'static [&'static str] = &["boolean"];

    fn from_default(default: bool) -> Self {
        default
    }

    fn default_text(default: bool) -> String {
        default.to_string()
    }

    fn parse(value: &Scalar) -> Option<Self> {
        match value {
            Scalar::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    fn order(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    fn words(&self) -> String {
        self.to_string()
    }
}

/// An estimate that limits others; unset, the team's own limit holds.
impl OptionType for Option<Estimate> {
    type Default = ();
    const KIND: &'static str = "a number or a t-shirt size";
    const TYPES: &'static [&'static str] = &["number", "string"];

    fn from_default((): ()) -> Self {
        None
    }

    fn default_text((): ()) -> String {
        "the limit under `[estimate]`".into()
    }

    fn parse(value: &Scalar) -> Option<Self> {
        Estimate::of_setting(value).map(Some)
    }

    fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (None, None) => Some(Ordering::Equal),
            (Some(own), Some(other)) => own.order(*other).or(Some(Ordering::Less)),
            // Whether the team's own limit is the lower one is for the comparison of limits.
            (Some(_), None) => Some(Ordering::Less),
            (None, Some(_)) => Some(Ordering::Greater),
        }
    }

    fn words(&self) -> String {
        self.as_ref().map_or_else(|| "the team's limit".into(), ToString::to_string)
    }
}

/// The declaration of an option.
pub struct Opt<T: OptionType> {
    /// Its key.
    pub name: &'static str,
    /// Its value where none is configured.
    pub default: T::Default,
    /// What it does, for the rule's page.
    pub help: &'static str,
    /// Which change of it lets more pass.
    pub weaker: Weaker,
}

/// Which change of an option lets more pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weaker {
    /// A larger number.
    More,
    /// A smaller number.
    Less,
    /// From true to false.
    Unset,
    /// Any other value.
    Other,
}

/// A declaration without its type, for validation and documentation.
pub trait AnyOption: Sync {
    /// Its key.
    fn name(&self) -> &'static str;
    /// What it takes.
    fn kind(&self) -> &'static str;
    /// The types of JSON Schema it takes.
    fn types(&self) -> &'static [&'static str];
    /// What it does.
    fn help(&self) -> &'static str;
    /// How its default is written.
    fn default_text(&self) -> String;
    /// The value that holds, in words.
    fn words(&self, values: &OptionValues) -> String;
    /// Reads a configured value.
    fn parse(&self, value: &Scalar) -> Option<OptionValue>;
    /// Both values in words, where the later one lets more pass.
    fn weakened(&self, before: &OptionValues, after: &OptionValues) -> Option<(String, String)>;
}

impl<T: OptionType> AnyOption for Opt<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn kind(&self) -> &'static str {
        T::KIND
    }

    fn types(&self) -> &'static [&'static str] {
        T::TYPES
    }

    fn help(&self) -> &'static str {
        self.help
    }

    fn default_text(&self) -> String {
        T::default_text(self.default)
    }

    fn words(&self, values: &OptionValues) -> String {
        values.get(self).words()
    }

    fn parse(&self, value: &Scalar) -> Option<OptionValue> {
        T::parse(value).map(|value| Arc::new(value) as _)
    }

    fn weakened(&self, before: &OptionValues, after: &OptionValues) -> Option<(String, String)> {
        let (before, after) = (before.get(self), after.get(self));
        let order = before.order(&after)?;
        let is_weaker = match self.weaker {
            Weaker::More => order == Ordering::Less,
            Weaker::Less | Weaker::Unset => order == Ordering::Greater,
            Weaker::Other => order != Ordering::Equal,
        };
        is_weaker.then(|| (before.words(), after.words()))
    }
}

/// The options set by a configuration.
#[derive(Debug, Default, Clone)]
pub struct OptionValues(pub BTreeMap<&'static str, OptionValue>);

/// A value of the option's own type.
pub type OptionValue = Arc<dyn Any + Send + Sync>;

impl OptionValues {
    /// The configured value, else the default.
    pub fn get<T: OptionType>(&self, option: &Opt<T>) -> T {
        let set = self.0.get(option.name).and_then(|value| value.downcast_ref::<T>()).cloned();
        set.unwrap_or_else(|| T::from_default(option.default))
    }
}
