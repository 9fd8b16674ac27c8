//! A shim's standard input and output: written and read without either side ever blocking the other. Where the
//! system can say whether a pipe is ready, the caller's own thread does both, and none has to be woken.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use crate::target::shim_lines::{Line, LineCutter};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// What waiting for lines came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    /// There are lines.
    Lines,
    /// Nothing until the deadline.
    Silence,
    /// The output ended.
    End,
}

/// Where requests go.
pub(crate) struct Input {
    pipe: Arc<ChildStdin>,
    queue: Sender<Vec<u8>>,
    /// How many pieces wait for the thread that may block.
    n_queued: Arc<AtomicUsize>,
}

impl Input {
    pub(crate) fn new(pipe: ChildStdin) -> Self {
        let pipe = Arc::new(pipe);
        let (queue, pieces) = channel::<Vec<u8>>();
        let n_queued = Arc::new(AtomicUsize::new(0));
        let (into, n_left) = (Arc::clone(&pipe), Arc::clone(&n_queued));
        std::thread::spawn(move || {
            // Ends with the process, or when the sender is dropped; then the shim sees the end of its input.
            while let Ok(piece) = pieces.recv() {
                if into.as_ref().write_all(&piece).is_err() {
                    break;
                }
                n_left.fetch_sub(1, Ordering::Release);
            }
        });
        Self {
            pipe,
            queue,
            n_queued,
        }
    }

    /// Writes whole lines, without waiting for the shim to read them.
    pub(crate) fn send(&self, mut lines: Vec<u8>) {
        if self.n_queued.load(Ordering::Acquire) == 0 {
            let n_written = write_what_fits(&self.pipe, &lines);
            if n_written == lines.len() {
                return;
            }
            lines.drain(..n_written);
        }
        self.n_queued.fetch_add(1, Ordering::Release);
        // A shim that is gone is seen where it is read from.
        let _ = self.queue.send(lines);
    }
}

/// Writes as much as goes in without waiting; says how much.
#[cfg(unix)]
fn write_what_fits(mut pipe: &ChildStdin, lines: &[u8]) -> usize {
    let mut n_written = 0;
    // A pipe that is ready takes this much at once.
    for piece in lines.chunks(rustix::pipe::PIPE_BUF) {
        if !is_ready(pipe, rustix::event::PollFlags::OUT, Instant::now()) {
            break;
        }
        match pipe.write(piece) {
            Ok(n) if n == piece.len() => n_written += n,
            Ok(n) => return n_written + n,
            Err(_) => break,
        }
    }
    n_written
}

#[cfg(not(unix))]
fn write_what_fits(_: &ChildStdin, _: &[u8]) -> usize {
    0
}

/// Whether a pipe becomes ready, or its other end closed, until the deadline.
#[cfg(unix)]
fn is_ready(pipe: &impl std::os::fd::AsFd, what: rustix::event::PollFlags, deadline: Instant) -> bool {
    use rustix::event::{PollFd, Timespec, poll};
    loop {
        let rest = deadline.saturating_duration_since(Instant::now());
        let rest = Timespec::try_from(rest).ok();
        match poll(&mut [PollFd::new(pipe, what)], rest.as_ref()) {
            Ok(n_ready) => return n_ready > 0,
            Err(rustix::io::Errno::INTR) => {}
            // Reading or writing will say what is wrong.
            Err(_) => return true,
        }
    }
}

/// Where answers come from.
#[cfg(unix)]
pub(crate) struct Output {
    pipe: ChildStdout,
    cutter: Option<LineCutter>,
    buffer: Vec<u8>,
}

#[cfg(unix)]
impl Output {
    pub(crate) fn new(pipe: ChildStdout) -> Self {
        Self {
            pipe,
            cutter: Some(LineCutter::default()),
            buffer: vec![0; CHUNK],
        }
    }

    /// Appends the lines that are there, waiting for one until the deadline.
    pub(crate) fn wait(&mut self, lines: &mut VecDeque<Line>, deadline: Instant) -> Waited {
        while let Some(cutter) = &mut self.cutter {
            if !is_ready(&self.pipe, rustix::event::PollFlags::IN, deadline) {
                return Waited::Silence;
            }
            match read_chunk(&mut self.pipe, &mut self.buffer) {
                Some(chunk) => lines.extend(cutter.cut(chunk)),
                None => lines.extend(self.cutter.take().and_then(LineCutter::rest)),
            }
            if !lines.is_empty() {
                return Waited::Lines;
            }
            // One that writes without ever ending a line is as good as silent.
            if self.cutter.is_some() && Instant::now() >= deadline {
                return Waited::Silence;
            }
        }
        Waited::End
    }
}

/// How many chunks of lines wait to be looked at; a shim that writes more has to wait.
#[cfg(not(unix))]
const CHUNKS_AHEAD: usize = 4;

/// Where answers come from.
#[cfg(not(unix))]
pub(crate) struct Output(std::sync::mpsc::Receiver<Vec<Line>>);

#[cfg(not(unix))]
impl Output {
    pub(crate) fn new(mut pipe: ChildStdout) -> Self {
        let (to, chunks) = std::sync::mpsc::sync_channel(CHUNKS_AHEAD);
        std::thread::spawn(move || {
            let (mut buffer, mut cutter) = (vec![0; CHUNK], LineCutter::default());
            while let Some(chunk) = read_chunk(&mut pipe, &mut buffer) {
                let whole = cutter.cut(chunk);
                if !whole.is_empty() && to.send(whole).is_err() {
                    return;
                }
            }
            if let Some(rest) = cutter.rest() {
                // Nobody may be left to read it.
                let _ = to.send(vec![rest]);
            }
        });
        Self(chunks)
    }

    /// Appends the lines that are there, waiting for one until the deadline.
    pub(crate) fn wait(&mut self, lines: &mut VecDeque<Line>, deadline: Instant) -> Waited {
        use std::sync::mpsc::RecvTimeoutError;
        match self
            .0
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            Ok(chunk) => {
                lines.extend(chunk);
                Waited::Lines
            }
            Err(RecvTimeoutError::Timeout) => Waited::Silence,
            Err(RecvTimeoutError::Disconnected) => Waited::End,
        }
    }
}

/// The next bytes; none where the output has ended.
pub(crate) fn read_chunk<'b>(output: &mut impl Read, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    loop {
        match output.read(buffer) {
            Ok(0) => return None,
            Ok(n) => return buffer.get(..n),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
