//! The digest in another encoding.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/encoding",
    axis: Axis::Digest,
    title: "the digest was written in another encoding",
    what: "The digest is right, and written in hex where the scheme has base64, or the reverse, or in another alphabet or padding; with ECDSA, in ASN.1 DER where the scheme has r and s one after the other, or the reverse.",
    how: "Libraries offer hex and base64 side by side, and some encode the text of the digest once more. Most libraries write ECDSA in DER, while Web Crypto and tokens want r and s.",
    see: "Look at the alphabet: hex has only `0-9a-f`; base64 often ends with `=`; DER begins with the byte 0x30, which is `MEU` or `MEQ` in base64.",
    mend: "Encode the bytes of the digest once, as the scheme says.",
    frameworks: frameworks::NONE,
    rank: 29,
    trace: Trace::Read,
};
