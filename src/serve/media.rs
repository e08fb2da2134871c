//! What sort of file a path names, as HTTP says it.

/// The media type of a path by its ending; texts are in UTF-8, as everything that Chancery writes.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" | "rss" | "atom" => "application/xml; charset=utf-8",
        "xsl" | "xslt" => "text/xsl; charset=utf-8",
        "txt" | "md" | "bib" | "yaml" | "yml" | "toml" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" => "audio/ogg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_type() {
        assert_eq!(media_type("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("a.b/STYLE.CSS"), "text/css; charset=utf-8");
        assert_eq!(media_type("feed.xml"), "application/xml; charset=utf-8");
        assert_eq!(media_type("a.html/CNAME"), "application/octet-stream");
        assert_eq!(media_type(".nojekyll"), "application/octet-stream");
    }
}
