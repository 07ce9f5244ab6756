//! Foreign texts as the house keeps texts: one spelling, no control characters, HTML only as what it says.

use platform_types::clean_line;

/// One line.
pub(crate) fn line(raw: &str) -> String {
    clean_line(raw)
}

/// Several lines, each clean; blank ends go. Exactly what the console makes of a text that is typed.
pub(crate) fn lines(raw: &str) -> String {
    raw.lines().map(clean_line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The same, with never more than one blank line in a row: foreign texts often end in many.
fn tidy(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut blank = 0;
    for line in lines(raw).lines() {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank <= 1 {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

/// Whether a text is written in HTML: it has a tag that programmes use.
pub(crate) fn is_html(text: &str) -> bool {
    const TAGS: &[&str] =
        &["<p>", "<p ", "</p>", "<br", "<ul>", "<ol>", "<li>", "<a href", "<div", "<strong>", "<em>", "<h1", "<h2", "<h3", "<h4"];
    let lower = text.to_ascii_lowercase();
    TAGS.iter().any(|tag| lower.contains(tag))
}

/// What HTML says: paragraphs and list items on lines of their own, addresses of links behind their words. Never HTML again:
/// the result is plain text, and pages escape it.
pub(crate) fn plain(html: &str) -> String {
    if !is_html(html) {
        return tidy(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut link: Option<(String, usize)> = None;
    while let Some(at) = rest.find('<') {
        push_words(&mut out, &rest[..at]);
        let tail = &rest[at..];
        // A lone "<" in front of a figure or a space is a less-than sign.
        let is_tag = tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = tail.find('>').filter(|_| is_tag) else {
            out.push('<');
            rest = &tail[1..];
            continue;
        };
        let tag = &tail[1..end];
        rest = &tail[end + 1..];
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let closes = tag.starts_with('/');
        match name.as_str() {
            "script" | "style" if !closes => {
                let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "blockquote" | "pre" | "table" => out.push_str("\n\n"),
            "br" | "tr" => out.push('\n'),
            "li" if !closes => out.push_str("\n- "),
            "a" if !closes => link = href(tag).map(|address| (address, out.len())),
            "a" => {
                if let Some((address, from)) = link.take()
                    && out.get(from..).is_some_and(|words| !words.contains(address.as_str()) && !words.trim().is_empty())
                {
                    out.push_str(&format!(" ({address})"));
                }
            }
            _ => {}
        }
    }
    push_words(&mut out, rest);
    let words: Vec<String> = out.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    tidy(&words.join("\n"))
}

/// Words between tags: a line end there is a space, and entities are what they stand for.
fn push_words(out: &mut String, words: &str) {
    out.push_str(&entities(&words.replace(['\n', '\r'], " ")));
}

fn href(tag: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find("href=")?;
    let value = tag.get(at + 5..)?;
    let address = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let address = entities(address);
    (address.starts_with("http://") || address.starts_with("https://")).then_some(address)
}

/// XML's own entities, the few others that programmes use, and characters by their number; anything else stays as it is.
fn entities(text: &str) -> String {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bull", '•'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("szlig", 'ß'),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let found = tail.find(';').filter(|end| *end <= 10).and_then(|end| {
            let name = &tail[..end];
            let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let c = number.and_then(char::from_u32).or_else(|| NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c))?;
            Some((c, end + 1))
        });
        let (c, len) = found.unwrap_or(('&', 0));
        out.push(c);
        rest = &tail[len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_what_it_says() {
        let html = "<p>First\nline &amp; <em>more</em>.</p>\n<ul><li>One</li><li>Two</li></ul><p>See <a href=\"https://example.org/a?b=1&amp;c=2\">the page</a>.<br/>5 < 6</p><script>alert('no')</script>";
        assert_eq!(plain(html), "First line & more.\n\n- One\n- Two\n\nSee the page (https://example.org/a?b=1&c=2).\n5 < 6");
        assert_eq!(plain("<p><a href='https://e.org'>https://e.org</a> <a href=\"javascript:x\">no</a></p>"), "https://e.org no");
        assert_eq!(plain("a < b && c > d"), "a < b && c > d", "what is no HTML stays");
        assert_eq!(plain("One\r\n\r\n\r\n\r\nTwo\u{7}"), "One\n\nTwo");
        assert_eq!(plain("<p>unclosed <b"), "unclosed <b");
    }

    #[test]
    fn entities_are_resolved_once() {
        assert_eq!(entities("&amp;lt; &#233;&#xe9; &bogus; & &#0; &#x110000;"), "&lt; éé &bogus; & \0 &#x110000;");
    }
}
