//! The threat "IP spoofing of limits": who may say where a request comes from.

use std::net::IpAddr;

use axum::http::HeaderMap;
use forms_fn::screen::client::{Proxies, address};

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[track_caller]
fn check(proxies: &str, peer: &str, forwarded: &[&str], expected: &str) {
    let mut headers = HeaderMap::new();
    for line in forwarded {
        headers.append("x-forwarded-for", line.parse().unwrap());
    }
    let proxies = Proxies::parse(proxies).unwrap();
    assert_eq!(address(ip(peer), &headers, &proxies), ip(expected), "{proxies:?} {peer} {forwarded:?}");
}

#[test]
fn a_forged_forwarded_header_is_not_believed_without_a_proxy() {
    check("", "198.51.100.7", &["1.2.3.4"], "198.51.100.7");
    check("", "127.0.0.1", &["1.2.3.4"], "127.0.0.1");
    check("10.0.0.0/8", "198.51.100.7", &["1.2.3.4, 10.0.0.1"], "198.51.100.7");
}

#[test]
fn behind_a_proxy_only_what_it_wrote_itself_is_believed() {
    let local = "127.0.0.1, ::1, 10.0.0.0/8";
    check(local, "127.0.0.1", &["198.51.100.7"], "198.51.100.7");
    check(local, "127.0.0.1", &["1.2.3.4, 198.51.100.7"], "198.51.100.7");
    check(local, "127.0.0.1", &["127.0.0.1, 10.0.0.9, 198.51.100.7"], "198.51.100.7");
    check(local, "::1", &["1.2.3.4,198.51.100.7 , 10.2.3.4"], "198.51.100.7");
    check(local, "10.0.0.1", &["1.2.3.4", "198.51.100.7"], "198.51.100.7");
    check(local, "::ffff:10.0.0.1", &["::ffff:198.51.100.7"], "198.51.100.7");
    check(local, "127.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7");
    check(local, "127.0.0.1", &["2001:db8::7"], "2001:db8::7");
    check(local, "127.0.0.1", &["198.51.100.7:4711"], "198.51.100.7");
}

#[test]
fn what_cannot_be_read_ends_the_chain_at_the_last_proxy() {
    let local = "127.0.0.1, 10.0.0.0/8";
    check(local, "127.0.0.1", &[], "127.0.0.1");
    check(local, "127.0.0.1", &[""], "127.0.0.1");
    check(local, "127.0.0.1", &["1.2.3.4, unknown"], "127.0.0.1");
    check(local, "127.0.0.1", &["1.2.3.4, x, 10.0.0.5"], "10.0.0.5");
    check(local, "127.0.0.1", &["10.0.0.4, 10.0.0.5"], "10.0.0.4");
    check(local, "127.0.0.1", &["1.2.3.4, 999.1.1.1"], "127.0.0.1");
}

#[test]
fn networks_hold_what_their_bits_say() {
    check("0.0.0.0/0", "198.51.100.7", &["1.2.3.4"], "1.2.3.4");
    check("198.51.100.0/25", "198.51.100.127", &["1.2.3.4"], "1.2.3.4");
    check("198.51.100.0/25", "198.51.100.128", &["1.2.3.4"], "198.51.100.128");
    check("2001:db8::/32", "2001:db8:ffff::1", &["1.2.3.4"], "1.2.3.4");
    check("2001:db8::/32", "2001:db9::1", &["1.2.3.4"], "2001:db9::1");
    check("::/0", "198.51.100.7", &["1.2.3.4"], "198.51.100.7");
    for wrong in ["x", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/", "10.0.0.1:80"] {
        let words = Proxies::parse(&format!("127.0.0.1, {wrong}")).unwrap_err();
        assert!(words.contains(&format!("`{wrong}`")), "{words}");
    }
}
