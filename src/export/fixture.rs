//! Small sites for the tests of this folder, made from texts as a build makes them.

use std::sync::Arc;

use crate::audience;
use crate::config::{self, Config};
use crate::link::{self, Context, Known};
use crate::lock::Lock;
use crate::model::date::Now;
use crate::model::site::Site;
use crate::parse;
use crate::plan::{self, Plan, Settings};
use crate::source::{FileId, Sources};

pub(super) struct Built {
    pub(super) site: Site,
    pub(super) plan: Plan,
    pub(super) config: Config,
}

/// Builds the first profile of a site from the text of its `site.toml` and its files below `content/`.
pub(super) fn build(settings: &str, files: &[(&str, &str)]) -> Built {
    let (config, diagnostics) = config::parse(FileId::of("a.md"), settings);
    assert_eq!(diagnostics, [], "{settings}");
    let texts = files.iter().map(|(path, text)| (format!("content/{path}"), Arc::from(*text)));
    let mut sources = Sources::new(texts, []);
    let (documents, remarks, _) = parse::parse(&mut sources, &config, &mut parse::Memory::default());
    let profile = &config.profiles[0];
    let now = Now::parse("2030-01-01", &config.timezone).expect("it is a day");
    let audience = audience::filter(documents, &sources, &config, profile, now);
    let (broken, withheld) = (&remarks.broken, &audience.withheld);
    let context = Context {
        sources: &sources,
        config: &config,
        broken,
        withheld,
        public: true,
        known: &Known::default(),
        lock: &Lock::default(),
    };
    let site = link::link(audience.documents, &context).site;
    let settings = Settings {
        links: profile.links,
        page_size: config.page_size,
        base_url: profile.base_url.clone(),
        previews: config.previews,
        today: now.day_in(&config.timezone),
    };
    let (plan, _) = plan::plan(&site, settings, &[]);
    Built { site, plan, config }
}
