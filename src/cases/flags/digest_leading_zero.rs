//! The flag `DigestLeadingZero`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "DigestLeadingZero",
    class: "lenient-signature-decoding",
    description: "A genuine digest begins with a zero. Code that writes its own digest as a number, such as \
                  Python's `'%x' % n` or Java's `BigInteger.toString(16)`, writes it without the zero and compares \
                  two texts of different length.",
    effect: "One genuine event in sixteen is refused, seemingly at random.",
    cwe: &["CWE-697", "CWE-704"],
    references: &[
        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/math/BigInteger.html#toString(int)",
    ],
};
