//! The words as the build script writes them.
#![expect(clippy::unicode_not_nfc, reason = "words are compared decomposed, without their accents")]

/// The words of one group, folded, sorted and joined.
pub(super) struct Group {
    text: &'static str,
    words: &'static [Entry],
    /// What words can mean.
    names: &'static [&'static str],
    /// The length of the longest word, in bytes.
    longest: usize,
}

/// Where a word ends in the text of its group, the place of its meaning in `names`, and whether it is English.
type Entry = (u32, u8, bool);

/// What a word means.
pub(super) struct Word {
    pub(super) name: &'static str,
    pub(super) is_english: bool,
}

impl Group {
    /// The word that is spelled `folded`.
    pub(super) fn word(&self, folded: &str) -> Option<Word> {
        if folded.is_empty() || folded.len() > self.longest {
            return None;
        }
        let (mut low, mut high) = (0, self.words.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.spelling(middle).cmp(folded) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let (_, name, is_english) = self.words[middle];
                    return Some(Word { name: self.names[name as usize], is_english });
                }
            }
        }
        None
    }

    /// Every word in alphabetical order.
    pub(super) fn iter<'w>(&self) -> impl Iterator<Item = &'w str> + use<'w> {
        let (text, words) = (self.text, self.words);
        (0..words.len()).map(move |at| -> &'w str { spelling(text, words, at) })
    }

    fn spelling(&self, at: usize) -> &'static str {
        spelling(self.text, self.words, at)
    }
}

fn spelling(text: &'static str, words: &[Entry], at: usize) -> &'static str {
    let start = if at == 0 { 0 } else { words[at - 1].0 as usize };
    &text[start..words[at].0 as usize]
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        for group in [&FIELDS, &SECTIONS, &STATUSES, &KINDS, &VALUES, &UNITS, &SIZES, &PRIORITIES, &FILES, &FOLDERS] {
            assert!(group.iter().count() > 18, "{:?}", group.names);
            assert!(group.iter().all(|word| group.word(word).is_some()), "{:?}", group.names);
        }
        assert!(FIELDS.word("nosuchkey").is_none() && FIELDS.word("").is_none());
    }
}
