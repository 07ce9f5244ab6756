//! Whatever people, shops and time do in whatever order: money stays within its bounds.

use std::collections::BTreeMap;

use platform_types::Entropy;
use proptest::prelude::*;

use super::render::Expand;
use super::{CARDS, NewSession};
use crate::books::{Capture, Draft, IntentStatus, SessionStatus, State};

#[derive(Clone, Debug)]
enum Step {
    Open(bool),
    Pay(usize, usize),
    Challenge(usize, bool),
    Capture(usize, Option<i64>),
    Cancel(usize),
    Expire(usize),
    Refund(usize, Option<i64>),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let page = 0_usize..3;
    let amount = prop::option::of(-5_i64..1_500);
    prop_oneof![
        any::<bool>().prop_map(Step::Open),
        (page.clone(), 0..CARDS.len()).prop_map(|(p, c)| Step::Pay(p, c)),
        (page.clone(), any::<bool>()).prop_map(|(p, yes)| Step::Challenge(p, yes)),
        (page.clone(), amount.clone()).prop_map(|(p, a)| Step::Capture(p, a)),
        page.clone().prop_map(Step::Cancel),
        page.clone().prop_map(Step::Expire),
        (page, amount).prop_map(|(p, a)| Step::Refund(p, a)),
        prop_oneof![0_i64..10, Just(3_600), Just(86_400), Just(604_800)].prop_map(Step::Wait),
    ]
}

fn new_session(capture: Capture) -> NewSession {
    NewSession {
        amount: 1_250,
        currency: "eur".to_owned(),
        expires_at: None,
        success_url: "http://127.0.0.1/".to_owned(),
        cancel_url: "http://127.0.0.1/".to_owned(),
        customer_email: None,
        locale: None,
        description: "seats".to_owned(),
        client_reference_id: None,
        metadata: BTreeMap::new(),
        capture,
        intent_description: None,
        intent_metadata: BTreeMap::new(),
    }
}

fn act(draft: &mut Draft<'_>, step: &Step) {
    let page = |at: &usize| draft.state.sessions.all().get(*at).map(|s| s.id.clone()).unwrap_or_default();
    let intent = |at: &usize| draft.session(&page(at)).and_then(|s| s.intent).unwrap_or_default();
    // Refusals are answers too: what matters is what is held afterwards.
    match step {
        Step::Open(manual) => {
            drop(super::open(draft, new_session(if *manual { Capture::Manual } else { Capture::Automatic }), Expand::default()))
        }
        Step::Pay(at, card) => drop(super::attempt(draft, &page(at), CARDS[*card])),
        Step::Challenge(at, yes) => drop(super::answer_challenge(draft, &page(at), *yes)),
        Step::Capture(at, amount) => drop(super::capture(draft, &intent(at), *amount, Expand::default())),
        Step::Cancel(at) => drop(super::cancel_intent(draft, &intent(at), None, Expand::default())),
        Step::Expire(at) => drop(super::expire_session(draft, &page(at), Expand::default())),
        Step::Refund(at, amount) => drop(super::refund(draft, &intent(at), *amount, BTreeMap::new())),
        Step::Wait(_) => {}
    }
}

fn check(state: &State, taken: &mut BTreeMap<String, i64>) {
    for intent in state.intents.all() {
        assert!((0..=intent.amount_received).contains(&intent.amount_refunded), "{intent:?}");
        assert!((0..=intent.amount).contains(&intent.amount_received), "{intent:?}");
        assert_eq!(intent.amount_received > 0, intent.status == IntentStatus::Succeeded, "{intent:?}");
        let before = taken.insert(intent.id.clone(), intent.amount_received).unwrap_or(0);
        assert!(before == 0 || before == intent.amount_received, "what was taken changed: {intent:?}");
        let refunds = state.refunds.all().iter().filter(|r| r.intent == intent.id && r.status != crate::books::RefundStatus::Failed);
        assert_eq!(refunds.map(|r| r.amount).sum::<i64>(), intent.amount_refunded);
    }
    for session in state.sessions.all() {
        let intent = session.intent.as_deref().and_then(|id| state.intents.get(id));
        let status = intent.map(|i| i.status);
        let fits = match session.status {
            SessionStatus::Open => matches!(status, None | Some(IntentStatus::RequiresPaymentMethod | IntentStatus::RequiresAction)),
            SessionStatus::Complete => {
                matches!(status, Some(IntentStatus::RequiresCapture | IntentStatus::Succeeded | IntentStatus::Canceled))
            }
            SessionStatus::Expired => matches!(status, None | Some(IntentStatus::Canceled)),
        };
        assert!(fits, "{session:?} with {status:?}");
    }
}

proptest! {
    #[test]
    fn money_stays_within_its_bounds_and_the_journal_tells_the_same_story(steps in prop::collection::vec(step(), 1..60), seed: u64) {
        let entropy = Entropy::seeded(seed);
        let (mut state, mut now, mut taken) = (State::default(), 1_700_000_000, BTreeMap::new());
        let mut journal = Vec::new();
        for step in [Step::Open(true), Step::Open(true), Step::Open(false)].iter().chain(&steps) {
            if let Step::Wait(seconds) = step {
                now += seconds;
            }
            let mut draft = Draft::new(&state, now, &entropy, "http://127.0.0.1");
            super::settle_due(&mut draft);
            act(&mut draft, step);
            let entry = draft.entry;
            journal.push(serde_json::to_string(&entry).unwrap());
            state.apply(entry);
            check(&state, &mut taken);
        }
        let mut again = State::default();
        for line in &journal {
            again.apply(serde_json::from_str(line).unwrap());
        }
        prop_assert_eq!(format!("{:?}", (again.sessions.all(), again.intents.all(), again.refunds.all(), again.events.all(), again.due_by(i64::MAX))),
            format!("{:?}", (state.sessions.all(), state.intents.all(), state.refunds.all(), state.events.all(), state.due_by(i64::MAX))));
    }
}
