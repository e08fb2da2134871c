//! Nothing overlaps, nothing is lost, nothing breaks out of the markup: over random marks, odd dates and hostile titles.

use std::collections::BTreeSet;

use super::axis::{Axis, ticks, years_wanted};
use super::lane::{Packed, Room, pack};
use super::marks::Weight;
use super::pack::Extent;
use super::shape::{Form, Shape, Tip};
use super::{
    Count, Item, Lane, Lanes, Month, Office, Overview, OverviewYear, Term, Year, offices, strip, terms,
};
use crate::model::date::Edtf;

/// Numbers that look random and are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn date(&mut self, year: i32) -> Edtf {
        let month = self.below(12) + 1;
        let day = self.below(28) + 1;
        let text = match self.below(14) {
            0 => format!("{year:04}-{month:02}"),
            1 => format!("{year:04}-{month:02}~"),
            2 => format!("{year:04}-{}", 21 + self.below(4)),
            3 => format!("{year:04}-{}?", 33 + self.below(4)),
            4 => format!("{year:04}-{month:02}-{day:02}/.."),
            5 => format!("{year:04}-{month:02}/"),
            6 => format!("/{year:04}-{month:02}-{day:02}"),
            7 => format!("../{year:04}-{month:02}"),
            8 => format!("{year:04}-{month:02}-{day:02}%"),
            9 => format!("{year:04}-{month:02}-{day:02}/{}-01-05~", year + 1),
            10 => format!("{year:04}"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        };
        Edtf::parse(&text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
    }
}

fn date(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

fn item<'a>(date: &'a Edtf, title: &'a str, importance: u8) -> Item<'a> {
    Item { date, words: date.text(), title, importance, is_article: false, href: "#e" }
}

fn year(label: i32) -> String {
    label.to_string()
}

fn month(number: u8) -> String {
    format!("m{number}")
}

/// Rectangles of all marks and names of a lane: left, right, top, bottom.
fn rectangles(packed: &Packed<'_>, width: i32, with_names: bool) -> Vec<(i64, i64, i32, i32)> {
    let of_mark = packed.marks.iter().map(|mark| {
        let weight = Weight::of(mark.item.importance);
        let (left, right) = mark.shape.extent(weight).edges(width);
        (left, right, mark.y - weight.half(), mark.y + weight.half())
    });
    let of_name = packed.names.iter().filter(|_| with_names).map(|name| {
        let (left, right) = name.extent.edges(width);
        (left, right, name.y - 55, name.y + 55)
    });
    of_mark.chain(of_name).collect()
}

fn assert_apart(rectangles: &[(i64, i64, i32, i32)]) {
    for (at, one) in rectangles.iter().enumerate() {
        for other in &rectangles[at + 1..] {
            let apart = one.1 <= other.0 || other.1 <= one.0 || one.3 <= other.2 || other.3 <= one.2;
            assert!(apart, "{one:?} and {other:?}");
        }
    }
}

#[test]
fn no_mark_or_name_overlaps_another_at_any_width() {
    let mut random = Random(7);
    let titles = [
        "A short one",
        "三位领导人在天安门城楼",
        "قمة ثلاثة قادة",
        "Something with a rather long title that is cut short",
    ];
    for round in 0..60 {
        let dates: Vec<Edtf> = (0..random.below(160) + 1).map(|_| random.date(2025)).collect();
        let items: Vec<Item<'_>> = dates
            .iter()
            .map(|date| Item {
                is_article: random.below(4) == 0,
                ..item(date, titles[random.below(4) as usize], random.below(5) as u8 + 1)
            })
            .collect();
        let axis =
            if round % 2 == 0 { Axis::whole(2025, 2025) } else { Axis::broken(&[1142, 1890, 2024, 2025]) };
        let room = Room { least: 3300, wide: 5200, names: 3 };
        let packed = pack(items.iter(), &axis, room, &mut BTreeSet::new());
        assert_eq!(packed.marks.len(), items.len(), "each date has a mark");
        assert_apart(&rectangles(&packed, room.least, false));
        for width in [room.wide, 6500, 12_000] {
            assert_apart(&rectangles(&packed, width, true));
        }
        let low = packed.marks.iter().map(|mark| mark.y).max().unwrap_or(0);
        assert!(low < packed.height(), "the lane is as high as its marks");
    }
}

#[test]
fn words_below_an_axis_do_not_overlap() {
    let mut random = Random(11);
    for years in [1, 2, 9, 61, 500, 3000] {
        let step = random.below(4) as i32 + 1;
        let all: Vec<i32> = (0..years).map(|nth| 2025 - (years - nth) * step).collect();
        let axis = Axis::broken(&all);
        let made = ticks(years_wanted(&axis, axis.last_year(), &year), 1900, 5200);
        assert!(!made.is_empty(), "{years} years: some are named");
        for (width, wide) in [(1900, false), (5200, true), (9000, true)] {
            let shown: Vec<Extent> = made
                .iter()
                .filter(|tick| wide || !tick.is_wide)
                .map(|tick| {
                    let half = super::svg::width(&tick.words) / 2;
                    match tick.x {
                        ..400 => Extent { from: tick.x, to: tick.x, left: 0, right: half * 2 },
                        x if x > 9600 => Extent { from: x, to: x, left: half * 2, right: 0 },
                        x => Extent { from: x, to: x, left: half, right: half },
                    }
                })
                .collect();
            for pair in shown.windows(2) {
                assert!(pair[0].edges(width).1 <= pair[1].edges(width).0, "{years} years, {width}: {made:?}");
            }
        }
    }
}

#[test]
fn a_shape_says_what_is_known_and_no_more() {
    use Form::{Day, Lasting, Within};
    use Tip::{Arrow, Faded, Lost, Sharp};
    let axis = Axis::whole(2025, 2025);
    for (text, form, doubtful, left, right) in [
        ("2025-09-03", Day, false, Sharp, Sharp),
        ("2025-09-03~", Day, true, Sharp, Sharp),
        ("2025-09-03T23:30:00-04:30", Day, false, Sharp, Sharp),
        ("2025-09", Within, false, Sharp, Sharp),
        ("2025-33?", Within, true, Sharp, Sharp),
        ("2025-24", Within, false, Sharp, Arrow),
        ("202X", Within, false, Arrow, Arrow),
        ("2025-09-03/2025-09-05", Lasting, false, Sharp, Sharp),
        ("2025-09-03~/2025-10-05", Lasting, false, Faded, Sharp),
        ("2025-08/2025-10", Lasting, false, Faded, Faded),
        ("2025-09-03/..", Lasting, false, Sharp, Arrow),
        ("2025-09-03/", Lasting, false, Sharp, Lost),
        ("../2025-09-03", Lasting, false, Arrow, Sharp),
        ("/2025-09-03", Lasting, false, Lost, Sharp),
        ("2025-12-30/2026-01-02", Lasting, false, Sharp, Arrow),
    ] {
        let shape = Shape::of(&date(text), &axis).unwrap_or_else(|| panic!("`{text}` has a shape"));
        assert_eq!(
            (shape.form, shape.is_doubtful, shape.left, shape.right),
            (form, doubtful, left, right),
            "{text}"
        );
        assert!(shape.x1 <= shape.full1 && shape.full1 <= shape.full2 && shape.full2 <= shape.x2, "{text}");
        assert!(shape.x1 >= 0 && shape.x2 <= 10_000, "{text}");
    }
    let [feb, leap] =
        ["2024-02-28", "2024-02-29"].map(|text| Shape::of(&date(text), &Axis::whole(2024, 2024)).unwrap().x1);
    assert!(feb < leap, "the leap day has a place of its own");
}

#[test]
fn an_axis_leaves_out_long_gaps_and_keeps_the_order() {
    let axis = Axis::broken(&[1142, 1890, 1891, 2020, 2025]);
    assert_eq!(axis.segments().len(), 3);
    assert_eq!(axis.breaks().map(|(_, _, years)| years).collect::<Vec<_>>(), [747, 128]);
    for years in [vec![-17_000, -43, 0, 79, 999, 9999, 12_025], vec![i32::MIN, 0, i32::MAX], vec![5]] {
        let axis = Axis::broken(&years);
        let places: Vec<_> = years.iter().map(|year| axis.of_years(*year, *year)).collect();
        assert!(places.iter().all(|(x1, x2)| x1 < x2), "each year has room: {places:?}");
        assert!(places.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{places:?}");
    }
}

/// Every tag that is opened is closed in turn, and none is of another kind than drawings are made of.
fn assert_well_formed(html: &str) {
    const KNOWN: [&str; 21] = [
        "figure",
        "div",
        "p",
        "svg",
        "g",
        "a",
        "title",
        "rect",
        "circle",
        "line",
        "path",
        "text",
        "tspan",
        "span",
        "figcaption",
        "fieldset",
        "legend",
        "label",
        "input",
        "b",
        "ul",
    ];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("a tag ends: {tag}"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(KNOWN.contains(&name), "{tag}");
        match tag {
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ if tag.ends_with('/') || name == "input" => {}
            _ => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

fn a_year<'a>(entries: Vec<Item<'a>>, lanes: Vec<Lanes<'a>>) -> Year<'a> {
    let months =
        vec![
            Month { name: "Mon<th", href: "#m".to_owned(), count: Count { major: 1, usual: 2, minor: 3 } };
            12
        ];
    Year { year: 2025, label: "2025", months, entries, lanes }
}

#[test]
fn hostile_titles_stay_texts() {
    let long = "x".repeat(1000);
    let titles =
        ["</title><script>alert(1)</script>", "\" onload=\"x", "\u{202e}قمة", long.as_str(), "", "&amp;<>'"];
    let day = date("2025-09-03");
    let entries: Vec<Item<'_>> =
        titles.iter().map(|title| Item { href: "x\"><b>", ..item(&day, title, 5) }).collect();
    let lane = |name| Lane { name, href: "\"><i".to_owned(), entries: (0..entries.len()).collect() };
    let lanes = vec![
        Lanes { kind: "actor", lanes: vec![lane(titles[0])] },
        Lanes { kind: "country", lanes: vec![lane(long.as_str())] },
    ];
    let drawn = [
        strip(&entries, &year, &month),
        terms(vec![("Roles", titles.iter().map(|title| a_term(title, &day)).collect())], &year),
        offices(
            vec![Office {
                title: titles[0],
                holders: titles.iter().map(|title| a_term(title, &day)).collect(),
            }],
            &year,
        ),
        a_year(entries, lanes).html(),
    ];
    for html in drawn {
        assert!(!html.is_empty());
        assert_well_formed(&html);
        assert!(!html.contains("<script") && !html.contains(&long), "{html}");
    }
}

fn a_term<'a>(name: &str, from: &'a Edtf) -> Term<'a> {
    let name = name.to_owned();
    Term { title: name.clone(), name, marking: "TLP:AMBER", href: String::new(), from: Some(from), to: None }
}

#[test]
fn a_full_year_stays_small_and_says_what_it_leaves_out() {
    let mut random = Random(3);
    let dates: Vec<Edtf> = (0..1003).map(|_| random.date(2025)).collect();
    let entries = |importance: fn(usize) -> u8| -> Vec<Item<'_>> {
        dates
            .iter()
            .enumerate()
            .map(|(at, date)| item(date, "An event with a title of usual length", importance(at)))
            .collect()
    };
    let lanes = || {
        let lane = |nth: usize| Lane {
            name: "Somebody",
            href: String::new(),
            entries: (nth..1003).step_by(7).collect(),
        };
        vec![
            Lanes { kind: "actor", lanes: (0..7).map(lane).collect() },
            Lanes { kind: "country", lanes: (0..7).map(lane).collect() },
        ]
    };
    let few = a_year(entries(|at| if at % 10 == 0 { 5 } else { 3 }), lanes()).html();
    assert!(few.contains("Marks are the 101 most important of 1,003."), "{few}");
    let all_alike = a_year(entries(|_| 3), lanes()).html();
    assert!(all_alike.contains("1,003 entries are too many for a mark each."), "{all_alike}");
    assert!(!all_alike.contains("<circle"), "none is picked by chance");
    for html in [few, all_alike] {
        assert_well_formed(&html);
        assert!(html.len() < 100_000, "{} bytes", html.len());
    }
}

#[test]
fn an_overview_is_readable_for_one_year_and_for_thousands() {
    for years in [1, 2, 61, 500, 5000] {
        let all = (0..years).map(|nth| OverviewYear {
            year: 2025 - years + nth,
            label: year(2025 - years + nth),
            href: "timeline/2025/".to_owned(),
            count: Count { major: 1, usual: nth as u32 % 50, minor: 7 },
        });
        let overview = Overview { years: all.collect(), months: Vec::new() };
        let html = overview.html(&year);
        assert_eq!(html.is_empty(), years == 1, "one year alone is shown by its months");
        assert_well_formed(&html);
        assert!(html.len() < 60_000, "{years} years: {} bytes", html.len());
        assert_eq!(html, overview.html(&year));
    }
}

#[test]
fn too_little_is_not_drawn() {
    let [one, two] = [date("2025-09-03"), date("2024")];
    assert_eq!(strip(&[item(&one, "a", 3), item(&two, "b", 3)], &year, &month), "");
    assert_eq!(terms(vec![("Roles", vec![a_term("a", &one)])], &year), "");
    assert_eq!(offices(Vec::new(), &year), "");
    assert_eq!(a_year(vec![item(&one, "a", 3)], Vec::new()).html(), "");
    let odd = ["-0044", "0079-10-24", "9999-12-31", "Y-17000", "Y12025", "../1900", "/..", "2000-02-29"];
    let odd: Vec<Edtf> = odd.iter().filter_map(|text| Edtf::parse(text).ok()).collect();
    let items: Vec<Item<'_>> = odd.iter().map(|date| item(date, "odd", 4)).collect();
    assert_well_formed(&strip(&items, &year, &month));
}
