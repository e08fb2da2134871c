//! Japanese.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] =
    ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const PHRASES: Phrases =
    Phrases { about: "{}頃", since: "{}から", until: "{}まで", from: "{}", to: "～{}" };

pub const TABLE: Table = Table {
    year_first: true,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["春", "夏", "秋", "冬"]),
    quarters: unchanged(["第1四半期", "第2四半期", "第3四半期", "第4四半期"]),
    first_quarters: [""; 4],
    last_quarter: Case::To,
    day: "{year}{month}{day}日",
    day_of_month: "{month}{day}日",
    day_number: "{day}日",
    first_day: "1",
    month_of_year: "{year}{}",
    season_of_year: "{year}{}",
    quarter_of_year: "{year}{}",
    year: Forms::same("{}年"),
    years: Forms::same("{}年"),
    before_christ: "紀元前{}",
    anno_domini: "西暦{}",
    decade: Forms::same("{}年代"),
    century: None,
    dash: "～",
    days: PHRASES,
    month_names: PHRASES,
    season_names: PHRASES,
    quarter_names: PHRASES,
    year_numbers: PHRASES,
    decades: PHRASES,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "{}頃",
    uncertain: "（不確か）",
    day_unknown: "（日不明）",
    month_unknown: "（月不明）",
    month_and_day_unknown: "（月日不明）",
    from_unknown: "開始日不明",
    to_unknown: "～終了日不明",
    between: "",
    comma: "、",
    contractions: &[],
    day_and_time: "{day} {time}",
};
