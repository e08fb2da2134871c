//! Edits of any file of a site: come, gone, renamed, changed; templates, settings and what is only passed on among them.
//!
//! In: a site and chance. Out: a changed site, and words for what was done to it.

use std::fs::{self, File, FileTimes};

use chancery::theme;

use super::article_edits::{edit_article, without_a_line};
use super::common::linked_site::{ARTICLES, lock, own_template, piece, settings};
use super::common::{Random, files_below};
use super::site::Site;

/// Changes something about a site, and says what.
pub fn edit(site: &Site, random: &mut Random) -> String {
    let inputs = site.inputs();
    if inputs.is_empty() {
        site.write("content/articles/again.md", "# Again\n");
        return "there is an article again".to_owned();
    }
    let path = inputs[random.below(inputs.len())].clone();
    let bytes = site.bytes(&path);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let number = random.below(1000);
    match random.below(22) {
        0 => site.write(&path, format!("{text}\nA paragraph more, {number}.\n")),
        1 => site.write(&path, text.replacen("title: ", &format!("title: X{number} "), 1)),
        2 => return renamed_actor(site, random),
        3 => {
            site.remove(&path);
            return format!("{path} is gone");
        }
        4 => {
            let other = if random.one_in(2) { renamed(&path, number) } else { moved(&path) };
            site.rename(&path, &other);
            return format!("{path} is {other} now");
        }
        5 => {
            site.write(&renamed(&path, number), &bytes);
            return format!("{path} is there twice");
        }
        6 => site.write(&path, without_a_line(&text, random)),
        7 => return template(site, random),
        8 => return configured(site, &text, random),
        9 => site.write(&format!("static/{}.txt", number % 3), number.to_string()),
        10 => return same_size_and_time(site, &path, &bytes),
        11 => site.write(
            "content/articles/_defaults.yaml",
            random.pick(&["topics: [defaults]\n", "lang: fr\n", "authors: [desk]\n"]),
        ),
        12 => site.write(&path, text.replacen("topics: [", &format!("topics: [t{number}, "), 1)),
        13 => return tampered(site, random),
        14 => return new_article(site, number, random),
        15 => return partial(site, random),
        16 => return passed_on(site, number, random),
        17 => return moved_folder(site, number),
        18 | 19 => return edit_article(site, random).unwrap_or_else(|| "nothing".to_owned()),
        20 => {
            site.write("links.lock", lock(random));
            return "links.lock is written anew".to_owned();
        }
        _ => return "nothing".to_owned(),
    }
    format!("{path} is edited")
}

fn renamed(path: &str, number: usize) -> String {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "txt"));
    format!("{stem}-{number}.{ending}")
}

/// Another folder, which changes neither the id nor the slug of what is in the file.
fn moved(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => {
            format!("{}/{name}", folder.strip_suffix("/moved").unwrap_or(&format!("{folder}/moved")))
        }
        None => renamed(path, 0),
    }
}

fn renamed_actor(site: &Site, random: &mut Random) -> String {
    let inputs = site.inputs();
    let actors: Vec<&String> = inputs.iter().filter(|path| path.starts_with("content/actors/")).collect();
    let Some(path) = actors.get(random.below(actors.len())) else { return "nothing".to_owned() };
    let text = String::from_utf8_lossy(&site.bytes(path)).into_owned();
    let name =
        random.pick(&["name: Kim Jong-un", "name: The parade", "name: New", "name: Xi Jinping\nnote: "]);
    site.write(path, text.replacen("name:", &format!("{name} #"), 1));
    format!("{path} has `{name}`")
}

fn configured(site: &Site, text: &str, random: &mut Random) -> String {
    let old = if site.path("site.toml").exists() {
        String::from_utf8_lossy(&site.bytes("site.toml")).into_owned()
    } else {
        text.to_owned()
    };
    let new = match random.below(6) {
        0..3 => settings(random),
        3 => old.replacen("title = \"", "title = \"New ", 1),
        4 => "title = \"Short\"\nbase_url = \"https://e.example/\"\ndefault_marking = \"TLP:CLEAR\"\n"
            .to_owned(),
        _ => without_a_line(&old, random),
    };
    site.write("site.toml", &new);
    format!("site.toml is {new:?}")
}

fn new_article(site: &Site, number: usize, random: &mut Random) -> String {
    let month = 1 + number % 9;
    if random.one_in(2) {
        let (path, _, title) = ARTICLES[random.below(ARTICLES.len())];
        let path = format!("content/articles/{path}");
        site.write(&path, format!("---\ntitle: {title:?}\n---\n{}\n", piece(random, &path)));
        return format!("{path} is written anew");
    }
    let path = format!("content/articles/new-{number}.md");
    let (date, later) = (format!("2025-0{month}-01"), format!("2026-0{month}-01"));
    let text = format!("---\ntitle: New {number}\ndate: {date}\npublish_at: {later}\n---\nSee [[KP]].\n");
    site.write(&path, text);
    format!("{path} is new")
}

/// A folder of articles has another name, which is told of the folder alone.
fn moved_folder(site: &Site, number: usize) -> String {
    let old =
        ["content/articles/2025", "content/articles/moved"].into_iter().find(|old| site.path(old).is_dir());
    let Some(old) = old else {
        site.write("content/articles/2025/again.md", format!("# Again {number}\n\nSee [[KP]].\n"));
        return "a folder of articles is new".to_owned();
    };
    let new = if old.ends_with("moved") { "content/articles/2025" } else { "content/articles/moved" };
    if site.path(new).exists() {
        return "nothing".to_owned();
    }
    site.rename(old, new);
    format!("{old} is {new} now")
}

// ---- templates, and what is only passed on ----

/// A template of the site's own in place of one of the theme's, or that gone again.
fn template(site: &Site, random: &mut Random) -> String {
    let known = &theme::TEMPLATES[random.below(theme::TEMPLATES.len())];
    let path = format!("templates/{}", known.name);
    if site.path(&path).exists() && random.one_in(2) {
        site.remove(&path);
        return format!("{path} is gone");
    }
    let number = random.below(100);
    // Behind what a template extends, which has to come first.
    site.write(
        &path,
        known.text.replacen("<main", &format!("<!-- {number} --><main"), 1).replacen(
            "<li",
            &format!("<li data-n=\"{number}\""),
            1,
        ),
    );
    format!("{path} is the site's own")
}

/// A partial that other templates include.
fn partial(site: &Site, random: &mut Random) -> String {
    let number = random.below(100);
    let own = "templates/partials/own.html";
    if !site.path(own).exists() || random.one_in(3) {
        site.write("templates/article.html", own_template("article.html"));
    }
    let broken = if random.one_in(8) { "{{ article.nothing }}" } else { "" };
    site.write(own, format!("<p>{number} {{{{ article.title }}}}{broken}</p>"));
    format!("{own} says {number}{broken}")
}

/// A file that no stage reads.
fn passed_on(site: &Site, number: usize, random: &mut Random) -> String {
    let path = random.pick(&["static/dot.png", "static/theme/style.css", "content/articles/dot.png"]);
    if site.path(path).exists() && random.one_in(4) {
        site.remove(path);
        return format!("{path} is gone");
    }
    site.write(path, format!("/* {} */", number % 4));
    format!("{path} has other bytes")
}

/// An edit that neither the size of a file nor its time shows.
fn same_size_and_time(site: &Site, path: &str, bytes: &[u8]) -> String {
    let at = bytes.iter().rposition(u8::is_ascii_lowercase);
    let Some(at) = at else { return "nothing".to_owned() };
    let path_on_disk = site.path(path);
    let time =
        fs::metadata(&path_on_disk).and_then(|about| about.modified()).expect("the system tells times");
    let mut edited = bytes.to_vec();
    edited[at] = if edited[at] == b'z' { b'y' } else { b'z' };
    site.write(path, edited);
    let file = File::options().write(true).open(&path_on_disk).expect("a file can be opened");
    file.set_times(FileTimes::new().set_modified(time)).expect("times can be set");
    format!("{path} is edited, its size and time kept")
}

/// Something happens to the output, or to what builds keep.
fn tampered(site: &Site, random: &mut Random) -> String {
    let files = files_below(&site.path("public"));
    let Some(file) = files.get(random.below(files.len())) else { return "nothing".to_owned() };
    match random.below(4) {
        // Without its marker the folder is nobody's, and no build touches it.
        0 if file != ".chancery" => {
            fs::remove_file(site.path("public").join(file)).expect("a file can be removed")
        }
        1 if file != ".chancery" => site.write(&format!("public/{file}"), "somebody else's"),
        2 => site.write("public/stray/file.txt", "stray"),
        _ => {
            fs::remove_dir_all(site.path(".cache")).ok();
            return "the cache is gone".to_owned();
        }
    }
    format!("something happened to public/{file}")
}
