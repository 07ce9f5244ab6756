//! Takes secrets and personal data out of a finished line.

use std::net::{IpAddr, SocketAddr};

use platform_types::EmailAddress;

/// The line without e-mail addresses, network addresses of people, passwords in URLs, tokens and keys.
///
/// Masks rather than removes, so that two lines about the same person can still be recognised as
/// such: `ada@example.org` becomes `a…@example.org`, `203.0.113.9` becomes `203.0.x.x`. Addresses of
/// the machine itself (loopback) and private networks stay: they name our own processes.
pub fn redact(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let word_end = rest.find(is_break).unwrap_or(rest.len());
        if word_end == 0 {
            let gap = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..gap]);
            rest = &rest[gap..];
            continue;
        }
        let (word, after) = rest.split_at(word_end);
        redact_word(word, &mut out);
        rest = after;
        // A field of that name, as JSON (`"token":"…"`) or pretty (`token="…"`): its value goes.
        let name = word.strip_suffix('=').unwrap_or(word);
        if is_secret_name(name, false) {
            rest = skip_quoted(rest, if name == word { "\":\"" } else { "\"" }, &mut out);
        }
        // What follows these words is a credential, whatever it looks like.
        if word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic") {
            rest = skip_credential(rest, &mut out);
        }
    }
    out
}

fn is_break(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | ',' | ';' | '{' | '}' | '[' | ']' | '\\' | '`' | '“' | '”')
}

/// A JSON name is followed by a colon; what ends a value may be called `token` too (`"route":"auth.token",…`).
fn skip_quoted<'a>(rest: &'a str, opening: &str, out: &mut String) -> &'a str {
    let Some(value) = rest.strip_prefix(opening) else { return rest };
    let Some(end) = value.find('"') else { return rest };
    if value[..end].contains("[REDACTED]") || end == 0 {
        return rest;
    }
    out.push_str(opening);
    out.push('…');
    &value[end..]
}

fn skip_credential<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let Some(after) = rest.strip_prefix(' ') else { return rest };
    let end = after.find(is_break).unwrap_or(after.len());
    // "basic settings" in prose is not a credential; those are long.
    if end < 12 {
        return rest;
    }
    out.push_str(" …");
    &after[end..]
}

fn redact_word(word: &str, out: &mut String) {
    if let Some((scheme, after)) = word.split_once("://") {
        out.push_str(scheme);
        out.push_str("://");
        let authority_end = after.find(['/', '?', '#']).unwrap_or(after.len());
        let (authority, path) = after.split_at(authority_end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str("…@");
                out.push_str(host);
            }
            None => redact_value(authority, out),
        }
        redact_pairs(path, out);
    } else {
        redact_pairs(word, out);
    }
}

/// Query strings, forms and `name=value` fields.
fn redact_pairs(text: &str, out: &mut String) {
    let mut name = "";
    let mut start = 0;
    let mut in_query = false;
    for (at, c) in text.char_indices().chain([(text.len(), '&')]) {
        if !matches!(c, '=' | '&' | '?') {
            continue;
        }
        let piece = &text[start..at];
        if !name.is_empty() && is_secret_name(name, in_query) && !piece.is_empty() {
            out.push('…');
        } else {
            redact_value(piece, out);
        }
        name = if c == '=' { piece } else { "" };
        in_query |= matches!(c, '?' | '&');
        if at < text.len() {
            out.push(c);
        }
        start = at + c.len_utf8();
    }
}

/// In a query string `code` and `key` open doors; as a field they are an error's code and a job's key.
fn is_secret_name(name: &str, in_query: bool) -> bool {
    let name = name.rsplit(['.', '-', '_']).next().unwrap_or(name);
    let is = |s: &&str| name.eq_ignore_ascii_case(s);
    ["token", "password", "secret", "apikey", "otp", "signature", "cookie", "authorization"].iter().any(is)
        || (in_query && ["code", "key"].iter().any(is))
}

fn redact_value(value: &str, out: &mut String) {
    if is_token(value) {
        out.push('…');
    } else if let Some(masked) = masked_address(value).or_else(|| masked_email(value)) {
        out.push_str(&masked);
    } else {
        out.push_str(value);
    }
}

/// JSON web tokens, and keys by the prefixes their makers gave them.
fn is_token(value: &str) -> bool {
    let jwt = value.starts_with("eyJ") && value.matches('.').count() >= 2;
    jwt || ["sk_", "rk_", "pk_live_", "whsec_"].iter().any(|p| value.starts_with(p) && value.len() > p.len() + 8)
}

fn masked_email(value: &str) -> Option<String> {
    if !value.contains('@') {
        return None;
    }
    let trimmed = value.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '|' | '/'));
    let start = value.find(trimmed)?;
    let (before, after) = (&value[..start], &value[start + trimmed.len()..]);
    // "mailto:ada@example.org", "to:ada@example.org"
    let (prefix, address) = match trimmed.split_once('@') {
        Some((local, _)) => trimmed.split_at(local.rfind([':', '|', '/']).map_or(0, |i| i + 1)),
        None => ("", trimmed),
    };
    let masked = match address.parse::<EmailAddress>() {
        Ok(email) => email.masked(),
        Err(_) => {
            // Not one by our rules, and yet somebody's: what follows the last @ is enough.
            let (local, domain) = address.rsplit_once('@')?;
            if local.is_empty() || !domain.contains('.') {
                return None;
            }
            format!("…@{domain}")
        }
    };
    Some(format!("{before}{prefix}{masked}{after}"))
}

fn masked_address(value: &str) -> Option<String> {
    let trimmed = value.trim_end_matches(['.', ':']);
    let tail = &value[trimmed.len()..];
    let (ip, port) = match trimmed.parse::<IpAddr>() {
        Ok(ip) => (ip, None),
        Err(_) => trimmed.parse::<SocketAddr>().map(|s| (s.ip(), Some(s.port()))).ok()?,
    };
    let masked = match ip.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_private() || v4.is_unspecified() => return None,
        IpAddr::V4(v4) => format!("{}.{}.x.x", v4.octets()[0], v4.octets()[1]),
        IpAddr::V6(v6) if v6.is_loopback() || v6.is_unspecified() => return None,
        IpAddr::V6(v6) => format!("{:x}:{:x}:x", v6.segments()[0], v6.segments()[1]),
    };
    Some(match port {
        Some(port) => format!("{masked}:{port}{tail}"),
        None => format!("{masked}{tail}"),
    })
}
