//! Sends forms and measures the answers.
//!
//! ```text
//! load folder DIR                                writes a folder of forms with one event of 50 seats and one without end
//! load disk FILE SECONDS                         appends 16 KB and waits for the disk: the floor of what lasts
//! load flood ADDRESS KIND CONNECTIONS SECONDS    as fast as they are answered; KIND is hello, invalid or register
//! load arrive ADDRESS RATE SECONDS               so many a second, whatever the answers; checks seats and queue
//! ```

use std::io::Write;
use std::time::{Duration, Instant};

use bench_http::{Figures, Sender, folder};

const USAGE: &str = "load folder DIR | disk FILE SECONDS | flood ADDRESS KIND CONNECTIONS SECONDS | arrive ADDRESS RATE SECONDS";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["folder", dir] => folder::write(dir.as_ref()),
        ["disk", file, seconds] => disk(file, number(seconds)),
        ["flood", address, kind, connections, seconds] => {
            flood(address, kind, number(connections), number(seconds)).await;
        }
        ["arrive", address, rate, seconds] => arrive(address, number(rate), number(seconds)).await,
        _ => panic!("{USAGE}"),
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number"))
}

/// One after the other, as commits come.
fn disk(file: &str, seconds: u64) {
    let mut file = std::fs::File::create(file).expect("a file that can be written");
    let block = [7_u8; 16 * 1024];
    let (start, mut figures) = (Instant::now(), Figures::default());
    while start.elapsed() < Duration::from_secs(seconds) {
        let begin = Instant::now();
        file.write_all(&block).and_then(|()| file.sync_data()).expect("the disk writes");
        figures.add(begin.elapsed());
    }
    println!("{}", figures.line("disk", start.elapsed()));
}

/// Every connection sends the next form when the last one is answered.
async fn flood(address: &str, kind: &str, connections: u64, seconds: u64) {
    let (start, end) = (Instant::now(), Instant::now() + Duration::from_secs(seconds));
    let one = async |connection: u64| {
        let (mut sender, mut figures) = (Sender::connect(address).await, Figures::default());
        for number in 0.. {
            let name = format!("Guest+{connection}+{number}");
            let (body, wanted) = match kind {
                "hello" => (format!("event=any&full_name={name}"), "200"),
                // A wrong address: the form comes back with what to correct.
                "invalid" => (format!("event=any&full_name={name}&email=nobody"), "422"),
                _ => {
                    (format!("event=any&full_name={name}&email=g{connection}.{number}%40example.org"), "303")
                }
            };
            // A network has thirty posts an hour before it is looked at.
            if kind != "hello" && number % 25 == 24 {
                sender = Sender::connect(address).await;
            }
            let begin = Instant::now();
            if begin >= end {
                break;
            }
            let answer = sender.form(&body).await;
            assert_eq!(answer.status, wanted, "{}", answer.body);
            figures.add(begin.elapsed());
        }
        figures
    };
    let mut all = Figures::default();
    for figures in join(connections, one).await {
        all.extend(figures);
    }
    println!("{}", all.line(kind, start.elapsed()));
}

/// Runs so many at once on this thread.
async fn join<T>(count: u64, one: impl AsyncFn(u64) -> T) -> Vec<T> {
    let mut futures: Vec<_> = (0..count).map(|i| Box::pin(one(i))).collect();
    let mut outputs: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let std::task::Poll::Ready(done) = future.as_mut().poll(cx)
            {
                *output = Some(done);
            }
        }
        if outputs.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

/// What one person was told, and when.
struct Told {
    sent: Instant,
    took: Duration,
    status: String,
    position: Option<u64>,
}

/// People arrive at their times and wait for nobody.
async fn arrive(address: &str, rate: u64, seconds: u64) {
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..rate * seconds {
        let due = start + Duration::from_nanos(number * 1_000_000_000 / rate);
        tokio::time::sleep_until(due.into()).await;
        let address = address.to_owned();
        tasks.spawn(async move {
            let body = format!(
                r#"{{"event":"fifty","full_name":"Guest {number}","email":"guest{number}@example.org"}}"#
            );
            // Counted from when it was due, so that a late sender hides nothing.
            let answer = Sender::connect(&address).await.json(&body).await;
            let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
            let status = said["status"].as_str().unwrap_or(&answer.status).to_owned();
            Told { sent: due, took: due.elapsed(), status, position: said["position"].as_u64() }
        });
    }
    let told = tasks.join_all().await;
    let mut figures = Figures::default();
    told.iter().for_each(|told| figures.add(told.took));
    println!("{}", figures.line("arrive", start.elapsed()));
    check(told);
}

/// Exactly 50 seats; the queue is 1 … n; whoever was answered before another one came stands before.
fn check(told: Vec<Told>) {
    let of = |status: &str| told.iter().filter(|told| told.status == status).count();
    let (confirmed, waiting) = (of("confirmed"), of("waiting"));
    println!("{confirmed} confirmed, {waiting} waiting, {} else", told.len() - confirmed - waiting);
    assert_eq!((confirmed, confirmed + waiting), (50, told.len()));
    let mut queue: Vec<&Told> = told.iter().filter(|told| told.position.is_some()).collect();
    queue.sort_by_key(|told| told.position);
    assert!(
        queue.iter().zip(1..).all(|(told, position)| told.position == Some(position)),
        "positions have gaps"
    );
    let mut latest = None;
    for told in queue {
        assert!(latest.is_none_or(|sent| told.sent + told.took > sent), "somebody overtook");
        latest = latest.max(Some(told.sent));
    }
    println!("positions 1 to {waiting}, in the order of arrival");
}
