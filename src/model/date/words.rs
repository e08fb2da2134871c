//! Dates in words, in ten languages.
//!
//! An [`Edtf`], a day or a year and a [`Language`] come in, a phrase that stands alone goes out: no day that the date does
//! not have, years before 1 as people count them. What differs between languages is in their tables (`words/`); how a date
//! becomes a phrase is here, and the same for all. Nothing here knows of HTML.

use super::Day;
use super::edtf::{Date, Edtf, End, Form, Shape};

mod arabic;
mod chinese;
mod english;
mod french;
mod german;
mod japanese;
mod korean;
mod portuguese;
mod russian;
mod spanish;
mod table;

#[cfg(test)]
mod tests;

use table::{Case, Kind, Place, Table};

/// A language that dates can be told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Portuguese,
    Russian,
    Chinese,
    /// Chinese in the letters of Taiwan, Hong Kong and Macau.
    TraditionalChinese,
    Korean,
    Japanese,
    Arabic,
}

impl Language {
    pub const ALL: [Language; 11] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::Russian,
        Language::Chinese,
        Language::TraditionalChinese,
        Language::Korean,
        Language::Japanese,
        Language::Arabic,
    ];

    /// The language of a tag (BCP 47) by its first subtag, of Chinese also by script and region; English for all others.
    pub fn of(tag: &str) -> Self {
        let mut subtags = tag.split('-').map(str::to_ascii_lowercase);
        match subtags.next().as_deref() {
            Some("de") => Self::German,
            Some("fr") => Self::French,
            Some("es") => Self::Spanish,
            Some("pt") => Self::Portuguese,
            Some("ru") => Self::Russian,
            Some("zh") => Self::chinese_of(subtags),
            Some("ko") => Self::Korean,
            Some("ja") => Self::Japanese,
            Some("ar") => Self::Arabic,
            _ => Self::English,
        }
    }

    /// A script that is named decides; else the region does.
    fn chinese_of(mut subtags: impl Iterator<Item = String>) -> Self {
        match subtags.find(|subtag| ["hans", "hant", "tw", "hk", "mo"].contains(&subtag.as_str())).as_deref()
        {
            None | Some("hans") => Self::Chinese,
            Some(_) => Self::TraditionalChinese,
        }
    }

    /// A date: "3 September 2025", "about 1984", "3 to 5 September 2025", "since spring 2025".
    ///
    /// `~` is "about", `?` is "(uncertain)", `%` is both; a time has its seconds where there are any.
    pub fn date(self, date: &Edtf) -> String {
        match date.form() {
            Form::Date(date) => self.table().alone(date),
            Form::Time(moment) => moment.words_to_the_second(self),
            Form::Interval(start, end) => self.table().interval(start, end),
        }
    }

    /// "3 September 2025".
    pub fn day(self, day: Day) -> String {
        self.table().day(day)
    }

    /// The name of a month from 1 to 12, standing alone.
    pub fn month(self, month: u8) -> &'static str {
        self.table().months[usize::from(month) - 1].alone
    }

    /// A year as people count, standing alone: "2025", "44 BC", and "AD 79" where two digits would not be seen to be a year.
    pub fn year(self, year: i32) -> String {
        self.table().year_in(year, Case::Alone)
    }

    /// A day and what a clock says, which is the same in all languages.
    pub(super) fn time(self, day: Day, clock: &str) -> String {
        let Table { day_and_time, .. } = self.table();
        day_and_time.replace("{time}", clock).replace("{day}", &self.day(day))
    }

    fn table(self) -> &'static Table {
        match self {
            Self::English => &english::TABLE,
            Self::German => &german::TABLE,
            Self::French => &french::TABLE,
            Self::Spanish => &spanish::TABLE,
            Self::Portuguese => &portuguese::TABLE,
            Self::Russian => &russian::TABLE,
            Self::Chinese => &chinese::TABLE,
            Self::TraditionalChinese => &chinese::TRADITIONAL,
            Self::Korean => &korean::TABLE,
            Self::Japanese => &japanese::TABLE,
            Self::Arabic => &arabic::TABLE,
        }
    }
}

impl Table {
    fn interval(&self, start: &End, end: &End) -> String {
        match (start, end) {
            (End::Date(start), End::Date(end)) => self.between(start, end),
            (End::Date(start), End::Open) => self.within(start, Place::Since),
            (End::Open, End::Date(end)) => self.within(end, Place::Until),
            (start, end) => {
                let first = start.date().map(|date| self.within(date, Place::From));
                let last = end.date().map(|date| self.within(date, Place::To));
                self.joined(
                    &first.unwrap_or_else(|| self.from_unknown.to_owned()),
                    &last.unwrap_or_else(|| self.to_unknown.to_owned()),
                )
            }
        }
    }

    fn between(&self, start: &Date, end: &Date) -> String {
        if start == end {
            return self.alone(start);
        }
        let plain = |date: &Date| !date.approximate && !date.uncertain;
        let shared = if plain(start) && plain(end) { self.shared(start.shape, end.shape) } else { None };
        shared.unwrap_or_else(|| self.joined(&self.within(start, Place::From), &self.within(end, Place::To)))
    }

    /// The words for two dates of one kind that have their year, or their month and year, in common, which are then said
    /// once: with the last, or with the first where years come first.
    fn shared(&self, start: Shape, end: Shape) -> Option<String> {
        let (short, kind) = match (start, end) {
            (Shape::Day(from), Shape::Day(to)) if from.year() == to.year() => {
                let kept = if self.year_first { to } else { from };
                let is_one_month = from.month() == to.month();
                (if is_one_month { self.day_number(kept) } else { self.day_of_month(kept) }, Kind::Day)
            }
            (Shape::Month(year, from), Shape::Month(other, to)) if year == other => {
                (self.short(&self.months, from, to), Kind::Month)
            }
            (Shape::Season(year, from), Shape::Season(other, to)) if year == other => {
                (self.short(&self.seasons, from, to), Kind::Season)
            }
            (Shape::Quarter(year, from), Shape::Quarter(other, to)) if year == other => {
                return Some(self.quarters_of_a_year(start, end, from, to));
            }
            _ => return None,
        };
        Some(if self.year_first {
            self.joined(&self.placed(start, Place::From), &self.put(&short, kind, Place::To))
        } else {
            self.joined(&self.put(&short, kind, Place::From), &self.placed(end, Place::To))
        })
    }

    /// The one of two names that goes without its year.
    fn short(&self, names: &[table::Forms], from: u8, to: u8) -> String {
        let (name, case) = if self.year_first { (to, Case::To) } else { (from, Case::From) };
        names[usize::from(name) - 1].of(case).to_owned()
    }

    /// "first to third quarter of 2025": the word for a quarter, too, is said once where a language does so.
    fn quarters_of_a_year(&self, start: Shape, end: Shape, from: u8, to: u8) -> String {
        if self.year_first {
            let last = self.quarters[usize::from(to) - 1].to;
            return self.joined(&self.placed(start, Place::From), &self.put(last, Kind::Quarter, Place::To));
        }
        let last = self.put(&self.shape(end, self.last_quarter), Kind::Quarter, Place::To);
        self.joined(self.first_quarters[usize::from(from) - 1], &last)
    }

    fn joined(&self, start: &str, end: &str) -> String {
        let comma = if start.contains(self.comma) { self.comma } else { "" };
        [start, comma, self.between, end].concat()
    }

    /// A date that stands alone.
    fn alone(&self, date: &Date) -> String {
        let words = if date.approximate {
            self.placed(date.shape, Place::About)
        } else {
            self.shape(date.shape, Case::Alone)
        };
        self.qualified(date, words)
    }

    /// A date at its place in a longer phrase.
    fn within(&self, date: &Date, place: Place) -> String {
        let words = if date.approximate {
            let words = self.shape(date.shape, self.case(place));
            self.put(&self.about_within.replace("{}", &words), self.kind(date.shape), place)
        } else {
            self.placed(date.shape, place)
        };
        self.qualified(date, words)
    }

    /// What is not known of a date, and whether it is in doubt, is said after all else.
    fn qualified(&self, date: &Date, words: String) -> String {
        let unknown = match date.shape {
            Shape::SomeDayOfMonth(..) => self.day_unknown,
            Shape::SomeMonthOfYear(..) => self.month_unknown,
            Shape::SomeDayOfYear(..) => self.month_and_day_unknown,
            _ => "",
        };
        words + unknown + if date.uncertain { self.uncertain } else { "" }
    }

    fn placed(&self, shape: Shape, place: Place) -> String {
        self.put(&self.shape(shape, self.case(place)), self.kind(shape), place)
    }

    /// Words with the preposition or ending of their place.
    fn put(&self, words: &str, kind: Kind, place: Place) -> String {
        let phrase = self.phrases(kind).at(place).replace("{}", words);
        // What stands after it ends where a number is said without its month.
        let whole = phrase + " ";
        let said = self
            .contractions
            .iter()
            .find_map(|(spelled, said)| whole.strip_prefix(spelled).map(|rest| [said, rest].concat()));
        said.unwrap_or(whole).trim_end().to_owned()
    }

    fn case(&self, place: Place) -> Case {
        match place {
            Place::About => self.about,
            Place::Since => Case::Governed,
            Place::Until => self.until,
            Place::From => Case::From,
            Place::To => Case::To,
        }
    }

    fn kind(&self, shape: Shape) -> Kind {
        match shape {
            Shape::Day(_) => Kind::Day,
            Shape::Month(..) | Shape::SomeDayOfMonth(..) => Kind::Month,
            Shape::Season(..) => Kind::Season,
            Shape::Quarter(..) => Kind::Quarter,
            Shape::Decade(first, last) | Shape::Century(first, last)
                if self.plural(first, last).is_some() =>
            {
                Kind::Decade
            }
            _ => Kind::Year,
        }
    }

    fn shape(&self, shape: Shape, case: Case) -> String {
        let of_year = |pattern: &str, name: &str, year: i32| {
            let year = self.year_in(year, Case::Governed);
            pattern.replace("{}", name).replace("{year}", &year)
        };
        let name = |names: &[table::Forms], number: u8| names[usize::from(number) - 1].of(case);
        match shape {
            Shape::Day(whole) => self.day(whole),
            Shape::Month(year, month) | Shape::SomeDayOfMonth(year, month) => {
                of_year(self.month_of_year, name(&self.months, month), year)
            }
            Shape::Season(year, season) => of_year(self.season_of_year, name(&self.seasons, season), year),
            Shape::Quarter(year, quarter) => {
                of_year(self.quarter_of_year, name(&self.quarters, quarter), year)
            }
            Shape::Year(year) | Shape::SomeMonthOfYear(year) | Shape::SomeDayOfYear(year) => {
                self.year_in(year, case)
            }
            Shape::Decade(first, last) | Shape::Century(first, last) => self.years(first, last, case),
        }
    }

    fn day(&self, day: Day) -> String {
        self.with_day(self.day, day).replace("{year}", &self.year_in(day.year(), Case::Governed))
    }

    /// "30 August"
    fn day_of_month(&self, day: Day) -> String {
        self.with_day(self.day_of_month, day)
    }

    /// "30"
    fn day_number(&self, day: Day) -> String {
        self.with_day(self.day_number, day)
    }

    fn with_day(&self, pattern: &str, day: Day) -> String {
        let number = if day.day() == 1 { self.first_day.to_owned() } else { day.day().to_string() };
        pattern
            .replace("{day}", &number)
            .replace("{month}", self.months_of_days[usize::from(day.month()) - 1])
    }

    fn year_in(&self, year: i32, case: Case) -> String {
        let words = self.year.of(case);
        match year {
            ..=0 => era(self.before_christ, words, 1 - i64::from(year)),
            1..=99 => era(self.anno_domini, words, year),
            _ => words.replace("{}", &year.to_string()),
        }
    }

    /// "2020s", "1900s" for `19XX`. The years themselves where a plural would say something else (`190X` is not all of the
    /// 1900s), has another meaning (outside of English, the 1900s are ten years) or is not in use, before year 100.
    fn years(&self, first: i32, last: i32, case: Case) -> String {
        if let Some(plural) = self.plural(first, last) {
            return plural.of(case).replace("{}", &first.to_string());
        }
        let (from, to, words) = (i64::from(first), i64::from(last), self.years.of(case));
        let span = |first: i64, last: i64| format!("{first}{}{last}", self.dash);
        match (first, last) {
            (..=0, 1..) => {
                [self.year_in(first, case), self.dash.to_owned(), self.year_in(last, case)].concat()
            }
            (..=0, _) => era(self.before_christ, words, span(1 - from, 1 - to)),
            (1..=99, _) => era(self.anno_domini, words, span(from, to)),
            _ => words.replace("{}", &span(from, to)),
        }
    }

    /// The forms of "2020s", where ten or a hundred years may be called by the first of them.
    fn plural(&self, first: i32, last: i32) -> Option<&table::Forms> {
        let is_decade = last - first < 10;
        let is_first_decade = is_decade && first % 100 == 0;
        if first < 100 || is_first_decade {
            return None;
        }
        if is_decade { Some(&self.decade) } else { self.century.as_ref() }
    }
}

/// Years in the words for years, in those of an era.
fn era(pattern: &str, words: &str, years: impl ToString) -> String {
    pattern.replace("{}", words).replace("{}", &years.to_string())
}
