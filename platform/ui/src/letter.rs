//! A mail as mail programs show it: no sheet of ours reaches them, so it brings its few rules along.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use platform_texts::Lang;

/// What the letter looks like. Colours are those of the kit's tokens, in a notation that mail programs know.
const RULES: &str = "body{margin:0;background:#f8f5ee;color:#1f1710;font:16px/1.55 Archivo,Helvetica,Arial,sans-serif}\
.letter{max-width:34em;margin:0 auto;padding:32px 24px 40px}\
.letter__head{border-bottom:3px double #1f1710;padding-bottom:10px;font-weight:800;letter-spacing:-.02em;font-size:18px}\
h1{font-size:26px;line-height:1.15;letter-spacing:-.02em;margin:28px 0 12px}\
p{margin:0 0 16px}\
.letter__action{display:inline-block;background:#fdb022;color:#1f1710;font-weight:700;text-decoration:none;padding:12px 22px;border-radius:8px}\
.letter__foot{border-top:1px solid #d9d3c8;padding-top:14px;margin-top:32px;color:#5d544b;font-size:13px}\
@media(prefers-color-scheme:dark){body{background:#171310;color:#efe8da}.letter__head{border-color:#efe8da}.letter__action{color:#1f1710}.letter__foot{border-color:#3c362f;color:#b9b0a3}}";

/// A mail's HTML part. The plain text part says the same.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it is about, as its heading.
    pub title: String,
    /// Who writes.
    pub from: String,
    /// What it says; lines of a paragraph stay lines.
    pub paragraphs: Vec<String>,
    /// The one thing to do, and where.
    pub action: Option<(String, String)>,
    /// What stands below it, smaller.
    pub after: Vec<String>,
}

impl Letter {
    /// A letter without an action.
    pub fn new(title: impl Into<String>, from: impl Into<String>, paragraphs: Vec<String>) -> Self {
        Self { title: title.into(), from: from.into(), paragraphs, action: None, after: Vec::new() }
    }

    /// The one thing to do.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, address: impl Into<String>) -> Self {
        self.action = Some((label.into(), address.into()));
        self
    }

    /// A line below everything.
    #[must_use]
    pub fn after(mut self, text: impl Into<String>) -> Self {
        self.after.push(text.into());
        self
    }

    /// The whole document.
    pub fn render(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(Lang::current().tag()) dir=[Lang::current().is_rtl().then_some("rtl")] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    style { (PreEscaped(RULES)) }
                }
                body {
                    div class="letter" {
                        div class="letter__head" { (self.from) }
                        h1 { (self.title) }
                        @for paragraph in &self.paragraphs { p { (lines(paragraph)) } }
                        @if let Some((label, address)) = &self.action { p { a class="letter__action" href=(address) { (label) } } }
                        @if !self.after.is_empty() { div class="letter__foot" { @for text in &self.after { p { (lines(text)) } } } }
                    }
                }
            }
        }
    }
}

fn lines(text: &str) -> Markup {
    html! { @for (i, line) in text.lines().enumerate() { @if i > 0 { br; } (line) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_text_and_lines_stay_lines() {
        let letter = Letter::new("Your <b>tickets</b>", "Callboard", vec!["One\nTwo & three".to_owned()])
            .action("Your order", "https://h.test/o?a=1&b=2");
        let html = letter.render().into_string();
        assert!(html.contains("<h1>Your &lt;b&gt;tickets&lt;/b&gt;</h1>"), "{html}");
        assert!(html.contains("<p>One<br>Two &amp; three</p>") && html.contains("href=\"https://h.test/o?a=1&amp;b=2\""), "{html}");
        assert!(html.contains("<html lang=\"en\">"), "{html}");
        let arabic = Lang::Ar.within(|| letter.render().into_string());
        assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
        assert!(!html.contains("<script") && !html.contains("style=\"") && !html.contains("src="), "{html}");
    }
}
