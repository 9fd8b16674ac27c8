//! TLS to a receiver at `https://`, with the authorities that the machine trusts.

use std::io;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore, crypto};

use crate::target::TargetError;

/// What connections to one host need.
pub(super) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Tls {
    pub(super) fn to(host: &str) -> Result<Self, TargetError> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| TargetError::crash(format!("`{host}` is no host name for TLS")))?;
        let mut roots = RootCertStore::empty();
        // Certificates that cannot be read are as good as absent: the handshake will say what is missing.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| TargetError::crash(format!("cannot set up TLS: {error}")))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = TlsConnector::from(Arc::new(config));
        Ok(Self { connector, name })
    }

    pub(super) async fn over(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let connecting = self.connector.connect(self.name.clone(), stream);
        connecting
            .await
            .map_err(|error| io::Error::new(error.kind(), told(&error)))
    }
}

/// Why there is no TLS, and what to do where that is known.
fn told(error: &io::Error) -> String {
    match error.get_ref().and_then(|fault| fault.downcast_ref::<Error>()) {
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            "no authority that this machine trusts has signed its certificate; \
             name a file with the authority in SSL_CERT_FILE"
                .to_owned()
        }
        Some(Error::InvalidMessage(_)) => "it does not speak TLS; is it at `http://`?".to_owned(),
        _ => format!("no TLS: {error}"),
    }
}
