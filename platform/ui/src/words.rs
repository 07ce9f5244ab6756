//! Every word the kit itself shows, in one place, so that languages can be added without hunting.
//!
//! Words that depend on data are functions. What pages say comes from the pages.

/// First link of every page.
pub const SKIP: &str = "Skip to content";
/// Name of the public navigation.
pub const SITE_NAV: &str = "Site";
/// Name of the staff rail.
pub const RAIL_NAV: &str = "Places";
/// Name of the breadcrumb trail.
pub const TRAIL_NAV: &str = "You are here";
/// Opens the rail on a phone.
pub const OPEN_MENU: &str = "Menu";
/// Leads to the sign-in page.
pub const SIGN_IN: &str = "Sign in";
/// Beside the label of a field that may stay empty.
pub const OPTIONAL: &str = "optional";
/// First line of a list one has to choose from.
pub const CHOOSE: &str = "Choose";
/// Closes a dialog or a notice.
pub const CLOSE: &str = "Close";
/// Leaves a dialog without doing anything.
pub const CANCEL: &str = "Cancel";
/// Screen-reader name of the notices' region.
pub const NOTICES: &str = "Notices";
/// Name of the strips above a page.
pub const ABOUT_SERVER: &str = "About this server";
/// Under a button while it works.
pub const WORKING: &str = "Working";
/// Button that lowers a quantity.
pub const LESS: &str = "One less";
/// Button that raises a quantity.
pub const MORE: &str = "One more";
/// Previous page of a list.
pub const PREVIOUS: &str = "Previous";
/// Next page of a list.
pub const NEXT: &str = "Next";
/// Where a chart has nothing to draw.
pub const NOTHING_YET: &str = "Nothing yet";
/// Opens the table behind a chart.
pub const AS_TABLE: &str = "As a table";
/// Head of the column of days or hours.
pub const WHEN: &str = "When";
/// Head of the column of names.
pub const WHAT: &str = "What";
/// Head of the column of values.
pub const HOW_MUCH: &str = "How much";
/// Head of the column of bounds.
pub const AT_MOST: &str = "At most";
/// Name of the links between pages of a list.
pub const PAGES: &str = "Pages";
/// Before a list of filters.
pub const FILTERS: &str = "Filters";
/// After the name of a filter that is on.
pub const REMOVE_FILTER: &str = "(take away)";
/// Looks for what was typed.
pub const FIND: &str = "Find";
/// Unfolds the filters of a list.
pub const MORE_FILTERS: &str = "Filter";
/// Uses the filters as they are set.
pub const APPLY: &str = "Apply";
/// Name of the column of ticks.
pub const CHOOSE_ROW: &str = "Choose";
/// Ticks every row that is shown.
pub const CHOOSE_SHOWN: &str = "Choose all that are shown";
/// Before the things that can be done with the chosen rows, while nobody counts them.
pub const CHOSEN_ROWS: &str = "With the chosen ones:";
/// The keys of a table, for whoever has a keyboard.
pub const TABLE_KEYS: &str = "Keys: j and k go from row to row, x chooses, Enter opens, / looks for something.";
/// Takes all filters away.
pub const CLEAR: &str = "Clear";
/// Price of what costs nothing.
pub const FREE: &str = "Free";
/// Under a price that hides nothing.
pub const ALL_IN: &str = "incl. fees and taxes";
/// Sum of an order.
pub const TOTAL: &str = "Total";
/// Heading of the lines of an order.
pub const YOUR_ORDER: &str = "Your order";
/// Ticket that cannot be bought any more.
pub const SOLD_OUT: &str = "Sold out";
/// Before a time that runs out.
pub const HELD_FOR: &str = "Held for you";
/// When a time has run out.
pub const TIME_OVER: &str = "Time is up";
/// Name of the steps of a checkout.
pub const PROGRESS: &str = "Progress";
/// Marks a finished step for screen readers.
pub const STEP_DONE: &str = "done";
/// Copies a text.
pub const COPY: &str = "Copy";
/// After a text was copied.
pub const COPIED: &str = "Copied";
/// Verdict at the door.
pub const ADMIT: &str = "Let in";
/// Verdict at the door.
pub const REFUSE: &str = "Do not let in";
/// Verdict at the door: a person decides.
pub const CHECK: &str = "Check";
/// Starts the camera.
pub const START_CAMERA: &str = "Start camera";
/// Stops the camera.
pub const STOP_CAMERA: &str = "Stop camera";
/// Lamp of the phone.
pub const TORCH: &str = "Torch";
/// Sound of the scanner.
pub const SOUND: &str = "Sound";
/// Label of the field beside the camera.
pub const TYPE_CODE: &str = "Type the code";
/// Sends a typed code.
pub const CHECK_CODE: &str = "Check code";
/// Under a dark viewfinder.
pub const CAMERA_OFF: &str = "Camera is off";
/// The browser refused or there is none.
pub const CAMERA_REFUSED: &str = "No camera here. Allow it in the browser’s settings, or type the code.";
/// Verdict of a device that got no answer: nothing was decided.
pub const NOT_CHECKED: &str = "Not checked";
/// Why, when the network is away.
pub const NO_CONNECTION: &str =
    "No connection to the house. Nobody was let in by this. Scan again when the connection is back, or call the box office.";
/// Why, when the house answered but could not decide.
pub const NO_ANSWER: &str = "The house could not answer. Nobody was let in by this. Scan again in a moment.";
/// Why, when the sign-in ended meanwhile.
pub const SIGNED_OUT: &str = "You are signed out. Nobody was let in by this. Sign in again; you come back to this gate, with the code.";
/// Leads to the sign-in page from where one was signed in before.
pub const SIGN_IN_AGAIN: &str = "Sign in again";
/// A code that was read while nobody was signed in, once somebody is.
pub const READ_BEFORE: &str =
    "This code was read while you were signed out. Nobody was let in by it. Check it now, or go on with the next one.";
/// On a page that says what went wrong, when the browser kept what was typed.
pub const FORM_KEPT: &str = "What you typed was not saved. This tab keeps it, and puts it back into the form.";
/// Leads back to that form.
pub const BACK_TO_FORM: &str = "Back to the form";
/// Above a form into which something was put back.
pub const FORM_BACK: &str = "What you typed before was not saved. It is back in this form: look at it, and send it again.";
/// Takes what was put back away again.
pub const DISCARD: &str = "Discard it";
/// Said by a toast when something was asked for that needs a sign-in.
pub const SIGNED_OUT_HERE: &str = "You are signed out. Nothing was changed by this. Open the page again to sign in.";
/// Shown while the device knows it is offline.
pub const OFFLINE: &str = "No connection: codes cannot be checked";
/// The page is not on HTTPS.
pub const CAMERA_INSECURE: &str = "The camera works over HTTPS only. Type the code, or open this page over HTTPS.";
/// Heading of an error page that names a request.
pub const REQUEST_ID: &str = "Request";
/// Shown while a page stands still.
pub const LOADING: &str = "Loading";
/// Something went wrong between browser and server.
pub const UNREACHABLE: &str = "The server did not answer. Nothing was changed by this. Check the connection and try again.";
/// The server failed.
pub const FAILED: &str = "That did not work, and it is our fault. Try again in a moment.";
/// The mark of a server that moves no real money.
pub const TEST_MODE: &str = "Test mode: no real money moves here.";
/// The mark of the payment simulator.
pub const SIMULATOR: &str = "Payment simulator. No bank is involved; nothing is charged.";
/// Summary above a form with mistakes.
pub fn mistakes(count: usize) -> String {
    if count == 1 { "One thing to correct".to_owned() } else { format!("{count} things to correct") }
}
/// Banner of a server that lives in another time.
pub fn shifted_clock(time: &str) -> String {
    format!("This server’s clock is set to {time}.")
}
/// How many are left, when few are; a page that is open puts the number in by itself.
pub const LEFT: &str = "{n} left";
/// How many are left, when few are.
pub fn left(count: u32) -> String {
    LEFT.replace("{n}", &count.to_string())
}
/// Progress of a checkout for screen readers.
pub fn step_of(index: usize, count: usize) -> String {
    format!("Step {index} of {count}")
}
/// Which part of a list is shown.
pub fn range(from: u64, to: u64, total: u64) -> String {
    format!("{}–{} of {}", grouped(from), grouped(to), grouped(total))
}
/// Chooses one row.
pub fn choose_row(name: &str) -> String {
    format!("Choose {name}")
}
/// How many rows are chosen; `{n}` is put in by the browser.
pub const CHOSEN: &str = "{n} chosen:";
/// Chooses all that match, on whichever page they are.
pub fn all_that_match(total: u64) -> String {
    format!("All {} that match", grouped(total))
}
/// `10000` as `10,000`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
/// A duration as a clock shows it.
pub fn minutes_seconds(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
/// Text alternative of a generated poster.
pub fn poster_of(title: &str) -> String {
    format!("Poster: {title}")
}

/// What a chart over time shows, for whoever cannot see it.
pub fn chart_over_time(title: &str, first: &str, last: &str, total: &str, most: &str, most_at: &str) -> String {
    format!("{title}. From {first} to {last}: {total} in all, at most {most} on {most_at}.")
}

/// What a chart of a running sum shows.
pub fn chart_growing(title: &str, first: &str, last: &str, total: &str) -> String {
    format!("{title}. From {first} to {last} it grows to {total}.")
}

/// The same of a single moment.
pub fn chart_at_one_time(title: &str, at: &str, total: &str) -> String {
    format!("{title}. {at}: {total}.")
}

/// Kinds that are drawn as one.
pub fn others(count: usize) -> String {
    format!("{count} others")
}

/// So many of so many.
pub fn so_many_of(value: &str, most: &str) -> String {
    format!("{value} of {most}")
}

/// A price that the buyer sets, from nothing on.
pub const OWN_PRICE: &str = "Pay what you want";
/// Above the field for it.
pub const OWN_AMOUNT: &str = "You pay per ticket";
/// Before the zones that a ticket opens.
pub const OPENS: &str = "Opens";
