//! WebP (RFC 9649): chunks in a RIFF file.
//!
//! Kept: the picture, or its frames, with transparency, the colour profile, and the orientation. Gone: EXIF, XMP, chunks
//! that nobody knows, also within frames, and what lies behind the end.

use super::reader::{Reader, length};
use super::{Fault, Finds, Hidden, Read, exif, icc};

const BROKEN: &str = "is damaged";

/// Bits of the extended header, which say what else there is.
const ICC: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const ANIMATION: u8 = 0x02;

pub(super) fn clean(bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
    let mut file = Reader::new(bytes);
    file.take(4)?;
    let size = length(file.u32_le()?)?;
    let mut input = Reader::new(file.take(size)?);
    // One byte stands there so that the size is even.
    if !matches!(file.rest(), [] | [0]) {
        finds.add(Hidden::Rest);
    }
    let mut webp = WebP {
        out: input.take(4)?.to_vec(),
        finds,
        header: None,
        has_profile: false,
        exif: None,
        is_whole: false,
    };
    while !input.is_empty() {
        let (kind, content) = chunk(&mut input)?;
        webp.chunk(kind, content)?;
    }
    webp.finish()
}

/// The next chunk; of an odd size, it is followed by a byte that belongs to nothing.
fn chunk<'b>(input: &mut Reader<'b>) -> Read<(&'b [u8], &'b [u8])> {
    let kind = input.take(4)?;
    let size = length(input.u32_le()?)?;
    let content = input.take(size)?;
    if !size.is_multiple_of(2) && !input.is_empty() {
        input.take(1)?;
    }
    Ok((kind, content))
}

struct WebP<'f> {
    /// What will stand in the RIFF file.
    out: Vec<u8>,
    finds: &'f mut Finds,
    /// Where the extended header's content lies in it.
    header: Option<usize>,
    has_profile: bool,
    exif: Option<[u8; 26]>,
    /// Whether there is a picture, or a frame.
    is_whole: bool,
}

impl WebP<'_> {
    fn chunk(&mut self, kind: &[u8], content: &[u8]) -> Read<()> {
        match kind {
            b"VP8X" if content.len() == 10 && self.out.len() == 4 => {
                put(&mut self.out, kind, content);
                self.header = Some(self.out.len() - 10);
            }
            b"VP8 " | b"VP8L" => {
                self.is_whole = true;
                put(&mut self.out, kind, content);
            }
            b"ALPH" => put(&mut self.out, kind, content),
            b"ANIM" if content.len() == 6 => put(&mut self.out, kind, content),
            b"ANMF" => {
                self.is_whole = true;
                let frame = self.frame(content)?;
                put(&mut self.out, kind, &frame);
            }
            b"VP8X" | b"ANIM" => return Err(Fault::new(BROKEN)),
            b"ICCP" if icc::is_profile(content) && !self.has_profile => {
                self.has_profile = true;
                put(&mut self.out, kind, content);
            }
            _ => self.other(kind, content),
        }
        Ok(())
    }

    fn other(&mut self, kind: &[u8], content: &[u8]) {
        match kind {
            b"EXIF" => {
                // Some programs write what stands before the block in a JPEG.
                let found = exif::read(content.strip_prefix(b"Exif\0\0").unwrap_or(content));
                found.tell(self.finds);
                self.exif = self.exif.or(found.kept());
            }
            b"XMP " => self.finds.add(Hidden::Xmp),
            b"C2PA" => self.finds.add(Hidden::Credentials),
            _ => self.finds.add(Hidden::Private),
        }
    }

    /// A frame of a moving picture: where it goes and how long, then a picture of its own.
    fn frame(&mut self, content: &[u8]) -> Read<Vec<u8>> {
        let mut input = Reader::new(content);
        let mut frame = input.take(16)?.to_vec();
        while !input.is_empty() {
            let (kind, content) = chunk(&mut input)?;
            match kind {
                b"VP8 " | b"VP8L" | b"ALPH" => put(&mut frame, kind, content),
                _ => self.finds.add(Hidden::Private),
            }
        }
        Ok(frame)
    }

    fn finish(mut self) -> Read<Vec<u8>> {
        if !self.is_whole {
            return Err(Fault::new("holds no picture"));
        }
        if let Some(header) = self.header {
            self.flags(header);
        }
        let size = u32::try_from(self.out.len()).map_err(|_| Fault::new(BROKEN))?;
        Ok([b"RIFF", &size.to_le_bytes()[..], &self.out].concat())
    }

    /// Says what there still is, and adds the orientation.
    fn flags(&mut self, header: usize) {
        let mut flags = self.out[header] & (ALPHA | ANIMATION);
        if self.has_profile {
            flags |= ICC;
        }
        if let Some(exif) = self.exif {
            flags |= EXIF;
            put(&mut self.out, b"EXIF", &exif);
        }
        self.out[header..header + 4].copy_from_slice(&[flags, 0, 0, 0]);
    }
}

fn put(out: &mut Vec<u8>, kind: &[u8], content: &[u8]) {
    out.extend_from_slice(kind);
    out.extend_from_slice(
        &u32::try_from(content.len()).expect("a chunk was read that was no smaller").to_le_bytes(),
    );
    out.extend_from_slice(content);
    if !content.len().is_multiple_of(2) {
        out.push(0);
    }
}
