//! The built-in theme: this repository's own `templates/` and `static/`, part of the binary.

use crate::render::TemplateSource;

macro_rules! templates {
    ($($name:literal,)*) => {
        /// All templates by name.
        pub const TEMPLATES: &[TemplateSource] = &[
            $(TemplateSource { name: $name, text: include_str!(concat!("../templates/", $name)) },)*
        ];
    };
}

macro_rules! files {
    ($($path:literal,)*) => {
        /// Files that every site gets unless it has its own of the same path: the path below `static/`, and the bytes.
        pub const FILES: &[(&str, &[u8])] = &[
            $(($path, include_bytes!(concat!("../static/", $path))),)*
        ];
    };
}

templates! {
    "404.html",
    "actor.html",
    "actors.html",
    "article.html",
    "articles.html",
    "author.html",
    "authors.html",
    "corrections.html",
    "countries.html",
    "country.html",
    "event.html",
    "home.html",
    "layout.html",
    "list.html",
    "page.html",
    "partials/actor_list.html",
    "partials/article_row.html",
    "partials/corrections.html",
    "partials/corroboration.html",
    "partials/counts.html",
    "partials/date.html",
    "partials/entity.html",
    "partials/entity_lists.html",
    "partials/entity_row.html",
    "partials/event_row.html",
    "partials/exports.html",
    "partials/grading.html",
    "partials/head.html",
    "partials/image.html",
    "partials/link_list.html",
    "partials/links.html",
    "partials/marking.html",
    "partials/named.html",
    "partials/office_holders.html",
    "partials/origins.html",
    "partials/pagination.html",
    "partials/related.html",
    "partials/relations.html",
    "partials/roles.html",
    "partials/source_list.html",
    "partials/toc.html",
    "partials/timeline_filters.html",
    "partials/today.html",
    "partials/turn.html",
    "partials/years.html",
    "publisher.html",
    "publishers.html",
    "redirect.html",
    "source.html",
    "sources.html",
    "timeline.html",
    "timeline_of.html",
    "timeline_year.html",
    "topic.html",
    "topics.html",
}

files! {
    "favicon.svg",
    "theme/previews.js",
    "theme/style.css",
    "theme/timeline.js",
}

/// The script that shows cards of what links lead to.
pub const PREVIEWS: &str = "theme/previews.js";

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;
    use walkdir::WalkDir;

    fn below(folder: &str, keep: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = WalkDir::new(&root)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file());
        let path = |entry: walkdir::DirEntry| {
            entry.path().strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/")
        };
        files.map(path).filter(|path| keep(path)).collect()
    }

    #[test]
    fn no_file_of_the_theme_is_left_out() {
        let templates = TEMPLATES.iter().map(|template| template.name.to_owned()).collect();
        assert_eq!(below("templates", |_| true), templates);
        let files = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(below("static", |path| path.starts_with("theme/") || path == "favicon.svg"), files);
    }
}
