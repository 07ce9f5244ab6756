//! A month of events: a table of days on a desk, on a phone the days that have something.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
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
                h1 class="listing__title" { "What is on" }
                (self.finder.render())
            }
            div class="listing__told" { (self.months()) (self.finder.views()) }
            @if self.dated.is_empty() {
                (EmptyState::new(Icon::CalendarDays, "Nothing in this month", "Look into the next one, or take a filter away."))
            } @else {
                (self.table())
            }
        };
        public_page(house, format!("What is on in {}", self.month.format("%B %Y")), main).current("/events").noindex().render()
    }

    /// The months around this one. What has passed is in no list, so there is nothing before this month.
    fn months(&self) -> Markup {
        let this = self.today.with_day(1).unwrap_or(self.today);
        let before = self.month.checked_sub_months(Months::new(1)).filter(|month| *month >= this);
        let after = self.month.checked_add_months(Months::new(1)).filter(|month| month.year() < 9999);
        let href =
            |month: NaiveDate| self.finder.search.href("/events", &[("view", "calendar"), ("month", &month.format("%Y-%m").to_string())]);
        html! {
            nav class="months" aria-label="Months" {
                @if let Some(month) = before {
                    a class="button button--small button--icon" href=(href(month)) rel="prev" {
                        (Icon::ChevronLeft) span class="unseen" { (month.format("%B %Y")) }
                    }
                }
                h2 class="months__name" { (self.month.format("%B %Y")) }
                @if let Some(month) = after {
                    a class="button button--small button--icon" href=(href(month)) rel="next" {
                        (Icon::ChevronRight) span class="unseen" { (month.format("%B %Y")) }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        const WEEK: [(&str, &str); 7] = [
            ("Mon", "Monday"),
            ("Tue", "Tuesday"),
            ("Wed", "Wednesday"),
            ("Thu", "Thursday"),
            ("Fri", "Friday"),
            ("Sat", "Saturday"),
            ("Sun", "Sunday"),
        ];
        html! {
            table class="month" {
                caption class="unseen" { "Events in " (self.month.format("%B %Y")) ", by day" }
                thead { tr { @for (short, long) in WEEK { th scope="col" { abbr title=(long) { (short) } } } } }
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
                a class="month__day" href=(list) { (day.day()) span class="month__weekday" { " " (day.format("%A")) } span class="unseen" { ", list" } }
                ul role="list" class="month__events" {
                    @for event in events.iter().take(OF_A_DAY) {
                        li {
                            a href={ "/events/" (event.slug) } {
                                @if event.days.0 == day { span class="month__time" { (Moment::time(event.starts_at, event.zone).text()) } " " }
                                (event.name)
                            }
                        }
                    }
                    @if events.len() > OF_A_DAY { li { a class="month__more" href=(list) { (events.len() - OF_A_DAY) " more" } } }
                }
            }
        }
    }
}
