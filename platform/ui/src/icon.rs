//! The icon set: drawn on one 24-unit grid, inlined, coloured by the text around them.

use maud::{Markup, PreEscaped, Render, html};

use crate::sample::Sample;

macro_rules! icons {
    ($($variant:ident = $file:literal, $doc:literal;)*) => {
        /// An icon of the set in `assets/icons`. Decoration by default: the words stand beside it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = $doc] $variant,)*
        }

        impl Icon {
            /// Every icon, in order of name.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The file's name without `.svg`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $file,)* }
            }

            fn file(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../../assets/icons/", $file, ".svg")),)*
                }
            }
        }
    };
}

icons! {
    Accessibility = "accessibility", "A wheelchair user: access facts.";
    ArrowLeft = "arrow-left", "Back.";
    ArrowRight = "arrow-right", "Onwards.";
    Ban = "ban", "Not allowed, void.";
    Banknote = "banknote", "Cash, payouts.";
    Bell = "bell", "Notices.";
    Building2 = "building-2", "A house, a venue.";
    Calendar = "calendar", "A day.";
    CalendarDays = "calendar-days", "A month of days.";
    CalendarPlus = "calendar-plus", "Add to calendar.";
    Camera = "camera", "Camera.";
    ChartNoAxesColumn = "chart-no-axes-column", "Figures.";
    Check = "check", "Done, chosen.";
    ChevronDown = "chevron-down", "Opens below.";
    ChevronLeft = "chevron-left", "Previous.";
    ChevronRight = "chevron-right", "Next, into.";
    ChevronUp = "chevron-up", "Closes upwards.";
    ChevronsUpDown = "chevrons-up-down", "Sortable, selectable.";
    CircleCheck = "circle-check", "Went well.";
    CircleQuestionMark = "circle-question-mark", "Help.";
    CircleX = "circle-x", "Went wrong.";
    Clapperboard = "clapperboard", "Film.";
    Clock = "clock", "Time of day.";
    Copy = "copy", "Copy.";
    CreditCard = "credit-card", "Payment card.";
    DoorOpen = "door-open", "The door, admission.";
    Download = "download", "Download.";
    Drama = "drama", "Theatre.";
    Ellipsis = "ellipsis", "More.";
    ExternalLink = "external-link", "Leaves this site.";
    Eye = "eye", "Show.";
    EyeOff = "eye-off", "Hide.";
    FileText = "file-text", "A document.";
    Flashlight = "flashlight", "Torch on.";
    FlashlightOff = "flashlight-off", "Torch off.";
    Funnel = "funnel", "Filter.";
    History = "history", "What happened before.";
    Hourglass = "hourglass", "Waiting.";
    House = "house", "Home.";
    Info = "info", "Information.";
    Keyboard = "keyboard", "Type instead.";
    LayoutDashboard = "layout-dashboard", "Overview.";
    Link = "link", "A link.";
    List = "list", "A list.";
    LoaderCircle = "loader-circle", "Working.";
    Lock = "lock", "Secure, locked.";
    LogIn = "log-in", "Sign in.";
    LogOut = "log-out", "Sign out.";
    Mail = "mail", "E-mail.";
    MapPin = "map-pin", "A place.";
    Menu = "menu", "Menu.";
    MicVocal = "mic-vocal", "Spoken word, comedy.";
    Minus = "minus", "Less.";
    Music = "music", "Music.";
    Pencil = "pencil", "Edit.";
    Phone = "phone", "Telephone.";
    Plus = "plus", "More, new.";
    Printer = "printer", "Print.";
    QrCode = "qr-code", "A code.";
    Receipt = "receipt", "An order, a receipt.";
    RefreshCw = "refresh-cw", "Again.";
    ScanLine = "scan-line", "Scan.";
    Search = "search", "Search.";
    Send = "send", "Send.";
    Settings = "settings", "Settings.";
    ShieldCheck = "shield-check", "Checked, safe.";
    Tag = "tag", "Price, label.";
    Ticket = "ticket", "One ticket.";
    Tickets = "tickets", "Tickets.";
    Trash2 = "trash-2", "Delete.";
    TriangleAlert = "triangle-alert", "Care.";
    Undo2 = "undo-2", "Undo, refund.";
    Upload = "upload", "Upload.";
    User = "user", "A person.";
    Users = "users", "People.";
    Volume2 = "volume-2", "Sound on.";
    VolumeX = "volume-x", "Sound off.";
    Wallet = "wallet", "Money held.";
    X = "x", "Close, remove.";
}

impl Icon {
    /// The icon, hidden from screen readers.
    pub fn render(self) -> Markup {
        html! {
            svg class=(self.class()) viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"
                stroke-linejoin="round" aria-hidden="true" focusable="false" { (self.shapes()) }
        }
    }

    /// The icon where no words stand beside it; `label` says what it means.
    pub fn labelled(self, label: &str) -> Markup {
        html! {
            svg class=(self.class()) viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"
                stroke-linejoin="round" role="img" aria-label=(label) focusable="false" { (self.shapes()) }
        }
    }

    /// Those that point onwards or back point the other way where one reads from right to left.
    fn class(self) -> &'static str {
        match self {
            Self::ArrowLeft | Self::ArrowRight | Self::ChevronLeft | Self::ChevronRight | Self::LogIn | Self::LogOut | Self::Undo2 => {
                "icon icon--points"
            }
            _ => "icon",
        }
    }

    /// What stands between the file's outer tags, without its line ends.
    fn shapes(self) -> Markup {
        let inside = self.file().split_once("<svg").and_then(|(_, rest)| rest.split_once('>'));
        let shapes = inside.and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(shapes, _)| shapes);
        PreEscaped(shapes.lines().map(str::trim).collect())
    }

    /// The whole set, named.
    pub fn sample() -> Vec<Sample> {
        let all = html! {
            ul class="icon-sheet" { @for icon in Self::ALL { li { (icon) " " (icon.name()) } } }
        };
        vec![Sample::new("the set", all), Sample::new("labelled", Icon::Ticket.labelled("One ticket"))]
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        Icon::render(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_gives_shapes() {
        for icon in Icon::ALL {
            let shapes = icon.shapes().0;
            assert!(shapes.starts_with('<') && shapes.ends_with("/>"), "{}: {shapes:?}", icon.name());
        }
    }
}
