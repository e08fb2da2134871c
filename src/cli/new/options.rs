//! The options of `chancery new`, as they are typed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum New {
    /// Make a new site that can be built at once and shows by example how things are done
    Site(Site),
    /// Begin an article, with its date filled in
    Article(Article),
    /// Begin the profile of a person, an organisation, a company
    Actor(Actor),
    /// Begin an event with a page of its own
    Event(Event),
    /// Add the workflow that publishes the site on GitHub Pages
    Workflow(Workflow),
}

#[derive(Debug, Args)]
pub struct Site {
    /// The folder of the new site; what is in it already stays as it is
    pub dir: Option<PathBuf>,
    /// The site's title [default: made of the folder's name]
    #[arg(long)]
    pub title: Option<String>,
    /// The address under which the site will stand, such as https://example.org/briefings/
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// One sentence about the site
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// The language of the texts, as a language tag [default: en]
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Add the workflow that publishes the site on GitHub Pages
    #[arg(long)]
    pub github: bool,
    #[command(flatten)]
    pub asking: Asking,
}

#[derive(Debug, Args)]
pub struct Article {
    /// The title
    pub title: Option<String>,
    /// When it is published: a day or an RFC 3339 time [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub date: Option<String>,
    /// One sentence that stands alone
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Who signs it; may be given several times, as may the next four
    #[arg(long = "author", value_name = "AUTHOR")]
    pub authors: Vec<String>,
    /// An actor that it is about, by id, name or alias
    #[arg(long = "actor", value_name = "ACTOR")]
    pub actors: Vec<String>,
    /// A country that it is about, by code or name
    #[arg(long = "country", value_name = "COUNTRY")]
    pub countries: Vec<String>,
    /// A topic
    #[arg(long = "topic", value_name = "TOPIC")]
    pub topics: Vec<String>,
    /// Who may see it at most, such as TLP:GREEN [default: what the site says]
    #[arg(long)]
    pub marking: Option<String>,
    /// The language of its text, as a language tag [default: the site's]
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Keep it out of the site until it is done
    #[arg(long)]
    pub draft: bool,
    /// Its part of the address [default: made of the title]
    #[arg(long)]
    pub slug: Option<String>,
    #[command(flatten)]
    pub asking: Asking,
}

#[derive(Debug, Args)]
pub struct Actor {
    /// The name
    pub name: Option<String>,
    /// person, organization, group, government, company or media
    #[arg(long)]
    pub kind: Option<String>,
    /// Another name; may be given several times
    #[arg(long = "alias", value_name = "NAME")]
    pub aliases: Vec<String>,
    /// A country that it belongs to, by code or name; may be given several times
    #[arg(long = "country", value_name = "COUNTRY")]
    pub countries: Vec<String>,
    /// One sentence that stands alone
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Who may see it at most, such as TLP:GREEN [default: what the site says]
    #[arg(long)]
    pub marking: Option<String>,
    /// What others call it by [default: made of the name]
    #[arg(long)]
    pub id: Option<String>,
    #[command(flatten)]
    pub asking: Asking,
}

#[derive(Debug, Args)]
pub struct Event {
    /// What happened, in a few words
    pub title: Option<String>,
    /// When it happened, as exactly as it is known (EDTF): 2025-09-03, 2025-09, 2025~, 2025-09-01/2025-09-03
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub date: Option<String>,
    /// Where it happened
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// One sentence that stands alone
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// An actor that took part, by id, name or alias; may be given several times, as may the next two
    #[arg(long = "actor", value_name = "ACTOR")]
    pub actors: Vec<String>,
    /// A country that it concerns, by code or name
    #[arg(long = "country", value_name = "COUNTRY")]
    pub countries: Vec<String>,
    /// A topic
    #[arg(long = "topic", value_name = "TOPIC")]
    pub topics: Vec<String>,
    /// Who may see it at most, such as TLP:GREEN [default: what the site says]
    #[arg(long)]
    pub marking: Option<String>,
    /// What others call it by [default: made of the title, with the year where that is taken]
    #[arg(long)]
    pub id: Option<String>,
    #[command(flatten)]
    pub asking: Asking,
}

#[derive(Debug, Args)]
pub struct Workflow {
    /// The audience to publish for, up to TLP:CLEAR [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
}

#[derive(Debug, Args)]
pub struct Asking {
    /// Ask nothing; what is not given takes its default
    #[arg(long, short)]
    pub yes: bool,
    /// The day or time that counts as today [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}
