//! Whoever opens what many people told in confidence: the stewards get one letter a day, without a guest's name.

use forms_fn::accounts::Role;
use forms_fn::office::Scope;
use jiff::SignedDuration;

use super::browser::{By, letters};
use crate::office::world::{access, everything, now, organisation, world_on};
use crate::stage::{Stage, on_every_store};

on_every_store!(more_than_thirty_confidences_on_a_day_are_told_to_the_stewards_once);

async fn more_than_thirty_confidences_on_a_day_are_told_to_the_stewards_once(stage: Stage) {
    let world = world_on(stage.store);
    let (fika, _) = world.account(&[(Role::Steward, organisation("fika"))]).await;
    let (all, _) = world.account(&[(Role::Steward, Scope::Everything)]).await;
    world.account(&[(Role::Steward, organisation("havn"))]).await;
    world.account(&[(Role::Coordinator, organisation("fika"))]).await;
    letters(&world, now()).await;
    let anna = world.guest("ten", "Anna").await;
    let open = async |at| {
        let access = forms_fn::office::Access { at, ..access(organisation("fika")) };
        world.office.show(&access, &anna).await.unwrap().take().await.unwrap();
    };
    for _ in 0..30 {
        open(now()).await;
    }
    assert!(letters(&world, now()).await.is_empty(), "thirty are usual");
    for _ in 0..3 {
        open(now()).await;
    }
    // Somebody else has opened two.
    for _ in 0..2 {
        let other = forms_fn::office::Organiser::named("eva").unwrap();
        let access = forms_fn::office::Access { organiser: other, ..everything() };
        world.office.show(&access, &anna).await.unwrap().take().await.unwrap();
    }
    let sent = letters(&world, now()).await;
    let mut to: Vec<&str> = sent.iter().map(|letter| &*letter.to).collect();
    let mut wanted = [&*fika, &*all];
    to.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(to, wanted, "{sent:?}");
    for letter in &sent {
        assert!(
            letter.subject.contains("karin") && letter.text.contains("more than 30 people"),
            "{letter:?}"
        );
        assert!(letter.text.contains("/desk/log?month=2027-01&who=karin"), "{letter:?}");
        assert!(!letter.text.contains("Anna") && !letter.text.contains(&anna.to_string()), "{letter:?}");
    }
    let tomorrow = now() + SignedDuration::from_hours(24);
    for _ in 0..31 {
        open(tomorrow).await;
    }
    assert_eq!(letters(&world, tomorrow).await.len(), 2, "another day is another letter");
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    steward.get("/desk/log?month=2027-01&who=karin").await.assert_has(&["Unusually many", "33"]);
}
