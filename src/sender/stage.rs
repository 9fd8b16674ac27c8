//! The stage: a receiver on loopback that plays scenes and catches what a sender sends.

use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::sender::catcher::Catcher;
use crate::sender::wire::{Keeps, Reader, Request};
use crate::sender::{Caught, Origin, Play, Purpose, SCENES, Scene, Seen, Trouble, unix_seconds};
use crate::signing::Verifier;

/// How many connections are served at once; more wait.
const MOST_CONNECTIONS: usize = 64;

/// How many large bodies are in memory at once.
const MOST_LARGE: usize = 2;

/// How long the rest of a refused body is read, so that the sender sees the answer.
const FAREWELL: Duration = Duration::from_millis(500);

/// How many bytes of it are read.
const FAREWELL_BYTES: usize = 8 * 1024 * 1024;

/// Is told of every delivery.
pub type Witness = dyn Fn(&Caught) + Send + Sync;

/// How a stage is set up.
#[derive(Clone)]
#[non_exhaustive]
pub struct StageOptions {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How long a silent connection is waited for.
    pub patience: Duration,
    /// For how long a scene hangs.
    pub hang: Duration,
    /// The public URL up to the path, if it is not the address.
    pub url: Option<String>,
}

impl Default for StageOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            patience: Duration::from_secs(5),
            hang: Duration::from_secs(2),
            url: None,
        }
    }
}

struct State {
    scene: &'static Scene,
    seen: Vec<Seen>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    verifier: Verifier,
    clock: Box<dyn Fn() -> Duration + Send + Sync>,
    witness: Box<Witness>,
    catcher: tokio::sync::Mutex<Catcher>,
    connections: Arc<Semaphore>,
    large: Arc<Semaphore>,
    options: StageOptions,
    url: String,
    elsewhere: String,
}

/// A running stage; it ends when it is dropped.
pub struct Stage {
    shared: Arc<Shared>,
    _runtime: tokio::runtime::Runtime,
}

impl Stage {
    /// Starts to listen. `clock` gives the time since the Unix epoch, `witness` is told of every delivery.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn start(
        verifier: Verifier,
        options: StageOptions,
        clock: impl Fn() -> Duration + Send + Sync + 'static,
        witness: impl Fn(&Caught) + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let shared = runtime.block_on(async {
            let own = TcpListener::bind(options.listen).await?;
            let other = TcpListener::bind((options.listen.ip(), 0)).await?;
            let address = own.local_addr()?;
            let shared = Arc::new(Shared {
                state: Mutex::new(State {
                    scene: SCENES.first().ok_or(std::io::ErrorKind::NotFound)?,
                    seen: SCENES.iter().map(Seen::new).collect(),
                }),
                changed: Condvar::new(),
                verifier,
                clock: Box::new(clock),
                witness: Box::new(witness),
                catcher: tokio::sync::Mutex::new(Catcher::start().await?),
                connections: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
                large: Arc::new(Semaphore::new(MOST_LARGE)),
                url: options.url.clone().unwrap_or_else(|| format!("http://{address}")),
                elsewhere: format!("http://{}", other.local_addr()?),
                options,
            });
            tokio::spawn(accept(own, Origin::Own, Arc::clone(&shared)));
            tokio::spawn(accept(other, Origin::Other, Arc::clone(&shared)));
            Ok::<_, std::io::Error>(shared)
        })?;
        Ok(Self {
            shared,
            _runtime: runtime,
        })
    }

    /// The URL to which a scene's deliveries go.
    #[must_use]
    pub fn url(&self, scene: &Scene) -> String {
        format!("{}/{}", self.shared.url.trim_end_matches('/'), scene.id)
    }

    /// The URL without a scene's path: what comes there belongs to the scene that is played.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.url
    }

    /// Plays this scene for deliveries whose path names none; `n_triggers` is how often the sender is asked.
    pub fn play(&self, scene: &'static Scene) {
        self.shared.lock().scene = scene;
    }

    /// Counts that the sender was asked to deliver.
    pub fn triggered(&self, scene: &Scene) {
        let mut state = self.shared.lock();
        if let Some(seen) = state.seen.iter_mut().find(|seen| seen.scene.id == scene.id) {
            seen.n_triggers += 1;
        }
    }

    /// Waits until `enough` holds of what was seen in the scene, or the time is over. `true` if it holds.
    pub fn wait(&self, scene: &Scene, limit: Duration, enough: impl Fn(&Seen) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        let mut state = self.shared.lock();
        loop {
            if state
                .seen
                .iter()
                .any(|seen| seen.scene.id == scene.id && enough(seen))
            {
                return true;
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()) else {
                return false;
            };
            let waited = self.shared.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What was seen so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.lock().seen.clone()
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place of the scene that a request belongs to, and what is played.
    fn cast(&self, request: &Request, origin: Origin) -> (usize, Play) {
        let state = self.lock();
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let named = path.rsplit('/').next().unwrap_or_default();
        let at = state.seen.iter().position(|seen| seen.scene.id == named);
        let at = at.or_else(|| state.seen.iter().position(|seen| seen.scene.id == state.scene.id));
        let at = at.unwrap_or(0);
        let first = state.seen.get(at).filter(|seen| seen.own().next().is_none());
        let play = match (origin, first) {
            (Origin::Own, Some(seen)) => seen.scene.play,
            (Origin::Own, None) | (Origin::Other, _) => {
                match state.seen.get(at).map(|seen| seen.scene.purpose) {
                    // A sender that comes again to the same URL is sent away again.
                    Some(Purpose::Redirect) if origin == Origin::Own => state
                        .seen
                        .get(at)
                        .map_or(Play::Status(200), |seen| seen.scene.play),
                    _ => Play::Status(200),
                }
            }
        };
        (at, play)
    }

    fn add(&self, at: usize, caught: Caught) {
        (self.witness)(&caught);
        if let Some(seen) = self.lock().seen.get_mut(at) {
            seen.add(caught);
        }
        self.changed.notify_all();
    }

    fn add_trouble(&self, trouble: Trouble) {
        let mut state = self.lock();
        let id = state.scene.id;
        if let Some(seen) = state.seen.iter_mut().find(|seen| seen.scene.id == id) {
            seen.add_trouble(trouble);
        }
        drop(state);
        self.changed.notify_all();
    }
}

async fn accept(listener: TcpListener, origin: Origin, shared: Arc<Shared>) {
    loop {
        let Ok(permit) = Arc::clone(&shared.connections).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let shared = Arc::clone(&shared);
                tokio::spawn(async move {
                    connection(stream, origin, &shared).await;
                    drop(permit);
                });
            }
            // Out of file descriptors: those that are open will close.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, origin: Origin, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let (reading, mut writing) = stream.into_split();
    let mut reader = Reader::new(reading, shared.options.patience, Arc::clone(&shared.large));
    loop {
        let next = reader
            .next(async || {
                let _ = writing.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
            })
            .await;
        let request = match next {
            Ok(Some(request)) => request,
            Ok(None) => return,
            Err(trouble) => {
                let answer: &[u8] = match trouble {
                    Trouble::TooLong(_) => {
                        b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    }
                    _ => b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                };
                shared.add_trouble(trouble);
                let _ = writing.write_all(answer).await;
                let _ = writing.shutdown().await;
                drain(reader.stream()).await;
                return;
            }
        };
        let keeps = request.keeps;
        match deliver(request, origin, shared).await {
            Some((Play::Hang, _)) => {
                // The sender may give up before the scene does.
                let mut byte = [0];
                let _ = timeout(shared.options.hang, reader.stream().read(&mut byte)).await;
                return;
            }
            Some((Play::Status(_) | Play::Later(_) | Play::Redirect(_), answer)) => {
                if writing.write_all(&answer).await.is_err() || keeps == Keeps::Closes {
                    let _ = writing.shutdown().await;
                    return;
                }
            }
            Some((Play::Reset, _)) | None => {
                // With unsent bytes dropped the other side sees a reset rather than an end.
                if let Ok(stream) = reader.into_stream().reunite(writing) {
                    let _ = stream.set_zero_linger();
                }
                return;
            }
        }
    }
}

/// Hands a request to the catching server and notes what it caught; the answer is for the sender.
async fn deliver(request: Request, origin: Origin, shared: &Shared) -> Option<(Play, Vec<u8>)> {
    let mut catcher = shared.catcher.lock().await;
    let (at, play) = shared.cast(&request, origin);
    let host = match origin {
        Origin::Own => shared.url.as_str(),
        Origin::Other => shared.elsewhere.as_str(),
    };
    let url = if request.target.starts_with('/') {
        format!("{}{}", host.trim_end_matches('/'), request.target)
    } else {
        request.target.clone()
    };
    let id = shared.lock().seen.get(at).map_or("calm", |seen| seen.scene.id);
    let location = format!("{}/{id}", shared.elsewhere);
    match catcher.hand_on(&request, url, play, &location).await {
        Ok((delivery, answer)) => {
            let arrived = (shared.clock)();
            let judged = shared.verifier.verify(&delivery, unix_seconds(arrived));
            let caught = Caught {
                delivery,
                arrived,
                origin,
                framing: request.framing,
                judged,
            };
            shared.add(at, caught);
            Some((play, answer))
        }
        Err(what) => {
            shared.add_trouble(Trouble::NotCaught(what));
            None
        }
    }
}

async fn drain(stream: &mut (impl tokio::io::AsyncRead + Unpin)) {
    let mut waste = vec![0; 16 * 1024];
    let all = async {
        let mut left = FAREWELL_BYTES;
        while let Ok(n @ 1..) = stream.read(&mut waste).await {
            match left.checked_sub(n) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    let _ = timeout(FAREWELL, all).await;
}
