//! A new site: this repository's folder `skeleton/`, part of the binary, with the values that somebody gave put in their
//! places. The skeleton is itself a site without a fault.

use super::workflow::WORKFLOW_PATH;
use super::{NewFile, Refusal, one_line, something};
use crate::config;
use crate::model::date::Day;

macro_rules! files {
    ($($path:literal,)*) => {
        /// The files of a new site, but for the workflow: path and text.
        pub const SKELETON: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../skeleton/", $path))),)*
        ];
    };
}

files! {
    ".gitignore",
    "README.md",
    "content/actors/bipm.md",
    "content/articles/2026-01-05-how-to-write-an-article.md",
    "content/articles/2026-01-05-the-metre-convention.md",
    "content/articles/2026-01-05-a-tour-of-this-site.md",
    "content/events/metre-convention-1875.yaml",
    "content/pages/about.md",
    "content/pages/index.md",
    "content/sources/bipm-metre-convention.yaml",
    "site.toml",
}

/// Files that a repository often has before it becomes a site. Where one is there, the new site does without its own.
pub const COMPANIONS: &[&str] = &[".gitignore", "README.md"];

/// The day of the skeleton's articles, for which that of the new site's making is put.
pub const SAMPLE_DAY: &str = "2026-01-05";

/// What the skeleton says of itself.
pub const DESCRIPTION: &str = "What we watch, and why.";

#[derive(Clone, Debug)]
pub struct NewSite {
    pub title: String,
    /// None keeps that of the skeleton.
    pub description: Option<String>,
    pub base_url: Option<String>,
    pub language: Option<String>,
    /// The text of the workflow that publishes it, if there is to be one.
    pub workflow: Option<String>,
}

impl NewSite {
    /// # Errors
    ///
    /// A value that `site.toml` cannot take.
    pub fn files(&self, today: Day) -> Result<Vec<NewFile>, Refusal> {
        let today = today.to_string();
        let settings = self.settings()?;
        let file = |(path, text): &(&str, &str)| NewFile {
            path: path.replace(SAMPLE_DAY, &today),
            text: if *path == "site.toml" { settings.clone() } else { text.replace(SAMPLE_DAY, &today) },
        };
        let workflow =
            self.workflow.iter().map(|text| NewFile { path: WORKFLOW_PATH.to_owned(), text: text.clone() });
        Ok(SKELETON.iter().map(file).chain(workflow).collect())
    }

    fn settings(&self) -> Result<String, Refusal> {
        let (_, text) =
            SKELETON.iter().find(|(path, _)| *path == "site.toml").expect("every site has settings");
        let title = something("the title", &self.title)?;
        let description =
            self.description.as_deref().map(|text| one_line("the description", text)).transpose()?;
        let base_url = self.base_url.as_deref().map(base_url).transpose()?;
        let language = self.language.as_deref().map(language).transpose()?;
        let values = [
            ("title", Some(title)),
            ("description", description),
            ("base_url", base_url.as_deref()),
            ("language", language),
        ];
        let given = values.into_iter().filter_map(|(key, value)| Some((key, value?)));
        Ok(given.fold((*text).to_owned(), |text, (key, value)| with_value(&text, key, value)))
    }
}

/// The settings with another value of a key at their top.
fn with_value(text: &str, key: &str, value: &str) -> String {
    let own = format!("{key} = ");
    let line = |line: &str| {
        if line.starts_with(&own) {
            format!("{own}{}\n", toml::Value::from(value))
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(line).collect()
}

/// An empty one says that there is none.
fn base_url(text: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    config::base_url(text).map_err(|why| {
        let help = match config::base_url(&format!("https://{}", text.trim())) {
            Ok(meant) if !text.contains("://") => format!("did you mean `{meant}`?"),
            _ => "write the address of the front page, such as `https://example.org/briefings/`".to_owned(),
        };
        Refusal::new(format!("`--base-url`: `{text}` {why}"), help)
    })
}

fn language(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    match config::language_tag(text) {
        Ok(()) => Ok(text),
        Err(help) => Err(Refusal::new(format!("`--language`: `{text}` is not a language tag"), help)),
    }
}

/// A title from a folder's name: `my-desk` is "My desk".
pub fn title_from_folder(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(|| "Briefings".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use std::collections::BTreeSet;
    use std::path::Path;
    use walkdir::WalkDir;

    fn new_site(title: &str) -> NewSite {
        NewSite { title: title.to_owned(), description: None, base_url: None, language: None, workflow: None }
    }

    fn today() -> Day {
        Day::new(2030, 2, 3).expect("it is a day")
    }

    #[test]
    fn no_file_of_the_skeleton_is_left_out() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("skeleton");
        let files = WalkDir::new(&root)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file());
        let path = |entry: walkdir::DirEntry| {
            entry.path().strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/")
        };
        // A build of the skeleton itself is not part of it.
        let there: BTreeSet<String> = files
            .map(path)
            .filter(|path| !path.starts_with("public") && !path.starts_with(".cache/"))
            .collect();
        let known: BTreeSet<String> =
            SKELETON.iter().map(|(path, _)| (*path).to_owned()).chain([WORKFLOW_PATH.to_owned()]).collect();
        assert_eq!(there, known);
    }

    #[test]
    fn values_come_to_their_places_and_back() {
        for title in ["A \"desk\" & 'more'", "三位领导人", "a\\b # c", "''' \"\"\""] {
            let site = NewSite {
                description: Some(format!("About {title}")),
                base_url: Some("https://example.org/x".to_owned()),
                language: Some("pt-BR".to_owned()),
                ..new_site(title)
            };
            let (config, found) =
                config::parse(FileId::of("a.md"), &site.settings().expect("all can be taken"));
            assert_eq!(found, [], "{title}");
            assert_eq!((config.title.as_str(), config.description), (title, format!("About {title}")));
            assert_eq!(
                (config.base_url.as_deref(), config.language.as_str()),
                (Some("https://example.org/x/"), "pt-BR")
            );
        }
    }

    #[test]
    fn what_settings_cannot_take_is_refused_with_a_way_out() {
        let site = |change: fn(&mut NewSite)| {
            let mut site = new_site("Desk");
            change(&mut site);
            site.files(today()).expect_err("it cannot be taken").help
        };
        assert_eq!(site(|site| site.title = " ".to_owned()), "write at least a word");
        assert_eq!(
            site(|site| site.base_url = Some("desk.example".to_owned())),
            "did you mean `https://desk.example/`?"
        );
        assert_eq!(site(|site| site.language = Some("en_US".to_owned())), "did you mean `en-US`?");
        assert!(site(|site| site.title = "a\nb".to_owned()).contains("one line"));
    }

    #[test]
    fn articles_are_of_the_day_of_its_making() {
        let files = new_site("Desk").files(today()).expect("all can be taken");
        let articles: Vec<&NewFile> =
            files.iter().filter(|file| file.path.starts_with("content/articles/")).collect();
        assert!(articles.len() == 3);
        for file in &articles {
            assert!(
                file.path.contains("/2030-02-03-") && file.text.contains("\ndate: 2030-02-03\n"),
                "{}",
                file.path
            );
        }
        assert!(files.iter().all(|file| !file.text.contains(SAMPLE_DAY) && !file.path.contains(SAMPLE_DAY)));
    }

    #[test]
    fn what_is_not_given_stays_as_in_the_skeleton() {
        let (config, _) =
            config::parse(FileId::of("a.md"), &new_site("Desk").settings().expect("it can be taken"));
        assert_eq!((config.title.as_str(), config.description.as_str()), ("Desk", DESCRIPTION));
        assert_eq!((config.base_url, config.language.as_str()), (None, "en"));
    }

    #[test]
    fn folders_give_titles() {
        let cases =
            [("my-desk", "My desk"), ("asia_desk 2", "Asia desk 2"), ("été", "Été"), ("--", "Briefings")];
        for (folder, title) in cases {
            assert_eq!(title_from_folder(folder), title);
        }
    }
}
