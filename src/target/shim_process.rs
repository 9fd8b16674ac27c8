//! A shim's process: its own process group, bounded lines from its standard output, the last lines of its
//! standard error.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::target::shim_lines::{LastLines, Line, LineCutter};
use crate::target::shim_pipes::{Input, Output, Waited, read_chunk};

/// How much of a log is read at once.
const CHUNK: usize = 4 * 1024;

/// How long a shim may take to stop after the end of its input.
pub(crate) const GRACE: Duration = Duration::from_millis(500);

/// What came from a shim.
pub(crate) enum Received {
    /// A line.
    Line(Line),
    /// Nothing until the deadline.
    Silence,
    /// Standard output ended: the shim is gone, or as good as gone.
    End,
}

/// A child process that is written to and read from without either side ever blocking the other.
pub(crate) struct ShimProcess {
    child: Child,
    input: Option<Input>,
    output: Output,
    lines: VecDeque<Line>,
    last_words: Arc<Mutex<LastLines>>,
    ended: Option<String>,
}

impl ShimProcess {
    /// Starts the command in a process group of its own.
    pub(crate) fn start(command: &[OsString]) -> Result<Self, String> {
        let (program, arguments) = command.split_first().ok_or("the command is empty")?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .spawn()
            .map_err(|error| format!("cannot start `{}`: {error}", program.to_string_lossy()))?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err("the process has no pipes".to_owned());
        };
        let last_words = Arc::new(Mutex::new(LastLines::default()));
        let keep = Arc::clone(&last_words);
        std::thread::spawn(move || keep_last_lines(stderr, &keep));
        Ok(Self {
            child,
            input: Some(Input::new(stdin)),
            output: Output::new(stdout),
            lines: VecDeque::new(),
            last_words,
            ended: None,
        })
    }

    /// Writes whole lines, without waiting for the shim to read them.
    pub(crate) fn send(&self, lines: Vec<u8>) {
        if let Some(input) = &self.input {
            input.send(lines);
        }
    }

    /// The next line, waiting until `deadline`.
    pub(crate) fn receive(&mut self, deadline: Instant) -> Received {
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Received::Line(line);
            }
            match self.output.wait(&mut self.lines, deadline) {
                Waited::Lines => {}
                Waited::Silence => return Received::Silence,
                Waited::End => return Received::End,
            }
        }
    }

    /// A line that is already there.
    pub(crate) fn pending(&mut self) -> Option<Line> {
        self.lines.pop_front()
    }

    /// Whether standard output has ended and every line of it was taken.
    pub(crate) fn is_over(&mut self) -> bool {
        self.lines.is_empty() && self.output.wait(&mut self.lines, Instant::now()) == Waited::End
    }

    /// Ends the input, waits up to `grace` for the leader to stop, and ends whatever is left of the whole
    /// process group. Says how the leader ended and what it said last.
    pub(crate) fn end(&mut self, grace: Duration) -> String {
        if let Some(ended) = &self.ended {
            return ended.clone();
        }
        self.input = None;
        let stopped = self.stops_within(grace);
        self.kill_group();
        let status = self.child.wait();
        let how = match (stopped, status) {
            (true, Ok(status)) => status.to_string(),
            (false, Ok(_)) => "it did not stop by itself".to_owned(),
            (_, Err(error)) => error.to_string(),
        };
        let ended = match self.last_words() {
            words if words.is_empty() => how,
            words => format!("{how}; its standard error ends with:\n{words}"),
        };
        self.ended = Some(ended.clone());
        ended
    }

    /// Whether the leader stops by itself within `grace`. It is not reaped yet, so that its id stays the
    /// name of its group.
    pub(crate) fn stops_within(&mut self, grace: Duration) -> bool {
        let deadline = Instant::now() + grace;
        while !self.has_stopped() {
            if Instant::now() >= deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        true
    }

    /// Drops the input: the shim sees its end.
    pub(crate) fn end_input(&mut self) {
        self.input = None;
    }

    #[cfg(unix)]
    fn has_stopped(&mut self) -> bool {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // An error means that there is no such child any more.
        !matches!(
            waitid(WaitId::Pid(Pid::from_child(&self.child)), options),
            Ok(None)
        )
    }

    #[cfg(unix)]
    fn kill_group(&mut self) {
        use rustix::process::{Pid, Signal, kill_process_group};
        // It fails only where the group is gone.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
    }

    #[cfg(not(unix))]
    fn has_stopped(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    #[cfg(not(unix))]
    fn kill_group(&mut self) {
        let _ = self.child.kill();
    }

    /// The last lines of standard error, for messages.
    fn last_words(&self) -> String {
        // The thread that keeps them may be a moment behind the end of the process.
        let deadline = Instant::now() + Duration::from_millis(100);
        loop {
            if let Ok(lines) = self.last_words.lock()
                && (lines.is_complete() || Instant::now() >= deadline)
            {
                return lines.text();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for ShimProcess {
    fn drop(&mut self) {
        self.end(GRACE);
    }
}

fn keep_last_lines(mut output: impl Read, keep: &Mutex<LastLines>) {
    let mut buffer = vec![0; CHUNK];
    let mut cutter = LineCutter::short();
    while let Some(chunk) = read_chunk(&mut output, &mut buffer) {
        let whole = cutter.cut(chunk);
        if let Ok(mut keep) = keep.lock() {
            whole.into_iter().for_each(|line| keep.push(line));
        }
    }
    if let Ok(mut keep) = keep.lock() {
        cutter.rest().into_iter().for_each(|line| keep.push(line));
        keep.complete();
    }
}
