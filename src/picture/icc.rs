//! Colour profiles, which are kept as they are where they are such (ICC.1:2022, section 7.2).

/// Whether this is a whole profile and nothing besides.
pub(super) fn is_profile(bytes: &[u8]) -> bool {
    let size = bytes.first_chunk().map(|size: &[u8; 4]| u32::from_be_bytes(*size) as usize);
    size == Some(bytes.len()) && bytes.len() >= 132 && bytes.get(36..40) == Some(b"acsp")
}
