//! Scissors for a site's folder: the files without what an audience may not know, and without references to it.
//!
//! It goes by lines and brackets, as an editor would who deletes by hand, and knows only what docs/reference.md says of
//! files and keys. It shares nothing with the program under test. What stands where a withheld name stood is `WORD`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::text::{self, rank};

pub type Texts = BTreeMap<String, String>;

/// What a build shows in the place of a name that it may not.
pub const WORD: &str = "name withheld";

/// For whom a folder is cut.
#[derive(Clone, Copy)]
pub struct Reader<'r> {
    pub limit: usize,
    pub drafts: bool,
    /// The moment of the build, in UTC.
    pub now: &'r str,
}

/// Keys whose values name other items, and the folders of those.
const LISTS: [(&str, &[&str]); 5] = [
    ("actors", &["actors", "countries"]),
    ("countries", &["countries"]),
    ("topics", &["topics"]),
    ("authors", &["authors"]),
    ("sources", &["sources"]),
];
const SINGLE: [(&str, &[&str]); 4] = [
    ("of", &["actors", "countries"]),
    ("source", &["sources"]),
    ("origin", &["sources"]),
    ("translation_of", &["articles"]),
];

/// Names by the folder of what they name.
type Names = BTreeSet<(String, String)>;

/// What is known of a folder before anything is cut.
struct Known {
    withheld: Names,
    shown: Names,
    files: BTreeSet<String>,
    paths: BTreeSet<String>,
    /// Texts of headings that are gone, by file.
    headings: BTreeMap<String, Vec<String>>,
}

impl Known {
    fn is_withheld(&self, folders: &[&str], name: &str) -> bool {
        let name = key(name);
        let is_in = |names: &Names| {
            folders.iter().any(|folder| names.contains(&((*folder).to_owned(), name.clone())))
        };
        is_in(&self.withheld) && !is_in(&self.shown)
    }
}

const FOLDERS: [&str; 8] =
    ["articles", "actors", "countries", "topics", "events", "sources", "authors", "pages"];

/// A name as it is compared.
fn key(name: &str) -> String {
    name.trim().trim_matches(['"', '\'']).to_lowercase()
}

pub fn cut(texts: &Texts, reader: &Reader<'_>) -> Texts {
    let mut known = Known {
        withheld: Names::new(),
        shown: Names::new(),
        files: BTreeSet::new(),
        paths: BTreeSet::new(),
        headings: BTreeMap::new(),
    };
    let mut left = Texts::new();
    for (path, text) in texts {
        if !path.starts_with("content/") || path.ends_with("_defaults.yaml") {
            left.insert(path.clone(), text.clone());
        } else if let Some(text) = items(path, text, texts, reader, &mut known) {
            left.insert(path.clone(), text);
        }
    }
    let without = |(path, text): (String, String)| {
        let text = if path.starts_with("content/") { unreferred(&path, &text, &known) } else { text };
        (path, text)
    };
    left.into_iter().map(without).collect()
}

// ---- items ----

/// What is left of a file; none where nothing is.
fn items(path: &str, text: &str, texts: &Texts, reader: &Reader<'_>, known: &mut Known) -> Option<String> {
    let (metadata, body) = parts(path, text);
    let lines: Vec<&str> = text[metadata.clone()].split_inclusive('\n').collect();
    if lines.iter().any(|line| line.starts_with("- ")) {
        return list(path, &lines, texts, reader, known);
    }
    let other = beside(path, texts);
    let all: String = lines.concat() + other;
    let withheld = is_withheld(path, &all, texts, reader);
    add_names(path, &all, withheld, known);
    if withheld {
        known.files.insert(path.to_owned());
        return None;
    }
    let head = &text[..metadata.start];
    let cut_metadata = entries(&text[metadata.clone()], folder(path), reader.limit, known);
    let told = cut_metadata
        .lines()
        .filter_map(|line| line.strip_prefix("  - "))
        .filter(|told| told.contains("date: "));
    told.for_each(|told| add_names_of("events", &unbraced(told), false, known));
    let (left, headings) = text::cut(&text[body.clone()], reader.limit);
    known.headings.insert(path.to_owned(), headings);
    Some(format!("{head}{cut_metadata}{}{left}", &text[metadata.end..body.start]))
}

/// The places of a file's metadata and of its body.
fn parts(path: &str, text: &str) -> (Range<usize>, Range<usize>) {
    if path.ends_with(".yaml") || path.ends_with(".yml") {
        return (0..text.len(), text.len()..text.len());
    }
    for fence in ["---\n", "+++\n"] {
        if let Some(rest) = text.strip_prefix(fence)
            && let Some(end) = rest.find(&format!("\n{fence}"))
        {
            let end = fence.len() + end + 1;
            return (fence.len()..end, end + fence.len()..text.len());
        }
    }
    (0..0, 0..text.len())
}

/// The metadata in a text's sidecar, or that in the text of a sidecar.
fn beside<'t>(path: &str, texts: &'t Texts) -> &'t str {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let other = if ending == "md" { "yaml" } else { "md" };
    let other = format!("{stem}.{other}");
    texts.get(&other).map_or("", |text| &text[parts(&other, text).0])
}

fn list(path: &str, lines: &[&str], texts: &Texts, reader: &Reader<'_>, known: &mut Known) -> Option<String> {
    let starts: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].starts_with("- ")).collect();
    let mut left = lines[..starts[0]].concat();
    let mut is_empty = true;
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(lines.len());
        let item = lines[*start..end].concat();
        let plain: String =
            item.lines().map(|line| format!("{}\n", line.get(2..).unwrap_or_default())).collect();
        let plain = unbraced(&plain);
        let withheld = is_withheld(path, &plain, texts, reader);
        add_names("", &plain, withheld, known);
        add_names_of(folder(path), &plain, withheld, known);
        if !withheld {
            left += &entries(&item, folder(path), reader.limit, known);
            is_empty = false;
        }
    }
    (!is_empty).then_some(left)
}

/// `{a: b, c: d}` as lines.
fn unbraced(text: &str) -> String {
    match text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        Some(inside) => elements(inside).iter().map(|part| format!("{}\n", part.trim())).collect(),
        None => text.to_owned(),
    }
}

fn folder(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// The value of a key that stands at the beginning of a line.
fn value<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let rest = line.strip_prefix(wanted)?.trim_start();
        Some(rest.strip_prefix([':', '='])?.split(" #").next()?.trim().trim_matches(['"', '\'']))
    })
}

fn is_withheld(path: &str, metadata: &str, texts: &Texts, reader: &Reader<'_>) -> bool {
    let default = || value(texts.get("site.toml").map_or("", String::as_str), "default_marking");
    let marking = value(metadata, "marking").or_else(|| defaults(path, "marking", texts)).or_else(default);
    if rank(marking.unwrap_or("TLP:CLEAR")) > reader.limit {
        return true;
    }
    let get = |key: &str| value(metadata, key).or_else(|| defaults(path, key, texts));
    // A day without a time begins with its first moment.
    let is_ahead = |moment: &str| format!("{moment}T00:00:00Z").as_str() > reader.now;
    let draft = get("status") == Some("draft") && !reader.drafts;
    folder(path) == "articles"
        && (draft
            || get("publish_at").is_some_and(is_ahead)
            || get("expires").is_some_and(|end| !is_ahead(end)))
}

/// What the nearest `_defaults.yaml` above says.
fn defaults<'t>(path: &str, key: &str, texts: &'t Texts) -> Option<&'t str> {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        let found = texts.get(&format!("{above}/_defaults.yaml")).and_then(|text| value(text, key));
        if found.is_some() {
            return found;
        }
        folder = above;
    }
    None
}

fn add_names(path: &str, metadata: &str, withheld: bool, known: &mut Known) {
    let stem = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    let dated = stem.len() > 11 && stem[..11].bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let names = if withheld { &mut known.withheld } else { &mut known.shown };
    for name in [stem, if dated { &stem[11..] } else { stem }] {
        names.insert((folder(path).to_owned(), key(name)));
    }
    if withheld {
        known.paths.extend(value(metadata, "redirects").into_iter().flat_map(bracketed).map(str::to_owned));
    }
    add_names_of(folder(path), metadata, withheld, known);
}

fn add_names_of(folder: &str, metadata: &str, withheld: bool, known: &mut Known) {
    let names = if withheld { &mut known.withheld } else { &mut known.shown };
    let single = ["id", "name", "title", "slug"].iter().filter_map(|wanted| value(metadata, wanted));
    let aliases = value(metadata, "aliases").into_iter().flat_map(bracketed);
    let native = value(metadata, "native_name").map(|native| native.split("text: ").last().unwrap_or(native));
    let native = native.and_then(|native| native.split([',', '}']).next());
    for name in single.chain(aliases).chain(native).filter(|name| !name.is_empty()) {
        names.insert((folder.to_owned(), key(name)));
    }
}

/// The elements of `[a, b]`.
fn bracketed(list: &str) -> Vec<&str> {
    let inside = list.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    elements(inside.unwrap_or_default()).into_iter().map(str::trim).collect()
}

/// What commas part that stand in no further brackets or quotation marks.
fn elements(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0, None, 0);
    let mut out = Vec::new();
    for (at, character) in text.char_indices() {
        match (quoted, character) {
            (Some(mark), _) if mark == character => quoted = None,
            (Some(_), _) => {}
            (None, '"') => quoted = Some(character),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, ',') if depth == 0 => {
                out.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out.retain(|part| !part.trim().is_empty());
    out
}

// ---- parts of an item ----

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Metadata without parts that are marked above a limit.
fn entries(metadata: &str, folder: &str, limit: usize, known: &mut Known) -> String {
    let mut lines: Vec<String> = metadata.split_inclusive('\n').map(str::to_owned).collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].clone();
        let marked = line.match_indices("marking:").find(|(place, word)| {
            rank(line[place + word.len()..].split([',', '}', '\n']).next().unwrap_or_default()) > limit
        });
        let Some((place, _)) = marked.filter(|(place, _)| indent(&line) > 0 || *place > 0) else {
            at += 1;
            continue;
        };
        let owner = owner(&lines, at);
        match braces(&line, place) {
            Some(range) => {
                remember(&section(&lines, at), &line[range.clone()], folder, known);
                lines[at] = without(&line, range);
                if lines[at].trim() == "-" || lines[at].trim_end().ends_with(':') {
                    lines.remove(at);
                }
            }
            None => {
                let end = (owner + 1..lines.len())
                    .find(|next| {
                        !lines[*next].trim().is_empty() && indent(&lines[*next]) <= indent(&lines[owner])
                    })
                    .unwrap_or(lines.len());
                let whole: Vec<&str> =
                    lines[owner..end].iter().map(|line| line.trim().trim_start_matches("- ")).collect();
                remember(&section(&lines, at), &whole.join(", "), folder, known);
                lines.drain(owner..end);
                at = owner;
            }
        }
    }
    lines.concat()
}

/// The line at which the mapping begins that a line belongs to.
fn owner(lines: &[String], at: usize) -> usize {
    let own = indent(&lines[at]);
    let begins = |line: &String| !line.trim().is_empty() && indent(line) < own;
    if lines[at].trim_start().starts_with("- ") {
        return at;
    }
    (0..at).rev().find(|index| begins(&lines[*index])).unwrap_or(0)
}

/// The key at the beginning of a line under which a line stands.
fn section(lines: &[String], at: usize) -> String {
    let top = (0..=at).rev().find(|index| !lines[*index].starts_with([' ', '-', '\n', '#']));
    top.and_then(|index| lines[index].split(':').next()).unwrap_or_default().to_owned()
}

/// Remembers the names of an event, a source or an alias that goes.
fn remember(section: &str, entry: &str, folder: &str, known: &mut Known) {
    let entry = entry.trim().trim_start_matches('{').trim_end_matches('}');
    let plain: String = elements(entry).iter().map(|part| format!("{}\n", part.trim())).collect();
    match section {
        "events" | "sources" => add_names_of(section, &plain, true, known),
        "aliases" => {
            let name = value(&plain, "text").unwrap_or_default();
            known.withheld.insert((folder.to_owned(), key(name)));
        }
        _ => {}
    }
}

/// The innermost braces around a place.
fn braces(line: &str, place: usize) -> Option<Range<usize>> {
    let mut depth = 0;
    let start = line[..place].char_indices().rev().find(|(_, character)| {
        depth += match character {
            '}' => 1,
            '{' => -1,
            _ => 0,
        };
        depth < 0
    })?;
    let end = line[place..].find('}')?;
    Some(start.0..place + end + 1)
}

/// A line without an element and the comma that parts it from others.
fn without(line: &str, range: Range<usize>) -> String {
    let (before, after) = (line[..range.start].trim_end(), line[range.end..].trim_start_matches(' '));
    let is_last = after.starts_with([']', '}', '\n']) || after.is_empty();
    match before.strip_suffix(',') {
        Some(before) if is_last => format!("{before}{after}"),
        _ => format!("{} {}", before, after.strip_prefix(',').map_or(after, str::trim_start)),
    }
}

// ---- references ----

/// A file without references to what is withheld.
fn unreferred(path: &str, text: &str, known: &Known) -> String {
    let (metadata, body) = parts(path, text);
    let lines: Vec<&str> = text[metadata.clone()].split_inclusive('\n').collect();
    let mut above = "";
    let mut left = String::new();
    for line in lines {
        if let Some((key, _)) =
            line.split_once(':').filter(|_| !line.trim_start().starts_with(['-', '{', '#']))
        {
            above = key.trim();
        }
        left += &unreferred_line(line, above, known).unwrap_or_default();
    }
    let between = &text[metadata.end..body.start];
    format!("{}{left}{between}{}", &text[..metadata.start], links(path, &text[body], known))
}

/// None where the whole line goes.
fn unreferred_line(line: &str, above: &str, known: &Known) -> Option<String> {
    let mut line = line.to_owned();
    for (key, folders) in LISTS {
        if let Some(start) = line.find(&format!("{key}: [")).map(|at| at + key.len() + 3)
            && let Some(end) = line[start..].find(']').map(|end| start + end)
        {
            let stays = |element: &&str| !known.is_withheld(folders, named(element));
            let kept: Vec<&str> = elements(&line[start..end]).into_iter().filter(stays).collect();
            line = format!("{}{}{}", &line[..start], kept.join(","), &line[end..]);
        }
        let item = line.trim_start().strip_prefix("- ").filter(|_| above == key);
        if item.is_some_and(|item| known.is_withheld(folders, named(item))) {
            return None;
        }
    }
    if let Some(cut) = without_origins(&line, known) {
        line = cut;
    }
    for (key, folders) in SINGLE {
        let Some((range, name)) = pair(&line, key) else { continue };
        if known.is_withheld(folders, name) {
            line = without(&line, range);
            if line.trim().is_empty() {
                return None;
            }
        }
    }
    let target = pair(&line, "to").filter(|_| above == "relations");
    (!target.is_some_and(|(_, name)| known.is_withheld(&["actors"], name))).then_some(line)
}

/// A line whose source says, in quotes, that it repeats several accounts, without those that are withheld.
fn without_origins(line: &str, known: &Known) -> Option<String> {
    const KEY: &str = "origin: \"";
    let start = line.find(KEY)? + KEY.len();
    let end = start + line[start..].find('"')?;
    let accounts: Vec<&str> = line[start..end].split("; ").collect();
    let stays = |account: &&&str| !known.is_withheld(&["sources"], account);
    let left: Vec<&str> = accounts.iter().filter(stays).copied().collect();
    (!left.is_empty()).then(|| format!("{}{}{}", &line[..start], left.join("; "), &line[end..]))
}

/// The item that an element of a list names.
fn named(element: &str) -> &str {
    let inside = element.trim().strip_prefix('{');
    let id = inside.and_then(|inside| inside.split("id: ").nth(1)?.split([',', '}']).next());
    id.unwrap_or(element)
}

/// A key with its value, in braces or on a line of its own.
fn pair<'l>(line: &'l str, wanted: &str) -> Option<(Range<usize>, &'l str)> {
    let start = ["{", ", ", "  "].iter().find_map(|before| {
        let at = line.find(&format!("{before}{wanted}: "))?;
        Some(at + before.len())
    });
    let start = start.or_else(|| line.starts_with(&format!("{wanted}: ")).then_some(0))?;
    let value = start + wanted.len() + 2;
    let end = line[value..].find([',', '}', '\n']).map_or(line.len(), |end| value + end);
    Some((start..end, &line[value..end]))
}

/// A body without links to what is withheld: their labels, where those name nobody, or `WORD`.
fn links(path: &str, body: &str, known: &Known) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, shown) =
            wikilink(path, rest, known).or_else(|| link(path, rest, known)).unwrap_or((1, "[".to_owned()));
        out.push_str(&shown);
        rest = &rest[length..];
    }
    out + rest
}

fn wikilink(path: &str, text: &str, known: &Known) -> Option<(usize, String)> {
    let inside = text.strip_prefix("[[")?.split("]]").next()?;
    let (target, label) =
        inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    let (name, fragment) = target.split_once('#').unwrap_or((target, ""));
    let (folders, name) = kinds(name);
    let withheld = known.is_withheld(&folders, name)
        || (name.is_empty()
            && label.is_none()
            && known.headings.get(path).is_some_and(|gone| is_heading(gone, fragment)));
    withheld.then(|| (inside.len() + 4, shown(label, &folders, known)))
}

fn kinds(name: &str) -> (Vec<&'static str>, &str) {
    let prefixed = name.split_once(':').and_then(|(kind, rest)| {
        let folder = FOLDERS.iter().find(|folder| {
            folder.trim_end_matches('s') == kind || (kind == "country" && **folder == "countries")
        })?;
        Some((vec![*folder], rest))
    });
    prefixed.unwrap_or((FOLDERS.to_vec(), name))
}

fn shown(label: Option<&str>, folders: &[&str], known: &Known) -> String {
    let names = |label: &str| {
        folders.iter().any(|folder| known.withheld.contains(&((*folder).to_owned(), key(label))))
    };
    label.filter(|label| !names(label)).unwrap_or(WORD).to_owned()
}

fn is_heading(gone: &[String], fragment: &str) -> bool {
    let slug = |text: &str| text.to_lowercase().replace(' ', "-");
    gone.iter().any(|text| key(text) == key(fragment) || slug(text) == slug(fragment))
}

fn link(path: &str, text: &str, known: &Known) -> Option<(usize, String)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let dest = rest.split(')').next()?;
    if label.contains(['[', ']']) {
        return None;
    }
    let (file, fragment) = dest.split_once('#').unwrap_or((dest, ""));
    let length = label.len() + dest.len() + 4;
    let rooted = file.strip_prefix('/').map(|rooted| rooted.trim_matches('/'));
    let of_page = rooted.and_then(|rooted| rooted.split_once('/'));
    let place = if file.is_empty() { path.to_owned() } else { resolved(path, file) };
    let lost = known.headings.get(&place).filter(|_| !fragment.is_empty());
    if known.files.contains(&place)
        || of_page.is_some_and(|(folder, slug)| known.is_withheld(&[folder], slug))
        || known.paths.iter().any(|known| Some(known.trim_matches('/')) == rooted)
    {
        Some((length, shown(Some(label), &FOLDERS, known)))
    } else if lost.is_some_and(|gone| is_heading(gone, fragment)) {
        let names_it = lost.is_some_and(|gone| is_heading(gone, label));
        Some((length, if names_it { WORD.to_owned() } else { label.to_owned() }))
    } else {
        None
    }
}

/// A path relative to a file, from the root.
fn resolved(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
