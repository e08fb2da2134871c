//! PNG and APNG (PNG 3rd edition): a row of chunks, each with a checksum.
//!
//! Kept: what the picture is painted with, its colours, density and movement, and the orientation. Gone: all other
//! chunks that a program may pass over, and what lies behind the end, where editors leave what was cut away.

use super::reader::{Reader, length};
use super::{Fault, Finds, Hidden, Read, exif};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const BROKEN: &str = "is damaged";

/// What a colour profile is called in a picture that was cleaned: the name is anybody's text.
const PROFILE: &[u8] = b"ICC profile";

pub(super) fn clean(bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
    let mut input = Reader::new(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(input.take(SIGNATURE.len())?);
    let mut png = Png { out, finds, exif: None, first: None, seen_header: false };
    loop {
        let chunk = Chunk::read(&mut input)?;
        png.chunk(&chunk)?;
        if &chunk.kind == b"IEND" {
            break;
        }
    }
    if !input.is_empty() {
        png.finds.add(Hidden::Rest);
    }
    png.finish()
}

struct Chunk<'b> {
    kind: [u8; 4],
    content: &'b [u8],
}

impl<'b> Chunk<'b> {
    fn read(input: &mut Reader<'b>) -> Read<Self> {
        let size = length(input.u32_be()?)?;
        let mut named = *input;
        let content = &input.take(size.checked_add(4).ok_or(Fault::new(BROKEN))?)?[4..];
        let whole = named.take(size + 4)?;
        let is_sound = input.u32_be()? == crc32fast::hash(whole);
        let kind: [u8; 4] = *whole.first_chunk().ok_or(Fault::new(BROKEN))?;
        if is_sound && kind.iter().all(u8::is_ascii_alphabetic) {
            Ok(Chunk { kind, content })
        } else {
            Err(Fault::new(BROKEN))
        }
    }
}

struct Png<'f> {
    out: Vec<u8>,
    finds: &'f mut Finds,
    exif: Option<[u8; 26]>,
    /// Where the picture itself begins.
    first: Option<usize>,
    seen_header: bool,
}

impl Png<'_> {
    fn chunk(&mut self, chunk: &Chunk<'_>) -> Read<()> {
        let size = chunk.content.len();
        if self.seen_header == (&chunk.kind == b"IHDR") {
            return Err(Fault::new(BROKEN));
        }
        self.seen_header = true;
        let is_exact = match &chunk.kind {
            b"IDAT" => {
                self.first.get_or_insert(self.out.len());
                true
            }
            b"IHDR" => size == 13,
            b"IEND" => size == 0,
            b"PLTE" => size <= 768,
            b"tRNS" => size <= 256,
            b"fdAT" => size >= 4,
            b"gAMA" => size == 4,
            b"cHRM" => size == 32,
            b"sRGB" => size == 1,
            b"cICP" | b"sBIT" => size <= 4,
            b"mDCV" => size == 24,
            b"cLLI" | b"acTL" => size == 8,
            b"bKGD" => size <= 6,
            b"pHYs" => size == 9,
            b"fcTL" => size == 26,
            b"iCCP" => return self.profile(chunk.content),
            _ => return self.other(chunk),
        };
        if !is_exact {
            return Err(Fault::new(BROKEN));
        }
        put(&mut self.out, &chunk.kind, &[chunk.content]);
        Ok(())
    }

    fn profile(&mut self, content: &[u8]) -> Read<()> {
        let name = content.iter().take(80).position(|byte| *byte == 0).ok_or(Fault::new(BROKEN))?;
        put(&mut self.out, b"iCCP", &[PROFILE, &content[name..]]);
        Ok(())
    }

    fn other(&mut self, chunk: &Chunk<'_>) -> Read<()> {
        // A capital says that nobody can show the picture who does not know the chunk.
        if chunk.kind[0].is_ascii_uppercase() {
            return Err(Fault::new("is a PNG of a kind that no browser shows"));
        }
        match &chunk.kind {
            b"eXIf" => {
                let found = exif::read(chunk.content);
                found.tell(self.finds);
                self.exif = self.exif.or(found.kept());
            }
            b"tEXt" | b"zTXt" | b"iTXt" => self.finds.add(kind_of_text(chunk.content)),
            b"tIME" => self.finds.add(Hidden::Time),
            b"caBX" => self.finds.add(Hidden::Credentials),
            _ => self.finds.add(Hidden::Private),
        }
        Ok(())
    }

    fn finish(mut self) -> Read<Vec<u8>> {
        let first = self.first.ok_or(Fault::new("holds no picture"))?;
        if let Some(exif) = self.exif {
            let mut chunk = Vec::new();
            put(&mut chunk, b"eXIf", &[&exif]);
            self.out.splice(first..first, chunk);
        }
        Ok(self.out)
    }
}

/// A text's key says what it is, where a program wrote it.
fn kind_of_text(content: &[u8]) -> Hidden {
    if content.starts_with(b"XML:com.adobe.xmp\0") {
        return Hidden::Xmp;
    }
    match content.strip_prefix(b"Raw profile type ") {
        Some(rest) if rest.starts_with(b"iptc") => Hidden::Iptc,
        Some(rest) if rest.starts_with(b"xmp") => Hidden::Xmp,
        Some(_) => Hidden::Exif,
        None => Hidden::Text,
    }
}

fn put(out: &mut Vec<u8>, kind: &[u8; 4], parts: &[&[u8]]) {
    let size: usize = parts.iter().map(|part| part.len()).sum();
    out.extend_from_slice(&u32::try_from(size).expect("a chunk was read that was no smaller").to_be_bytes());
    let start = out.len();
    out.extend_from_slice(kind);
    parts.iter().for_each(|part| out.extend_from_slice(part));
    let checksum = crc32fast::hash(&out[start..]);
    out.extend_from_slice(&checksum.to_be_bytes());
}
