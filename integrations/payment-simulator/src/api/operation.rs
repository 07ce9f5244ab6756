//! The calls it understands.

use http::Method;
use serde_json::{Value, json};

use super::form::Form;
use crate::books::{Capture, Draft, State};
use crate::faults::Subject;
use crate::rules::render::{self, Expand};
use crate::rules::{self, NewSession, Refusal};

/// A call, with the id from its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Open,
    LookUpSession(String),
    ListSessions,
    Expire(String),
    LookUpIntent(String),
    Capture(String),
    Cancel(String),
    Refund,
    LookUpRefund(String),
    ListRefunds,
    ListEvents,
    LookUpEvent(String),
}

impl Operation {
    /// From method and path below `/v1`.
    pub fn find(method: &Method, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        let post = *method == Method::POST;
        if !post && *method != Method::GET {
            return None;
        }
        let id = |text: &str| text.to_owned();
        Some(match (post, segments.as_slice()) {
            (true, ["checkout", "sessions"]) => Self::Open,
            (false, ["checkout", "sessions"]) => Self::ListSessions,
            (false, ["checkout", "sessions", s]) => Self::LookUpSession(id(s)),
            (true, ["checkout", "sessions", s, "expire"]) => Self::Expire(id(s)),
            (false, ["payment_intents", i]) => Self::LookUpIntent(id(i)),
            (true, ["payment_intents", i, "capture"]) => Self::Capture(id(i)),
            (true, ["payment_intents", i, "cancel"]) => Self::Cancel(id(i)),
            (true, ["refunds"]) => Self::Refund,
            (false, ["refunds"]) => Self::ListRefunds,
            (false, ["refunds", r]) => Self::LookUpRefund(id(r)),
            (false, ["events"]) => Self::ListEvents,
            (false, ["events", e]) => Self::LookUpEvent(id(e)),
            _ => return None,
        })
    }

    /// As faults are ordered for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::LookUpSession(_) | Self::LookUpIntent(_) => "look_up",
            Self::Expire(_) => "expire",
            Self::Capture(_) => "capture",
            Self::Cancel(_) => "cancel",
            Self::Refund => "refund",
            Self::LookUpRefund(_) => "look_up_refund",
            Self::ListSessions | Self::ListRefunds => "list",
            Self::ListEvents | Self::LookUpEvent(_) => "events",
        }
    }

    /// Where drills stop the program: before it acts, and when it has acted but not answered.
    pub fn failpoints(&self) -> Option<[&'static str; 2]> {
        match self {
            Self::Open => Some(["simulator.open.before", "simulator.open.after"]),
            Self::Expire(_) => Some(["simulator.expire.before", "simulator.expire.after"]),
            Self::Capture(_) => Some(["simulator.capture.before", "simulator.capture.after"]),
            Self::Cancel(_) => Some(["simulator.cancel.before", "simulator.cancel.after"]),
            Self::Refund => Some(["simulator.refund.before", "simulator.refund.after"]),
            _ => None,
        }
    }

    /// The payment it is about, for faults.
    pub fn subject(&self, state: &State, form: &Form) -> Subject {
        let of_intent = |id: &str| state.intents.get(id).and_then(|intent| state.sessions.get(&intent.session));
        let session = match self {
            Self::Open => {
                let amount = form.peek("line_items[0][price_data][unit_amount]").and_then(|units| units.parse().ok());
                return Subject { session: None, email: form.peek("customer_email").map(str::to_owned), amount };
            }
            Self::LookUpSession(id) | Self::Expire(id) => state.sessions.get(id),
            Self::LookUpIntent(id) | Self::Capture(id) | Self::Cancel(id) => of_intent(id),
            Self::Refund => form.peek("payment_intent").and_then(of_intent),
            Self::LookUpRefund(id) => state.refunds.get(id).and_then(|refund| of_intent(&refund.intent)),
            Self::ListSessions | Self::ListRefunds | Self::ListEvents | Self::LookUpEvent(_) => None,
        };
        session.map(Subject::of).unwrap_or_default()
    }

    /// Does it.
    pub fn run(self, draft: &mut Draft<'_>, mut form: Form) -> Result<Value, Refusal> {
        let expand = form.expand()?;
        match self {
            Self::Open => {
                let new = new_session(&mut form)?;
                form.finish()?;
                rules::open(draft, new, expand)
            }
            Self::Expire(id) => {
                form.finish()?;
                rules::expire_session(draft, &id, expand)
            }
            Self::Capture(id) => {
                let amount = form.number("amount_to_capture")?;
                form.finish()?;
                rules::capture(draft, &id, amount, expand)
            }
            Self::Cancel(id) => {
                let reason = form.text("cancellation_reason");
                form.finish()?;
                rules::cancel_intent(draft, &id, reason, expand)
            }
            Self::Refund => {
                let (intent, amount) = (form.needed("payment_intent")?, form.number("amount")?);
                let (metadata, _reason) = (form.map("metadata"), form.text("reason"));
                form.finish()?;
                rules::refund(draft, &intent, amount, metadata)
            }
            read => read.look(draft, form, expand),
        }
    }

    fn look(self, draft: &Draft<'_>, mut form: Form, expand: Expand) -> Result<Value, Refusal> {
        match self {
            Self::LookUpSession(id) => {
                form.finish()?;
                let session = draft.session(&id).ok_or_else(|| Refusal::missing("checkout.session", &id))?;
                Ok(render::session(draft, &session, expand))
            }
            Self::LookUpIntent(id) => {
                form.finish()?;
                let intent = draft.intent(&id).ok_or_else(|| Refusal::missing("payment_intent", &id))?;
                Ok(render::intent(&intent, expand))
            }
            Self::LookUpRefund(id) => {
                form.finish()?;
                draft.refund(&id).map(|refund| render::refund(&refund)).ok_or_else(|| Refusal::missing("refund", &id))
            }
            Self::LookUpEvent(id) => {
                form.finish()?;
                draft.state.events.get(&id).map(render::event).ok_or_else(|| Refusal::missing("event", &id))
            }
            list => list.page(draft, &mut form, expand),
        }
    }

    /// Newest first, `limit` at a time, after `starting_after`.
    fn page(self, draft: &Draft<'_>, form: &mut Form, expand: Expand) -> Result<Value, Refusal> {
        let intent = form.text("payment_intent");
        let kind = form.text("type");
        let ours = |id: Option<&str>| intent.is_none() || intent.as_deref() == id;
        let (url, all): (_, Vec<Value>) = match self {
            Self::ListSessions => {
                let fitting =
                    draft.state.sessions.all().iter().rev().filter_map(|s| draft.session(&s.id)).filter(|s| ours(s.intent.as_deref()));
                ("/v1/checkout/sessions", fitting.map(|s| render::session(draft, &s, expand)).collect())
            }
            Self::ListRefunds => {
                let fitting = draft.state.refunds.all().iter().rev().filter_map(|r| draft.refund(&r.id)).filter(|r| ours(Some(&r.intent)));
                ("/v1/refunds", fitting.map(|r| render::refund(&r)).collect())
            }
            _ => {
                let new = draft.entry.events.iter().rev();
                let fitting = new.chain(draft.state.events.all().iter().rev()).filter(|e| kind.as_deref().is_none_or(|k| k == e.kind));
                ("/v1/events", fitting.map(render::event).collect())
            }
        };
        let limit = form.number("limit")?.unwrap_or(10);
        let limit = usize::try_from(limit).ok().filter(|n| (1..=100).contains(n));
        let limit = limit.ok_or_else(|| Refusal::parameter("parameter_invalid_integer", "limit", "Limit must be between 1 and 100."))?;
        let after = form.text("starting_after");
        form.finish()?;
        let start = match &after {
            None => 0,
            Some(id) => all.iter().position(|item| item["id"] == json!(id)).ok_or_else(|| Refusal::missing("object", id))? + 1,
        };
        let has_more = all.len() > start + limit;
        let data: Vec<Value> = all.into_iter().skip(start).take(limit).collect();
        Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
    }
}

fn new_session(form: &mut Form) -> Result<NewSession, Refusal> {
    let only = |form: &mut Form, name: &str, wanted: &str| match form.text(name) {
        Some(text) if text != wanted => {
            Err(Refusal::parameter("parameter_invalid_string_enum", name, format!("The simulator knows only {name}={wanted}.")))
        }
        other => Ok(other),
    };
    only(form, "mode", "payment")?.ok_or_else(|| Refusal::parameter("parameter_missing", "mode", "Missing required param: mode."))?;
    only(form, "payment_method_types[0]", "card")?;
    let item = |field: &str| format!("line_items[0]{field}");
    let unit = form.number(&item("[price_data][unit_amount]"))?;
    let unit = unit.ok_or_else(|| Refusal::parameter("parameter_missing", "line_items", "Missing required param: unit_amount."))?;
    let quantity = form.number(&item("[quantity]"))?.unwrap_or(1);
    let amount = unit.checked_mul(quantity).filter(|_| quantity >= 1);
    let capture = form.text("payment_intent_data[capture_method]");
    let capture = Capture::parse(capture.as_deref().unwrap_or("automatic"));
    Ok(NewSession {
        amount: amount.ok_or_else(|| Refusal::parameter("parameter_invalid_integer", "line_items", "Invalid quantity."))?,
        currency: form.needed(&item("[price_data][currency]"))?,
        description: form.needed(&item("[price_data][product_data][name]"))?,
        expires_at: form.number("expires_at")?,
        success_url: form.needed("success_url")?,
        cancel_url: form.needed("cancel_url")?,
        customer_email: form.text("customer_email"),
        locale: form.text("locale"),
        client_reference_id: form.text("client_reference_id"),
        metadata: form.map("metadata"),
        capture: capture.ok_or_else(|| {
            Refusal::parameter("parameter_invalid_string_enum", "payment_intent_data[capture_method]", "Invalid capture_method.")
        })?,
        intent_description: form.text("payment_intent_data[description]"),
        intent_metadata: form.map("payment_intent_data[metadata]"),
    })
}
