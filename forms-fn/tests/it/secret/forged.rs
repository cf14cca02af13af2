//! What isn't ours, tried many times.

use super::*;

/// Every link that is refused is refused in the same way.
#[test]
fn unknown_expired_and_tampered_links_get_the_same_answer() {
    let keyring = Keyring::generate();
    let token = see(&keyring);
    let unknown = see(&Keyring::generate());
    let mut unknown_key = decode(&token);
    unknown_key[1] = 200;
    let mut tampered = decode(&token);
    tampered[20] ^= 1;
    let expired = keyring.link(LinkPurpose::See, &reference(), now());
    let (unknown_key, tampered) = (encode(&unknown_key), encode(&tampered));
    for refused in [&unknown, &unknown_key, &tampered, &expired] {
        assert_eq!(refused.len(), token.len(), "the length tells nothing either");
        assert_eq!(opened(&keyring, refused), None);
    }
    for refused in ["", "x", &token[1..], &format!("{token}A"), &format!("{token}="), &token.repeat(2)] {
        assert_eq!(opened(&keyring, refused), None, "{refused}");
    }
}

#[test]
fn every_flipped_bit_of_a_link_a_nonce_and_a_sealed_answer_is_refused() {
    let (keyring, key) = (Keyring::generate(), DataKey::generate());
    flip(&see(&keyring), |link| opened(&keyring, link).is_none());
    flip(&keyring.nonce("registration", Some("ten"), now()), |nonce| {
        keyring.nonce_time("registration", Some("ten"), nonce).is_none()
    });
    flip(&secret::seal(&key, &reference(), "diet", "no nuts"), |sealed| {
        secret::unseal(&key, &reference(), "diet", sealed) == Err(Unreadable)
    });
}

/// Each bit of the bytes, and each character: base 64 has spare bits at the end.
fn flip(token: &str, refused: impl Fn(&str) -> bool) {
    for bit in 0..decode(token).len() * 8 {
        let mut bytes = decode(token);
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(refused(&encode(&bytes)), "bit {bit}");
    }
    for at in 0..token.len() {
        for other in ["A", "B", "_", "+", "=", " ", "é"].into_iter().filter(|other| *other != &token[at..=at])
        {
            let text = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert!(refused(&text), "{other} at {at}");
        }
    }
}

/// The worst case for us: version, number of the key, purpose and time are right.
#[test]
fn of_a_million_random_links_none_opens() {
    const EACH: u64 = 500_000;
    let keyring = Keyring::generate();
    let head = &decode(&see(&keyring))[..9];
    let opens = |seed: u64| {
        let mut state = seed;
        (0..EACH).filter(|_| opened(&keyring, &encode(&random(head, &mut state))).is_some()).count()
    };
    let found = std::thread::scope(|scope| {
        let threads = [scope.spawn(|| opens(1)), scope.spawn(|| opens(u64::MAX / 3))];
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(found, [0, 0]);
}

/// The head, and 23 bytes by splitmix64: the same ones in every run.
fn random(head: &[u8], state: &mut u64) -> Vec<u8> {
    let mut token = head.to_vec();
    while token.len() < 32 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        token.extend((mixed ^ (mixed >> 31)).to_be_bytes());
    }
    // A reference has 50 bits; with the six others set the token would be refused for that alone.
    token[9] &= 3;
    token.truncate(32);
    token
}
