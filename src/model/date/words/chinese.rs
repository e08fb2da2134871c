//! Chinese, in simplified and in traditional letters.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] =
    ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const PHRASES: Phrases =
    Phrases { about: "约{}", since: "自{}起", until: "至{}止", from: "{}", to: "至{}" };

const TRADITIONAL_PHRASES: Phrases = Phrases { about: "約{}", ..PHRASES };

pub const TABLE: Table = Table {
    year_first: true,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["春季", "夏季", "秋季", "冬季"]),
    quarters: unchanged(["第一季度", "第二季度", "第三季度", "第四季度"]),
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
    before_christ: "公元前{}",
    anno_domini: "公元{}",
    decade: Forms::same("{}年代"),
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
    about_within: "约{}",
    uncertain: "（存疑）",
    day_unknown: "（日期不详）",
    month_unknown: "（月份不详）",
    month_and_day_unknown: "（月日不详）",
    from_unknown: "未知日期",
    to_unknown: "至未知日期",
    between: "",
    comma: "，",
    contractions: &[],
    day_and_time: "{day} {time}",
};

pub const TRADITIONAL: Table = Table {
    quarters: unchanged(["第一季", "第二季", "第三季", "第四季"]),
    days: TRADITIONAL_PHRASES,
    month_names: TRADITIONAL_PHRASES,
    season_names: TRADITIONAL_PHRASES,
    quarter_names: TRADITIONAL_PHRASES,
    year_numbers: TRADITIONAL_PHRASES,
    decades: TRADITIONAL_PHRASES,
    about_within: "約{}",
    day_unknown: "（日期不詳）",
    month_unknown: "（月份不詳）",
    month_and_day_unknown: "（月日不詳）",
    ..TABLE
};
