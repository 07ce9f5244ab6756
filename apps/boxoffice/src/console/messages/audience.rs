//! Who a message goes to: everybody with a ticket that lives, some of them, or those who were chosen in the list.

use platform_http::FieldFault;
use platform_texts::t;
use uuid::Uuid;

use crate::console::attendees::{AttendeeFilter, FILTER_NAMES, Standing};
use crate::console::lists::{Choice, Pairs, Params};

/// Whose tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// As it was sent.
    pub params: Params,
    /// The same, understood; tickets that admit nobody any more are left out unless they were asked for.
    pub filter: AttendeeFilter,
    /// Those that were ticked, or all of them.
    pub choice: Choice,
}

impl Audience {
    /// From what a form or an address says; without a choice it is everybody the filter lets through.
    pub fn read(pairs: &Pairs) -> Result<Self, Vec<FieldFault>> {
        let params = Params::of(pairs.0.clone()).only(&FILTER_NAMES).with("sort", "");
        let (mut filter, faults) = AttendeeFilter::read(&params);
        if !faults.is_empty() {
            return Err(faults);
        }
        let named = pairs.0.iter().any(|(name, value)| name == "id" && !value.is_empty());
        let all = pairs.0.iter().any(|(name, value)| name == "all" && value == "on");
        let choice = if named && !all { Choice::read(pairs, &t!("console-attendees-choose-one"))? } else { Choice::All };
        filter.standing = filter.standing.or(Some(Standing::Living));
        Ok(Self { params, filter, choice })
    }

    /// In words: `Stalls, not checked in`.
    pub fn words(&self, types: &[(Uuid, String)]) -> String {
        let mut words = Vec::new();
        if let Some(ids) = self.choice.ids() {
            words.push(t!("console-audience-chosen", count = ids.len()).into_owned());
        }
        if let Some(kind) = self.filter.ticket_type {
            words.push(
                types
                    .iter()
                    .find(|(id, _)| *id == kind.0)
                    .map_or_else(|| t!("console-audience-other-ticket").into_owned(), |(_, name)| name.clone()),
            );
        }
        words.extend(self.filter.inside.map(|inside| inside.label().to_lowercase()));
        words.extend(
            self.filter
                .standing
                .filter(|s| *s != Standing::Living)
                .map(|standing| t!("console-audience-tickets", standing = standing.label().to_lowercase()).into_owned()),
        );
        if !self.filter.q.is_empty() {
            words.push(t!("console-audience-matching", text = self.filter.q).into_owned());
        }
        let text = if words.is_empty() { t!("console-audience-everybody").into_owned() } else { words.join(", ") };
        text.chars().take(300).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Audience {
        Audience::read(&serde_urlencoded::from_str(query).unwrap()).unwrap()
    }

    #[test]
    fn without_a_choice_it_is_everybody_whose_ticket_lives() {
        assert_eq!(read("").words(&[]), "everybody with a ticket");
        assert_eq!(read("").filter.standing, Some(Standing::Living));
        let id = Uuid::from_u128(7);
        let types = [(id, "Stalls".to_owned())];
        assert_eq!(read(&format!("type={id}&in=no")).words(&types), "Stalls, not checked in");
        assert_eq!(read(&format!("id={id}&id={}", Uuid::from_u128(8))).words(&types), "2 chosen attendees");
        assert_eq!(read(&format!("id={id}&all=on&q=ng")).words(&types), "matching “ng”");
        assert_eq!(read("status=refunded").words(&types), "tickets: refunded");
    }
}
