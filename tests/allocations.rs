//! Verifying an HMAC delivery allocates nothing, whether it is accepted or rejected.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![expect(unsafe_code, reason = "an allocator that counts implements an unsafe trait")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use hookproof::cases::test_secret;
use hookproof::delivery::Delivery;
use hookproof::scheme::{CATALOG, Method, Part, Scheme, Several, Source, Value, catalog_scheme};
use hookproof::signing::{Event, Signer, Verifier};

const NOW: i64 = 1_700_000_000;

/// The schemes that docs/performance.md measures.
const MEASURED: [&str; 5] = ["determined", "github", "slack", "standard-webhooks", "stripe"];

struct Counting;

thread_local! {
    /// Of this thread alone: the test harness allocates in others.
    static N_ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    let _ = N_ALLOCATIONS.try_with(|n| n.set(n.get() + 1));
}

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn n_allocations<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = N_ALLOCATIONS.get();
    let result = work();
    (result, N_ALLOCATIONS.get() - before)
}

/// HMAC over values that are in the delivery as they stand, with the signature in a header.
fn is_simple(scheme: &Scheme) -> bool {
    let signature = scheme.signature();
    let stands = |part: &Part| match part {
        Part::Literal(_) => true,
        Part::Placeholder(value, filters) => {
            filters.is_empty()
                && matches!(
                    value,
                    Value::Body | Value::Id | Value::Method | Value::Timestamp | Value::Url
                )
        }
    };
    let in_header = |source: &Source| matches!(source, Source::Field(_) | Source::Header(_));
    matches!(scheme.method(), Method::Hmac(_))
        && signature.several == Several::First
        && scheme.requires().is_empty()
        && scheme.variants().is_empty()
        && scheme
            .base_string()
            .is_some_and(|template| template.parts().iter().all(stands))
        && signature
            .places
            .all()
            .iter()
            .all(|place| in_header(&place.source) && place.steps.is_empty())
        && scheme
            .timestamp()
            .is_none_or(|spec| in_header(&spec.location.source) && spec.location.steps.is_empty())
}

/// A genuine delivery, and others with one fault each.
fn deliveries(scheme: &Scheme, secret: &str) -> (Delivery, Vec<Delivery>) {
    let event = Event::new(scheme, "msg_1", br#"{"event":"ping"}"#);
    let genuine = Signer::new(scheme, &[secret]).unwrap().sign(&event, NOW).unwrap();
    let changed = |change: fn(&mut Delivery)| {
        let mut delivery = genuine.clone();
        change(&mut delivery);
        delivery
    };
    let mut forged = vec![
        changed(|delivery| delivery.body.push(b' ')),
        changed(|delivery| delivery.headers = hookproof::delivery::Headers::new()),
    ];
    for (index, line) in genuine.headers.iter().enumerate() {
        let mut delivery = genuine.clone();
        delivery.headers.iter_mut().nth(index).unwrap().value = [line.value.as_slice(), b"x"].concat();
        forged.push(delivery);
    }
    (genuine, forged)
}

fn check(scheme: &Scheme) {
    let secret = test_secret(scheme, 0);
    let verifier = Verifier::new(scheme, &[&secret]).unwrap();
    let (genuine, forged) = deliveries(scheme, &secret);
    // The first call may prepare what the machine's processor is asked for once.
    assert_eq!(verifier.verify(&genuine, NOW), Ok(()), "{}", scheme.id());
    let (accepted, n) = n_allocations(|| verifier.verify(&genuine, NOW));
    assert_eq!((accepted, n), (Ok(()), 0), "{}", scheme.id());
    for delivery in &forged {
        let (verdict, n) = n_allocations(|| verifier.verify(delivery, NOW));
        assert_eq!(n, 0, "{}: {verdict:?}", scheme.id());
    }
    assert!(
        verifier.verify(forged.first().unwrap(), NOW).is_err(),
        "{}",
        scheme.id()
    );
}

#[test]
fn verifying_allocates_nothing() {
    let simple: Vec<Scheme> = CATALOG
        .iter()
        .filter_map(|entry| catalog_scheme(entry.id))
        .filter(is_simple)
        .collect();
    for id in MEASURED {
        assert!(simple.iter().any(|scheme| scheme.id() == id), "{id}");
    }
    assert!(simple.len() >= 60, "only {} schemes are looked at", simple.len());
    simple.iter().for_each(check);
    // What counts does count.
    assert!(n_allocations(|| vec![0_u8; 10]).1 > 0);
}
