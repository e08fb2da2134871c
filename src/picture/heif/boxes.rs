//! The boxes of a HEIF file (ISO/IEC 14496-12): where each lies, and where they say that the data of items lies.

use std::ops::Range;

use crate::picture::reader::{Reader, SHORT, length};
use crate::picture::{Fault, Read};

pub(super) const BROKEN: &str = "is damaged";
pub(super) const FOREIGN: &str = "is a HEIF file of a kind whose hidden data cannot be taken out";

/// A box: its type, where it begins and where its content lies.
pub(super) struct Part {
    pub(super) kind: [u8; 4],
    pub(super) start: usize,
    pub(super) content: Range<usize>,
}

/// Where an item's data lies.
pub(super) struct Location {
    pub(super) id: u32,
    is_in_meta: bool,
    extents: Vec<Range<usize>>,
}

impl Location {
    /// Where the data lies in the file; it must lie in one of the areas for data.
    pub(super) fn placed(
        &self,
        beside: Option<&Range<usize>>,
        areas: &[Range<usize>],
    ) -> Read<Vec<Range<usize>>> {
        let base = match (self.is_in_meta, beside) {
            (false, _) => 0,
            (true, Some(beside)) => beside.start,
            (true, None) => return Err(Fault::new(BROKEN)),
        };
        let place = |extent: &Range<usize>| {
            let range = extent.start.checked_add(base)?..extent.end.checked_add(base)?;
            let is_inside = |area: &Range<usize>| area.start <= range.start && range.end <= area.end;
            areas.iter().any(is_inside).then_some(range)
        };
        let places: Option<Vec<Range<usize>>> = self.extents.iter().map(place).collect();
        places.ok_or(Fault::new(BROKEN))
    }
}

/// The content of a full box, behind version and flags.
pub(super) fn full(content: Range<usize>) -> Read<Range<usize>> {
    let start = content.start + 4;
    if start <= content.end { Ok(start..content.end) } else { Err(Fault::new(SHORT)) }
}

/// The boxes in a range, which they fill.
pub(super) fn parts(bytes: &[u8], range: Range<usize>) -> Read<Vec<Part>> {
    let mut input = Reader::new(bytes.get(range.clone()).ok_or(Fault::new(SHORT))?);
    let mut parts = Vec::new();
    while !input.is_empty() {
        let start = range.start + input.at();
        let short = length(input.u32_be()?)?;
        let kind: [u8; 4] = *input.take(4)?.first_chunk().ok_or(Fault::new(SHORT))?;
        let (size, header) = match short {
            0 => (range.end - start, 8),
            1 => (length(input.u64_be()?)?, 16),
            size => (size, 8),
        };
        input.take(size.checked_sub(header).ok_or(Fault::new(BROKEN))?)?;
        parts.push(Part { kind, start, content: start + header..start + size });
    }
    Ok(parts)
}

/// The box of locations (ISO/IEC 14496-12, section 8.11.3).
pub(super) fn locations(bytes: &[u8], part: &Part) -> Read<Vec<Location>> {
    let mut input = Reader::new(&bytes[part.content.clone()]);
    let version = input.u32_be()? >> 24;
    if version > 2 {
        return Err(Fault::new(FOREIGN));
    }
    let sizes = input.u16_be()?.to_be_bytes();
    let (offset, size) = (sizes[0] >> 4, sizes[0] & 15);
    let (base, index) = (sizes[1] >> 4, if version == 0 { 0 } else { sizes[1] & 15 });
    let count = if version < 2 { u32::from(input.u16_be()?) } else { input.u32_be()? };
    let mut locations = Vec::new();
    let mut room = bytes.len();
    for _ in 0..count {
        let id = if version < 2 { u32::from(input.u16_be()?) } else { input.u32_be()? };
        let method = if version == 0 { 0 } else { input.u16_be()? & 15 };
        // Data in another file, or made of another item's.
        if input.u16_be()? != 0 || method > 1 {
            return Err(Fault::new(FOREIGN));
        }
        let base = number(&mut input, base)?;
        let mut extents = Vec::new();
        for _ in 0..input.u16_be()? {
            number(&mut input, index)?;
            let start = base.checked_add(number(&mut input, offset)?).ok_or(Fault::new(BROKEN))?;
            let end = start.checked_add(number(&mut input, size)?).ok_or(Fault::new(BROKEN))?;
            if start == end {
                return Err(Fault::new(FOREIGN));
            }
            // No byte is more than one item's, so all together are no more than there are.
            room = room.checked_sub(end - start).ok_or(Fault::new(BROKEN))?;
            extents.push(start..end);
        }
        locations.push(Location { id, is_in_meta: method == 1, extents });
    }
    Ok(locations)
}

/// A number of 0, 4 or 8 bytes.
fn number(input: &mut Reader<'_>, size: u8) -> Read<usize> {
    match size {
        0 => Ok(0),
        4 => length(input.u32_be()?),
        8 => length(input.u64_be()?),
        _ => Err(Fault::new(BROKEN)),
    }
}
