//! Joining style sheets and following the names in them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// `@import "./part.css";` lines of `name` replaced by the parts, each with its `url()`s made
/// relative to the assets' root. Imports in parts are joined too; one that names no sheet stays,
/// and the lint finds it.
pub(super) fn join_imports(name: &str, sheets: &BTreeMap<&str, &str>) -> String {
    let Some(text) = sheets.get(name) else { return String::new() };
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let part = line
            .trim()
            .strip_prefix("@import \"")
            .and_then(|rest| rest.strip_suffix("\";"))
            .map(|path| resolve(name, path))
            .filter(|part| part != name && sheets.contains_key(part.as_str()));
        match part {
            Some(part) => joined.push_str(&join_imports(&part, sheets)),
            None => {
                let rooted = css_urls(line, |target| Some(resolve(name, target)));
                let _ = writeln!(joined, "{rooted}");
            }
        }
    }
    joined
}

/// Every `url("target")` replaced by what `address` gives for it.
pub(super) fn css_urls(text: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(\"") {
        let (before, from) = rest.split_at(at + 5);
        out.push_str(before);
        let Some(end) = from.find('"') else { break };
        let target = &from[..end];
        out.push_str(&address(target).unwrap_or_else(|| target.to_owned()));
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

/// `../fonts/f.woff2` as seen from `css/app.css` is `fonts/f.woff2`.
fn resolve(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in path.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_names_are_seen_from_the_file() {
        assert_eq!(resolve("css/components/a.css", "../../fonts/f.woff2"), "fonts/f.woff2");
        assert_eq!(resolve("css/app.css", "./tokens.css"), "css/tokens.css");
    }

    #[test]
    fn unknown_targets_stay_as_written() {
        assert_eq!(css_urls("a url(\"x\") b url(\"y\")", |t| (t == "x").then(|| "X".to_owned())), "a url(\"X\") b url(\"y\")");
    }
}
