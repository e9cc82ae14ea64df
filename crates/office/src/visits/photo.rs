//! A photograph as a telephone has shrunk it: a JPEG without what a camera writes beside the picture.

use super::Refused;

/// The most photographs of one visit.
pub const PHOTOS: usize = 6;
/// The largest photograph, in bytes.
pub const PHOTO_BYTES: usize = 300 * 1024;
/// The longest side, in pixels.
pub const PHOTO_PIXELS: u16 = 1280;

/// Whether bytes are such a photograph: a whole JPEG, no larger than allowed, without Exif, which tells where and with
/// which telephone it was taken.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let whole = bytes.starts_with(&[0xff, 0xd8]) && bytes.ends_with(&[0xff, 0xd9]) && bytes.len() <= PHOTO_BYTES;
    let size = if whole { size(bytes) } else { None };
    let fits = |side: u16| (1..=PHOTO_PIXELS).contains(&side);
    size.filter(|(height, width)| fits(*height) && fits(*width)).map(drop).ok_or(Refused::Photo)
}

/// Height and width, from the segments before the picture; none where they do not hold together or one is Exif or XMP.
fn size(bytes: &[u8]) -> Option<(u16, u16)> {
    let mut at = 2;
    loop {
        let head = bytes.get(at..at + 4)?;
        let (marker, length) = (head[1], usize::from(u16::from_be_bytes([head[2], head[3]])));
        let body = bytes.get(at + 4..at + 2 + length)?;
        match (head[0], marker) {
            (0xff, 0xe1) | (0..=0xfe, _) => return None,
            // Start of frame, of any coding; C4, C8 and CC are tables.
            (_, 0xc0..=0xcf) if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                let side = |at: usize| Some(u16::from_be_bytes([*body.get(at)?, *body.get(at + 1)?]));
                return Some((side(1)?, side(3)?));
            }
            _ => at += 2 + length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head and the end of a JPEG, with a segment between.
    fn jpeg(width: u16, height: u16, marker: u8) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, marker, 0, 4, b'x', b'y', 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_photograph_fits_and_tells_nothing_beside_the_picture() {
        assert_eq!(check(&jpeg(1280, 960, 0xe0)), Ok(()));
        assert_eq!(check(&jpeg(1281, 960, 0xe0)), Err(Refused::Photo), "too wide");
        assert_eq!(check(&jpeg(1280, 960, 0xe1)), Err(Refused::Photo), "Exif");
        assert_eq!(check(&jpeg(0, 960, 0xe0)), Err(Refused::Photo));
        let mut cut = jpeg(640, 480, 0xe0);
        cut.truncate(cut.len() - 1);
        assert_eq!(check(&cut), Err(Refused::Photo));
        let mut large = jpeg(640, 480, 0xe0);
        large.splice(large.len() - 2..large.len() - 2, vec![0; PHOTO_BYTES]);
        assert_eq!(check(&large), Err(Refused::Photo));
        for bytes in [&b""[..], b"\xff\xd8", b"\xff\xd8\xff\xd9", b"%PDF-1.7"] {
            assert_eq!(check(bytes), Err(Refused::Photo));
        }
    }
}
