//! Which hosts may be tested: those on the loopback interface, and those that were named.

use std::net::SocketAddr;

use crate::cli::Failure;
use crate::delivery::UrlParts;
use crate::target::Http;

/// The addresses of a URL that may be tested.
pub(crate) fn permitted(url: &str, allowed: &[String]) -> Result<Vec<SocketAddr>, Failure> {
    let parts = UrlParts::of(url);
    let host = parts.host();
    if !matches!(parts.scheme, "http" | "https") || host.is_empty() || parts.port().is_none() {
        return Err(Failure::usage(format!(
            "`{url}` is no URL; write one such as `http://127.0.0.1:8080/hook`, or `-- CMD…` for a shim"
        )));
    }
    if let Some(c) = url.chars().find(|c| !c.is_ascii_graphic()) {
        return Err(Failure::usage(format!("`{url}` is no URL: percent-encode {c:?}")));
    }
    let named = allowed
        .iter()
        .any(|name| name.trim_matches(['[', ']']).eq_ignore_ascii_case(host));
    let addresses = Http::resolve(url);
    if named {
        return addresses.map_err(|error| Failure::not_tested(error.what));
    }
    // Every address counts: a name may point to the machine itself and elsewhere.
    let loopback = |addresses: &[SocketAddr]| {
        addresses
            .iter()
            .all(|address| address.ip().to_canonical().is_loopback())
    };
    match addresses {
        Ok(addresses) if loopback(&addresses) => Ok(addresses),
        Ok(_) | Err(_) => Err(Failure::usage(format!(
            "the host `{host}` is not on the loopback interface; forged deliveries go only to receivers that are \
             yours: name it with `--allow-remote {host}`"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::permitted;

    #[track_caller]
    fn check(url: &str, allowed: &[&str], permits: bool) {
        let allowed: Vec<String> = allowed.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(permitted(url, &allowed).is_ok(), permits, "{url} {allowed:?}");
    }

    #[test]
    fn only_loopback_unless_named() {
        check("http://127.0.0.1:8080/x", &[], true);
        check("http://127.9.9.9/x", &[], true);
        check("http://localhost:1/", &[], true);
        check("http://[::1]:8080/", &[], true);
        check("http://[::ffff:127.0.0.1]:8080/", &[], true);
        check("http://192.0.2.1/x", &[], false);
        check("http://192.0.2.1/x", &["192.0.2.1"], true);
        check("http://192.0.2.1/x", &["192.0.2.2"], false);
        check("http://0.0.0.0/x", &[], false);
        check("http://127.0.0.1@192.0.2.1/", &[], false);
        check("http://[2001:db8::1]/", &["[2001:db8::1]"], true);
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for url in [
            "127.0.0.1:80",
            "ftp://127.0.0.1/",
            "http://",
            "/hook",
            "http://127.0.0.1:99999/",
            "http://localhost/a b",
        ] {
            check(url, &["localhost", "127.0.0.1"], false);
        }
    }
}
