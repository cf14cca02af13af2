//! Proof of work: issued, solved as a browser would, verified.

use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use forms_fn::screen::altcha::{challenge, verify};
use forms_fn::secret::Keyring;
use jiff::SignedDuration;

use crate::secret::now;

fn send(payload: &Payload) -> String {
    STANDARD.encode(serde_json::to_vec(payload).unwrap())
}

fn solve(keyring: &Keyring) -> Payload {
    let challenge: Challenge = serde_json::from_str(&challenge(keyring, now()).unwrap()).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    Payload { challenge, solution }
}

#[test]
fn work_is_proof_for_twenty_minutes_and_names_itself_so_that_it_serves_once() {
    let keyring = Keyring::generate();
    let payload = solve(&keyring);
    let proof = verify(&keyring, &send(&payload), now()).unwrap();
    assert_eq!(proof.id, payload.challenge.parameters.nonce);
    assert_eq!(proof.expires, now() + SignedDuration::from_mins(20));
    let (last, after) = (proof.expires - SignedDuration::from_secs(1), proof.expires);
    assert_eq!(verify(&keyring, &send(&payload), last), Some(proof), "the id is the same each time");
    assert_eq!(verify(&keyring, &send(&payload), after), None);
    assert_ne!(solve(&keyring).challenge.parameters.nonce, payload.challenge.parameters.nonce);
}

#[test]
fn work_that_is_forged_cheaper_or_for_another_site_is_no_proof() {
    let keyring = Keyring::generate();
    let payload = solve(&keyring);
    let changed = |change: &dyn Fn(&mut Payload)| {
        let mut payload = payload.clone();
        change(&mut payload);
        verify(&keyring, &send(&payload), now())
    };
    assert!(changed(&|_| {}).is_some());
    assert_eq!(changed(&|payload| payload.solution.counter += 1), None);
    assert_eq!(changed(&|payload| payload.solution.derived_key.clear()), None);
    assert_eq!(changed(&|payload| payload.challenge.signature = None), None);
    assert_eq!(changed(&|payload| payload.challenge.parameters.cost = 1), None);
    assert_eq!(changed(&|payload| payload.challenge.parameters.key_prefix.clear()), None);
    assert_eq!(changed(&|payload| payload.challenge.parameters.data = None), None);
    assert_eq!(changed(&|payload| payload.challenge.parameters.cost = u32::MAX), None, "and no work is done");
    assert_eq!(verify(&Keyring::generate(), &send(&payload), now()), None);
    for broken in ["", "x", "e30=", &"A".repeat(5000), &STANDARD.encode("[".repeat(200))] {
        assert_eq!(verify(&keyring, broken, now()), None);
    }
}
