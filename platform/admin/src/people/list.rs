//! The directory.

use axum::extract::State;
use platform_auth::people::{Listed, PeopleFilter, PersonState, list_people};
use platform_http::{Ctx, Fault, Page, Query};
use platform_texts::t;
use platform_types::Zone;
use platform_ui::{Badge, Choice, Column, DataRow, DataTable, EmptyState, Field, FilterForm, Icon, Markup, Moment, Tone, html};
use serde::Deserialize;

use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};
use crate::list::{ONE_MORE, ROWS, chips, mark, marked, pages};

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    before: String,
}

impl Asked {
    fn state(&self) -> Option<PersonState> {
        PersonState::ALL.into_iter().find(|state| state.as_str() == self.state)
    }

    fn says(&self) -> [(&str, &str); 2] {
        [("q", self.q.trim()), ("state", self.state.as_str())]
    }
}

pub async fn list(State(admin): State<Admin>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter = PeopleFilter { text: asked.q.trim(), state: asked.state(), before: marked(&asked.before) };
    let people = list_people(&mut tx, &filter, i32::try_from(ONE_MORE).unwrap_or(51)).await?;
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), &asked, people)))
}

/// Its name in words.
fn state_words(state: PersonState) -> String {
    let words = match state {
        PersonState::Locked => t!("admin-person-locked"),
        PersonState::Unconfirmed => t!("admin-person-unconfirmed"),
        PersonState::Staff => t!("admin-person-staff"),
    };
    words.into_owned()
}

/// The page; of `people` one more than is shown may be there.
fn page(frame: &Frame, asked: &Asked, mut people: Vec<Listed>) -> Markup {
    let base = Place::People.path();
    let more = people.len() > usize::try_from(ROWS).unwrap_or_default();
    people.truncate(usize::try_from(ROWS).unwrap_or_default());
    let next = more.then(|| people.last().map(|last| mark(last.created_at, last.id.0))).flatten();
    let states = PersonState::ALL.into_iter().map(|state| Choice::new(state.as_str(), state_words(state))).collect();
    let form = FilterForm::new(base, Field::search("q", t!("admin-people-search")).value(&asked.q).max_length(200))
        .field(Field::select("state", t!("admin-state"), states).value(&asked.state).placeholder(t!("admin-any")));
    let mut on = Vec::new();
    if !asked.q.trim().is_empty() {
        on.push(("q", format!("“{}”", asked.q.trim())));
    }
    on.extend(asked.state().map(|state| ("state", state_words(state))));
    let empty = if on.is_empty() {
        EmptyState::new(Icon::User, t!("admin-people-none"), t!("admin-people-none-text"))
    } else {
        EmptyState::new(Icon::Search, t!("admin-none-match"), t!("admin-none-match-text"))
    };
    let row = |person: &Listed| {
        let name = person.called().to_owned();
        let cells = vec![
            html! { a href={ (base) "/" (person.id) } dir="auto" { (name) } },
            html! { (person.email) },
            html! { (badge(person)) },
            html! { span class="nowrap" { (Moment::day(person.created_at, Zone::UTC)) } },
            html! { @match person.last_sign_in_at { Some(at) => span class="nowrap" { (Moment::short(at, Zone::UTC)) }, None => span class="muted" { (t!("admin-never")) } } },
        ];
        DataRow::new(person.id, name, cells)
    };
    let columns = vec![
        Column::new(t!("admin-name")),
        Column::new(t!("admin-address")),
        Column::new(t!("admin-state")),
        Column::new(t!("admin-added")),
        Column::new(t!("admin-last-sign-in")),
    ];
    let main = html! {
        (form)
        (chips(base, &asked.says(), &on))
        (DataTable::new(t!("admin-people"), "people", columns).rows(people.iter().map(row)).empty(empty))
        (pages(base, &asked.says(), &asked.before, next))
    };
    frame.page(Place::People, &t!("admin-people"), main).lead(t!("admin-people-lead")).render()
}

/// Whether they may sign in.
pub fn badge(person: &Listed) -> Badge {
    match (person.locked_until, person.confirmed_at) {
        (Some(_), _) => Badge::new(Tone::Bad, t!("admin-person-locked")),
        (None, None) => Badge::new(Tone::Care, t!("admin-person-unconfirmed")),
        (None, Some(_)) => Badge::new(Tone::Good, t!("admin-person-active")),
    }
}
