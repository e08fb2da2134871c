//! What an author probably meant by a date that is not EDTF.
//!
//! Such a text comes in; help for a message goes out, with the same date in EDTF where the text can be understood. The
//! guess is only ever shown, never read as the date.

use super::moment::numeric_days;
use super::parse::parse_form;
use super::{Day, Moment, number};

/// No date that anybody writes is longer; what is longer is not looked at.
const LONGEST: usize = 100;

/// Names of the months in English, German, French, Spanish, Italian and Portuguese. Their first three letters will do.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro"],
    &["february", "februar", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "maerz", "mars", "marzo", "março"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "aout", "agosto"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];
const SEASONS: [&[&str]; 4] = [&["spring"], &["summer"], &["autumn", "fall"], &["winter"]];
const QUARTERS: [&[&str]; 4] = [&["q1"], &["q2"], &["q3"], &["q4"]];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const FILLERS: [&str; 12] = ["the", "of", "in", "on", "early", "late", "le", "de", "del", "di", "den", "der"];

/// Something to do about a text that is not a date.
pub(super) fn help_for(text: &str) -> String {
    let readings = readings(text);
    match readings.as_slice() {
        [] => "write a date such as `2025`, `2025-09`, `2025-09-03`, `2025-09~` (about) \
               or `2025-09/2025-11`"
            .to_owned(),
        [one] => format!("write `{one}`"),
        several => {
            let each: Vec<String> = several.iter().map(|date| in_words(date)).collect();
            format!("write the year first: {}", each.join(", or "))
        }
    }
}

fn in_words(date: &str) -> String {
    match Day::from_iso(date) {
        Some(day) => format!("`{date}` for {}", day.in_english()),
        None => format!("`{date}`"),
    }
}

/// The texts of EDTF that this text can stand for: none, one, or both readings of `03/09/2025`, the day first one
/// first.
pub(super) fn readings(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let tidy = tidied(text);
    let spelt = tidy.to_uppercase();
    let mut found = [spelt.clone(), spelt.replace('U', "X"), spelt.replace("?~", "%").replace("~?", "%")]
        .into_iter()
        .find(|text| is_date(text))
        .map_or_else(|| single(&tidy), |text| vec![text]);
    found.retain(|text| is_date(text));
    if found.is_empty() {
        found.extend(interval(&tidy).filter(|text| is_date(text)));
    }
    found
}

/// Whether the text is EDTF as it stands.
pub(super) fn is_date(text: &str) -> bool {
    parse_form(text).is_ok()
}

/// Small letters, single blanks and none around a `/`, hyphens for all dashes.
fn tidied(text: &str) -> String {
    let dashes = ['‐', '‑', '‒', '–', '—', '−'];
    let lower = text.to_lowercase().replace(dashes, "-");
    let ends: Vec<String> =
        lower.split('/').map(|end| end.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    ends.join("/")
}

/// What a tidied text without an interval in it can mean.
fn single(text: &str) -> Vec<String> {
    let numbers =
        text.replace(['年', '月', '년', '월', ' '], "-").replace(['日', '일'], "").replace("--", "-");
    let numbers = numbers.trim_end_matches(['-', '.']);
    let days = numeric_days(numbers);
    if !days.is_empty() {
        return days.iter().map(Day::to_string).collect();
    }
    fewer_numbers(numbers).or_else(|| timed(text)).or_else(|| prose(text)).into_iter().collect()
}

/// A month and a year in either order, digits without hyphens, a year of more or fewer than four digits.
fn fewer_numbers(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.split(['-', '/', '.']).collect();
    match pieces[..] {
        [one, other] => {
            let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
            Some(format!("{:04}-{:02}", number(year, 4..=4)?, number(month, 1..=2)?))
        }
        [digits] if digits.bytes().all(|byte| byte.is_ascii_digit()) => match digits.len() {
            3 => Some(format!("0{digits}")),
            6 => Some(format!("{}-{}", &digits[..4], &digits[4..])),
            8 => Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])),
            5.. => Some(format!("Y{digits}")),
            _ => None,
        },
        _ => None,
    }
}

/// A time in another notation; without an offset it is suggested as UTC.
fn timed(text: &str) -> Option<String> {
    let moment = Moment::meant_by(&text.to_uppercase()).filter(Moment::has_time)?;
    Some(moment.rfc3339())
}

/// What a phrase says so far.
#[derive(Default)]
struct Phrase {
    year: Option<i32>,
    within: Option<u8>,
    day: Option<u8>,
    /// A whole text of EDTF that stands for a decade or century.
    years: Option<String>,
    before_christ: bool,
    about: bool,
    doubt: bool,
}

/// A date in words. Every word has to be understood, else nothing is suggested.
fn prose(text: &str) -> Option<String> {
    let mut phrase = Phrase::default();
    let marks = |c: char| c.is_whitespace() || [',', '(', ')', '-'].contains(&c);
    let mut words =
        text.split(marks).map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        match words.next_if(|next| ["century", "c"].contains(next)) {
            Some(_) => phrase.years = Some(century(word)?),
            None => phrase.hear(word)?,
        }
    }
    phrase.written()
}

fn century(word: &str) -> Option<String> {
    let century = without_ordinal(word).filter(|century| (1..=99).contains(century))?;
    Some(format!("{:02}XX", century - 1))
}

impl Phrase {
    fn hear(&mut self, word: &str) -> Option<()> {
        let doubted = word;
        let word = doubted.trim_end_matches('?');
        self.doubt |= word.len() < doubted.len();
        let says_nothing = FILLERS.contains(&word) || is_named(word, &WEEKDAYS);
        if word.is_empty() || says_nothing || ["ad", "ce"].contains(&word) {
            return Some(());
        }
        match word {
            "about" | "circa" | "ca" | "c" | "around" | "approximately" | "approx" => self.about = true,
            "probably" | "perhaps" | "possibly" | "maybe" | "uncertain" => self.doubt = true,
            "bc" | "bce" => self.before_christ = true,
            _ => return self.hear_name(word).or_else(|| self.hear_number(word)),
        }
        Some(())
    }

    fn hear_name(&mut self, word: &str) -> Option<()> {
        let month = MONTHS.iter().position(|names| is_named(word, names));
        let season = SEASONS.iter().position(|names| names.contains(&word)).map(|season| season + 20);
        let quarter = QUARTERS.iter().position(|names| names.contains(&word)).map(|quarter| quarter + 32);
        let within = month.or(season).or(quarter)? as u8 + 1;
        self.within.replace(within).is_none().then_some(())
    }

    fn hear_number(&mut self, word: &str) -> Option<()> {
        if let Some(decade) = word.strip_suffix('s').map(|word| word.trim_end_matches('\'')) {
            let unknown = if decade.ends_with("00") { "XX" } else { "X" };
            number(decade, 4..=4).filter(|decade| decade % 10 == 0)?;
            self.years = Some(format!("{}{unknown}", &decade[..4 - unknown.len()]));
            return Some(());
        }
        if let Some(day) = without_ordinal(word) {
            return self.day.replace(day).is_none().then_some(());
        }
        let year = number(word, 3..=4)? as i32;
        self.year.replace(year).is_none().then_some(())
    }

    fn written(mut self) -> Option<String> {
        // "44 BC": what looked like a day was the year.
        if self.year.is_none() && self.within.is_none() {
            self.year = self.day.take().filter(|_| self.before_christ).map(i32::from);
        }
        let mut text = match (self.years, self.year) {
            (Some(years), None) => years,
            (None, Some(year)) if self.before_christ && year > 0 => super::iso_year(1 - year),
            (None, Some(year)) => super::iso_year(year),
            _ => return None,
        };
        if let Some(within) = self.within {
            text.push_str(&format!("-{within:02}"));
        }
        if let Some(day) = self.day {
            text.push_str(&format!("-{day:02}"));
        }
        let mark = match (self.about, self.doubt) {
            (false, false) => "",
            (true, false) => "~",
            (false, true) => "?",
            (true, true) => "%",
        };
        Some(text + mark)
    }
}

/// Whether a word is one of these names or an abbreviation of three letters or more.
fn is_named(word: &str, names: &[&str]) -> bool {
    word.chars().count() >= 3 && names.iter().any(|name| name.starts_with(word))
}

/// A number of one or two digits, with or without `st`, `nd`, `rd`, `th`, `er` or `º`.
fn without_ordinal(word: &str) -> Option<u8> {
    let endings = ["st", "nd", "rd", "th", "er", "º"];
    let digits = endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    number(digits, 1..=2).map(|number| number as u8)
}

/// An interval in words, or one whose ends are not EDTF.
fn interval(text: &str) -> Option<String> {
    for (word, open_end) in
        [("since ", true), ("from ", true), ("until ", false), ("till ", false), ("up to ", false)]
    {
        if let Some(date) = text.strip_prefix(word).and_then(one_reading) {
            return Some(if open_end { format!("{date}/..") } else { format!("../{date}") });
        }
    }
    let text = ["from ", "between "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    [" to ", " until ", " and ", " - ", " bis ", "/", "-"].iter().find_map(|word| {
        let (start, end) = text.split_once(word)?;
        let end = end_of_interval(start, end)?;
        Some(format!("{}/{end}", start_of_interval(start, &end)?))
    })
}

fn start_of_interval(start: &str, end: &str) -> Option<String> {
    match start {
        "" | "?" | "unknown" => Some(String::new()),
        ".." | "open" => Some("..".to_owned()),
        _ => one_reading(start).or_else(|| {
            // "3 to 5 September 2025", "September to November 2025": what is missing stands at the end.
            let day = number(start, 1..=2).map(|day| format!("{}{day:02}", end.get(..8).unwrap_or_default()));
            day.or_else(|| one_reading(&format!("{start} {}", end.get(..4)?)))
        }),
    }
}

fn end_of_interval(start: &str, end: &str) -> Option<String> {
    match end {
        "" | "?" | "unknown" => Some(String::new()),
        ".." | "open" | "now" | "today" | "present" | "the present" | "ongoing" => Some("..".to_owned()),
        _ => one_reading(end).or_else(|| {
            // "2025-09-03/05": ISO 8601 lets the end leave out what it shares with the start.
            let kept = start.len().checked_sub(end.len()).filter(|_| number(end, 1..=2).is_some())?;
            start.get(..kept).map(|kept| format!("{kept}{end}"))
        }),
    }
}

/// The only thing that one end of an interval can mean.
fn one_reading(text: &str) -> Option<String> {
    let spelt = text.to_uppercase();
    if is_date(&spelt) {
        return Some(spelt);
    }
    match &single(text)[..] {
        [one] if is_date(one) => Some(one.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{help_for, readings};

    #[test]
    fn other_notations_are_understood() {
        for (text, meant) in [
            ("2025-9-3", "2025-09-03"),
            ("2025-9", "2025-09"),
            (" 2025-09-03 ", "2025-09-03"),
            ("2025–09–03", "2025-09-03"),
            ("2025/09/03", "2025-09-03"),
            ("2025.9.3.", "2025-09-03"),
            ("2025 09 03", "2025-09-03"),
            ("20250903", "2025-09-03"),
            ("202509", "2025-09"),
            ("2025/09", "2025-09"),
            ("09/2025", "2025-09"),
            ("2025年9月3日", "2025-09-03"),
            ("2025年9月", "2025-09"),
            ("2025년 9월 3일", "2025-09-03"),
            ("23.11.2020", "2020-11-23"),
            ("11/23/2020", "2020-11-23"),
            ("12025", "Y12025"),
            ("476", "0476"),
            ("September 2025", "2025-09"),
            ("Sept. 2025", "2025-09"),
            ("3 September 2025", "2025-09-03"),
            ("September 3rd, 2025", "2025-09-03"),
            ("Wednesday, 3 September 2025", "2025-09-03"),
            ("the 3rd of May 2025", "2025-05-03"),
            ("3. Oktober 1990", "1990-10-03"),
            ("14 juillet 1789", "1789-07-14"),
            ("1er mai 2025", "2025-05-01"),
            ("3 de septiembre de 2025", "2025-09-03"),
            ("spring 2025", "2025-21"),
            ("Winter 2025", "2025-24"),
            ("Q1 2025", "2025-33"),
            ("2025-Q4", "2025-36"),
            ("circa 1984", "1984~"),
            ("c. 1984", "1984~"),
            ("about May 1984", "1984-05~"),
            ("probably 1984", "1984?"),
            ("September 2025?", "2025-09?"),
            ("Sept 1984 (?)", "1984-09?"),
            ("1984?~", "1984%"),
            ("1980s", "198X"),
            ("the 1980s", "198X"),
            ("1900s", "19XX"),
            ("20th century", "19XX"),
            ("198x", "198X"),
            ("199u", "199X"),
            ("44 BC", "-0043"),
            ("15 March 44 BC", ""),
            ("since 2025", "2025/.."),
            ("from September 2025", "2025-09/.."),
            ("until September 2025", "../2025-09"),
            ("2025-09/open", "2025-09/.."),
            ("2025-09/present", "2025-09/.."),
            ("unknown/2025", "/2025"),
            ("2025-2026", "2025/2026"),
            ("2025 / 2026", "2025/2026"),
            ("2024 to 2025", "2024/2025"),
            ("between 2024 and 2025", "2024/2025"),
            ("2025-09-03/05", "2025-09-03/2025-09-05"),
            ("3 to 5 September 2025", "2025-09-03/2025-09-05"),
            ("3-5 September 2025", "2025-09-03/2025-09-05"),
            ("September to November 2025", "2025-09/2025-11"),
            ("30 August - 2 September 2025", "2025-08-30/2025-09-02"),
            ("2025-09-03 14:00:00 +0200", "2025-09-03T14:00:00+02:00"),
            ("2025-09-03T14:00Z", "2025-09-03T14:00:00Z"),
            ("", ""),
            ("soon", ""),
            ("30 February 2025", ""),
            ("September", ""),
            ("3 September", ""),
            ("May or June 2025", ""),
            ("2025-W36", ""),
            ("11/23/20", ""),
        ] {
            assert_eq!(readings(text).join(" "), meant, "{text}");
        }
    }

    #[test]
    fn a_date_with_two_readings_is_suggested_both_ways() {
        assert_eq!(
            help_for("03/09/2025"),
            "write the year first: `2025-09-03` for 3 September 2025, or `2025-03-09` for 9 March 2025"
        );
        assert_eq!(help_for("03/03/2025"), "write `2025-03-03`");
        assert_eq!(help_for("September 2025"), "write `2025-09`");
    }
}
