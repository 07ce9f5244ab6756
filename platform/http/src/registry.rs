//! The typed list of routes. The router, the sweeps, the command palette and OpenAPI are made from it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use platform_auth::Permission;

use crate::{Describe, Kernel, chain};

/// Who may ask at all. What they may see is row level security's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Somebody signed in; the rest is decided by what they hold.
    SignedIn,
    /// Somebody signed in who holds this permission anywhere.
    Permission(Permission),
    /// Somebody signed in who holds this permission on the whole platform, with what the house asks of those who run it: a second
    /// factor, an address of the list. For everybody else there is nothing.
    Platform(Permission),
    /// Programs that prove themselves otherwise (a signature).
    Signed,
    /// The machine itself: loopback peers only.
    Loopback,
    /// Whoever runs the house: the machine itself, a program with the token of the settings, an administrator of the
    /// platform. For everybody else there is nothing.
    Operator,
}

/// How often, and counted by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rate {
    /// Reading pages and lists.
    Browse,
    /// Holds, checkout, payment.
    Buy,
    /// Sign-in and its kin.
    Auth,
    /// Staff's writes.
    Write,
    /// The door.
    Scan,
    /// Static files, health, webhooks.
    Free,
}

/// What kind of answer the address gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A page for people.
    Page,
    /// A part of a page.
    Fragment,
    /// JSON for programs.
    Api,
    /// A file.
    File,
    /// A call from a provider.
    Hook,
    /// For whoever runs the house.
    Ops,
}

/// What a successful call leaves in the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audit {
    /// Nothing: it changes nothing that matters.
    Nothing(&'static str),
    /// Exactly one row with this action.
    Action(&'static str),
}

/// Everything about a route but its handler.
#[derive(Clone, Debug)]
pub struct RouteMeta {
    /// Method.
    pub method: Method,
    /// Path pattern as axum reads it.
    pub path: &'static str,
    /// Stable name, `area.what`.
    pub name: &'static str,
    /// Kind of answer.
    pub surface: Surface,
    /// Who may ask.
    pub access: Access,
    /// How often.
    pub rate: Rate,
    /// What it leaves in the audit.
    pub audit: Audit,
    /// Whether `Idempotency-Key` is honoured.
    pub idempotent: bool,
    /// A path for the sweeps, with ids that exist nowhere.
    pub sample: &'static str,
    /// Largest body in bytes, where it differs from the usual.
    pub body_limit: Option<usize>,
    /// Whether pages of other sites are refused although it is a GET: a socket carries cookies and is not held to CORS.
    pub same_site: bool,
    /// Longest time to answer, where the usual is too short: a file comes as slowly as its sender's line.
    pub patience: Option<Duration>,
    /// What the page is called in the command palette, in the language of the work at hand; none: it is not listed there.
    pub title: Option<fn() -> Cow<'static, str>>,
    /// Whether programs may come with an organization's key. Nothing that is a person's own, and nothing made for browsers.
    pub programs: bool,
    /// What is told of it in the API's document.
    pub described: Option<Describe>,
    /// Whether a sign-in that waits for its second step may ask as the person it is about; everywhere else it is nobody.
    pub first_step: bool,
    /// Whether it is refused to whoever acts for somebody: credentials, powers and money move by the person's own hands.
    pub own_hands: bool,
    /// Whether its handler tells whoever asks too often ([`crate::Ctx::must_wait`]), because a form would be lost otherwise.
    pub tells_limit: bool,
}

/// Declares one route.
#[derive(Clone, Debug)]
pub struct Route(RouteMeta);

impl Route {
    fn new(method: Method, path: &'static str, name: &'static str, surface: Surface) -> Self {
        let rate = if method == Method::GET { Rate::Browse } else { Rate::Write };
        Self(RouteMeta {
            method,
            path,
            name,
            surface,
            access: Access::SignedIn,
            rate,
            audit: Audit::Nothing("reads only"),
            idempotent: false,
            sample: path,
            body_limit: None,
            same_site: false,
            patience: None,
            title: None,
            programs: false,
            described: None,
            first_step: false,
            own_hands: false,
            tells_limit: false,
        })
    }

    /// A page, or a form's target.
    pub fn page(method: Method, path: &'static str, name: &'static str) -> Self {
        Self::new(method, path, name, Surface::Page)
    }

    /// A part of a page.
    pub fn fragment(method: Method, path: &'static str, name: &'static str) -> Self {
        Self::new(method, path, name, Surface::Fragment)
    }

    /// JSON.
    pub fn api(method: Method, path: &'static str, name: &'static str) -> Self {
        Self::new(method, path, name, Surface::Api)
    }

    /// A file.
    pub fn file(path: &'static str, name: &'static str) -> Self {
        Self::new(Method::GET, path, name, Surface::File)
    }

    /// A provider's call.
    pub fn hook(path: &'static str, name: &'static str) -> Self {
        let mut route = Self::new(Method::POST, path, name, Surface::Hook);
        route.0.access = Access::Signed;
        route.0.rate = Rate::Free;
        route
    }

    /// For whoever runs the house.
    pub fn ops(path: &'static str, name: &'static str) -> Self {
        let mut route = Self::new(Method::GET, path, name, Surface::Ops);
        route.0.rate = Rate::Free;
        route
    }

    /// Lists the page in the command palette of whoever may open it: `.titled(|| t!("title-orders"))`.
    pub fn titled(mut self, title: fn() -> Cow<'static, str>) -> Self {
        self.0.title = Some(title);
        self
    }

    /// Everybody may ask.
    pub fn public(mut self) -> Self {
        self.0.access = Access::Public;
        self
    }

    /// Only somebody signed in (the default).
    pub fn signed_in(mut self) -> Self {
        self.0.access = Access::SignedIn;
        self
    }

    /// Only somebody who holds this permission anywhere; row level security says where.
    pub fn needs(mut self, permission: Permission) -> Self {
        self.0.access = Access::Permission(permission);
        self
    }

    /// Only somebody who holds this permission on the whole platform: a role in an organization opens nothing, and whoever may not
    /// finds nothing.
    pub fn on_platform(mut self, permission: Permission) -> Self {
        self.0.access = Access::Platform(permission);
        self
    }

    /// Only from this machine.
    pub fn loopback(mut self) -> Self {
        self.0.access = Access::Loopback;
        self
    }

    /// Only whoever runs the house.
    pub fn operator(mut self) -> Self {
        self.0.access = Access::Operator;
        self
    }

    /// How often.
    pub fn rate(mut self, rate: Rate) -> Self {
        self.0.rate = rate;
        self
    }

    /// Leaves exactly one audit row with this action when it succeeds.
    pub fn audit(mut self, action: &'static str) -> Self {
        self.0.audit = Audit::Action(action);
        self
    }

    /// Leaves none although it is no GET, for this reason.
    pub fn no_audit(mut self, why: &'static str) -> Self {
        self.0.audit = Audit::Nothing(why);
        self
    }

    /// Honours `Idempotency-Key`.
    pub fn idempotent(mut self) -> Self {
        self.0.idempotent = true;
        self
    }

    /// A path for the sweeps.
    pub fn sample(mut self, path: &'static str) -> Self {
        self.0.sample = path;
        self
    }

    /// Refuses pages of other sites although it is a GET: for WebSockets, which carry cookies and are not held to CORS.
    pub fn same_site(mut self) -> Self {
        self.0.same_site = true;
        self
    }

    /// Programs may come with an organization's key: what they may see and do is row level security's, as for everybody.
    pub fn programs(mut self) -> Self {
        self.0.programs = true;
        self
    }

    /// What is told of it in the API's document; needed for every API, hook and address below `/api`.
    pub fn describe(mut self, described: Describe) -> Self {
        self.0.described = Some(described);
        self
    }

    /// Also for a sign-in that waits for its second step.
    pub fn first_step(mut self) -> Self {
        self.0.first_step = true;
        self
    }

    /// Refused to whoever acts for somebody. What is rated as buying or signing in is so without saying.
    pub fn own_hands(mut self) -> Self {
        self.0.own_hands = true;
        self
    }

    /// Whoever asks too often is answered by the handler, which looks at [`crate::Ctx::must_wait`] before it does anything.
    pub fn tells_limit(mut self) -> Self {
        self.0.tells_limit = true;
        self
    }

    /// Accepts larger bodies.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.0.body_limit = Some(bytes);
        self
    }

    /// Waits longer for the body, and with it for the answer.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.0.patience = Some(longest);
        self
    }
}

/// The routes of one slice or app, over its state.
pub struct Routes<S> {
    state: S,
    list: Vec<(RouteMeta, MethodRouter)>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new(state: S) -> Self {
        Self { state, list: Vec::new() }
    }

    /// Adds one.
    pub fn add<H, T>(mut self, route: Route, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let meta = route.0;
        let filter = MethodFilter::try_from(meta.method.clone()).unwrap_or(MethodFilter::GET);
        let handler: MethodRouter = on(filter, handler).with_state(self.state.clone());
        self.list.push((meta, handler));
        self
    }

    /// Adds another slice's.
    pub fn merge<O>(mut self, other: Routes<O>) -> Self {
        self.list.extend(other.list);
        self
    }
}

/// Every route of the house.
#[derive(Default)]
pub struct Registry {
    list: Vec<(Arc<RouteMeta>, MethodRouter)>,
}

impl Registry {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a crate's routes.
    pub fn mount<S>(mut self, routes: Routes<S>) -> Self {
        self.list.extend(routes.list.into_iter().map(|(meta, handler)| (Arc::new(meta), handler)));
        self
    }

    /// Every route, for the sweeps and for what is generated from them.
    pub fn metas(&self) -> Vec<RouteMeta> {
        self.list.iter().map(|(meta, _)| (**meta).clone()).collect()
    }

    /// What is wrong with the list itself: names or paths used twice, a non-GET route that declares
    /// neither an audit action nor why not, a money route without a key, an API without a description.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut names = BTreeMap::new();
        let mut paths = BTreeSet::new();
        for (meta, _) in &self.list {
            if let Some(other) = names.insert(meta.name, meta.path) {
                faults.push(format!("the name {} is used by {} and {}", meta.name, other, meta.path));
            }
            if !paths.insert((meta.method.to_string(), meta.path)) {
                faults.push(format!("{} {} is declared twice", meta.method, meta.path));
            }
            if meta.method != Method::GET && meta.audit == Audit::Nothing("reads only") {
                faults.push(format!("{} {} says neither what it leaves in the audit nor why nothing", meta.method, meta.path));
            }
            if meta.rate == Rate::Buy && meta.method == Method::POST && !meta.idempotent {
                faults.push(format!("{} {} moves money or stock and takes no idempotency key", meta.method, meta.path));
            }
            if meta.path.contains('{') && meta.sample == meta.path {
                faults.push(format!("{} {} has no sample path", meta.method, meta.path));
            } else if !fits(meta.path, meta.sample) {
                faults.push(format!("{} {} has a sample path that leads elsewhere: {}", meta.method, meta.path, meta.sample));
            }
            if meta.title.is_some() && (meta.method != Method::GET || meta.surface != Surface::Page) {
                faults.push(format!("{} {} has a title and is no page to open", meta.method, meta.path));
            }
            faults.extend(undescribed(meta));
            if meta.method == Method::GET && matches!(meta.audit, Audit::Action(_)) {
                faults.push(format!("GET {} writes audit rows; reading changes nothing", meta.path));
            }
        }
        faults
    }

    /// The router, every route behind the chain.
    #[expect(clippy::disallowed_methods, reason = "the registry is the one place where routes are mounted")]
    pub fn into_router(self, kernel: &Kernel) -> Router {
        let mut by_path: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
        for (meta, handler) in self.list {
            let path = meta.path;
            let guarded = chain::guard(kernel.clone(), meta, handler);
            let merged = match by_path.remove(path) {
                Some(others) => others.merge(guarded),
                None => guarded,
            };
            by_path.insert(path, merged);
        }
        let mut router = Router::new();
        for (path, handler) in by_path {
            router = router.route(path, handler.fallback(chain::method_not_allowed));
        }
        chain::around(kernel.clone(), router.fallback(chain::nothing_here))
    }
}

/// What the API's document would lack.
fn undescribed(meta: &RouteMeta) -> Vec<String> {
    let for_programs = matches!(meta.surface, Surface::Api | Surface::Hook) || meta.path.starts_with("/api/") || meta.programs;
    let Some(described) = &meta.described else {
        let fault = format!("{} {} is for programs and has no description", meta.method, meta.path);
        return for_programs.then_some(fault).into_iter().collect();
    };
    let mut faults = Vec::new();
    for name in meta.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        if described.path.iter().all(|(known, ..)| *known != name) {
            faults.push(format!("{} {} does not describe its parameter {name}", meta.method, meta.path));
        }
    }
    if described.answers.iter().all(|answer| answer.status >= 400) {
        faults.push(format!("{} {} does not describe what it answers", meta.method, meta.path));
    }
    faults
}

/// Whether the sample is a path that the pattern matches.
fn fits(pattern: &str, sample: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), sample.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(p), Some(_)) if p.starts_with("{*") => return true,
            (Some(p), Some(g)) if p == g || (p.starts_with('{') && p.ends_with('}') && !g.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use platform_auth::permission;

    use super::*;
    use crate::{AnswerDoc, DELETE, GET, POST, Tag};

    async fn nothing() {}

    const TAG: Tag = Tag { name: "Things", about: "All of them." };

    fn described() -> Describe {
        Describe::new(TAG, "A thing", "Just a thing.").answers(AnswerDoc::empty(204, "Gone."))
    }

    fn faults(routes: impl IntoIterator<Item = Route>) -> Vec<String> {
        let list = routes.into_iter().fold(Routes::new(()), |list, route| list.add(route, nothing));
        Registry::new().mount(list).faults()
    }

    #[test]
    fn a_whole_route_has_no_fault() {
        let fine = [
            Route::page(GET, "/a", "a.show").public(),
            Route::page(POST, "/a", "a.do").needs(permission::EVENTS_EDIT).audit("a.done"),
            Route::api(DELETE, "/a/{id}", "a.remove")
                .no_audit("a row of its own says it")
                .sample("/a/7")
                .describe(described().path::<String>("id", "Which.")),
            Route::page(POST, "/a/{id}/buy", "a.buy").public().rate(Rate::Buy).idempotent().audit("a.bought").sample("/a/7/buy"),
            Route::file("/files/{*path}", "files").sample("/files/x/y.css"),
        ];
        assert_eq!(faults(fine), Vec::<String>::new());
    }

    #[test]
    fn each_thing_forgotten_is_named() {
        let page = |method, path, name| Route::page(method, path, name);
        let api = || Route::api(GET, "/a/{id}", "x").sample("/a/7");
        let cases: [(Vec<Route>, &str); 13] = [
            (vec![page(GET, "/a", "x"), page(GET, "/b", "x")], "the name x is used by /a and /b"),
            (vec![page(GET, "/a", "x"), page(GET, "/a", "y")], "GET /a is declared twice"),
            (vec![page(POST, "/a", "x")], "POST /a says neither"),
            (vec![page(POST, "/a", "x").rate(Rate::Buy).audit("y")], "takes no idempotency key"),
            (vec![page(GET, "/a/{id}", "x")], "has no sample path"),
            (vec![page(GET, "/a/{id}", "x").sample("/b/7")], "leads elsewhere"),
            (vec![page(GET, "/a/{id}", "x").sample("/a/7/more")], "leads elsewhere"),
            (vec![page(GET, "/a", "x").audit("y")], "reading changes nothing"),
            (vec![Route::api(GET, "/a", "x").describe(described()).titled(|| Cow::Borrowed("A"))], "no page to open"),
            (vec![api()], "is for programs and has no description"),
            (vec![page(GET, "/api/x", "x")], "is for programs and has no description"),
            (vec![api().describe(described())], "does not describe its parameter id"),
            (vec![api().describe(Describe::new(TAG, "A", "B").path::<String>("id", "Which."))], "does not describe what it answers"),
        ];
        for (routes, says) in cases {
            let found = faults(routes);
            assert_eq!(found.len(), 1, "{says}: {found:?}");
            assert!(found[0].contains(says), "{says}: {found:?}");
        }
    }
}
