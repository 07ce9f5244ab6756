//! What public pages carry in themselves, so that a browser can draw them as soon as it has them.
//!
//! The Content-Security-Policy allows these texts by their hash: they are the same on every page, so pages stay the same
//! for everybody and may be cached, as with a nonce they could not.

use std::sync::LazyLock;

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// Sheets that stand in public pages. Others are linked.
const SHEETS: &[&str] = &["css/public.css", "css/apps/boxoffice.css", "css/print.css"];

static STYLES: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| SHEETS.iter().map(|name| (*name, text_of(name).map(small_css).unwrap_or_default())).collect());
static STYLE_HASHES: LazyLock<String> = LazyLock::new(|| {
    let hashes: Vec<String> = STYLES.iter().map(|(_, text)| csp_hash(text)).collect();
    hashes.join(" ")
});
static START: LazyLock<String> = LazyLock::new(|| text_of("js/start.js").map(small_script).unwrap_or_default());
static START_HASH: LazyLock<String> = LazyLock::new(|| csp_hash(&START));
static MARK: LazyLock<String> = LazyLock::new(|| text_of("brand/mark.svg").map(data_address).unwrap_or_default());

/// The text of a sheet as it stands between style tags; `None` for one that is only linked.
pub fn inline_style(name: &str) -> Option<&'static str> {
    STYLES.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
}

/// For the Content-Security-Policy: `style-src 'self' <these>`. With their quotes, parted by spaces.
pub fn inline_style_csp_hashes() -> &'static str {
    &STYLE_HASHES
}

/// `js/start.js` as it stands between script tags.
pub fn start_script() -> &'static str {
    &START
}

/// For the Content-Security-Policy: `script-src 'self' <this>`. With its quotes.
pub fn start_script_csp_hash() -> &'static str {
    &START_HASH
}

/// The house's mark as a `data:` address: one request less.
pub fn mark_address() -> &'static str {
    &MARK
}

fn text_of(name: &str) -> Option<&'static str> {
    super::MANIFEST.named(name).and_then(|asset| std::str::from_utf8(asset.bytes).ok())
}

/// `'sha256-…'` of a text as a policy names it.
pub(super) fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes())))
}

/// The sheet without comments and without space that means nothing.
fn small_css(css: &str) -> String {
    let (mut out, mut rest, mut quoted) = (String::with_capacity(css.len()), css, false);
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        if !quoted && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            space = true;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if !quoted && c.is_ascii_whitespace() {
            space = true;
            continue;
        }
        let last = out.chars().last();
        // A space before a colon may be a descendant's, `.a :hover`, and is kept; after one it means nothing.
        if space && last.is_some_and(|last| !"{};:,".contains(last)) && !"{};,".contains(c) {
            out.push(' ');
        }
        space = false;
        if c == '}' && last == Some(';') {
            out.pop();
        }
        quoted ^= c == '"';
        out.push(c);
    }
    out
}

/// The script without lines that are comments and without its indents.
fn small_script(script: &str) -> String {
    let lines: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    lines.join("\n")
}

/// A drawing as an address: what may not stand in one, or would end the attribute, is escaped.
fn data_address(svg: &str) -> String {
    let mut out = String::from("data:image/svg+xml,");
    for line in svg.lines().map(str::trim) {
        for c in line.chars() {
            match c {
                '"' => out.push('\''),
                '#' => out.push_str("%23"),
                '<' => out.push_str("%3C"),
                '>' => out.push_str("%3E"),
                ' ' => out.push_str("%20"),
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_loses_what_means_nothing_and_nothing_else() {
        let css = "/* a */\n@layer x {\n  .a > .b :hover,\n  .c::after /* b */ {\n    content: \"  {;  /* \" ;\n    margin: 0 calc(1px + 2px);\n    --list: \"A\", ;\n  }\n\n  @media (width < 3px) and (x: y) { .d { top: 1px } }\n}\n";
        let small = "@layer x{.a > .b :hover,.c::after{content:\"  {;  /* \";margin:0 calc(1px + 2px);--list:\"A\",}@media (width < 3px) and (x:y){.d{top:1px}}}";
        assert_eq!(small_css(css), small);
    }

    #[test]
    fn a_script_keeps_its_lines() {
        assert_eq!(small_script("// Why.\n{\n  a();\n\n  // Then.\n  b(\"//\");\n}\n"), "{\na();\nb(\"//\");\n}");
    }

    #[test]
    fn texts_are_there_and_none_ends_its_tag() {
        for name in SHEETS {
            let text = inline_style(name).unwrap();
            assert!(text.starts_with("@layer ") && !text.contains("</") && !text.contains("@import"), "{name}");
        }
        assert!(start_script().contains("import(") && !start_script().contains("</"));
        assert!(mark_address().starts_with("data:image/svg+xml,%3Csvg") && !mark_address().contains('"'));
        assert!(inline_style("css/app.css").is_none());
    }
}
