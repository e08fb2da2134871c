//! Small edits of single files with a text, as an author makes and saves them.
//!
//! In: a site and chance. Out: one changed file, and words for what was done to it.

use super::common::Random;
use super::common::linked_site::{ARTICLES, METADATA, piece, to_articles};
use super::common::random_site::{BROKEN_LINES, BROKEN_TEXTS};
use super::site::Site;

const WORDS: &[&str] = &[
    "again",
    "Kim Jong Un",
    "KIM JONG UN",
    "Kim",
    "Xi Jinping",
    "the Bank of Fog",
    "BoF",
    "Norway",
    "Georgia",
    "Ghost",
    "三位领导人",
    "*loud*",
    "[[xi]]",
    "[[Summit|it]]",
    "[@gazette]",
    "<b>bold</b>",
];
const HEADINGS: &[&str] = &["Background", "First part", "What is new", "Kim Jong Un", "Überschrift", "A & B"];
const CITATIONS: &[&str] = &["wire", "gazette", "wire; @gazette", "own"];
const TARGETS: &[&str] = &[
    "parade",
    "The parade",
    "parade#First part",
    "train",
    "A train to Beijing",
    "Summit",
    "article:border",
    "Border <closed>",
    "grain",
    "Kim Jong Un",
    "actor:kim",
    "BoF",
    "Ghost",
    "KP",
    "country:GE",
    "sanctions",
    "event:victory",
    "source:wire",
    "New title",
    "Renamed",
    "other-slug",
    "about",
];

fn is_text(path: &str) -> bool {
    path.starts_with("content/") && [".md", ".txt", ".markdown"].iter().any(|ending| path.ends_with(ending))
}

/// Edits a file with a text, mostly an article's. None where there is no such file.
pub fn edit_article(site: &Site, random: &mut Random) -> Option<String> {
    let texts: Vec<String> = site.inputs().into_iter().filter(|path| is_text(path)).collect();
    let articles: Vec<String> =
        texts.iter().filter(|path| path.starts_with("content/articles/")).cloned().collect();
    let from = if articles.is_empty() || random.one_in(8) { texts } else { articles };
    let path = from.get(random.below(from.len()))?.clone();
    let bytes = site.bytes(&path);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (edited, what) = match random.below(20) {
        0..8 => body(&text, &path, random),
        8..14 => metadata(&text, random),
        14 => {
            (add_piece(&text, random.pick(BROKEN_TEXTS), random).into_bytes(), "a mistake in the text".into())
        }
        15 => (with_line(&text, random.pick(BROKEN_LINES)).into_bytes(), "a mistake in the metadata".into()),
        16 => (bytes, "saved as it was".into()),
        17 => sidecar(site, &path, random)?,
        _ => whole(&text, &bytes, random),
    };
    if what.starts_with("sidecar") {
        return Some(format!("{path}: {what}"));
    }
    site.write(&path, edited);
    Some(format!("{path}: {what}"))
}

type Edited = (Vec<u8>, String);

// ---- the body ----

/// The front matter with its fences, and what follows.
fn parts(text: &str) -> (&str, &str) {
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map(|end| end + 4 + 5);
    text.split_at(end.unwrap_or_default())
}

fn body(text: &str, path: &str, random: &mut Random) -> Edited {
    let (front, body) = parts(text);
    let edited = |body: String, what: &str| (format!("{front}{body}").into_bytes(), what.to_owned());
    match random.below(10) {
        0..3 => edited(other_word(body, random), "another word"),
        3 => (add_piece(text, &piece(random, path), random).into_bytes(), "a paragraph more".to_owned()),
        4 => edited(without_a_line(body, random), "a line less"),
        5 => edited(heading(body, random), "a heading"),
        6 | 7 => edited(swap(body, "[[", "]]", TARGETS, random), "another target"),
        8 => edited(swap(body, "[@", "]", CITATIONS, random), "another citation"),
        _ => {
            let up = to_articles(path);
            let files: Vec<String> = ARTICLES.iter().map(|(file, _, _)| format!("{up}{file}")).collect();
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            edited(swap(body, "](", ")", &files, random), "another file")
        }
    }
}

/// With another word, or one more, somewhere.
fn other_word(body: &str, random: &mut Random) -> String {
    let starts: Vec<usize> = body
        .match_indices(|letter: char| letter.is_alphabetic())
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || body[..*at].ends_with([' ', '\n']))
        .collect();
    let Some(start) = starts.get(random.below(starts.len())).copied() else {
        return format!("{body}{}\n", random.pick(WORDS));
    };
    let length = body[start..].find(|letter: char| !letter.is_alphanumeric()).unwrap_or(body.len() - start);
    let end = if random.one_in(2) { start } else { start + length };
    format!("{}{} {}", &body[..start], random.pick(WORDS), &body[end..])
}

/// With a paragraph more before the text, after it, or between two others.
fn add_piece(text: &str, piece: &str, random: &mut Random) -> String {
    let (front, body) = parts(text);
    let blanks: Vec<usize> = body.match_indices("\n\n").map(|(at, _)| at + 2).collect();
    let at = match random.below(3) {
        0 => 0,
        1 => body.len(),
        _ => blanks.get(random.below(blanks.len())).copied().unwrap_or_default(),
    };
    format!("{front}{}\n{piece}\n\n{}", &body[..at], &body[at..])
}

pub fn without_a_line(text: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let gone = random.below(lines.len());
    let kept = lines.iter().enumerate().filter(|(index, _)| *index != gone).map(|(_, line)| *line);
    kept.collect::<Vec<_>>().join("\n") + "\n"
}

fn heading(body: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = body.lines().collect();
    let headings: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with('#')).collect();
    let text = format!("{} {}", random.pick(&["##", "##", "###", "#"]), random.pick(HEADINGS));
    let Some(at) = headings.get(random.below(headings.len())) else {
        return format!("{body}\n{text}\n\nBelow it.\n");
    };
    let mut lines: Vec<&str> = lines.clone();
    lines[*at] = if random.one_in(3) { "No heading any more." } else { &text };
    lines.join("\n") + "\n"
}

/// With something else between two marks, wherever they stand.
fn swap(body: &str, open: &str, close: &str, with: &[&str], random: &mut Random) -> String {
    let places: Vec<usize> = body.match_indices(open).map(|(at, _)| at + open.len()).collect();
    let Some(start) = places.get(random.below(places.len())).copied() else {
        return format!("{body}\nSee {open}{}{close}.\n", random.pick(with));
    };
    let end = body[start..].find(close).map_or(body.len(), |length| start + length);
    format!("{}{}{}", &body[..start], random.pick(with), &body[end..])
}

// ---- the metadata ----

fn metadata(text: &str, random: &mut Random) -> Edited {
    let (key, values) = METADATA[random.below(METADATA.len())];
    // What authors change most often.
    let (key, values) = if random.one_in(3) { METADATA[random.below(5)] } else { (key, values) };
    if random.one_in(3) {
        return (without_key(text, key).into_bytes(), format!("no {key}"));
    }
    let value = random.pick(values);
    let edited = with_line(&without_key(text, key), &format!("{key}: {value}"));
    (edited.into_bytes(), format!("{key}: {value}"))
}

fn without_key(text: &str, key: &str) -> String {
    let (front, body) = parts(text);
    let kept = front.split_inclusive('\n').filter(|line| !line.starts_with(&format!("{key}:")));
    format!("{}{body}", kept.collect::<String>())
}

fn with_line(text: &str, line: &str) -> String {
    match text.strip_prefix("---\n") {
        Some(rest) => format!("---\n{line}\n{rest}"),
        None => format!("---\n{line}\n---\n{text}"),
    }
}

/// Metadata beside the text instead of in it. The text's own file is left alone.
fn sidecar(site: &Site, path: &str, random: &mut Random) -> Option<Edited> {
    let (stem, _) = path.rsplit_once('.')?;
    let beside = format!("{stem}.yaml");
    let (key, values) = METADATA[random.below(METADATA.len())];
    if site.path(&beside).exists() && random.one_in(2) {
        site.remove(&beside);
        return Some((Vec::new(), "sidecar gone".to_owned()));
    }
    let line = format!("{key}: {}\n", random.pick(values));
    site.write(&beside, &line);
    Some((Vec::new(), format!("sidecar with {line:?}")))
}

// ---- the file ----

fn whole(text: &str, bytes: &[u8], random: &mut Random) -> Edited {
    let (front, body) = parts(text);
    let (bytes, what) = match random.below(7) {
        0 => (Vec::new(), "emptied"),
        1 => ([bytes, b"Gr\xfc\xdfe\n"].concat(), "not in UTF-8"),
        2 => (format!("\u{feff}{text}").into_bytes(), "a byte order mark"),
        3 => (text.replace('\n', "\r\n").into_bytes(), "lines as on Windows"),
        4 => (body.as_bytes().to_vec(), "no metadata"),
        5 => (front.as_bytes().to_vec(), "no text"),
        _ => (text.replace("[[", "").replace("]]", "").into_bytes(), "no links"),
    };
    (bytes, what.to_owned())
}
