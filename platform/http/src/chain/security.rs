//! Headers that tell the browser what this site never does.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::HttpSettings;

/// Sets what a handler has not set itself.
pub(super) fn headers(settings: &HttpSettings, path: &str, headers: &mut HeaderMap) {
    let mut set = |name: HeaderName, value: &str| {
        if !headers.contains_key(&name)
            && let Ok(value) = HeaderValue::from_str(value)
        {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy(settings));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=(), payment=(), usb=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), if path.starts_with("/api/") { "cross-origin" } else { "same-origin" });
    if settings.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

/// No inline script or style but the house's own: those are allowed by their hashes, because a nonce would make every page unique.
fn policy(settings: &HttpSettings) -> String {
    let mut form_targets = String::from("'self'");
    for origin in &settings.form_targets {
        form_targets.push(' ');
        form_targets.push_str(origin);
    }
    let (map, start) = (platform_ui::asset::import_map_csp_hash(), platform_ui::asset::start_script_csp_hash());
    let styles = platform_ui::asset::inline_style_csp_hashes();
    format!(
        "default-src 'none'; script-src 'self' {map} {start}; style-src 'self' {styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action {form_targets}; object-src 'none'"
    )
}
