//! `/docs/api`: how to begin, then every operation and every shape of the document.

use maud::{Markup, html};
use platform_ui::{Card, CodeBlock, Column, Disclosure, House, PublicPage, Table};
use serde_json::{Map, Value};

use super::schema::{component, kind, line, prose, table};

/// The page of a document.
pub(super) fn page(house: &House, document: &Value) -> Markup {
    let none = Map::new();
    let schemas = document["components"]["schemas"].as_object().unwrap_or(&none);
    let server = document["servers"][0]["url"].as_str().unwrap_or_default();
    let operations = operations(document);
    let main = html! {
        div class="stack" {
            h1 { "The API" }
            (prose(document["info"]["description"].as_str().unwrap_or_default()))
            p { a href="/api/openapi.json" { "OpenAPI 3.1 document" } " · " a href="/docs/errors" { "Every error code" } }
            (begin(server))
            @for tag in document["tags"].as_array().into_iter().flatten() {
                @let name = tag["name"].as_str().unwrap_or_default();
                h2 id={ "tag-" (name.to_lowercase().replace(' ', "-")) } { (name) }
                (prose(tag["description"].as_str().unwrap_or_default()))
                @for operation in operations.iter().filter(|o| o.described["tags"][0] == tag["name"]) { (operation.render(server)) }
            }
            h2 id="schemas" { "Shapes" }
            @for (name, schema) in schemas { (component(name, schema, schemas)) }
        }
    };
    PublicPage::new(house, "The API", main)
        .description("How programs read and write events, with every operation, field and error.")
        .render()
}

struct Operation<'a> {
    method: String,
    path: &'a str,
    described: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for method in ["get", "post", "put", "delete"] {
            if let Some(described) = methods.get(method) {
                all.push(Operation { method: method.to_uppercase(), path, described });
            }
        }
    }
    all
}

impl Operation<'_> {
    fn render(&self, server: &str) -> Markup {
        let id = self.described["operationId"].as_str().unwrap_or_default();
        let parameters: Vec<_> = self.described["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| {
                let mut field = p["schema"].clone();
                let place = if p["in"] == "query" { String::new() } else { format!(" ({})", p["in"].as_str().unwrap_or_default()) };
                field["description"] = p["description"].clone();
                (format!("{}{place}", p["name"].as_str().unwrap_or_default()), field, p["required"] == true)
            })
            .collect();
        let content = self.described["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
        let body = html! {
            div class="stack" {
                p { code { (self.method) " " (self.path) } }
                (prose(self.described["description"].as_str().unwrap_or_default()))
                p class="muted" { (self.who()) }
                @if !parameters.is_empty() { (table("Parameters", &parameters)) }
                @if let Some((media, body)) = content {
                    p { "Body: " (kind(&body["schema"])) ", as " code { (media) } "." }
                }
                (CodeBlock::new(self.curl(server, content.map(|(_, body)| body)), "Example request"))
                (self.answers())
            }
        };
        html! { section id=(id) { (Card::new(body).title(self.described["summary"].as_str().unwrap_or_default())) } }
    }

    fn who(&self) -> &'static str {
        let security = self.described["security"].as_array().cloned().unwrap_or_default();
        let has = |name: &str| security.iter().any(|s| s.get(name).is_some());
        let anybody = security.iter().any(|s| s.as_object().is_some_and(Map::is_empty));
        match (anybody, has("person"), has("system")) {
            (true, _, true) => "Everybody; more with a token.",
            (true, ..) => "Everybody.",
            (false, _, true) => "With a person's access token or a program's system token.",
            _ => "With a person's access token.",
        }
    }

    fn curl(&self, server: &str, body: Option<&Value>) -> String {
        let path = self.path.split('/').map(|part| if part.starts_with('{') { "0195a1b2-0000-7000-8000-000000000001" } else { part });
        let mut lines = vec![format!("curl -X {} '{server}{}'", self.method, path.collect::<Vec<_>>().join("/"))];
        let wants = |name: &str| self.described["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == name);
        if !self.who().starts_with("Everybody") {
            lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
        }
        if wants("Accept") {
            lines.push("-H 'Accept: application/json'".to_owned());
        }
        if wants("If-Match") {
            lines.push("-H 'If-Match: \"v1\"'".to_owned());
        }
        if wants("Idempotency-Key") {
            lines.push("-H \"Idempotency-Key: $(uuidgen)\"".to_owned());
        }
        if let Some(body) = body {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            let example = body.get("example").map_or_else(|| "{}".to_owned(), ToString::to_string);
            lines.push(format!("-d '{example}'"));
        }
        lines.join(" \\\n  ")
    }

    /// What comes back: answers in sight, refusals folded away.
    fn answers(&self) -> Markup {
        let responses: Vec<(&String, &Value)> = self.described["responses"].as_object().into_iter().flatten().collect();
        let row = |(status, response): &(&String, &Value)| {
            let bodies: Vec<&Value> = response["content"].as_object().into_iter().flatten().map(|(_, body)| &body["schema"]).collect();
            vec![
                html! { code { (status) } },
                html! { @for (n, body) in bodies.iter().enumerate() { @if n > 0 { " or " } (kind(body)) } @if bodies.is_empty() { "nothing" } },
                html! { @for part in response["description"].as_str().unwrap_or_default().split("\n\n") { div { (line(part)) } } },
            ]
        };
        let columns = || vec![Column::new("Status"), Column::new("Body"), Column::prose("Meaning")];
        let (fine, refused): (Vec<_>, Vec<_>) = responses.into_iter().partition(|(status, _)| status.as_str() < "400");
        html! {
            (Table::new("Answers", columns()).rows(fine.iter().map(row)))
            (Disclosure::new(html! { "Refusals" }, html! { (Table::new("Refusals", columns()).rows(refused.iter().map(row))) }))
        }
    }
}

/// How to begin.
fn begin(server: &str) -> Markup {
    let exchange =
        format!("curl -X POST '{server}/api/tokens' \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"key\": \"cbk_…\"}}'");
    html! {
        h2 id="authentication" { "Who asks" }
        p {
            "What is on can be read by everybody, without a token. A program that writes, or reads drafts, acts for one organization: somebody who manages its settings makes an "
            strong { "API key" } " on the organization’s page “API keys” and chooses what it may do. The program exchanges the key for a " strong { "system token" }
            ", good for 30 days, and sends it as " code { "Authorization: Bearer …" } " with each request."
        }
        (CodeBlock::new(exchange, "Exchange a key"))
        p {
            "A key never does more than whoever made it may still do, on that one organization, and it opens nothing that is a person’s own. Revoking it ends all of its tokens at once. "
            "A person’s program may use the person’s own access token instead (“Sign in” below)."
        }
        h2 id="paging" { "Paging" }
        p {
            "A list answers " code { "data" } " and " code { "next" } ". Give " code { "next" } " back as " code { "cursor" } ", with everything else as it was, until it is " code { "null" }
            "; the " code { "Link" } " header has the whole address. " code { "limit" } " is 1 to 100, 20 where it is left out."
        }
        h2 id="errors" { "Refusals" }
        p {
            "A refusal is " code { "application/problem+json" } ": " code { "code" } " is stable and never changes its meaning, " code { "message" } " says what happened and what to do, "
            code { "fields" } " names every field that is wrong at once, and " code { "request_id" } " helps whoever you ask. Sign-in under " code { "/auth/v1" } " speaks as Supabase does."
        }
        h2 id="idempotency" { "Once, and only once" }
        p {
            "A request that may have been lost is repeated with the same " code { "Idempotency-Key" } ": it is done once, and its answer is given again for a day, marked "
            code { "Idempotent-Replay: true" } ". A change names the version it was made on, by " code { "If-Match" } " with the " code { "ETag" } " you read: if somebody was faster, it is refused with 412 and nothing is overwritten."
        }
        h2 id="limits" { "How often" }
        p { "Each key may ask so many times a minute, as the house has set it (600 where nobody changed it). Beyond that the answer is 429, and " code { "Retry-After" } " says when to go on." }
    }
}
