//! Messages by key, read once per language.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::Dir;
use platform_types::Lang;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// The texts of one crate.
pub struct Catalogue {
    files: &'static Dir<'static>,
    english: OnceLock<Bundle>,
    german: OnceLock<Bundle>,
    arabic: OnceLock<Bundle>,
}

impl Catalogue {
    /// Of the files of `texts/`, a folder per language.
    pub const fn of(files: &'static Dir<'static>) -> Self {
        Self { files, english: OnceLock::new(), german: OnceLock::new(), arabic: OnceLock::new() }
    }

    /// The text with this key in the language of the work at hand, else in English. A key that exists nowhere is told as it is.
    pub fn text(&'static self, key: &'static str, values: &[(&'static str, FluentValue<'_>)]) -> Cow<'static, str> {
        let lang = Lang::current();
        if let Some(text) = self.told(lang, key, values) {
            return text;
        }
        if lang != Lang::En
            && let Some(text) = self.told(Lang::En, key, values)
        {
            return text;
        }
        tracing::error!(key, "a text is missing");
        Cow::Borrowed(key)
    }

    fn told(&'static self, lang: Lang, key: &'static str, values: &[(&'static str, FluentValue<'_>)]) -> Option<Cow<'static, str>> {
        let bundle = self.bundle(lang);
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = if values.is_empty() {
            bundle.format_pattern(pattern, None, &mut errors)
        } else {
            let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
            Cow::Owned(bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
        };
        if !errors.is_empty() {
            tracing::error!(key, lang = lang.tag(), ?errors, "a text lacks a value");
        }
        Some(if lang.is_rtl() { directed(text) } else { text })
    }

    fn bundle(&'static self, lang: Lang) -> &'static Bundle {
        let kept = match lang {
            Lang::En => &self.english,
            Lang::De => &self.german,
            Lang::Ar => &self.arabic,
        };
        kept.get_or_init(|| self.read(lang))
    }

    fn read(&self, lang: Lang) -> Bundle {
        let mut bundle = Bundle::new_concurrent(vec![identifier(lang)]);
        // Marks around what is filled in would stand in texts that are compared, copied and mailed. A text that runs
        // from right to left needs them: a Latin name in its middle turns the words around it over.
        bundle.set_use_isolating(lang.is_rtl());
        let files = self.files.get_dir(lang.tag()).into_iter().flat_map(Dir::files);
        for file in files.filter(|file| file.path().extension().is_some_and(|ending| ending == "ftl")) {
            let text = file.contents_utf8().unwrap_or_default().to_owned();
            let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
                tracing::error!(file = %file.path().display(), ?errors, "a file of texts has faults");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = %file.path().display(), ?errors, "a text is there twice");
            }
        }
        bundle
    }
}

/// A text that runs from right to left and is made of nothing but what was filled in, `{ $money }، { $contained }`: its parts are
/// isolated, so that nothing in it says where it begins. It gets a mark that does (UAX #9, rule P2).
fn directed(text: Cow<'_, str>) -> Cow<'_, str> {
    let (mut open, mut parts, mut says_direction, mut says_more) = (0_usize, 0, false, false);
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => {
                parts += usize::from(open == 0);
                open += 1;
            }
            '\u{2069}' => open = open.saturating_sub(1),
            c if open == 0 => {
                says_direction |= c.is_alphabetic();
                says_more |= !c.is_whitespace();
            }
            _ => {}
        }
    }
    if says_direction || parts == 0 || (parts == 1 && !says_more) { text } else { Cow::Owned(format!("\u{200F}{text}")) }
}

#[cfg(test)]
mod tests {
    use super::directed;

    #[test]
    fn what_is_filled_in_alone_begins_at_the_right() {
        let of = |text: &'static str| directed(text.into()).into_owned();
        for alone in ["\u{2068}HK$ 5\u{2069}، \u{2068}شامل\u{2069}", "\u{2068}ضريبة\u{2069} \u{2068}7\u{2069} %", "(\u{2068}x\u{2069})"]
        {
            assert_eq!(of(alone), format!("\u{200F}{alone}"));
        }
        for plain in ["", "5", "\u{2068}x\u{2069}", "المجموع: \u{2068}HK$ 5\u{2069}"] {
            assert_eq!(of(plain), plain);
        }
    }
}

fn identifier(lang: Lang) -> LanguageIdentifier {
    lang.tag().parse().unwrap_or_default()
}

/// What can be filled into a text: words, amounts, and whole numbers that the text may choose a form by.
pub trait Arg {
    /// As Fluent wants it.
    fn fluent(&self) -> FluentValue<'_>;
}

impl Arg for str {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Arg for String {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl Arg for Cow<'_, str> {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_ref())
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn fluent(&self) -> FluentValue<'_> {
        (**self).fluent()
    }
}

impl Arg for platform_types::Money {
    /// As the language writes it; a text does not choose its form by an amount.
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self.to_string())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Arg for $number {
            fn fluent(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}

numbers!(i16, i32, i64, u8, u16, u32, u64, usize);

/// Declares the texts of a crate: `platform_texts::catalogue!();` in `src/texts.rs`, once. The crate depends on `include_dir` itself,
/// and has a `build.rs` that watches `texts`, so that a new file is seen.
#[macro_export]
macro_rules! catalogue {
    () => {
        /// The texts of this crate.
        pub(crate) static CATALOGUE: $crate::Catalogue = {
            static FILES: include_dir::Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/texts");
            $crate::Catalogue::of(&FILES)
        };
    };
}

/// A text of the crate it stands in, in the language of the work at hand: `t!("cart-empty")`, `t!("cart-left", count = 3)`.
#[allow(clippy::crate_in_macro_def, reason = "the texts are those of the crate that speaks")]
#[macro_export]
macro_rules! t {
    ($key:literal $(,)?) => {
        crate::texts::CATALOGUE.text($key, &[])
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        crate::texts::CATALOGUE.text($key, &[$((stringify!($name), $crate::Arg::fluent(&$value))),+])
    };
}
