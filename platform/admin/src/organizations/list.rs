//! The directory.

use axum::extract::State;
use platform_auth::organizations::{ListedOrganization, OrganizationsFilter, list_organizations};
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

/// The state of an organization that nobody owns.
const OWNERLESS: &str = "ownerless";

impl Asked {
    fn says(&self) -> [(&str, &str); 2] {
        [("q", self.q.trim()), ("state", self.state.as_str())]
    }
}

pub async fn list(State(admin): State<Admin>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter =
        OrganizationsFilter { text: asked.q.trim(), ownerless: asked.state == OWNERLESS, only: None, before: marked(&asked.before) };
    let rows = list_organizations(&mut tx, &filter, ONE_MORE).await?;
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), &asked, rows)))
}

fn page(frame: &Frame, asked: &Asked, mut rows: Vec<ListedOrganization>) -> Markup {
    let base = Place::Organizations.path();
    let most = usize::try_from(ROWS).unwrap_or_default();
    let more = rows.len() > most;
    rows.truncate(most);
    let next = more.then(|| rows.last().map(|last| mark(last.created_at, last.id.0))).flatten();
    let form = FilterForm::new(base, Field::search("q", t!("admin-organizations-search")).value(&asked.q).max_length(200)).field(
        Field::select("state", t!("admin-state"), vec![Choice::new(OWNERLESS, t!("admin-ownerless"))])
            .value(&asked.state)
            .placeholder(t!("admin-any")),
    );
    let mut on = Vec::new();
    if !asked.q.trim().is_empty() {
        on.push(("q", format!("“{}”", asked.q.trim())));
    }
    if asked.state == OWNERLESS {
        on.push(("state", t!("admin-ownerless").into_owned()));
    }
    let empty = if on.is_empty() {
        EmptyState::new(Icon::Building2, t!("admin-organizations-none"), t!("admin-organizations-none-text"))
    } else {
        EmptyState::new(Icon::Search, t!("admin-none-match"), t!("admin-none-match-text"))
    };
    let row = |o: &ListedOrganization| {
        let cells = vec![
            html! { a href={ (base) "/" (o.id) } dir="auto" { (o.name) } },
            html! { (o.slug) },
            html! { (badge(o)) },
            html! { (o.members) },
            html! { span class="nowrap" { (Moment::day(o.created_at, Zone::UTC)) } },
        ];
        DataRow::new(o.id, o.name.clone(), cells)
    };
    let columns = vec![
        Column::new(t!("admin-name")),
        Column::new(t!("admin-in-addresses")),
        Column::new(t!("admin-state")),
        Column::figures(t!("admin-members")),
        Column::new(t!("admin-founded")),
    ];
    let main = html! {
        (form)
        (chips(base, &asked.says(), &on))
        (DataTable::new(t!("admin-organizations"), "organizations", columns).rows(rows.iter().map(row)).empty(empty))
        (pages(base, &asked.says(), &asked.before, next))
    };
    frame.page(Place::Organizations, &t!("admin-organizations"), main).lead(t!("admin-organizations-lead")).render()
}

/// Whether anybody can let anybody in.
pub fn badge(organization: &ListedOrganization) -> Badge {
    if organization.owners == 0 { Badge::new(Tone::Care, t!("admin-ownerless")) } else { Badge::new(Tone::Good, t!("admin-owned")) }
}
