//! What a site says, as hashes: one for each item, and one for all that is not about one item.
//!
//! In: an edition. Out: [`Hashes`], to be kept with the site that was made of it, and compared with those of a later one.
//! A hash covers everything: items are hashed as they are stored, and not by a list of what somebody may want to know.

use postcard::ser_flavors::Flavor;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::Edition;
use crate::model::seen::{Marked, SORTS};

/// Of an earlier site, or of this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// Of the plan, the settings, and all of the site but its items.
    around: u64,
    /// Of every item, in the order of the site, each sort for itself.
    items: [Vec<u64>; SORTS],
}

impl Hashes {
    /// `frame` is a hash of what all pages show.
    pub fn new(edition: &Edition, frame: u64) -> Self {
        let (around, items) = rayon::join(|| around(edition, frame), || items(edition));
        Hashes { around, items }
    }

    /// Which items are not what they were; none where more than items may be something else.
    pub fn changed_since(&self, earlier: &Hashes) -> Option<Marked> {
        let lengths = |hashes: &Hashes| hashes.items.each_ref().map(Vec::len);
        if self.around != earlier.around || lengths(self) != lengths(earlier) {
            return None;
        }
        let list = |sort: usize| {
            let pairs = self.items[sort].iter().zip(&earlier.items[sort]);
            pairs.map(|(now, then)| now != then).collect()
        };
        Some(Marked::new(std::array::from_fn(list)))
    }
}

fn around(edition: &Edition, frame: u64) -> u64 {
    let Edition { project, profile, site, plan, .. } = edition;
    let settings = format!("{:?} {profile:?}", project.config);
    let rest = (&site.country_rows, &site.offices, &site.files, &site.origins);
    hash(&(&**plan, settings, frame, rest), &mut Vec::new())
}

/// In the order of the sorts, as `site[id]` numbers them.
fn items(edition: &Edition) -> [Vec<u64>; SORTS] {
    let site = &edition.site;
    [
        list(&site.articles),
        list(&site.actors),
        list(&site.countries),
        list(&site.topics),
        list(&site.authors),
        list(&site.events),
        list(&site.sources),
        list(&site.publishers),
        list(&site.pages),
    ]
}

fn list<T: Serialize + Sync>(items: &[T]) -> Vec<u64> {
    items.par_iter().map_init(Vec::new, |buffer, item| hash(item, buffer)).collect()
}

/// `buffer` is room to work in.
fn hash<T: Serialize>(value: &T, buffer: &mut Vec<u8>) -> u64 {
    buffer.clear();
    postcard::serialize_with_flavor(value, Bytes(buffer)).expect("what is in memory can be stored there");
    xxh3_64(buffer)
}

/// Bytes one after the other, in room that is used again.
struct Bytes<'b>(&'b mut Vec<u8>);

impl Flavor for Bytes<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::date::Now;
    use crate::model::seen::{Seen, during};
    use crate::pipeline::{Project, Timings, editions};
    use crate::render::Renderer;
    use crate::source::Sources;

    const ARTICLES: [(&str, &str); 4] = [
        ("a", "title: A\ndate: 2025-01-04\ntopics: [One]\n---\n\nWords.\n"),
        ("b", "title: B\ndate: 2025-01-03\n---\n\nWords, and [[d]].\n"),
        ("c", "title: C\ndate: 2025-01-02\ntopics: [One]\n---\n\nWords.\n"),
        ("d", "title: D\ndate: 2025-01-01\n---\n\nWords.\n"),
    ];

    fn edition(settings: &str, articles: &[(&str, String)]) -> Edition {
        let text = |(name, text): &(&str, String)| {
            (format!("content/articles/{name}.md"), Arc::from(format!("---\n{text}")))
        };
        let settings = ("site.toml".to_owned(), Arc::from(settings));
        let sources = Sources::new(articles.iter().map(text).chain([settings]), []);
        let project = Project::new(sources, Diagnostics::new(), &mut Timings::default());
        let now = Now::parse("2030-01-01", &project.config.timezone).expect("it is a day");
        let profiles = project.config.profiles[..1].to_vec();
        editions(project, &profiles, now, &mut Timings::default()).1.remove(0)
    }

    fn articles() -> Vec<(&'static str, String)> {
        ARTICLES.map(|(name, text)| (name, text.to_owned())).to_vec()
    }

    fn renderer(edition: &Edition) -> Renderer<'_> {
        let Edition { project, profile, site, plan, .. } = edition;
        Renderer::digests(site, plan, &project.config, profile, &project.templates)
    }

    fn hashes(edition: &Edition) -> Hashes {
        Hashes::new(edition, renderer(edition).frame_digest())
    }

    /// The URLs of the pages that looked at something that is another thing after an edit; none where all may have.
    fn asked(before: &Edition, after: &Edition) -> Option<Vec<String>> {
        let changed = hashes(after).changed_since(&hashes(before))?;
        let renderer = renderer(before);
        let looks = before.plan.pages.iter().map(|page| (page, during(|| renderer.digest(page)).1));
        let is_asked = |(_, seen): &(_, Seen)| seen.has_any_of(&changed);
        Some(looks.filter(is_asked).map(|(page, _)| page.url.clone()).collect())
    }

    #[test]
    fn those_are_asked_that_looked_at_what_was_edited() {
        let before = edition("", &articles());
        assert_eq!(asked(&before, &edition("", &articles())), Some(Vec::new()));
        let mut edited = articles();
        edited[3].1 = edited[3].1.replace("Words", "Other words");
        let urls = asked(&before, &edition("", &edited)).expect("nothing but words has changed");
        let is_asked = |url: &str| urls.iter().any(|asked| asked == url);
        for url in ["", "articles/", "articles/c/", "articles/d/"] {
            assert!(is_asked(url), "{url} shows it: {urls:?}");
        }
        // The link of `b` has a target without a label, so its name stands there.
        assert!(is_asked("articles/b/"), "{urls:?}");
        for url in ["articles/a/", "topics/one/", "topics/"] {
            assert!(!is_asked(url), "{url} does not show it: {urls:?}");
        }
    }

    #[test]
    fn where_more_than_items_changes_all_are_asked() {
        let before = edition("", &articles());
        assert_eq!(asked(&before, &edition("title = \"Other\"", &articles())), None);
        assert_eq!(asked(&before, &edition("", &articles()[..3])), None);
    }
}
