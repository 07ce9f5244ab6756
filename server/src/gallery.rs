//! `/dev/gallery`: every component in every state, in light and dark, in both directions and every language.

use std::net::SocketAddr;

use axum::extract::State;
use platform_http::{Fault, GET, Page, Path, Query, Route, Routes};
use platform_ui::Dir;
use platform_ui::gallery::Gallery;
use serde::Deserialize;

use crate::presentation::Pages;

/// Where it is.
const ADDRESS: &str = "/dev/gallery";

/// The pages; none where others than this machine could reach them: they are for whoever builds.
pub(crate) fn routes(pages: &Pages, listen: SocketAddr, behind_proxy: bool) -> Routes<()> {
    if !listen.ip().is_loopback() || behind_proxy {
        return Routes::new(());
    }
    let gallery = Routes::new(pages.clone())
        .add(Route::page(GET, "/dev/gallery", "gallery.all").loopback(), all)
        .add(Route::page(GET, "/dev/gallery/{component}", "gallery.component").loopback().sample("/dev/gallery/Button"), component)
        .add(Route::page(GET, "/dev/gallery/{page}/{state}", "gallery.page").loopback().sample("/dev/gallery/PublicPage/listing"), page);
    Routes::new(()).merge(gallery)
}

/// What the address says; the language is chosen as everywhere.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Looks {
    theme: String,
    dir: String,
}

fn gallery(pages: &Pages, looks: &Looks) -> Gallery {
    let mut house = pages.house();
    match looks.dir.as_str() {
        "ltr" => house.dir = Dir::Ltr,
        "rtl" => house.dir = Dir::Rtl,
        _ => {}
    }
    let theme = ["light", "dark"].into_iter().find(|theme| *theme == looks.theme);
    Gallery { house, theme, address: Some(ADDRESS.to_owned()) }
}

async fn all(State(pages): State<Pages>, Query(looks): Query<Looks>) -> Page {
    Page(gallery(&pages, &looks).all())
}

async fn component(State(pages): State<Pages>, Path(name): Path<String>, Query(looks): Query<Looks>) -> Result<Page, Fault> {
    gallery(&pages, &looks).component(&name).map(Page).ok_or_else(Fault::not_found)
}

async fn page(State(pages): State<Pages>, Path((name, state)): Path<(String, String)>, Query(looks): Query<Looks>) -> Result<Page, Fault> {
    gallery(&pages, &looks).page(&name, &state).map(Page).ok_or_else(Fault::not_found)
}
