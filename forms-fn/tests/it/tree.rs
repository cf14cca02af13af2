//! What the programs are made of: the function never links the generator, `cargo run` never the AWS SDK.

use std::collections::BTreeSet;
use std::process::Command;

/// What `forms-fn/package` builds.
const PACKAGE: [&str; 3] = ["--no-default-features", "--features", "lambda,smtp"];

/// The names of all crates that are linked.
pub(crate) fn tree(features: &[&str]) -> BTreeSet<String> {
    lines(features).into_iter().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

/// Name and version of all crates that are linked.
fn lines(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "forms-fn", "-e", "normal", "--prefix", "none", "--offline"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: BTreeSet<String> =
        lines.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert!(lines.iter().any(|line| line.starts_with("axum ")), "{lines:?}");
    lines
}

/// The crates that are linked, with the features that they are linked with.
pub(crate) fn features(features: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "forms-fn", "-e", "normal,features", "--prefix", "none", "--offline"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
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
    for name in ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl", "openssl-sys", "s2n-tls"] {
        assert!(!names.contains(name), "{name}");
    }
    let all = lines(&["--all-features"]);
    for name in ["rustls ", "tokio-rustls ", "ring ", "hyper "] {
        let versions: Vec<_> = all.iter().filter(|line| line.starts_with(name)).collect();
        assert_eq!(versions.len(), 1, "{versions:?}");
    }
    let serve = tree(&["--no-default-features", "--features", "sqlite"]);
    assert!(!serve.contains("rustls"), "`spaces serve` sends no mail");
}

#[test]
fn the_package_links_what_a_function_needs_and_no_more() {
    let names = tree(&PACKAGE);
    for name in ["lambda_http", "aws-sdk-dynamodb", "aws-sdk-kms", "lettre", "rustls"] {
        assert!(names.contains(name), "{name}");
    }
    for name in ["clap", "rusqlite", "libsqlite3-sys", "aws-config", "aws-sdk-sts", "aws-sdk-sso", "altcha"] {
        assert!(!names.contains(name), "{name}");
    }
    // What only organisers need.
    for name in ["any_ascii", "csv", "icu_collator", "rust_xlsxwriter", "webauthn-rs"] {
        assert!(!names.contains(name), "{name}");
    }
}

/// Load balancers, REST APIs, web sockets and VPC Lattice stay switched off.
#[test]
fn the_package_understands_no_event_that_it_does_not_need() {
    let features = features(&PACKAGE);
    assert!(features.contains("lambda_http feature \"apigw_http\""), "{features}");
    for name in ["alb", "apigw_rest", "apigw_websockets", "vpc_lattice", "pass_through", "default"] {
        assert!(!features.contains(&format!("lambda_http feature \"{name}\"")), "{name}");
    }
}

#[test]
fn without_its_features_it_links_nothing_of_aws() {
    let names = tree(&["--no-default-features", "--features", "sqlite"]);
    let aws = |name: &&String| name.starts_with("aws") || name.contains("lambda");
    assert_eq!(names.iter().find(aws), None);
    assert!(tree(&[]).contains("lambda_http"), "the check would notice it");
}
