//! Signed deliveries of the five measured schemes in the three measured sizes.

use hookproof::cases::test_secret;
use hookproof::delivery::Delivery;
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::signing::{Event, Signer, Verifier};

/// The schemes whose verification is measured.
pub(crate) const SCHEMES: [&str; 5] = ["github", "determined", "stripe", "standard-webhooks", "slack"];

/// Sizes of a body in bytes, with their labels.
pub(crate) const SIZES: [(&str, usize); 3] = [("256B", 256), ("1KiB", 1024), ("64KiB", 64 * 1024)];

/// A present time for measured deliveries, Unix seconds.
pub(crate) const NOW: i64 = 1_700_000_000;

/// A scheme with its secret, ready to verify, and a delivery.
pub(crate) struct Measured {
    /// The scheme.
    pub(crate) scheme: Scheme,
    /// The secret as a user configures it.
    pub(crate) secret: String,
    /// Ours.
    pub(crate) verifier: Verifier,
    /// A genuine delivery.
    pub(crate) genuine: Delivery,
    /// The same with the last bit of its body turned over.
    pub(crate) forged: Delivery,
}

/// A JSON body of exactly `size` bytes.
pub(crate) fn body(size: usize) -> Vec<u8> {
    let (head, tail) = (br#"{"type":"measured","data":""#.as_slice(), br#""}"#.as_slice());
    let fill = size.saturating_sub(head.len() + tail.len());
    let text = b"The quick brown fox jumps over the lazy dog. "
        .iter()
        .copied()
        .cycle()
        .take(fill);
    head.iter()
        .copied()
        .chain(text)
        .chain(tail.iter().copied())
        .collect()
}

/// Prepares a scheme and a delivery of `size` bytes, signed at `now`.
pub(crate) fn measured(id: &str, size: usize, now: i64) -> Measured {
    let scheme = catalog_scheme(id).expect("the measured schemes are in the catalogue");
    let secret = test_secret(&scheme, 0);
    let signer = Signer::new(&scheme, &[&secret]).expect("test secrets are usable");
    let mut genuine = signer
        .sign(
            &Event::new(&scheme, "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", body(size)),
            now,
        )
        .expect("a JSON body can be signed");
    // What a real request carries besides.
    for (name, value) in [
        ("Host", "receiver.example"),
        ("User-Agent", "sender/1.0"),
        ("Accept", "*/*"),
    ] {
        genuine.headers.push_front(name, value);
    }
    let mut forged = genuine.clone();
    if let Some(last) = forged.body.last_mut() {
        *last ^= 1;
    }
    let verifier = Verifier::new(&scheme, &[&secret]).expect("test secrets are usable");
    Measured {
        scheme,
        secret,
        verifier,
        genuine,
        forged,
    }
}
