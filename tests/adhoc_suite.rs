//! Ad hoc.
use hookproof::cases::{Setting, suite};
use hookproof::scheme::Scheme;
#[test]
fn all() {
    let all: Vec<serde_json::Value> = serde_json::from_str(include_str!("data/published.json")).unwrap();
    for p in all {
        let scheme = Scheme::parse(p["scheme"].as_str().unwrap(), "x").unwrap();
        match suite(&scheme, &Setting::vectors(&scheme)) {
            Ok(s) => { let genuine = s.cases.iter().filter(|c| c.family=="genuine").count();
              println!("{} {} genuine {} cases {} disagreements", p["id"], genuine, s.cases.len(), s.disagreements.len());
              for d in s.disagreements.iter().take(12) { println!("    {d:?}"); } }
            Err(e) => println!("{} ERR {e}", p["id"]),
        }
    }
}
