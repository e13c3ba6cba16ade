//! How large a story is said to be, and whether that is allowed.

use std::{cmp::Ordering, fmt};

use super::written;
use crate::settings::Scalar;

/// A size as a story states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Estimate {
    /// Story points.
    Points(f64),
    /// A t-shirt size, by its place in [`SHIRTS`].
    Shirt(usize),
    /// Hours.
    Hours(f64),
    /// Days of work; a week counts as five.
    Days(f64),
}

impl Estimate {
    /// How two sizes of one form compare; `None` for different forms.
    pub fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Estimate::Points(a), Estimate::Points(b))
            | (Estimate::Hours(a), Estimate::Hours(b))
            | (Estimate::Days(a), Estimate::Days(b)) => a.partial_cmp(&b),
            (Estimate::Shirt(a), Estimate::Shirt(b)) => Some(a.cmp(&b)),
            _ => None,
        }
    }

    /// The number in it and its unit; a t-shirt size has none.
    pub fn amount(self) -> Option<(f64, &'static str)> {
        match self {
            Estimate::Points(number) => Some((number, "points")),
            Estimate::Hours(number) => Some((number, "hours")),
            Estimate::Days(number) => Some((number, "days")),
            Estimate::Shirt(_) => None,
        }
    }

    /// Reads a configured size such as `8`, `2.5`, `"L"` or `"3 days"`.
    pub fn of_setting(value: &Scalar) -> Option<Self> {
        match value {
            Scalar::Integer(number) => written::read(&number.to_string()),
            Scalar::Float(number) => written::read(&number.to_string()),
            Scalar::Text(text) => written::read(text),
            Scalar::Flag(_) => None,
        }
        .map(|written| written.estimate)
    }
}

/// T-shirt sizes, small to large.
pub const SHIRTS: [&str; 7] = ["XS", "S", "M", "L", "XL", "XXL", "XXXL"];

const FIBONACCI: [f64; 15] = [0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 21.0, 34.0, 40.0, 55.0, 89.0, 100.0];

/// Which values a team uses.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Scale {
    /// Every form is read.
    #[default]
    Any,
    /// 1, 2, 3, 5, 8 and on; 0, 0.5, 20, 40 and 100 too, as on printed cards.
    Fibonacci,
    /// 1, 2, 4, 8 and on.
    PowersOfTwo,
    /// XS to XXXL.
    TShirt,
    /// Hours; a bare number is hours.
    Hours,
    /// Days; a bare number is days.
    Days,
    /// The team does not estimate.
    None,
    /// The team's own values.
    List(Vec<Estimate>),
}

impl Scale {
    /// Names a configuration may give.
    pub const NAMES: [(&'static str, Scale); 6] = [
        ("fibonacci", Scale::Fibonacci),
        ("powers-of-two", Scale::PowersOfTwo),
        ("t-shirt", Scale::TShirt),
        ("hours", Scale::Hours),
        ("days", Scale::Days),
        ("none", Scale::None),
    ];

    /// As a configuration writes it.
    pub fn words(&self) -> String {
        match self {
            Scale::Any => "any".into(),
            Scale::List(values) => one_of(values.iter().map(ToString::to_string)),
            known => Self::NAMES.iter().find(|(_, scale)| scale == known).map_or("any", |(name, _)| *name).into(),
        }
    }

    fn holds(&self, estimate: Estimate) -> bool {
        match (self, estimate) {
            (Scale::Any, _) | (Scale::TShirt, Estimate::Shirt(_)) => true,
            (Scale::Hours | Scale::Days, Estimate::Hours(_) | Estimate::Days(_)) => true,
            (Scale::Fibonacci, Estimate::Points(points)) => FIBONACCI.contains(&points) || points > 100.0,
            (Scale::PowersOfTwo, Estimate::Points(points)) => points >= 0.5 && points.log2().fract().abs() < f64::EPSILON,
            (Scale::List(values), estimate) => values.contains(&estimate),
            _ => false,
        }
    }
}

/// Scale and limit of a team.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EstimatePolicy {
    /// The values in use.
    pub scale: Scale,
    /// The largest that is not too big, in the form of the scale; else 8 points, L, 5 days or 40 hours.
    pub max: Option<Estimate>,
}

/// What a team's policy says of one estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// It may stand.
    Fits,
    /// Not a value of the scale.
    OffScale,
    /// Over this limit.
    TooBig(Estimate),
}

impl EstimatePolicy {
    /// Reads a written estimate; `None` if it has no known form.
    pub fn read(&self, written: &str) -> Option<Estimate> {
        let written = written::read(written)?;
        Some(match (&self.scale, written.estimate) {
            (Scale::Hours, Estimate::Points(bare)) if written.is_bare => Estimate::Hours(bare),
            (Scale::Days, Estimate::Points(bare)) if written.is_bare => Estimate::Days(bare),
            (_, estimate) => estimate,
        })
    }

    /// Judges `estimate`; `limit`, where given, wins over the policy's own.
    pub fn judge(&self, estimate: Estimate, limit: Option<Estimate>) -> Verdict {
        let max = limit.or(self.max).and_then(|max| self.in_form_of(max, estimate)).unwrap_or_else(|| default_max(estimate));
        if exceeds(estimate, max) {
            Verdict::TooBig(max)
        } else if self.scale.holds(estimate) {
            Verdict::Fits
        } else {
            Verdict::OffScale
        }
    }

    /// The limits of a policy that `later` raises, in words: what it was, what it is.
    pub fn raised(&self, later: &Self) -> Option<(String, String)> {
        let forms = [Estimate::Points(0.0), Estimate::Shirt(0), Estimate::Days(0.0), Estimate::Hours(0.0)];
        let limits = forms.map(|form| (self.limit(form), later.limit(form)));
        limits.into_iter().find(|(before, after)| exceeds(*after, *before)).map(|(before, after)| (before.to_string(), after.to_string()))
    }

    fn limit(&self, form: Estimate) -> Estimate {
        self.max.and_then(|max| self.in_form_of(max, form)).unwrap_or_else(|| default_max(form))
    }

    /// The values a story may have, for a help text: `1, 2, 3, 5 or 8`.
    pub fn choices(&self) -> String {
        let max = |unit: fn(f64) -> Estimate| {
            let max = self.max.unwrap_or_else(|| default_max(unit(0.0)));
            self.in_form_of(max, unit(0.0)).unwrap_or_else(|| default_max(unit(0.0)))
        };
        match &self.scale {
            Scale::Any | Scale::Fibonacci => numbers(&FIBONACCI[2..], max(Estimate::Points)),
            Scale::PowersOfTwo => numbers(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0], max(Estimate::Points)),
            Scale::TShirt => {
                let last = match self.max {
                    Some(Estimate::Shirt(shirt)) => shirt,
                    _ => 3,
                };
                one_of(SHIRTS[..=last].iter().map(ToString::to_string))
            }
            Scale::Hours => format!("hours, at most {}", max(Estimate::Hours)),
            Scale::Days => format!("days, at most {}", max(Estimate::Days)),
            Scale::None => "none".into(),
            Scale::List(values) => one_of(values.iter().map(ToString::to_string)),
        }
    }

    /// A limit written as a bare number means the unit of the estimate under a scale of that unit, points elsewhere.
    fn in_form_of(&self, max: Estimate, estimate: Estimate) -> Option<Estimate> {
        match (max, estimate) {
            (Estimate::Points(bare), Estimate::Hours(_)) if self.scale == Scale::Hours => Some(Estimate::Hours(bare)),
            (Estimate::Points(bare), Estimate::Days(_)) if self.scale == Scale::Hours => Some(Estimate::Days(bare / 8.0)),
            (Estimate::Points(bare), Estimate::Days(_)) if self.scale == Scale::Days => Some(Estimate::Days(bare)),
            (Estimate::Points(bare), Estimate::Hours(_)) if self.scale == Scale::Days => Some(Estimate::Hours(bare * 8.0)),
            (Estimate::Points(_), Estimate::Points(_)) | (Estimate::Shirt(_), Estimate::Shirt(_)) => Some(max),
            (Estimate::Hours(hours), Estimate::Hours(_)) => Some(Estimate::Hours(hours)),
            (Estimate::Days(days), Estimate::Days(_)) => Some(Estimate::Days(days)),
            _ => None,
        }
    }
}

fn default_max(estimate: Estimate) -> Estimate {
    match estimate {
        Estimate::Points(_) => Estimate::Points(8.0),
        Estimate::Shirt(_) => Estimate::Shirt(3),
        Estimate::Days(_) => Estimate::Days(5.0),
        Estimate::Hours(_) => Estimate::Hours(40.0),
    }
}

fn exceeds(estimate: Estimate, max: Estimate) -> bool {
    estimate.order(max) == Some(Ordering::Greater)
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |f: &mut fmt::Formatter<'_>, count: f64, one: &str| {
            write!(f, "{count} {one}{}", if (count - 1.0).abs() < f64::EPSILON { "" } else { "s" })
        };
        match self {
            Estimate::Points(points) => write!(f, "{points}"),
            Estimate::Shirt(shirt) => f.write_str(SHIRTS[*shirt]),
            Estimate::Hours(hours) => unit(f, *hours, "hour"),
            Estimate::Days(days) => unit(f, *days, "day"),
        }
    }
}

fn numbers(values: &[f64], max: Estimate) -> String {
    let fits = values.iter().filter(|value| !exceeds(Estimate::Points(**value), max));
    one_of(fits.map(ToString::to_string))
}

fn one_of(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    match values.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_is_read() {
        let policy = EstimatePolicy::default();
        for (written, estimate) in [
            ("5", Estimate::Points(5.0)),
            ("~5", Estimate::Points(5.0)),
            ("3 SP", Estimate::Points(3.0)),
            ("5 points", Estimate::Points(5.0)),
            ("0.5", Estimate::Points(0.5)),
            ("0,5", Estimate::Points(0.5)),
            ("L", Estimate::Shirt(3)),
            ("x-large", Estimate::Shirt(4)),
            ("2d", Estimate::Days(2.0)),
            ("1 week", Estimate::Days(5.0)),
            ("6 hours", Estimate::Hours(6.0)),
        ] {
            assert_eq!(policy.read(written), Some(estimate), "{written}");
        }
        for (written, estimate) in [
            ("S (2 points)", Estimate::Points(2.0)),
            ("M (3 pts)", Estimate::Points(3.0)),
            ("3 (M)", Estimate::Points(3.0)),
            ("8 points (Medium)", Estimate::Points(8.0)),
            ("5 (2 days)", Estimate::Points(5.0)),
            ("3 Punkte", Estimate::Points(3.0)),
            ("3-5", Estimate::Points(5.0)),
            ("13 (split me)", Estimate::Points(13.0)),
            ("8, if the vendor answers", Estimate::Points(8.0)),
            ("2-3 days", Estimate::Days(3.0)),
            ("2 bis 3 Tage", Estimate::Days(3.0)),
            ("1d 4h", Estimate::Days(1.5)),
            ("1 jour", Estimate::Days(1.0)),
            ("½ day", Estimate::Days(0.5)),
            ("1½ days", Estimate::Days(1.5)),
            ("1-2h", Estimate::Hours(2.0)),
            ("30 minutes", Estimate::Hours(0.5)),
            ("M (3–5h)", Estimate::Shirt(2)),
            ("Large (12 hours)", Estimate::Shirt(3)),
            ("S-M", Estimate::Shirt(2)),
            ("**5**", Estimate::Points(5.0)),
        ] {
            assert_eq!(policy.read(written), Some(estimate), "{written}");
        }
        for written in ["soon", "5 apples", "", "-3", "1.2.3", "small step for a man"] {
            assert_eq!(policy.read(written), None, "{written}");
        }
    }

    #[test]
    fn exactly_the_limit_passes() {
        let policy = EstimatePolicy::default();
        assert_eq!(policy.judge(Estimate::Points(8.0), None), Verdict::Fits);
        assert_eq!(policy.judge(Estimate::Points(13.0), None), Verdict::TooBig(Estimate::Points(8.0)));
        assert_eq!(policy.judge(Estimate::Shirt(4), None), Verdict::TooBig(Estimate::Shirt(3)));
        assert_eq!(policy.judge(Estimate::Points(8.0), Some(Estimate::Points(5.0))), Verdict::TooBig(Estimate::Points(5.0)));
        let fibonacci = EstimatePolicy { scale: Scale::Fibonacci, max: None };
        assert_eq!(fibonacci.judge(Estimate::Points(4.0), None), Verdict::OffScale);
        assert_eq!(fibonacci.judge(Estimate::Points(9.0), None), Verdict::TooBig(Estimate::Points(8.0)));
        assert_eq!(fibonacci.choices(), "1, 2, 3, 5 or 8");
    }
}
