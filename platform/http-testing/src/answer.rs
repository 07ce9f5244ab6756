//! What came back.

use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};

/// One answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, headers, bytes, text }
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("a readable header"))
    }

    /// Stops the test at any other status.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.told());
        self
    }

    /// Where it leads, after a 303.
    pub fn leads(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.told());
        self.header("location")
    }

    /// The body but for the sheets that a page carries: what was written for this answer.
    pub fn without_sheets(&self) -> String {
        without_sheets(&self.text)
    }

    /// What a reader sees of the main part; of anything but a page its beginning.
    pub fn told(&self) -> String {
        let page = self.page();
        let main = page.select(&chosen("main")).next();
        main.map_or_else(|| self.text.chars().take(600).collect(), |main| words(&main.text().collect::<Vec<_>>().join(" ")))
    }

    /// What stands in the elements the selector finds.
    pub fn find(&self, selector: &str) -> Vec<String> {
        self.page().select(&chosen(selector)).map(|e| words(&e.text().collect::<String>())).collect()
    }

    /// How many elements the selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.page().select(&chosen(selector)).count()
    }

    /// An attribute of every element the selector finds that has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.page().select(&chosen(selector)).filter_map(|e| e.attr(name).map(str::to_owned)).collect()
    }

    /// An attribute of the first element the selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.page().select(&chosen(selector)).next().and_then(|e| e.attr(name).map(str::to_owned))
    }

    /// The value of the field of this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let page = self.page();
        let field = page.select(&chosen(&format!("input[name='{name}']"))).next()?;
        Some(field.attr("value").unwrap_or_default().to_owned())
    }

    fn page(&self) -> Html {
        // A page's sheets are most of it, and reading them anew for each question was most of a test's time.
        Html::parse_document(&self.without_sheets())
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn chosen(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|e| panic!("{selector}: {e}"))
}

/// A page but for the sheets that it carries.
pub fn without_sheets(page: &str) -> String {
    let mut parts = page.split("<style");
    let before = parts.next().unwrap_or_default().to_owned();
    parts.fold(before, |kept, sheet| kept + sheet.split_once("</style>").map_or("", |(_, after)| after))
}
