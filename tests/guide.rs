//! Examples of docs/theming.md and README.md: built as they stand there, they make what the text says.
//!
//! In a text, a line that is a path and a colon names the file that the next code block is. A line `PATH holds:` with a path
//! below `public/` is followed by what that file has in it, and `The build says:` by what is told. The files of the
//! section "The site of the examples" belong to every other section; a section without files is not built.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use chancery::source::{Blob, Sources};
use common::{Built, NOW, assert_none, manifest};

/// One section's examples.
#[derive(Clone, Default)]
struct Example {
    title: String,
    files: BTreeMap<String, String>,
    /// Path below `public/`, and what is in that file.
    holds: Vec<(String, String)>,
    says: Vec<String>,
}

/// What the code block after a line is.
enum Next {
    File(String),
    Held(String),
    Said,
}

fn next(line: &str) -> Option<Next> {
    if line == "The build says:" {
        return Some(Next::Said);
    }
    let (path, rest) = line.strip_prefix('`')?.split_once('`')?;
    match (path.strip_prefix("public/"), rest) {
        (Some(path), " holds:") => Some(Next::Held(path.to_owned())),
        (None, ":") => Some(Next::File(path.to_owned())),
        _ => None,
    }
}

fn examples(page: &str) -> Vec<Example> {
    let text = fs::read_to_string(manifest(page)).expect("the page can be read");
    let mut examples = vec![Example::default()];
    let mut lines = text.lines();
    let mut expected = None;
    while let Some(line) = lines.next() {
        let last = examples.last_mut().expect("there is one from the beginning");
        if let Some(title) = line.strip_prefix("## ") {
            examples.push(Example { title: title.to_owned(), ..Example::default() });
        } else if line.starts_with("```") {
            let block: String =
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            match expected.take() {
                Some(Next::File(path)) => drop(last.files.insert(path, block)),
                Some(Next::Held(path)) => last.holds.push((path, block)),
                Some(Next::Said) => last.says.push(block),
                None => {}
            }
        } else if !line.is_empty() {
            expected = next(line);
        }
    }
    examples
}

fn build(files: &BTreeMap<String, String>) -> Built {
    let (statics, texts): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.starts_with("static/"));
    let texts = texts.into_iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
    let blobs = statics
        .into_iter()
        .map(|(path, text)| (path.clone(), Blob::Memory(text.clone().into_bytes().into())));
    common::build(Sources::new(texts, blobs), Vec::new(), common::now(NOW))
}

/// What is wrong with an example. `exact`: whether links are as the page shows them.
fn problems(example: &Example, exact: bool) -> Vec<String> {
    let built = build(&example.files);
    let mut problems = Vec::new();
    let wanted = |text: &str| text.trim_end().to_owned();
    let says = example.says.join("\n");
    let differs =
        if exact { wanted(&says) != wanted(&built.told) } else { says.is_empty() != built.told.is_empty() };
    if differs {
        problems.push(format!("`{}`: it says\n{}", example.title, built.told));
    }
    for (path, text) in example.holds.iter().filter(|_| exact) {
        let files = &built.outputs[0].1;
        let page = files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        match page {
            None => problems.push(format!("`{}`: there is no `{path}`", example.title)),
            Some(page) if !page.contains(&wanted(text)) => {
                problems.push(format!("`{}`: `{path}` does not hold\n{text}but is\n{page}", example.title));
            }
            Some(_) => {}
        }
    }
    problems
}

fn with_links_to_files(example: &Example) -> Example {
    let mut example = example.clone();
    let settings = example.files.get_mut("site.toml").expect("the examples' site has settings");
    settings.push_str("\n[output]\nlinks = \"file\"\n");
    example
}

#[test]
fn examples_of_the_guide_for_themes_do_what_it_says() {
    let examples = examples("docs/theming.md");
    let base = examples.iter().find(|example| example.title == "The site of the examples");
    let base = base.expect("the guide has a site").files.clone();
    let examples: Vec<Example> = examples.into_iter().filter(|example| !example.files.is_empty()).collect();
    assert!(examples.len() >= 6 && examples.iter().map(|example| example.holds.len()).sum::<usize>() >= 6);
    let whole = examples.into_iter().map(|mut example| {
        let own = std::mem::replace(&mut example.files, base.clone());
        example.files.extend(own);
        example
    });
    let found = whole.flat_map(|example| {
        let mut found = problems(&example, true);
        found.extend(problems(&with_links_to_files(&example), false));
        found
    });
    assert_none(found.collect());
}

#[test]
fn the_first_article_of_the_readme_builds() {
    let examples = examples("README.md");
    let with_files: Vec<&Example> = examples.iter().filter(|example| !example.files.is_empty()).collect();
    let [example] = with_files[..] else { panic!("README.md has one section with an article") };
    // It names actors and countries, and the pages that its text promises are there.
    let built = build(&example.files);
    assert!(!built.has_errors(), "{}", built.told);
    let files = &built.outputs[0].1;
    let pages = ["countries/kp/", "topics/military-parade/", "timeline/2025/", "articles/parade/"];
    let missing = pages.iter().filter(|page| !files.contains_key(&format!("{page}index.html")));
    assert_none(missing.map(|page| format!("there is no `{page}`")).collect());
}

/// Names of the custom properties that a text sets.
fn set_in(css: &str) -> Vec<&str> {
    let roots = css.split(":root {").skip(1).filter_map(|rest| rest.split('}').next());
    let names =
        roots.flat_map(|block| block.split(';')).filter_map(|line| Some(line.split_once(':')?.0.trim()));
    names.filter(|name| name.starts_with("--")).collect()
}

#[test]
fn the_guide_lists_every_property_of_the_theme() {
    let guide = fs::read_to_string(manifest("docs/theming.md")).expect("the guide can be read");
    let css = fs::read_to_string(manifest("static/theme/style.css")).expect("the stylesheet can be read");
    let set = set_in(&css);
    assert!(set.len() > 20, "{set:?}");
    let rows = guide.lines().filter(|line| line.starts_with("| `--"));
    let listed: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    let missing = set.iter().filter(|name| !listed.contains(name)).map(|name| format!("`{name}` is missing"));
    let gone = listed.iter().filter(|name| !set.contains(name)).map(|name| format!("there is no `{name}`"));
    assert_none(missing.chain(gone).collect());
}

// ---- links between documents ----

/// The documents of the repository: the README, the changelog, and docs/.
fn documents() -> Vec<String> {
    let docs = common::files_below(&manifest("docs")).into_iter().map(|path| format!("docs/{path}"));
    let docs = docs.filter(|path| path.ends_with(".md"));
    ["README.md", "CHANGELOG.md"].map(str::to_owned).into_iter().chain(docs).collect()
}

/// A document without its code.
fn prose(path: &str) -> String {
    let text = fs::read_to_string(manifest(path)).expect("a document can be read");
    let mut in_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// What a link says after a heading's text, as GitHub makes it.
fn anchors(path: &str) -> Vec<String> {
    let text = prose(path);
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    let anchor = |heading: &str| {
        let kept = heading.trim_start_matches('#').trim().chars();
        let kept = kept.filter(|kept| kept.is_alphanumeric() || matches!(kept, ' ' | '-' | '_'));
        kept.flat_map(char::to_lowercase).map(|kept| if kept == ' ' { '-' } else { kept }).collect()
    };
    headings.map(anchor).collect()
}

fn dead_links(path: &str) -> Vec<String> {
    // A link in backticks is shown, not made.
    let text: String = prose(path).split('`').step_by(2).collect();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let own = targets.filter(|target| !target.contains("://") && !target.contains(' '));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_dead = |target: &&str| {
        let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
        let file = if file.is_empty() { path.to_owned() } else { format!("{folder}/{file}") };
        let file = file.trim_start_matches('/');
        !manifest(file).exists() || (!anchor.is_empty() && !anchors(file).contains(&anchor.to_owned()))
    };
    own.filter(is_dead).map(|target| format!("{path}: `{target}` leads nowhere")).collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let documents = documents();
    assert!(documents.len() > 10);
    assert_none(documents.iter().flat_map(|path| dead_links(path)).collect());
}
