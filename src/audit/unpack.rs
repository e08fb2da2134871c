//! What lies packed in a file: archives, compressed files, and the hidden texts of PNG pictures and PDF documents.
//!
//! In: bytes. Out: the bytes of each thing inside, one at a time, and what could not be looked into. However much a file
//! claims to hold, no more is unpacked than there is room for.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::memmem;
use rawzip::{CompressionMethod, ZipArchive};

/// Archives within archives.
const MAX_DEPTH: usize = 5;
/// What one thing in a file may come to.
const MAX_SIZE: u64 = 256 << 20;

/// What is told of each thing: how to get to it from the file's name on, and its bytes.
pub type Inside<'i> = dyn FnMut(&str, &[u8]) + 'i;

/// Unpacks `bytes`, and what is in them, calling `inside` for all. Gives what stays closed, and why.
pub fn unpack(bytes: &[u8], inside: &mut Inside<'_>) -> Vec<(String, &'static str)> {
    let mut unpacking = Unpacking { inside, closed: Vec::new() };
    unpacking.open("", bytes, 0);
    unpacking.closed
}

struct Unpacking<'u, 'i> {
    inside: &'u mut Inside<'i>,
    closed: Vec<(String, &'static str)>,
}

impl Unpacking<'_, '_> {
    fn open(&mut self, way: &str, bytes: &[u8], depth: usize) {
        if depth == MAX_DEPTH {
            return self.stays_closed(way, "it lies in too many archives");
        }
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => self.zip(way, bytes, depth),
            [0x1f, 0x8b, ..] => self.stream(way, "unpacked", MultiGzDecoder::new(bytes), depth),
            [0x89, b'P', b'N', b'G', ..] => self.png(way, bytes, depth),
            [b'%', b'P', b'D', b'F', ..] => self.pdf(way, bytes, depth),
            _ if bytes.get(257..262) == Some(b"ustar") => self.tar(way, bytes, depth),
            _ if is_closed_archive(bytes) => {
                self.stays_closed(way, "it is packed in a way that cannot be unpacked here")
            }
            _ => {}
        }
    }

    fn stays_closed(&mut self, way: &str, why: &'static str) {
        self.closed.push((way.to_owned(), why));
    }

    /// Something inside, which may hold more.
    fn found(&mut self, way: &str, name: &str, bytes: &[u8], depth: usize) {
        let way = format!("{way}!{name}");
        (self.inside)(&way, bytes);
        self.open(&way, bytes, depth + 1);
    }

    fn stream(&mut self, way: &str, name: &str, stream: impl Read, depth: usize) {
        let mut bytes = Vec::new();
        let read = stream.take(MAX_SIZE + 1).read_to_end(&mut bytes);
        self.found(way, name, &bytes, depth);
        if read.is_err() {
            self.stays_closed(&format!("{way}!{name}"), "it is damaged");
        } else if bytes.len() as u64 > MAX_SIZE {
            self.stays_closed(&format!("{way}!{name}"), "it is too large to be unpacked whole");
        }
    }

    fn zip(&mut self, way: &str, bytes: &[u8], depth: usize) {
        let Ok(archive) = ZipArchive::from_slice(bytes) else {
            return self.stays_closed(way, "it is a damaged archive");
        };
        let mut entries = archive.entries();
        loop {
            match entries.next_entry() {
                Ok(Some(entry)) => {
                    let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
                    let data = archive.get_entry(entry.wayfinder()).ok().map(|found| found.data());
                    let method = Some(entry.compression_method()).filter(|_| !entry.flags().is_encrypted());
                    self.zipped(way, &name, data, method, depth);
                }
                Ok(None) => return,
                Err(_) => return self.stays_closed(way, "it is a damaged archive"),
            }
        }
    }

    /// A thing in an archive; `method` is none where it is encrypted. Its name is told in any case.
    fn zipped(
        &mut self,
        way: &str,
        name: &str,
        data: Option<&[u8]>,
        method: Option<CompressionMethod>,
        depth: usize,
    ) {
        let why = match (data, method) {
            (Some(data), Some(CompressionMethod::STORE)) => return self.found(way, name, data, depth),
            (Some(data), Some(CompressionMethod::DEFLATE)) => {
                return self.stream(way, name, DeflateDecoder::new(data), depth);
            }
            (None, _) => "it is damaged",
            (_, None) => "it is encrypted",
            _ => "it is packed in a way that cannot be unpacked here",
        };
        let way = format!("{way}!{name}");
        (self.inside)(&way, &[]);
        self.stays_closed(&way, why);
    }

    fn tar(&mut self, way: &str, bytes: &[u8], depth: usize) {
        let mut archive = tar::Archive::new(bytes);
        let Ok(entries) = archive.entries() else {
            return self.stays_closed(way, "it is a damaged archive");
        };
        for entry in entries {
            let Ok(entry) = entry else {
                return self.stays_closed(way, "it is a damaged archive");
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            self.stream(way, &name, entry, depth);
        }
    }

    /// The chunks of a picture (PNG, third edition, section 5.3) that may hold compressed text.
    fn png(&mut self, way: &str, bytes: &[u8], depth: usize) {
        let mut rest = &bytes[8.min(bytes.len())..];
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let Some((sort, after)) = after.split_first_chunk::<4>() else { break };
            let Some(data) = after.get(..length) else { break };
            if let Some(packed) = packed_text(*sort, data) {
                let name = String::from_utf8_lossy(sort).into_owned();
                self.stream(way, &name, ZlibDecoder::new(packed), depth);
            }
            rest = after.get(length.saturating_add(4)..).unwrap_or_default();
        }
    }

    /// The streams of a document that are packed the usual way. How its fonts encode text is not looked into.
    fn pdf(&mut self, way: &str, bytes: &[u8], depth: usize) {
        let starts: Vec<usize> = memmem::find_iter(bytes, b"stream").collect();
        for start in starts {
            let after = &bytes[start + b"stream".len()..];
            let data = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"));
            let Some(data) = data.filter(|data| data.first().is_some_and(|first| first & 0x0f == 8)) else {
                continue;
            };
            let mut unpacked = Vec::new();
            // What is no such stream after all ends in an error, and what came before it is worth a look.
            let _ = ZlibDecoder::new(data).take(MAX_SIZE).read_to_end(&mut unpacked);
            if !unpacked.is_empty() {
                self.found(way, "stream", &unpacked, depth);
            }
        }
    }
}

/// The compressed part of a chunk that has one.
fn packed_text(sort: [u8; 4], data: &[u8]) -> Option<&[u8]> {
    let keyword_end = memchr::memchr(0, data)?;
    let after = &data[keyword_end + 1..];
    match &sort {
        b"zTXt" | b"iCCP" => after.get(1..),
        b"iTXt" if after.first() == Some(&1) => {
            let language = after.get(2..)?;
            let translated = &language[memchr::memchr(0, language)? + 1..];
            translated.get(memchr::memchr(0, translated)? + 1..)
        }
        _ => None,
    }
}

/// Archives of sorts that are not unpacked here: xz, Zstandard, bzip2, 7z, RAR.
fn is_closed_archive(bytes: &[u8]) -> bool {
    let beginnings: [&[u8]; 5] =
        [b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"BZh", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"];
    beginnings.iter().any(|beginning| bytes.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn found(bytes: &[u8]) -> (Vec<String>, Vec<(String, &'static str)>) {
        let mut found = Vec::new();
        let closed =
            unpack(bytes, &mut |way, bytes| found.push(format!("{way}: {}", String::from_utf8_lossy(bytes))));
        (found, closed)
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn tar(name: &str, text: &[u8]) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        archive.append_data(&mut header, name, text).expect("memory takes all");
        archive.into_inner().expect("memory takes all")
    }

    fn zip(name: &str, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
        let entry = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start();
        let (mut entry, config) = entry.expect("memory takes all");
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(text).expect("memory takes all");
        let (encoder, descriptor) = writer.finish().expect("memory takes all");
        encoder.finish().expect("memory takes all");
        entry.finish(descriptor).expect("memory takes all");
        archive.finish().expect("memory takes all");
        out
    }

    fn png(sort: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
        [b"\x89PNG\r\n\x1a\n".as_slice(), &length, sort, data, &[0; 4]].concat()
    }

    #[test]
    fn archives_are_opened() {
        assert_eq!(found(&gzip(b"word")).0, ["!unpacked: word"]);
        assert_eq!(found(&zip("a/b.txt", b"word")).0, ["!a/b.txt: word"]);
        let nested = zip("in.tar.gz", &gzip(&tar("x.txt", b"word")));
        assert_eq!(found(&nested).0.last().map(String::as_str), Some("!in.tar.gz!unpacked!x.txt: word"));
    }

    #[test]
    fn packed_texts_of_pictures_and_documents_are_read() {
        let packed = [b"Comment\0\0".as_slice(), &zlib(b"word")].concat();
        assert_eq!(found(&png(b"zTXt", &packed)).0, ["!zTXt: word"]);
        let packed = [b"Comment\0\x01\0en\0\0".as_slice(), &zlib(b"word")].concat();
        assert_eq!(found(&png(b"iTXt", &packed)).0, ["!iTXt: word"]);
        let document = [b"%PDF-1.7\n<<>>stream\r\n".as_slice(), &zlib(b"word"), b"\nendstream"].concat();
        assert_eq!(found(&document).0, ["!stream: word"]);
    }

    #[test]
    fn what_stays_closed_is_said() {
        assert_eq!(found(b"7z\xbc\xaf\x27\x1cxx").1.len(), 1);
        assert_eq!(found(b"PK\x03\x04nonsense").1.len(), 1);
        assert_eq!(found(&gzip(b"word")[..12]).1.len(), 1);
        assert_eq!(found(b"plain"), (vec![], vec![]));
        let deep = (0..9).fold(b"word".to_vec(), |inner, _| gzip(&inner));
        assert_eq!(found(&deep).1.len(), 1);
    }
}
