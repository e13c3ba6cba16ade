//! RICE: how much an item is worth, by reach, impact, confidence and effort.

/// One of the four numbers a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// People or events per time; above 0.
    Reach,
    /// What it does for each; 0.25 to 3 by custom.
    Impact,
    /// A share: `80`, `80 %` or `0.8`.
    Confidence,
    /// Work, in the team's own unit; above 0.
    Effort,
}

impl Factor {
    /// Every factor.
    pub const ALL: [Factor; 4] = [Factor::Reach, Factor::Impact, Factor::Confidence, Factor::Effort];

    /// As written in stories.
    pub fn name(self) -> &'static str {
        match self {
            Factor::Reach => "reach",
            Factor::Impact => "impact",
            Factor::Confidence => "confidence",
            Factor::Effort => "effort",
        }
    }

    /// The number in `written`; a confidence comes as a share of 1.
    pub fn read(self, written: &str) -> Option<f64> {
        let text = written.trim();
        let (text, percent) = match text.strip_suffix('%') {
            Some(number) if self == Factor::Confidence => (number.trim_end(), true),
            _ => (text, false),
        };
        let number: f64 = text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())?;
        let is_percent = self == Factor::Confidence && (percent || number > 1.0);
        Some(if is_percent { number / 100.0 } else { number })
    }
}

/// What the team takes for a sound factor.
#[derive(Debug, Clone, PartialEq)]
pub struct RicePolicy {
    /// The smallest and the largest impact.
    pub impact: (f64, f64),
}

impl Default for RicePolicy {
    fn default() -> Self {
        Self { impact: (0.25, 3.0) }
    }
}

impl RicePolicy {
    /// What a factor has to be, in words, if this number is not it.
    pub fn objection(&self, factor: Factor, number: f64) -> Option<String> {
        let (smallest, largest) = self.impact;
        match factor {
            Factor::Reach | Factor::Effort => (number <= 0.0).then(|| "above 0".into()),
            Factor::Impact => (!(smallest..=largest).contains(&number)).then(|| format!("{smallest} to {largest}")),
            Factor::Confidence => (!(number > 0.0 && number <= 1.0)).then(|| "above 0 % and at most 100 %".into()),
        }
    }
}

/// The score of four factors, confidence as a share of 1.
pub fn score([reach, impact, confidence, effort]: [f64; 4]) -> Option<f64> {
    let score = reach * impact * confidence / effort;
    score.is_finite().then_some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_written_in_three_ways() {
        for written in ["80", "80 %", "80%", "0.8"] {
            assert_eq!(Factor::Confidence.read(written), Some(0.8), "{written}");
        }
        assert_eq!(Factor::Reach.read("80"), Some(80.0));
        assert_eq!(Factor::Reach.read("80 %"), None);
        assert_eq!(Factor::Effort.read("two"), None);
    }

    #[test]
    fn a_score_is_reach_times_impact_times_confidence_by_effort() {
        assert_eq!(score([100.0, 2.0, 0.5, 4.0]), Some(25.0));
        assert_eq!(score([100.0, 2.0, 0.5, 0.0]), None);
    }
}
