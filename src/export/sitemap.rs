//! What search engines are told: which pages there are (sitemaps.org, protocol 0.9), and who may look at them
//! (RFC 9309).
//!
//! In: the plan, and the site for dates. Out: whole files. A page that says `noindex` is not listed.

use super::xml;
use crate::model::site::{Article, Site};
use crate::plan::{Plan, PlannedPage, View};

/// The protocol allows no more in one file.
const URLS_OF_A_FILE: usize = 50_000;

const HEAD: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// `sitemap.xml`, past 50,000 pages an index of `sitemap-1.xml` and so on; nothing without a base URL. It is for builds
/// that everybody may read.
pub fn sitemap(site: &Site, plan: &Plan) -> Vec<(String, Vec<u8>)> {
    sitemap_of(site, plan, URLS_OF_A_FILE)
}

fn sitemap_of(site: &Site, plan: &Plan, limit: usize) -> Vec<(String, Vec<u8>)> {
    let Some(base) = &plan.settings.base_url else { return Vec::new() };
    let pages: Vec<&PlannedPage> = plan.pages.iter().filter(|page| is_listed(site, page)).collect();
    if pages.len() <= limit {
        return vec![("sitemap.xml".to_owned(), urls(site, plan, base, &pages))];
    }
    let mut files = vec![("sitemap.xml".to_owned(), index(base, pages.len().div_ceil(limit)))];
    for (place, pages) in pages.chunks(limit).enumerate() {
        files.push((part_name(place), urls(site, plan, base, pages)));
    }
    files
}

fn is_listed(site: &Site, page: &PlannedPage) -> bool {
    match page.view {
        View::NotFound | View::Redirect(_) => false,
        View::Article(id) => !site[id].draft,
        _ => true,
    }
}

fn part_name(place: usize) -> String {
    format!("sitemap-{}.xml", place + 1)
}

fn index(base: &str, parts: usize) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    out.extend_from_slice(b"<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for place in 0..parts {
        out.extend_from_slice(b"<sitemap>\n");
        xml::element(&mut out, "loc", &format!("{base}{}", part_name(place)));
        out.extend_from_slice(b"</sitemap>\n");
    }
    out.extend_from_slice(b"</sitemapindex>\n");
    out
}

fn urls(site: &Site, plan: &Plan, base: &str, pages: &[&PlannedPage]) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    out.extend_from_slice(b"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for page in pages {
        out.extend_from_slice(b"<url>\n");
        xml::element(&mut out, "loc", &format!("{base}{}", plan.page_href(&page.url)));
        if let View::Article(id) = page.view
            && let Some(moment) = changed(&site[id])
        {
            xml::element(&mut out, "lastmod", &moment);
        }
        out.extend_from_slice(b"</url>\n");
    }
    out.extend_from_slice(b"</urlset>\n");
    out
}

/// As the W3C's note on dates has it: a day, or a time with its offset.
fn changed(article: &Article) -> Option<String> {
    let moment = article.updated.as_ref().or(article.date.as_ref())?;
    Some(if moment.has_time() { moment.rfc3339() } else { moment.iso() })
}

/// `robots.txt`: everybody is welcome to what is public, and nobody to the rest.
pub fn robots(plan: &Plan, public: bool) -> Vec<u8> {
    if !public {
        return b"User-agent: *\nDisallow: /\n".to_vec();
    }
    let mut out = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = &plan.settings.base_url {
        out.push_str(&format!("\nSitemap: {base}sitemap.xml\n"));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Built, build};
    use super::*;

    const BASE: &str = "base_url = \"https://example.org/a b/\"";

    const FILES: &[(&str, &str)] = &[
        ("articles/day.md", "---\ntitle: Day\ndate: 2025-09-03\n---\n"),
        ("articles/time.md", "---\ntitle: Time\ndate: 2025-09-01\nupdated: 2025-09-02T10:00:00+02:00\n---\n"),
        ("articles/三.md", "---\ntitle: Undated\nredirects: [/old/]\n---\n"),
        ("articles/draft.md", "---\ntitle: Draft\ndate: 2025-09-04\nstatus: draft\n---\n"),
    ];

    /// Names of files and the texts of all elements of a name in them.
    fn texts(built: &Built, limit: usize, name: &str) -> Vec<(String, Vec<String>)> {
        let read = |bytes: Vec<u8>| {
            let xml = String::from_utf8(bytes).expect("it is UTF-8");
            let document = roxmltree::Document::parse(&xml).expect("it is XML");
            let found = document.descendants().filter(|node| node.tag_name().name() == name);
            found.filter_map(|node| node.text()).map(str::to_owned).collect()
        };
        sitemap_of(&built.site, &built.plan, limit)
            .into_iter()
            .map(|(path, bytes)| (path, read(bytes)))
            .collect()
    }

    #[test]
    fn public_pages_are_listed_with_the_day_of_their_last_change() {
        let built = build(&format!("{BASE}\n[profiles.all]\ndrafts = true"), FILES);
        let locations = texts(&built, 1000, "loc").remove(0).1;
        let has = |path: &str| locations.contains(&format!("https://example.org/a%20b/{path}"));
        assert!(
            has("") && has("articles/") && has("articles/day/") && has("articles/%E4%B8%89/"),
            "{locations:?}"
        );
        assert!(!has("404.html") && !has("old/") && !has("articles/draft/"), "{locations:?}");
        let changes = texts(&built, 1000, "lastmod").remove(0).1;
        assert_eq!(changes, ["2025-09-03", "2025-09-02T10:00:00+02:00"]);
    }

    #[test]
    fn many_pages_are_parted() {
        let built = build(BASE, FILES);
        let whole = texts(&built, 1000, "loc").remove(0).1;
        let mut parts = texts(&built, 10, "loc");
        let (path, index) = parts.remove(0);
        assert_eq!(path, "sitemap.xml");
        let named: Vec<String> =
            parts.iter().map(|(path, _)| format!("https://example.org/a%20b/{path}")).collect();
        assert_eq!(index, named);
        assert!(parts.len() > 1 && parts.iter().all(|(_, urls)| urls.len() <= 10));
        let together: Vec<String> = parts.into_iter().flat_map(|(_, urls)| urls).collect();
        assert_eq!(together, whole);
        assert_eq!(texts(&built, whole.len(), "loc").len(), 1);
    }

    #[test]
    fn without_an_address_nothing_can_be_listed() {
        assert_eq!(sitemap(&build("", FILES).site, &build("", FILES).plan), []);
    }

    #[test]
    fn robots_are_welcome_to_what_is_public() {
        let robots = |settings: &str, public| {
            String::from_utf8(robots(&build(settings, &[]).plan, public)).expect("it is UTF-8")
        };
        let sitemap = "\nSitemap: https://example.org/a%20b/sitemap.xml\n";
        assert_eq!(robots(BASE, true), format!("User-agent: *\nAllow: /\n{sitemap}"));
        assert_eq!(robots("", true), "User-agent: *\nAllow: /\n");
        assert_eq!(robots(BASE, false), "User-agent: *\nDisallow: /\n");
    }
}
