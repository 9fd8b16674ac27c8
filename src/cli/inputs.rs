//! Files and captured deliveries that commands read.

use std::io::Read as _;

use crate::cli::Failure;
use crate::delivery::{Delivery, parse_capture};

/// The bytes of a file.
pub(crate) fn read_file(path: &str) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::usage(format!("cannot read `{path}`: {error}")))
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read_input(path: &str) -> Result<Vec<u8>, Failure> {
    if path != "-" {
        return read_file(path);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Failure::usage(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}

/// A captured delivery; `url` replaces its URL.
pub(crate) fn read_delivery(path: &str, url: Option<&str>) -> Result<Delivery, Failure> {
    let bytes = read_input(path)?;
    let name = if path == "-" { "standard input" } else { path };
    let mut delivery = parse_capture(&bytes)
        .map_err(|error| Failure::usage(format!("cannot read a delivery from {name}: {error}")))?;
    if let Some(url) = url {
        url.clone_into(&mut delivery.url);
    }
    Ok(delivery)
}
