//! `starts ROUNDS PATH NAME=PROGRAM …`: how fast functions start and answer, each beside the first one.
//!
//! In turn (A B A B …), so that whatever else the machine does falls on all of them: start the
//! program against a stand-in for Lambda's runtime interface, wait for its first call for an event
//! (`init`), give it one `GET PATH` (`first`), read its memory, then give it many more (`warm`).

mod function;

use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use function::{Function, Interface};

/// Requests to each start after the first one.
const WARM: usize = 100;
/// Starts that are not counted: they bring the programs into the page cache.
const UNCOUNTED: usize = 2;

struct Row {
    name: String,
    program: String,
    init: Vec<Duration>,
    first: Vec<Duration>,
    warm: Vec<Duration>,
    memory: Vec<f64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rounds, path, programs @ ..] = arguments.as_slice() else {
        eprintln!("starts ROUNDS PATH NAME=PROGRAM …");
        return ExitCode::FAILURE;
    };
    let rounds: usize = rounds.parse().expect("the number of rounds");
    let mut rows: Vec<Row> = programs.iter().map(|program| row(program)).collect();
    let interface = Interface::open(path);
    for round in 0..rounds + UNCOUNTED {
        for row in &mut rows {
            one_start(&interface, row, round >= UNCOUNTED);
        }
    }
    print(&mut rows);
    ExitCode::SUCCESS
}

fn row(argument: &str) -> Row {
    let (name, program) = argument.split_once('=').expect("NAME=PROGRAM");
    let (name, program) = (name.to_owned(), program.to_owned());
    Row { name, program, init: vec![], first: vec![], warm: vec![], memory: vec![] }
}

fn one_start(interface: &Interface, row: &mut Row, counted: bool) {
    let (mut function, init) = Function::start(interface, &row.program);
    let first = function.ask();
    let memory = function.memory();
    let warm: Vec<Duration> = (0..WARM).map(|_| function.ask()).collect();
    if counted {
        row.init.push(init);
        row.first.push(first);
        row.memory.push(memory);
        row.warm.extend(warm);
    }
}

fn print(rows: &mut [Row]) {
    println!("| program | MB | init ms | of the first | first ms | warm ms | p99 ms | of the first | RSS MiB |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut base = None;
    for row in rows {
        let size = fs::metadata(&row.program).map_or(0.0, |file| file.len() as f64 / 1e6);
        let (init, first, warm) = (share(&mut row.init, 0.5), share(&mut row.first, 0.5), share(&mut row.warm, 0.5));
        let p99 = share(&mut row.warm, 0.99);
        row.memory.sort_by(f64::total_cmp);
        let memory = row.memory[row.memory.len() / 2];
        let (base_init, base_warm) = *base.get_or_insert((init, warm));
        println!(
            "| {} | {size:.2} | {init:.2} | {:.2} | {first:.2} | {warm:.3} | {p99:.3} | {:.2} | {memory:.1} |",
            row.name,
            init / base_init,
            warm / base_warm
        );
    }
}

/// Milliseconds below which this share of the times lies.
fn share(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3
}
