//! The labelled files.

use std::{error::Error, fs, path::Path};

use serde_json::Value;

/// A labelled story or sentence.
pub struct Sample {
    /// Its id in the file.
    pub id: String,
    /// Which project or document it is from.
    pub group: String,
    /// What it says.
    pub text: String,
    /// What people said of it.
    pub labels: Value,
}

/// Every line of every `*.jsonl` in `folder`, in the order of names.
pub fn read(folder: &Path) -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    let mut samples = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        for line in text.lines() {
            let value: Value = serde_json::from_str(line)?;
            let said = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            samples.push(Sample { id: said("id"), group: said("group"), text: said("text"), labels: value["labels"].clone() });
        }
    }
    Ok(samples)
}

impl Sample {
    /// A yes or no of the raters; `None` where they were not asked.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.labels.get(name)?.as_bool()
    }

    /// How many entries a list of the raters has; `None` where they were not asked.
    pub fn count(&self, name: &str) -> Option<usize> {
        Some(self.labels.get(name)?.as_array()?.len())
    }
}
