//! Phrases that contain a country's name and do not mean it: `data/shields.txt`. In goes nothing, out come phrases. Must not
//! know where they are looked for.

const TEXT: &str = include_str!("../../data/shields.txt");

/// The built-in phrases, in the order of the file.
pub(super) fn built_in() -> impl Iterator<Item = &'static str> {
    phrases(TEXT)
}

/// One phrase a line; what follows `#`, and empty lines, are for readers.
fn phrases(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|phrase| !phrase.is_empty())
}
