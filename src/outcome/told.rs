//! What a reason tells, as its target worded it.

/// A reason without what the runner put in front of it.
pub(crate) fn own_words(reason: &str) -> &str {
    let rest = reason
        .strip_prefix("as the ")
        .and_then(|rest| rest.split_once(' '));
    rest.and_then(|(_, rest)| rest.strip_prefix("control delivery: "))
        .unwrap_or(reason)
}

/// The HTTP status with which a reason begins: `HTTP 413: too large`.
pub(crate) fn status_of(reason: &str) -> Option<u16> {
    let digits = own_words(reason).strip_prefix("HTTP ")?.get(..3)?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::status_of;

    #[test]
    fn a_status_is_read_from_the_beginning() {
        assert_eq!(status_of("as the first control delivery: HTTP 308"), Some(308));
        assert_eq!(status_of("it said HTTP 308"), None);
        assert_eq!(status_of("HTTP é"), None);
    }
}
