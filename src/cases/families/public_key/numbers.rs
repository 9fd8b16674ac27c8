//! The two numbers of an ECDSA signature: read, written in either form, and reckoned with.

use crate::scheme::{Curve, EcdsaForm};

/// The order of a curve's group, most significant byte first (FIPS 186-4, appendix D.1.2).
pub(super) fn order(curve: Curve) -> Vec<u8> {
    let text = match curve {
        Curve::P256 => "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        Curve::P384 => {
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        }
        Curve::P521 => {
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc01\
             48f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        }
    };
    const_hex::decode(text).unwrap_or_default()
}

/// `from` less `what`, numbers of one length.
pub(super) fn difference(from: &[u8], what: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut bytes: Vec<u8> = from
        .iter()
        .zip(what)
        .rev()
        .map(|(&a, &b)| {
            let (once, first) = a.overflowing_sub(b);
            let (twice, second) = once.overflowing_sub(borrow);
            borrow = u8::from(first || second);
            twice
        })
        .collect();
    bytes.reverse();
    bytes
}

/// The two numbers of an ECDSA signature, each as long as the group's order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) r: Vec<u8>,
    pub(super) s: Vec<u8>,
}

impl Numbers {
    /// The numbers in a signature; `None` where it is not written so.
    pub(super) fn read(signature: &[u8], curve: Curve, form: EcdsaForm) -> Option<Self> {
        let length = order(curve).len();
        match form {
            EcdsaForm::Raw => {
                let (r, s) = signature.split_at_checked(length)?;
                (s.len() == length).then(|| Self {
                    r: r.to_vec(),
                    s: s.to_vec(),
                })
            }
            EcdsaForm::Der => {
                let (content, after) = der_value(signature, 0x30)?;
                let (r, rest) = der_value(content, 0x02)?;
                let (s, end) = der_value(rest, 0x02)?;
                (after.is_empty() && end.is_empty()).then_some(Self {
                    r: sized(r, length)?,
                    s: sized(s, length)?,
                })
            }
        }
    }

    pub(super) fn write(&self, form: EcdsaForm) -> Vec<u8> {
        match form {
            EcdsaForm::Raw => [self.r.as_slice(), &self.s].concat(),
            EcdsaForm::Der => der(0x30, &[der_integer(&self.r), der_integer(&self.s)].concat()),
        }
    }
}

/// The content of a DER value with this tag, and what follows it.
fn der_value(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0x81 => rest
            .split_first()
            .map(|(&length, rest)| (usize::from(length), rest))?,
        0..=0x7f => (usize::from(length), rest),
        _ => return None,
    };
    (first == tag).then_some(())?;
    rest.split_at_checked(length)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    // No signature of these curves is longer than 255 bytes.
    let length = u8::try_from(content.len()).unwrap_or(u8::MAX);
    let head: &[u8] = if length < 0x80 {
        &[tag, length]
    } else {
        &[tag, 0x81, length]
    };
    [head, content].concat()
}

/// A number without needless zeros, and with one where it would count as negative.
fn der_integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    let number = number.get(zeros..).unwrap_or_default();
    let sign: &[u8] = match number.first() {
        Some(0..=0x7f) => &[],
        Some(_) | None => &[0],
    };
    der(0x02, &[sign, number].concat())
}

/// A number at a fixed length.
fn sized(number: &[u8], length: usize) -> Option<Vec<u8>> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    let number = number.get(zeros..)?;
    Some([vec![0; length.checked_sub(number.len())?], number.to_vec()].concat())
}

#[cfg(test)]
mod tests {
    use super::{Curve, EcdsaForm, Numbers, difference, order};

    #[test]
    fn orders_have_their_lengths() {
        assert_eq!(order(Curve::P256).len(), 32);
        assert_eq!(order(Curve::P384).len(), 48);
        assert_eq!(order(Curve::P521).len(), 66);
    }

    #[test]
    fn both_forms_hold_the_same_numbers() {
        for curve in [Curve::P256, Curve::P384, Curve::P521] {
            let length = order(curve).len();
            for first in [0_u8, 0x01, 0x7f, 0x80, 0xff] {
                let mut r = vec![first; length];
                r[0] = 0;
                let numbers = Numbers {
                    r,
                    s: vec![1; length],
                };
                for form in [EcdsaForm::Der, EcdsaForm::Raw] {
                    let written = numbers.write(form);
                    assert_eq!(Numbers::read(&written, curve, form).as_ref(), Some(&numbers));
                }
            }
        }
        let zero = Numbers {
            r: vec![0; 32],
            s: vec![0; 32],
        };
        assert_eq!(zero.write(EcdsaForm::Der), [0x30, 6, 2, 1, 0, 2, 1, 0]);
    }

    #[test]
    fn differences_borrow() {
        assert_eq!(difference(&[1, 0, 0], &[0, 0, 1]), [0, 255, 255]);
        assert_eq!(difference(&[5, 4], &[5, 4]), [0, 0]);
        let order = order(Curve::P256);
        assert_eq!(difference(&order, &difference(&order, &[7; 32])), [7; 32]);
    }
}
