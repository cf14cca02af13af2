//! What the programs are made of: the function never links the generator, `cargo run` never the AWS SDK.

use std::collections::BTreeSet;
use std::process::Command;

/// The names of all crates that are linked.
fn tree(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "forms-fn", "-e", "normal", "--prefix", "none", "--offline"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names: BTreeSet<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert!(names.contains("axum") && names.contains("rusqlite"), "{names:?}");
    names
}

#[test]
fn the_function_links_nothing_of_the_generator() {
    for features in [&[][..], &["--all-features"]] {
        let names = tree(features);
        for name in ["generator", "spaces", "tera", "pulldown-cmark", "rayon"] {
            assert!(!names.contains(name), "{name}");
        }
    }
}

#[test]
fn there_is_one_tls_stack() {
    let names = tree(&["--all-features"]);
    for name in ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl", "openssl-sys"] {
        assert!(!names.contains(name), "{name}");
    }
    assert!(names.contains("ring"), "the check would notice it");
    assert!(
        !tree(&["--no-default-features", "--features", "sqlite"]).contains("rustls"),
        "`cargo run` sends no mail"
    );
}

#[test]
fn without_its_features_it_links_nothing_of_aws() {
    let names = tree(&["--no-default-features", "--features", "sqlite"]);
    let aws = |name: &&String| name.starts_with("aws") || name.contains("lambda");
    assert_eq!(names.iter().find(aws), None);
    assert!(tree(&[]).contains("lambda_http"), "the check would notice it");
}
