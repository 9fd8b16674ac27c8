//! Receivers at `https://`: the machine's authorities decide, and a refusal says what to do.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;
use std::sync::mpsc::{Receiver as Requests, channel};

use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned, crypto};

use crate::command::program;

fn key(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/keys")
        .join(name)
}

/// A server for `localhost` that takes every delivery; its port, and the head of each request.
fn served() -> (u16, Requests<String>) {
    let certificate = CertificateDer::from_pem_file(key("tls-localhost.pem")).unwrap();
    let private = PrivateKeyDer::from_pem_file(key("tls-localhost-private.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], private)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            let sender = sender.clone();
            std::thread::spawn(move || {
                while let Some(head) = answered(&mut stream) {
                    // The test may not look at them.
                    let _ = sender.send(head);
                }
            });
        }
    });
    (port, requests)
}

/// The head of one request, whose body is `{}`, once it is answered; `None` where the other side has closed.
fn answered(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> Option<String> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n{}") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        request.extend(byte);
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .ok()?;
    String::from_utf8(request).ok()
}

/// Two genuine deliveries and what goes before and after them, to `url`, with this authority trusted beside no other.
fn tested(url: &str, authority: &str) -> Output {
    let mut arguments = vec![
        "test",
        "receiver",
        "--scheme",
        "github",
        "--secret",
        "s3cr3t-value",
    ];
    arguments.extend(["--case", "github/genuine/control", url]);
    program()
        .args(arguments)
        .env("SSL_CERT_FILE", key(authority))
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap()
}

fn refusal(url: &str, authority: &str) -> String {
    let output = tested(url, authority);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn deliveries_go_over_tls_where_the_authority_is_trusted() {
    let (port, requests) = served();
    let output = tested(&format!("https://localhost:{port}/hook?a=1"), "tls-authority.pem");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let heads: Vec<String> = requests.try_iter().collect();
    assert!(!heads.is_empty());
    for head in heads {
        assert!(head.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{head}");
        assert!(
            head.contains(&format!("\r\nHost: localhost:{port}\r\n")),
            "{head}"
        );
        assert!(head.contains("\r\nX-Hub-Signature-256: sha256="), "{head}");
    }
}

#[test]
fn nobody_is_trusted_who_should_not_be() {
    let (port, requests) = served();
    // A file without an authority leaves none, not even the machine's own.
    let told = refusal(&format!("https://localhost:{port}/"), "jwt-rs256-public.pem");
    assert!(told.contains("no authority that this machine trusts"), "{told}");
    assert!(told.contains("SSL_CERT_FILE"), "{told}");
    let told = refusal(&format!("https://127.0.0.1:{port}/"), "tls-authority.pem");
    assert!(told.contains("not valid for name \"127.0.0.1\""), "{told}");
    assert!(!told.contains("is the receiver running?"), "{told}");
    assert_eq!(
        requests.try_iter().count(),
        0,
        "nothing is sent to whoever is not trusted"
    );
}

#[test]
fn a_receiver_without_tls_is_asked_for_at_http() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let told = refusal(&format!("https://localhost:{port}/"), "tls-authority.pem");
    assert!(told.contains("does not speak TLS; is it at `http://`?"), "{told}");
}
