//! What holds for any text, tried with texts made at random from fixed seeds.

use super::super::{Hit, Introduced, Scratch, sentence};
use super::*;

const TEXTS: u64 = 4000;

/// Names, phrases and whatever may stand beside them or within them.
const PARTS: [&str; 72] = [
    "Kim Jong Un",
    "Kim Jong-un",
    "KIM",
    "Jong",
    "China",
    "CHINA",
    "Bank of ",
    "South ",
    "Sea",
    "Russian",
    "U.S.",
    "J.D.",
    "J. D. Vance",
    "Côte d’Ivoire",
    "Co\u{302}te d'Ivoire",
    "Türkiye",
    "Tu\u{308}rkiye",
    "Россия",
    "Ελλάδα",
    "中国",
    "海",
    "发展中国家",
    "日本",
    "アメリカ",
    "ー",
    "コ゛",
    "북한",
    "은",
    "한국은행",
    "\u{1112}\u{1161}\u{11ab}국",
    "الصين",
    "لل",
    "و",
    "صين",
    "عُمان",
    "ישראל",
    "ו",
    "־",
    "\u{5b8}",
    "-",
    "–",
    " – ",
    "—",
    "’",
    "'s",
    "'",
    "\"",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{301}",
    "\u{345}",
    "  ",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\u{3000}",
    ".",
    "?",
    "。",
    "؟",
    "a",
    "s",
    "9",
    "_",
    "@",
    "://",
    "😀",
    "\u{1f1f0}\u{1f1f5}",
    "\u{f900}",
];

/// A small generator of numbers that look random (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("a usize has 64 bits") % bound
    }

    fn text(&mut self) -> String {
        (0..self.below(24)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }
}

fn texts() -> impl Iterator<Item = String> {
    (0..TEXTS).map(|seed| Random((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).text())
}

fn everybody() -> Lexicon {
    let actors =
        [strong("Kim Jong Un", 1000), strong("J.D. Vance", 1001), strong("ישראל", 1002), strong("Kim", 1003)];
    lexicon(country_names().chain(actors))
}

fn ranges(hits: &[Hit]) -> Vec<(usize, usize)> {
    hits.iter().map(|hit| (hit.start as usize, hit.end as usize)).collect()
}

#[test]
fn hits_are_whole_characters_in_order_and_apart() {
    let lexicon = everybody();
    let (mut scratch, mut found) = (Scratch::default(), 0);
    for text in texts() {
        let mut hits = Vec::new();
        lexicon.find(&text, &mut scratch, &mut hits);
        found += hits.len();
        let mut behind = 0;
        for (start, end) in ranges(&hits) {
            assert!(behind <= start && start < end, "{text:?}: {hits:?}");
            assert!(text.get(start..end).is_some(), "{text:?}: {hits:?}");
            behind = end;
        }
    }
    assert!(found > 4000, "texts with {found} hits prove little");
}

#[test]
fn what_is_examined_without_a_shield_is_what_is_found() {
    let lexicon = everybody();
    let (mut scratch, mut shielded) = (Scratch::default(), 0);
    for text in texts() {
        let mut hits = Vec::new();
        lexicon.find(&text, &mut scratch, &mut hits);
        let examined = lexicon.examine(&text, &mut scratch);
        let free: Vec<_> =
            examined.iter().filter(|one| one.shielded_by.is_none()).map(|one| one.hit).collect();
        assert_eq!(free, hits, "{text:?}");
        assert!(
            examined.windows(2).all(|pair| pair[0].hit.end <= pair[1].hit.start),
            "{text:?}: {examined:?}"
        );
        shielded += examined.len() - free.len();
    }
    assert!(shielded > 50, "{shielded}");
}

#[test]
fn a_scratch_remembers_nothing() {
    let lexicon = everybody();
    let mut scratch = Scratch::default();
    for text in texts().take(500) {
        let (mut used, mut fresh) = (Vec::new(), Vec::new());
        lexicon.find(&text, &mut scratch, &mut used);
        lexicon.find(&text, &mut Scratch::default(), &mut fresh);
        assert_eq!(used, fresh);
    }
}

#[test]
fn every_hit_gets_a_verdict_and_lies_in_a_sentence() {
    let lexicon = everybody();
    let mut scratch = Scratch::default();
    for text in texts() {
        let (mut hits, mut introduced) = (Vec::new(), Introduced::new([]));
        lexicon.find(&text, &mut scratch, &mut hits);
        for hit in hits {
            introduced.verdict(&lexicon, hit.name);
            let at = hit.start as usize..hit.end as usize;
            let around = sentence(&text, at.clone());
            assert!(text.get(around.clone()).is_some(), "{text:?}: {around:?}");
            assert!(
                around.start <= at.start && at.end <= around.end,
                "{text:?}: {at:?} is not in {around:?}"
            );
        }
    }
}

#[test]
fn sentences_of_any_place_are_whole() {
    for text in texts() {
        for place in 0..text.len() + 2 {
            let around = sentence(&text, place..place + 1);
            assert!(text.get(around.clone()).is_some(), "{text:?}: {around:?}");
        }
    }
}
