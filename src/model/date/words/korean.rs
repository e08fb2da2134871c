//! Korean.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] =
    ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"];

const PHRASES: Phrases =
    Phrases { about: "{}경", since: "{}부터", until: "{}까지", from: "{}", to: "~{}" };

pub const TABLE: Table = Table {
    year_first: true,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["봄", "여름", "가을", "겨울"]),
    quarters: unchanged(["1분기", "2분기", "3분기", "4분기"]),
    first_quarters: [""; 4],
    last_quarter: Case::To,
    day: "{year} {month} {day}일",
    day_of_month: "{month} {day}일",
    day_number: "{day}일",
    first_day: "1",
    month_of_year: "{year} {}",
    season_of_year: "{year} {}",
    quarter_of_year: "{year} {}",
    year: Forms::same("{}년"),
    years: Forms::same("{}년"),
    before_christ: "기원전 {}",
    anno_domini: "서기 {}",
    decade: Forms::same("{}년대"),
    century: None,
    dash: "~",
    days: PHRASES,
    month_names: PHRASES,
    season_names: PHRASES,
    quarter_names: PHRASES,
    year_numbers: PHRASES,
    decades: PHRASES,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "{}경",
    uncertain: "(불확실)",
    day_unknown: "(날짜 미상)",
    month_unknown: "(월 미상)",
    month_and_day_unknown: "(월일 미상)",
    from_unknown: "시작일 미상",
    to_unknown: "~종료일 미상",
    between: "",
    comma: ",",
    contractions: &[],
    day_and_time: "{day} {time}",
};
