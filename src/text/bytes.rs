//! Bytes of a text, looked at many at a time.

/// Whether any of `bytes` is a `wanted` one, of which none is 0. All are looked at, many at a time, which in texts of some lines is faster
/// than to stop at the first.
#[inline]
pub fn has<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> bool {
    let is_wanted = |byte: u8| wanted.iter().fold(0, |found, one| found | u8::from(*one == byte));
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    blocks.iter().chain([&last]).any(|block| block.iter().fold(0, |found, byte| found | is_wanted(*byte)) > 0)
}
