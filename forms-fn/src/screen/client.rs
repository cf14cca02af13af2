//! The address of who sends: the connection's, or what a proxy that we trust says.
//!
//! Anybody can write `X-Forwarded-For`. So it is read from its right end, where our own proxies
//! add to it, and only as far as the proxies are ours.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The networks of our own proxies. None by default: then no header is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// The bits that all its addresses have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Proxies {
    /// Reads addresses and networks with commas between them: `127.0.0.1, 10.0.0.0/8, ::1`.
    ///
    /// # Errors
    /// A sentence that names what is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let network =
            |word| network(word).ok_or_else(|| format!("`{word}` is neither an address nor a network"));
        words.map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether an address is one of theirs.
    pub(crate) fn are(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        let (own, other, all) = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (u128::from(own.to_bits()), u128::from(other.to_bits()), u32::BITS)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), u128::BITS),
            _ => return false,
        };
        (own ^ other).checked_shr(all - self.bits).unwrap_or(0) == 0
    }
}

/// The address of the client. `peer` is the other end of the connection, or the source address that
/// Lambda gives. Behind our own proxies it is the right-most address that isn't one of them.
#[must_use]
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> IpAddr {
    let mut client = peer.to_canonical();
    if !proxies.are(client) {
        return client;
    }
    let lines: Vec<&str> =
        headers.get_all(FORWARDED).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    for hop in lines.join(",").rsplit(',') {
        // What can't be read was not written by a proxy of ours, nor is anything to its left.
        let Some(hop) = hop_address(hop) else { break };
        client = hop;
        if !proxies.are(client) {
            break;
        }
    }
    client
}

/// An address, with or without port, IPv6 with or without brackets.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

fn network(word: &str) -> Option<Network> {
    let (address, bits) = match word.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse().ok()?)),
        None => (word, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { u32::BITS } else { u128::BITS };
    let bits = bits.unwrap_or(all);
    (bits <= all).then_some(Network { address, bits })
}
