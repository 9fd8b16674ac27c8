//! The flag `TimestampSpelling`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "TimestampSpelling",
    class: "timestamp-canonicalised",
    description: "The timestamp's number is right and written in another way: a sign, a leading zero, \
                  blanks, text after it, other digits. Code that parses and prints it again signs another \
                  text than arrived.",
    effect: "Nothing is forged; a receiver that prints it anew refuses senders who write it so.",
    cwe: &["CWE-20"],
    references: &["NangoHQ/nango#7430"],
};
