//! What is printed on a ticket, as finished words.

use std::fmt;

/// One ticket. All texts are what a reader sees: dates in the event's zone, prices with their
/// currency. Line ends and control characters in them are cleaned away, nothing is interpreted.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketSheet {
    /// Language of the event's texts (BCP 47, e.g. `zh-Hant-HK`): chooses Han variants and what a
    /// screen reader speaks.
    pub language: String,
    /// Who puts the event on.
    pub organiser: String,
    /// The main title, then the same in other languages.
    pub titles: Vec<String>,
    /// When, one line each, in the event's zone: `Saturday 14 December 2024, 19:30`.
    pub dates: Vec<String>,
    /// When the doors open: `18:45`.
    pub doors: Option<String>,
    /// Name of the venue.
    pub venue: String,
    /// Its address, one line each.
    pub address: Vec<String>,
    /// Name of the ticket type.
    pub ticket_type: String,
    /// Parts of the place that it opens besides the entrance: `Lounge, Backstage`.
    pub opens: Option<String>,
    /// Who comes in with it.
    pub attendee: String,
    /// The order it was bought with.
    pub order_number: String,
    /// What was paid for it: `HK$420.00 incl. fees`.
    pub price: String,
    /// Place of this ticket in its order, from 1, and how many there are.
    pub place: (u32, u32),
    /// What the QR code says.
    pub payload: String,
    /// The code for typing in.
    pub human_code: String,
    /// House rules and small print, one paragraph each. About 1,500 letters fit; what is beyond is cut.
    pub terms: Vec<String>,
    /// The words around all that.
    pub labels: Labels,
}

/// Prints nothing of the person.
impl fmt::Debug for TicketSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TicketSheet({} of {})", self.place.0, self.place.1)
    }
}

/// The fixed words of a ticket, in the reader's language. English by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Language of the labels and of the document (BCP 47).
    pub language: String,
    /// Title of the document: `Tickets`.
    pub document: String,
    /// Above the title: `presents`, set after the organiser.
    pub presents: String,
    /// On the stub: `Admit one`.
    pub admit_one: String,
    /// Before the time the doors open.
    pub doors: String,
    /// Above the attendee's name.
    pub attendee: String,
    /// Above the ticket type.
    pub ticket_type: String,
    /// Above what the ticket opens besides the entrance.
    pub opens: String,
    /// Above the price.
    pub price: String,
    /// Above the order number.
    pub order: String,
    /// Before the place in the order, `Ticket 1 of 4`; `{n}` and `{of}` are filled in.
    pub place: String,
    /// Above the code for typing in.
    pub human_code: String,
    /// What to do with the code.
    pub hint: String,
    /// Read aloud in place of the QR picture; `{code}` is the code for typing in.
    pub qr: String,
    /// Above the terms.
    pub terms: String,
}

impl Default for Labels {
    fn default() -> Self {
        let own = str::to_owned;
        Self {
            language: own("en"),
            document: own("Tickets"),
            presents: own("presents"),
            admit_one: own("Admit one"),
            doors: own("Doors"),
            attendee: own("Name"),
            ticket_type: own("Ticket"),
            opens: own("Also opens"),
            price: own("Price"),
            order: own("Order number"),
            place: own("{n} of {of}"),
            human_code: own("Ticket code, if the QR code does not scan"),
            hint: own("Show this code at the door, on paper or on your phone. It admits one person, once."),
            qr: own("QR code of this ticket. To type it in instead: {code}"),
            terms: own("Good to know"),
        }
    }
}
