//! EXIF: a block that tells how, when, where and by whom a picture was taken, and which side of it is up (EXIF 3.0,
//! section 4.6; TIFF 6.0, section 2).

use super::{Finds, Hidden};

const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;

/// What is to be known of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// From 1, which is as it lies, to 8.
    pub(super) orientation: u8,
    has_position: bool,
    /// Whether there is nothing but the orientation in it, as [`minimal`] makes it.
    is_minimal: bool,
}

impl Exif {
    pub(super) fn tell(self, finds: &mut Finds) {
        match self {
            Exif { is_minimal: true, .. } => {}
            Exif { has_position: true, .. } => finds.add(Hidden::Position),
            _ => finds.add(Hidden::Exif),
        }
    }

    /// The block that a picture keeps, if it needs one to lie the right way.
    pub(super) fn kept(self) -> Option<[u8; 26]> {
        (2..=8).contains(&self.orientation).then(|| minimal(self.orientation))
    }
}

/// A block that holds the orientation and nothing else.
pub(super) fn minimal(orientation: u8) -> [u8; 26] {
    let mut block = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    block[19] = orientation;
    block
}

/// A block without anything in it, for places that cannot be made smaller.
pub(super) const EMPTY: &[u8] = b"MM\0*\0\0\0\x08\0\0\0\0\0\0";

pub(super) fn is_tiff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MM\0*") || bytes.starts_with(b"II*\0")
}

/// Reads as much as can be read: what is broken says nothing.
pub(super) fn read(bytes: &[u8]) -> Exif {
    let mut exif = Exif { orientation: 1, has_position: false, is_minimal: false };
    for (tag, kind, value) in entries(bytes).unwrap_or_default() {
        match (tag, kind) {
            (ORIENTATION, 3) => exif.orientation = orientation(value >> 16),
            (ORIENTATION, 4) => exif.orientation = orientation(value),
            (GPS, _) => exif.has_position = true,
            _ => {}
        }
    }
    exif.is_minimal = exif.kept().is_some_and(|kept| bytes == kept);
    exif
}

fn orientation(value: u32) -> u8 {
    u8::try_from(value).ok().filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

/// Tag, type and value of each entry of the first directory; a short value stands in the upper half.
fn entries(bytes: &[u8]) -> Option<Vec<(u16, u16, u32)>> {
    let is_little = bytes.starts_with(b"II");
    let short = |at: usize| {
        let found = *bytes.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(found) } else { u16::from_be_bytes(found) })
    };
    let long = |at: usize| {
        let found = *bytes.get(at..)?.first_chunk()?;
        Some(if is_little { u32::from_le_bytes(found) } else { u32::from_be_bytes(found) })
    };
    let start = usize::try_from(is_tiff(bytes).then(|| long(4))??).ok()?;
    let count = usize::from(short(start)?);
    let entry = |index: usize| {
        let at = start.checked_add(2 + index * 12)?;
        let (tag, kind) = (short(at)?, short(at + 2)?);
        let value = if kind == 3 { u32::from(short(at + 8)?) << 16 } else { long(at + 8)? };
        Some((tag, kind, value))
    };
    Some((0..count).map_while(entry).collect())
}
