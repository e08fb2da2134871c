//! What finding names costs: `cargo bench --bench mentions`.
//!
//! Articles of 12 KB in blocks of about 600 bytes, a lexicon of all countries and enough actors for 5,000 names, one thread.
//! Prints the median of many articles, for texts in ASCII, with curly quotes, and in other scripts; and what it costs to
//! put the lexicon together.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chancery::mention::{Hit, Lexicon, Name, Scratch, Strength, of_country};
use chancery::model::country_table::COUNTRIES;

const NAMES: usize = 5000;
const ARTICLE: usize = 12 * 1024;
const RUNS: usize = 4000;

fn main() {
    let actors = actors();
    let mut names: Vec<Name<'_>> = COUNTRIES
        .iter()
        .zip(0..)
        .flat_map(|(row, bearer)| {
            of_country(row).map(move |(text, strength)| Name { text, bearer, strength })
        })
        .collect();
    let missing = NAMES.saturating_sub(names.len());
    names.extend(actors.iter().take(missing).zip(1000..).map(|(text, bearer)| Name {
        text,
        bearer,
        strength: Strength::Strong,
    }));
    let built = median((0..9).map(|_| time(|| Lexicon::new(names.iter().copied(), []))).collect());
    println!("{} names put together in {:.1} ms", names.len(), built.as_secs_f64() * 1e3);
    let lexicon = Lexicon::new(names.iter().copied(), []);
    for (kind, sentences) in [("ASCII", ASCII), ("with curly quotes", CURLY), ("other scripts", SCRIPTS)] {
        let blocks = article(&sentences, &actors);
        let (time, hits) = measure(&lexicon, &blocks);
        println!("{kind:>18} {:6.1} us an article of 12 KB, {hits} hits", time.as_secs_f64() * 1e6);
    }
}

fn measure(lexicon: &Lexicon, blocks: &[String]) -> (Duration, usize) {
    let (mut scratch, mut hits): (_, Vec<Hit>) = (Scratch::default(), Vec::new());
    let mut once = || {
        hits.clear();
        blocks.iter().for_each(|block| lexicon.find(black_box(block), &mut scratch, &mut hits));
        hits.len()
    };
    let times = (0..RUNS).map(|_| time(&mut once)).collect();
    (median(times), once())
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Names as people and organisations have them, none twice.
fn actors() -> Vec<String> {
    let given = [
        "Anna", "Boris", "Carlos", "Dmitri", "Elena", "Farid", "Grace", "Hiroshi", "Ivan", "Jun", "Kofi",
        "Li",
    ];
    let family = [
        "Almeida", "Berg", "Castro", "Dogan", "Eriksen", "Farouk", "Gomez", "Horvat", "Ito", "Jensen",
        "Kowal",
    ];
    let place = [
        "North", "South", "River", "Harbour", "Field", "Stone", "Wood", "Bridge", "Hill", "Lake", "Vale",
        "Moor",
    ];
    let mut names = Vec::new();
    for number in 0..given.len() * family.len() * place.len() {
        let [first, second, third] = [number % 12, number / 12 % 11, number / 132];
        names.push(format!("{} {}-{}", given[first], family[second], place[third]));
        names.push(
            format!("{} {} Group", family[second], given[first])
                + &" of".repeat(usize::from(third > 0))
                + &third.to_string(),
        );
    }
    names
}

type Sentences = [&'static str; 4];

const ASCII: Sentences = [
    "Officials in China and North Korea said on Monday that the talks would go on, though nobody named a day for them. ",
    "The ministry's statement, which ran to four pages, did not say whether the ships had left the port before the storm. ",
    "According to %, two of the well-known companies had been warned in writing; both of them denied it in May and in June. ",
    "Prices rose by 3.5 per cent, more than in any year since 2011, and the South China Sea was not mentioned at all. ",
];

const CURLY: Sentences = [
    "“Officials in China and North Korea”, he said, “don’t want the talks to go on” – though nobody named a day for them. ",
    "The ministry’s statement, which ran to four pages, didn’t say whether the ships had left the port before the storm. ",
    "According to %, two of the well-known companies had been warned in writing; both of them denied it in May and in June. ",
    "Prices rose by 3.5 per cent, more than in any year since 2011 — and the South China Sea wasn’t mentioned at all. ",
];

const SCRIPTS: Sentences = [
    "Официальные представители Китая и КНДР заявили в понедельник, что переговоры продолжатся. Россия согласна. ",
    "中国外交部发言人在例行记者会上表示，双方将继续就有关问题保持沟通，发展中国家的立场不变。 ",
    "김정은 위원장은 북한에서 러시아의 대표단을 만나 양국 관계를 논의했다고 조선중앙통신이 전했다. ",
    "قال متحدث باسم الحكومة إن المحادثات بين روسيا والصين ستستمر في الأسبوع المقبل. ",
];

fn article(sentences: &Sentences, actors: &[String]) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut length = 0;
    for (number, sentence) in sentences.iter().cycle().enumerate() {
        let told = sentence.replace('%', &actors[number * 7 % actors.len()]);
        length += told.len();
        if length > ARTICLE {
            return blocks;
        }
        let block = blocks.last_mut().expect("there is a block");
        block.push_str(&told);
        if block.len() > 600 {
            blocks.push(String::new());
        }
    }
    blocks
}
