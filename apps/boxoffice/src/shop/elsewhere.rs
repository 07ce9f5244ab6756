//! A checkout or an order that is not this browser's: what may have happened, and the ways back in.
//!
//! The answer is the same whether there is such a checkout or order or not.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Ctx, Fault, Page, Wants};
use platform_ui::Markup;

use super::Shop;
use super::views::elsewhere as view;

/// In place of a checkout that was not found; other faults stay what they are.
pub(super) fn checkout(shop: &Shop, ctx: &Ctx, fault: Fault) -> Result<Response, Fault> {
    told(ctx, fault, || view::checkout(&shop.house()))
}

/// In place of an order that was not found.
pub(super) fn order(shop: &Shop, ctx: &Ctx, fault: Fault) -> Result<Response, Fault> {
    told(ctx, fault, || view::order(&shop.house()))
}

fn told(ctx: &Ctx, fault: Fault, page: impl FnOnce() -> Markup) -> Result<Response, Fault> {
    if fault.code() == platform_http::code::http::NOT_FOUND && ctx.wants == Wants::Page {
        return Ok((StatusCode::NOT_FOUND, Page(page())).into_response());
    }
    Err(fault)
}
