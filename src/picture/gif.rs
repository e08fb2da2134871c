//! GIF (version 89a): a screen, then blocks.
//!
//! Kept: pictures, what says how long each is shown, and how often all of them are. Gone: comments, text that no program
//! shows any more, what programs keep there for themselves (XMP among it), and what lies behind the end.

use super::reader::Reader;
use super::{Fault, Finds, Hidden, Read};

const BROKEN: &str = "is damaged";

pub(super) fn clean(bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
    let mut gif =
        Gif { input: Reader::new(bytes), out: Vec::with_capacity(bytes.len()), finds, control: None };
    gif.all()?;
    Ok(gif.out)
}

struct Gif<'b, 'f> {
    input: Reader<'b>,
    out: Vec<u8>,
    finds: &'f mut Finds,
    /// How the next picture is shown; it belongs to that one alone.
    control: Option<&'b [u8]>,
}

impl<'b> Gif<'b, '_> {
    fn all(&mut self) -> Read<()> {
        let screen = self.keep(13)?;
        self.colours(screen[10])?;
        let mut has_picture = false;
        loop {
            match self.input.u8()? {
                0x21 => self.extension()?,
                0x2c => {
                    self.picture()?;
                    has_picture = true;
                }
                0x3b => break,
                _ => return Err(Fault::new(BROKEN)),
            }
        }
        self.out.push(0x3b);
        if !self.input.is_empty() {
            self.finds.add(Hidden::Rest);
        }
        if has_picture { Ok(()) } else { Err(Fault::new("holds no picture")) }
    }

    fn keep(&mut self, length: usize) -> Read<&'b [u8]> {
        let kept = self.input.take(length)?;
        self.out.extend_from_slice(kept);
        Ok(kept)
    }

    /// A table of colours, if the flags before it say that there is one.
    fn colours(&mut self, flags: u8) -> Read<()> {
        if flags & 0x80 != 0 {
            self.keep(3 << ((flags & 7) + 1))?;
        }
        Ok(())
    }

    fn picture(&mut self) -> Read<()> {
        if let Some(control) = self.control.take() {
            self.out.extend_from_slice(&[0x21, 0xf9, 4]);
            self.out.extend_from_slice(control);
            self.out.push(0);
        }
        self.out.push(0x2c);
        let place = self.keep(9)?;
        self.colours(place[8])?;
        self.keep(1)?;
        while let size @ 1.. = self.keep(1)?[0] {
            self.keep(usize::from(size))?;
        }
        Ok(())
    }

    fn extension(&mut self) -> Read<()> {
        let label = self.input.u8()?;
        let blocks = self.blocks()?;
        match (label, &blocks[..]) {
            (0xf9, [control]) if control.len() == 4 => self.control = Some(control),
            (0xf9, _) => return Err(Fault::new(BROKEN)),
            (0xff, [b"NETSCAPE2.0" | b"ANIMEXTS1.0", [1, low, high]]) => {
                self.out.extend_from_slice(b"\x21\xff\x0bNETSCAPE2.0\x03\x01");
                self.out.extend_from_slice(&[*low, *high, 0]);
            }
            (0xff, [b"XMP DataXMP", ..]) => self.finds.add(Hidden::Xmp),
            (0xfe, _) => self.finds.add(Hidden::Comment),
            (0x01, _) => {
                self.control = None;
                self.finds.add(Hidden::Text);
            }
            _ => self.finds.add(Hidden::Private),
        }
        Ok(())
    }

    /// Blocks up to an empty one.
    fn blocks(&mut self) -> Read<Vec<&'b [u8]>> {
        let mut blocks = Vec::new();
        while let size @ 1.. = self.input.u8()? {
            blocks.push(self.input.take(usize::from(size))?);
        }
        Ok(blocks)
    }
}
