//! AVIF and HEIC (ISO/IEC 23008-12, HEIF; ISO/IEC 14496-12, its boxes).
//!
//! Places in such a file are counted from its beginning, so nothing is taken out: what is not kept becomes zeros. Kept are
//! the boxes that say how to paint, and of the data what belongs to pictures. Which side is up is told by a property
//! (`irot`, `imir`), and what EXIF says of it counts for nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::reader::{Reader, SHORT, length};
use super::{Fault, Finds, Hidden, Read, exif};

mod boxes;

use boxes::{BROKEN, FOREIGN, Location, Part, full, locations, parts};

/// More boxes of data are no picture, but an attempt to keep somebody busy.
const MOST: usize = 64;

/// Brands of still pictures.
const BRANDS: &[&[u8; 4]] = &[b"avif", b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2"];

/// Items that are painted.
const PAINTED: &[&[u8; 4]] = &[b"av01", b"hvc1", b"grid", b"iovl", b"iden", b"tmap"];

/// Properties that say how to paint.
const PROPERTIES: &[&[u8; 4]] = &[
    b"ispe", b"pixi", b"colr", b"av1C", b"hvcC", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"clli",
    b"mdcv", b"cclv", b"amve", b"a1op", b"a1lx", b"lsel", b"rref", b"free",
];

/// Boxes beside the items that say how they belong together.
const DESCRIBING: &[&[u8; 4]] = &[b"pitm", b"iloc", b"iprp", b"iref", b"idat", b"grpl"];

pub(super) fn is_heif(bytes: &[u8]) -> bool {
    let Some((size, rest)) = bytes.split_first_chunk::<4>() else { return false };
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let end = (u32::from_be_bytes(*size) as usize).saturating_sub(8).min(brands.len());
    brands[..end]
        .chunks_exact(4)
        .enumerate()
        .any(|(place, brand)| place != 1 && BRANDS.iter().any(|known| *known == brand))
}

pub(super) fn clean(bytes: &[u8], finds: &mut Finds) -> Read<Vec<u8>> {
    let mut heif = Heif { bytes, out: bytes.to_vec(), finds };
    heif.all()?;
    Ok(heif.out)
}

struct Heif<'b, 'f> {
    bytes: &'b [u8],
    out: Vec<u8>,
    finds: &'f mut Finds,
}

/// The type of each item.
type Items = BTreeMap<u32, [u8; 4]>;

impl Heif<'_, '_> {
    fn all(&mut self) -> Read<()> {
        let parts = parts(self.bytes, 0..self.bytes.len())?;
        let mut metas = parts.iter().filter(|part| &part.kind == b"meta");
        let meta = metas.next().ok_or(Fault::new("holds no picture"))?;
        if metas.next().is_some() || parts.iter().any(|part| matches!(&part.kind, b"moov" | b"moof")) {
            return Err(Fault::new(FOREIGN));
        }
        let data: Vec<Range<usize>> =
            parts.iter().filter(|part| &part.kind == b"mdat").map(|part| part.content.clone()).collect();
        if data.len() > MOST {
            return Err(Fault::new(FOREIGN));
        }
        self.meta(meta.content.clone(), &data)?;
        parts
            .iter()
            .filter(|part| !matches!(&part.kind, b"ftyp" | b"meta" | b"mdat"))
            .for_each(|part| self.free(part));
        Ok(())
    }

    fn meta(&mut self, content: Range<usize>, data: &[Range<usize>]) -> Read<()> {
        let parts = parts(self.bytes, full(content)?)?;
        let one = |kind: &[u8; 4]| {
            let mut found = parts.iter().filter(|part| &part.kind == kind);
            match (found.next(), found.next()) {
                (found, None) => Ok(found),
                _ => Err(Fault::new(BROKEN)),
            }
        };
        let items = self.items(one(b"iinf")?.ok_or(Fault::new(BROKEN))?)?;
        let locations = locations(self.bytes, one(b"iloc")?.ok_or(Fault::new(BROKEN))?)?;
        if !items.values().any(|kind| PAINTED.contains(&kind)) {
            return Err(Fault::new(FOREIGN));
        }
        if let Some(properties) = one(b"iprp")? {
            self.properties(properties)?;
        }
        let beside = one(b"idat")?.map(|part| part.content.clone());
        self.data(&items, &locations, data, beside)?;
        for part in &parts {
            match &part.kind {
                b"hdlr" => self.handler(part),
                b"iinf" => {}
                // Longer than to say that the data lies in this file, it names another one.
                b"dinf" if part.content.len() <= 28 => {}
                kind if DESCRIBING.contains(&kind) => {}
                _ => self.free(part),
            }
        }
        Ok(())
    }

    /// Reads what items there are, and takes away their names.
    fn items(&mut self, part: &Part) -> Read<Items> {
        let mut input = Reader::new(&self.bytes[part.content.clone()]);
        let version = input.u32_be()? >> 24;
        let count = if version == 0 { u32::from(input.u16_be()?) } else { input.u32_be()? };
        let entries = parts(self.bytes, part.content.start + input.at()..part.content.end)?;
        let items: Items = entries.iter().map(|entry| self.item(entry)).collect::<Read<_>>()?;
        if items.len() == entries.len() && items.len() == length(count)? {
            Ok(items)
        } else {
            Err(Fault::new(BROKEN))
        }
    }

    fn item(&mut self, entry: &Part) -> Read<(u32, [u8; 4])> {
        let mut input = Reader::new(&self.bytes[entry.content.clone()]);
        let id = match (&entry.kind, input.u32_be()? >> 24) {
            (b"infe", 2) => u32::from(input.u16_be()?),
            (b"infe", 3) => input.u32_be()?,
            _ => return Err(Fault::new(FOREIGN)),
        };
        input.take(2)?;
        let kind = *input.take(4)?.first_chunk().ok_or(Fault::new(SHORT))?;
        // For other kinds than those that are painted these are the kind of text, too, which need not be known any more.
        self.blank(entry.content.start + input.at()..entry.content.end, Hidden::Text);
        Ok((id, kind))
    }

    /// Takes away what does not say how to paint. Properties are known by their number, so each stays in its place.
    fn properties(&mut self, part: &Part) -> Read<()> {
        for container in parts(self.bytes, part.content.clone())? {
            match &container.kind {
                b"ipco" => {
                    for property in parts(self.bytes, container.content)? {
                        if &property.kind == b"free" || !PROPERTIES.contains(&&property.kind) {
                            self.blank(property.content, Hidden::Private);
                        }
                    }
                }
                b"ipma" => {}
                _ => self.free(&container),
            }
        }
        Ok(())
    }

    /// Takes away all data that is no picture's.
    fn data(
        &mut self,
        items: &Items,
        locations: &[Location],
        data: &[Range<usize>],
        beside: Option<Range<usize>>,
    ) -> Read<()> {
        let areas: Vec<Range<usize>> = data.iter().chain(&beside).cloned().collect();
        let (mut kept, mut gone, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for location in locations {
            let extents = location.placed(beside.as_ref(), &areas)?;
            match items.get(&location.id) {
                Some(kind) if PAINTED.contains(&kind) => kept.extend(extents),
                kind => {
                    self.tell(kind, &extents);
                    if kind == Some(b"Exif") {
                        blocks.extend(extents.first().cloned());
                    }
                    gone.extend(extents);
                }
            }
        }
        gone.extend_from_slice(&kept);
        gone.sort_by_key(|extent| (extent.start, extent.end));
        if gone.windows(2).any(|pair| pair[1].start < pair[0].end) {
            return Err(Fault::new(BROKEN));
        }
        for gap in gaps(&areas, gone) {
            self.blank(gap, Hidden::Rest);
        }
        for gap in gaps(&areas, kept) {
            let room = &mut self.out[gap.clone()];
            room.fill(0);
            for block in blocks.iter().filter(|block| gap.start <= block.start && block.end <= gap.end) {
                empty_exif(&mut room[block.start - gap.start..block.end - gap.start]);
            }
        }
        Ok(())
    }

    /// Says what an item is that goes.
    fn tell(&mut self, kind: Option<&[u8; 4]>, extents: &[Range<usize>]) {
        let content: Vec<u8> =
            extents.iter().flat_map(|extent| &self.bytes[extent.clone()]).copied().collect();
        if content.iter().all(|byte| *byte == 0) {
            return;
        }
        match kind {
            Some(b"Exif") => {
                let offset = content.first_chunk().map_or(0, |offset| u32::from_be_bytes(*offset) as usize);
                let block = offset.checked_add(4).and_then(|start| content.get(start..)).unwrap_or_default();
                if !(block.starts_with(exif::EMPTY)
                    && block[exif::EMPTY.len()..].iter().all(|byte| *byte == 0))
                {
                    exif::read(block).tell(self.finds);
                }
            }
            Some(b"mime") => self.finds.add(Hidden::Xmp),
            _ => self.finds.add(Hidden::Private),
        }
    }

    /// The handler of metadata has a name that says which program made the file.
    fn handler(&mut self, part: &Part) {
        let name = part.content.start.saturating_add(24).min(part.content.end);
        self.blank(name..part.content.end, Hidden::Private);
    }

    /// Makes a box one of free room.
    fn free(&mut self, part: &Part) {
        if &part.kind != b"free" {
            self.out[part.start + 4..part.start + 8].copy_from_slice(b"free");
        }
        self.blank(part.content.clone(), Hidden::Private);
    }

    fn blank(&mut self, range: Range<usize>, hidden: Hidden) {
        let room = &mut self.out[range];
        if room.iter().any(|byte| *byte != 0) {
            self.finds.add(hidden);
            room.fill(0);
        }
    }
}

/// Puts an empty block where there was one with something in it, for programs that trust that there is one.
fn empty_exif(room: &mut [u8]) {
    if let Some(block) = room.get_mut(4..4 + exif::EMPTY.len()) {
        block.copy_from_slice(exif::EMPTY);
    }
}

/// What of these areas is in none of the extents.
fn gaps(areas: &[Range<usize>], mut extents: Vec<Range<usize>>) -> Vec<Range<usize>> {
    extents.sort_by_key(|extent| (extent.start, extent.end));
    let mut gaps = Vec::new();
    for area in areas {
        let mut at = area.start;
        for extent in extents.iter().filter(|extent| extent.start < area.end && area.start < extent.end) {
            if at < extent.start {
                gaps.push(at..extent.start);
            }
            at = at.max(extent.end);
        }
        if at < area.end {
            gaps.push(at..area.end);
        }
    }
    gaps
}
