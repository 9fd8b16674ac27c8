//! A body that was compressed after it was signed.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/gzip",
    axis: Axis::Body,
    title: "the body travelled compressed, and was signed before",
    what: "What was signed is the body before it was compressed with gzip or zlib.",
    how: "A sender signs its JSON and leaves the compression to its HTTP client or to a proxy; the receiver gets the compressed bytes.",
    see: "`Content-Encoding: gzip`, or a body that begins with the bytes 1f 8b, or with 78.",
    mend: "Verify the bytes that the scheme says are signed: unpack the body before, with a bound on its size, or turn the compression off at the sender.",
    frameworks: frameworks::NONE,
    rank: 43,
    trace: Trace::Supposed(vary),
};

/// The most that is unpacked: a few bytes may pack gigabytes.
const MOST: u64 = 4 << 20;

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let unpacked = match body {
        [0x1f, 0x8b, ..] => unpacked(MultiGzDecoder::new(body)).map(|body| ("gzip", body)),
        [0x78, ..] => unpacked(ZlibDecoder::new(body)).map(|body| ("zlib", body)),
        _ => None,
    };
    bodies(
        from,
        unpacked.map(|(format, body)| {
            (
                format!("the body before its compression with {format} was signed"),
                body,
            )
        }),
    )
}

/// The whole content; none where it is broken or beyond the bound.
fn unpacked(packed: impl Read) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    packed.take(MOST + 1).read_to_end(&mut content).ok()?;
    (content.len() as u64 <= MOST).then_some(content)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{MOST, unpacked};

    fn packed(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn content_is_unpacked_up_to_a_bound() {
        let most = usize::try_from(MOST).unwrap();
        let whole = |length: usize| {
            unpacked(flate2::read::MultiGzDecoder::new(
                packed(&vec![b'x'; length]).as_slice(),
            ))
        };
        assert_eq!(whole(3), Some(b"xxx".to_vec()));
        assert_eq!(whole(most).map(|content| content.len()), Some(most));
        assert_eq!(whole(most + 1), None);
        let mut torn = packed(b"{\"a\":1}");
        torn.truncate(torn.len() - 4);
        assert_eq!(unpacked(flate2::read::MultiGzDecoder::new(torn.as_slice())), None);
    }
}
