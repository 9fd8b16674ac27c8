//! The flag `SecretLeak`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SecretLeak",
    class: "oracle-or-leak",
    description: "The answer to a wrong signature is searched for the right signature and for the secret, \
                  in every encoding. Error texts that show both values for debugging hand out the right \
                  one.",
    effect: "Whoever asks with a wrong signature is told the right one.",
    cwe: &["CWE-209", "CWE-200"],
    references: &["adnanh/webhook#83", "lanej/hmac#17", "RUSTSEC-2022-0087"],
};
