//! Texts with markup in them: a link, a time, a name in bold.

use maud::{Markup, PreEscaped, Render};

/// Stands for the markup with this number while a text is told: a sign nobody types, between two others.
const OPEN: char = '\u{F0000}';

/// The sign for slot `n`.
#[doc(hidden)]
pub fn slot(n: usize) -> String {
    let sign = u32::try_from(n).ok().and_then(|n| char::from_u32(u32::from(OPEN) + 1 + n)).unwrap_or(OPEN);
    sign.to_string()
}

/// `text`, escaped, with the signs of [`slot`] replaced by `slots`.
pub fn spliced(text: &str, slots: &[Markup]) -> Markup {
    let mut out = String::with_capacity(text.len() + 64);
    let mut plain = String::new();
    for sign in text.chars() {
        let known = u32::from(sign).checked_sub(u32::from(OPEN) + 1).and_then(|n| slots.get(usize::try_from(n).ok()?));
        match known {
            Some(markup) => {
                plain.render_to(&mut out);
                plain.clear();
                out.push_str(&markup.0);
            }
            None => plain.push(sign),
        }
    }
    plain.render_to(&mut out);
    PreEscaped(out)
}

/// A text that holds markup: `t_html!("cart-see", order = html! { a href=(path) { (number) } })`. Every value is something that
/// renders; words and numbers are escaped. What a text chooses its form by goes behind a semicolon:
/// `t_html!("cart-seats", link = link; count = 3)`.
#[allow(clippy::crate_in_macro_def, reason = "the texts are those of the crate that speaks")]
#[macro_export]
macro_rules! t_html {
    ($key:literal, $($name:ident = $value:expr),+ $(; $($chosen:ident = $by:expr),+)? $(,)?) => {{
        let mut slots: Vec<$crate::maud::Markup> = Vec::new();
        let mut values: Vec<(&'static str, String)> = Vec::new();
        $(
            values.push((stringify!($name), $crate::html_slot(slots.len())));
            slots.push($crate::maud::Render::render(&$value));
        )+
        let mut all: Vec<(&'static str, $crate::FluentValue<'_>)> = values.iter().map(|(name, sign)| (*name, $crate::Arg::fluent(sign))).collect();
        $($(all.push((stringify!($chosen), $crate::Arg::fluent(&$by)));)+)?
        $crate::spliced(&crate::texts::CATALOGUE.text($key, &all), &slots)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_markup_is_not() {
        let link = PreEscaped("<a href=\"/x\">there</a>".to_owned());
        let text = format!("1 < 2, see {}. {}", slot(0), slot(7));
        assert_eq!(spliced(&text, &[link]).0, format!("1 &lt; 2, see <a href=\"/x\">there</a>. {}", slot(7)));
    }
}
