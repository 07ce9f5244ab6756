//! A month of events: a table of days on a desk, on a phone the days that have something.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use platform_texts::{Telling, on_day, t};
use platform_ui::{EmptyState, House, Icon, Markup, Moment, html};

use super::finder::Finder;
use super::public_page;
use crate::discover::Dated;

/// Events of one day that stand in its cell; the others are on the day's list.
const OF_A_DAY: usize = 4;

/// A month of the list.
pub(in crate::shop) struct Calendar<'a> {
    pub(in crate::shop) finder: Finder<'a>,
    /// By its first day.
    pub(in crate::shop) month: NaiveDate,
    pub(in crate::shop) today: NaiveDate,
    /// In order of time.
    pub(in crate::shop) dated: &'a [Dated],
}

impl Calendar<'_> {
    /// The whole page.
    pub(in crate::shop) fn page(&self, house: &House) -> Markup {
        let main = html! {
            div class="listing__head" {
                h1 class="listing__title" { (t!("listing-title")) }
                (self.finder.render())
            }
            div class="listing__told" { (self.months()) (self.finder.views()) }
            @if self.dated.is_empty() {
                (EmptyState::new(Icon::CalendarDays, t!("calendar-empty-title"), t!("calendar-empty-text")))
            } @else {
                (self.table())
            }
        };
        public_page(house, t!("calendar-title", month = on_day(self.month, Telling::Month)), main).current("/events").noindex().render()
    }

    /// The months around this one. What has passed is in no list, so there is nothing before this month.
    fn months(&self) -> Markup {
        let this = self.today.with_day(1).unwrap_or(self.today);
        let before = self.month.checked_sub_months(Months::new(1)).filter(|month| *month >= this);
        let after = self.month.checked_add_months(Months::new(1)).filter(|month| month.year() < 9999);
        let href =
            |month: NaiveDate| self.finder.search.href("/events", &[("view", "calendar"), ("month", &month.format("%Y-%m").to_string())]);
        html! {
            nav class="months" aria-label=(t!("calendar-months")) {
                @if let Some(month) = before {
                    a class="button button--small button--icon" href=(href(month)) rel="prev" {
                        (Icon::ChevronLeft) span class="unseen" { (on_day(month, Telling::Month)) }
                    }
                }
                h2 class="months__name" { (on_day(self.month, Telling::Month)) }
                @if let Some(month) = after {
                    a class="button button--small button--icon" href=(href(month)) rel="next" {
                        (Icon::ChevronRight) span class="unseen" { (on_day(month, Telling::Month)) }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        let monday = self.month.week(Weekday::Mon).first_day();
        let week: Vec<NaiveDate> = (0..7).filter_map(|offset| monday.checked_add_days(Days::new(offset))).collect();
        html! {
            table class="month" {
                caption class="unseen" { (t!("calendar-caption", month = on_day(self.month, Telling::Month))) }
                thead { tr { @for day in week { th scope="col" { abbr title=(on_day(day, Telling::Weekday)) { (on_day(day, Telling::ShortWeekday)) } } } } }
                tbody {
                    @for week in self.weeks() {
                        tr { @for day in week { (self.cell(day)) } }
                    }
                }
            }
        }
    }

    /// Weeks from Monday on, with nothing for days of other months.
    fn weeks(&self) -> Vec<[Option<NaiveDate>; 7]> {
        let mut weeks = Vec::new();
        let mut monday = self.month.week(Weekday::Mon).first_day();
        while monday.month() == self.month.month() || monday < self.month {
            let mut week = [None; 7];
            for (offset, slot) in (0..).zip(&mut week) {
                *slot = monday.checked_add_days(Days::new(offset)).filter(|day| day.month() == self.month.month());
            }
            weeks.push(week);
            match monday.checked_add_days(Days::new(7)) {
                Some(next) => monday = next,
                None => break,
            }
        }
        weeks
    }

    fn cell(&self, day: Option<NaiveDate>) -> Markup {
        let Some(day) = day else { return html! { td class="month__none" {} } };
        let events: Vec<&Dated> = self.dated.iter().filter(|event| event.days.0 <= day && day <= event.days.1).collect();
        if events.is_empty() {
            return html! { td class="month__free" { span class="month__day" { (day.day()) } } };
        }
        let list = self.finder.search.with(|s| (s.when, s.from, s.to) = (None, Some(day), Some(day))).href("/events", &[]);
        let today = (day == self.today).then_some("date");
        html! {
            td aria-current=[today] {
                a class="month__day" href=(list) { span class="month__number" { (day.day()) } span class="month__weekday" { (t!("calendar-day", day = day.day().to_string(), weekday = on_day(day, Telling::Weekday))) } span class="unseen" { (t!("calendar-day-list")) } }
                ul role="list" class="month__events" {
                    @for event in events.iter().take(OF_A_DAY) {
                        li {
                            a href={ "/events/" (event.slug) } {
                                @if event.days.0 == day { span class="month__time" { (Moment::time(event.starts_at, event.zone).text()) } " " }
                                (event.name)
                            }
                        }
                    }
                    @if events.len() > OF_A_DAY { li { a class="month__more" href=(list) { (t!("calendar-more", count = events.len() - OF_A_DAY)) } } }
                }
            }
        }
    }
}
