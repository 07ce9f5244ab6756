//! What the gallery and the tests see of a component.

use maud::Markup;

/// One state of a component, rendered.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What the state is, in a few words.
    pub state: &'static str,
    /// How it looks.
    pub markup: Markup,
}

impl Sample {
    /// A state and its markup.
    pub fn new(state: &'static str, markup: Markup) -> Self {
        Self { state, markup }
    }
}

/// Lets a component stand in `html! { (component) }`: `render` is inherent, so callers import nothing.
macro_rules! splices {
    ($($component:ty),+ $(,)?) => {$(
        impl maud::Render for $component {
            fn render(&self) -> maud::Markup {
                <$component>::render(self)
            }
        }
    )+};
}
pub(crate) use splices;
