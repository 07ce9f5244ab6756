//! From which networks the platform is run.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::networks::{self, Network, NetworksError};
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Query, Wants, redirect};
use platform_texts::{t, t_html};
use platform_ui::{Badge, Button, Field, FieldErrors, Form, PublicPage, Toast, Tone};
use serde::Deserialize;

use crate::Identity;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let list = load(&ctx).await?;
    Ok(view(&identity, &ctx, &list, &as_text(&list), after.done == "saved", &FieldErrors::new()))
}

async fn load(ctx: &Ctx) -> Result<Vec<Network>, Fault> {
    let mut tx = ctx.read().await?;
    Ok(networks::list(&mut tx).await?)
}

fn as_text(list: &[Network]) -> String {
    list.iter().map(|n| format!("{} {}", n.network, n.note).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    networks: Option<String>,
}

pub(crate) async fn save(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Typed>) -> Result<Response, Fault> {
    let text = typed.networks.unwrap_or_default();
    match identity.auth.set_networks(&ctx.actor, &read(&text)).await {
        Ok(_) => Ok(redirect("/admin/allow-list?done=saved")),
        Err(NetworksError::Database(e)) => Err(e.into()),
        Err(NetworksError::NotAllowed) => Err(Fault::not_found()),
        Err(error @ (NetworksError::LocksOut | NetworksError::NoNetwork(_))) => {
            let mut check = Check::new();
            check.wrong("networks", error.to_string());
            if ctx.wants == Wants::Json {
                return Err(check.into_fault());
            }
            let mut errors = FieldErrors::new();
            for fault in check.faults() {
                errors.add(fault.field.clone(), fault.sentence());
            }
            let list = load(&ctx).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&identity, &ctx, &list, &text, false, &errors)).into_response())
        }
    }
}

/// One network a line; what stands behind it says whose it is.
fn read(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (network, note) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            (network.to_owned(), note.trim().chars().take(200).collect())
        })
        .collect()
}

fn view(identity: &Identity, ctx: &Ctx, list: &[Network], text: &str, saved: bool, errors: &FieldErrors) -> Page {
    let here = ctx.actor.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let field =
        Field::textarea("networks", t!("allow-list-networks")).value(text).rows(8).help(t!("allow-list-help")).error(errors.of("networks"));
    let main = html! {
        div class="stack" {
            @if saved { (Toast::good(t!("allow-list-saved")).flash()) }
            h1 { (t!("allow-list-title")) }
            p {
                @if list.is_empty() { (Badge::plain(t!("allow-list-everywhere"))) } @else { (Badge::new(Tone::Good, t!("allow-list-only"))) }
            }
            p { (t!("allow-list-means")) }
            p { (t_html!("allow-list-here", address = html! { code { (here) } })) }
            (Form::post("/admin/allow-list", html! { (field) }).errors(errors).button(Button::submit(t!("allow-list-save")).main()))
            p class="muted small" { (t_html!("allow-list-way-back", command = html! { code { "callboard admin allow-list --clear" } })) }
        }
    };
    Page(PublicPage::new(&(identity.house)(), t!("allow-list-title"), main).narrow().noindex().render())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_line_is_a_network_and_whose_it_is() {
        let read = read(" 192.0.2.0/24   the office \n\n2001:db8::/32\n");
        assert_eq!(read, [("192.0.2.0/24".to_owned(), "the office".to_owned()), ("2001:db8::/32".to_owned(), String::new())]);
    }
}
