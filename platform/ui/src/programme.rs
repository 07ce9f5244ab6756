//! A running order: by day, by stage, in order of time.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// One act, talk or session.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeLine {
    /// When: “19:30 to 20:15”; none while set times are not fixed.
    pub time: Option<Markup>,
    /// What it is called.
    pub title: String,
    /// Address of its own page, where that says more.
    pub href: Option<String>,
    /// Who, in order.
    pub people: Vec<String>,
    /// Track and the like.
    pub note: Option<String>,
    /// BCP 47 tag of the title, where it is not the page's language.
    pub lang: Option<String>,
}

/// What happens on one stage.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeStage {
    /// Id, for links.
    pub id: Option<String>,
    /// Its name; none where there is one stage without a name.
    pub name: Option<String>,
    /// In order of time.
    pub lines: Vec<ProgrammeLine>,
}

/// What happens on one day.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeDay {
    /// Id, for links.
    pub id: Option<String>,
    /// Which day; none where it is plain.
    pub name: Option<String>,
    /// Stage by stage.
    pub stages: Vec<ProgrammeStage>,
}

/// A running order.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Day by day.
    pub days: Vec<ProgrammeDay>,
    /// The rank of a day's heading, 2 or 3; a stage's is one lower.
    pub rank: u8,
}

impl Programme {
    /// A running order below a heading of the first rank.
    pub fn new(days: Vec<ProgrammeDay>) -> Self {
        Self { days, rank: 2 }
    }

    /// Below a heading of the second rank.
    #[must_use]
    pub fn under_heading(mut self) -> Self {
        self.rank = 3;
        self
    }

    /// The running order.
    pub fn render(&self) -> Markup {
        html! {
            div class="programme" {
                @for day in &self.days {
                    section class="programme__day" {
                        @if let Some(name) = &day.name { (heading(self.rank, "programme__day-name", day.id.as_deref(), name)) }
                        @let rank = if day.name.is_some() { self.rank + 1 } else { self.rank };
                        @for stage in &day.stages {
                            div class="programme__stage" {
                                @if let Some(name) = &stage.name { (heading(rank, "programme__stage-name", stage.id.as_deref(), name)) }
                                ol class="programme__lines" role="list" { @for line in &stage.lines { (line.render()) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A night with two stages, and a line-up without times.
    pub fn sample() -> Vec<Sample> {
        let line = |time: &str, title: &str, who: &[&str]| ProgrammeLine {
            time: (!time.is_empty()).then(|| html! { (time) }),
            title: title.to_owned(),
            href: (title.len() > 12).then(|| "#".to_owned()),
            people: who.iter().map(|name| (*name).to_owned()).collect(),
            note: who.is_empty().then(|| "Talks".to_owned()),
            lang: None,
        };
        let stage = |name: &str, lines| ProgrammeStage { id: None, name: Some(name.to_owned()), lines };
        let night = Self::new(vec![ProgrammeDay {
            id: None,
            name: Some("Saturday 14 March".to_owned()),
            stages: vec![
                stage(
                    "Main stage",
                    vec![line("20:00 to 20:45", "Ada & the Engines", &["Ada Lovelace"]), line("21:15", "民族器樂", &["陳美", "محمد علي"])],
                ),
                stage("Cellar", vec![line("22:00", "What the River Knows", &[])]),
            ],
        }]);
        let lines = vec![line("", "Blue Note Sundays", &["Mei Chan"]), line("", "Open Mic", &[])];
        let open = Self::new(vec![ProgrammeDay {
            stages: vec![ProgrammeStage { lines, ..ProgrammeStage::default() }],
            ..ProgrammeDay::default()
        }]);
        vec![Sample::new("a night on two stages", night.render()), Sample::new("a line-up without set times", open.render())]
    }
}

fn heading(rank: u8, class: &str, id: Option<&str>, name: &str) -> Markup {
    match rank {
        2 => html! { h2 class=(class) id=[id] { (name) } },
        3 => html! { h3 class=(class) id=[id] { (name) } },
        _ => html! { h4 class=(class) id=[id] { (name) } },
    }
}

impl ProgrammeLine {
    fn render(&self) -> Markup {
        let people = self.people.join(", ");
        html! {
            li class="programme__line" {
                p class="programme__time" { @if let Some(time) = &self.time { (time) } }
                div class="programme__what" {
                    p class="programme__title" lang=[self.lang.as_deref()] dir="auto" {
                        @match &self.href { Some(href) => { a href=(href) { (self.title) } }, None => { (self.title) } }
                    }
                    @if !people.is_empty() { p class="programme__people" dir="auto" { (people) } }
                    @if let Some(note) = &self.note { p class="programme__note" { (note) } }
                }
            }
        }
    }
}

splices!(Programme);
