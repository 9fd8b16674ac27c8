//! A running `hookproof serve` for the tests that need a receiver.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::command::program;

/// A receiver at a free port; it is ended whatever happens.
pub(crate) struct Served {
    pub(crate) child: Child,
    /// Host and port.
    pub(crate) address: String,
}

impl Served {
    /// Starts it; `log` is where its log goes.
    pub(crate) fn start(arguments: &[&str], log: Stdio) -> Self {
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap();
        Self {
            child,
            address: address.to_owned(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
