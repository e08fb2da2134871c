//! `links.lock`: the names by which the texts of articles lead to whom, as somebody has reviewed it.
//!
//! In: the file's text. Out: [`Lock`], and what is wrong in it; or the other way round. It does not know whether an article
//! or a bearer of a name is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// The file's name, at the root.
pub const FILE: &str = "links.lock";

const HEAD: &str = "\
# The names by which the texts of articles lead to actors and countries. Other names in these articles
# become no links until `chancery mentions --lock` writes this file anew. Review its changes like code.
";

/// What names may do in which article. What is not in it is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By the path of the article's file.
    pub articles: BTreeMap<String, Locked>,
}

/// One article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Its path in the lock.
    pub span: Span,
    pub links: Vec<Link>,
}

/// A name that leads to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub name: String,
    /// `actor:ID` or `country:CODE`.
    pub bearer: String,
    /// Of what stands behind the colon.
    pub id: Span,
}

/// Reads the file. What cannot be read is an error: without it, articles could be linked as nobody has reviewed.
pub fn parse(file: FileId, text: &str) -> (Lock, Diagnostics) {
    let mut reading = Reading { file, lock: Lock::default(), current: None, diagnostics: Diagnostics::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reading.line(line.trim_start_matches('\u{feff}'), start + line.len());
        start += line.len();
    }
    (reading.lock, reading.diagnostics)
}

struct Reading {
    file: FileId,
    lock: Lock,
    current: Option<String>,
    diagnostics: Diagnostics,
}

impl Reading {
    /// One line, which ends at this byte with its line end.
    fn line(&mut self, line: &str, end: usize) {
        let start = end - line.len();
        let content = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        let span = Span::new(self.file, from, from + content.len());
        if content.is_empty() || line.starts_with('#') {
            return;
        }
        if !line.starts_with([' ', '\t']) {
            return self.article(content, span);
        }
        let link = link(content, span);
        let locked = self.current.as_ref().and_then(|path| self.lock.articles.get_mut(path));
        match (link, locked) {
            (Some(link), Some(locked)) => locked.links.push(link),
            _ => self.wrong(span),
        }
    }

    fn article(&mut self, path: &str, span: Span) {
        if !path.starts_with("content/") {
            self.current = None;
            return self.wrong(span);
        }
        self.lock.articles.entry(path.to_owned()).or_insert_with(|| Locked { span, links: Vec::new() });
        self.current = Some(path.to_owned());
    }

    fn wrong(&mut self, span: Span) {
        let message = "this line is neither an article's path nor a name with whom it leads to";
        let help = "write `content/articles/a.md` and below it, indented, `Kim Jong Un = actor:kim-jong-un`; or write \
                    the file anew with `chancery mentions --lock`";
        self.diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).help(help));
    }
}

fn link(content: &str, span: Span) -> Option<Link> {
    let (name, bearer) = content.rsplit_once(" = ")?;
    let (kind, id) = bearer.trim().split_once(':')?;
    let (name, end) = (name.trim(), span.end as usize);
    let is_sound = matches!(kind, "actor" | "country") && !id.is_empty() && !name.is_empty();
    is_sound.then(|| Link {
        name: name.to_owned(),
        bearer: bearer.trim().to_owned(),
        id: Span::new(span.file, end - id.len(), end),
    })
}

/// The file's text: articles by path, each with its names in order.
pub fn text(articles: &BTreeMap<String, BTreeSet<(String, String)>>) -> String {
    let mut out = HEAD.to_owned();
    for (path, links) in articles {
        out.push_str(&format!("\n{path}\n"));
        out.extend(links.iter().map(|(name, bearer)| format!("  {name} = {bearer}\n")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let (lock, diagnostics) = parse(FileId::of(FILE), text);
        let links = |(path, locked): (&String, &Locked)| {
            let links: Vec<String> =
                locked.links.iter().map(|link| format!("{} -> {}", link.name, link.bearer)).collect();
            format!("{path}: {}", links.join(", "))
        };
        let place = |found: &Diagnostic| match found.place {
            crate::diagnostic::Place::Span(span) => text[span.start as usize..span.end as usize].to_owned(),
            _ => String::new(),
        };
        (lock.articles.iter().map(links).collect(), diagnostics.iter().map(place).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let pair = |name: &str, bearer: &str| (name.to_owned(), bearer.to_owned());
        let names = BTreeSet::from([pair("a = b", "actor:x"), pair("北韓", "country:KP")]);
        let articles = BTreeMap::from([
            ("content/a b.md".to_owned(), names),
            ("content/b.md".to_owned(), BTreeSet::new()),
        ]);
        let expected = ["content/a b.md: a = b -> actor:x, 北韓 -> country:KP", "content/b.md: "];
        let written = text(&articles);
        assert_eq!(read(&written), (expected.map(str::to_owned).to_vec(), vec![]));
        assert_eq!(read(&written.replace('\n', "\r\n")).0, expected);
    }

    #[test]
    fn what_is_none_is_told_with_its_place() {
        let text = "  Kim = actor:kim\n<<<<<<< HEAD\ncontent/a.md\n  Kim\n  Kim = topic:kim\n  Kim = actor:\n  Kim = actor:kim\n";
        let (read, wrong) = read(text);
        assert_eq!(read, ["content/a.md: Kim -> actor:kim"]);
        assert_eq!(wrong, ["Kim = actor:kim", "<<<<<<< HEAD", "Kim", "Kim = topic:kim", "Kim = actor:"]);
    }

    #[test]
    fn an_id_has_its_place() {
        let text = "content/a.md\r\n\tKim = actor:kim \r\n";
        let (lock, _) = parse(FileId::of(FILE), text);
        let id = lock.articles["content/a.md"].links[0].id;
        assert_eq!(&text[id.start as usize..id.end as usize], "kim");
    }
}
