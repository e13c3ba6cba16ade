//! Bytes of a text, looked at many at a time.

/// Whether any of `bytes` is a `wanted` one, of which none is 0.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "a comparison that may be left out cannot be made many at a time")]
pub fn has<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> bool {
    has_any(bytes, |byte| wanted.iter().fold(false, |found, one| found | (*one == byte)))
}

/// Whether `is_wanted` holds of any of `bytes`, and not of 0. All of a block are looked at, many at a time, which in texts of some lines is
/// faster than to stop at the first.
#[inline]
fn has_any(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> bool {
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    blocks.iter().chain([&last]).any(|block| block.iter().fold(0, |found, byte| found | u8::from(is_wanted(*byte))) > 0)
}
