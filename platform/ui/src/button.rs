//! Buttons, and links that look like them.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// How much a button asks for. A page has one [`Weight::Main`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one main action, lamp amber.
    Main,
    /// An ordinary action.
    Plain,
    /// An action that stands back: in tables, beside others.
    Quiet,
    /// Takes something away for good.
    Danger,
}

/// How large it is drawn. All sizes keep a 44 px target on touch screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// In tables and toolbars.
    Small,
    /// Everywhere.
    Normal,
    /// Buy, pay, door.
    Large,
}

#[derive(Clone, Debug)]
enum Does {
    Submit { name: Option<String>, value: String, form: Option<String>, to: Option<String>, asks: bool },
    Link(String),
    Nothing,
    Opens(String),
}

/// A button; made by [`Button::submit`], [`Button::link`], [`Button::plain`] or [`Button::opens`].
#[derive(Clone, Debug)]
pub struct Button {
    label: String,
    does: Does,
    weight: Weight,
    size: Size,
    icon: Option<Icon>,
    icon_only: bool,
    icon_after: bool,
    wide: bool,
    disabled: bool,
}

impl Button {
    fn new(label: impl Into<String>, does: Does) -> Self {
        Self {
            label: label.into(),
            does,
            weight: Weight::Plain,
            size: Size::Normal,
            icon: None,
            icon_only: false,
            icon_after: false,
            wide: false,
            disabled: false,
        }
    }

    /// Sends the form it stands in.
    pub fn submit(label: impl Into<String>) -> Self {
        Self::new(label, Does::Submit { name: None, value: String::new(), form: None, to: None, asks: false })
    }

    /// A link drawn as a button.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(label, Does::Link(href.into()))
    }

    /// `type="button"`: does nothing by itself; a custom element around it listens.
    pub fn plain(label: impl Into<String>) -> Self {
        Self::new(label, Does::Nothing)
    }

    /// Opens the [`crate::Dialog`] with this id.
    pub fn opens(label: impl Into<String>, dialog_id: impl Into<String>) -> Self {
        Self::new(label, Does::Opens(dialog_id.into()))
    }

    /// Makes it the page's main action.
    #[must_use]
    pub fn main(mut self) -> Self {
        self.weight = Weight::Main;
        self
    }

    /// Makes it stand back.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.weight = Weight::Quiet;
        self
    }

    /// Marks it as taking something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.weight = Weight::Danger;
        self
    }

    /// Smaller.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.size = Size::Small;
        self
    }

    /// Larger.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.size = Size::Large;
        self
    }

    /// As wide as its place.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// With an icon before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With an icon after the words: onwards, opens.
    #[must_use]
    pub fn icon_after(mut self, icon: Icon) -> Self {
        self.icon_after = true;
        self.icon(icon)
    }

    /// The icon alone; the words become its name for screen readers and its tooltip.
    #[must_use]
    pub fn icon_only(mut self, icon: Icon) -> Self {
        self.icon_only = true;
        self.icon(icon)
    }

    /// Sends `name=value` with the form.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Does::Submit { name: n, value: v, .. } = &mut self.does {
            *n = Some(name.into());
            *v = value.into();
        }
        self
    }

    /// Sends the form with this id, wherever the button stands.
    #[must_use]
    pub fn of_form(mut self, form_id: impl Into<String>) -> Self {
        if let Does::Submit { form, .. } = &mut self.does {
            *form = Some(form_id.into());
        }
        self
    }

    /// Sends its form to this address instead of the form's own: one of several things to do with what is chosen.
    #[must_use]
    pub fn sends_to(mut self, address: impl Into<String>) -> Self {
        if let Does::Submit { to, .. } = &mut self.does {
            *to = Some(address.into());
        }
        self
    }

    /// Asks its form's address instead of sending to it: what was filled in goes with the address, and nothing is changed.
    #[must_use]
    pub fn asks(mut self) -> Self {
        if let Does::Submit { asks, .. } = &mut self.does {
            *asks = true;
        }
        self
    }

    /// Cannot be pressed now. Say beside it why.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// What it says.
    pub fn label(&self) -> &str {
        &self.label
    }

    fn class(&self) -> String {
        let mut class = String::from("button");
        class.push_str(match self.weight {
            Weight::Main => " button--main",
            Weight::Plain => "",
            Weight::Quiet => " button--quiet",
            Weight::Danger => " button--danger",
        });
        class.push_str(match self.size {
            Size::Small => " button--small",
            Size::Normal => "",
            Size::Large => " button--large",
        });
        for (on, name) in [(self.wide, " button--wide"), (self.icon_only, " button--icon")] {
            if on {
                class.push_str(name);
            }
        }
        class
    }

    fn inside(&self) -> Markup {
        html! {
            @if let (Some(icon), false) = (self.icon, self.icon_after) { (icon) }
            @if !self.icon_only { span class="button__label" { (self.label) } }
            @if let (Some(icon), true) = (self.icon, self.icon_after) { (icon) }
        }
    }

    /// The button.
    pub fn render(&self) -> Markup {
        let class = self.class();
        let name = self.icon_only.then_some(self.label.as_str());
        match &self.does {
            // A link that may not be followed is no link: without href it takes no focus and says so.
            Does::Link(href) => html! {
                a class=(class) href=[(!self.disabled).then_some(href)] aria-disabled=[self.disabled.then_some("true")]
                    role=[self.disabled.then_some("link")] aria-label=[name] title=[name] { (self.inside()) }
            },
            Does::Submit { name: field, value, form, to, asks } => html! {
                button class=(class) type="submit" name=[field.as_ref()] value=[field.as_ref().map(|_| value)]
                    form=[form.as_ref()] formaction=[to.as_ref()] formmethod=[asks.then_some("get")] disabled[self.disabled] aria-label=[name] title=[name] { (self.inside()) }
            },
            Does::Nothing => html! {
                button class=(class) type="button" disabled[self.disabled] aria-label=[name] title=[name] { (self.inside()) }
            },
            Does::Opens(id) => html! {
                button class=(class) type="button" popovertarget=(id) disabled[self.disabled] aria-label=[name] title=[name] {
                    (self.inside())
                }
            },
        }
    }

    /// Weights, sizes, icons, states.
    pub fn sample() -> Vec<Sample> {
        let row = |buttons: Vec<Button>| html! { div class="cluster" { @for b in buttons { (b) } } };
        vec![
            Sample::new(
                "weights",
                row(vec![
                    Button::submit("Get tickets").main(),
                    Button::submit("Save draft"),
                    Button::link("Back to events", "#").quiet(),
                    Button::submit("Refund order").danger(),
                ]),
            ),
            Sample::new(
                "sizes",
                row(vec![
                    Button::submit("Pay €84.00").main().large().icon(Icon::Lock),
                    Button::submit("Continue").icon_after(Icon::ArrowRight),
                    Button::submit("Edit").small(),
                ]),
            ),
            Sample::new(
                "icons",
                row(vec![
                    Button::link("New event", "#").main().icon(Icon::Plus),
                    Button::plain(t!("layout-copy")).icon_only(Icon::Copy),
                    Button::plain("More").quiet().icon_only(Icon::Ellipsis),
                ]),
            ),
            Sample::new(
                "cannot be pressed",
                row(vec![Button::submit("Publish").main().disabled(true), Button::link("Next", "#").disabled(true)]),
            ),
            Sample::new("wide", Button::submit("Hold two tickets").main().large().wide().render()),
        ]
    }
}

splices!(Button);
