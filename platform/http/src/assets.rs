//! `/assets/…`: embedded, digested, cached for a year.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::{Fault, Path, Rate, Route, Routes};

/// The one address of all files.
pub fn routes() -> Routes<()> {
    Routes::new(())
        .add(Route::file("/assets/{*path}", "assets.file").public().rate(Rate::Free).sample("/assets/nothing.00000000.css"), serve)
}

async fn serve(headers: HeaderMap, Path(path): Path<String>) -> Result<Response, Fault> {
    let asset = platform_ui::asset::find(&format!("/assets/{path}")).ok_or_else(Fault::not_found)?;
    let etag = HeaderValue::from_str(&asset.etag).map_err(Fault::internal)?;
    let known = headers.get(header::IF_NONE_MATCH) == Some(&etag);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { asset.bytes.into_response() };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::ETAG, etag);
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}
