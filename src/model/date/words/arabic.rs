//! Arabic, with the Gregorian names of months and the digits that most news sites use.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

const PHRASES: Phrases =
    Phrases { about: "نحو {}", since: "منذ {}", until: "حتى {}", from: "من {}", to: "إلى {}" };

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["ربيع", "صيف", "خريف", "شتاء"]),
    quarters: unchanged(["الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"]),
    first_quarters: ["من الربع الأول", "من الربع الثاني", "من الربع الثالث", "من الربع الرابع"],
    last_quarter: Case::To,
    day: "{day} {month} {year}",
    day_of_month: "{day} {month}",
    day_number: "{day}",
    first_day: "1",
    month_of_year: "{} {year}",
    season_of_year: "{} {year}",
    quarter_of_year: "{} من {year}",
    year: Forms::same("{}"),
    years: Forms::same("{}"),
    before_christ: "{} ق.م",
    anno_domini: "{} م",
    decade: Forms::same("عقد {}"),
    century: None,
    dash: "–",
    days: PHRASES,
    month_names: PHRASES,
    season_names: PHRASES,
    quarter_names: PHRASES,
    year_numbers: PHRASES,
    decades: PHRASES,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "{} (تقريبًا)",
    uncertain: " (غير مؤكد)",
    day_unknown: "، اليوم غير معروف",
    month_unknown: "، الشهر غير معروف",
    month_and_day_unknown: "، الشهر واليوم غير معروفين",
    from_unknown: "من تاريخ غير معروف",
    to_unknown: "إلى تاريخ غير معروف",
    between: " ",
    comma: "،",
    contractions: &[],
    day_and_time: "{day}، {time}",
};
