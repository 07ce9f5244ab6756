//! What leaves the house as a file: tickets, receipts and lists of people as PDF, codes as QR pictures, posters as PNG, dates for calendars.
//!
//! Owns no table and knows nothing of orders or payments; callers hand in finished words.
//! Invariants: what people typed is data and never markup; no character is printed as an empty
//! box; the memory a document took is given back when it is done; the same input gives the same
//! bytes.

pub mod calendar;
pub mod fonts;
pub mod pdf;
pub mod picture;
pub mod qr;

pub use fonts::Fonts;
pub use pdf::{
    Documents, Entry, Labels, PdfError, ReceiptLine, ReceiptSheet, RollRow, RollSheet, Sum, Tick, TicketSheet, render_receipt, render_roll,
    render_tickets,
};
pub use picture::PictureError;
