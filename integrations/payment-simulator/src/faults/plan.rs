//! Which orders apply to one request or one webhook.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use platform_types::Entropy;

use super::{Fault, Rule, magic};
use crate::books::Session;

/// The payment a request or a webhook is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    pub session: Option<String>,
    pub email: Option<String>,
    pub amount: Option<i64>,
}

impl Subject {
    /// The payment of a page.
    pub fn of(session: &Session) -> Self {
        Self { session: Some(session.id.clone()), email: session.customer_email.clone(), amount: Some(session.amount) }
    }
}

/// Whether an answer is lost after it acted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lose {
    #[default]
    No,
    /// When this very request acted, not when it repeats an old answer.
    IfFresh,
    Always,
}

/// Answers given instead of acting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestRefusal {
    Busy,
    Broken,
    BrokenKept,
}

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestPlan {
    pub slow: Option<Duration>,
    pub refusal: Option<RequestRefusal>,
    pub lose: Lose,
}

/// What goes wrong with one webhook.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WebhookPlan {
    pub late: Option<Duration>,
    pub out_of_order: Option<Duration>,
    pub twice: bool,
    pub forged: bool,
    pub never: bool,
}

/// All orders given. They live in memory: a restart forgets them.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Mutex<Vec<Rule>>,
    /// Magic that has had its one effect, so that a retry goes through.
    fired: Mutex<HashSet<(Fault, &'static str, String)>>,
    entropy: Entropy,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Faults {
    pub fn new(entropy: Entropy) -> Self {
        Self { rules: Mutex::default(), fired: Mutex::default(), entropy }
    }

    pub fn add(&self, rule: Rule) {
        lock(&self.rules).push(rule);
    }

    pub fn list(&self) -> Vec<Rule> {
        lock(&self.rules).clone()
    }

    pub fn clear(&self) {
        lock(&self.rules).clear();
    }

    /// Takes the orders for a request; `key` tells a first try from a repeated one.
    pub fn for_request(&self, operation: &str, subject: &Subject, key: Option<&str>) -> RequestPlan {
        let mut plan = RequestPlan::default();
        for (fault, ms) in self.take(operation, subject, false) {
            plan.add(fault, ms, Lose::Always);
        }
        for (fault, on) in magic::ordered(subject.email.as_deref(), subject.amount) {
            let once = key.or(subject.session.as_deref()).unwrap_or_default().to_owned();
            if on == operation && (fault == Fault::AnswerLost || lock(&self.fired).insert((fault, on, once))) {
                plan.add(fault, fault.usual_ms(), Lose::IfFresh);
            }
        }
        plan
    }

    /// Takes the orders for a webhook.
    pub fn for_webhook(&self, kind: &str, subject: &Subject) -> WebhookPlan {
        let mut plan = WebhookPlan::default();
        let ordered = magic::ordered(subject.email.as_deref(), subject.amount).map(|(fault, _)| (fault, fault.usual_ms()));
        for (fault, ms) in self.take(kind, subject, true).into_iter().chain(ordered) {
            match fault {
                Fault::WebhookLate => plan.late = Some(Duration::from_millis(ms)),
                Fault::WebhookOutOfOrder => plan.out_of_order = Some(Duration::from_millis(ms)),
                Fault::WebhookTwice => plan.twice = true,
                Fault::WebhookForged => plan.forged = true,
                Fault::WebhookNever => plan.never = true,
                _ => {}
            }
        }
        plan
    }

    /// Whether a buyer ordered forged webhooks: then one is sent before anything is paid.
    pub fn forges_at_opening(&self, subject: &Subject) -> bool {
        magic::ordered(subject.email.as_deref(), subject.amount).any(|(fault, _)| fault == Fault::WebhookForged)
    }

    fn take(&self, on: &str, subject: &Subject, webhook: bool) -> Vec<(Fault, u64)> {
        let mut taken = Vec::new();
        lock(&self.rules).retain_mut(|rule| {
            let fits = rule.fault.is_webhook() == webhook
                && rule.on.as_deref().is_none_or(|wanted| wanted == on)
                && (rule.session.is_none() || rule.session == subject.session)
                && rule.one_in.is_none_or(|n| self.entropy.below(n) == 0);
            if !fits {
                return true;
            }
            taken.push((rule.fault, rule.ms.unwrap_or_else(|| rule.fault.usual_ms())));
            match rule.times {
                0 => true,
                1 => false,
                more => {
                    rule.times = more - 1;
                    true
                }
            }
        });
        taken
    }
}

impl RequestPlan {
    fn add(&mut self, fault: Fault, ms: u64, lose: Lose) {
        match fault {
            Fault::AnswerLost => self.lose = lose,
            Fault::Slow => self.slow = Some(Duration::from_millis(ms)),
            Fault::Http500 => self.refusal = Some(RequestRefusal::Broken),
            Fault::Http500Kept => self.refusal = Some(RequestRefusal::BrokenKept),
            Fault::Busy => self.refusal = Some(RequestRefusal::Busy),
            _ => {}
        }
    }
}
