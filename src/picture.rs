//! Pictures without what they do not show.
//!
//! In: the bytes of a file. Out: the same picture without the position, names, comments and other hidden data in it, or
//! why that cannot be made; and a list of what a picture hides. No pixel is coded anew. It knows no site, no path and no
//! file system.
//!
//! What is kept is listed, everything else goes: so a kind of hidden data that nobody here has heard of goes, too. See
//! decision 015.

use std::borrow::Cow;
use std::fmt;

mod exif;
mod gif;
mod heif;
mod icc;
mod jpeg;
mod png;
mod reader;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

/// As many bytes of a file's beginning as [`is_looked_at`] wants to see.
pub const HEAD: usize = 64;

/// Endings of pictures whose hidden data can be taken out.
const CLEANABLE: &[&str] = &[
    "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "png", "apng", "gif", "webp", "avif", "heic", "heif",
    "hif", "svg",
];

/// Endings of other pictures: few browsers show them, and their hidden data lies everywhere in them.
const OTHERS: &[&str] = &[
    "bmp", "dib", "tif", "tiff", "ico", "cur", "svgz", "jxl", "jp2", "j2k", "jpf", "jpx", "jxr", "wdp",
    "hdp", "avifs", "heics", "psd", "psb", "ai", "eps", "xcf", "kra", "tga", "pcx", "dng", "cr2", "cr3",
    "crw", "nef", "nrw", "arw", "srf", "sr2", "raf", "orf", "rw2", "pef", "srw", "x3f", "raw", "emf", "wmf",
    "xbm", "xpm", "pbm", "pgm", "ppm", "pnm", "exr", "hdr", "dds", "djvu",
];

/// Why a picture cannot be published, to be read after "it".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Cow<'static, str>);

impl Fault {
    fn new(why: &'static str) -> Self {
        Fault(Cow::Borrowed(why))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

type Read<T> = Result<T, Fault>;

/// Something that a picture carries and does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hidden {
    /// EXIF that tells where the picture was taken.
    Position,
    Exif,
    Xmp,
    Iptc,
    Comment,
    /// Words of other kinds: names, titles, authors.
    Text,
    Time,
    /// A smaller picture, or a second one: often of what was cut away.
    Thumbnail,
    /// Content credentials (C2PA), which tell who made and changed it.
    Credentials,
    /// What programs keep in a picture for themselves.
    Private,
    /// Bytes behind the end of the picture, or in gaps.
    Rest,
    Script,
}

impl Hidden {
    pub fn words(self) -> &'static str {
        match self {
            Hidden::Position => "EXIF with a GPS position",
            Hidden::Exif => "EXIF",
            Hidden::Xmp => "XMP",
            Hidden::Iptc => "IPTC",
            Hidden::Comment => "a comment",
            Hidden::Text => "texts that do not show",
            Hidden::Time => "a time of change",
            Hidden::Thumbnail => "a second picture",
            Hidden::Credentials => "content credentials",
            Hidden::Private => "private data of a program",
            Hidden::Rest => "data behind its end",
            Hidden::Script => "a script",
        }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// What was found on the way through a picture, each once and in order.
#[derive(Default)]
struct Finds(Vec<Hidden>);

impl Finds {
    fn add(&mut self, hidden: Hidden) {
        if let Err(place) = self.0.binary_search(&hidden) {
            self.0.insert(place, hidden);
        }
    }
}

/// A format that can be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Heif,
    Svg,
}

impl Format {
    /// By what stands at the beginning of a file. A drawing has no such sign.
    fn of(bytes: &[u8]) -> Option<Format> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
            _ => heif::is_heif(bytes).then_some(Format::Heif),
        }
    }

    fn clean(self, bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
        match self {
            Format::Jpeg => jpeg::clean(bytes, finds),
            Format::Png => png::clean(bytes, finds),
            Format::Gif => gif::clean(bytes, finds),
            Format::WebP => webp::clean(bytes, finds),
            Format::Heif => heif::clean(bytes, finds),
            Format::Svg => svg::clean(bytes, finds, svg::DEPTH),
        }
    }
}

/// Whether [`cleaned`] would look into a file of this name that begins like this: browsers know a picture by its bytes,
/// whatever it is called.
pub fn is_looked_at(name: &str, head: &[u8]) -> bool {
    let ending = ending(name);
    CLEANABLE.contains(&&*ending) || OTHERS.contains(&&*ending) || Format::of(head).is_some()
}

/// A picture without its hidden data; none if a file of this name and content is no picture. What cannot be read to its
/// end is a fault: nobody could say what is in it.
pub fn cleaned(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let ending = ending(name);
    let format = match Format::of(bytes) {
        // Shown by its name alone, and there is no such drawing.
        Some(_) if ending == "svg" => return Err(Fault::new("is not what its ending says")),
        Some(format) => format,
        None if ending == "svg" => Format::Svg,
        None if OTHERS.contains(&&*ending) => {
            return Err(Fault::new("is of a format whose hidden data cannot be taken out"));
        }
        None if CLEANABLE.contains(&&*ending) => return Err(Fault::new("is not what its ending says")),
        None => return Ok(None),
    };
    format.clean(bytes, &mut Finds::default()).map(Some)
}

/// What a picture carries and does not show, as far as it can be read; nothing for what is no picture.
pub fn hidden(bytes: &[u8]) -> Vec<Hidden> {
    let mut finds = Finds::default();
    let format = Format::of(bytes).or_else(|| svg::is_svg(bytes).then_some(Format::Svg));
    match format {
        // What has been found up to a fault is there all the same.
        Some(format) => drop(format.clean(bytes, &mut finds)),
        None if exif::is_tiff(bytes) => exif::read(bytes).tell(&mut finds),
        None => {}
    }
    finds.0
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}
