//! What a language's table says.
//!
//! Patterns hold `{}` for the words that they are about, and `{day}`, `{month}`, `{year}`, `{time}`. A language has up to
//! four forms of a word, by where it stands; prepositions and endings are patterns, one for each kind of date and place.

/// The form of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Alone,
    /// After "since", and wherever a language says nothing else.
    Governed,
    /// The first of two.
    From,
    /// The last of two.
    To,
}

/// Where in a phrase a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    About,
    Since,
    Until,
    From,
    To,
}

/// What decides about prepositions and articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Day,
    Month,
    Season,
    Quarter,
    /// Also several years by their numbers.
    Year,
    /// Years by a plural: "2020s".
    Decade,
}

/// A word in its forms, or a pattern in the forms that it takes with its word.
#[derive(Clone, Copy, Debug)]
pub struct Forms {
    pub alone: &'static str,
    pub governed: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

impl Forms {
    pub const fn same(word: &'static str) -> Self {
        Forms { alone: word, governed: word, from: word, to: word }
    }

    /// One form alone, another everywhere else.
    pub const fn two(alone: &'static str, within: &'static str) -> Self {
        Forms { alone, governed: within, from: within, to: within }
    }

    pub const fn four(
        alone: &'static str,
        governed: &'static str,
        from: &'static str,
        to: &'static str,
    ) -> Self {
        Forms { alone, governed, from, to }
    }

    pub fn of(&self, case: Case) -> &'static str {
        match case {
            Case::Alone => self.alone,
            Case::Governed => self.governed,
            Case::From => self.from,
            Case::To => self.to,
        }
    }
}

/// Words that never change.
pub const fn unchanged<const N: usize>(words: [&'static str; N]) -> [Forms; N] {
    let mut forms = [Forms::same(""); N];
    let mut index = 0;
    while index < N {
        forms[index] = Forms::same(words[index]);
        index += 1;
    }
    forms
}

/// Prepositions and endings.
#[derive(Clone, Copy, Debug)]
pub struct Phrases {
    pub about: &'static str,
    pub since: &'static str,
    pub until: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

impl Phrases {
    pub fn at(&self, place: Place) -> &'static str {
        match place {
            Place::About => self.about,
            Place::Since => self.since,
            Place::Until => self.until,
            Place::From => self.from,
            Place::To => self.to,
        }
    }
}

/// All that the engine has to know of a language.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Whether a year comes before its months: then an interval says with its first date what both have in common.
    pub year_first: bool,
    pub months: [Forms; 12],
    /// Beside the number of a day.
    pub months_of_days: [&'static str; 12],
    /// Spring to winter.
    pub seasons: [Forms; 4],
    pub quarters: [Forms; 4],
    /// The first of two quarters of one year, before the last with its year. Empty where years come first.
    pub first_quarters: [&'static str; 4],
    /// The form of that last one.
    pub last_quarter: Case,
    pub day: &'static str,
    pub day_of_month: &'static str,
    pub day_number: &'static str,
    /// The number of the first day of a month.
    pub first_day: &'static str,
    pub month_of_year: &'static str,
    pub season_of_year: &'static str,
    pub quarter_of_year: &'static str,
    pub year: Forms,
    /// Several years by their numbers.
    pub years: Forms,
    /// Around a year, or several, with the words for that.
    pub before_christ: &'static str,
    /// The same for years below 100.
    pub anno_domini: &'static str,
    pub decade: Forms,
    /// None where the plural of `1900` means ten years.
    pub century: Option<Forms>,
    /// Between two numbers.
    pub dash: &'static str,
    pub days: Phrases,
    pub month_names: Phrases,
    pub season_names: Phrases,
    pub quarter_names: Phrases,
    pub year_numbers: Phrases,
    pub decades: Phrases,
    /// The form after "about".
    pub about: Case,
    /// The form after "until".
    pub until: Case,
    /// "about" where another preposition stands already.
    pub about_within: &'static str,
    /// What follows a date in doubt.
    pub uncertain: &'static str,
    pub day_unknown: &'static str,
    pub month_unknown: &'static str,
    pub month_and_day_unknown: &'static str,
    /// An interval's end that nobody knows, with its preposition.
    pub from_unknown: &'static str,
    pub to_unknown: &'static str,
    /// Between the two dates of an interval.
    pub between: &'static str,
    /// What closes an apposition.
    pub comma: &'static str,
    /// Beginnings of phrases that are said otherwise than they are put together.
    pub contractions: &'static [(&'static str, &'static str)],
    pub day_and_time: &'static str,
}

impl Table {
    pub fn phrases(&self, kind: Kind) -> &Phrases {
        match kind {
            Kind::Day => &self.days,
            Kind::Month => &self.month_names,
            Kind::Season => &self.season_names,
            Kind::Quarter => &self.quarter_names,
            Kind::Year => &self.year_numbers,
            Kind::Decade => &self.decades,
        }
    }
}
