//! What an organizer typed, as paragraphs: line ends are kept, web addresses can be followed.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// A text of several paragraphs; a blank line parts them.
#[derive(Clone, Debug)]
pub struct TypedText {
    text: String,
    lang: Option<String>,
}

impl TypedText {
    /// A text in the page's language.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None }
    }

    /// In another language (BCP 47).
    #[must_use]
    pub fn lang(mut self, tag: impl Into<String>) -> Self {
        self.lang = Some(tag.into());
        self
    }

    /// The paragraphs; each finds its own direction.
    pub fn render(&self) -> Markup {
        html! { @for paragraph in paragraphs(&self.text) { p class="as-typed" lang=[self.lang.as_deref()] dir="auto" { (linked(&paragraph)) } } }
    }

    /// Two paragraphs, links, another direction.
    pub fn sample() -> Vec<Sample> {
        let text = "Two hours, one interval.\nTea is served at https://tea.example.org/menu?day=1.\n\nمرحبا بكم";
        vec![Sample::new("paragraphs with an address", Self::new(text).render())]
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match (line.is_empty(), paragraphs.last_mut()) {
            (false, Some(open)) => open.push(line),
            (true, Some(open)) if !open.is_empty() => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    paragraphs.into_iter().map(|lines| lines.join("\n")).filter(|p| !p.trim().is_empty()).collect()
}

/// The text with its web addresses as links. Only `https` and `http` become one; all the rest stays words.
fn linked(text: &str) -> Markup {
    html! {
        @for (part, address) in parts(text) {
            @if address { a href=(part) rel="noopener nofollow" { (part) } } @else { (part) }
        }
    }
}

/// The text in parts, and which of them are addresses.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"“”„«»「」（）。，！？；：、《》".contains(c))
            .unwrap_or(from.len());
        let (address, after) = from.split_at(without_tail(&from[..end]).len());
        parts.push((before, false));
        parts.push((address, true));
        rest = after;
    }
    parts.push((rest, false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Where the next address begins: at a scheme that no letter stands before, and with something behind it.
fn next_address(text: &str) -> Option<usize> {
    let starts = text.match_indices("http").filter(|(at, _)| {
        let alone = !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
        let tail = &text[*at..];
        let host = tail.strip_prefix("https://").or_else(|| tail.strip_prefix("http://"));
        alone && host.is_some_and(|host| host.chars().next().is_some_and(char::is_alphanumeric))
    });
    starts.map(|(at, _)| at).next()
}

/// Without the punctuation that belongs to the sentence; a closing bracket stays where it was opened within.
fn without_tail(address: &str) -> &str {
    let mut kept = address;
    while let Some(last) = kept.chars().next_back() {
        let unopened = last == ')' && kept.matches('(').count() < kept.matches(')').count();
        if !(unopened || ".,;:!?'’*_]}…".contains(last)) {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept
}

splices!(TypedText);

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        parts(text).into_iter().filter(|(_, address)| *address).map(|(part, _)| part).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            links("See https://a.example/x?y=1&z=2. Or (http://b.example), or https://c.example/a_(b)!"),
            ["https://a.example/x?y=1&z=2", "http://b.example", "https://c.example/a_(b)"]
        );
        assert_eq!(links("詳情：https://hk.example/節目。票價"), ["https://hk.example/節目"]);
        assert_eq!(links("<https://d.example>\nhttps://e.example"), ["https://d.example", "https://e.example"]);
    }

    #[test]
    fn nothing_but_the_web_is_a_link() {
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "xhttps://a.example",
            "http:/a",
            "https:// a",
            "www.a.example",
            "mailto:a@b",
        ] {
            assert_eq!(links(text), Vec::<&str>::new(), "{text}");
        }
        let page = TypedText::new("https://a.example/\"><script>alert(1)</script> & <b>").render().into_string();
        assert_eq!(
            page,
            "<p class=\"as-typed\" dir=\"auto\"><a href=\"https://a.example/\" rel=\"noopener nofollow\">https://a.example/</a>\
             &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;</p>"
        );
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        let text = "a https://x.example, b\nhttps://y.example\n c";
        assert_eq!(parts(text).into_iter().map(|(p, _)| p).collect::<String>(), text);
        assert_eq!(paragraphs("\n\nOne\n two \n\n \nThree\n"), ["One\n two", "Three"]);
    }
}
