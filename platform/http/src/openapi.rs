//! The API's document, OpenAPI 3.1, made from the route registry: what is not in the registry is not there, and what is there is in it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::describe::{Describe, Problem};
use crate::{Access, Code, Rate, RouteMeta, code};

/// What is told around the routes.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// Such as `Callboard`.
    pub title: &'a str,
    /// The program's version.
    pub version: &'a str,
    /// Where the API is, without a slash at the end.
    pub server: &'a str,
    /// In Markdown.
    pub description: &'a str,
    /// Every code of the house.
    pub codes: &'a [Code],
}

/// The document.
pub fn document(about: &About<'_>, routes: &[RouteMeta]) -> Value {
    let mut generator = SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into()).into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut tags: Vec<Value> = Vec::new();
    let mut named = BTreeSet::new();
    for (meta, described) in routes.iter().filter_map(|meta| Some((meta, meta.described.as_ref()?))) {
        let operation = operation(&mut generator, meta, described);
        paths.entry(meta.path).or_default().insert(meta.method.as_str().to_ascii_lowercase(), operation);
        if named.insert(described.tag.name) {
            tags.push(json!({ "name": described.tag.name, "description": described.tag.about }));
        }
    }
    // Named also where nothing refuses.
    let _named = generator.subschema_for::<Problem>();
    let mut schemas: Map<String, Value> = generator.take_definitions(true).into_iter().collect();
    if let Some(code) = schemas.get_mut("Problem").and_then(|p| p.pointer_mut("/properties/code")).and_then(Value::as_object_mut) {
        code.insert("enum".to_owned(), about.codes.iter().map(|c| c.code).collect());
    }
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": { "title": about.title, "version": about.version, "description": about.description },
        "servers": [{ "url": about.server }],
        "tags": tags,
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": {
            "person": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "The access token of somebody signed in, from POST /auth/v1/token. Good for 15 minutes." },
            "system": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "The system token of a program, from POST /api/tokens. Good for 30 days, and for what its key may do." },
        } },
    })
}

/// `events_list` of `api.events.list`: as stable as the route's name.
pub fn operation_id(meta: &RouteMeta) -> String {
    meta.name.strip_prefix("api.").unwrap_or(meta.name).replace('.', "_")
}

fn operation(generator: &mut SchemaGenerator, meta: &RouteMeta, described: &Describe) -> Value {
    let mut about = described.about.to_owned();
    if let Access::Permission(permission) = meta.access {
        about = format!("{about}\n\nNeeds the permission `{permission}`.");
    }
    let mut operation = json!({
        "operationId": operation_id(meta),
        "summary": described.summary,
        "description": about,
        "tags": [described.tag.name],
        "parameters": parameters(generator, meta, described),
        "responses": responses(generator, meta, described),
        "security": security(meta),
    });
    if let Some(body) = &described.body {
        let mut content = json!({ "schema": (body.schema)(generator).to_value() });
        if let Some(example) = body.example {
            content["example"] = example();
        }
        operation["requestBody"] = json!({ "required": true, "content": { body.media: content } });
    }
    operation
}

fn parameters(generator: &mut SchemaGenerator, meta: &RouteMeta, described: &Describe) -> Vec<Value> {
    let mut list = Vec::new();
    for (name, schema, about) in &described.path {
        list.push(json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema(generator).to_value() }));
    }
    if let Some(query) = described.query {
        let schema = query(generator).to_value();
        let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let mut field = field.clone();
            let about = field.as_object_mut().and_then(|f| f.remove("description")).unwrap_or_default();
            let deprecated = field.as_object_mut().and_then(|f| f.remove("deprecated")).unwrap_or(Value::Bool(false));
            let needed = required.contains(&name.as_str());
            list.push(
                json!({ "name": name, "in": "query", "required": needed, "deprecated": deprecated, "description": about, "schema": field }),
            );
        }
    }
    if described.accept_json {
        list.push(json!({ "name": "Accept", "in": "header", "required": true, "description": "People get a page; programs ask for JSON.",
            "schema": { "type": "string", "const": "application/json" } }));
    }
    if described.conditional {
        list.push(json!({ "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` of the version you saw. A write without it, or on another version, overwrites nothing.",
            "schema": { "type": "string", "pattern": "^\"v[1-9][0-9]{0,8}\"$" } }));
    }
    if meta.idempotent {
        list.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Made by you, one per act: the same request with the same key is done once, and answered again within a day.",
            "schema": { "type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$" } }));
    }
    list
}

fn security(meta: &RouteMeta) -> Vec<Value> {
    let mut list = Vec::new();
    if matches!(meta.access, Access::Public | Access::Signed) {
        list.push(json!({}));
    }
    if matches!(meta.access, Access::SignedIn | Access::Permission(_)) || (meta.programs && meta.access == Access::Public) {
        list.push(json!({ "person": [] }));
        if meta.programs {
            list.push(json!({ "system": [] }));
        }
    }
    list
}

/// What the chain can answer to any request of this route.
fn of_the_chain(meta: &RouteMeta, described: &Describe) -> Vec<Code> {
    use code::http as c;
    let mut codes = vec![c::BAD_PARAMETER, c::INTERNAL, c::UNAVAILABLE, c::TIMEOUT];
    if meta.rate != Rate::Free {
        codes.push(c::RATE_LIMITED);
    }
    if meta.access != Access::Signed {
        codes.push(c::BAD_TOKEN);
        if meta.method != Method::GET || meta.same_site {
            codes.push(c::CROSS_SITE);
        }
        if !meta.programs {
            codes.push(c::NOT_FOR_PROGRAMS);
        }
    }
    match meta.access {
        Access::SignedIn => codes.push(c::UNAUTHENTICATED),
        Access::Permission(_) => codes.extend([c::UNAUTHENTICATED, c::FORBIDDEN]),
        Access::Loopback | Access::Operator | Access::Platform(_) => codes.push(c::NOT_FOUND),
        Access::Public | Access::Signed => {}
    }
    if meta.path.contains('{') {
        codes.push(c::NOT_FOUND);
    }
    if described.body.is_some() {
        codes.extend([c::UNREADABLE, c::TOO_LARGE, c::INVALID]);
    }
    if meta.idempotent {
        codes.extend([c::KEY_INVALID, c::KEY_IN_PROGRESS, c::KEY_REUSED]);
    }
    codes
}

fn responses(generator: &mut SchemaGenerator, meta: &RouteMeta, described: &Describe) -> Map<String, Value> {
    let mut all: BTreeMap<u16, Value> = BTreeMap::new();
    for answer in &described.answers {
        let place = all.entry(answer.status).or_insert_with(|| json!({ "description": answer.about }));
        for (name, about) in &answer.headers {
            place["headers"][*name] = json!({ "description": about, "schema": { "type": "string" } });
        }
        if let Some((media, schema)) = answer.body {
            place["content"][media]["schema"] = schema(generator).to_value();
            if let Some(example) = answer.example {
                place["content"][media]["example"] = example();
            }
        }
    }
    let mut refusals: BTreeMap<u16, BTreeMap<&str, Code>> = BTreeMap::new();
    for code in of_the_chain(meta, described).into_iter().chain(described.refusals.iter().copied()) {
        refusals.entry(code.status).or_default().insert(code.code, code);
    }
    for (status, codes) in refusals {
        let place = all.entry(status).or_insert_with(|| json!({ "description": "" }));
        let before = place["description"].as_str().unwrap_or_default().to_owned();
        let told = codes.values().map(|c| format!("`{}`: {}", c.code, c.message())).collect::<Vec<_>>().join("\n\n");
        place["description"] = json!(if before.is_empty() { told } else { format!("{before}\n\n{told}") });
        let problem = &mut place["content"]["application/problem+json"];
        problem["schema"] = generator.subschema_for::<Problem>().to_value();
        for (name, code) in codes {
            problem["examples"][name] = json!({ "value": {
                "type": format!("/docs/errors#{name}"), "title": code.message(), "status": status, "code": name, "message": code.message(),
                "request_id": "0195a1b2-0000-7000-8000-000000000001",
            } });
        }
        if status == 429 || status == 503 {
            place["headers"]["Retry-After"] = json!({ "description": "Seconds to wait.", "schema": { "type": "string" } });
        }
    }
    all.into_iter().map(|(status, response)| (status.to_string(), response)).collect()
}
