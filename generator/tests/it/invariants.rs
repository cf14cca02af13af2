//! Promises of docs/holds.md that the compiler doesn't hold by itself.

use std::process::Command;

/// The names of the packages that `cargo run` compiles.
fn tree() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "spaces", "-e", "normal,build", "--prefix", "none", "--locked", "--offline"])
        .current_dir(crate::generator_folder())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn cargo_run_compiles_no_aws_crate() {
    let tree = tree();
    assert!(tree.iter().any(|name| name == "tera"), "this is the program's tree");
    let unwanted: Vec<_> =
        tree.iter().filter(|name| name.starts_with("aws-") || name.starts_with("lambda")).collect();
    assert!(unwanted.is_empty(), "{unwanted:?}");
}
