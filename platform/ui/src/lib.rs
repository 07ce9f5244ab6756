//! The interface kit: typed components that render HTML, and the assets they need.
//!
//! **Owns** the markup, styles and behaviour that all pages share, the words the kit itself shows
//! ([`words`]) and the addresses of assets ([`asset`]). **Invariants**: pure rendering, no I/O, no
//! clock, no chance; every text is escaped by maud; no inline style, script or event handler (the
//! import map, allowed by its hash, is the one inline script); every component has a `sample()`
//! that the tests validate with an HTML parser. **Boundary**: knows no route, no table, no session;
//! addresses come from the caller. `README.md` lists every component in one line.
//!
//! To add a component: a file here with props, `render()` and `sample()`, a sheet of the same name
//! in `assets/css/components/` named in `assets/css/app.css`, a line in [`gallery`], a line in the
//! README. The tests hold all but the last.

pub mod asset;
mod badge;
mod banner;
mod bell;
mod button;
mod buy_bar;
mod card;
mod chart;
mod code_block;
mod copy_text;
mod countdown;
mod data_table;
mod definition_list;
mod dialog;
mod disclosure;
mod empty_state;
mod error_page;
mod event_card;
mod field;
mod figures;
mod filters;
mod form;
pub mod gallery;
mod icon;
mod layout;
mod letter;
mod moment;
mod notice_list;
mod order_summary;
mod pagination;
mod palette;
mod picture;
mod poster;
mod preference;
mod programme;
mod sample;
mod scanner;
mod skeleton;
mod stepper;
mod steps;
mod table;
mod tabs;
mod texts;
mod ticket_box;
mod ticket_pass;
mod toast;
mod typed_text;
mod verdict;
pub mod words;

pub use badge::Badge;
pub use banner::{Banner, Tone};
pub use bell::Bell;
pub use button::{Button, Size, Weight};
pub use buy_bar::BuyBar;
pub use card::Card;
pub use chart::{Bar, Bars, Columns, Label, LineChart, Series, Sparkline, Unit};
pub use code_block::CodeBlock;
pub use copy_text::CopyText;
pub use countdown::Countdown;
pub use data_table::{DataRow, DataTable};
pub use definition_list::DefinitionList;
pub use dialog::Dialog;
pub use disclosure::Disclosure;
pub use empty_state::EmptyState;
pub use error_page::ErrorPage;
pub use event_card::{EventCard, EventHero};
pub use field::{Choice, Field};
pub use figures::{Figure, Figures};
pub use filters::{Chip, FilterForm, Filters};
pub use form::{FieldErrors, Form};
pub use icon::Icon;
pub use layout::{
    App, Dir, Document, House, LivePage, NavLink, PublicPage, Rail, RailGroup, RailItem, SocialImage, StaffPage, THEME_DARK, THEME_LIGHT,
};
pub use letter::Letter;
pub use maud::{Markup, PreEscaped, Render, html};
pub use moment::Moment;
pub use notice_list::{NoticeList, NoticeRow};
pub use order_summary::{OrderLine, OrderSummary};
pub use pagination::Pagination;
pub use palette::{Palette, PaletteEntry};
pub use picture::{Picture, PictureSource};
pub use poster::{Category, Poster};
pub use preference::Preference;
pub use programme::{Programme, ProgrammeDay, ProgrammeLine, ProgrammeStage};
pub use sample::Sample;
pub use scanner::Scanner;
pub use skeleton::Skeleton;
pub use stepper::Stepper;
pub use steps::Steps;
pub use table::{Column, Sorted, Table};
pub use tabs::Tabs;
pub use ticket_box::{Availability, LiveTickets, OwnAmount, PriceRow, TicketBox};
pub use ticket_pass::{QrSlot, TicketPass};
pub use toast::Toast;
pub use typed_text::TypedText;
pub use verdict::{Ruling, Verdict};
