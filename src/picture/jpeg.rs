//! JPEG (ITU-T T.81, annex B; JFIF, T.871): a row of segments.
//!
//! Kept: frames, scans, tables, JFIF without its small picture, the colour profile, Adobe's kind of colours, and the
//! orientation. Gone: all other application segments, comments, and what lies behind the end, where phones put a second
//! picture or a film.

use super::reader::{Reader, SHORT};
use super::{Fault, Finds, Hidden, Read, exif, icc};

const MARKER: u8 = 0xff;
const BROKEN: &str = "is damaged";

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

pub(super) fn clean(bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
    let mut jpeg = Jpeg { input: Reader::new(bytes), finds, kept: Kept::default() };
    jpeg.all()?;
    Ok(jpeg.kept.put_together(bytes.len()))
}

struct Jpeg<'b, 'f> {
    input: Reader<'b>,
    finds: &'f mut Finds,
    kept: Kept<'b>,
}

/// What stays, but for its order.
#[derive(Default)]
struct Kept<'b> {
    jfif: Option<[u8; 14]>,
    exif: Option<[u8; 26]>,
    /// Parts of the colour profile.
    profile: Vec<&'b [u8]>,
    adobe: Option<&'b [u8]>,
    /// Whole segments and scans.
    picture: Vec<u8>,
    has_frame: bool,
    has_scan: bool,
}

impl<'b> Jpeg<'b, '_> {
    fn all(&mut self) -> Read<()> {
        if self.input.take(2)? != [MARKER, SOI] {
            return Err(Fault::new(BROKEN));
        }
        loop {
            match self.marker()? {
                EOI => break,
                marker => self.segment(marker)?,
            }
        }
        if !self.input.is_empty() {
            self.finds.add(Hidden::Rest);
        }
        if !self.kept.profile.is_empty() && !self.kept.has_profile() {
            self.finds.add(Hidden::Private);
        }
        if self.kept.has_frame && self.kept.has_scan { Ok(()) } else { Err(Fault::new("holds no picture")) }
    }

    /// The next marker; any number of fill bytes may stand before it.
    fn marker(&mut self) -> Read<u8> {
        if self.input.u8()? != MARKER {
            return Err(Fault::new(BROKEN));
        }
        loop {
            match self.input.u8()? {
                MARKER => {}
                marker => return Ok(marker),
            }
        }
    }

    fn segment(&mut self, marker: u8) -> Read<()> {
        let length = usize::from(self.input.u16_be()?);
        let content = self.input.take(length.checked_sub(2).ok_or(Fault::new(BROKEN))?)?;
        match marker {
            0xe0..=0xef => self.application(marker, content),
            0xfe => self.finds.add(Hidden::Comment),
            SOS => {
                self.kept.has_scan = true;
                self.keep(marker, content, is_scan_header(content))?;
                let scan = scan_length(self.input.rest())?;
                self.kept.picture.extend_from_slice(self.input.take(scan)?);
            }
            0xc4 => self.keep(marker, content, is_huffman_tables(content))?,
            0xdb => self.keep(marker, content, is_quantisation_tables(content))?,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                self.kept.has_frame = true;
                self.keep(marker, content, is_frame_header(content))?;
            }
            0xcc => self.keep(marker, content, content.len().is_multiple_of(2))?,
            0xdc | 0xdd => self.keep(marker, content, content.len() == 2)?,
            _ => return Err(Fault::new("is a JPEG of a kind that no browser shows")),
        }
        Ok(())
    }

    /// Keeps a segment if it has room for what belongs into it, and for nothing else.
    fn keep(&mut self, marker: u8, content: &[u8], is_exact: bool) -> Read<()> {
        if !is_exact {
            return Err(Fault::new(BROKEN));
        }
        put(&mut self.kept.picture, marker, &[content]);
        Ok(())
    }

    fn application(&mut self, marker: u8, content: &'b [u8]) {
        let kept = &mut self.kept;
        match (marker, content) {
            (0xe0, [b'J', b'F', b'I', b'F', 0, ..]) if kept.jfif.is_none() && content.len() >= 14 => {
                if content.len() > 14 {
                    self.finds.add(Hidden::Thumbnail);
                }
                kept.jfif = jfif(content);
            }
            (0xe1, [b'E', b'x', b'i', b'f', 0, 0, block @ ..]) => {
                let found = exif::read(block);
                found.tell(self.finds);
                kept.exif = kept.exif.or(found.kept());
            }
            (0xe2, [b'I', b'C', b'C', b'_', b'P', b'R', b'O', b'F', b'I', b'L', b'E', 0, ..]) => {
                kept.profile.push(content);
            }
            (0xee, [b'A', b'd', b'o', b'b', b'e', ..]) if content.len() == 12 && kept.adobe.is_none() => {
                kept.adobe = Some(content);
            }
            _ => self.finds.add(kind_of(marker, content)),
        }
    }
}

/// What an application segment that goes is.
fn kind_of(marker: u8, content: &[u8]) -> Hidden {
    match (marker, content) {
        (0xe0, [b'J', b'F', b'X', b'X', ..]) | (0xe2, [b'M', b'P', b'F', ..]) => Hidden::Thumbnail,
        (0xe1, content) if content.starts_with(b"http://ns.adobe.com/x") => Hidden::Xmp,
        (0xeb, [b'J', b'P', ..]) => Hidden::Credentials,
        (0xed, content) if content.starts_with(b"Photoshop 3.0") => Hidden::Iptc,
        _ => Hidden::Private,
    }
}

/// The header of JFIF, which tells the density of pixels, without the small picture in it.
fn jfif(content: &[u8]) -> Option<[u8; 14]> {
    let mut header: [u8; 14] = *content.first_chunk()?;
    header[12..].fill(0);
    Some(header)
}

impl Kept<'_> {
    fn put_together(self, room: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(room);
        out.extend_from_slice(&[MARKER, SOI]);
        if let Some(jfif) = &self.jfif {
            put(&mut out, 0xe0, &[jfif]);
        }
        if let Some(exif) = &self.exif {
            put(&mut out, 0xe1, &[b"Exif\0\0", exif]);
        }
        if self.has_profile() {
            self.profile.iter().for_each(|part| put(&mut out, 0xe2, &[part]));
        }
        if let Some(adobe) = self.adobe {
            put(&mut out, 0xee, &[adobe]);
        }
        out.extend_from_slice(&self.picture);
        out.extend_from_slice(&[MARKER, EOI]);
        out
    }

    /// Whether the parts are a colour profile: each has its number, from 1, and how many there are.
    fn has_profile(&self) -> bool {
        let count = self.profile.len();
        let mut parts: Vec<&[u8]> = self.profile.iter().filter_map(|part| part.get(12..)).collect();
        parts.sort_by_key(|part| part.first().copied());
        let is_part = |(index, part): (usize, &&[u8])| {
            part.len() > 2 && usize::from(part[0]) == index + 1 && usize::from(part[1]) == count
        };
        count > 0 && parts.iter().enumerate().all(is_part) && {
            let profile: Vec<u8> = parts.iter().flat_map(|part| part[2..].iter().copied()).collect();
            icc::is_profile(&profile)
        }
    }
}

fn put(out: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) {
    let length: usize = 2 + parts.iter().map(|part| part.len()).sum::<usize>();
    out.extend_from_slice(&[MARKER, marker]);
    out.extend_from_slice(
        &u16::try_from(length).expect("it came from a segment that was not smaller").to_be_bytes(),
    );
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

/// How far the coded data reaches: to the next marker that does not belong into it.
fn scan_length(bytes: &[u8]) -> Read<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(MARKER, &bytes[at..]) {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(_) => return Ok(at),
            None => break,
        }
    }
    Err(Fault::new(SHORT))
}

fn is_scan_header(content: &[u8]) -> bool {
    content.first().is_some_and(|count| content.len() == 4 + 2 * usize::from(*count))
}

fn is_frame_header(content: &[u8]) -> bool {
    content.get(5).is_some_and(|count| content.len() == 6 + 3 * usize::from(*count))
}

fn is_huffman_tables(mut content: &[u8]) -> bool {
    while let Some((counts, rest)) = content.split_at_checked(17) {
        let values: usize = counts[1..].iter().map(|count| usize::from(*count)).sum();
        let Some((_, next)) = rest.split_at_checked(values) else { return false };
        content = next;
    }
    content.is_empty()
}

fn is_quantisation_tables(mut content: &[u8]) -> bool {
    while let Some(first) = content.first() {
        let size = if first >> 4 == 0 { 64 } else { 128 };
        let Some((_, next)) = content.split_at_checked(1 + size) else { return false };
        content = next;
    }
    true
}
