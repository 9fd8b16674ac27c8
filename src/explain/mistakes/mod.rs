//! The mistakes, a file each, and what several of them share.

mod base_string_id_missing;
mod base_string_order;
mod base_string_separator;
mod base_string_timestamp_missing;
mod base_string_timestamp_reprinted;
mod base_string_timestamp_unit;
mod body_base64;
mod body_byte_order_mark;
mod body_charset;
mod body_double_encoded;
mod body_empty;
mod body_form;
mod body_gzip;
mod body_line_endings;
mod body_newline;
mod body_reserialized;
mod digest_algorithm;
mod digest_case;
mod digest_encoding;
mod digest_prefix;
mod digest_swapped;
mod digest_truncated;
mod digest_unkeyed;
mod secret_decoded;
mod secret_empty;
mod secret_not_decoded;
mod secret_other;
mod secret_prefix_dropped;
mod secret_prefix_kept;
mod secret_untrimmed;
mod signature_duplicated;
mod signature_malformed;
mod signature_missing;
mod templates;
mod timestamp_future;
mod timestamp_malformed;
mod timestamp_missing;
mod timestamp_stale;
mod timestamp_unit;
mod url_host;
mod url_path;
mod url_port;
mod url_query;
mod url_scheme;
mod urls;
mod variants;

use crate::explain::registry::Mistake;

pub(super) const ALL: &[&Mistake] = &[
    &secret_untrimmed::MISTAKE,
    &secret_prefix_kept::MISTAKE,
    &secret_prefix_dropped::MISTAKE,
    &secret_not_decoded::MISTAKE,
    &secret_decoded::MISTAKE,
    &secret_empty::MISTAKE,
    &secret_other::MISTAKE,
    &body_reserialized::MISTAKE,
    &body_newline::MISTAKE,
    &body_line_endings::MISTAKE,
    &body_byte_order_mark::MISTAKE,
    &body_charset::MISTAKE,
    &body_base64::MISTAKE,
    &body_form::MISTAKE,
    &body_empty::MISTAKE,
    &body_double_encoded::MISTAKE,
    &body_gzip::MISTAKE,
    &base_string_timestamp_missing::MISTAKE,
    &base_string_id_missing::MISTAKE,
    &base_string_separator::MISTAKE,
    &base_string_order::MISTAKE,
    &base_string_timestamp_unit::MISTAKE,
    &base_string_timestamp_reprinted::MISTAKE,
    &url_scheme::MISTAKE,
    &url_host::MISTAKE,
    &url_port::MISTAKE,
    &url_path::MISTAKE,
    &url_query::MISTAKE,
    &digest_algorithm::MISTAKE,
    &digest_encoding::MISTAKE,
    &digest_case::MISTAKE,
    &digest_prefix::MISTAKE,
    &digest_unkeyed::MISTAKE,
    &digest_swapped::MISTAKE,
    &digest_truncated::MISTAKE,
    &timestamp_stale::MISTAKE,
    &timestamp_future::MISTAKE,
    &timestamp_unit::MISTAKE,
    &timestamp_malformed::MISTAKE,
    &timestamp_missing::MISTAKE,
    &signature_missing::MISTAKE,
    &signature_malformed::MISTAKE,
    &signature_duplicated::MISTAKE,
];
